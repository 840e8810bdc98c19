"""Where the lists of the tests come from: the tree of 2020 as the loader brings it, and a dossier of Nam Sách."""

from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import SimpleNamespace

from django.db import transaction

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
