"""Every address × every kind of visitor: nothing of another unit is ever shown, and no page falls over.

The manifest names each address and what it needs; an address that is not in it fails the build.
"""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from awards.enums import DossierState, NominationState
from awards.models import Attachment, Award, ImportBatch, Nomination
from awards.services import decision as decisions
from tests.awards import factories
from tests.awards.test_decision import approved_lines, work_day, world  # noqa: F401  fixtures of the same story
from tests.campaigns import records as campaign_records
from thiduakhenthuong.core import files

pytestmark = pytest.mark.django_db

OPEN = {"accounts:login", "accounts:logout", "awards:check", "awards:check-form"} | campaign_records.PUBLIC
# Addresses without a record of a unit: any signed-in user may open them (what they list is scoped).
LISTS = "list"
# Addresses of a record: the fixture `records` holds one of Nam Sách; outsiders get 404.
RECORD = "record"


def addresses(patterns=None, space=""):
    """{name: pattern} of the whole product."""
    found = {}
    for entry in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{entry.namespace}:" if entry.namespace else space
            found |= addresses(entry.url_patterns, inner)
        elif isinstance(entry, URLPattern):
            assert entry.name, f"an address without a name: {entry.pattern}"
            found[f"{space}{entry.name}"] = entry
    return found


def kwargs_of(pattern):
    return set(pattern.pattern.converters)


@pytest.fixture
def records(world):  # noqa: F811
    """One record of each kind, all of Nam Sách and the province; each carries the word "Zuyên" somewhere."""
    dossier = factories.make_dossier(
        world, state=DossierState.RECEIVED, submission_number="58/TTr-UBND", submission_date=date(2020, 6, 22)
    )
    line = factories.make_nomination(dossier, "Bùi Thị Zuyên", state=NominationState.SUBMITTED)
    stored = files.store_bytes(b"%PDF-1.4 x", name="Zuyên.pdf", content_type="application/pdf", by=world.an)
    paper = Attachment.objects.create(dossier=dossier, paper_code="SUBMISSION", stored=stored, by=world.an)
    batch = ImportBatch.objects.create(dossier=dossier, name="Zuyên.xlsx", sha256="x" * 64, by=world.an, state="staged")
    decision = issued_decision(world)
    award = Award.objects.get(decision=decision, name__contains="Zuyên")
    return {
        "dossier": dossier, "line": line, "paper": paper, "batch": batch, "decision": decision, "award": award,
        "certificate": award.certificate, "person": award.person,
    } | campaign_records.make_records(world)  # fmt: skip


def issued_decision(world):  # noqa: F811
    """A decision of the province with a line for a teacher of Nam Sách."""
    lines = approved_lines(world)
    Nomination.objects.filter(pk=lines[0].pk).update(name="Bùi Thị Zuyên", unit=world.school)
    (made,) = decisions.draft_decisions(unit=world.province, nominations=lines, by=world.giang)
    texts = {"signer_lines": ["CHỦ TỊCH"], "signer_name": "Nguyễn Đức Thắng"}
    decisions.update_texts(decision=made, version=made.version, texts=texts, by=world.giang)
    decisions.send_for_signature(decision=made, version=made.version, by=world.giang)
    made.refresh_from_db()
    return decisions.issue_decision(decision=made, version=made.version, sign_date=date(2020, 7, 10), number=None, by=world.giang)


# address name (or its beginning) → which record its public_id is
SUBJECTS = {
    "awards:dossier": "dossier", "awards:grid": "dossier", "awards:line": "dossier", "awards:paper": "dossier",
    "awards:import": "dossier", "awards:decision": "decision", "awards:certificate-list": "decision",
    "awards:certificate": "certificate", "awards:person": "person", "awards:award": "award", "awards:appraisal": "line",
    "awards:approval": "line", "awards:appraisal-receive": "dossier",
    "awards:approval-batch": "dossier",
} | campaign_records.SUBJECTS  # fmt: skip


def subject_of(name):
    fitting = [key for key in SUBJECTS if name == key or name.startswith(f"{key}-") or name.startswith(key)]
    return SUBJECTS[max(fitting, key=len)] if fitting else None


def key_of(records, name):
    """The public id of a record that an address names beside its own; any when the test has none."""
    return records[name].public_id if name in records else uuid4()


