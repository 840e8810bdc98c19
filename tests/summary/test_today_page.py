"""Today's work: what waits for each role, in the order of harm, each line with its days and the exact place to go."""

from datetime import UTC, date, datetime

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.models import Appraisal, Decision, DecisionLine
from campaigns.enums import Role
from tests.awards.factories import award_kind, make_dossier, make_nomination, make_round, make_user
from tests.summary.awards_given import give_conference, make_place, sent_by_commune
from thiduakhenthuong.core.enums import JobState
from thiduakhenthuong.core.models import Job

pytestmark = pytest.mark.django_db
MOMENT = datetime(2020, 7, 9, 3, 0, tzinfo=UTC)  # Thursday


@pytest.fixture(autouse=True)
def day(settings):
    cache.clear()
    settings.WORK_DATE = date(2020, 7, 10)


@pytest.fixture
def place():
    return make_place()


@pytest.fixture
def clerk(place):
    return make_user("quynh", "Đỗ Thị Quỳnh", (place.commune, Role.CLERK))


@pytest.fixture
def office(place):
    return make_user("nghia", "Bùi Đức Nghĩa", (place.district, Role.APPRAISER))


def today(client, user, query=""):
    client.force_login(user)
    return client.get(f"/{query}")


def groups(client, user) -> list[tuple]:
    """(group, [(title, action, days)]) as the page shows them."""
    found = today(client, user).context["groups"]
    return [(g["title"], [(i.title, i.action, i.days) for i in g["items"]]) for g in found]


def only(client, user):
    """The one line of the page."""
    (item,) = today(client, user).context["items"]
    return item


# --- clerk ------------------------------------------------------------------------------------


def test_a_returned_line_opens_at_itself_with_the_reason_of_the_last_return(client, place, clerk, office):
    dossier = sent_by_commune(place, state="received")
    line = make_nomination(dossier, state="sent_back", gender="female", name="Phạm Thị Thu")
    for code, sentence in (("A1", "Câu cũ"), ("B3", "Báo cáo chưa có xác nhận")):
        Appraisal.objects.create(nomination=line, action="send_back", reason_code=code, sentence=sentence, by=office, at=MOMENT)
    item = only(client, clerk)
    assert (item.title, item.why) == ("Bà Phạm Thị Thu, Đảng ủy xã An Sơn", "Báo cáo chưa có xác nhận · mã B3")
    assert item.url == f"{reverse('awards:dossier-detail', args=[dossier.public_id])}#{line.public_id}"
    assert (item.group, item.action, item.due_note) == ("tra-lai", "Sửa dòng này", "từ 9/7")


def test_drafts_stand_by_the_days_left_of_their_round(client, place, clerk):
    for name, deadline in (("xa", date(2020, 8, 30)), ("gần", date(2020, 7, 13)), ("quá", date(2020, 7, 8)), ("không hạn", None)):
        found = make_round(place.district, deadline=deadline)
        sent_by_commune(place, round=found, campaign_text=name)
    assert groups(client, clerk) == [
        ("Quá hạn", [("quá, 0 dòng gửi Huyện Sông Thử", "Mở bảng nhập", -2)]),
        ("Đến hạn trong 7 ngày", [("gần, 0 dòng gửi Huyện Sông Thử", "Mở bảng nhập", 3)]),
        ("Chờ tôi", [("xa, 0 dòng gửi Huyện Sông Thử", "Mở bảng nhập", 51),
                     ("không hạn, 0 dòng gửi Huyện Sông Thử", "Mở bảng nhập", None)]),
    ]  # fmt: skip


def test_a_round_that_closes_soon_and_has_no_dossier_of_the_unit_is_named(client, place, clerk):
    make_round(place.district, name="Đợt đang mở", deadline=date(2020, 7, 15))
    make_round(place.district, name="Đợt chưa mở", opens_on=date(2020, 7, 12), deadline=date(2020, 7, 16))
    make_round(place.neighbour, name="Đợt của huyện khác", deadline=date(2020, 7, 15))
    sent_by_commune(place, state="submitted", round=make_round(place.district, name="Đợt đã gửi", deadline=date(2020, 7, 15)))
    assert groups(client, clerk) == [("Đến hạn trong 7 ngày", [("Đợt đang mở", "Lập hồ sơ", 5)])]


