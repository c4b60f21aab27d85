"""Which pictures the site accepts, judged by their bytes and never by their names.

How large a picture is when it is shown is read from its head, before anything decodes
it: a few bytes can claim 60,000 by 60,000 pixels, which take gigabytes in a browser
and in a file.
"""

import math
import zlib
from dataclasses import dataclass

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_END = b"IEND\xaeB`\x82"
_JPEG = b"\xff\xd8\xff"
_JPEG_END = b"\xff\xd9"
# How many samples a pixel has, by the colour type in a PNG's head.
_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
# The markers of JPEG that begin a frame, with its size; and those without a length.
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_BARE = {0x01, *range(0xD0, 0xD9)}
# The seven passes of an interlaced PNG begin each row with a byte of their own.
_MOST_PASSES = 7


@dataclass(frozen=True)
class Picture:
    """The type of a picture, and its real size in pixels."""

    media_type: str
    width: int
    height: int


def read_picture(content: bytes, largest_side: int) -> Picture | None:
    """The picture that these bytes are; None for anything else.

    A picture that was cut off during its upload gives None, too, and so does a PNG
    whose pixels are more or fewer than it claims. Those of a picture with a side beyond
    `largest_side` are not looked at.
    """
    if content.startswith(_PNG) and content[12:16] == b"IHDR":
        return _read_png(content, largest_side) if content.endswith(_PNG_END) else None
    if content.startswith(_JPEG):
        ends = content.rstrip(b"\0").endswith(_JPEG_END)
        return _read_jpeg(content) if ends else None
    return None


def _read_png(content: bytes, largest_side: int) -> Picture | None:
    width, height = (int.from_bytes(content[at : at + 4]) for at in (16, 20))
    depth, colour = content[24:26]
    if not width or not height or colour not in _SAMPLES:
        return None
    picture = Picture("image/png", width, height)
    if max(width, height) > largest_side:
        return picture
    row = math.ceil(width * depth * _SAMPLES[colour] / 8) + 1
    most = row * height + _MOST_PASSES * (height + width)
    pixels = zlib.decompressobj()
    try:
        found = len(pixels.decompress(_png_data(content), most + 1))
    except zlib.error:
        return None
    return picture if (row - 1) * height <= found <= most else None


def _png_data(content: bytes) -> bytes:
    """The compressed pixels of a PNG: its IDAT chunks together."""
    data, at = [], len(_PNG)
    while at + 8 <= len(content):
        length = int.from_bytes(content[at : at + 4])
        if content[at + 4 : at + 8] == b"IDAT":
            data.append(content[at + 8 : at + 8 + length])
        at += length + 12
    return b"".join(data)


def _read_jpeg(content: bytes) -> Picture | None:
    at = 2
    while at + 9 <= len(content):
        marker = content[at + 1]
        if content[at] != 0xFF:
            return None
        if marker == 0xFF or marker in _BARE:
            at += 1 if marker == 0xFF else 2
            continue
        if marker in _FRAMES:
            height = int.from_bytes(content[at + 5 : at + 7])
            width = int.from_bytes(content[at + 7 : at + 9])
            return Picture("image/jpeg", width, height) if width and height else None
        at += 2 + int.from_bytes(content[at + 2 : at + 4])
    return None
