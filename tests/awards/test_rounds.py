"""Rounds: opened by the office of the deciding unit, seen above and below, moved without touching anything else."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from awards.models import Round
from awards.services.rounds import change_round, open_round
from tests.awards import factories
from thiduakhenthuong.core.errors import Conflict, Refused
from thiduakhenthuong.core.idempotency import new_key

pytestmark = pytest.mark.django_db
DAYS = {"opens_on": date(2020, 6, 1), "deadline": date(2020, 7, 1), "ceremony_on": date(2020, 7, 14)}


@pytest.fixture
def world(reference, settings):
    settings.WORK_DATE = date(2020, 7, 10)
    return factories.make_world()


@pytest.fixture
def meeting(world):
    return open_round(unit=world.district, by=world.khanh, name="Hội nghị lần thứ V", **DAYS)


@pytest.mark.parametrize("who", ["an", "chi", "dung", "giang", "hai"])
def test_others_open_none_for_the_district(world, who):
    with pytest.raises(Refused):
        open_round(unit=world.district, by=getattr(world, who), name="Đợt", **DAYS)


@pytest.mark.parametrize(("change", "field"), [({"name": "  "}, "name"), ({"deadline": date(2020, 5, 31)}, "deadline")])
def test_a_fault_is_told_at_its_field(world, change, field):
    with pytest.raises(ValidationError) as caught:
        open_round(unit=world.district, by=world.khanh, **({"name": "Đợt"} | DAYS | change))
    assert list(caught.value.message_dict) == [field]
    assert not Round.objects.exists()


def test_a_ceremony_moves_and_a_stale_form_does_not_overwrite(world, meeting):
    moved = DAYS | {"ceremony_on": date(2020, 7, 21)}
    change_round(round=meeting, version=1, by=world.khanh, name=meeting.name, **moved)
    with pytest.raises(Conflict, match="Bùi Thị Khánh"):
        change_round(round=meeting, version=1, by=world.lam, name=meeting.name, **DAYS)
    meeting.refresh_from_db()
    assert meeting.ceremony_on == date(2020, 7, 21)


@pytest.mark.parametrize(("who", "count"), [("an", 1), ("khanh", 1), ("giang", 1), ("dung", 0)])
def test_the_list_shows_rounds_of_ones_own_units_and_those_above_and_below(client, world, meeting, who, count):
    client.force_login(getattr(world, who))
    assert client.get(reverse("awards:round-list")).content.decode().count("Hội nghị lần thứ V") == count


def test_the_form_opens_one_round_for_two_presses_and_keeps_what_was_typed(client, world):
    client.force_login(world.khanh)
    data = {"unit": world.district.pk, "name": "Đợt mới", "deadline": "31/02/2020", "idempotency_key": new_key()}
    answer = client.post(reverse("awards:round-create"), data)
    assert answer.status_code == 422
    assert "31/02/2020" in answer.content.decode()
    data["deadline"] = "01/08/2020"
    for _ in range(2):
        assert client.post(reverse("awards:round-create"), data).status_code == 302
    assert list(Round.objects.values_list("name", "deadline")) == [("Đợt mới", date(2020, 8, 1))]


def test_a_round_of_another_unit_is_not_found_and_one_from_above_is_read_only(client, world, meeting):
    url = reverse("awards:round-edit", args=[meeting.public_id])
    client.force_login(world.dung)
    assert client.get(url).status_code == 404
    client.force_login(world.an)
    data = {"name": "x", "version": 1}
    assert client.post(url, data).status_code == 403
