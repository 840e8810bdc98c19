"""Pages of initiatives: written with their authors, sent, recognised, used once; a constant number of queries."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.enums import InitiativeState
from campaigns.models import Initiative, InitiativeUse
from campaigns.services import initiative as services
from tests.awards.factories import award_kind
from tests.campaigns.test_initiative import AUTHORS, recognised, world, written  # noqa: F401  the same story
from thiduakhenthuong.summary.views.campaign_items import campaign_items

pytestmark = pytest.mark.django_db
HEAD = {
    "name": "Sổ tay hồ sơ một cửa",
    "year": "2021",
    "summary": "Mã QR tại bàn",
    "benefit": "Giảm 12 phút",
    "idempotency_key": "5" * 32,
}


def url(name, one, *more):
    return reverse(f"campaigns:{name}", args=[one.public_id, *more])


def sent(*rows, **head):
    values = HEAD | {"tac-gia-TOTAL_FORMS": len(rows), "tac-gia-INITIAL_FORMS": 0} | head
    for place, row in enumerate(rows):
        values |= {f"tac-gia-{place}-{name}": value for name, value in row.items()}
    return values


WHOLE = {"name": "Trần Văn Ngọ", "birth_year": "1980", "title": "Công chức", "share": "100"}


def test_an_initiative_is_written_once_and_faults_keep_every_word(client, world):  # noqa: F811
    client.force_login(world.an)
    new = reverse("campaigns:initiative-create")
    assert client.get(new).status_code == 200
    for rows, head, said in (
        (({**WHOLE, "share": "90"},), {}, "còn thiếu 10 %"), (({**WHOLE, "share": "chín mươi"},), {}, "không phải là số"),
        (({**WHOLE, "birth_year": "80"},), {}, "không phải năm sinh"), ((WHOLE,), {"name": ""}, "Tên sáng kiến"),
        ((WHOLE,), {"year": "hai"}, "bốn chữ số"), ((WHOLE,), {"year": "1900"}, "Năm áp dụng phải từ"),
        (({},), {}, "một tác giả"),
    ):  # fmt: skip
        answer = client.post(new, sent(*rows, **head))
        body = answer.content.decode()
        assert answer.status_code == 422 and said in body and "Mã QR tại bàn" in body, said
    assert not Initiative.objects.exists()
    assert client.post(new, sent(WHOLE, {})).url == client.post(new, sent(WHOLE, {})).url
    made = Initiative.objects.get()
    assert (made.unit, made.authors.get().name, made.authors.get().birth_year) == (world.district, "Trần Văn Ngọ", 1980)
    broken = sent(WHOLE) | {"tac-gia-TOTAL_FORMS": "x"}
    assert client.post(new, broken).status_code == 422


def test_the_whole_way_in_the_browser(client, world):  # noqa: F811
    client.force_login(world.an)
    made = written(world, deciding_unit=None)
    page = client.post(url("initiative-step", made, "submit"), {"version": made.version}, follow=True).content.decode()
    assert "Hãy chọn nơi công nhận" in page
    change = sent(WHOLE, deciding_unit=world.province.pk, version=made.version)
    assert client.post(url("initiative-edit", made), change).status_code == 302
    assert client.post(url("initiative-edit", made), change).status_code == 409
    made.refresh_from_db()
    assert client.post(url("initiative-step", made, "submit"), {"version": made.version}).status_code == 302
    assert (
        client.get(url("initiative-edit", made)).status_code == client.get(url("initiative-recognise", made)).status_code == 403
    )
    client.force_login(world.giang)
    assert "Công nhận" in client.get(url("initiative", made)).content.decode()
    made.refresh_from_db()
    facts = {"scope": "province", "decision_number": "215/QĐ-UBND", "decision_date": "20/12/2020", "version": made.version}
    assert client.post(url("initiative-decline", made), {"reason": "", "version": made.version}).status_code == 422
    assert client.post(url("initiative-recognise", made), facts | {"decision_date": "20/12/2030"}).status_code == 422
    assert (
        client.post(url("initiative-recognise", made), facts | {"decision_date": "20/12/2020"}).status_code == 422
    )  # before 2021
    assert client.post(url("initiative-recognise", made), facts | {"decision_date": "01/02/2021"}).status_code == 302
    made.refresh_from_db()
    assert made.state == InitiativeState.RECOGNISED
    assert client.post(url("initiative-step", made, "fly")).status_code == 404


def test_who_recognises_finds_it_among_the_work_of_the_day(world):  # noqa: F811
    made = written(world)
    services.submit_initiative(initiative=made, version=made.version, by=world.an)
    titles = {who: [item.title for item in campaign_items(getattr(world, who))] for who in ("giang", "hai", "an", "dung")}
    assert titles["giang"] == titles["hai"] == [f"Sáng kiến chờ công nhận: {made.name}"]
    assert not titles["an"] and not titles["dung"]


def test_a_part_is_used_once(client, world):  # noqa: F811
    award_kind("CSTDCS")
    made = recognised(world)
    mai = made.authors.first()
    client.force_login(world.an)
    use = url("initiative-use", made, mai.public_id)
    assert "Chiến sĩ thi đua cơ sở" in client.get(use).content.decode()
    assert client.post(use, {"title_code": "", "year": "2020"}).status_code == 422
    assert client.post(use, {"title_code": "CSTDCS", "year": "2020"}).status_code == 302
    again = client.post(use, {"title_code": "CSTDCS", "year": "2021"})
    assert again.status_code == 422 and "đã dùng sáng kiến này" in again.content.decode()
    assert "Nguyễn Thị Mai" in client.get(reverse("campaigns:initiative-uses"), {"nam": "2020"}).content.decode()
    away = url("initiative-unuse", made, mai.public_id)
    assert client.post(away, {"reason": ""}).status_code == 422 and InitiativeUse.objects.count() == 1
    assert client.post(away, {"reason": "Ghi nhầm"}).status_code == 302 and not InitiativeUse.objects.exists()
    client.force_login(world.chi)
    assert client.get(use).status_code == 403


def test_outsiders_see_nothing(client, world):  # noqa: F811
    made = written(world)
    client.force_login(world.dung)
    for name in ("initiative", "initiative-edit", "initiative-recognise", "initiative-decline"):
        assert client.get(url(name, made)).status_code == client.post(url(name, made)).status_code == 404
    assert client.get(url("initiative-use", made, made.authors.first().public_id)).status_code == 404
    assert made.name not in client.get(reverse("campaigns:initiative-list")).content.decode()


def test_names_alike_are_shown_while_typing(client, world):  # noqa: F811
    made = recognised(world)
    client.force_login(world.dung)
    alike = reverse("campaigns:initiative-similar")
    assert made.name in client.get(alike, {"ten": "phần mềm theo dõi thu quỹ của thôn"}).content.decode()
    assert made.name in client.get(alike, {"ten": "phần mềm theo dõi thu quỹ của thôn", "tru": "x"}).content.decode()
    assert not client.get(alike, {"ten": ""}).content.strip()


@pytest.mark.parametrize("name", ["initiative-list", "initiative-uses", "initiative-export", "initiative-uses-export"])
def test_lists_cost_the_same_for_one_and_for_many(client, world, name):  # noqa: F811
    client.force_login(world.an)
    counts = []
    for rows in (1, 3):
        for number in range(rows):
            made = recognised(world, name=f"Sáng kiến {rows}.{number}", authors=AUTHORS)
            facts = {"title_code": "CSTDCS", "year": 2020, "purpose": "CSTĐCS năm 2020", "by": world.an}
            services.use_initiative(author=made.authors.first(), **facts)
        client.get(reverse(f"campaigns:{name}"))
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse(f"campaigns:{name}")).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 15


def test_one_initiative_costs_the_same_for_one_author_and_for_many(client, world):  # noqa: F811
    client.force_login(world.an)
    counts = []
    for number in (1, 5):
        share = Decimal(100) / number
        made = recognised(world, authors=[{"name": f"Tác Giả {n}", "share": share} for n in range(number)])
        client.get(url("initiative", made))
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url("initiative", made)).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 15 and made.decision_date == date(2020, 12, 20)
