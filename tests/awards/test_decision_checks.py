"""What is checked before a decision is issued: what stops it, what only warns."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from awards.enums import DossierState, NominationState, Verdict
from awards.models import Finding
from awards.services import decision as services
from awards.services import decision_checks
from tests.awards import factories
from tests.awards.test_decision import DAY, approved_lines, draft, work_day, world  # noqa: F401  fixtures of the same story
from thiduakhenthuong.core.enums import Certainty

pytestmark = pytest.mark.django_db


def levels(decision, day=DAY, **changes):
    return {c.code: c.level for c in decision_checks.run(decision, day, **changes)}


def test_a_good_draft_has_nothing_that_stops(draft):  # noqa: F811
    assert decision_checks.STOP not in levels(draft).values()


def test_a_name_that_a_rule_doubts_is_shown_again_before_it_is_printed(draft):  # noqa: F811
    line = services.lines_of(draft)[2]
    found = {"verdict": Verdict.LOOK, "short": "chữ lạ trong tên", "sentence": "x", "certainty": Certainty.SURE}
    Finding.objects.create(nomination=line, rule_code="R68", **found)
    (check,) = [c for c in decision_checks.run(draft, DAY) if c.code == "names"]
    assert (check.level, check.detail) == (decision_checks.WARN, "Lê Công Duệ. Sai tên sau khi phát hành phải đính chính.")


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        ({"subject": "Về việc tặng Bằng khen cho 99 cá nhân"}, "counts"),
        ({"signer_name": ""}, "signer"),
        ({"proposal": "Theo đề nghị tại Tờ trình số {submission_number}"}, "words"),
        ({"articles": ["Tặng 02 tập thể và 04 cá nhân ☃", "Hai"]}, "letters"),
    ],
)
def test_a_fault_stops_at_its_check(draft, world, texts, code):  # noqa: F811
    services.update_texts(decision=draft, version=draft.version, texts=texts, by=world.giang)
    assert levels(draft)[code] == decision_checks.STOP


@pytest.mark.parametrize(("day", "allowed"), [(date(2025, 6, 30), True), (date(2025, 7, 1), False)])
def test_a_district_decides_until_its_last_day(world, settings, day, allowed):  # noqa: F811
    settings.WORK_DATE = date(2025, 12, 1)
    dossier = factories.make_dossier(
        world, state=DossierState.RECEIVED, deciding_unit=world.district, submission_number="1/TTr", submission_date=day
    )
    kind = factories.award_kind("GK_HUYEN")
    factories.make_nomination(dossier, state=NominationState.APPROVED, approved_by=world.lam, award_kind=kind)
    lines = list(dossier.nominations.all())
    (made,) = services.draft_decisions(unit=world.district, nominations=lines, by=world.khanh, planned_date=date(2025, 6, 1))
    assert (levels(made, day)["authority"] == decision_checks.OK) is allowed
    services.discard_draft(decision=made, version=made.version, by=world.khanh)
    if not allowed:
        with pytest.raises(ValidationError, match="không ra quyết định ngày 01/07/2025"):
            services.draft_decisions(unit=world.district, nominations=lines, by=world.khanh, planned_date=day)


def test_tomorrow_cannot_be_a_signing_date(draft):  # noqa: F811
    assert levels(draft, date(2020, 7, 11))["date"] == decision_checks.STOP


def test_a_day_without_law_stops(draft):  # noqa: F811
    assert levels(draft, date(2016, 1, 1))["bases"] == decision_checks.STOP


def test_money_is_rounded_by_the_law(draft):  # noqa: F811
    assert [row for c in decision_checks.run(draft, DAY) if c.code == "money" for row in c.rows] == [
        ("2 tập thể", "× 2.980.000 đ", "5.960.000 đ"),
        ("4 cá nhân", "× 1.490.000 đ", "5.960.000 đ"),
    ]


def test_a_kind_of_recipient_without_a_rate_warns_and_can_be_typed(world):  # noqa: F811
    lines = approved_lines(world, people=3, collectives=0, households=1)
    (made,) = services.draft_decisions(unit=world.province, nominations=lines, by=world.giang)
    assert levels(made)["money"] == decision_checks.WARN
    made.texts["money"] = {"household": 1500000}
    assert levels(made)["money"] == decision_checks.OK
