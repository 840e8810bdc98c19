"""Markup, formulas, templates and letters that no paper carries: typed everywhere, read back plain on every page and paper."""

import io
import json
import re
import zipfile
from unicodedata import normalize

import openpyxl
import pdfplumber
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from awards.enums import DossierState, NominationState
from awards.models import Attachment, Award, Dossier, Nomination, ReturnReason
from awards.services import appraisal, decision_checks
from awards.services import decision as decisions
from awards.services import imports as lists
from awards.services.issuing import store_pdf
from awards.services.line_values import clean_values
from awards.services.nomination import add_nominations
from tests.awards import factories
from tests.awards.imports.places import upload, workbook
from tests.awards.test_decision import DAY, issue, work_day, world  # noqa: F401  fixtures of the same story
from tests.test_headers import every_url
from thiduakhenthuong.core.names import clean, writable

pytestmark = pytest.mark.django_db
MARKUP = [
    "<script>alert(1)</script>", '<img src=x onerror="alert(1)">', '"><svg/onload=alert(1)>', "'><b>đậm</b>",
    "</title><script>alert(1)",
    '<link rel=attachment href="file:///etc/passwd">',
]  # fmt: skip
FORMULAS = ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1:A9)", "-2+3", '=HYPERLINK("http://x.example","x")']
TEMPLATES = ["{{ 7*7 }}", "{% load static %}{% now 'Y' %}", "{award} {name} {counts}", "${7*7}", "%(name)s %s {0.__class__}"]
PAYLOADS = MARKUP + FORMULAS + TEMPLATES
RAW = re.compile(r"<script>alert|<img src=x|<svg/onload|<b>đậm|<link rel=attachment", re.IGNORECASE)
UNWRITABLE = "\0\x01\x08\x0b\x1b\x7f\x9b\u202e\u2066\u200b\ufeff\udfff\ud800\uffff"


def rows_of_payloads():
    rows = []
    for word in PAYLOADS:
        rows.append({"recipient_kind": "individual", "name": f"Hứa Văn {word}"[:100], "gender": "male", "birth": "1975",
                     "title": word, "unit_text": word, "award_kind": "BK_TINH", "achievement": word, "note": word})  # fmt: skip
        rows.append({"recipient_kind": "collective", "name": f"Phòng {word}", "unit_text": word, "award_kind": "BK_TINH",
                     "achievement": word})  # fmt: skip
    return rows


@pytest.fixture
def dossier(world):  # noqa: F811
    """A draft whose every text is hostile, entered as An would."""
    made = factories.make_dossier(
        world, campaign_text=MARKUP[0] + TEMPLATES[0], reason="thành tích " + MARKUP[1] + TEMPLATES[0], head_name=MARKUP[2],
        head_title=FORMULAS[0], submission_number="58/TTr-<b>", submission_date=DAY,
    )  # fmt: skip
    add_nominations(dossier=made, rows=rows_of_payloads(), by=world.an)
    return made


def check_pages(client, records, *users):
    """Every page and fragment that the users may open, as text: no raw markup anywhere."""
    seen = 0
    for user in users:
        client.force_login(user)
        for name, url in every_url(records, ("awards:decision-pdf", "awards:decision-page")):
            for fragment in ({}, {"HX-Request": "true"}):
                answer = client.get(url, headers=fragment)
                assert answer.status_code < 500, name
                kind = answer.headers.get("Content-Type", "")
                if answer.status_code == 200 and "text/html" in kind:
                    assert not RAW.search(answer.content.decode()), name
                    seen += "Hứa Văn" in answer.content.decode()
                elif answer.status_code == 200 and "spreadsheet" in kind:
                    check_workbook(b"".join(answer) if answer.streaming else answer.content, name)
    return seen


def check_workbook(content, name):
    for sheet in openpyxl.load_workbook(io.BytesIO(content)).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", (name, cell.coordinate, cell.value)


def pdf_text(content):
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return "".join("".join(page.extract_text() for page in pdf.pages).split())


def word_xml(content):
    return zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()


