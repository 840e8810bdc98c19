"""Every page of lists and details: at most 15 queries, and as many for one row as for many.

Counted as a user meets them: session, account and memberships included, after the page was opened once before.
"""

from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from awards.enums import DossierState, NominationState, Verdict
from awards.models import Attachment, Award, Finding
from awards.queries.catalogue_tables import TABLES
from awards.services import decision as decisions
from campaigns.enums import Role
from tests.awards import factories
from tests.awards.test_decision import approved_lines, work_day, world  # noqa: F401  fixtures of the same story
from thiduakhenthuong.core import events, files

pytestmark = pytest.mark.django_db
LIMIT = 15
ROWS = (1, 4)
SENT = {"submission_number": "58/TTr-UBND", "submission_date": date(2020, 6, 22)}
# What each role opens without naming a record.
LISTS = {
    "an": "summary:today awards:dossier-list awards:dossier-create awards:dossier-export awards:decision-list awards:register "
    "awards:register-export awards:catalogue campaigns:unit-list summary:summary",
    "giang": "summary:today awards:dossier-list awards:appraisal awards:appraisal-bulk awards:appraisal-export "
    "awards:decision-list awards:register awards:register-money summary:summary",
    "hai": "summary:today awards:approval awards:decision-list summary:summary",
    "quantri": "summary:today campaigns:unit-list campaigns:membership-list campaigns:account-list",
}


def make_lines(dossier, rows: int, state: str, by=None, **fields) -> list:
    """People with a warning and their events, as a dossier on its way has them."""
    lines = []
    for number in range(rows):
        line = factories.make_nomination(dossier, f"Vũ Thị Mận {number}", state=state, **{"verdict": Verdict.LOOK} | fields)
        Finding.objects.create(nomination=line, rule_code="R30", verdict=Verdict.LOOK, short="Cần xem", sentence="Cần xem lại.")
        events.record(line, "update", by=by or dossier.created_by, data={"before": {"title": ""}, "after": {"title": "x"}})
        lines.append(line)
    return lines


def make_decision(world, rows: int, *, issue: bool):  # noqa: F811
    """A decision of the province, drafted or issued."""
    lines = approved_lines(world, people=rows, collectives=rows)
    (made,) = decisions.draft_decisions(unit=world.province, nominations=lines, by=world.giang)
    if not issue:
        return made
    texts = {"signer_lines": ["CHỦ TỊCH"], "signer_name": "Nguyễn Đức Thắng"}
    decisions.update_texts(decision=made, version=made.version, texts=texts, by=world.giang)
    decisions.send_for_signature(decision=made, version=made.version, by=world.giang)
    made.refresh_from_db()
    return decisions.issue_decision(decision=made, version=made.version, sign_date=date(2020, 7, 10), number=None, by=world.giang)


def story(world, rows: int) -> dict:  # noqa: F811
    """Records of every kind, each with `rows` rows, as keyword arguments of addresses."""
    for _ in range(rows):
        made_lines = make_lines(
            factories.make_dossier(world, state=DossierState.SUBMITTED, **SENT), rows, NominationState.SUBMITTED
        )
    draft = factories.make_dossier(world)
    lines = make_lines(draft, rows, NominationState.ENTERED, unit=world.school)
    for line in lines:
        stored = files.store_bytes(b"%PDF-1.4 x", name="báo cáo.pdf", content_type="application/pdf", by=world.an)
        Attachment.objects.create(dossier=draft, nomination=line, paper_code="REPORT", stored=stored, by=world.an)
    came = {"state": DossierState.RECEIVED, "received_by": world.giang, "submitted_at": timezone.now(), **SENT}
    received = factories.make_dossier(world, **came)
    waiting = make_lines(received, rows, NominationState.SUBMITTED)
    make_lines(received, rows, NominationState.SUBMITTED, verdict=Verdict.ELIGIBLE)
    make_lines(received, rows, NominationState.ELIGIBLE, appraised_by=world.giang)
    for number in range(rows):
        factories.make_person(waiting[0].name, 1966)
        collective = {"recipient_kind": "collective", "unit": world.school, "state": NominationState.SUBMITTED}
        factories.make_nomination(received, f"Trường THCS thứ {number}", **collective)
        factories.make_user(f"quantri{number}", f"Quản Trị {number}", (world.province, Role.ADMINISTRATOR))
        factories.make_unit(f"Trường Tiểu học thứ {number}", "school", world.district)
    decision = make_decision(world, rows, issue=False)
    issued = make_decision(world, rows, issue=True)
    award = Award.objects.filter(decision=issued, person__isnull=False).first()
    Award.objects.filter(decision=issued).update(unit=world.school)
    return {
        "draft": draft, "line": lines[0], "sent": made_lines[0].dossier, "received": received, "waiting": waiting[0],
        "collective": received.nominations.filter(recipient_kind="collective").first(), "decision": decision,
        "issued": issued, "award": award, "school": world.school, "district": world.district,
        "person": award.person, "admin": factories.make_user("quantri", "Quản Trị", (world.province, Role.ADMINISTRATOR)),
    }  # fmt: skip


