"""Common components: what the tags and filters answer, and what no template may hold."""

import re
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import TextChoices
from django.http import QueryDict
from django.template import engines
from django.test import RequestFactory

from awards import enums as awards
from campaigns import enums as campaigns
from thiduakhenthuong.core import enums as core
from thiduakhenthuong.core.listing import CappedPaginator, head_cells, page_links, replace_query
from thiduakhenthuong.core.templatetags import ui

TEMPLATES = Path(settings.BASE_DIR) / "templates"
ALL = sorted(TEMPLATES.rglob("*.html"))
COMPONENTS = sorted((TEMPLATES / "components").glob("*.html"))
FOLDERS = ("components", "errors", "registration")
SHELL = [path for folder in FOLDERS for path in sorted((TEMPLATES / folder).glob("*.html"))]


class DossierState(TextChoices):
    DRAFT = "draft", "Đang soạn"
    SENT_BACK = "sent_back", "Trả lại"


def render(source, **context):
    """The text of a template source, in one line."""
    text = engines["django"].from_string(source).render(context, RequestFactory().get("/?q=lan&page=3"))
    return " ".join(text.split())


def name_of(path):
    return path.relative_to(TEMPLATES).as_posix()


# ---------------------------------------------------------------- filters
@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [(1250000, "", "1.250.000"), (450000, "đ", "450.000\u00a0đ"), (0, "đ", "0\u00a0đ"), (None, "đ", ""), ("", "", "")],
)
def test_money_has_dots_and_an_unbroken_unit(value, unit, text):
    assert ui.money(value, unit) == text


@pytest.mark.parametrize(
    ("day", "style", "text"),
    [
        (date(2020, 7, 1), "", "01/07/2020"),
        (date(2020, 6, 26), "short", "26/6"),
        (date(2019, 6, 26), "short", "26/6/2019"),
        (None, "", ""),
    ],
)
def test_dates_are_short_only_in_sentences_of_this_year(settings, day, style, text):
    settings.WORK_DATE = date(2020, 7, 10)
    assert ui.vndate(day, style) == text


@pytest.mark.parametrize(
    ("days", "words", "tone"),
    [
        (-4, "Quá 4 ngày", "late"),
        (0, "Hạn hôm nay", "soon"),
        (3, "Còn 3 ngày", "soon"),
        (4, "Còn 4 ngày", ""),
        (None, "", ""),
    ],
)
def test_days_left_are_said_in_words(days, words, tone):
    assert (ui.due_words(days), ui.due_tone(days)) == (words, tone)


def test_avatar_shows_the_given_name_which_stands_last():
    assert [ui.initial("Vũ Thị Hồng Hạnh"), ui.initial("đoàn đức"), ui.initial("")] == ["H", "Đ", "?"]


@pytest.mark.parametrize(("span", "text"), [(timedelta(minutes=15), 15), (timedelta(seconds=61), 2), (None, "ít")])
def test_lock_out_says_whole_minutes(span, text):
    assert ui.minutes(span) == text


# ---------------------------------------------------------------- tags
def test_chip_of_an_enum_member_takes_its_label_from_the_enum():
    html = render("{% chip state %}", state=DossierState.SENT_BACK)
    assert html.endswith('<span class="chip chip-bad"><i class="bi bi-arrow-return-left" aria-hidden="true"></i> Trả lại</span>')


def test_chip_of_a_record_takes_its_display():
    record = SimpleNamespace(state="draft", get_state_display=lambda: "Dự thảo")
    assert ui.chip(record) == {"icon": "pencil", "tone": "", "label": "Dự thảo"}


def test_chip_of_an_unknown_state_still_shows_its_words():
    assert ui.chip("moved", "Đã chuyển") == {"icon": "circle", "tone": "", "label": "Đã chuyển"}


def test_every_state_of_the_product_has_its_chip():
    enums = [item for module in (awards, campaigns, core) for item in vars(module).values() if isinstance(item, type)]
    states = [e for e in enums if issubclass(e, TextChoices) and e.__name__.endswith(("State", "Status"))]
    assert {e.__name__ for e in states} >= {"DossierState", "NominationState", "DecisionState", "JobState"}
    assert [f"{e.__name__}.{value}" for e in states for value in e.values if value not in ui.STATE_CHIPS] == []


@pytest.mark.parametrize(("level", "tone"), [("eligible", "ok"), ("look", "warn"), ("missing", "bad"), ("block", "bad")])
def test_words_of_the_rules_have_a_tone(level, tone):
    assert (ui.verdict_tone(level), ui.verdict_icon(level)) == (tone, ui.VERDICTS[tone][0])


@pytest.mark.parametrize(
    ("value", "total", "goal", "width", "mark"),
    [(7, 10, 6.5, "70", "65.0"), (17, 15, 15, "100", "98.4"), (0, 0, 3, "0", None), (None, 10, None, "0", None)],
)
def test_meter_stays_inside_its_frame(value, total, goal, width, mark):
    facts = ui.meter(value, total, goal=goal)
    assert (facts["width"], facts["goal"], facts["label"]) == (width, mark, f"{width}%")


def test_meter_writes_attributes_with_a_point_in_a_vietnamese_page():
    assert 'x="65.0" width="1.6"' in render("{% meter 7 10 goal=6.5 %}")


def test_query_string_keeps_filters_and_starts_pages_again():
    params = QueryDict("q=lan&unit=3&page=4")
    assert replace_query(params, sort="name") == "?q=lan&unit=3&sort=name"
    assert replace_query(params, page=5, unit=None) == "?q=lan&page=5"
    assert render("{% qs_replace q=None %}") == "?"


