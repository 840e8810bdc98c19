"""Who a line is: near-duplicates shown, the answer remembered and applied to later lists."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.enums import DossierState, NominationState
from awards.models import PaperRequirement
from awards.services import verdict
from awards.services.identity import (
    answer_identity,
    candidates_for,
    link_known_people,
    people_to_ask_about,
    unit_candidates_for,
)
from campaigns.models import IdentityAnswer, Position
from tests.awards.factories import make_dossier, make_nomination, make_person, make_unit, make_world
from thiduakhenthuong.core import events
from thiduakhenthuong.core.errors import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    PaperRequirement.objects.all().delete()
    return make_world()


BORN = date(1980, 1, 1)


def duyen(world, **fields):
    return make_nomination(make_dossier(world), "Phạm Thị Kim Duyên", **{"birth_year": 1981, "unit": world.school} | fields)


def offered(line):
    return candidates_for([line]).get(line.pk, [])


# --- candidates -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "birth", "near"),
    [
        ("Phạm Thị Kim Duyên", {"birth_year": 1981}, True),
        ("Phạm Thị Kim Duyến", {"birth_year": 1981}, True),  # same letters without diacritics
        ("Phạm Thị Kim Duyên", {}, True),  # birth unknown on one side
        ("Phạm Thị Kim Duyên", {"birth_year": 1982}, False),
        ("Phạm Thị Kim Duyên", {"birth_year": 1981, "birth_date": date(1981, 5, 2)}, True),
        ("Phạm Thị Kim Duyện Anh", {"birth_year": 1981}, False),
    ],
)
def test_near_duplicates_have_the_name_and_a_birth_that_may_be_theirs(world, name, birth, near):
    person = make_person(name, **birth)
    assert offered(duyen(world)) == ([person] if near else [])


def test_the_same_spelling_comes_before_a_similar_one(world):
    similar, same = make_person("Phạm Thị Kim Duyến", 1981), make_person("Phạm Thị Kim Duyên", 1981)
    assert offered(duyen(world)) == [same, similar]


def test_linked_lines_and_collectives_are_not_asked_about(world):
    person = make_person("Phạm Thị Kim Duyên", 1981)
    linked = duyen(world, person=person)
    collective = make_nomination(linked.dossier, "Phạm Thị Kim Duyên", recipient_kind="collective")
    assert candidates_for([linked, collective]) == {}


def test_candidates_cost_two_queries_for_any_number_of_lines(world):
    lines = [make_nomination(make_dossier(world), f"Trần Văn {n}", birth_year=1980) for n in range(20)]
    with CaptureQueriesContext(connection) as few:
        candidates_for(lines[:2])
    with CaptureQueriesContext(connection) as many:
        candidates_for(lines)
    assert len(few) == len(many) == 2


def test_posts_of_the_people_asked_about_come_with_them(world):
    for year in (1980, 1981):
        person = make_person("Trần Văn Ba", birth_year=None, birth_date=None)
        Position.objects.create(person=person, unit=world.school, title=f"Giáo viên {year}")
    line = make_nomination(make_dossier(world), "Trần Văn Ba", birth_year=1980)
    with CaptureQueriesContext(connection) as caught:
        found = [post.unit.name for person in people_to_ask_about(line) for post in person.positions.all()]
    assert (found, len(caught)) == ([world.school.name] * 2, 3)


# --- answers ----------------------------------------------------------------------------------


def test_same_links_the_person_and_the_question_is_gone(world):
    person, line = make_person("Phạm Thị Kim Duyến", 1981), duyen(world)
    verdict.check_nominations([line])
    line.refresh_from_db()
    assert line.verdict_text == "Cần xem: có bản ghi gần giống"
    answer_identity(nomination=line, person=person, same=True, by=world.an)
    assert (line.person, line.verdict, line.version) == (person, "eligible", 1)
    assert line.name == "Phạm Thị Kim Duyên", "the words stay as entered"


def test_different_hides_the_person_here_and_in_later_lists(world):
    person, line = make_person("Phạm Thị Kim Duyến", 1981), duyen(world)
    answer_identity(nomination=line, person=person, same=False, by=world.an)
    later = duyen(world)
    assert (line.person, offered(line), offered(later)) == (None, [], [])


@pytest.mark.parametrize("change", [{"birth_year": None}, {"unit": None}])
def test_an_answer_speaks_only_of_the_same_words(world, change):
    person = make_person("Phạm Thị Kim Duyến", 1981)
    answer_identity(nomination=duyen(world), person=person, same=False, by=world.an)
    assert offered(duyen(world, **change)) == [person]


def test_a_second_answer_replaces_the_first(world):
    person, line = make_person("Phạm Thị Kim Duyến", 1981), duyen(world, unit=None)
    answer_identity(nomination=line, person=person, same=True, by=world.an)
    answer_identity(nomination=line, person=person, same=False, by=world.an)
    assert (line.person, IdentityAnswer.objects.get().same) == (None, False)


def test_an_answer_leaves_an_event_with_its_author(world):
    line = duyen(world)
    answer_identity(nomination=line, person=make_person("Phạm Thị Kim Duyến", 1981), same=True, by=world.an)
    event = events.last_event(line)
    assert (event.action, event.by, event.data["done"]) == ("answer_identity", world.an, "xác nhận là cùng một người")


@pytest.mark.parametrize(("who", "state", "may"), [
    ("an", DossierState.DRAFT, True), ("giang", DossierState.RECEIVED, True), ("chi", DossierState.DRAFT, False),
    ("dung", DossierState.DRAFT, False), ("khanh", DossierState.RECEIVED, False),
])  # fmt: skip
def test_the_clerk_and_the_appraiser_answer_nobody_else(world, who, state, may):
    line = make_nomination(make_dossier(world, state=state), "Phạm Thị Kim Duyên", birth_year=1981)
    person = make_person("Phạm Thị Kim Duyến", 1981)
    if may:
        answer_identity(nomination=line, person=person, same=True, by=getattr(world, who))
    else:
        with pytest.raises(Refused):
            answer_identity(nomination=line, person=person, same=True, by=getattr(world, who))
    assert IdentityAnswer.objects.exists() is may


@pytest.mark.parametrize(("name", "year"), [("Phạm Thị Kim Dung", 1981), ("Phạm Thị Kim Duyên", 1979)])
def test_a_person_of_another_name_or_year_is_refused(world, name, year):
    with pytest.raises(ValidationError):
        answer_identity(nomination=duyen(world), person=make_person(name, year), same=True, by=world.an)


@pytest.mark.parametrize("state", sorted(NominationState.CLOSED))
def test_a_closed_line_is_not_asked_about(world, state):
    with pytest.raises(ValidationError):
        answer_identity(
            nomination=duyen(world, state=state), person=make_person("Phạm Thị Kim Duyên", 1981), same=True, by=world.an
        )


# --- remembered -------------------------------------------------------------------------------


def test_a_remembered_answer_links_later_lists(world):
    person = make_person("Phạm Thị Kim Duyến", 1981)
    answer_identity(nomination=duyen(world), person=person, same=True, by=world.an)
    later, other = duyen(world), duyen(world, birth_year=1990)
    assert link_known_people([later, other], by=world.an) == [later]
    later.refresh_from_db()
    assert (later.person, later.version, events.last_event(later).action) == (person, 1, "link_person")


def test_without_an_answer_nothing_is_linked_by_itself(world):
    person = make_person("Phạm Thị Kim Duyên", 1981)
    Position.objects.create(person=person, unit=world.school, title="Giáo viên")
    assert link_known_people([duyen(world)], by=world.an) == []


def test_a_confirmed_list_links_the_one_person_of_that_name_day_of_birth_and_unit(world):
    born = date(1981, 5, 2)
    person = make_person("Phạm Thị Kim Duyên", 1981, birth_date=born)
    Position.objects.create(person=person, unit=world.school, title="Giáo viên")
    line, elsewhere = duyen(world, birth_date=born), duyen(world, birth_date=born, unit=world.commune)
    assert link_known_people([line, elsewhere], by=world.an, sure=True) == [line]
    assert line.person == person


@pytest.mark.parametrize(("known", "entered"), [(None, None), (date(1981, 5, 2), None), (date(1981, 5, 2), date(1981, 2, 5))])
def test_a_year_alone_or_another_day_is_never_enough_to_link(world, known, entered):
    person = make_person("Phạm Thị Kim Duyên", 1981, birth_date=known)
    Position.objects.create(person=person, unit=world.school, title="Giáo viên")
    assert link_known_people([duyen(world, birth_date=entered)], by=world.an, sure=True) == []


def test_two_people_of_one_name_year_and_school_are_never_merged(world):
    for _ in range(2):
        person = make_person("Nguyễn Thị Hòa", 1982)
        Position.objects.create(person=person, unit=world.school, title="Giáo viên")
    line = make_nomination(make_dossier(world), "Nguyễn Thị Hòa", birth_year=1982, unit=world.school)
    assert link_known_people([line], by=world.an, sure=True) == []
    assert len(offered(line)) == 2


def test_linking_costs_the_same_for_any_number_of_lines(world):
    dossier, costs = make_dossier(world), []
    for count in (1, 2, 12):  # the first also opens the audit chain
        lines = []
        for n in range(count):
            person = make_person(f"Trần Văn {count} {n}", 1980, birth_date=BORN)
            Position.objects.create(person=person, unit=world.school, title="Giáo viên")
            lines.append(make_nomination(dossier, f"Trần Văn {count} {n}", birth_year=1980, birth_date=BORN, unit=world.school))
        with CaptureQueriesContext(connection) as caught:
            assert len(link_known_people(lines, by=world.an, sure=True)) == count
        costs.append(len(caught))
    assert costs[1] == costs[2]


# --- units ------------------------------------------------------------------------------------


def test_units_are_offered_for_collectives_by_their_exact_name(world):
    old = make_unit("Trạm Y tế xã Hoà Bình Thử", parent=world.commune, valid_to=date(2019, 12, 31))
    new = make_unit("Trạm Y tế xã Hòa Bình Thử", parent=world.commune)
    make_unit("Trạm Y tế xã Hóa Bình Thử", parent=world.commune)
    dossier = make_dossier(world)
    line = make_nomination(dossier, "Trạm Y tế xã Hòa Bình Thử", recipient_kind="collective")
    linked = make_nomination(dossier, "Trạm Y tế xã Hòa Bình Thử", recipient_kind="collective", unit=new)
    assert unit_candidates_for([line, linked]) == {line.pk: [new, old]}
