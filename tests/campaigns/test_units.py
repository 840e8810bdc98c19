"""The unit tree as loaded: two provinces, two waves, reused codes, repeatable."""

from collections import Counter
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.enums import SuccessionKind, UnitLevel
from campaigns.models import Unit, UnitSuccession
from campaigns.queries import units_matching
from campaigns.services.unit_rows import read
from campaigns.services.units import Loaded, add_unit, end_unit, load_units
from thiduakhenthuong.core.names import search_key

pytestmark = pytest.mark.usefixtures("reference")
Y2020, Y2025, Y2026 = date(2020, 7, 10), date(2025, 1, 1), date(2026, 1, 1)


def unit(slug):
    return Unit.objects.get(slug=slug)


def communes(day, parent=None):
    found = Unit.objects.on(day).filter(level=UnitLevel.COMMUNE)
    return found.filter(parent=parent) if parent else found


def defaults(units):
    """The default successors of some units, each once."""
    return set(Unit.objects.filter(origins__old__in=units, origins__is_default=True))


def test_communes_of_each_period_are_those_of_the_maps():
    assert [communes(day).count() for day in (Y2020, Y2025)] == [695, 619]
    assert communes(Y2026).count() == 244


def test_nam_sach_goes_from_19_to_15_to_5():
    district = unit("district-291")
    old, middle = communes(Y2020, district), communes(Y2025, district)
    now = defaults(middle)
    assert (old.count(), middle.count(), len(now)) == (19, 15, 5)
    assert {u.name for u in now} == {"Xã Nam Sách", "Xã Thái Tân", "Xã Hợp Tiến", "Xã Trần Phú", "Xã An Phú"}


def test_every_unit_of_nam_sach_reaches_the_unit_of_the_lineage_table():
    for row in read("nam_sach_lineage.csv"):
        start = unit(f"commune-2020-{row['code_2020']}")
        middle = start if start.valid_to > Y2025 else defaults([start]).pop()
        kind = middle.successions.filter(new__code=row["code_2025_07"], is_default=row["default_successor"] == "1")
        assert [edge.new.name for edge in kind] == [row["unit_2025_07"]]


def test_every_commune_of_2020_reaches_a_commune_of_2025():
    edges = {}
    for old, new in UnitSuccession.objects.values_list("old_id", "new_id"):
        edges.setdefault(old, set()).add(new)
    goal = set(communes(Y2026).values_list("pk", flat=True))
    reached = {
        pk for pk in communes(Y2020).values_list("pk", flat=True)
        if goal & (edges[pk] | {n for m in edges[pk] for n in edges.get(m, ())})
    }  # fmt: skip
    assert len(reached) == 695


def test_every_ended_commune_has_exactly_one_default_successor():
    ended = Unit.objects.filter(level=UnitLevel.COMMUNE).exclude(valid_to=None)
    count = Counter(UnitSuccession.objects.filter(is_default=True, old__in=ended).values_list("old", flat=True))
    assert set(count.values()) == {1}
    assert len(count) == ended.count()


def test_thirty_one_names_are_ambiguous_in_2020():
    names = Counter(communes(Y2020).values_list("name", flat=True))
    assert sum(count > 1 for count in names.values()) == 31


def test_most_reused_codes_carry_another_name():
    """Spelling aside: Việt Hoà and Việt Hòa, Lưỡng Minh and Lượng Minh are one name each."""
    old, new = (dict(communes(day).values_list("code", "name")) for day in (Y2020, Y2026))
    both = old.keys() & new.keys()
    assert len(both) == 194
    assert sum(search_key(old[code]) != search_key(new[code]) for code in both) == 144


def test_same_code_before_and_after_is_two_units():
    found = Unit.objects.filter(code="10642", level=UnitLevel.COMMUNE).order_by("valid_to")
    assert sorted(u.label for u in found) == [
        "Xã Thái Tân (huyện Nam Sách, đến 30/06/2025)",
        "Xã Thái Tân (thành phố Hải Phòng)",
    ]


def test_code_and_period_are_unique():
    spans = Unit.objects.exclude(code="").values_list("level", "code", "valid_from")
    assert len(spans) == len(set(spans))


def test_nam_trung_ends_on_30_11_2024():
    nam_trung = unit("commune-2020-10633")
    assert nam_trung.label == "Xã Nam Trung (huyện Nam Sách, đến 30/11/2024)"
    assert [nam_trung.lives_on(day) for day in (date(2024, 11, 30), date(2024, 12, 1))] == [True, False]


