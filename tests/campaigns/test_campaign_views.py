"""Screens of a campaign's life: list with filters and search, form with faults at their fields, scope, check, steps, history."""

import io
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.enums import CampaignKind, CampaignState, StageKind, UnitLevel
from campaigns.models import Campaign, CampaignAlias, Obligation
from campaigns.services.campaign import launch_campaign
from tests.awards.factories import make_unit, make_world
from tests.campaigns.factories import make_campaign, make_objective, make_resolution, make_target
from thiduakhenthuong.core.idempotency import new_key
from thiduakhenthuong.core.names import search_key

pytestmark = pytest.mark.django_db
DAY = date(2021, 1, 4)


@pytest.fixture
def world(settings):
    settings.WORK_DATE = DAY
    return make_world()


@pytest.fixture
def client_of(client):
    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def url(name, campaign=None, **kwargs):
    if campaign:
        kwargs["public_id"] = campaign.public_id
    return reverse(f"campaigns:{name}", kwargs=kwargs or None)


def fields(world, **changes):
    return {
        "unit": world.district.pk, "name": "Nam Sách bứt phá", "kind": CampaignKind.THEMATIC, "period_from": "01/01/2021",
        "period_to": "31/12/2023", "launched_on": "04/01/2021", "head_name": "Trịnh Công Khải",
        "head_title": "Phó Chủ tịch UBND huyện", "central_task": "Xóa nhà tạm", "slogans": "", "aliases": "Bứt phá\nbứt  phá\n",
        "stages-pk": ["", ""], "stages-kind": [StageKind.MIDTERM, StageKind.FINAL], "stages-day": ["30/06/2022", "20/12/2023"],
        "stages-name": ["", ""], "idempotency_key": new_key(),
    } | changes  # fmt: skip


def ready(world):
    made = make_campaign(
        world.district, "Nam Sách bứt phá", units=[world.commune], period_from=date(2021, 1, 1), period_to=date(2023, 12, 31),
        central_task="Xóa nhà tạm", launched_on=DAY,
    )  # fmt: skip
    years = (20, 20, 15)
    target = make_target(made, values=years, objective=make_objective(make_resolution(world.district)))
    assert target.term_value == sum(years)
    return made


# --- list -------------------------------------------------------------------------------------


def test_the_list_is_found_by_old_names_without_diacritics(world, client_of):
    page = client_of(world.an).get(url("campaign-list"), {"q": "nep song van hoa cong so"}).content.decode()
    assert "Cán bộ, công chức, viên chức thi đua thực hiện văn hóa công sở" in page
    assert "còn gọi là" in page and "Cả nước chung sức xây dựng nông thôn mới" not in page


def test_words_of_two_names_do_not_find_a_campaign(world, client_of):
    made = make_campaign(world.district, "Một hai", state=CampaignState.LAUNCHED)
    for name in ("Ba bốn", "Năm sáu"):
        CampaignAlias.objects.create(campaign=made, name=name, search_key=search_key(name))
    client = client_of(world.an)
    assert "Một hai" in client.get(url("campaign-list"), {"q": "sau nam"}).content.decode()
    assert "Không có phong trào nào khớp" in client.get(url("campaign-list"), {"q": "ba sau"}).content.decode()


@pytest.mark.parametrize(
    ("params", "seen"),
    [
        ({"tt": "draft"}, {"Soạn"}), ({"tt": "closed"}, {"Xong"}), ({"loai": "thematic", "dv": "own"}, {"Xong"}),
        ({"nam": "2019", "dv": "own"}, {"Xong"}), ({"cap": "district"}, {"Soạn", "Chạy", "Xong"}),
        ({"nam": "abc", "dv": "own"}, {"Soạn", "Chạy", "Xong"}), ({"nam": "99999", "dv": "own"}, {"Soạn", "Chạy", "Xong"}),
    ],
)  # fmt: skip
def test_filters_live_in_the_address(world, client_of, params, seen):
    make_campaign(world.district, "Soạn")
    make_campaign(world.district, "Chạy", state=CampaignState.LAUNCHED)
    old = {"period_from": date(2018, 1, 1), "period_to": date(2021, 12, 31), "kind": CampaignKind.THEMATIC}
    make_campaign(world.district, "Xong", state=CampaignState.CLOSED, **old)
    if params.get("dv") == "own":
        params = params | {"dv": world.district.pk}
    rows = client_of(world.an).get(url("campaign-list"), params).context["rows"]
    assert {row["campaign"].name for row in rows} == seen


