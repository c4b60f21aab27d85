"""The bytes of a kept file, read from the database piece by piece.

A whole file of many megabytes would be copied several times on its way; pieces
use the same memory again and again.
"""

from django.db import connection

from questionnaire.models import EditionFile

_SQLITE_PIECE = 256 * 1024
# Each piece is a query.
_PIECE = 1024 * 1024


def read_content(key):
    """(size in bytes, generator of the bytes) of a file that is done. One query.

    Files of more than a megabyte need another one for each further megabyte, but
    not on SQLite. Raises EditionFile.DoesNotExist.
    """
    return _read_from_sqlite(key) if connection.vendor == "sqlite" else _read(key)


def _read_from_sqlite(key):
    row_id, size = _row(
        "SELECT rowid, length(content) FROM {table} WHERE key = %s", key
    )

    def pieces():
        connection.ensure_connection()
        table = EditionFile._meta.db_table
        with connection.connection.blobopen(
            table, "content", row_id, readonly=True
        ) as content:
            while piece := content.read(_SQLITE_PIECE):
                yield piece

    return size, pieces()


def _read(key):
    piece = f"substring(content FROM %s FOR {_PIECE}) FROM {{table}} WHERE key = %s"
    size, first = _row(f"SELECT length(content), {piece}", 1, key)

    def pieces():
        yield bytes(first)
        for start in range(_PIECE, size, _PIECE):
            yield bytes(_row(f"SELECT {piece}", start + 1, key)[0])

    return size, pieces()


def _row(query, *parameters):
    with connection.cursor() as cursor:
        cursor.execute(query.format(table=EditionFile._meta.db_table), parameters)
        row = cursor.fetchone()
    if row is None:
        raise EditionFile.DoesNotExist
    return row