def test_lines_taken_out_and_work_of_others_do_not_wait(client, place, clerk):
    sent = sent_by_commune(place, state="received")
    make_nomination(sent, state="sent_back", removed_at=MOMENT)
    make_dossier(place, unit=place.neighbour)
    sent_by_commune(place, state="ready")
    assert groups(client, clerk) == []


# --- head, approver, office -------------------------------------------------------------------


def test_the_head_confirms_what_the_clerk_handed_over(client, place):
    make_nomination(make_dossier(place, state="ready", ready_at=MOMENT), verdict="missing")
    item = only(client, place.chair)
    assert (item.action, item.signing, item.warnings, item.due_note) == ("Xác nhận, gửi", True, 1, "từ 9/7")


def test_the_office_receives_appraises_and_drafts(client, place, office):
    sent_by_commune(place, code="HS-NHAN", state="submitted", submitted_at=MOMENT)
    received = sent_by_commune(place, code="HS-XET", state="received", received_at=MOMENT)
    for verdict in ("eligible", "eligible", "look", "missing"):
        make_nomination(received, state="submitted", verdict=verdict)
    for kind in ("collective", "individual"):
        make_nomination(received, state="approved", recipient_kind=kind, award_kind=award_kind("GK_HUYEN"), approved_at=MOMENT)
    found = {item.action: item for item in today(client, office).context["items"]}
    assert list(found) == ["Thẩm định", "Tiếp nhận", "Soạn quyết định"]
    assert found["Thẩm định"].why.startswith("2 sạch, 2 cần xem · ")
    assert found["Thẩm định"].url == f"{reverse('awards:appraisal')}?hs=HS-XET&xem=can-xem"
    assert found["Soạn quyết định"].title.endswith(": 1 tập thể, 1 cá nhân")


def test_a_line_that_came_back_from_the_unit_is_to_be_looked_at(client, place, office):
    received = sent_by_commune(place, state="received", received_at=MOMENT)
    line = make_nomination(received, state="submitted", verdict="eligible")
    make_nomination(received, state="submitted", verdict="eligible")
    for action in ("send_back", "send_back"):
        Appraisal.objects.create(nomination=line, action=action, by=office)
    assert only(client, office).why.startswith("1 sạch, 1 cần xem · ")


@pytest.mark.parametrize(
    ("received", "group", "days"),
    [
        (datetime(2020, 7, 9, tzinfo=UTC), "cho-toi", 19),  # 20 working days of a district, from the catalogue
        (datetime(2020, 6, 17, tzinfo=UTC), "den-han", 3),
        (datetime(2020, 6, 8, tzinfo=UTC), "qua-han", -4),
    ],
)
def test_appraisal_has_the_working_days_of_the_catalogue(client, place, office, received, group, days):
    make_nomination(sent_by_commune(place, state="received", received_at=received), state="submitted")
    item = only(client, office)
    assert (item.group, item.days) == (group, days)


def test_the_approver_sees_counts_but_never_a_line_entered_by_himself(client, place):
    dossier = sent_by_commune(place, state="received", received_at=MOMENT)
    make_nomination(dossier, state="eligible", recipient_kind="household", verdict="eligible", award_kind=award_kind("GK_HUYEN"))
    make_nomination(dossier, state="eligible", entered_by=place.chair, award_kind=award_kind("GK_HUYEN"))
    item = only(client, place.chair)
    assert item.title == f"{award_kind('GK_HUYEN').label}: 1 hộ gia đình"
    assert item.url == f"{reverse('awards:approval')}?hs={dossier.code}"


