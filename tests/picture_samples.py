"""Small pictures, made as their formats say; and some that lie about themselves."""

import struct
import zlib


def chunk(name, data):
    """A chunk of a PNG."""
    check = struct.pack(">I", zlib.crc32(name + data))
    return struct.pack(">I", len(data)) + name + data + check


def png(width, height, pixels=None):
    """A PNG of 24-bit colours, black unless its pixels are given."""
    if pixels is None:
        pixels = b"\0" * ((3 * width + 1) * min(height, 100))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(pixels))
        + chunk(b"IEND", b"")
    )


def jpeg(width, height):
    """The head and the end of a JPEG of this size."""
    app = b"\xff\xe0" + struct.pack(">H", 16) + b"JFIF\0" + b"\0" * 9
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\1\x11\0"
    return b"\xff\xd8" + app + frame + b"\xff\xd9"


PNG, JPEG = png(3, 2), jpeg(3, 4)
