"""Files that are wrong, broken or made to hurt: each is refused with a clear message, cheaply."""

import io
import json
import random
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.core.sheet_files import CONTENT_TYPES, RELS, STYLES, WORKBOOK, pack, sheet_xml, strings_xml, workbook
from thiduakhenthuong.core.sheets import SheetError, open_sheet, read_table
from thiduakhenthuong.core.sheets.errors import MAX_PACKED, MAX_UNPACKED

ROOT = Path(__file__).parent.parent.parent
GOOD = (ROOT / "tests" / "data" / "excel" / "danh_sach_loi.xlsx").read_bytes()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DOCTYPE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
FIELDS = {"number": ["STT"], "full_name": ["Họ và tên"]}
HEADER = '<row><c t="inlineStr"><is><t>STT</t></is></c><c t="inlineStr"><is><t>Họ và tên</t></is></c></row>'
MB = 1024**2


def refusal(data):
    with pytest.raises(SheetError) as refused:
        open_sheet(data)
    return refused.value


def numbered(count, first=2):
    return "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(first, first + count))


def cell(reference, value="1"):
    number = reference.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return f'<row r="{number}"><c r="{reference}"><v>{value}</v></c></row>'


def external(kind):
    return RELS.replace("</R", f'<Relationship Id="r7" Type="x/{kind}" Target="http://x" TargetMode="External"/></R')


# --- what it is instead -----------------------------------------------------------------------

OTHER_FILES = {
    "EMPTY_FILE": b"",
    "TOO_BIG": b"PK" + b"x" * MAX_PACKED,
    "OLD_XLS": OLE + b"\0" * 600 + "Workbook".encode("utf-16-le"),
    "ENCRYPTED": OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"),
    "PDF": b"%PDF-1.7\n%\xe2\xe3",
    "CSV": "STT,Họ và tên\n1,Lê An\n".encode(),
    "HTML": b"\xef\xbb\xbf <html><table><tr><td>1</td></tr></table></html>",
    "NOT_WORKBOOK": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "WORD": pack({"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": "<x/>"}),
    "ODS": pack({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}),
    "BINARY_XLSB": pack({"[Content_Types].xml": CONTENT_TYPES, "xl/workbook.bin": b"\0"}),
    "BROKEN": GOOD[: len(GOOD) // 2],
    "MACRO": workbook(**{"xl/vbaProject.bin": b"\0"}),
    "EXTERNAL_LINKS": workbook(**{"xl/externalLinks/externalLink1.xml": "<x/>"}),
    "TOO_MANY_MEMBERS": workbook(**{f"xl/media/{n}.png": b"" for n in range(200)}),
    "NO_VISIBLE_SHEET": workbook(book=WORKBOOK.replace('name="DS"', 'name="DS" state="veryHidden"')),
}


@pytest.mark.parametrize("code", OTHER_FILES)
def test_a_file_that_is_something_else_is_told_what_it_is_and_what_to_do(code):
    error = refusal(OTHER_FILES[code])
    assert error.code == code
    assert "Hãy" in error.message


def test_the_macro_message_reads_as_the_user_needs_it():
    assert refusal(OTHER_FILES["MACRO"]).message == (
        "Tệp này là sổ tính có macro (.xlsm). Hãy mở bằng Excel, chọn Lưu thành (Save As) → Excel Workbook (.xlsx) rồi tải lại."
    )


def test_a_file_object_is_read_no_further_than_the_limit():
    stream = io.BytesIO(b"PK" + b"x" * (MAX_PACKED + 5 * MB))
    assert refusal(stream).code == "TOO_BIG"
    assert stream.tell() == MAX_PACKED + 1


@pytest.mark.parametrize(
    "parts",
    [
        {"types": None},
        {"book": None},
        {"book": None, "XL/WORKBOOK.XML": WORKBOOK},
    ],
)
def test_a_zip_without_the_parts_of_a_workbook_is_none(parts):
    assert refusal(workbook(**parts)).code == "NOT_WORKBOOK"


@pytest.mark.parametrize(
    "data",
    [
        workbook(sheet=None),
        workbook(sheet="<worksheet>"),
        workbook(sheet=b"\xff\xfe\x00"),
        workbook(book="nothing"),
        workbook(styles=STYLES.replace('numFmtId="14"', 'numFmtId="x"')),
        workbook('<row r="1"><c r="A1" t="s"><v>5</v></c></row>'),
        workbook('<row r="1"><c r="A1" t="s"><v>x</v></c></row>'),
        workbook('<row r="1"><c r="A2"><v>5</v></c></row>'),
        workbook('<row r="1"><c r="1A"><v>5</v></c></row>'),
        workbook('<row r="x"><c><v>5</v></c></row>'),
        workbook('<row r="1"><c r="A1" s="1"><v>5</v></c></row>', before='<cols><col hidden="1" min="x"/></cols>'),
        GOOD[:-30],
        b"PK\x03\x04" + b"\0" * 100,
    ],
)
def test_broken_inside_is_broken_and_never_a_crash(data):
    assert refusal(data).code == "BROKEN"


def test_only_the_usual_compression_is_opened():
    stream = io.BytesIO(workbook(sheet=None))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_LZMA) as package:
        package.writestr("xl/worksheets/sheet1.xml", sheet_xml(cell("A1")))
    assert refusal(stream.getvalue()).code == "BROKEN"


