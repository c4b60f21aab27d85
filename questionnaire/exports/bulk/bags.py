"""Bags: folders that say what they hold and prove it (BagIt 1.0, RFC 8493).

The Library of Congress's bagit-python writes BagIt 0.97, into folders on disk,
and changes the working directory of the whole process meanwhile, which a server
with threads cannot have. Tests validate our bags with it.
"""

import hashlib

ALGORITHMS = ("sha256", "sha512")
_DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def bag_files(payload, info):
    """{path: bytes} of a bag, in the order in which it is read.

    `payload`: {path below data/: bytes}; `info`: [(label, value)] of bag-info.txt,
    to which the size of the payload is added.
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


def _manifest(files, algorithm):
    """A line of checksum and path for each file; our paths have nothing to escape."""
    return "".join(
        f"{hashlib.new(algorithm, content).hexdigest()}  {path}\n"
        for path, content in files.items()
    ).encode()


def _info_text(info):
    """Labels and values, each on one line; those without a value are left out."""
    lines = ((label, " ".join(str(value).split())) for label, value in info)
    return "".join(f"{label}: {value}\n" for label, value in lines if value).encode()