class TestEntry:
    def test_the_grid_keeps_every_word_as_it_was_typed(self, client, world):  # noqa: F811
        made = factories.make_dossier(world)
        client.force_login(world.an)
        url = reverse("awards:grid-add", args=[made.public_id])
        answer = client.post(url, json.dumps({"rows": rows_of_payloads()}), content_type="application/json")
        assert answer.status_code == 200
        got = client.get(reverse("awards:grid", args=[made.public_id]))
        assert got.headers["Content-Type"] == "application/json"
        assert {row["achievement"] for row in got.json()["rows"]} == set(PAYLOADS)

    def test_characters_that_no_paper_carries_are_gone_from_every_field(self, client, world):  # noqa: F811
        made = factories.make_dossier(world)
        client.force_login(world.an)
        words = dict.fromkeys(
            ("name", "title", "unit_text", "address", "achievement", "note", "ethnicity"), f"Hứa{UNWRITABLE} Lợi"
        )
        row = {"recipient_kind": "individual", "facts": {"x": f"a{UNWRITABLE}"}, **words}
        url = reverse("awards:grid-add", args=[made.public_id])
        assert client.post(url, json.dumps({"rows": [row]}), content_type="application/json").status_code == 200
        line = Nomination.objects.get(dossier=made)
        assert {getattr(line, field) for field in words} == {"Hứa Lợi"}

    def test_one_person_typed_in_many_ways_is_stored_in_one(self):
        typed = ["Nguyễn Thuý", "Nguyễn Thuý".replace(" ", "\u00a0"), "Nguyễn\u200b Thuý", "  Nguyễn\tThuý\u202c "]
        typed += [normalize("NFD", word) for word in typed]
        assert {clean(word) for word in typed} == {"Nguyễn Thuý"}

    @pytest.mark.parametrize(
        "field, limit", [("name", 100), ("title", 150), ("unit_text", 250), ("achievement", 2000), ("note", 300)]
    )
    def test_a_text_beyond_its_field_is_refused_at_the_field(self, world, field, limit):  # noqa: F811
        values = {"recipient_kind": "individual", "name": "Hứa Văn Lợi"}
        with pytest.raises(ValidationError) as found:
            clean_values(dossier=None, values=values | {field: "a" * (limit + 1)})
        assert list(found.value.message_dict) == [field]
        assert clean_values(dossier=None, values=values | {field: "a" * limit})[field] == "a" * limit

    def test_the_form_of_a_dossier_cleans_what_it_keeps(self, client, world, dossier):  # noqa: F811
        client.force_login(world.an)
        page = client.get(reverse("awards:dossier-edit", args=[dossier.public_id]))
        data = {k: v for k, v in page.context["form"].initial.items() if v is not None} | {"version": dossier.version}
        data |= {f: f"{v:%d/%m/%Y}" for f, v in data.items() if hasattr(v, "strftime")}
        data |= {"campaign_text": f"Đợt\x01\u202e một {MARKUP[0]}", "reason": f"thành\x1b tích {TEMPLATES[2]}"}
        answer = client.post(page.request["PATH_INFO"], data)
        assert answer.status_code == 302, answer.context["form"].errors
        dossier.refresh_from_db()
        assert (dossier.campaign_text, dossier.reason) == (f"Đợt một {MARKUP[0]}", f"thành tích {TEMPLATES[2]}")

    def test_a_hostile_list_from_excel_is_shown_plain(self, client, world):  # noqa: F811
        made = factories.make_dossier(world)
        client.force_login(world.an)
        rows = [["Ông", f"Hứa Văn {w}", "1975", w, w, "Bằng khen tỉnh", w] for w in MARKUP + TEMPLATES]
        sent = upload(workbook(*rows))
        sent.name = "<img src=x onerror=alert(1)>.xlsx"
        answer = client.post(reverse("awards:import-upload", args=[made.public_id]), {"file": sent}, follow=True)
        body = answer.content.decode()
        assert (answer.status_code, RAW.search(body), "Hứa Văn" in body) == (200, None, True)

    def test_a_name_too_long_or_made_of_nothing_visible_is_stopped_in_the_list(self, client, world):  # noqa: F811
        made = factories.make_dossier(world)
        rest = ["1975", "\u200b", "\u200b\ufeff", "Bằng khen tỉnh", "\u200b"]
        rows = [["Ông", name, *rest] for name in ("Hứa " * 40, "\u200b\u202e")]
        batch = lists.read_upload(dossier=made, upload=upload(workbook(*rows)), by=world.an)
        assert [row.outcome for row in batch.rows.all()] == ["error", "error"]

    def test_words_in_events_keep_their_lines_and_lose_the_rest(self):
        assert writable({"a": ["x\0\ny", 1, None]}) == {"a": ["x\ny", 1, None]}


class TestPages:
    def test_no_page_of_a_draft_shows_raw_markup(self, client, world, dossier):  # noqa: F811
        records = everything(dossier, dossier.nominations.first())
        assert check_pages(client, records, world.an, world.chi) > 3

    def test_no_page_of_appraisal_shows_raw_markup(self, client, world, dossier):  # noqa: F811
        Dossier.objects.filter(pk=dossier.pk).update(state=DossierState.RECEIVED)
        dossier.nominations.update(state=NominationState.SUBMITTED)
        line = dossier.nominations.order_by("pk").first()
        reason = ReturnReason.objects.first()
        sentence = "".join(MARKUP)
        appraisal.send_back(
            nomination=line, version=1, reason_code=reason.code, sentence=sentence, fields=["name"], by=world.giang
        )
        records = everything(dossier, line)
        assert check_pages(client, records, world.giang, world.hai, world.an) > 5

    def test_placeholders_inside_a_name_are_not_filled(self, world, dossier):  # noqa: F811
        line = dossier.nominations.filter(recipient_kind="individual").first()
        line.name = "Hứa {nam} {khac}"
        reason = ReturnReason(code="X", sentence="{ten} chưa đủ {nam}: {dieu_kien}.", field_to_fix="name")
        assert appraisal.fill_sentence(reason, line) == "Ông Hứa {nam} {khac} chưa đủ năm 2020: …."


