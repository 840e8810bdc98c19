"""Where the lists of the tests come from: the tree of 2020 as the loader brings it, and a dossier of Nam Sách."""

from contextlib import contextmanager
from datetime import date
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from openpyxl import Workbook

from awards.models import Dossier
from awards.queries.imports import lines_of_dossier
from awards.services.imports.context import context_of
from awards.services.imports.inspection import Inspected, inspect, notes_of
from awards.services.imports.reading import ListFile, mapping_of, read_list
from campaigns.enums import Role
from campaigns.models import Unit
from tests.awards.factories import commendation_type, make_dossier, make_user

EXCEL = Path(__file__).resolve().parents[2] / "data" / "excel"


def nam_sach_dossier(*, year: int = 2020) -> Dossier:
    """A draft of huyện Nam Sách to its own chairman for one year; units, kinds and rules are loaded with the suite."""
    district = Unit.objects.get(name="Huyện Nam Sách")
    clerk = make_user("hanh", "Vũ Thị Hồng Hạnh", (district, Role.CLERK))
    period = {"period_from": date(year, 1, 1), "period_to": date(year, 12, 31)}
    world = SimpleNamespace(district=district, province=district, an=clerk)
    return make_dossier(world, commendation_type=commendation_type("CONG_TRANG"), **period)


@contextmanager
def rolled_back():
    """A transaction that leaves nothing behind, for fixtures of a whole module."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def inspected(name: str, dossier: Dossier) -> tuple[ListFile, dict[int, Inspected], list[dict]]:
    """A workbook of tests/data/excel read and checked: the file, its rows by number, what is said once."""
    found = read_list((EXCEL / name).read_bytes())
    mapping = mapping_of(found.columns)
    raw = [(number, cells, {}) for number, cells in found.rows]
    assert not lines_of_dossier(dossier).exists()
    context = context_of(dossier, mapping)
    rows = {row.number: row for row in inspect(raw, mapping, context, {})}
    return found, rows, notes_of(raw, mapping, context)


HEADINGS = ["STT", "Ông/Bà", "Họ và tên", "Ngày sinh", "Chức vụ", "Đơn vị", "Hình thức đề nghị", "Thành tích"]
DUE = ["Ông", "Lê Công Duệ", date(1966, 4, 12), "Bí thư Đảng ủy", "Đảng ủy xã An Sơn", "Giấy khen", "Hoàn thành tốt nhiệm vụ"]


def person(**changes) -> list:
    """One clean row of HEADINGS without number; `changes` by position: name, birth, unit, award …"""
    keys = ("honorific", "name", "birth", "title", "unit", "award", "achievement")
    return [changes.get(key, value) for key, value in zip(keys, DUE, strict=True)]


def workbook(*rows: list, headings: list = HEADINGS, title: str = "DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG") -> bytes:
    """An .xlsx with a title, the headings and numbered rows."""
    book = Workbook()
    sheet = book.active
    sheet.append([title])
    sheet.append([])
    sheet.append(headings)
    for number, row in enumerate(rows, start=1):
        sheet.append([number, *row])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def upload(content: bytes, name: str = "danh_sach.xlsx") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content)
