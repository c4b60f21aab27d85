"""Pictures, judged by their bytes and by their real size."""

import struct
import zlib

import pytest

from questionnaire.lib.pictures import read_picture
from tests.picture_samples import JPEG, PNG, chunk, jpeg, png

LIMIT = 2_000


def test_a_picture_is_read_with_its_size():
    assert read_picture(PNG, LIMIT).width == 3
    assert read_picture(JPEG, LIMIT).height == 4


@pytest.mark.parametrize(
    "content",
    [png(60_000, 60_000, pixels=b""), jpeg(60_000, 60_000), png(3, 2**31 - 1)],
)
def test_a_few_bytes_may_claim_a_picture_beyond_any_screen(content):
    picture = read_picture(content, LIMIT)

    assert max(picture.width, picture.height) > LIMIT


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg/>",
        PNG[:-4],
        JPEG[:-1],
        png(0, 4),
        jpeg(0, 4),
        # Pixels that are missing, that are too many, or that are none.
        png(100, 100, pixels=b"\0"),
        png(3, 2, pixels=b"\0" * 10_000_000),
        PNG.replace(zlib.compress(b"\0" * 20), b"x" * 11),
        PNG[:8]
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 3, 2, 8, 9, 0, 0, 0))
        + PNG[33:],
        JPEG[:2] + b"\xff\xd9",
    ],
)
def test_anything_else_is_no_picture(content):
    assert read_picture(content, LIMIT) is None


def test_a_compressed_flood_is_not_unpacked():
    """Ten megabytes of pixels where twenty bytes were announced."""
    flood = png(3, 2, pixels=b"\0" * 10_000_000)

    assert len(flood) < 20_000
    assert read_picture(flood, LIMIT) is None
