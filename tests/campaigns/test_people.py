"""People and households are created with their keys, and looked up before they are created."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.models import Person, Unit
from campaigns.services.people import (
    Offer,
    Sought,
    add_household,
    add_people,
    add_person,
    add_position,
    find_or_offer,
    new_person,
)
from thiduakhenthuong.core import events

pytestmark = pytest.mark.usefixtures("reference")


@pytest.fixture
def by(django_user_model):
    return django_user_model.objects.create(username="an", full_name="Lê Thị An")


@pytest.fixture
def school():
    return Unit.objects.get(name="Trường Tiểu học Nam Trung")


def teacher(name, unit, by, birth=1981):
    person = add_person(full_name=name, birth=birth, by=by)
    add_position(person, unit=unit, title="Giáo viên", by=by)
    return person


def test_person_is_stored_clean_with_three_keys(by):
    person = add_person(full_name="  Đặng  Văn Hoà ", birth=date(1981, 5, 2), by=by)
    assert (person.full_name, person.search_key) == ("Đặng Văn Hoà", "dang van hoa")
    assert (person.birth_date, person.birth_year) == (date(1981, 5, 2), 1981)
    assert person.sort_key.startswith("h0o0a0")
    assert [e.action for e in events.history(person)] == ["add_person"]


def test_person_without_a_name_is_refused(by):
    with pytest.raises(ValidationError):
        add_person(full_name="  ", by=by)


def test_many_people_cost_a_constant_number_of_queries(by):
    add_person(full_name="Lê Văn Đầu", by=by)  # the first event of all creates the head of the chain
    counts = []
    for size in (1, 60):
        people = [new_person(full_name=f"Nguyễn Văn {chr(65 + n % 26)}nh", birth=1980) for n in range(size)]
        with CaptureQueriesContext(connection) as queries:
            add_people(people, by=by)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_household_is_named_by_its_head(by, school):
    household = add_household(head_name="Trần Thị  Lý", unit=school.parent, address="Thôn Trung", by=by)
    assert (household.head_name, household.search_key) == ("Trần Thị Lý", "tran thi ly")


def test_same_post_on_the_same_day_is_one_row(by, school):
    person = teacher("Vũ Thị Hoa", school, by)
    add_position(person, unit=school, title="Giáo viên", by=by)
    assert person.positions.count() == 1


def test_same_name_birth_and_unit_is_the_person(by, school):
    person = teacher("Nguyễn Thị Hoà", school, by)
    assert find_or_offer([Sought("Nguyễn Thị Hòa", 1981, school)]) == [Offer(person, [])]


def test_slip_in_the_name_is_only_offered(by, school):
    person = teacher("Nguyễn Thị Hoa", school, by)
    assert find_or_offer([Sought("Nguyễn Thị Hòa", 1981, school)]) == [Offer(None, [person])]


def test_same_name_in_another_unit_is_only_offered(by, school):
    person = teacher("Nguyễn Thị Hoa", school, by)
    other = Unit.objects.get(name="Trường Tiểu học Nam Chính")
    assert find_or_offer([Sought("Nguyễn Thị Hoa", 1981, other)]) == [Offer(None, [person])]


def test_another_year_of_birth_is_another_person(by, school):
    teacher("Nguyễn Thị Hoa", school, by, birth=1975)
    assert find_or_offer([Sought("Nguyễn Thị Hoa", 1981, school)]) == [Offer(None, [])]


def test_two_of_one_name_and_year_in_one_unit_are_both_offered(by, school):
    twins = [teacher("Nguyễn Thị Hoa", school, by) for _ in range(2)]
    assert find_or_offer([Sought("Nguyễn Thị Hoa", 1981, school)]) == [Offer(None, twins)]


def test_lookup_costs_the_same_for_one_and_for_fifty(by, school):
    for n in range(5):
        teacher(f"Nguyễn Thị H{'oa'[: n % 3]}", school, by)
    counts = []
    for size in (1, 50):
        with CaptureQueriesContext(connection) as queries:
            find_or_offer([Sought("Nguyễn Thị Ho", 1981, school)] * size)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 4
    assert Person.objects.count() == 5