def test_drafts_of_others_are_not_there_and_answer_404(world, client_of):
    made = make_campaign(world.district, "Soạn dở")
    client = client_of(world.dung)
    assert "Soạn dở" not in client.get(url("campaign-list")).content.decode()
    for name in ("campaign-edit", "campaign-scope", "campaign-check", "campaign-history", "campaign-papers"):
        assert client.get(url(name, made)).status_code == 404


def test_the_list_costs_the_same_for_one_and_for_many(world, client_of):
    client = client_of(world.an)
    make_campaign(world.district, "Một", state=CampaignState.LAUNCHED, units=[world.commune])

    def cost() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url("campaign-list"), {"q": "o"}).status_code == 200
        return len(caught)

    cost()  # what is read once in a process
    first = cost()
    for name in ("Hoa", "Cô", "To"):
        made = make_campaign(world.district, name, state=CampaignState.LAUNCHED, units=[world.commune, world.school])
        CampaignAlias.objects.create(campaign=made, name=name * 2, search_key=search_key(name * 2))
    assert cost() == first <= 15


def test_the_workbook_holds_what_the_list_shows(world, client_of):
    made = ready(world)
    CampaignAlias.objects.create(campaign=made, name="=Bứt phá", search_key="=but pha")
    answer = client_of(world.an).get(url("campaign-export"), {"tt": "draft"})
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    line = next(row for row in rows if row[0] == made.code)
    assert line[1:3] == ("Nam Sách bứt phá", "=Bứt phá") and line[13:15] == (1, 1)


# --- form -------------------------------------------------------------------------------------


def test_one_press_makes_one_draft_with_its_parts(world, client_of):
    client, sent = client_of(world.an), fields(world)
    first = client.post(url("campaign-create"), sent)
    assert client.post(url("campaign-create"), sent).url == first.url
    made = Campaign.objects.get(unit=world.district)
    assert first.url == url("campaign-check", made)
    assert [(s.kind, s.due_on) for s in made.stages.all()] == [("midterm", date(2022, 6, 30)), ("final", date(2023, 12, 20))]
    assert [alias.name for alias in made.aliases.all()] == ["Bứt phá"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"period_to": "31/12/2020"}, "trước ngày bắt đầu (01/01/2021)"),
        ({"period_from": "31/02/2021"}, "31/02/2021"),
        ({"stages-day": ["30/13/2022", ""]}, "Dòng 1"),
        ({"stages-day": ["", ""], "stages-name": ["Giữa kỳ", ""]}, "chưa ghi ngày"),
        ({"stages-day": ["30/06/2020", ""]}, "trước khi phong trào bắt đầu"),
        ({"head_name": "Trịnh Công Khải và Lê Văn Hai"}, "Chỉ một người đứng đầu"),
        ({"kind": "khac"}, "khac"), ({"parent": "9999999"}, "Hãy chọn"), ({"unit": "9999999"}, "Hãy chọn"),
    ],
)  # fmt: skip
def test_a_bad_form_comes_back_with_what_was_typed(world, client_of, changes, words):
    answer = client_of(world.an).post(url("campaign-create"), fields(world, **changes))
    page = answer.content.decode()
    assert answer.status_code == 422 and "Nam Sách bứt phá" in page
    assert not Campaign.objects.filter(unit=world.district).exists()
    assert words in page or words in ("khac", "Hãy chọn")
    assert "form-errors" in page


def test_faults_of_single_fields_and_of_fields_among_themselves_come_together(world, client_of):
    changes = {"period_to": "31/12/2020", "register_by": "1/2", "head_title": "", "stages-day": ["x", ""]}
    answer = client_of(world.an).post(url("campaign-create"), fields(world, **changes))
    assert set(answer.context["form"].errors) == {"period_to", "register_by", "head_title", "stages"}