def test_a_decision_waits_first_for_the_office_then_for_a_number(client, place, office):
    decision = Decision.objects.create(
        unit=place.district, award_kind=award_kind("GK_HUYEN"), level="district", symbol="QĐ-UBND",
        planned_date=date(2020, 7, 14), reason="thành tích", created_by=office,
    )  # fmt: skip
    line = make_nomination(sent_by_commune(place, state="received"), state="approved")
    DecisionLine.objects.create(decision=decision, nomination=line, position=1)
    item = only(client, office)
    assert (item.action, item.days, item.url) == ("Soạn tiếp", 4, reverse("awards:decision", args=[decision.public_id]))
    assert today(client, place.chair).context["items"] == []
    Decision.objects.update(state="for_signature")
    assert (only(client, office).action, only(client, place.chair).action) == ("Phát hành", "Phát hành")


# --- administrator, readers, nobody -----------------------------------------------------------


def test_the_administrator_sees_rows_to_compare_and_accounts_without_work(client, place):
    make_user("moi", "Nguyễn Thị Mới")
    items = today(client, place.root).context["items"]
    assert [item.title for item in items if item.action == "Phân công"] == ["Tài khoản moi chưa được phân công"]
    deadlines = next(item for item in items if item.title.startswith("Thời hạn: "))
    assert deadlines.url == f"{reverse('awards:catalogue-list', args=['thoi-han'])}?dc=verify&ngay=10%2F07%2F2020"
    assert client.get(deadlines.url).context["paginator"].count == int(deadlines.title.split(": ")[1].split()[0])


def test_who_only_reads_goes_to_the_summary(client, place):
    for user in (place.dung, place.auditor):
        assert today(client, user).url == reverse("summary:summary")


def test_an_account_without_a_role_is_told_whom_to_ask(client):
    assert "Tài khoản chưa được phân công" in today(client, make_user("moi", "Nguyễn Thị Mới")).content.decode()


def test_nothing_left_says_so_by_name(client, place, clerk):
    clerk.honorific = "Bà"
    clerk.save()
    assert "Không còn việc nào chờ bà Quỳnh" in today(client, clerk).content.decode()


# --- tabs, sentence, jobs, cost ---------------------------------------------------------------


def test_tabs_live_in_the_address_with_their_counts(client, place, clerk):
    sent_by_commune(place, round=make_round(place.district, deadline=date(2020, 7, 8)))
    sent_by_commune(place)
    answer = today(client, clerk, "?xem=qua-han")
    assert [(tab["label"], tab["count"], tab["active"]) for tab in answer.context["tabs"]] == [
        ("Tất cả", 2, False), ("Quá hạn", 1, True), ("Chờ tôi", 1, False),
    ]  # fmt: skip
    assert [group["title"] for group in answer.context["groups"]] == ["Quá hạn"]
    assert len(today(client, clerk, "?xem=khac").context["groups"]) == 2


def test_the_ready_sentence_is_that_of_the_own_unit(client, place):
    give_conference(place)
    parts = today(client, place.an).context["sentence"]["parts"]
    assert "".join(part["text"] for part in parts).startswith("Toàn huyện có 5 tập thể, 10 cá nhân được Chủ tịch UBND tỉnh")
    assert today(client, place.root).context["sentence"] is None


def test_only_my_running_jobs_are_shown(client, place, clerk):
    for user, state, label in ((clerk, JobState.RUNNING, "Của tôi"), (place.an, JobState.RUNNING, "Của người khác"),
                               (clerk, JobState.DONE, "Xong từ lâu")):  # fmt: skip
        Job.objects.create(kind="x", label=label, by=user, state=state)
    assert [facts["job"].label for facts in today(client, clerk).context["jobs"]] == ["Của tôi"]


def test_the_page_takes_the_same_few_queries_however_much_waits(client, place, clerk, office):
    for user in (place.chair, office, clerk):
        counts = []
        today(client, user)
        for _ in range(2):
            for state in ("submitted", "sent_back", "eligible", "approved"):
                make_nomination(sent_by_commune(place, state="received", received_at=MOMENT), state=state)
            sent_by_commune(place)
            make_dossier(place, state="ready")
            with CaptureQueriesContext(connection) as queries:
                client.get("/")
            counts.append(len(queries))
        assert counts[0] == counts[1] <= 15