def everything(dossier, line):
    """Records for every address; those that the story has not reached yet are the dossier's own id (404)."""
    return dict.fromkeys(("paper", "batch", "decision", "award", "certificate", "person"), dossier) | {
        "dossier": dossier,
        "line": line,
    }


class TestPapers:
    def test_the_submission_says_what_was_typed(self, client, world, dossier):  # noqa: F811
        client.force_login(world.an)
        got = {k: client.get(reverse("awards:dossier-document", args=[dossier.public_id, k])) for k in ("pdf", "docx", "xlsx")}
        assert {k: a.status_code for k, a in got.items()} == {"pdf": 200, "docx": 200, "xlsx": 200}
        text = pdf_text(got["pdf"].content)
        for word in ("<script>alert(1)</script>", "{{7*7}}", "=1+1"):
            assert word in text
        xml = word_xml(got["docx"].content)
        assert "&lt;script&gt;alert(1)" in xml and "<script" not in xml and "{{ 7*7 }}" in xml
        check_workbook(got["xlsx"].content, "xlsx")
        assert b"/etc/passwd" not in got["pdf"].content or b"root:" not in got["pdf"].content

    def test_decision_certificates_money_and_register_say_what_was_typed(self, client, world, dossier):  # noqa: F811
        Dossier.objects.filter(pk=dossier.pk).update(state=DossierState.RECEIVED, reason="thành tích <b>xuất sắc</b> {{ 7*7 }}")
        keep = [n.pk for n in dossier.nominations.all() if len(n.name) < 40 and "{" not in n.name]
        dossier.nominations.exclude(pk__in=keep).update(removed_at=dossier.created_at)
        dossier.nominations.filter(pk__in=keep).update(
            state=NominationState.APPROVED, approved_by=world.hai, appraised_by=world.giang
        )
        lines = list(Nomination.objects.filter(pk__in=keep))
        (made,) = decisions.draft_decisions(unit=world.province, nominations=lines, by=world.giang)
        texts = {"signer_lines": ["CHỦ TỊCH"], "signer_name": "Nguyễn <i>Đức</i> Thắng"}
        made = decisions.update_texts(decision=made, version=made.version, texts=texts, by=world.giang)
        decisions.send_for_signature(decision=made, version=made.version, by=world.giang)
        made.refresh_from_db()
        made = issue(made, world.giang)
        store_pdf(made)
        awards = Award.objects.filter(decision=made)
        records = everything(dossier, lines[0]) | {"decision": made, "award": awards.filter(person__isnull=False).first()}
        records |= {"certificate": records["award"].certificate, "person": records["award"].person}
        assert check_pages(client, records, world.giang, world.an) > 5
        text = pdf_text(made.pdf.file.read())
        assert "<script>alert(1)</script>" in text and "{{7*7}}" in text and "<b>xuấtsắc</b>" in text
        client.force_login(world.giang)
        assert "<script" not in word_xml(client.get(reverse("awards:decision-word", args=[made.public_id])).content)
        sheet = client.get(reverse("awards:certificate", args=[records["certificate"].public_id]))
        assert (sheet.status_code, sheet.headers["Content-Type"]) == (200, "application/pdf")

    def test_letters_that_the_print_face_lacks_stop_at_the_check_with_their_name(self, world):  # noqa: F811
        made = factories.make_dossier(world, state=DossierState.RECEIVED, submission_number="5/TTr-UBND", submission_date=DAY)
        for field in ("name", "title", "unit_text", "achievement"):
            line = factories.make_nomination(made, state=NominationState.APPROVED, approved_by=world.hai, **{field: "Hứa 😀 Lợi"})
            (draft,) = decisions.draft_decisions(unit=world.province, nominations=[line], by=world.giang)
            (found,) = [c for c in decision_checks.run(draft, DAY) if c.code == "letters"]
            assert (found.level, "😀" in found.detail) == ("stop", True), field


def test_the_public_page_of_checks_says_nothing_raw(client, world):  # noqa: F811
    for word in MARKUP:
        assert not RAW.search(client.get("/xac-thuc/", {"ma": word, "so": word, "code": word}).content.decode())


def test_attachment_names_are_shown_plain(client, world, dossier):  # noqa: F811
    client.force_login(world.an)
    url = reverse("awards:paper-add", args=[dossier.public_id])
    sent = io.BytesIO(b"%PDF-1.4 x")
    sent.name = "<img src=x onerror=alert(1)>\u202e.pdf"
    answer = client.post(url, {"paper_code": "TO_TRINH", "files": sent})
    assert answer.status_code == 200, answer.content.decode()[:500]
    assert not RAW.search(answer.content.decode())
    assert Attachment.objects.get().stored.name == "<img src=x onerror=alert(1)>.pdf"