def test_a_stale_form_is_a_conflict(world, client_of):
    made = ready(world)
    client = client_of(world.an)
    sent = fields(world, version=1)
    assert client.post(url("campaign-edit", made), sent | {"name": "Mới"}).status_code == 302
    answer = client.post(url("campaign-edit", made), sent | {"name": "Khác"})
    assert answer.status_code == 409 and "Nguyễn Văn An" in answer.content.decode()
    made.refresh_from_db()
    assert made.name == "Mới"


def test_a_campaign_of_ones_own_begins_from_the_one_above(world, client_of):
    above = Campaign.objects.get(code="TW-VNN")
    client = client_of(world.an)
    page = client.get(url("campaign-papers", above)).content.decode()
    address = f"{url('campaign-create')}?tu={above.public_id}"
    assert address in page
    form = client.get(address).context["form"]
    assert form["name"].value() == above.name and form["parent"].value() == above.pk
    hidden = make_campaign(world.other_district, "Không thấy")
    for text in (hidden.public_id, "x"):
        assert client.get(f"{url('campaign-create')}?tu={text}").context["form"]["name"].value() is None


def test_the_stored_campaign_fills_the_form(world, client_of):
    made = ready(world)
    made.stages.create(kind=StageKind.MIDTERM, due_on=date(2022, 6, 30))
    page = client_of(world.an).get(url("campaign-edit", made)).content.decode()
    assert 'value="Trịnh Công Khải"' in page and 'value="30/06/2022"' in page and 'value="31/12/2023"' in page


@pytest.mark.parametrize("who", ["chi", "lam", "binh"])
def test_those_who_do_not_write_are_told_so(world, client_of, who):
    made = make_campaign(world.district, state=CampaignState.LAUNCHED)
    client = client_of(getattr(world, who))
    assert client.get(url("campaign-create")).status_code == 403
    assert client.get(url("campaign-edit", made)).status_code == 403
    assert client.post(url("campaign-scope", made), {}).status_code == 403


# --- scope ------------------------------------------------------------------------------------


def test_a_whole_group_and_single_units_are_chosen(world, client_of):
    made = ready(world)
    other = make_unit("Xã Hợp Tiến", UnitLevel.COMMUNE, world.district, place="huyện Nam Sách", valid_to=date(2024, 11, 30))
    sent = {"nhom": "commune", "don-vi": [world.school.pk], "version": made.version}
    assert client_of(world.an).post(url("campaign-scope", made), sent).status_code == 302
    assert {member.unit for member in made.members.all()} == {world.commune, other, world.school}


def test_ending_units_are_asked_about_and_the_choice_is_kept(world, client_of):
    made = ready(world)
    Campaign.objects.filter(pk=made.pk).update(period_to=date(2025, 6, 30))
    made.members.all().delete()
    client, sent = client_of(world.an), {"don-vi": [world.commune.pk, "x", "99999999"], "version": made.version}
    answer = client.post(url("campaign-scope", made), sent)
    page = answer.content.decode()
    assert answer.status_code == 422 and "kết thúc ngày 30/11/2024" in page and "Vẫn giao cho đơn vị" in page
    assert f'value="{world.commune.pk}" checked' in page
    assert f'name="version" value="{made.version}"' in page  # refused, so the page may be sent again as it stands
    assert client.post(url("campaign-scope", made), sent | {"ket-thuc": "1"}).status_code == 302
    assert made.members.count() == 1


def test_two_officers_do_not_overwrite_each_others_choice(world, client_of):
    made = ready(world)
    client = client_of(world.an)
    sent = {"don-vi": [world.school.pk, world.commune.pk], "version": made.version}
    assert client.post(url("campaign-scope", made), sent).status_code == 302
    assert client.post(url("campaign-scope", made), sent | {"don-vi": [world.school.pk]}).status_code == 409
    assert made.members.count() == 2


def test_the_scope_page_costs_the_same_for_many_units(world, client_of):
    made, client = ready(world), client_of(world.an)

    def cost() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url("campaign-scope", made)).status_code == 200
        return len(caught)

    cost()  # what is read once in a process
    first = cost()
    for number in range(5):
        make_unit(f"Xã {number}", UnitLevel.COMMUNE, world.district, place="huyện Nam Sách")
    assert cost() == first <= 15