def test_sorted_head_turns_round_and_the_others_rise():
    columns = [{"label": "Tên", "sort": "name"}, {"label": "Tiền", "sort": "money", "num": True}, {"label": "Loại"}]
    assert head_cells(QueryDict("sort=name"), columns) == [
        {"label": "Tên", "css": "", "url": "?sort=-name", "order": "ascending", "arrow": "up"},
        {"label": "Tiền", "css": "num", "url": "?sort=money"},
        {"label": "Loại", "css": ""},
    ]


@pytest.mark.parametrize(
    ("paginator", "number", "summary", "pages"),
    [
        (Paginator(range(128), 20), 2, "21–40 trên 128 dòng", [1, 2, 3, "…", 7]),
        (Paginator(range(9), 20), 1, "9 dòng", [1]),
        (CappedPaginator(list(range(5000)), 100), 1, "1–100 trên hơn 1.000 dòng", [1, 2, "…", 10]),
        (CappedPaginator(list(range(1000)), 500), 2, "501–1.000 trên 1.000 dòng", [1, 2]),
    ],
)
def test_pager_counts_up_to_the_cap(paginator, number, summary, pages):
    facts = page_links(QueryDict(""), paginator.page(number), "dòng")
    assert (facts["summary"], [page["label"] for page in facts["pages"]]) == (summary, pages)


def test_content_between_tags_is_escaped_once():
    html = render("{% panel title %}{{ name }}{% endpanel %}", title="A & B", name="<b>Lan</b>")
    assert (html.count("A &amp; B"), html.count("&lt;b&gt;Lan&lt;/b&gt;"), "&amp;lt;" in html) == (1, 1, False)


def test_dialog_posts_with_a_token_and_starts_on_the_safe_button():
    html = render('{% dialog "d1" "Bỏ hồ sơ?" action="/x/" confirm="Bỏ hồ sơ" danger=True %}Mất 15 dòng.{% enddialog %}')
    assert ("csrfmiddlewaretoken" in html, "autofocus>Xem lại" in html, "btn-danger" in html) == (True, True, True)


@pytest.mark.parametrize(("state", "polls"), [("queued", True), ("running", True), ("done", False), ("failed", False)])
def test_job_is_polled_until_it_ends(state, polls):
    job = SimpleNamespace(public_id="1", state=state, open=polls, label="Tạo giấy khen", done=4, total=10, message="")
    assert ("hx-get" in render('{% include "components/job.html" with job=job url="/j/" only %}', job=job)) == polls


def test_history_draws_the_band_of_each_year_and_keeps_the_words_of_the_award():
    cells = [{"band": "old", "edge": "end", "awards": [{"label": "CSTĐCS", "tone": "ask"}]}, {}]
    rows = [{"title": "Xã Nam Chính", "note": "đến 30/11/2024", "cells": cells}]
    html = render('{% include "components/history.html" with years=years rows=rows only %}', years=[2024, 2025], rows=rows)
    assert re.findall(r'<td class="([^"]*)">', html) == ["b-old b-end", ""]
    assert re.findall(r'class="award ?([^"]*)".*?</i> (\w+)<', html) == [("award-ask", "CSTĐCS")]


# ---------------------------------------------------------------- what no template may hold
@pytest.mark.parametrize("path", SHELL, ids=name_of)
def test_template_of_the_shell_compiles(path):
    engines["django"].get_template(name_of(path))


@pytest.mark.parametrize("path", COMPONENTS, ids=name_of)
def test_component_begins_by_saying_what_it_takes(path):
    assert path.read_text("utf-8").startswith(("{#", "<svg"))


def test_error_page_of_the_last_resort_needs_no_context():
    text = engines["django"].get_template("errors/500.html").render({})
    assert "Trang này vừa gặp sự cố" in text


FORBIDDEN = {
    "inline style": r"\sstyle=",
    "inline handler": r"\son[a-z]+=[\"']",
    "evaluated htmx": r"hx-on|hx-vars|js:|javascript:",
    "script with a body": r"<script\b[^>]*>\s*[^<\s]",
    "style element": r"<style\b",
    "data address": r"[\"'(]data:",
    "unescaped text": r"\|\s*safe\b|autoescape off",
}


@pytest.mark.parametrize("pattern", FORBIDDEN.values(), ids=FORBIDDEN)
def test_no_screen_template_breaks_the_content_policy(pattern):
    screens = [path for path in ALL if "pdf" not in path.relative_to(TEMPLATES).parts]
    assert [name_of(path) for path in screens if re.search(pattern, path.read_text("utf-8"))] == []


def test_no_template_of_the_shell_names_another_site():
    pages = [*SHELL, TEMPLATES / "base.html"]
    assert [name_of(path) for path in pages if re.search(r"(https?:)?//[a-z]", path.read_text("utf-8"))] == []


def test_stylesheets_hold_no_data_address_and_stay_short():
    sheets = sorted((Path(settings.BASE_DIR) / "static" / "css").glob("*.css"))
    texts = {sheet.name: sheet.read_text("utf-8") for sheet in sheets}
    assert [name for name, text in texts.items() if re.search(r"url\(\s*[\"']?data:", text)] == []
    assert [name for name, text in texts.items() if text.count("\n") > 400] == []


def test_every_icon_of_the_tables_is_in_the_icon_font():
    font = Path(settings.BASE_DIR) / "static/node_modules/bootstrap-icons/font/bootstrap-icons.json"
    if not font.exists():
        pytest.skip("front-end libraries are not installed")
    known = re.findall(r'"([a-z0-9-]+)":', font.read_text("utf-8"))
    used = [icon for icon, _ in [*ui.STATE_CHIPS.values(), *ui.VERDICTS.values()]] + list(ui.BANNER_ICONS.values())
    assert sorted(set(used) - set(known)) == []
