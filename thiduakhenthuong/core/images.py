"""Photos from telephones: checked by opening them, turned upright, made smaller, and freed of what the camera wrote inside.

A photo carries the place where it was taken; nothing of that is kept.
"""

import io
from pathlib import PurePath

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from PIL import Image, ImageOps, UnidentifiedImageError

from thiduakhenthuong.core.files import store_bytes
from thiduakhenthuong.core.models import StoredFile
from thiduakhenthuong.core.names import clean

SIDE = 1600  # pixels of the longer side that are kept
MOST_PIXELS = 80_000_000  # a picture that unpacks to more is a bomb
QUALITY = 84
THUMB, DAY = 640, 86_400


def store_photo(upload, *, by=None) -> StoredFile:
    """Keep an uploaded JPEG or PNG as a JPEG of at most SIDE pixels; raises ValidationError (field `photo`)."""
    name = clean(PurePath(upload.name.replace("\\", "/")).name)
    if upload.size > settings.UPLOAD_MAX_BYTES:
        limit = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
        raise ValidationError({"photo": f"Ảnh “{name}” lớn hơn {limit} MB. Hãy chọn ảnh nhỏ hơn."})
    try:
        content = upright_jpeg(upload.read())
    except ValueError as error:
        raise ValidationError({"photo": f"“{name}” không mở được như một ảnh. Hãy chọn ảnh JPG hoặc PNG."}) from error
    return store_bytes(content, name=f"{PurePath(name).stem[:150] or 'anh'}.jpg", content_type="image/jpeg", by=by)


def thumbnail(stored: StoredFile) -> bytes:
    """A small JPEG of a kept photo for lists; made once and kept by its SHA-256."""
    key = f"thumb:{stored.sha256}:{THUMB}"
    content = cache.get(key)
    if content is None:
        with stored.file.open("rb") as file:
            content = upright_jpeg(file.read(), side=THUMB)
        cache.set(key, content, DAY)
    return content


def upright_jpeg(content: bytes, side: int = SIDE) -> bytes:
    """The picture as a JPEG without metadata; ValueError when it is none."""
    try:
        image = Image.open(io.BytesIO(content), formats=("JPEG", "PNG"))
        if image.width * image.height > MOST_PIXELS:
            raise ValueError("too many pixels")
        image.draft("RGB", (side, side))  # a large JPEG is decoded small at once
        image = ImageOps.exif_transpose(image)
        image.thumbnail((side, side))
        flat = Image.new("RGB", image.size, "white")
        seen = image.convert("RGBA")
        flat.paste(seen, mask=seen.getchannel("A"))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError, MemoryError) as error:
        raise ValueError("not a picture") from error
    target = io.BytesIO()
    flat.save(target, "JPEG", quality=QUALITY, optimize=True)
    return target.getvalue()