@pytest.mark.parametrize("name", ["campaign-edit", "campaign-check", "campaign-papers", "campaign-history"])
def test_pages_of_one_campaign_cost_the_same_for_one_and_for_many(world, client_of, name):
    made, client = ready(world), client_of(world.an)

    def cost() -> int:
        client.get(url(name, made))
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url(name, made)).status_code == 200
        return len(caught)

    first = cost()
    for number in range(3):
        make_target(made, f"Chỉ tiêu {number}", (20, 20, 15))
        made.members.create(unit=make_unit(f"Xã {number}", UnitLevel.COMMUNE, world.district))
        made.stages.create(kind=StageKind.MIDTERM, due_on=date(2022, 6, 1 + number))
        CampaignAlias.objects.create(campaign=made, name=f"Tên {number}", search_key=f"ten {number}")
    assert cost() == first <= 15


# --- check, steps, history --------------------------------------------------------------------


def test_the_check_names_what_is_missing_and_where(world, client_of):
    made = make_campaign(world.district, head_name="", head_title="")
    page = client_of(world.an).get(url("campaign-check", made)).content.decode()
    for words in ("người đứng đầu", "nhiệm vụ trọng tâm", "đo được bằng con số", "trong phạm vi"):
        assert words in page
    assert url("campaign-edit", made) in page and url("campaign-scope", made) in page and "còn 4 việc" in page


def test_years_that_do_not_roll_up_stand_against_the_launch(world, client_of):
    made = ready(world)
    target = made.targets.get()
    target.term_value = 999
    target.save()
    page = client_of(world.lam).get(url("campaign-check", made)).content.decode()
    assert "Số nhà tạm được xóa" in page and "Chưa phát động được" in page
    answer = client_of(world.lam).post(url("campaign-step", made, step="launch"), {"version": made.version})
    assert answer.status_code == 422
    made.refresh_from_db()
    assert made.state == CampaignState.DRAFT


def test_the_launch_is_announced_with_its_duties_and_taken_by_who_decides(world, client_of):
    made = ready(world)
    Campaign.objects.filter(pk=made.pk).update(launched_on=None)
    page = client_of(world.an).get(url("campaign-check", made)).content.decode()
    assert "Đã đủ điều kiện" in page and "Chỉ thủ trưởng đơn vị hoặc người phê duyệt" in page
    page = client_of(world.lam).get(url("campaign-check", made)).content.decode()
    assert "Phát động sẽ giao" in page and url("campaign-step", made, step="launch") in page
    step = url("campaign-step", made, step="launch")
    assert client_of(world.an).post(step, {"version": made.version}).status_code == 403
    assert client_of(world.lam).post(step, {"version": made.version, "note": "Lễ phát động"}).status_code == 302
    made.refresh_from_db()
    assert made.state == CampaignState.LAUNCHED
    said = Obligation.objects.filter(campaign=made).count()
    assert f"giao {said} việc" in page
    assert client_of(world.lam).post(step, {"version": 1}).status_code == 409


def test_closing_asks_for_the_result_and_unknown_steps_are_404(world, client_of):
    made = ready(world)
    launch_campaign(campaign=made, version=made.version, by=world.lam)
    client = client_of(world.lam)
    answer = client.post(url("campaign-step", made, step="close"), {"version": made.version})
    assert answer.status_code == 422 and "kết quả chung" in answer.content.decode()
    assert client.post(url("campaign-step", made, step="close"), {"version": made.version, "note": "Đạt"}).status_code == 302
    assert client.get(url("campaign-step", made, step="xoa")).status_code == 404
    history = client.get(url("campaign-history", made)).content.decode()
    assert "tổng kết phong trào" in history and "“Đạt”" in history


def test_words_that_look_like_markup_stay_words(world, client_of):
    made = make_campaign(world.district, "<script>alert(1)</script>", state=CampaignState.LAUNCHED)
    client = client_of(world.an)
    for name in ("campaign-list", "campaign-check", "campaign-history", "campaign-papers"):
        page = client.get(url(name, None if name == "campaign-list" else made)).content.decode()
        assert "<script>alert(1)" not in page and "&lt;script&gt;" in page
