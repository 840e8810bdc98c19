"""The register: who sees what, the filters of the address, the number of queries, one award word for word, the search."""

from datetime import date

import pytest
from django.http import QueryDict
from django.urls import reverse

from awards.models import Award, Decision
from awards.queries import register as queries
from campaigns.enums import CampaignState, ExemplarState, Role
from campaigns.models import CampaignAlias, Exemplar, Unit
from tests.awards.factories import (
    award_kind,
    make_dossier,
    make_household,
    make_nomination,
    make_person,
    make_user,
    make_world,
)
from tests.awards.register_samples import make_award
from tests.campaigns.factories import make_campaign
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.names import search_key

LIST = "awards:register"


@pytest.fixture
def world(db):
    return make_world()


@pytest.fixture
def many(world):
    """Five awards that differ in everything that can be filtered."""
    school, district = world.school, world.district
    return {
        "hoa": make_award("Đặng Thị Hòa", unit=school, decision_number="08/QĐ-UBND"),
        "thanh": make_award("Nguyễn Thanh Lan", "CSTDCS", unit=school, achievement_year=2018, status="cancelled"),
        "an": make_award("Lê Văn An", "BK_TINH", unit=district, gender="male", level="province", reward_kind="CHUYEN_DE",
                         decision_date=date(2020, 7, 10), decision_number="88/QĐ-UBND", amount=1_490_000),
        "xa": make_award("Xã Nam Trung", "BK_TINH", unit=world.commune, recipient_kind="collective", decision_date=None,
                         decision_number=""),
        "ho": make_award("Trần Văn Bảy", "GK_HUYEN", unit=world.commune, recipient_kind="household", gender="",
                         household=make_household("Trần Văn Bảy", world.commune), decision_number="9/QĐ-UBND"),
    }  # fmt: skip


def _names(params: str) -> list[str]:
    return sorted(a.name for a in queries.listed(Award.objects.all(), QueryDict(params)))


# --- filters -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("params", "names"),
    [
        ("q=dang+hoa", ["Đặng Thị Hòa"]),
        ("q=ĐẶNG+HOÀ", ["Đặng Thị Hòa"]),
        ("q=an", ["Lê Văn An"]),  # a whole syllable, not "Thanh Lan"
        ("q=lan", ["Nguyễn Thanh Lan"]),
        ("ht=BK_TINH", ["Lê Văn An", "Xã Nam Trung"]),
        ("cap=province", ["Lê Văn An"]),
        ("lh=CHUYEN_DE", ["Lê Văn An"]),
        ("dt=household", ["Trần Văn Bảy"]),
        ("nam=2018&theo=tt", ["Nguyễn Thanh Lan"]),
        ("nam=2020&dt=individual", ["Lê Văn An", "Nguyễn Thanh Lan", "Đặng Thị Hòa"]),
        ("qd=8", ["Đặng Thị Hòa"]),
        ("qd=08/QĐ-UBND", ["Đặng Thị Hòa"]),
        ("qd=9", ["Trần Văn Bảy"]),
        ("tt=cancelled", ["Nguyễn Thanh Lan"]),
        ("q=khong+co+ai", []),
        ("nam=0000&dv=x&cap=moon&q=%20&qd=%20&dt=individual", ["Lê Văn An", "Nguyễn Thanh Lan", "Đặng Thị Hòa"]),
    ],
)
def test_each_filter_of_the_address_leaves_exactly_these(many, params, names):
    assert _names(params) == names


def test_a_unit_brings_everything_below_it(world, many):
    assert _names(f"dv={world.commune.public_id}") == ["Trần Văn Bảy", "Xã Nam Trung"]
    assert len(_names(f"dv={world.district.public_id}")) == 5


def test_the_newest_decision_comes_first_and_one_without_a_date_last(many):
    rows = list(queries.listed(Award.objects.all(), QueryDict("")))
    assert (rows[0], rows[-1]) == (many["an"], many["xa"])
    by_name = list(queries.listed(Award.objects.all(), QueryDict("sort=ten&dt=individual")))
    assert [a.name for a in by_name] == ["Lê Văn An", "Đặng Thị Hòa", "Nguyễn Thanh Lan"]


