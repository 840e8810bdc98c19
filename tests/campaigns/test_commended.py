"""Dossiers that serve a campaign and an objective; the tab of a campaign and the report by objective."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.enums import NominationState, RecipientKind
from awards.extensions import office_words_on, titles_on
from awards.models import Award
from awards.services.dossier import update_dossier
from campaigns import extensions
from campaigns.enums import CampaignState
from tests.awards import factories
from tests.campaigns.factories import make_campaign, make_objective, make_resolution

DAY = date(2020, 7, 10)


@pytest.fixture
def world(db):
    return factories.make_world()


@pytest.fixture
def story(world):
    """A campaign and an objective of the district, a dossier of Nam Sách that serves both, three awards of it."""
    campaign = make_campaign(world.district, state=CampaignState.LAUNCHED)
    resolution = make_resolution(world.district)
    objective = make_objective(resolution, group="Xã hội")
    dossier = factories.make_dossier(world, campaign=campaign, objective=objective)
    give(dossier, 3)
    return world, campaign, resolution, objective, dossier


def give(dossier, count, **fields):
    """Awards from lines of a dossier; the first is a Party member."""
    for place in range(count):
        line = factories.make_nomination(dossier, name=f"Lưu Bá {'ABCDEFGH'[place]}", state=NominationState.AWARDED)
        Award.objects.create(
            recipient_kind=RecipientKind.INDIVIDUAL, name=line.name, award_kind=line.award_kind, unit=dossier.unit,
            award_name=line.award_kind.label, level="district", nomination=line, deciding_unit=dossier.deciding_unit,
            decision_date=DAY, is_party_member=place == 0, **fields,
        )  # fmt: skip


@pytest.fixture(autouse=True)
def work_day(settings):
    settings.WORK_DATE = date(2021, 10, 15)


def page(client, user, name, record, **params):
    client.force_login(user)
    return client.get(reverse(f"awards:{name}", args=[record.public_id]), params)


# --- the dossier ------------------------------------------------------------------------------


def form_data(world, dossier, **fields):
    return {
        "deciding_unit": world.province.pk, "commendation_type": dossier.commendation_type_id, "period_from": "01/01/2020",
        "period_to": "31/12/2020", "reason": "thành tích xuất sắc", "head_name": "Lê Thị Chi", "head_title": "Chủ tịch",
        "campaign_text": "", "version": dossier.version,
    } | fields  # fmt: skip


def test_dossier_keeps_campaign_and_objective_and_takes_the_name_of_the_campaign(client, world):
    campaign = make_campaign(world.district, name="Mỗi người làm việc bằng hai", state=CampaignState.LAUNCHED)
    objective = make_objective(make_resolution(world.district))
    dossier = factories.make_dossier(world)
    client.force_login(world.an)
    url = reverse("awards:dossier-edit", args=[dossier.public_id])
    answer = client.post(url, form_data(world, dossier, campaign=campaign.pk, objective=objective.pk))
    assert answer.status_code == 302
    dossier.refresh_from_db()
    assert (dossier.campaign, dossier.objective, dossier.campaign_text) == (campaign, objective, campaign.name)
    text = client.get(reverse("awards:dossier-detail", args=[dossier.public_id])).content.decode()
    assert reverse("awards:campaign-awards", args=[campaign.public_id]) in text
    assert objective.indicator in text


def test_dossier_offers_only_campaigns_and_objectives_around_the_unit(client, world):
    theirs = make_campaign(world.other_district, name="Phong trào huyện khác", state=CampaignState.LAUNCHED)
    make_campaign(world.district, name="Phong trào còn soạn")
    make_campaign(world.province, name="Phong trào của tỉnh", state=CampaignState.LAUNCHED)
    foreign = make_objective(make_resolution(world.other_district), indicator="Mục tiêu huyện khác")
    dossier = factories.make_dossier(world)
    client.force_login(world.an)
    url = reverse("awards:dossier-edit", args=[dossier.public_id])
    text = client.get(url).content.decode()
    assert "Phong trào của tỉnh (2020 – 2025)" in text
    assert "Phong trào huyện khác" not in text
    assert "Phong trào còn soạn" not in text
    assert "Mục tiêu huyện khác" not in text
    for field, record in (("campaign", theirs), ("objective", foreign)):
        with pytest.raises(ValidationError) as caught:
            update_dossier(dossier=dossier, version=dossier.version, by=world.an, **{field: record})
        assert field in caught.value.message_dict
    assert client.post(url, form_data(world, dossier, campaign=theirs.pk)).status_code == 200
    dossier.refresh_from_db()
    assert dossier.campaign is None


def test_new_dossier_is_filled_from_the_campaign_of_the_address(client, world):
    campaign = make_campaign(world.district, name="Xóa nhà tạm", state=CampaignState.LAUNCHED)
    client.force_login(world.an)
    form = client.get(reverse("awards:dossier-create"), {"pt": str(campaign.public_id)}).context["form"]
    assert form.initial["campaign"] == campaign.pk
    assert form.initial["campaign_text"] == "Xóa nhà tạm"
    assert client.get(reverse("awards:dossier-create"), {"pt": "x", "mt": "7"}).status_code == 200


# --- the tab of the campaign --------------------------------------------------------------------


def test_tab_counts_by_form_and_kind_and_opens_the_names(client, story):
    world, campaign, *_ = story
    answer = page(client, world.an, "campaign-awards", campaign)
    forms, party = answer.context["forms"], answer.context["party"]
    assert forms["counts"].words == "3 cá nhân"
    assert [row["label"] for row in forms["rows"]] == ["Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh"]
    names = client.get(forms["rows"][0]["sum"]["url"]).content.decode()
    assert "Lưu Bá A<" in names
    assert "Lưu Bá C" in names
    assert [(row["label"], row["cell"]["count"]) for row in party["rows"]][:2] == [("Đảng viên", 1), ("Quần chúng", 2)]
    others = client.get(party["rows"][1]["cell"]["url"]).content.decode()
    assert "Lưu Bá A<" not in others
    assert "Lưu Bá B" in others
    assert "3 cá nhân được khen trong phong trào" in answer.content.decode()


def test_tab_counts_campaigns_below_and_leaves_out_cancelled_and_other_years(client, story):
    world, campaign, _, _, dossier = story
    above = make_campaign(world.province, name="Phong trào của tỉnh", state=CampaignState.LAUNCHED)
    type(campaign).objects.filter(pk=campaign.pk).update(parent=above)
    Award.objects.filter(name="Lưu Bá C").update(status="cancelled")
    Award.objects.filter(name="Lưu Bá B").update(decision_date=date(2021, 2, 1))
    assert page(client, world.an, "campaign-awards", above).context["forms"]["counts"].total == 2
    assert page(client, world.an, "campaign-awards", above, nam="2021").context["forms"]["counts"].total == 1
    assert page(client, world.an, "campaign-awards", above, nam="x").context["year"] is None
    assert dossier in page(client, world.an, "campaign-awards", above).context["dossiers"]


def test_tab_is_404_for_strangers_and_tells_an_empty_campaign_what_to_do(client, story):
    world, campaign, *_ = story
    assert page(client, world.dung, "campaign-awards", campaign).status_code == 404
    empty = make_campaign(world.district, name="Phong trào mới", state=CampaignState.LAUNCHED)
    text = page(client, world.an, "campaign-awards", empty).content.decode()
    assert "Chưa có ai được khen" in text
    assert f"?dv={world.district.pk}&amp;pt={empty.public_id}" in text
    assert "Lập hồ sơ khen thưởng" not in page(client, world.khanh, "campaign-awards", empty).content.decode()


def test_pages_ask_the_database_as_often_for_one_award_as_for_many(client, story):
    world, campaign, resolution, objective, dossier = story
    counts = []
    for more in (0, 5):
        for place in range(more):
            other = factories.make_dossier(world, campaign=campaign, objective=make_objective(resolution, f"Mục tiêu {place}"))
            give(other, 2)
        found = []
        for name, record in (("campaign-awards", campaign), ("objective-awards", resolution)):
            page(client, world.an, name, record)  # content types are remembered after the first
            with CaptureQueriesContext(connection) as queries:
                assert page(client, world.an, name, record).status_code == 200
            found.append(len(queries))
        counts.append(found)
    assert counts[0] == counts[1]
    assert max(counts[0]) - 4 <= 15  # four for the sign-in of the test


# --- the report by objective ---------------------------------------------------------------------


def test_report_by_objective_counts_forms_and_waiting_dossiers(client, story):
    world, _, resolution, objective, _ = story
    bare = make_objective(resolution, indicator="Trường đạt chuẩn")
    factories.make_dossier(world, objective=bare)
    table = page(client, world.an, "objective-awards", resolution).context["table"]
    first, second = table["rows"]
    assert (first["objective"], first["sum"]["count"], second["sum"]["count"], second["waiting"]) == (objective, 3, 0, 1)
    assert (table["served"], table["of"], table["sum"]) == (1, 2, 3)
    assert "Lưu Bá B" in client.get(first["cells"][0]["url"]).content.decode()
    book = page(client, world.an, "objective-awards-export", resolution)
    assert book["Content-Type"].startswith("application/vnd.openxmlformats")
    assert page(client, world.dung, "objective-awards", resolution).status_code == 404
    assert page(client, world.dung, "objective-awards-export", resolution).status_code == 404


def test_award_says_what_it_serves(client, story):
    world, campaign, _, objective, _ = story
    text = page(client, world.an, "award", Award.objects.first()).content.decode()
    assert campaign.name in text
    assert objective.indicator in text


# --- what the floor below is offered -------------------------------------------------------------


def test_titles_are_those_of_the_day_and_say_whom_they_suit(world):
    early = {title.code: title for title in extensions.titles_on(date(2020, 7, 14))}
    asked = ("LDTT", "TTLDTT", "BK_TINH", "GK_HUYEN", "XA_TB", "GDVH", "HH_DANG", "AH_LD")
    assert [code for code in early if code in asked] == ["BK_TINH", "TTLDTT", "LDTT", "GK_HUYEN"]
    assert early["LDTT"].subjects == {"individual"}
    assert early["TTLDTT"].subjects == {"collective"}
    assert (early["BK_TINH"].is_form, early["LDTT"].is_form) == (True, False)
    assert "XA_TB" in {title.code for title in titles_on(date(2025, 8, 1))}
    assert "GK_HUYEN" not in {title.code for title in titles_on(date(2025, 8, 1))}


def test_plans_get_the_wording_and_the_bases_of_their_day_and_a_school_gets_none(world):
    day = date(2021, 1, 1)
    assert office_words_on(world.district, day).committee_lines[0] == "ỦY BAN NHÂN DÂN"
    bases = extensions.legal_bases_on("campaign_plan", world.district, day)
    assert any("91/2017/NĐ-CP" in text for text in bases)
    assert not any("98/2023/NĐ-CP" in text for text in bases)
    assert office_words_on(world.school, day) is None
    assert extensions.legal_bases_on("campaign_plan", world.school, day) == []
