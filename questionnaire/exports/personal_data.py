"""Everything that the site holds about one person, as JSON in a ZIP.

For the rights of access and portability: Law 25 of Québec (section 27 of the
Act respecting the protection of personal information in the private sector),
GDPR articles 15 and 20. Read and packed row by row, so that memory does not grow
with what a person wrote.
"""

import json
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import IO, cast

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone, translation

from questionnaire.exports.personal_data_rows import PRIVATE, Row, read_subjects
from questionnaire.models import User
from questionnaire.vocabulary import Language

MEDIA_TYPE = "application/zip"


def personal_data_filename(now: datetime | None = None) -> str:
    return f"dmp-studio-data_{(now or timezone.now()):%Y-%m-%d}.zip"


def stream_personal_data(user: User, *, by: User) -> Iterator[bytes]:
    """The bytes of the ZIP, chunk by chunk.

    It includes the data of accounts that were merged into this one. What only the
    person may read, unsaved text and to-do marks, is left out for everybody else.
    """
    buffer = _Buffer()
    with zipfile.ZipFile(cast(IO[bytes], buffer), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", _readme(user))
        yield buffer.drain()
        for name, rows in read_subjects(user):
            if name in PRIVATE and by != user:
                continue
            with archive.open(f"{name}.json", "w") as file:
                for line in _json_list(rows):
                    file.write(line)
                    if buffer.is_full:
                        yield buffer.drain()
            yield buffer.drain()
    yield buffer.drain()


def _json_list(rows: Iterable[Row]) -> Iterator[bytes]:
    yield b"["
    separator = b"\n"
    for row in rows:
        text = json.dumps(row, ensure_ascii=False, cls=DjangoJSONEncoder, indent=1)
        yield separator + text.encode()
        separator = b",\n"
    yield b"\n]\n"


def _readme(user: User) -> str:
    """What the files contain, in both languages, the person's own first."""
    languages = [Language(user.language), Language(user.language).other]
    texts = []
    for language in languages:
        with translation.override(language):
            context = {"person": user, "address": settings.SUPPORT_EMAIL}
            texts.append(render_to_string("exports/personal_data.txt", context).strip())
    return "\n\n".join(texts) + "\n"


class _Buffer:
    """What the ZIP is written to, drained while it is being made."""

    _CHUNK = 64 * 1024

    def __init__(self) -> None:
        self._content = bytearray()

    def write(self, data: bytes) -> int:
        self._content += data
        return len(data)

    def flush(self) -> None:
        """Nothing to do: what is written is there."""

    @property
    def is_full(self) -> bool:
        return len(self._content) >= self._CHUNK

    def drain(self) -> bytes:
        """The bytes written since the last time."""
        content, self._content = bytes(self._content), bytearray()
        return content