# --- the page ------------------------------------------------------------------------------------


def test_the_list_shows_the_words_of_the_decision(client, world, many):
    client.force_login(world.giang)
    text = client.get(reverse(LIST)).content.decode()
    for words in ("Bà Đặng Thị Hòa", "Hộ gia đình Trần Văn Bảy", "Giáo viên, Trường THCS Nam Chính", "1.490.000", "08/QĐ-UBND"):
        assert words in text
    assert 'data-action="export_register"' in text
    assert 'data-action="export_money"' in text


def test_another_district_sees_nothing_of_it(client, world, many):
    client.force_login(world.dung)
    answer = client.get(reverse(LIST))
    assert "Sổ chưa có khen thưởng nào" in answer.content.decode()
    page = client.get(reverse("awards:award", args=[many["hoa"].public_id]))
    assert page.status_code == 404
    assert "Hòa" not in page.content.decode()


def test_the_number_of_queries_does_not_grow_with_the_rows(client, world, django_assert_max_num_queries):
    client.force_login(world.giang)
    make_award("Đỗ Thị Một", unit=world.school, person=make_person("Đỗ Thị Một", 1980))
    client.get(reverse(LIST))  # the session is opened by the first page
    with django_assert_max_num_queries(15) as one:
        client.get(reverse(LIST))
    for n in range(3):
        make_award(f"Đỗ Thị Hai {n}", unit=world.school, person=make_person(f"Đỗ Thị Hai {n}", 1980))
    with django_assert_max_num_queries(15) as more:
        client.get(reverse(LIST))
    assert len(more) == len(one)


def test_an_empty_result_says_what_to_do(client, world, many):
    client.force_login(world.giang)
    text = client.get(reverse(LIST), {"q": "zzz"}).content.decode()
    assert "Không có khen thưởng nào khớp bộ lọc" in text
    assert "“zzz”" in text


def test_a_name_with_markup_stays_text(client, world):
    make_award("<script>alert(1)</script>", unit=world.school)
    client.force_login(world.giang)
    assert "<script>alert(1)" not in client.get(reverse(LIST), {"q": "<script>"}).content.decode()


def test_an_award_keeps_its_words_after_the_unit_was_renamed(client, world):
    award = make_award("Nhân dân và cán bộ xã Nam Trung", "BK_TINH", recipient_kind="collective", unit=world.commune)
    Unit.objects.filter(pk=world.commune.pk).update(name="Xã Trần Phú")
    client.force_login(world.giang)
    text = client.get(reverse("awards:award", args=[award.public_id])).content.decode()
    assert "Nhân dân và cán bộ xã Nam Trung" in text
    assert "9410/QĐ-UBND" in text


def test_back_leads_to_the_register_as_it_was_filtered(client, world, many):
    client.force_login(world.giang)
    page = reverse("awards:award", args=[many["hoa"].public_id])
    came = f"http://testserver{reverse(LIST)}?q=hoa&cap=district"
    assert client.get(page, headers={"referer": came}).context["back_url"] == f"{reverse(LIST)}?q=hoa&cap=district"
    assert client.get(page, headers={"referer": "http://evil.example/so-khen-thuong/?q=1"}).context["back_url"] == reverse(LIST)


def test_a_stranger_is_sent_to_sign_in(client, db):
    assert client.get(reverse(LIST)).status_code == 302


# --- the search ----------------------------------------------------------------------------------


def _hits(client, text: str) -> dict[str, list[str]]:
    groups = client.get(reverse("awards:search"), {"q": text}).context["groups"]
    return {group["title"]: [hit["title"] for hit in group["hits"]] for group in groups}


