"""Photos: upright, small, without metadata; what is no picture or unpacks to a flood is refused."""

import io
import struct
import zlib

import pytest
from PIL import Image

from thiduakhenthuong.core.images import SIDE, upright_jpeg


def picture(size, kind="JPEG", mode="RGB", **options):
    target = io.BytesIO()
    Image.new(mode, size, "red").save(target, kind, **options)
    return target.getvalue()


def opened(content):
    return Image.open(io.BytesIO(content))


def test_a_large_photo_becomes_small_and_a_small_one_stays():
    assert opened(upright_jpeg(picture((4000, 3000)))).size == (SIDE, SIDE * 3 // 4)
    assert opened(upright_jpeg(picture((300, 200), "PNG", "RGBA"))).size == (300, 200)


def test_a_photo_held_sideways_is_turned_and_forgets_its_place():
    exif = Image.Exif()
    exif[0x0112] = 6  # the telephone was held upright
    exif[0x8825] = {1: "N"}  # where it was taken
    made = opened(upright_jpeg(picture((400, 200), exif=exif)))
    assert made.size == (200, 400) and not made.getexif()


def flood():
    """A PNG that says it is 60,000 × 60,000."""
    head = b"IHDR" + struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))


@pytest.mark.parametrize(
    "content", [b"", b"GIF89a", b"\xff\xd8\xff", b"%PDF-1.4", picture((40, 40))[:200], flood(), picture((5, 5), "GIF")]
)
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(ValueError, match="not a picture"):
        upright_jpeg(content)
