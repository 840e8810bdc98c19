"""Files in private storage: named by the server, written once, with their SHA-256."""

import hashlib
import io
import uuid
import zipfile
from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.http import FileResponse, HttpResponse

from thiduakhenthuong.core.models import StoredFile
from thiduakhenthuong.core.names import clean

# extension -> (content type, first bytes)
ACCEPTED = {
    ".pdf": ("application/pdf", (b"%PDF-",)),
    ".jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (b"PK\x03\x04",)),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (b"PK\x03\x04",)),
}
XLSX = ACCEPTED[".xlsx"][0]
# Office files are zips: which of them it is stands in the zip's directory
PARTS = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}
LONGEST_NAME = 200


def store_bytes(content: bytes, *, name: str, content_type: str, by=None) -> StoredFile:
    """Keep bytes made or already checked by the product; `name` is cleaned and cut, its ending stays."""
    name = clean(name)
    if len(name) > LONGEST_NAME:
        suffix = PurePath(name).suffix[:8]
        name = name[: LONGEST_NAME - len(suffix)] + suffix
    row = StoredFile(name=name, content_type=content_type, size=len(content), by=by, sha256=hashlib.sha256(content).hexdigest())
    row.file.save(f"{uuid.uuid4().hex}{PurePath(name).suffix.lower()[:8]}", ContentFile(content), save=False)
    row.save()
    return row


def discard(stored: StoredFile) -> None:
    """Throw away bytes just kept, because another worker was faster."""
    stored.file.delete(save=False)
    stored.delete()


def store_upload(upload, *, by) -> StoredFile:
    """Check an uploaded paper (kind by content, size) and keep it; raises ValidationError in Vietnamese."""
    name = clean(PurePath(upload.name.replace("\\", "/")).name)
    suffix = PurePath(name).suffix.lower()
    if suffix not in ACCEPTED:
        kinds = ", ".join(sorted(s.lstrip(".") for s in ACCEPTED))
        raise ValidationError(f"Tệp “{name}” không nhận được. Hãy lưu thành một trong các dạng: {kinds}.")
    if upload.size > settings.UPLOAD_MAX_BYTES:
        limit = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
        raise ValidationError(f"Tệp “{name}” lớn hơn {limit} MB. Hãy quét ở độ phân giải thấp hơn hoặc tách tệp.")
    content = upload.read()
    content_type, heads = ACCEPTED[suffix]
    if not content.startswith(heads) or suffix in PARTS and not _holds(content, PARTS[suffix]):
        raise ValidationError(f"Nội dung tệp “{name}” không đúng dạng {suffix}. Hãy mở tệp kiểm tra rồi lưu lại.")
    return store_bytes(content, name=name, content_type=content_type, by=by)


def _holds(content: bytes, part: str) -> bool:
    """Whether a zip is the Office file it says it is, without macros; nothing is unpacked."""
    try:
        names = {name.lower() for name in zipfile.ZipFile(io.BytesIO(content)).namelist()}
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError):
        return False
    return part in names and not any(name.endswith("vbaproject.bin") for name in names)


def file_response(stored: StoredFile, *, inline: bool = False) -> FileResponse:
    """Hand out a stored file; the caller has checked that the user may see its record."""
    response = FileResponse(
        stored.file.open("rb"), as_attachment=not inline, filename=stored.name, content_type=stored.content_type
    )
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def made_response(content: bytes, name: str, *, inline: bool = False) -> HttpResponse:
    """Bytes made for this answer, to be kept under `name` (or shown, `inline`); the ending says what they are."""
    kind, _ = ACCEPTED[PurePath(name).suffix]
    place = "inline" if inline else "attachment"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'{place}; filename="{name}"'})
