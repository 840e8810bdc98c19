"""Pages of decisions: who sees them, what a refused step answers, and one issue for two presses."""

from datetime import date

import pytest
from django.urls import reverse

from awards.enums import DecisionState
from awards.models import Award, Decision
from awards.services import decision as services
from tests.awards import factories
from tests.awards.test_decision import approved_lines, work_day, world  # noqa: F401  fixtures of the same story
from thiduakhenthuong.core.idempotency import new_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(world):  # noqa: F811
    (made,) = services.draft_decisions(unit=world.province, nominations=approved_lines(world), by=world.giang)
    signer = {"signer_lines": ["CHỦ TỊCH"], "signer_name": "Nguyễn Đức Thắng"}
    return services.update_texts(decision=made, version=made.version, texts=signer, by=world.giang)


def url(name, decision, *more):
    return reverse(f"awards:{name}", args=[decision.public_id, *more])


PAGES = ["decision", "decision-pdf", "decision-word", "decision-texts"]


@pytest.mark.parametrize(
    ("who", "status"), [("giang", 200), ("hai", 200), ("an", 404), ("chi", 404), ("dung", 404), ("khanh", 404), ("lam", 404)]
)
@pytest.mark.parametrize("name", PAGES)
def test_a_draft_is_seen_by_its_deciding_unit_alone(client, world, draft, name, who, status):  # noqa: F811
    client.force_login(getattr(world, who))
    answer = client.get(url(name, draft))
    assert answer.status_code == status
    if status == 404:
        assert "Bằng khen" not in answer.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_strangers_are_sent_to_the_sign_in(client, draft, name):
    assert client.get(url(name, draft)).status_code == 302


def test_an_issued_decision_is_also_seen_by_the_unit_that_proposed(client, world, draft):  # noqa: F811
    services.send_for_signature(decision=draft, version=draft.version, by=world.giang)
    draft.refresh_from_db()
    services.issue_decision(decision=draft, version=draft.version, sign_date=date(2020, 7, 10), number=None, by=world.giang)
    for who, status in (("an", 200), ("chi", 200), ("dung", 404), ("giang", 200)):
        client.force_login(getattr(world, who))
        assert client.get(url("decision", draft)).status_code == status, who


def test_one_click_drafts_and_a_second_press_opens_the_same_draft(client, world):  # noqa: F811
    lines = approved_lines(world)
    client.force_login(world.giang)
    data = {"ids": ",".join(str(n.public_id) for n in lines), "key": new_key()}
    first, second = (client.post(reverse("awards:decision-draft"), data) for _ in range(2))
    assert first.url == second.url
    assert Decision.objects.count() == 1


def test_the_issue_form_issues_once_however_often_it_is_pressed(client, world, draft):  # noqa: F811
    services.send_for_signature(decision=draft, version=draft.version, by=world.giang)
    draft.refresh_from_db()
    client.force_login(world.giang)
    data = {"number": "9088", "sign_date": "06/07/2020", "version": draft.version, "idempotency_key": new_key()}
    answers = [client.post(url("decision-issue", draft), data) for _ in range(2)]
    assert [a.status_code for a in answers] == [302, 302]
    draft.refresh_from_db()
    assert (draft.number_text, draft.sign_date) == ("9088/QĐ-UBND", date(2020, 7, 6))
    assert Award.objects.count() == 6


def test_an_old_page_is_a_409_that_names_who_was_faster(client, world, draft):  # noqa: F811
    services.send_for_signature(decision=draft, version=draft.version, by=world.giang)
    client.force_login(world.hai)
    answer = client.post(url("decision-step", draft, "send_for_signature"), {"version": draft.version})
    assert answer.status_code in (403, 409)
    client.force_login(world.giang)
    answer = client.post(url("decision-step", draft, "send_for_signature"), {"version": draft.version})
    assert answer.status_code == 409
    assert "Vũ Thị Giang" in answer.content.decode()


@pytest.mark.parametrize(
    ("date_text", "words"), [("31/02/2020", "không có thật"), ("2020", "ngày/tháng/năm"), ("11/07/2020", "tương lai")]
)
def test_a_wrong_date_keeps_the_page_and_says_why(client, world, draft, date_text, words):  # noqa: F811
    services.send_for_signature(decision=draft, version=draft.version, by=world.giang)
    draft.refresh_from_db()
    client.force_login(world.giang)
    data = {"number": "9088", "sign_date": date_text, "version": draft.version, "idempotency_key": new_key()}
    answer = client.post(url("decision-issue", draft), data)
    assert answer.status_code == 422
    body = answer.content.decode()
    assert words in body
    assert f'value="{date_text}"' in body
    draft.refresh_from_db()
    assert draft.state == DecisionState.FOR_SIGNATURE


def test_the_list_costs_the_same_for_one_row_and_for_three(client, world, django_assert_max_num_queries):  # noqa: F811
    client.force_login(world.giang)

    def cost():
        with django_assert_max_num_queries(15) as seen:
            client.get(reverse("awards:decision-list"))
        return len(seen)

    kind = factories.award_kind("BK_TINH")

    def add(number):
        Decision.objects.create(
            unit=world.province, award_kind=kind, level="province", symbol="QĐ-UBND", number=number, year=2020,
            planned_date=date(2020, 7, 1), sign_date=date(2020, 7, 1), reason="x", created_by=world.giang, state="issued",
        )  # fmt: skip

    add(1)
    cost()  # the first page of a session warms what stays warm
    one = cost()
    add(2), add(3)
    assert cost() == one


def test_pages_of_the_paper_come_as_pictures_and_end(client, world, draft):  # noqa: F811
    client.force_login(world.giang)
    assert client.get(url("decision-page", draft, 1)).content.startswith(b"\x89PNG")
    assert client.get(url("decision-page", draft, 99)).status_code == 404
