"""Wrong and hostile workbooks through the upload page: a clear sentence within five seconds, nothing kept, never a crash."""

import io
import time
import zipfile

import pytest
from django.urls import reverse
from openpyxl import Workbook

from awards.models import ImportBatch, ImportRow, Nomination
from tests.awards.imports.places import HEADINGS, nam_sach_dossier, person, upload
from tests.awards.imports.places import workbook as list_of
from tests.core.sheet_files import MAIN, pack, workbook
from thiduakhenthuong.core.models import StoredFile

pytestmark = pytest.mark.django_db
LIMIT = 5.0  # seconds of CPU
DOCTYPE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


@pytest.fixture
def page(client):
    """Upload bytes; returns the answer and the text of the page it ends on."""
    dossier = nam_sach_dossier()
    client.force_login(dossier.created_by)
    address = reverse("awards:import-upload", args=[dossier.public_id])

    def send(content, name="danh_sach.xlsx"):
        start = time.process_time()  # the machine of the test may be shared
        answer = client.post(address, {"file": upload(content, name)}, follow=True)
        assert time.process_time() - start < LIMIT
        return answer, answer.content.decode()

    return send


def big_member(size):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/workbook.xml", "<workbook/>")
        with package.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as member:
            for _ in range(size // 2**20):
                member.write(b" " * 2**20)
    return stream.getvalue()


def empty_rows(count):
    return workbook("".join(f'<row r="{n}"/>' for n in range(1, count + 1)))


def rows_of(count):
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(HEADINGS)
    for number in range(1, count + 1):
        sheet.append([number, "Ông", f"Nguyễn Văn {number % 97}", 1970, "Giáo viên", "UBND xã Minh Tân", "Giấy khen", "x"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


REFUSED = {
    "nothing in it": (lambda: b"", "Tệp trống"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + b"0" * 99, "không phải sổ tính"),
    "a PDF": (lambda: b"%PDF-1.7 ...", "Tệp này là PDF"),
    "plain text": ("STT,Họ tên\n1,An".encode, "văn bản"),
    "an old workbook": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "Excel"),
    "a zip of something": (lambda: pack({"a.txt": "x"}), "không phải sổ tính"),
    "a torn zip": (lambda: list_of(person())[:900], "hỏng"),
    "macros": (lambda: workbook(**{"xl/vbaProject.bin": b"x"}), "macro"),
    "a bomb": (lambda: big_member(150 * 2**20), "100 MB"),
    "a far cell": (lambda: workbook('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "XFD1048576"),
    "a million empty rows": (lambda: empty_rows(1_000_000), "Không tìm thấy dòng tiêu đề"),
    "an outer entity": (
        lambda: workbook(sheet=f'{DOCTYPE}<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'), "DOCTYPE",
    ),
    "20,001 rows": (lambda: rows_of(20_001), "20.000 dòng"),
    "no table": (lambda: workbook('<row r="1"><c r="A1"><v>1</v></c></row>'), "Không tìm thấy dòng tiêu đề"),
    "headings only": (list_of, "chưa có dòng dữ liệu"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_upload_is_refused_with_a_sentence_and_nothing_reaches_the_dossier(page, what):
    make, sentence = REFUSED[what]
    answer, text = page(make())
    assert answer.status_code in (200, 422)
    assert sentence in text
    assert (ImportRow.objects.count(), Nomination.objects.count()) == (0, 0)
    assert set(ImportBatch.objects.values_list("state", flat=True)) <= {"failed"}


def test_small_refused_file_is_not_even_stored(page):
    page(b"%PDF-1.7 ...")
    assert (StoredFile.objects.count(), ImportBatch.objects.count()) == (0, 0)


def test_formula_cells_are_taken_as_text_and_never_computed(page):
    answer, text = page(list_of(person(name='=HYPERLINK("http://x","y")')))
    row = ImportRow.objects.get(number=4)
    assert row.outcome == "error" and row.issues[0]["code"] == "FORMULA_NO_VALUE"
    assert "HYPERLINK" not in text


@pytest.mark.parametrize("name", ["<script>alert(1)</script> Nguyễn", "Nguyễn \"Văn\" 'A'", "@SUM(1+1) Nguyễn"])
def test_names_with_markup_are_words_on_the_page(page, name):
    _, text = page(list_of(person(name=name)))
    assert "<script>alert(1)" not in text
    assert ImportRow.objects.get(number=4).values["name"] == name


def test_file_name_with_a_path_is_only_a_name(page):
    page(list_of(person()), name="../../etc/danh sach.xlsx")
    assert ImportBatch.objects.get().name == "danh sach.xlsx"


def test_upload_without_a_file_says_so(client):
    dossier = nam_sach_dossier()
    client.force_login(dossier.created_by)
    answer = client.post(reverse("awards:import-upload", args=[dossier.public_id]))
    assert answer.status_code == 422 and "Chưa chọn tệp" in answer.content.decode()
