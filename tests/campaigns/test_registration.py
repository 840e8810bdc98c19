"""Registrations: who may make, send, confirm and return them; their lines, their hints, and who has not registered."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.enums import CampaignState, DutyKind, RegistrationKind, RegistrationState, Role, UnitLevel
from campaigns.models import Allocation, CampaignUnit, Commitment, Obligation, Position, Registration, Result, UnitSuccession
from campaigns.queries import registration as queries
from campaigns.queries.registration import coverage
from campaigns.services import commitment as lines
from campaigns.services import registration as services
from campaigns.services.duties import make_duties
from tests.awards.factories import make_person, make_unit, make_user, make_world
from tests.campaigns.factories import make_campaign, make_registration, make_report, make_target
from thiduakhenthuong.core import events
from thiduakhenthuong.core.errors import Conflict, Refused

pytestmark = pytest.mark.django_db
GOOD = {"text": "Sửa 6 nhà cho hộ nghèo trước 30/9/2021"}
VAGUE = {"text": "Tích cực nâng cao chất lượng công tác"}


@pytest.fixture
def set_day(settings):
    """Says what day it is."""

    def put(day):
        settings.WORK_DATE = day

    return put


@pytest.fixture
def world(set_day):
    """Xã Nam Trung with its clerk (minh) and head (nga), in a campaign of its district, on 15 January 2021."""
    set_day(date(2021, 1, 15))
    made = make_world()
    made.minh = make_user("minh", "Đinh Văn Minh", (made.commune, Role.CLERK))
    made.nga = make_user("nga", "Vũ Thị Nga", (made.commune, Role.HEAD))
    made.campaign = make_campaign(
        made.district, state=CampaignState.LAUNCHED, units=[made.commune, made.school], register_by=date(2021, 2, 28),
    )  # fmt: skip
    make_duties(made.campaign)
    made.target = make_target(made.campaign)
    return made


def create(world, *, by=None, **values):
    """A draft of Nam Trung for 2021 aiming at TTLDXS, with one concrete line."""
    facts = {"campaign": world.campaign, "unit": world.commune, "year": 2021, "title_code": "TTLDXS", "lines": [GOOD]}
    return services.create_registration(by=by or world.minh, **facts | values)


def errors(caught):
    """{field: first message} of a refused value."""
    return {field: messages[0] for field, messages in caught.value.message_dict.items()}


# --- making -----------------------------------------------------------------------------------


def test_a_registration_knows_its_head_and_what_its_sentence_says(world):
    made = create(world)
    assert (made.state, made.head_name) == (RegistrationState.DRAFT, "Vũ Thị Nga")
    line = made.commitments.get()
    assert (line.value, line.unit_of_measure, line.due_on) == (Decimal(6), "nhà", date(2021, 9, 30))
    assert not line.needs_work and line.hints == []
    assert [event.action for event in events.history(made)] == ["create", "add_lines"]


@pytest.mark.parametrize("who", ["an", "chi", "nga", "giang", "dung"])
def test_only_the_clerk_of_the_unit_registers_it(world, who):
    with pytest.raises(Refused):
        create(world, by=getattr(world, who))
    assert not Registration.objects.exists()


def test_one_registration_for_each_unit_and_year(world):
    create(world)
    with pytest.raises(ValidationError) as caught:
        create(world)
    assert "đã có bản đăng ký năm 2021" in errors(caught)["year"]
    assert create(world, year=2022).year == 2022


def test_two_presses_at_once_make_one_registration_and_a_plain_message(world, monkeypatch):
    """The look before found nothing for either; the database lets one pass."""
    create(world)
    monkeypatch.setattr(queries, "taken", lambda registration: False)
    with pytest.raises(ValidationError) as caught:
        create(world)
    assert "đã có bản đăng ký" in errors(caught)["year"]
    assert Registration.objects.count() == 1


def test_a_known_person_is_linked(world):
    person = make_person("Hà Đình Tuyển", 1968)
    Position.objects.create(person=person, unit=world.commune, title="Chủ tịch UBND xã")
    facts = {"kind": "individual", "title_code": "LDTT", "person_name": "Hà Đình Tuyển"}
    assert create(world, **facts, birth_date=date(1968, 4, 5)).person == person
    assert create(world, **facts, birth_date=date(1969, 4, 5)).person is None


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"year": 2019}, "year", "kéo dài từ 14/07/2020"),
        ({"year": 2026}, "year", "đến 31/12/2025"),
        ({"kind": "branch"}, "branch", "ngành, lĩnh vực"),
        ({"kind": "individual"}, "person_name", "họ và tên"),
        ({"title_code": "LDTT"}, "title_code", "không dành cho tập thể"),
        ({"title_code": "KHONG_CO"}, "title_code", "danh mục năm 2021"),
        ({"form_code": "TTLDXS"}, "form_code", "danh mục năm 2021"),
        ({"lines": [{"text": " "}]}, "text", "nội dung cam kết"),
        ({"lines": [GOOD | {"value": Decimal(-1)}]}, "value", "không được âm"),
        ({"lines": [GOOD | {"due_on": date(2020, 12, 31)}]}, "due_on", "trước ngày 01/01/2021"),
        ({"lines": [GOOD | {"due_on": date(2026, 1, 1)}]}, "due_on", "sau ngày kết thúc phong trào (31/12/2025)"),
        ({"lines": [GOOD | {"due_on": date(2024, 1, 1)}]}, "due_on", "việc của năm 2024"),
        ({"lines": [{"text": "a" * 501}]}, "text", "500"),
    ],
)  # fmt: skip
def test_bad_values_are_refused_at_their_field_and_nothing_is_kept(world, change, field, words):
    with pytest.raises(ValidationError) as caught:
        create(world, **change)
    assert words in errors(caught)[field]
    assert not Registration.objects.exists() and not Commitment.objects.exists()


def test_a_target_of_another_campaign_cannot_be_served(world):
    other = make_target(make_campaign(world.other_district))
    with pytest.raises(ValidationError) as caught:
        create(world, lines=[GOOD | {"target": other}])
    assert "không thuộc phong trào" in errors(caught)["target"]


@pytest.mark.parametrize(("state", "words"), [(CampaignState.DRAFT, "chưa phát động"), (CampaignState.CLOSED, "đã tổng kết")])
def test_only_a_running_campaign_takes_registrations(world, state, words):
    type(world.campaign).objects.update(state=state)
    world.campaign.refresh_from_db()
    with pytest.raises(ValidationError) as caught:
        create(world)
    assert words in errors(caught)["campaign"]


def test_a_dissolved_unit_is_told_its_successor(world, set_day):
    heir = make_unit("Xã Trần Phú", UnitLevel.COMMUNE, world.district)
    UnitSuccession.objects.create(old=world.commune, new=heir, effective_date=date(2024, 12, 1), kind="merged")
    set_day(date(2025, 1, 15))
    with pytest.raises(ValidationError) as caught:
        create(world, year=2025)
    assert "đã kết thúc ngày 30/11/2024" in errors(caught)["unit"] and "Xã Trần Phú" in errors(caught)["unit"]


def test_a_unit_outside_the_scope_cannot_register_a_unit_below_it_can(world):
    outside = make_unit("Xã Cẩm Văn", UnitLevel.COMMUNE, world.other_district)
    below = make_unit("Trường Tiểu học Nam Trung", UnitLevel.SCHOOL, world.commune)
    clerk = make_user("oanh", "Lý Thị Oanh", (outside, Role.CLERK), (below, Role.CLERK))
    with pytest.raises(ValidationError) as caught:
        create(world, unit=outside, by=clerk)
    assert "không thuộc phạm vi" in errors(caught)["unit"]
    assert create(world, unit=below, by=clerk).unit == below


def test_branches_of_one_unit_are_told_apart(world):
    facts = {"kind": "branch", "branch": "Giáo dục"}
    create(world, **facts)
    with pytest.raises(ValidationError) as caught:
        create(world, kind="branch", branch=" Giáo  dục")
    assert "Giáo dục" in errors(caught)["branch"]
    other = create(world, kind="branch", branch="Y tế")
    with pytest.raises(ValidationError):
        services.update_registration(registration=other, version=other.version, by=world.minh, branch="Giáo dục")


# --- lines ------------------------------------------------------------------------------------


def test_a_vague_line_is_kept_with_its_remarks(world):
    line = create(world, lines=[VAGUE]).commitments.get()
    assert line.needs_work
    assert line.hints == ["VAGUE_PHRASE", "MISSING_NUMBER", "MISSING_UNIT", "MISSING_DEADLINE"]


def test_the_share_handed_to_the_unit_is_tied_to_the_line(world):
    share = Allocation.objects.create(target=world.target, unit=world.commune, year=2021, value=6)
    Allocation.objects.create(target=world.target, unit=world.commune, year=2022, value=7)
    line = create(world, lines=[GOOD | {"target": world.target}]).commitments.get()
    assert line.allocation == share
    offered = queries.targets_with_share(line.registration)
    assert [(target.pk, target.share) for target in offered] == [(world.target.pk, Decimal(6))]


def test_a_share_handed_down_later_is_tied_when_sending(world):
    made = create(world, lines=[GOOD | {"target": world.target}])
    share = Allocation.objects.create(target=world.target, unit=world.commune, year=2021, value=6)
    services.submit_registration(registration=made, version=made.version, by=world.minh)
    assert made.commitments.get().allocation == share


def test_a_closed_campaign_takes_nothing_more(world):
    made = create(world)
    type(world.campaign).objects.update(state=CampaignState.CLOSED)
    made = Registration.objects.get()
    with pytest.raises(ValidationError, match="không còn thực hiện"):
        services.submit_registration(registration=made, version=made.version, by=world.minh)


def test_editing_a_line_judges_it_again_and_what_was_read_follows_the_sentence(world):
    line = create(world, lines=[VAGUE]).commitments.get()
    done = lines.update_commitment(commitment=line, version=1, by=world.minh, text="Sửa 4 nhà trước 30/6/2021")
    assert (done.value, done.due_on, done.needs_work) == (Decimal(4), date(2021, 6, 30), False)
    done = lines.update_commitment(
        commitment=done, version=2, by=world.minh, text="Sửa 5 nhà trong quý III", value=done.value, due_on=done.due_on
    )
    assert (done.value, done.due_on) == (Decimal(5), date(2021, 9, 30))
    done = lines.update_commitment(commitment=done, version=3, by=world.minh, value=Decimal(9))
    assert done.value == 9  # a number typed into its field stays, whatever the sentence says


def test_two_officers_on_one_line(world):
    line = create(world).commitments.get()
    lines.update_commitment(commitment=line, version=1, by=world.minh, text="Sửa 7 nhà trước 30/9/2021")
    with pytest.raises(Conflict, match="Đinh Văn Minh"):
        lines.update_commitment(commitment=line, version=1, by=world.minh, text="Sửa 8 nhà trước 30/9/2021")
    assert Commitment.objects.get().text.startswith("Sửa 7")


def test_two_officers_on_two_lines_lose_nothing(world):
    first, second = create(world, lines=[GOOD, VAGUE]).commitments.all()
    lines.update_commitment(commitment=first, version=1, by=world.minh, note="một")
    lines.update_commitment(commitment=second, version=1, by=world.minh, note="hai")
    assert list(Commitment.objects.order_by("pk").values_list("note", flat=True)) == ["một", "hai"]


def test_a_line_is_taken_out_and_put_back(world):
    made = create(world)
    line = lines.remove_commitment(commitment=made.commitments.get(), version=1, by=world.minh)
    assert not queries.lines_of(made).exists()
    lines.restore_commitment(commitment=line, version=line.version, by=world.minh)
    assert queries.lines_of(made).get() == line


def test_lines_change_places(world):
    made = create(world, lines=[GOOD, VAGUE])
    lines.move_commitment(commitment=queries.lines_of(made)[1], by=world.minh, up=True)
    assert [line.text for line in queries.lines_of(made)] == [VAGUE["text"], GOOD["text"]]
    lines.move_commitment(commitment=queries.lines_of(made)[0], by=world.minh, up=True)  # already the first: nothing
    assert queries.lines_of(made)[0].text == VAGUE["text"]


def test_nobody_edits_what_was_sent(world):
    made = create(world)
    services.submit_registration(registration=made, version=made.version, by=world.minh)
    with pytest.raises(Conflict):
        lines.add_commitment(registration=made, by=world.minh, **GOOD)
    with pytest.raises(Conflict):
        lines.update_commitment(commitment=made.commitments.get(), version=1, by=world.minh, text="x")
    with pytest.raises(Refused):
        lines.add_commitment(registration=made, by=world.nga, **GOOD)


def test_the_text_of_another_unit_is_noticed_and_the_first_one_is_not_blamed(world):
    clerk = make_user("oanh", "Lý Thị Oanh", (world.school, Role.CLERK))
    first = create(world)
    services.submit_registration(registration=first, version=first.version, by=world.minh)
    second = create(world, unit=world.school, by=clerk, lines=[{"text": GOOD["text"] + "."}])
    assert second.commitments.get().hints == ["DUPLICATE_TEXT"] and not second.commitments.get().needs_work
    assert first.commitments.get().hints == []


# --- the life of a registration ---------------------------------------------------------------


def test_sending_ticks_the_duty_off_and_confirming_names_the_head(world):
    made = create(world)
    duty = Obligation.objects.get(unit=world.commune, kind=DutyKind.REGISTER, year=2021)
    services.submit_registration(registration=made, version=made.version, by=world.minh)
    duty.refresh_from_db()
    assert duty.done_at and not duty.was_late and not made.is_late
    services.confirm_registration(registration=made, version=made.version, by=world.nga)
    assert (made.state, made.confirmed_by, made.head_name) == (RegistrationState.CONFIRMED, world.nga, "Vũ Thị Nga")


def test_what_comes_late_is_taken_and_marked(world, set_day):
    made = create(world)
    set_day(date(2021, 3, 5))
    services.submit_registration(registration=made, version=made.version, by=world.minh)
    assert made.is_late and made.state == RegistrationState.SUBMITTED
    assert Obligation.objects.get(unit=world.commune, kind=DutyKind.REGISTER, year=2021).was_late
    services.take_back_registration(registration=made, version=made.version, by=world.minh)
    assert not made.is_late
    assert Obligation.objects.get(unit=world.commune, kind=DutyKind.REGISTER, year=2021).done_at is None


@pytest.mark.parametrize(
    ("change", "words"), [({"title_code": ""}, "Chưa chọn danh hiệu"), ({"lines": []}, "Chưa có nội dung nào")]
)
def test_what_nobody_could_confirm_is_not_sent(world, change, words):
    made = create(world, **change)
    with pytest.raises(ValidationError, match=words):
        services.submit_registration(registration=made, version=made.version, by=world.minh)
    assert Obligation.objects.get(unit=world.commune, kind=DutyKind.REGISTER, year=2021).done_at is None


def test_a_vague_registration_is_sent_and_confirmed_all_the_same(world):
    made = create(world, lines=[VAGUE])
    services.submit_registration(registration=made, version=made.version, by=world.minh)
    services.confirm_registration(registration=made, version=made.version, by=world.nga)
    assert made.state == RegistrationState.CONFIRMED


STEPS = {
    "submit": services.submit_registration, "take_back": services.take_back_registration,
    "confirm": services.confirm_registration, "send_back": services.send_back_registration,
}  # fmt: skip


@pytest.mark.parametrize("state", RegistrationState.values)
@pytest.mark.parametrize("step", STEPS)
def test_every_step_from_every_state(world, state, step):
    """The table of the design: draft → submitted → confirmed; sent back from the last two."""
    made = create(world)
    Registration.objects.filter(pk=made.pk).update(state=state)
    made.refresh_from_db()
    allowed = {
        "submit": {"draft", "sent_back"}, "take_back": {"submitted"}, "confirm": {"submitted"},
        "send_back": {"submitted", "confirmed"},
    }  # fmt: skip
    by = world.nga if step in ("confirm", "send_back") else world.minh
    call = {"registration": made, "version": made.version, "by": by} | ({"note": "Ghi rõ số"} if step == "send_back" else {})
    if state in allowed[step]:
        STEPS[step](**call)
        assert made.state != state
    else:
        with pytest.raises(Conflict):
            STEPS[step](**call)


@pytest.mark.parametrize(
    ("step", "who"),
    [
        ("submit", "nga"), ("submit", "an"), ("submit", "dung"),
        ("take_back", "nga"), ("take_back", "khanh"),
        ("confirm", "minh"), ("confirm", "an"), ("confirm", "chi"), ("confirm", "giang"),
        ("send_back", "minh"), ("send_back", "dung"), ("send_back", "lam"),
    ],
)  # fmt: skip
def test_steps_of_the_wrong_people_are_refused(world, step, who):
    made = create(world)
    if step != "submit":
        services.submit_registration(registration=made, version=made.version, by=world.minh)
    call = {"registration": made, "version": made.version, "by": getattr(world, who)}
    with pytest.raises(Refused):
        STEPS[step](**call | ({"note": "Ghi rõ số"} if step == "send_back" else {}))


@pytest.mark.parametrize("who", ["nga", "an", "khanh", "giang"])
def test_the_head_and_officers_above_return_with_an_example(world, who):
    made = create(world)
    services.submit_registration(registration=made, version=made.version, by=world.minh)
    with pytest.raises(ValidationError) as caught:
        services.send_back_registration(registration=made, version=made.version, by=getattr(world, who), note="  ")
    assert "ví dụ" in errors(caught)["note"]
    services.send_back_registration(registration=made, version=made.version, by=getattr(world, who), note="Ghi rõ số nhà")
    assert (made.state, made.returned_note) == (RegistrationState.SENT_BACK, "Ghi rõ số nhà")
    assert Obligation.objects.get(unit=world.commune, kind=DutyKind.REGISTER, year=2021).done_at is None


def test_a_stale_step_names_who_was_faster(world):
    made = create(world)
    stale = made.version
    services.submit_registration(registration=made, version=stale, by=world.minh)
    with pytest.raises(Conflict, match="Đinh Văn Minh gửi thủ trưởng"):
        services.submit_registration(registration=made, version=stale, by=world.minh)


def test_a_draft_may_be_taken_away_what_was_sent_stays(world):
    made = create(world)
    services.submit_registration(registration=made, version=made.version, by=world.minh)
    services.take_back_registration(registration=made, version=made.version, by=world.minh)
    with pytest.raises(ValidationError):
        services.remove_registration(registration=made, version=made.version, by=world.minh)
    other = create(world, year=2022)
    services.remove_registration(registration=other, version=other.version, by=world.minh)
    assert create(world, year=2022)


def test_the_signed_paper_is_kept_by_clerk_or_head(world):
    made = create(world)
    paper = SimpleUploadedFile("ban-ky.pdf", b"%PDF-1.4 x", "application/pdf")
    services.keep_signed_file(registration=made, upload=paper, by=world.nga)
    assert made.signed_file.name == "ban-ky.pdf"
    with pytest.raises(Refused):
        services.keep_signed_file(registration=made, upload=paper, by=world.giang)


# --- last year --------------------------------------------------------------------------------


def test_last_year_is_used_again_with_its_result_beside(world, set_day):
    made = create(world, lines=[GOOD | {"target": world.target}, {"text": "Trồng 3 ha rừng", "due_on": date(2021, 11, 30)}])
    Registration.objects.update(state=RegistrationState.CONFIRMED)
    report = make_report(world.campaign, world.commune, 2021, 4, state="verified")
    Result.objects.create(report=report, commitment=made.commitments.first(), actual=5)
    set_day(date(2022, 1, 10))
    again = create(world, year=2022, lines=[], reuse=True)
    rows = [(line.text, line.due_on, line.last_year_value, line.target) for line in queries.lines_of(again)]
    assert rows == [
        ("Sửa 6 nhà cho hộ nghèo trước 30/9/2022", date(2022, 9, 30), Decimal(5), world.target),
        ("Trồng 3 ha rừng", date(2022, 11, 30), Decimal(3), None),
    ]
    assert lines.reuse_last_year(registration=again, by=world.minh) == 0


def test_without_a_last_year_it_says_so(world):
    with pytest.raises(ValidationError, match="Không có bản đăng ký năm 2020"):
        lines.reuse_last_year(registration=create(world), by=world.minh)


def test_years_in_a_sentence_move_on_together():
    assert lines.moved_on("Thu 2020 tăng so với năm 2019", 2020, 2021) == "Thu 2021 tăng so với năm 2020"


# --- coverage ---------------------------------------------------------------------------------


def test_coverage_counts_by_sort_names_the_missing_and_the_vague(world):
    office = make_unit("Phòng Tư pháp", UnitLevel.OFFICE, world.district)
    CampaignUnit.objects.create(campaign=world.campaign, unit=office, head_name="Tô Văn Hiến", head_title="Trưởng phòng")
    make_duties(world.campaign)
    made = create(world, lines=[VAGUE])
    services.submit_registration(registration=made, version=made.version, by=world.minh)
    make_registration(world.campaign, world.school)  # a draft is not yet a registration
    for number in range(3):
        make_registration(
            world.campaign, world.commune, kind=RegistrationKind.INDIVIDUAL, person_name=f"Người {number}",
            state=RegistrationState.CONFIRMED if number else RegistrationState.DRAFT,
        )  # fmt: skip
    found = coverage(world.campaign, 2021)
    assert found.finding == "1/1 xã, 0/1 cơ quan, 0/1 trường đã đăng ký"
    assert found.missing_words == "Phòng Tư pháp, Trường THCS Nam Chính"
    assert found.missing[0].head == "Trưởng phòng Tô Văn Hiến"
    assert (found.individuals, found.individuals_total, found.needs_work, found.sent) == (2, 3, 1, 3)
    mark = found.groups[0].marks[0]
    assert (mark.registered, mark.confirmed, mark.needs_work, mark.registration) == (True, False, True, made.public_id)
    assert [duty.unit.name for duty in queries.open_register_duties(world.campaign, 2021)] == [
        "Phòng Tư pháp", "Trường THCS Nam Chính",
    ]  # fmt: skip


def test_coverage_takes_four_queries_for_three_hundred_units(world):
    units = [make_unit(f"Xã {number}", UnitLevel.COMMUNE, world.district) for number in range(300)]
    CampaignUnit.objects.bulk_create([CampaignUnit(campaign=world.campaign, unit=unit) for unit in units])
    Registration.objects.bulk_create(
        [Registration(campaign=world.campaign, unit=unit, year=2023, state="confirmed") for unit in units[:250]]
    )
    with CaptureQueriesContext(
        connection,
    ) as taken:
        found = coverage(world.campaign, 2023)
    assert len(taken) <= 4
    assert (found.registered, found.total) == (0, 2)  # the duties of the year name who has to
    make_duties(world.campaign)
    assert (coverage(world.campaign, 2023).registered, coverage(world.campaign, 2023).total) == (250, 302)


def test_a_unit_that_ended_before_the_year_is_not_missing(world):
    Obligation.objects.all().delete()
    assert [mark.unit.name for mark in coverage(world.campaign, 2025).missing] == ["Trường THCS Nam Chính"]


# --- words of titles --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "subject", "code"),
    [
        ("LĐTT", "individual", "LDTT"), ("Lao động tiên tiến", "individual", "LDTT"),
        ("lao dong tien tien", "individual", "LDTT"),
        ("TTLDXS", "collective", "TTLDXS"), ("TTLĐXS", "collective", "TTLDXS"),
        ("Tập thể lao động xuất sắc", "collective", "TTLDXS"), ("Anh hùng", "individual", ""),
    ],
)  # fmt: skip
def test_titles_are_known_by_their_usual_short_forms(world, typed, subject, code):
    spellings = services.titles_by_spelling(queries.titles_of(2021), subject)
    assert services.code_of_title(typed, spellings) == code