def test_a_file_somebody_read_before_is_read_from_its_start():
    stream = io.BytesIO(workbook(cell("A1")))
    stream.read()
    assert open_sheet(stream).active.rows[0].cells == (1,)


def test_two_members_of_one_name_are_refused():
    stream = io.BytesIO(workbook())
    with pytest.warns(UserWarning), zipfile.ZipFile(stream, "a") as package:
        package.writestr("xl/workbook.xml", WORKBOOK)
    assert refusal(stream.getvalue()).code == "BROKEN"


# --- reaching out -----------------------------------------------------------------------------


@pytest.mark.parametrize("trick", [DOCTYPE, LAUGHS])
@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("sheet", sheet_xml("")),
        ("book", WORKBOOK),
        ("rels", RELS),
        ("styles", STYLES),
        ("shared", strings_xml("a")),
    ],
)
def test_entities_are_refused_in_every_part(part, content, trick):
    assert refusal(workbook(**{part: trick + content})).code == "XML_ENTITY"


def test_a_relationship_to_another_file_is_refused_but_a_web_link_is_not():
    assert refusal(workbook(rels=external("externalLinkPath"))).code == "EXTERNAL_LINKS"
    assert open_sheet(workbook(cell("A1"), rels=external("hyperlink"))).active.rows[0].cells == (1,)


# --- limits -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reference", "code", "named"),
    [
        ("XFD1048576", "FAR_CELL", "XFD1048576"),
        ("A1048576", "FAR_CELL", "A1048576"),
        ("BI1", "TOO_MANY_COLUMNS", "BI1"),
        ("XFD5", "TOO_MANY_COLUMNS", "XFD5"),
        ("ZZZ5", "TOO_MANY_COLUMNS", "XFD5"),
    ],
)
def test_a_cell_far_away_is_named(reference, code, named):
    error = refusal(workbook(cell("A1") + cell(reference) if reference[-1] != "1" else cell(reference)))
    assert error.code == code
    assert f"ô {named}" in error.message


def test_the_sixtieth_column_is_the_last():
    assert len(open_sheet(workbook(cell("BH1"))).active.rows[0].cells) == 60


def test_twenty_thousand_data_rows_are_read_and_one_more_is_refused_with_the_limit():
    table = read_table(open_sheet(workbook(HEADER + numbered(20_000))).active, FIELDS)
    assert len(table.rows) == 20_000
    with pytest.raises(SheetError, match=r"tối đa 20\.000 dòng") as refused:
        read_table(open_sheet(workbook(HEADER + numbered(20_001))).active, FIELDS)
    assert refused.value.code == "TOO_MANY_ROWS"


def test_far_more_rows_are_refused_while_reading():
    assert refusal(workbook(HEADER + numbered(30_000))).code == "TOO_MANY_ROWS"


def test_a_text_longer_than_excel_allows_is_refused():
    data = workbook(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"x" * 32_768}</t></is></c></row>')
    assert refusal(data).code == "TEXT_TOO_LONG"


# --- cost -------------------------------------------------------------------------------------


def bomb():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", CONTENT_TYPES)
        with package.open("xl/workbook.xml", "w", force_zip64=True) as member:
            for _ in range(150):
                member.write(b" " * MB)
    return stream.getvalue()