def test_divided_commune_names_one_default_and_two_parts():
    edges = unit("commune-2020-10639").successions.order_by("-is_default", "new__sort_key")
    assert [(e.new.name, e.kind, e.is_default) for e in edges] == [
        ("Xã An Phú", SuccessionKind.SPLIT, True),
        ("Xã Lai Khê", SuccessionKind.PART, False),
        ("Xã Nam An Phụ", SuccessionKind.PART, False),
    ]


def test_unit_untouched_by_the_first_wave_keeps_one_row():
    assert Unit.objects.filter(code="10609", level=UnitLevel.COMMUNE, valid_from=None).get().valid_to == date(2025, 6, 30)


def test_districts_end_with_the_district_level_and_cua_lo_before_it():
    ends = Counter(Unit.objects.filter(level=UnitLevel.DISTRICT).values_list("valid_to", flat=True))
    assert ends == {date(2025, 6, 30): 32, date(2024, 11, 30): 1}
    assert unit("district-413").name == "Thị xã Cửa Lò"
    assert [e.new.name for e in unit("district-413").successions.all()] == ["Thành phố Vinh"]


def test_hai_duong_ends_and_leads_to_hai_phong_while_nghe_an_stays():
    hai_duong, nghe_an = unit("province-30"), unit("province-40")
    assert (hai_duong.valid_to, nghe_an.valid_to) == (date(2025, 6, 30), None)
    assert [e.new.name for e in hai_duong.successions.all()] == ["Thành phố Hải Phòng"]


def test_offices_hang_under_their_district_or_commune():
    district = unit("district-291")
    offices = Unit.objects.under(district).filter(slug__startswith="office-")
    assert offices.count() == 161
    home = Unit.objects.get(name="Phòng Nội vụ huyện")
    school = Unit.objects.get(name="Trường Tiểu học Nam Trung")
    assert (home.parent.name, home.place) == ("UBND huyện Nam Sách", "huyện Nam Sách")
    assert (school.parent.name, school.place) == ("Xã Nam Trung", "xã Nam Trung, huyện Nam Sách")


def test_paths_run_from_the_province_down():
    for child in Unit.objects.exclude(parent=None).select_related("parent"):
        assert child.path == f"{child.parent.path}{child.pk}/"


def test_departments_stand_under_their_province():
    assert Unit.objects.filter(slug__startswith="department-", parent=unit("province-30")).count() == 47
    assert Unit.objects.filter(slug__startswith="department-", parent=unit("province-40")).count() == 50


def test_search_for_ngoc_son_offers_four_units_with_district_and_period():
    labels = [u.label for u in units_matching("ngoc son", day=Y2020).filter(level=UnitLevel.COMMUNE)]
    assert sorted(labels) == [
        "Xã Ngọc Sơn (huyện Quỳnh Lưu, đến 30/06/2025)",
        "Xã Ngọc Sơn (huyện Thanh Chương, đến 30/06/2025)",
        "Xã Ngọc Sơn (huyện Đô Lương, đến 30/11/2024)",
        "Xã Ngọc Sơn (thành phố Hải Dương, đến 30/06/2025)",
    ]


def test_second_load_writes_nothing():
    with CaptureQueriesContext(connection) as queries:
        assert load_units() == Loaded(0, 0)
    assert [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))] == []


def test_load_repairs_a_changed_row_only():
    Unit.objects.filter(slug="commune-2020-10633").update(name="Xã Nam Chung")
    assert load_units() == Loaded(0, 1)
    assert unit("commune-2020-10633").name == "Xã Nam Trung"


def test_unit_entered_by_hand_gets_path_place_and_keys(django_user_model):
    by = django_user_model.objects.create(username="chi", full_name="Chi")
    made = add_unit(name=" Trường Tiểu học  Hòa Bình ", level=UnitLevel.SCHOOL, parent=unit("commune-2020-10633"), by=by)
    assert made.path == f"{made.parent.path}{made.pk}/"
    assert (made.name, made.place) == ("Trường Tiểu học Hòa Bình", "xã Nam Trung, huyện Nam Sách")
    assert made.search_key == "truong tieu hoc hoa binh"
    assert load_units() == Loaded(0, 0)


def test_unit_cannot_begin_under_a_parent_that_has_ended(django_user_model):
    by = django_user_model.objects.create(username="chi", full_name="Chi")
    with pytest.raises(ValidationError, match="không tồn tại"):
        add_unit(name="Trường", level=UnitLevel.SCHOOL, parent=unit("commune-2020-10633"), valid_from=Y2026, by=by)


def test_unit_cannot_end_before_it_begins(django_user_model):
    by = django_user_model.objects.create(username="chi", full_name="Chi")
    with pytest.raises(ValidationError):
        end_unit(unit("commune-2024-12-10633"), last_day=Y2020, by=by)
