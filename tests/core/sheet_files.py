"""Workbooks written by hand, part by part, so that tests can make what no program would."""

import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_REL = "http://schemas.openxmlformats.org/package/2006/relationships"

CONTENT_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
WORKBOOK = f'<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets><sheet name="DS" sheetId="1" r:id="rId1"/></sheets></workbook>'
RELS = (
    f'<Relationships xmlns="{PACKAGE_REL}">'
    f'<Relationship Id="rId1" Type="{REL}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{REL}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
    f'<Relationship Id="rId3" Type="{REL}/styles" Target="styles.xml"/></Relationships>'
)
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts>'
    '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/><xf numFmtId="4"/></cellXfs></styleSheet>'
)


def pack(parts):
    """A zip with the given {name: text or bytes}; None leaves a part out."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            if content is not None:
                package.writestr(name, content)
    return stream.getvalue()


def sheet_xml(data, after="", before=""):
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{data}</sheetData>{after}</worksheet>'


def strings_xml(*strings):
    items = "".join(f"<si><t>{text}</t></si>" for text in strings)
    return f'<sst xmlns="{MAIN}">{items}</sst>'


def workbook(data="", *, after="", before="", strings=(), **changed):
    """The bytes of a workbook with one sheet "DS"; `changed` replaces parts by their short name."""
    short = {
        "types": "[Content_Types].xml",
        "book": "xl/workbook.xml",
        "rels": "xl/_rels/workbook.xml.rels",
        "styles": "xl/styles.xml",
        "shared": "xl/sharedStrings.xml",
        "sheet": "xl/worksheets/sheet1.xml",
    }
    parts = {
        "types": CONTENT_TYPES,
        "book": WORKBOOK,
        "rels": RELS,
        "styles": STYLES,
        "shared": strings_xml(*strings),
        "sheet": sheet_xml(data, after, before),
    }
    parts |= {name: changed[name] for name in short if name in changed}
    extra = {name: content for name, content in changed.items() if name not in short}
    return pack({short[name]: content for name, content in parts.items()} | extra)
