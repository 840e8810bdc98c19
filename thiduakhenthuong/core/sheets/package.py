"""The zip around a workbook: everything is checked in its directory before anything is unpacked."""

import io
import posixpath
import zipfile
import zlib
from xml.parsers import expat

from thiduakhenthuong.core.sheets.errors import (
    MAX_ELEMENTS,
    MAX_MEMBERS,
    MAX_PACKED,
    MAX_TAG,
    MAX_UNPACKED,
    SheetError,
)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PIECE = 65_536  # bytes
_BROKEN = (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


class Package(zipfile.ZipFile):
    """A checked zip that may still be asked for so many XML elements, over all its parts."""

    elements_left = MAX_ELEMENTS


def open_package(source):
    """A checked Package from bytes or a binary file; SheetError otherwise."""
    data = _read(source)
    if not data:
        raise SheetError("EMPTY_FILE")
    if not data.startswith(b"PK"):
        raise SheetError(_what_else(data))
    try:
        package = Package(io.BytesIO(data))
    except (*_BROKEN, ValueError, UnicodeDecodeError) as error:
        raise SheetError("BROKEN", detail="không đọc được mục lục zip") from error
    _check_directory(package.infolist())
    return package


def _read(source):
    if not isinstance(source, bytes):
        source.seek(0)  # whoever checked the upload before may have read it
    data = source if isinstance(source, bytes) else source.read(MAX_PACKED + 1)
    if len(data) > MAX_PACKED:
        raise SheetError("TOO_BIG")
    return data


def _what_else(data):
    """The code of a file that is no zip at all, from its first bytes."""
    if data.startswith(_OLE):
        return "ENCRYPTED" if "EncryptedPackage".encode("utf-16-le") in data else "OLD_XLS"
    if data.startswith(b"%PDF"):
        return "PDF"
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return "HTML"
    sample = data[:4096]
    text = b"\0" not in sample and any(mark in sample for mark in b",;\t\n")
    return "CSV" if text or sample.startswith((b"\xff\xfe", b"\xfe\xff")) else "NOT_WORKBOOK"


def _check_directory(members):
    names = [member.filename for member in members]
    if len(members) > MAX_MEMBERS:
        raise SheetError("TOO_MANY_MEMBERS")
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        raise SheetError("TOO_BIG_UNPACKED")
    if any(member.flag_bits & 1 for member in members):
        raise SheetError("ENCRYPTED")
    if any(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members):
        raise SheetError("BROKEN", detail="kiểu nén lạ")  # LZMA lets the file choose the size of its memory
    lower = [name.lower() for name in names]
    if len(set(lower)) != len(lower):
        raise SheetError("BROKEN", detail="hai thành phần trùng tên")
    if any(name.endswith("vbaproject.bin") for name in lower):
        raise SheetError("MACRO")
    if any("externallinks/" in name for name in lower):
        raise SheetError("EXTERNAL_LINKS")
    _check_kind(set(lower))


def _check_kind(names):
    if "word/document.xml" in names:
        raise SheetError("WORD")
    if "xl/workbook.bin" in names:
        raise SheetError("BINARY_XLSB")
    if "content.xml" in names and "mimetype" in names:
        raise SheetError("ODS")
    if "[content_types].xml" not in names or not any(name.endswith("workbook.xml") for name in names):
        raise SheetError("NOT_WORKBOOK")


# --- XML --------------------------------------------------------------------------------------


def parse_xml(package, member, start, end=None, *, sheet=""):
    """Stream one member through expat: `start(tag, attributes, parser)` and `end(tag, parser)`.

    Tags come without prefix; the parser is passed so that a handler can ask for text. No DOCTYPE,
    hence no entities; at most MAX_ELEMENTS elements in the whole package.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    left = package.elements_left

    def on_start(tag, attributes):
        nonlocal left
        left -= 1
        if left < 0:
            raise SheetError("TOO_MUCH_FORMATTING", sheet=sheet or member)
        start(tag.rpartition(":")[2] if ":" in tag else tag, attributes, parser)

    def on_end(tag):
        end(tag.rpartition(":")[2] if ":" in tag else tag, parser)

    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end if end else None
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        with package.open(member) as stream:
            _feed(parser, stream, member)
    except (expat.ExpatError, KeyError, UnicodeError, LookupError, *_BROKEN) as error:
        raise SheetError("BROKEN", detail=f"phần {member}") from error
    finally:
        package.elements_left = left


def _feed(parser, stream, member):
    """Like ParseFile, but a tag that never ends is refused: expat < 2.6 reads it again with every piece."""
    fed = 0
    while piece := stream.read(_PIECE):
        parser.Parse(piece, False)
        fed += len(piece)
        if fed - max(parser.CurrentByteIndex, 0) > MAX_TAG:
            raise SheetError("BROKEN", detail=f"phần {member}")
    parser.Parse(b"", True)


def _refuse_doctype(*_):
    raise SheetError("XML_ENTITY")


def elements(package, member, *wanted):
    """The attributes of the elements called `wanted`, in document order, as (tag, attributes)."""
    found = []

    def start(tag, attributes, _):
        if tag in wanted:
            found.append((tag, attributes))

    parse_xml(package, member, start)
    return found


def relationships(package, member):
    """{id: (kind, path in the package)} of the parts `member` refers to."""
    folder, name = posixpath.split(member)
    source = f"{folder}/_rels/{name}.rels"
    if source not in package.namelist():
        return {}
    found = {}
    for _, rel in elements(package, source, "Relationship"):
        kind, target = rel.get("Type", "").rpartition("/")[2], rel.get("Target", "")
        if rel.get("TargetMode") == "External" and kind != "hyperlink":
            raise SheetError("EXTERNAL_LINKS")
        found[rel.get("Id")] = kind, posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return found
