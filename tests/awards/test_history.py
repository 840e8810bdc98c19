"""Histories: who may see a person, predecessors beside the unit's own awards, bands, entry from paper."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from awards.models import Award
from awards.services.register import load_history
from campaigns.enums import Role
from campaigns.models import Person, Position, Unit
from tests.awards.factories import make_dossier, make_nomination, make_person, make_user, make_world
from tests.awards.register_samples import make_award
from thiduakhenthuong.core.models import Event

SAMPLE = Path(__file__).parents[1] / "data" / "demo" / "people_history_sample.csv"


@pytest.fixture
def world(db):
    return make_world()


def _page(client, name: str, record):
    return client.get(reverse(f"awards:{name}", args=[record.public_id]))


# --- a person ------------------------------------------------------------------------------------


def test_who_sees_one_award_sees_the_whole_history_but_opens_only_the_own(client, world):
    person = make_person("Nguyễn Ngọc Bắc", 1982)
    make_award("Nguyễn Ngọc Bắc", person=person, unit=world.district)
    elsewhere = make_award("Nguyễn Ngọc Bắc", "CSTDCS", person=person, unit=world.other_district, achievement_year=2017)
    client.force_login(world.an)
    page = _page(client, "person", person)
    assert [(row["award"].award_name, bool(row["url"])) for row in page.context["rows"]] == [
        ("Lao động tiên tiến", True), ("Chiến sĩ thi đua cơ sở", False),
    ]  # fmt: skip
    assert _page(client, "award", elsewhere).status_code == 404


def test_a_person_of_whom_one_may_see_nothing_is_404(client, world):
    person = make_person("Nguyễn Ngọc Bắc", 1982)
    make_award("Nguyễn Ngọc Bắc", person=person, unit=world.district)
    client.force_login(world.dung)
    page = _page(client, "person", person)
    assert page.status_code == 404
    assert "Bắc" not in page.content.decode()


def test_a_nomination_one_may_see_opens_the_person_and_stands_on_the_page(client, world):
    person = make_person("Nguyễn Ngọc Bắc", 1982)
    dossier = make_dossier(world)
    make_nomination(dossier, "Nguyễn Ngọc Bắc", person=person)
    client.force_login(world.an)
    text = _page(client, "person", person).content.decode()
    assert "Đang được đề nghị" in text
    assert dossier.code in text


def test_of_the_birth_only_the_year_is_told(client, world):
    person = make_person("Nguyễn Ngọc Bắc", 1982, birth_date=date(1982, 11, 27), gender="male")
    make_award("Nguyễn Ngọc Bắc", person=person, unit=world.district)
    client.force_login(world.an)
    text = _page(client, "person", person).content.decode()
    assert "sinh năm 1982" in text
    assert "27/11/1982" not in text


def test_a_cancelled_award_is_struck_named_and_not_counted(client, world):
    person = make_person("Nguyễn Ngọc Bắc", 1982)
    make_award("Nguyễn Ngọc Bắc", person=person, unit=world.district)
    make_award("Nguyễn Ngọc Bắc", "CSTDCS", person=person, unit=world.district, status="cancelled")
    client.force_login(world.an)
    page = _page(client, "person", person)
    marks = [mark for row in page.context["timeline"]["rows"][:3] for cell in row["cells"] for mark in cell["awards"]]
    assert [(mark["label"], mark["tone"]) for mark in marks] == [("CSTĐCS (đã hủy bỏ)", "void"), ("LĐTT", "")]
    assert page.context["facts"].endswith("1 khen thưởng còn hiệu lực, 1 đã hủy bỏ")


def test_a_title_has_its_row_with_the_last_run_of_years(client, world):
    person = make_person("Nguyễn Ngọc Bắc", 1982)
    for year, status in ((2015, "in_force"), (2016, "cancelled"), (2017, "in_force"), (2018, "in_force"), (2019, "in_force")):
        make_award("Nguyễn Ngọc Bắc", "CSTDCS", person=person, unit=world.district, achievement_year=year, status=status)
    make_award("Nguyễn Ngọc Bắc", "LDTT", person=person, unit=world.district, achievement_year=2019)
    client.force_login(world.an)
    rows = _page(client, "person", person).context["timeline"]["rows"]
    assert [(row["title"], row["note"]) for row in rows[1:3]] == [
        ("Chiến sĩ thi đua cơ sở", "3 năm liên tục, 2017 – 2019"), ("Lao động tiên tiến", "gần nhất 2019"),
    ]  # fmt: skip


def test_workplaces_stand_below_with_bands_of_their_time(client, world, settings):
    settings.WORK_DATE = date(2020, 7, 10)
    person = make_person("Nguyễn Ngọc Bắc", 1982)
    for year, unit, text in ((2017, world.commune, "UBND xã Nam Trung"), (2019, world.district, "Phòng Nội vụ")):
        make_award("Nguyễn Ngọc Bắc", person=person, unit=unit, unit_text=text, achievement_year=year)
    Unit.objects.filter(pk=world.commune.pk).update(valid_to=date(2018, 12, 31))
    client.force_login(world.an)
    timeline = _page(client, "person", person).context["timeline"]
    assert timeline["years"] == [2017, 2018, 2019]
    places = [row for row in timeline["rows"] if any("band" in cell for cell in row["cells"])]
    bands = {row["title"]: [cell.get("band", "") for cell in row["cells"]] for row in places}
    assert bands == {"Phòng Nội vụ": ["", "", "now"], "UBND xã Nam Trung": ["old", "", ""]}


def test_the_page_of_a_person_costs_the_same_for_one_award_and_for_many(client, world, django_assert_max_num_queries):
    person = make_person("Nguyễn Ngọc Bắc", 1982)
    make_award("Nguyễn Ngọc Bắc", person=person, unit=world.district)
    client.force_login(world.an)
    _page(client, "person", person)  # the session is opened by the first page
    with django_assert_max_num_queries(15) as one:
        _page(client, "person", person)
    for year in range(2010, 2019):
        make_award("Nguyễn Ngọc Bắc", person=person, unit=world.school, achievement_year=year)
    with django_assert_max_num_queries(15) as more:
        _page(client, "person", person)
    assert len(more) == len(one)


# --- a unit: requirements, xã Trần Phú -------------------------------------------------------------


@pytest.fixture
def tran_phu(reference):
    """The commune of 2025 with awards in three layers; `UBND xã Nam Trung` stands for its commune."""
    now = Unit.objects.get(slug="commune-2025-07-10633")
    before = Unit.objects.get(slug="commune-2024-12-10633")
    first = Unit.objects.get(slug="commune-2020-10633")
    body = Unit.objects.get(name="UBND xã Nam Trung")
    shared = {"recipient_kind": "collective"}
    make_award("UBND xã Trần Phú", "TTLDXS", unit=now, achievement_year=2025, decision_date=date(2026, 1, 19), **shared)
    make_award("UBND xã Trần Phú", "TTLDTT", unit=before, achievement_year=2024, decision_date=date(2025, 1, 15), **shared)
    make_award("Nhân dân và cán bộ xã Nam Trung", "BK_TINH", unit=first, achievement_year=2020, **shared)
    make_award("UBND xã Nam Trung", "CO_TINH", unit=body, achievement_year=2019, decision_number="", decision_date=None, **shared)
    return now


def test_awards_of_predecessors_stand_in_their_own_layers_and_are_never_added(client, tran_phu):
    officer = make_user("phu", "Vũ Văn Phú", (tran_phu, Role.CLERK))
    client.force_login(officer)
    page = _page(client, "unit", tran_phu)
    layers = [(layer["depth"], [line["award"].name for line in layer["lines"]]) for layer in page.context["layers"]]
    assert layers == [
        (0, ["UBND xã Trần Phú"]),
        (1, ["UBND xã Trần Phú"]),
        (2, ["Nhân dân và cán bộ xã Nam Trung", "UBND xã Nam Trung"]),
    ]
    text = page.content.decode()
    assert "Xã Trần Phú (từ 01/07/2025)" in text
    assert "không cộng vào chuỗi" in text
    assert "cần bổ sung số và bản quét" in text


def test_the_green_band_is_the_unit_of_the_page_and_stone_its_predecessors(client, tran_phu):
    client.force_login(make_user("phu", "Vũ Văn Phú", (tran_phu, Role.CLERK)))
    rows = _page(client, "unit", tran_phu).context["timeline"]["rows"]
    bands = {(row["title"], row["note"]): {cell["band"] for cell in row["cells"]} - {""} for row in rows}
    assert bands["Xã Trần Phú", "từ 01/07/2025"] == {"now"}
    assert bands["Xã Trần Phú", "từ 01/12/2024 đến 30/06/2025"] == {"old"}
    assert bands["Xã Nam Trung", "đến 30/11/2024"] == {"old"}


def test_the_tree_is_public_but_its_awards_are_scoped(client, world, tran_phu):
    client.force_login(world.dung)
    page = _page(client, "unit", tran_phu)
    assert page.status_code == 200
    assert not page.context["has_awards"]
    assert [row.new.name for row in page.context["changes"]].count("Xã Trần Phú") == 5


def test_the_old_unit_names_what_it_became(client, world, reference):
    client.force_login(world.giang)
    later = _page(client, "unit", Unit.objects.get(slug="commune-2020-10633")).context["later"]
    assert [(row.new.name, row.effective_date) for row in later] == [
        ("Xã Trần Phú", date(2024, 12, 1)), ("Xã Trần Phú", date(2025, 7, 1)),
    ]  # fmt: skip


def test_people_of_the_unit_are_counted_and_lead_to_the_register(client, world):
    make_award("Đỗ Thị Một", unit=world.school)
    make_award("Tổ Toán", "TTLDTT", unit=world.school, recipient_kind="collective")
    client.force_login(world.an)
    inside = _page(client, "unit", world.district).context["inside"]
    assert [group["count"] for group in inside] == [1, 1]
    rows = client.get(inside[1]["url"]).context["page_obj"].object_list
    assert [award.name for award in rows] == ["Đỗ Thị Một"]


def test_the_page_of_a_unit_costs_the_same_for_one_award_and_for_many(client, world, django_assert_max_num_queries):
    client.force_login(world.an)
    make_award("Tổ Toán", "TTLDTT", unit=world.school, recipient_kind="collective")
    _page(client, "unit", world.school)
    with django_assert_max_num_queries(15) as one:
        _page(client, "unit", world.school)
    for year in range(2010, 2019):
        make_award("Tổ Văn", "TTLDTT", unit=world.school, recipient_kind="collective", achievement_year=year)
    with django_assert_max_num_queries(15) as more:
        _page(client, "unit", world.school)
    assert len(more) == len(one)


# --- awards from paper -----------------------------------------------------------------------------


@pytest.fixture
def officer(reference):
    return make_user("so", "Đỗ Thị Sổ", (Unit.objects.get(name="Huyện Nam Sách"), Role.CLERK))


def test_a_list_of_old_decisions_is_written_word_for_word_and_once(officer):
    assert load_history(SAMPLE, by=officer) == 317
    assert load_history(SAMPLE, by=officer) == 0
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        rows = {f"giay:{row['row_id']}": row for row in csv.DictReader(file)}
    awards = {a.source_key: a for a in Award.objects.filter(source_key__in=rows).select_related("award_kind")}
    wanted = {key: (r["full_name_or_collective"], r["award_code"], r["award_name"], r["decision_no"], r["decision_date"],
                    r["deciding_authority"], r["status"], int(r["achievement_year"])) for key, r in rows.items()}  # fmt: skip
    assert wanted == {
        key: (a.name, a.award_kind.code, a.award_name, a.decision_number, a.decision_date.isoformat(), a.authority, a.status,
              a.achievement_year) for key, a in awards.items()
    }  # fmt: skip
    assert Event.objects.filter(action="register").count() == 317


def test_one_subject_of_the_list_is_one_person_and_namesakes_stay_apart(officer):
    load_history(SAMPLE, by=officer)
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        subjects = {r["row_id"]: r["subject_id"] for r in csv.DictReader(file) if r["subject_kind"] == "individual"}
    people = {}
    for award in Award.objects.filter(recipient_kind="individual"):
        people.setdefault(subjects[award.source_key.removeprefix("giay:")], set()).add(award.person_id)
    assert Counter(len(found) for found in people.values()) == {1: 80}
    assert len({pk for found in people.values() for pk in found}) == Person.objects.count() == 80


def test_units_are_recognised_and_a_school_of_another_district_is_not_its_district(officer):
    load_history(SAMPLE, by=officer)
    unknown = Award.objects.filter(unit=None).values_list("unit_text", flat=True)
    assert set(unknown) == {"Trường THCS Thanh Sơn (huyện Thanh Hà)"}
    assert Award.objects.get(deciding_unit=None).authority == "Ban Thường vụ Hội Nông dân huyện"


def test_whoever_moved_has_two_posts_that_follow_each_other(officer):
    load_history(SAMPLE, by=officer)
    moved = Position.objects.exclude(valid_from=None).first().person
    begun = {post.valid_from is None: post for post in moved.positions.all()}
    assert (begun[False].valid_to, (begun[False].valid_from - begun[True].valid_to).days) == (None, 1)


def test_a_known_person_is_not_made_twice(officer):
    school = Unit.objects.get(name="Trường THCS Hợp Tiến")
    known = make_person("Phạm Xuân Tráng", 1974, birth_date=date(1974, 1, 7))
    Position.objects.create(person=known, unit=school, title="Giáo viên")
    load_history(SAMPLE, by=officer)
    assert set(Award.objects.filter(name="Phạm Xuân Tráng").values_list("person", flat=True)) == {known.pk}


def test_an_unknown_kind_names_its_row_and_leaves_nothing(officer, tmp_path):
    text = SAMPLE.read_text(encoding="utf-8").splitlines()
    wrong = tmp_path / "sai.csv"
    wrong.write_text("\n".join([text[0], text[1], text[2].replace(",CSTDCS,", ",KHONG_CO,")]), encoding="utf-8")
    with pytest.raises(ValidationError, match="H0002"):
        load_history(wrong, by=officer)
    assert not Award.objects.exists()
