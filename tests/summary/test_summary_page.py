"""The leaders' page: the sentence word for word, figures that open exactly their names, who may read what."""

import io
import re
from datetime import date
from html import unescape

import openpyxl
import pytest
from django.core.cache import cache
from django.db import connection
from django.http import QueryDict
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from awards.enums import AwardStatus
from awards.models import Award
from awards.queries.register import counts_and_sum, user_rows
from tests.awards.factories import make_nomination
from tests.summary.awards_given import give_conference, make_award, make_place, sent_by_commune

pytestmark = pytest.mark.django_db
URL = "/tong-hop/"
SENTENCE = (
    "Toàn huyện có 5 tập thể, 10 cá nhân được Chủ tịch UBND tỉnh tặng bằng khen; 21 tập thể, 30 cá nhân có thành tích "
    "xuất sắc được Chủ tịch UBND huyện khen thưởng."
)
EMPTY = "Năm 2019 chưa có quyết định khen thưởng nào."


@pytest.fixture(autouse=True)
def day(settings):
    cache.clear()
    settings.WORK_DATE = date(2020, 7, 20)


@pytest.fixture
def place():
    return make_place()


@pytest.fixture
def conference(place):
    give_conference(place)
    return place


def page(client, user, url=URL):
    client.force_login(user)
    return client.get(url)


def told(response) -> str:
    """The sentence as somebody would copy it."""
    found = re.search(r'id="report-sentence">(.*?)</p>', response.content.decode(), re.S)
    return unescape(strip_tags(found[1]))


def figures(response, money: bool = False) -> list[tuple[int, str]]:
    """(number, address) of every link into the register, counts or amounts; "28/40" counts its first number."""
    links = re.findall(r'<a ([^>]*)href="(/so-khen-thuong/[^"]*)"[^>]*>(.*?)</a>', response.content.decode(), re.S)
    wanted = [(unescape(strip_tags(text)), unescape(url)) for css, url, text in links if ("figure-small" in css) == money]
    return [(int(found[0].replace(".", "")), url) for text, url in wanted if (found := re.search(r"\d[\d.]*", text))]


def exactly(client, response) -> bool:
    """Whether every count of the page opens as many names."""
    return all(count == client.get(url).context["paginator"].count for count, url in figures(response))


# --- the sentence and its names ---------------------------------------------------------------


def test_the_sentence_of_the_conference_comes_out_word_for_word(client, conference):
    assert told(page(client, conference.chair)) == SENTENCE


def test_every_figure_opens_exactly_its_names(client, conference):
    answer = page(client, conference.chair)
    opened = [(count, client.get(url).context["paginator"].count, url) for count, url in figures(answer)]
    assert len(opened) == 20
    assert [row for row in opened if row[0] != row[1]] == []


def test_every_amount_opens_the_awards_that_make_it(client, conference):
    amounts = figures(page(client, conference.chair), money=True)
    rows = [user_rows(conference.chair, QueryDict(url.partition("?")[2])) for _, url in amounts]
    assert [amount for amount, _ in amounts] == [1_500_000, 5_100_000, 6_600_000]
    assert [counts_and_sum(found)["total"] for found in rows] == [1_500_000, 5_100_000, 6_600_000]


def test_the_figures_of_last_year_open_the_names_of_last_year(client, conference):
    make_award(conference.district, conference.commune, code="GK_HUYEN", decision_date=date(2019, 5, 2), is_party_member=True)
    answer = page(client, conference.chair)
    assert answer.context["awards"]["heading"] == "66 khen thưởng, năm trước 1"
    assert [count for count, url in figures(answer) if "nam=2019" in url] == [1, 1, 1, 1]
    assert [client.get(url).context["paginator"].count for _, url in figures(answer) if "nam=2019" in url] == [1, 1, 1, 1]


def test_shares_and_money_are_those_of_the_file(client, conference):
    context = page(client, conference.chair).context
    assert [(row["label"], row["count"], row["percent"]) for row in context["shares"]["rows"]] == [
        ("Lao động trực tiếp", 28, "70,0%"), ("Nữ", 22, "55,0%"), ("Đảng viên", 24, "60,0%"), ("Lãnh đạo, quản lý", 12, "30,0%"),
    ]  # fmt: skip
    assert (context["shares"]["of"], context["money"]["total"]) == (40, "6.600.000")


def test_empty_rows_and_columns_are_not_shown_and_households_come_when_there_are_some(client, conference):
    assert page(client, conference.chair).context["awards"]["kinds"] == ["Tập thể", "Cá nhân"]
    make_award(conference.district, conference.commune, code="GK_HUYEN", recipient_kind="household")
    answer = page(client, conference.chair)
    assert answer.context["awards"]["kinds"] == ["Tập thể", "Hộ gia đình", "Cá nhân"]
    assert "21 tập thể, 1 hộ gia đình, 30 cá nhân" in told(answer)


def test_a_span_of_days_counts_decisions_of_these_days(client, conference):
    make_award(conference.district, conference.commune, code="GK_HUYEN", decision_date=date(2020, 3, 2))
    answer = page(client, conference.chair, f"{URL}?tu=01/03/2020&den=31/03/2020")
    assert told(answer) == "Toàn huyện có 1 cá nhân có thành tích xuất sắc được Chủ tịch UBND huyện khen thưởng."
    assert {client.get(url).context["paginator"].count for _, url in figures(answer)} == {1}
    assert answer.context["months"] is None


