"""The first page of a campaign: its finding, its years, what it shows to whom, and the one press that reminds all."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import make_aware

from campaigns.enums import CampaignState, DutyKind, Escalation, Operator, Pace, RegistrationState, Role, Rollup
from campaigns.models import Commitment, Exemplar, Obligation, Replication, TargetFigure
from campaigns.tally.finding import campaign_finding, in_words, lowered
from campaigns.tally.steps import month_counts
from campaigns.views.overview_parts import percent_text, value_text
from tests.awards.factories import make_unit, make_user, make_world
from tests.campaigns.factories import make_campaign, make_registration, make_resolution, make_target
from thiduakhenthuong.core import events

DAY = date(2021, 10, 15)
E, T, S, R, N = Pace.EXCEEDED, Pace.ON_TRACK, Pace.SLOW, Pace.AT_RISK, Pace.NONE


# --- the finding -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("paces", "over", "words"),
    [
        ([], False, "Phong trào chưa có chỉ tiêu nào"),
        ([N, N], False, "Chưa có số liệu năm 2021 của cả 2 chỉ tiêu"),
        ([T, T], False, "Cả 2 chỉ tiêu đúng tiến độ năm 2021"),
        ([T], False, "Chỉ tiêu duy nhất đúng tiến độ năm 2021"),
        ([E, T], False, "Cả 2 chỉ tiêu đúng tiến độ năm 2021, trong đó 1 chỉ tiêu vượt kế hoạch"),
        ([T, R], False, "1 trong 2 chỉ tiêu đúng tiến độ năm 2021, chỉ tiêu b có nguy cơ không đạt"),
        ([R, R, T], False, "1 trong 3 chỉ tiêu đúng tiến độ năm 2021, chỉ tiêu a và chỉ tiêu b có nguy cơ không đạt"),
        ([R, R, R], False, "Chưa có chỉ tiêu nào đúng tiến độ năm 2021, 3 chỉ tiêu có nguy cơ không đạt"),
        ([T, S, S, S], False, "1 trong 4 chỉ tiêu đúng tiến độ năm 2021, 3 chỉ tiêu còn chậm"),
        ([T, N], False, "1 trong 2 chỉ tiêu đúng tiến độ năm 2021, 1 chỉ tiêu chưa có số liệu"),
        ([T, S, R], True, "1 trong 3 chỉ tiêu đạt hoặc vượt kế hoạch năm 2021, chỉ tiêu c và chỉ tiêu b không đạt"),
    ],
)
def test_the_heading_is_the_finding_and_flips_with_it(paces, over, words):
    marks = [(f"Chỉ tiêu {'abcdef'[place]}", pace) for place, pace in enumerate(paces)]
    assert campaign_finding(marks, 2021, over=over).replace("\u00a0", " ") == words


def test_words_of_small_numbers_and_names():
    assert [in_words(count) for count in (1, 3, 10, 1250)] == ["một", "ba", "mười", "1.250"]
    assert (lowered("Số việc làm mới"), lowered("GRDP bình quân")) == ("số việc làm mới", "GRDP bình quân")
    assert value_text(Decimal("45"), Decimal("50")) == "45\u00a0-\u00a050"
    assert [percent_text(value) for value in (None, Decimal("79.5"), Decimal(-3))] == ["", "80%", "đi ngược"]


def test_copies_are_counted_month_by_month():
    days = [date(2021, 1, 20), date(2021, 3, 1), date(2020, 5, 5)]
    assert month_counts(days, date(2021, 1, 1), date(2021, 4, 2)) == [2, 2, 3, 3]


# --- the page ----------------------------------------------------------------------------------

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def work_day(settings):
    settings.WORK_DATE = DAY
    cache.clear()


class Story:
    """The district's campaign with houses (on track) and new jobs (at risk), two communes in scope."""

    def __init__(self):
        self.world = world = make_world()
        self.other = make_unit("Xã Quốc Tuấn", "commune", world.district, place="huyện Nam Sách")
        self.campaign = make_campaign(
            world.district, state=CampaignState.LAUNCHED, units=[world.commune, self.other],
            resolution=make_resolution(world.district), slogans="Người người thi đua\nNhà nhà thi đua",
        )  # fmt: skip
        self.houses = make_target(self.campaign, group="Xã hội")
        self.jobs = make_target(
            self.campaign, "Số việc làm mới", (1700, 1750, 1800, 1850, 1900), unit_of_measure="người", order=1
        )
        TargetFigure.objects.create(target=self.houses, year=2021, quarter=3, actual=17)
        TargetFigure.objects.create(target=self.jobs, year=2021, quarter=3, actual=905)

    @property
    def path(self):
        return reverse("campaigns:campaign", args=[self.campaign.public_id])

    def late(self, unit, **fields):
        facts = {"kind": DutyKind.REPORT, "year": 2021, "quarter": 3, "due_on": date(2021, 10, 10), "head_name": "Lê Thị Chi"}
        return Obligation.objects.create(campaign=self.campaign, unit=unit, **(facts | fields))

    def promise(self, unit, text, *, vague=False, **fields):
        made = make_registration(self.campaign, unit, text=text, state=RegistrationState.CONFIRMED, **fields)
        hints = ["VAGUE_PHRASE", "MISSING_NUMBER"] if vague else []
        Commitment.objects.filter(registration=made).update(needs_work=vague, hints=hints)
        return made

    def spread(self, title, *units):
        made = Exemplar.objects.create(
            title=title, search_key=title.lower(), office=self.world.district, unit=self.world.commune,
            campaign=self.campaign, state="recognised",
        )  # fmt: skip
        for unit in units:
            Replication.objects.create(exemplar=made, unit=unit, state="confirmed", started_on=date(2021, 3, 1))
        return made


