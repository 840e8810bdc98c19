"""The public form: no sign-in, no cookie; a machine is shown the form again, a person loses no word."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from campaigns.enums import ExemplarState
from campaigns.forms.introduction import new_ticket
from campaigns.models import Exemplar
from campaigns.services.exemplar import decline_exemplar
from tests.awards.factories import make_world
from tests.campaigns.factories import make_campaign
from tests.campaigns.test_exemplar import photo
from thiduakhenthuong.core import clock

pytestmark = pytest.mark.django_db
TOLD = {
    "kind": "person", "title": "Bà Đào Thị Nhạn", "place_text": "Xã Nam Trung, huyện Nam Sách",
    "story": "Bà vận động 126 hộ trồng 1,8 km đường hoa.", "website": "",
}  # fmt: skip
URL = "/gioi-thieu-guong-tot/"


@pytest.fixture
def world(settings):
    settings.WORK_DATE = date(2021, 10, 15)
    cache.clear()
    return make_world()


@pytest.fixture
def visitor():
    return Client(enforce_csrf_checks=True)


def ticket(code="K7MP2QXA", age=60):
    return new_ticket(code, clock.now() - timedelta(seconds=age))


def send(visitor, **fields):
    return visitor.post(URL, TOLD | {"ticket": ticket()} | fields)


def test_a_citizen_introduces_without_cookies_and_follows_by_code(world, visitor):
    page = visitor.get(URL)
    assert page.status_code == 200 and not page.cookies and page.headers["Cache-Control"] == "no-store"
    answer = send(visitor, introducer_contact="0912 000 111", photo=photo())
    made = Exemplar.objects.get()
    assert answer.status_code == 302 and answer.url == reverse("campaigns:introduce-done", args=[made.follow_code])
    assert (made.office, made.introduced_by, made.photos.count()) == (world.district, None, 1)
    done = visitor.get(answer.url).content.decode()
    assert "K7MP2QXA" in done and "0912" not in done and not visitor.cookies
    follow = visitor.get(reverse("campaigns:introduction-follow"), {"ma": "k7mp 2qxa"}).content.decode()
    assert "Đang chờ xem" in follow and "0912" not in follow
    decline_exemplar(exemplar=made, version=made.version, by=world.an, reason="Chưa đủ một năm")
    assert "Chưa đủ một năm" in visitor.get(reverse("campaigns:introduction-follow"), {"ma": "K7MP2QXA"}).content.decode()
    assert visitor.get(reverse("campaigns:introduction-follow"), {"ma": "XXXX2222"}).status_code == 404


def test_pressed_twice_is_one_and_another_story_from_the_same_page_is_asked(world, visitor):
    assert send(visitor).url == send(visitor).url
    page = send(visitor, story="Bà còn dạy chữ cho 12 cháu nhỏ trong thôn.")
    assert page.status_code == 422 and "dạy chữ cho 12 cháu" in page.content.decode() and Exemplar.objects.count() == 1


@pytest.mark.parametrize("sent", [{"website": "x"}, {"ticket": ""}, {"ticket": "a:b:c"}, {"ticket": "young"}, {"ticket": "old"}])
def test_machines_see_the_form_again_and_every_word_stays(world, visitor, sent):
    made = {"young": ticket(age=0), "old": ticket(age=13 * 3600)}
    page = send(visitor, **{name: made.get(value, value) for name, value in sent.items()})
    body = page.content.decode()
    assert page.status_code == 422 and not Exemplar.objects.exists()
    assert TOLD["story"] in body and TOLD["title"] in body and 'role="alert"' in body


def test_another_sites_page_and_get_change_nothing(world, visitor):
    page = visitor.post(URL, TOLD | {"ticket": ticket()}, headers={"Origin": "https://elsewhere.example"})
    assert page.status_code == 403
    visitor.get(URL, TOLD | {"ticket": ticket()})
    assert not Exemplar.objects.exists()
    assert send(visitor, **{}).status_code == 302
    assert visitor.post(URL, TOLD | {"ticket": ticket("K7MP2QXB"), "story": f"{TOLD['story']} Nữa."},
                        headers={"Origin": "http://testserver"}).status_code == 302  # fmt: skip


def test_more_than_five_in_an_hour_wait_and_keep_their_words(world, visitor):
    for number in range(5):
        assert send(visitor, ticket=ticket(f"K7MP222{number + 2}"), story=f"{TOLD['story']} Lần {number}.").status_code == 302
    page = send(visitor, ticket=ticket("K7MP2QXZ"), story=f"{TOLD['story']} Lần cuối.")
    assert page.status_code == 429 and "Lần cuối." in page.content.decode() and Exemplar.objects.count() == 5


@pytest.mark.parametrize(
    ("field", "said"), [("title", "Hãy ghi tên"), ("place_text", "Hãy ghi nơi ở"), ("story", "ít nhất một câu")]
)
def test_what_is_missing_is_said_at_its_field(world, visitor, field, said):
    page = send(visitor, **{field: " "})
    assert page.status_code == 422 and said in page.content.decode() and not Exemplar.objects.exists()


def test_an_unreadable_place_goes_to_the_top_office_or_to_that_of_the_campaign(world, visitor):
    send(visitor, place_text="đầu làng")
    assert Exemplar.objects.get().office == world.province
    campaign = make_campaign(world.district, state="launched")
    page = visitor.get(URL, {"phong-trao": str(campaign.public_id)}).content.decode()
    assert campaign.name in page
    send(
        visitor,
        place_text="đầu làng",
        campaign=str(campaign.public_id),
        ticket=ticket("K7MP2QXB"),
        story="Một câu chuyện khác nữa.",
    )
    made = Exemplar.objects.first()
    assert (made.office, made.campaign) == (world.district, campaign)
    draft = make_campaign(world.district, "Chưa phát động")
    assert "Chưa phát động" not in visitor.get(URL, {"phong-trao": str(draft.public_id)}).content.decode()


@pytest.mark.parametrize("value", ["x", "00000000-0000-0000-0000-000000000000", "' OR 1=1"])
def test_broken_hidden_fields_are_nothing(world, visitor, value):
    assert visitor.get(URL, {"phong-trao": value}).status_code == 200
    assert send(visitor, campaign=value, office=value).status_code in (302, 422)


def test_places_are_suggested_to_everybody(world, visitor):
    found = visitor.get(reverse("campaigns:introduce-places"), {"q": "nam trung"}).json()["places"]
    assert "Xã Nam Trung, huyện Nam Sách" in found
    assert visitor.get(reverse("campaigns:introduce-places"), {"q": "x"}).json() == {"places": []}


def test_staff_introduce_inside_and_it_is_theirs(client, world):
    client.force_login(world.chi)
    url = reverse("campaigns:introduction-create")
    assert client.get(url).status_code == 200
    values = {name: TOLD[name] for name in ("kind", "title", "place_text", "story")} | {"idempotency_key": "8" * 32}
    assert client.post(url, values | {"title": ""}).status_code == 422
    assert client.post(url, values).status_code == client.post(url, values).status_code == 302
    made = Exemplar.objects.get()
    assert (made.introduced_by, made.state, made.unit) == (world.chi, ExemplarState.INTRODUCED, None)