def lying_bomb():
    """The same bomb whose directory declares one kilobyte."""
    data, real = bytearray(bomb()), struct.pack("<I", 150 * MB)
    where = data.rfind(real)
    data[where : where + 4] = struct.pack("<I", 1024)
    return bytes(data)


def many_long_strings():
    line = "".join('<c t="s"><v>0</v></c>' for _ in range(60))
    return workbook(f"<row>{line}</row>" * 10_000, strings=["ạ" * 32_000])


COSTLY = {
    "bomb": (bomb, "TOO_BIG_UNPACKED"),
    "lying bomb": (lying_bomb, "BROKEN"),
    "far cell": (lambda: workbook(cell("XFD1048576")), "FAR_CELL"),
    "million empty rows": (lambda: workbook(cell("A1") + '<row s="1"/>' * 1_000_000), "OK 1"),
    "million hidden rows": (lambda: workbook('<row hidden="1"/>' * 1_000_000), "OK 0"),
    "formatting only": (lambda: workbook("<row>" + "<c/>" * 4_100_000 + "</row>"), "TOO_MUCH_FORMATTING"),
    "merged areas": (
        lambda: workbook(cell("A9"), after="<mergeCells>" + '<mergeCell ref="A1:A20000"/>' * 20_001 + "</mergeCells>"),
        "TOO_MUCH_FORMATTING",
    ),
    "one huge text": (lambda: workbook(sheet=sheet_xml(f"<row><c><v>{'9' * 60 * MB}</v></c></row>")), "TEXT_TOO_LONG"),
    "many long strings": (many_long_strings, "OK 10000"),
    "entities": (lambda: workbook(sheet=LAUGHS + sheet_xml("")), "XML_ENTITY"),
    "rows": (lambda: workbook(numbered(200_000)), "TOO_MANY_ROWS"),
    "attributes": (lambda: workbook(f'<row x="{"y" * 60 * MB}"/>'), "BROKEN"),
    "comment": (lambda: workbook(f"<!--{'y' * 60 * MB}-->"), "BROKEN"),
    "long tags": (lambda: workbook(f'<row x="{"y" * 250_000}"/>' * 300), "OK 0"),
    "depth": (lambda: workbook("<a>" * 1_000_000), "BROKEN"),
}

# VmHWM and not ru_maxrss: the latter still holds what the test process had before the exec.
CHILD = """
import json, re, sys, time
from thiduakhenthuong.core.sheets import SheetError, open_sheet
started = time.process_time()
try:
    outcome = f"OK {len(open_sheet(open(sys.argv[1], 'rb')).active.rows)}"
except SheetError as error:
    outcome = error.code
memory = int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) // 1024
print(json.dumps([outcome, memory, time.process_time() - started]))
"""


@pytest.mark.parametrize("name", COSTLY)
def test_hostile_files_cost_neither_memory_nor_time(name, tmp_path):
    make, expected = COSTLY[name]
    path = tmp_path / "hostile.xlsx"
    path.write_bytes(make())
    done = subprocess.run([sys.executable, "-c", CHILD, path], capture_output=True, text=True, timeout=60, cwd=ROOT, check=True)
    outcome, megabytes, seconds = json.loads(done.stdout)
    assert outcome == expected
    assert megabytes < 512
    assert seconds < 5


def test_the_bombs_are_bombs():
    assert len(bomb()) < MB
    assert zipfile.ZipFile(io.BytesIO(bomb())).infolist()[1].file_size > MAX_UNPACKED
    assert zipfile.ZipFile(io.BytesIO(lying_bomb())).infolist()[1].file_size == 1024


@pytest.mark.parametrize("seed", range(6))
def test_damaged_files_are_read_or_refused_but_never_crash(seed):
    chance = random.Random(seed)
    with zipfile.ZipFile(io.BytesIO(GOOD)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    xml = [name for name in parts if name.startswith("xl/") and "theme" not in name]
    for _ in range(60):
        name = chance.choice(xml)
        damaged = bytearray(parts[name])
        for _ in range(chance.randint(1, 4)):
            damaged[chance.randrange(len(damaged))] = chance.choice(b'<>"&/=0123456789Aars \x00\xff')
        try:
            for sheet in open_sheet(pack(parts | {name: bytes(damaged)})).sheets:
                read_table(sheet, FIELDS)
        except SheetError as error:
            assert error.message