def values_for(name, pattern, records):
    """Arguments of a record address, or None when the address is no record of a unit."""
    wanted = kwargs_of(pattern)
    subject = subject_of(name)
    if "public_id" not in wanted or subject not in records:
        return None
    more = {
        "line_id": records["line"].public_id, "paper_id": records["paper"].public_id, "batch": records["batch"].public_id,
        "batch_id": records["batch"].public_id, "row_id": 1, "number": 1, "step": "submit", "page": 1, "kind": "pdf",
        "action": "accept",
        "letter": "A", "row": 1, "index": 0, "target_id": key_of(records, "target"), "photo_id": key_of(records, "photo"),
        "copy_id": key_of(records, "copy"), "criterion": key_of(records, "criterion"), "way": "xuong", "pk": 1,
        "author_id": key_of(records, "author"), "draft_id": key_of(records, "draft"), "year": 2021, "quarter": 1,
        "extension": "docx", "comment_id": key_of(records, "comment"), "unit_id": key_of(records, "district"), "place": 1,
    }  # fmt: skip
    return {key: records[subject].public_id if key == "public_id" else more[key] for key in wanted}


def test_every_address_has_a_name_and_needs_a_sign_in_unless_it_is_public(client, records):
    for name, pattern in addresses().items():
        if name in OPEN or kwargs_of(pattern) - {"public_id"} or "static" in name:
            continue
        values = dict.fromkeys(kwargs_of(pattern), records["dossier"].public_id)
        for method in (client.get, client.post):
            answer = method(reverse(name, kwargs=values))
            assert answer.status_code in (302, 401, 405), (name, answer.status_code)
            if answer.status_code == 302:
                assert answer.url.startswith("/tai-khoan/dang-nhap/"), name


@pytest.mark.parametrize("method", ["get", "post", "htmx"])
def test_records_of_another_unit_do_not_exist_for_an_outsider(client, world, records, method):  # noqa: F811
    client.force_login(world.dung)
    checked = 0
    for name, pattern in addresses().items():
        values = values_for(name, pattern, records)
        if values is None:
            continue
        url = reverse(name, kwargs=values)
        answer = (
            client.post(url) if method == "post" else client.get(url, headers={"HX-Request": "true"} if method == "htmx" else {})
        )
        assert answer.status_code in (404, 405), (name, answer.status_code)
        if answer.status_code == 404:
            body = answer.content.decode()
            assert "Zuyên" not in body, name
            checked += 1
    assert checked >= 15


@pytest.mark.parametrize("who", ["an", "binh", "chi", "dung", "giang", "hai", "khanh", "lam"])
def test_no_page_falls_over_for_any_role(client, world, records, who):  # noqa: F811
    client.force_login(getattr(world, who))
    client.raise_request_exception = False
    seen, bad = {}, []
    for name, pattern in addresses().items():
        values = values_for(name, pattern, records)
        if values is None:
            if kwargs_of(pattern) or name in OPEN:
                continue
            values = {}
        for method in (client.get, client.post):
            seen[name] = method(reverse(name, kwargs=values)).status_code
            bad += [(name, method.__name__)] * (seen[name] >= 500)
    assert bad == []


def test_lists_and_search_never_name_a_record_of_another_unit(client, world, records):  # noqa: F811
    client.force_login(world.dung)
    for name, pattern in addresses().items():
        if kwargs_of(pattern) or name in OPEN:
            continue
        answer = client.get(reverse(name), {"q": "zuyen"})
        if answer.status_code == 200 and not answer.streaming and "text/html" in answer.headers["Content-Type"]:
            body = answer.content.decode()
            assert "Bùi Thị Zuyên" not in body, name


def test_a_get_never_writes(client, world, records, django_assert_num_queries):  # noqa: F811
    from thiduakhenthuong.core.models import Event

    client.force_login(world.khanh)
    before = Event.objects.count()
    for name, pattern in addresses().items():
        values = values_for(name, pattern, records)
        if values is not None:
            client.get(reverse(name, kwargs=values))
    assert Event.objects.count() == before


def test_posted_fields_that_are_not_on_the_form_change_nothing(client, world):  # noqa: F811
    lines = approved_lines(world, people=1, collectives=0)
    (draft,) = decisions.draft_decisions(unit=world.province, nominations=lines, by=world.giang)
    client.force_login(world.giang)
    data = {"version": draft.version, "state": "issued", "number": "1", "unit": world.district.pk, "is_staff": "1"}
    client.post(reverse("awards:decision-texts", args=[draft.public_id]), data)
    draft.refresh_from_db()
    assert (draft.state, draft.number, draft.unit) == ("draft", None, world.province)