def test_the_search_finds_people_of_the_users_scope_without_diacritics(client, world):
    person = make_person("Đặng Thị Hòa", 1980)
    make_award("Đặng Thị Hòa", unit=world.school, person=person)
    make_person("Đặng Thị Hòa", 1990)  # nobody may see an award of this one
    client.force_login(world.giang)
    assert _hits(client, "dang thi hoa") == {"Cá nhân": ["Đặng Thị Hòa"]}
    client.force_login(world.dung)
    assert _hits(client, "dang thi hoa") == {}


def test_the_search_finds_dossiers_decisions_and_units(client, world):
    dossier = make_dossier(world, campaign_text="Hội nghị điển hình Quý Mão")
    make_award("Trần Thị Ba", unit=world.school, decision_number="7719/QĐ-UBND")
    client.force_login(world.an)
    assert _hits(client, dossier.code)["Hồ sơ"] == [dossier.code]
    assert _hits(client, "7719") == {"Quyết định": ["7719/QĐ-UBND"]}
    assert "Trường THCS Nam Chính" in _hits(client, "thcs nam chinh")["Đơn vị"]
    assert _hits(client, "x") == {}


def test_the_search_finds_campaigns_by_another_name_and_examples(client, world):
    campaign = make_campaign(world.district, "Mỗi người làm việc bằng hai", state=CampaignState.LAUNCHED)
    CampaignAlias.objects.create(campaign=campaign, name="Ngày Chủ nhật xanh", search_key=search_key("Ngày Chủ nhật xanh"))
    make_campaign(world.province, "Chủ nhật xanh của tỉnh")  # a draft of others
    name = "Đường hoa chủ nhật xanh"
    Exemplar.objects.create(office=world.district, title=name, state=ExemplarState.ACCEPTED, search_key=search_key(name))
    client.force_login(world.an)
    assert _hits(client, "chu nhat xanh") == {"Phong trào": [campaign.name], "Điển hình, mô hình": [name]}
    page = client.get(reverse("awards:search"), {"q": "chu nhat xanh"}).content.decode()
    assert "còn gọi là “Ngày Chủ nhật xanh” · " in page


def test_a_nominated_person_is_found_by_those_who_see_the_dossier(client, world):
    person = make_person("Bùi Văn Chín", 1975)
    make_nomination(make_dossier(world), "Bùi Văn Chín", person=person)
    client.force_login(world.an)
    assert _hits(client, "bui van chin") == {"Cá nhân": ["Bùi Văn Chín"]}
    client.force_login(world.giang)  # the draft was not sent
    assert _hits(client, "bui van chin") == {}


def test_the_decision_is_linked_only_for_those_who_may_open_it(client, world):
    decision = Decision.objects.create(
        unit=world.province, award_kind=award_kind("BK_TINH"), level="province", symbol="QĐ-UBND", planned_date=date(2020, 7, 10),
        number=8, year=2020, reason="thành tích xuất sắc", created_by=world.giang, issued_at=clock.now(),
    )  # fmt: skip
    award = make_award("Lê Công Duệ", "BK_TINH", unit=world.commune, decision=decision, deciding_unit=world.province)
    officer = make_user("nam", "Vũ Văn Nam", (world.commune, Role.CLERK))
    link = reverse("awards:decision", args=[decision.public_id])
    shown = {}
    for user in (officer, world.giang):
        client.force_login(user)
        shown[user.username] = link in client.get(reverse("awards:award", args=[award.public_id])).content.decode()
    assert shown == {"nam": False, "giang": True}


def test_pages_follow_the_order_and_stop_at_the_cap(client, world, monkeypatch):
    monkeypatch.setattr("thiduakhenthuong.core.listing.KeyedPaginator.cap", 60)
    for n in range(65):
        make_award(f"Đỗ Thị Lan {n:02d}", unit=world.school, list_position=n)
    client.force_login(world.giang)
    first, second = (client.get(reverse(LIST), {"page": page}) for page in (1, 2))
    shown = [award.list_position for page in (first, second) for award in page.context["page_obj"].object_list]
    assert shown == list(range(60))
    assert "1–50 trên hơn 60 khen thưởng" in first.content.decode()
    assert client.get(reverse(LIST), {"page": 3}).status_code == 404