@pytest.fixture
def story():
    return Story()


def test_the_page_says_where_the_targets_stand(story, client):
    client.force_login(story.world.an)
    page = client.get(story.path)
    assert page.context["year"] == 2021
    assert page.context["finding"].replace("\u00a0", " ") == (
        "1 trong 2 chỉ tiêu đúng tiến độ năm 2021, số việc làm mới có nguy cơ không đạt"
    )
    for words in ("Trịnh Công Khải", "Phó Chủ tịch UBND huyện", "Người người thi đua", "hết quý\u00a0III", "Nguy cơ"):
        assert words in page.text, words
    assert f'nam=2021&amp;ct={story.jobs.public_id}"><b>905</b></a> / 1.700' in page.text


def test_the_year_is_in_the_address_and_a_closed_year_speaks_of_what_was_met(story, client, settings):
    settings.WORK_DATE = date(2022, 3, 1)
    client.force_login(story.world.an)
    page = client.get(story.path, {"nam": "2021"})
    assert [row.now.word for row in page.context["rows"]] == ["Chưa báo cáo cả năm", "Chưa báo cáo cả năm"]
    TargetFigure.objects.create(target=story.houses, year=2021, quarter=4, actual=20)
    TargetFigure.objects.create(target=story.jobs, year=2021, quarter=4, actual=1690)
    page = client.get(story.path, {"nam": "2021"})
    assert [row.now.word for row in page.context["rows"]] == ["Đạt", "Không đạt"]
    assert page.context["finding"].replace("\u00a0", " ") == (
        "1 trong 2 chỉ tiêu đạt hoặc vượt kế hoạch năm 2021, số việc làm mới không đạt"
    )
    wide = client.get(story.path, {"nam": "2022", "rong": "1"})
    assert wide.context["years_before"] == [2021]  # 2020 has no plan
    assert [cell.year for cell in wide.context["rows"][0].before] == [2021]
    for odd in ("1999", "abc", "-1", "2021.5"):
        assert client.get(story.path, {"nam": odd}).context["year"] == 2021  # no quarter of 2022 is over


def test_ranges_words_and_missing_plans_are_shown_as_they_are(story, client):
    client.force_login(story.world.an)
    words = make_target(
        story.campaign, "Cảnh quan nơi làm việc", (), operator=Operator.QUALITATIVE, unit_of_measure="", term_value=None,
        term_text="Xanh, sạch, đẹp", order=2,
    )  # fmt: skip
    TargetFigure.objects.create(target=words, year=2021, quarter=3, actual_text="12/13 cơ quan đạt", met=True)
    water = make_target(story.campaign, "Hộ dùng nước sạch", (90,), unit_of_measure="%", rollup=Rollup.END_POINT, order=3)
    water.years.update(value_max=92)
    page = client.get(story.path)
    assert "12/13 cơ quan đạt" in page.text and "Xanh, sạch, đẹp" in page.text
    assert "90\u00a0-\u00a092" in page.text
    later = client.get(story.path, {"nam": "2023"})
    assert later.status_code == 200 and later.context["until"] == ""


def test_what_is_late_names_unit_head_days_and_how_far_it_climbed(story, client):
    story.late(story.world.commune, reminders=2)
    story.late(story.other, kind=DutyKind.REGISTER, quarter=0, due_on=date(2021, 2, 28), escalation=Escalation.ABOVE)
    story.late(story.other, due_on=date(2021, 10, 20))
    client.force_login(story.world.an)
    page = client.get(story.path)
    late = page.context["late"]
    assert [(row["unit"].name, row["days"]) for row in late] == [("Xã Quốc Tuấn", 229), ("Xã Nam Trung", 5)]
    assert [row["climbed"] for row in late] == ["đã báo cấp trên", "đã nhắc 2 lần"]
    assert "Hai đơn vị quá hạn" in page.text and "Nhắc cả hai đơn vị" in page.text