def test_days_that_cannot_be_read_are_said_and_the_year_is_shown(client, conference):
    answer = page(client, conference.chair, f"{URL}?tu=31/02/2020&den=31/03/2020")
    assert "Chưa đọc được khoảng ngày." in answer.content.decode()
    assert told(answer) == SENTENCE


def test_a_cancelled_award_is_not_counted_and_not_opened(client, conference):
    Award.objects.filter(recipient_kind="individual", level="province").update(status=AwardStatus.CANCELLED)
    answer = page(client, conference.chair)
    assert "10 cá nhân" not in told(answer)
    assert exactly(client, answer)


def test_a_recipient_whose_unit_is_only_words_counts_where_the_proposal_came_from(client, conference):
    dossier = sent_by_commune(conference)
    line = make_nomination(dossier, "Hợp tác xã Thử")
    make_award(conference.district, None, code="GK_HUYEN", recipient_kind="collective", nomination=line)
    answer = page(client, conference.chair)
    assert "22 tập thể, 30 cá nhân" in told(answer)
    assert exactly(client, answer)


def test_a_new_award_is_seen_at_once_although_figures_are_kept(client, conference):
    page(client, conference.chair)
    make_award(conference.district, conference.commune, code="GK_HUYEN")
    assert "21 tập thể, 31 cá nhân" in told(page(client, conference.chair))


# --- years without awards ---------------------------------------------------------------------


def test_a_year_without_awards_says_so_and_shows_the_year_before(client, place):
    make_award(place.district, place.commune, code="GK_HUYEN", decision_date=date(2018, 5, 2))
    answer = page(client, place.chair, f"{URL}?nam=2019")
    assert told(answer) == EMPTY
    assert answer.context["awards"]["heading"] == "1 khen thưởng năm 2018"
    assert {client.get(url).context["paginator"].count for _, url in figures(answer)} == {1}


def test_an_empty_register_says_what_will_stand_here(client, place):
    answer = page(client, place.chair, f"{URL}?nam=2019")
    assert told(answer) == EMPTY
    assert "Chưa có số liệu để tổng hợp" in answer.content.decode()


# --- who may read -----------------------------------------------------------------------------


def test_a_province_reads_itself_and_its_districts(client, conference):
    assert told(page(client, conference.governor)).startswith("Toàn tỉnh có 5 tập thể, 10 cá nhân")
    district = page(client, conference.governor, f"{URL}?dv={conference.district.public_id}")
    assert told(district) == SENTENCE
    assert [unit.name for unit in district.context["units"]] == ["Tỉnh Thử Nghiệm", "Huyện Núi Thử", "Huyện Sông Thử"]


@pytest.mark.parametrize("unit", ["province", "neighbour"])
def test_a_unit_outside_is_not_there(client, conference, unit):
    answer = page(client, conference.chair, f"{URL}?dv={getattr(conference, unit).public_id}")
    assert answer.status_code == 404
    assert "5 tập thể" not in answer.content.decode()


@pytest.mark.parametrize("value", ["x", "1", "00000000-0000-0000-0000-000000000000"])
def test_a_unit_that_cannot_be_read_is_not_there(client, place, value):
    assert page(client, place.chair, f"{URL}?dv={value}").status_code == 404


def test_another_district_sees_nothing_of_this_one(client, conference):
    assert told(page(client, conference.dung)) == "Năm 2020 chưa có quyết định khen thưởng nào."


def test_a_clerk_reads_the_sentence_of_the_own_unit_only(client, conference):
    answer = page(client, conference.an)
    assert told(answer) == SENTENCE
    assert "awards" not in answer.context
    assert page(client, conference.an, f"{URL}?dv={conference.commune.public_id}").status_code == 404
    assert page(client, conference.an, reverse("summary:summary-export")).status_code == 403


def test_an_administrator_has_no_figures(client, conference):
    assert page(client, conference.root).status_code == 403


def test_a_stranger_signs_in_first(client):
    assert client.get(URL).status_code == 302


# --- what waits, the workbook, the cost -------------------------------------------------------


def test_what_waits_for_a_signature_stands_first_with_one_button(client, conference):
    dossier = sent_by_commune(conference, state="received")
    make_nomination(dossier, state="eligible", verdict="look")
    context = page(client, conference.chair).context
    (item,) = context["waiting"]
    assert (context["waiting_count"], item.action, item.warnings) == (1, "Xem và duyệt", 1)
    assert context["waiting_url"] == f"{reverse('awards:approval')}?hs={dossier.code}"
    assert page(client, conference.auditor).context["waiting"] == []


def test_the_workbook_holds_the_table_and_the_sentence(client, conference):
    answer = page(client, conference.chair, reverse("summary:summary-export") + "?nam=2020")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert rows[1][0] == SENTENCE
    assert [row[:3] for row in rows][-5:] == [
        ["Chủ tịch UBND tỉnh", "Tập thể", 5], ["Chủ tịch UBND tỉnh", "Cá nhân", 10], ["Chủ tịch UBND huyện", "Tập thể", 21],
        ["Chủ tịch UBND huyện", "Cá nhân", 30], ["Cộng", None, 66],
    ]  # fmt: skip


@override_settings(CACHES={"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}})
def test_the_page_takes_the_same_few_queries_however_many_awards(client, place):
    counts = []
    page(client, place.chair)  # sessions and content types are found once
    for _ in range(2):
        give_conference(place)
        with CaptureQueriesContext(connection) as queries:
            client.get(URL)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 15
