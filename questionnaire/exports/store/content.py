"""The bytes of a stored file, read from the database chunk by chunk.

A whole file of many megabytes would be copied several times on its way; chunks
reuse the same memory.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connection

from questionnaire.models import EditionFile

_SQLITE_CHUNK = 256 * 1024
# Each chunk is a query.
_CHUNK = 1024 * 1024


def read_content(key: str) -> tuple[int, Iterator[bytes]]:
    """(size in bytes, generator of the bytes) of a file that is done. One query.

    Except on SQLite, each further megabyte takes another query. Raises
    EditionFile.DoesNotExist.
    """
    return _read_from_sqlite(key) if connection.vendor == "sqlite" else _read(key)


def _read_from_sqlite(key: str) -> tuple[int, Iterator[bytes]]:
    row_id, size = _row(
        "SELECT rowid, length(content) FROM {table} WHERE key = %s", key
    )

    def chunks() -> Iterator[bytes]:
        connection.ensure_connection()
        table = EditionFile._meta.db_table
        with connection.connection.blobopen(
            table, "content", row_id, readonly=True
        ) as content:
            while chunk := content.read(_SQLITE_CHUNK):
                yield chunk

    return size, chunks()


def _read(key: str) -> tuple[int, Iterator[bytes]]:
    substring = f"substring(content FROM %s FOR {_CHUNK}) FROM {{table}} WHERE key = %s"
    size, first = _row(f"SELECT length(content), {substring}", 1, key)

    def chunks() -> Iterator[bytes]:
        yield bytes(first)
        for start in range(_CHUNK, size, _CHUNK):
            yield bytes(_row(f"SELECT {substring}", start + 1, key)[0])

    return size, chunks()


def _row(query: str, *parameters: str | int) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(query.format(table=EditionFile._meta.db_table), parameters)
        row: tuple[Any, ...] | None = cursor.fetchone()
    if row is None:
        raise EditionFile.DoesNotExist
    return row
