"""Bags: folders with a manifest and checksums of their content (BagIt 1.0, RFC 8493).

The Library of Congress's bagit-python writes BagIt 0.97, into folders on disk,
and changes the working directory of the whole process meanwhile, which a server
with threads cannot have. Tests validate our bags with it.
"""

import hashlib
from collections.abc import Iterable, Mapping
from typing import TypeAlias

# Label and value of a line of bag-info.txt.
BagInfoLine: TypeAlias = tuple[str, str]

ALGORITHMS = ("sha256", "sha512")
_DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def bag_files(
    payload: Mapping[str, bytes], info: Iterable[BagInfoLine]
) -> dict[str, bytes]:
    """{path: bytes} of a bag, in the order in which it is read.

    `payload`: {path below data/: bytes}; `info`: the lines of bag-info.txt, to
    which the size of the payload is added.
    """
    data = {f"data/{path}": payload[path] for path in sorted(payload)}
    size = sum(map(len, data.values()))
    tags = {
        "bagit.txt": _DECLARATION,
        "bag-info.txt": _info_text([*info, ("Payload-Oxum", f"{size}.{len(data)}")]),
        **{f"manifest-{name}.txt": _manifest(data, name) for name in ALGORITHMS},
    }
    about_tags = {
        f"tagmanifest-{name}.txt": _manifest(tags, name) for name in ALGORITHMS
    }
    return {**tags, **about_tags, **data}


def _manifest(files: Mapping[str, bytes], algorithm: str) -> bytes:
    """A line with checksum and path for each file; our paths need no escaping."""
    return "".join(
        f"{hashlib.new(algorithm, content).hexdigest()}  {path}\n"
        for path, content in files.items()
    ).encode()


def _info_text(info: Iterable[BagInfoLine]) -> bytes:
    """Labels and values, each on one line; those without a value are left out."""
    lines = ((label, " ".join(value.split())) for label, value in info)
    return "".join(f"{label}: {value}\n" for label, value in lines if value).encode()