def pages(made: dict) -> list[tuple]:
    """(name to tell, role, address) of every page."""

    def at(name, record, **more):
        return reverse(name, kwargs={"public_id": made[record].public_id, **more})

    found = [(name, who, reverse(name)) for who, names in LISTS.items() for name in names.split()]
    found += [(f"awards:catalogue-list {key}", "an", reverse("awards:catalogue-list", args=[key])) for key in TABLES]
    found += [
        ("awards:search", "an", reverse("awards:search") + "?q=vu"),
        ("awards:search", "giang", reverse("awards:search") + "?q=vu"),
    ]
    own = ("dossier-detail", "dossier-edit", "dossier-history", "papers", "grid", "import-upload", "dossier-document")
    kind = {"dossier-document": {"kind": "pdf"}}
    found += [(f"awards:{name}", "an", at(f"awards:{name}", "draft", **kind.get(name, {}))) for name in own]
    found += [(f"awards:{name} sent", "giang", at(f"awards:{name}", "sent")) for name in ("dossier-detail", "papers", "grid")]
    line = {"line_id": made["line"].public_id}
    return found + [
        ("awards:dossier-check", "an", at("awards:dossier-check", "draft", step="submit")),
        ("awards:papers line", "an", at("awards:papers", "draft") + f"?dong={made['line'].public_id}"),
        ("awards:line-verdict", "an", at("awards:line-verdict", "draft", **line)),
        ("awards:grid-people", "an", at("awards:grid-people", "draft") + "?q=vu"),
        ("awards:grid-units", "an", at("awards:grid-units", "draft") + "?q=truong"),
        ("awards:appraisal-line person", "giang", at("awards:appraisal-line", "waiting")),
        ("awards:appraisal-past person", "giang", at("awards:appraisal-past", "waiting")),
        ("awards:appraisal-past collective", "giang", at("awards:appraisal-past", "collective")),
        ("awards:appraisal-line collective", "giang", at("awards:appraisal-line", "collective")),
        ("awards:approval-batch", "hai", at("awards:approval-batch", "received", kind="BK_TINH")),
        ("awards:decision draft", "giang", at("awards:decision", "decision")),
        ("awards:decision-texts", "giang", at("awards:decision-texts", "decision")),
        ("awards:decision issued", "giang", at("awards:decision", "issued")),
        ("awards:certificate-list", "giang", at("awards:certificate-list", "issued")),
        ("awards:award", "an", at("awards:award", "award")),
        ("awards:unit", "an", at("awards:unit", "school")),
        ("campaigns:unit-detail", "an", at("campaigns:unit-detail", "district")),
        ("awards:person", "giang", at("awards:person", "person")),
    ]  # fmt: skip


def signed_in(user) -> Client:
    """One browser of one account; its middleware is loaded once."""
    client = Client()
    client.force_login(user)
    return client


def queries_of(client: Client, url: str) -> int:
    """Queries of one request, the second one of its page."""
    for _ in range(2):
        with CaptureQueriesContext(connection) as caught:
            answer = client.get(url)
        assert answer.status_code == 200, (url, answer.status_code)
    return len(caught)


def counts(world, rows: int) -> dict:  # noqa: F811
    """{(page, role): queries} in a world of its own."""
    with transaction.atomic():
        made = story(world, rows)
        clients = {user.username: signed_in(user) for user in (world.an, world.giang, world.hai, made["admin"])}
        found = {(name, who): queries_of(clients[who], url) for name, who, url in pages(made)}
        transaction.set_rollback(True)
    cache.clear()  # the next world has other records under the same keys
    return found


def test_pages_ask_at_most_fifteen_queries_and_no_more_for_more_rows(world):  # noqa: F811
    few, many = (counts(world, rows) for rows in ROWS)
    assert {page: (few[page], many[page]) for page in few if few[page] != many[page]} == {}
    assert {page: number for page, number in few.items() if number > LIMIT} == {}
