"""ZIP archives written as they are sent: one file in memory at a time.

The bytes depend only on names, dates and contents, so that the same files make
the same archive on any day and any machine.
"""

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, cast

from questionnaire.lib.dates import plan_time

# Sizes of the records of a plain archive (APPNOTE.TXT 4.3.7, 4.3.12, 4.3.16).
_LOCAL, _CENTRAL, _END = 30, 46, 22
# Beyond these an archive has other records, whose sizes we do not compute.
_PLAIN_BYTES, _PLAIN_FILES = 2**31 - 1, 2**16 - 2
_FIRST_YEAR = 1980
_UNIX, _MODE = 3, 0o644


@dataclass(frozen=True)
class Entry:
    """A file of an archive; `read` returns its `size` bytes when it is written."""

    path: str  # ASCII, relative
    size: int
    moment: datetime
    read: Callable[[], bytes]


def entry(path: str, content: bytes, moment: datetime) -> Entry:
    """An Entry whose bytes are in memory."""
    return Entry(path, len(content), moment, lambda: content)


def zip_chunks(entries: Iterable[Entry]) -> Iterator[bytes]:
    """Yield the bytes of the archive, file by file.

    Raises ValueError when a file does not have the size of its entry: a client that
    was sent the length of the archive would wait for the rest.
    """
    outlet = _Outlet()
    with zipfile.ZipFile(cast(IO[bytes], outlet), "w") as archive:
        for each in entries:
            content = each.read()
            if len(content) != each.size:
                raise ValueError(f"{each.path}: not {each.size} bytes")
            archive.writestr(_info(each), content)
            yield outlet.drain()
    yield outlet.drain()


def zip_length(entries: Sequence[Entry]) -> int | None:
    """How many bytes `zip_chunks` will yield; None for an enormous archive."""
    length = _END + sum(
        _LOCAL + _CENTRAL + 2 * len(each.path) + each.size for each in entries
    )
    is_plain = length < _PLAIN_BYTES and len(entries) < _PLAIN_FILES
    return length if is_plain else None


def _info(each: Entry) -> zipfile.ZipInfo:
    moment = plan_time(each.moment)
    date = (max(moment.year, _FIRST_YEAR), *moment.timetuple()[1:6])
    info = zipfile.ZipInfo(each.path, date)
    # PDF and Word files are compressed already.
    info.compress_type = zipfile.ZIP_STORED
    info.create_system = _UNIX
    info.external_attr = _MODE << 16
    return info


class _Outlet:
    """The file that zipfile writes to; it seeks back only within the current entry.

    It does so to put checksum and size before the content, where every reader
    understands them.
    """

    def __init__(self) -> None:
        self._sent = 0
        self._buffer = io.BytesIO()

    def write(self, data: bytes) -> int:
        return self._buffer.write(data)

    def tell(self) -> int:
        return self._sent + self._buffer.tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._sent + self._buffer.seek(offset - self._sent, whence)

    def flush(self) -> None:
        """Nothing to do: what is written is there."""

    def drain(self) -> bytes:
        """The bytes written since the last time."""
        data = self._buffer.getvalue()
        self._sent += len(data)
        self._buffer = io.BytesIO()
        return data