def test_one_press_reminds_everybody_who_is_late(story, client):
    first = story.late(story.world.commune)
    done = story.late(story.other, done_at=make_aware(datetime(2021, 10, 9)))
    client.force_login(story.world.an)
    page = client.post(reverse("campaigns:campaign-remind", args=[story.campaign.public_id]))
    assert page.status_code == 200 and "Xã Nam Trung" in page.context["text"] and "Xã Quốc Tuấn" not in page.context["text"]
    first.refresh_from_db()
    done.refresh_from_db()
    assert (first.reminders, done.reminders) == (1, 0)
    assert events.last_event(first).action == "remind"


def test_a_reminder_without_anybody_late_or_without_the_right_is_told(story, client):
    path = reverse("campaigns:campaign-remind", args=[story.campaign.public_id])
    client.force_login(story.world.an)
    assert client.post(path, follow=True).redirect_chain
    story.late(story.world.commune)
    clerk = make_user("mai", "Đỗ Thị Mai", (story.world.commune, Role.CLERK))
    client.force_login(clerk)
    assert "Nhắc đơn vị này" not in client.get(story.path).text
    assert client.post(path).status_code == 403
    assert client.get(path).status_code == 405


def test_one_vague_line_is_shown_amber_with_the_reason(story, client):
    story.promise(story.world.commune, "Sửa 6 nhà trước 30/9/2021")
    story.promise(story.other, "Tiếp tục đẩy mạnh phong trào", vague=True)
    client.force_login(story.world.an)
    page = client.get(story.path)
    assert [line.needs_work for line in page.context["lines"]] == [False, True]
    assert "câu chung chung, chưa có con số" in page.text and "<b>6 nhà</b>" in page.text


def test_promises_of_others_are_shown_only_to_those_who_read_them(story, client):
    story.promise(story.other, "Sửa 6 nhà trước 30/9/2021")
    client.force_login(make_user("mai", "Đỗ Thị Mai", (story.world.commune, Role.CLERK)))
    page = client.get(story.path)
    assert page.status_code == 200 and "Sửa 6 nhà" not in page.text
    assert "1/2 xã" in page.text  # coverage is for everybody who sees the campaign


def test_examples_are_charted_on_one_scale_the_widest_first(story, client):
    story.spread("Đường hoa tự quản", story.other)
    story.spread("Chi bộ 4 tốt", story.other, story.world.school)
    story.spread("Chưa ai làm theo")
    client.force_login(story.world.an)
    found = client.get(story.path).context["spread"]
    assert [(item["exemplar"].title, item["copies"]) for item in found] == [("Chi bộ 4 tốt", 2), ("Đường hoa tự quản", 1)]


def test_drafts_are_for_their_unit_and_say_what_to_do(story, client):
    type(story.campaign).objects.filter(pk=story.campaign.pk).update(state=CampaignState.DRAFT, launched_on=None)
    client.force_login(story.world.an)
    page = client.get(story.path)
    assert "Phong trào chưa phát động." in page.text and "Đăng ký thi đua" not in page.text
    client.force_login(make_user("mai", "Đỗ Thị Mai", (story.world.commune, Role.CLERK)))
    assert client.get(story.path).status_code == 404


def test_outsiders_do_not_find_it(story, client):
    client.force_login(story.world.dung)
    assert client.get(story.path).status_code == 404
    client.logout()
    assert client.get(story.path).status_code == 302


def test_the_number_of_queries_does_not_grow(story, client):
    client.force_login(story.world.an)

    def count():
        cache.clear()  # coverage is kept for a minute
        with CaptureQueriesContext(connection) as queries:
            assert client.get(story.path).status_code == 200
        return len(queries)

    story.promise(story.world.commune, "Sửa 6 nhà trước 30/9/2021")
    story.late(story.world.commune)
    story.spread("Đường hoa tự quản", story.other)
    count()
    before = count()
    for place in range(3):
        unit = make_unit(f"Xã Số {place}", "commune", story.world.district)
        story.promise(unit, f"Sửa {place + 2} nhà trước 30/9/2021", vague=place == 1)
        story.late(unit)
        story.spread(f"Mô hình {place}", unit, story.other)
        TargetFigure.objects.create(target=make_target(story.campaign, f"Chỉ tiêu {place}"), year=2021, quarter=2, actual=3)
    assert count() == before
    assert before <= 15
