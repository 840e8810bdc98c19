"""Initiatives: shares of 100 %, recognition by somebody else, and a ledger that counts each part once."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from campaigns.enums import InitiativeState
from campaigns.models import InitiativeUse
from campaigns.queries.initiative import initiatives_listed, names_alike, recognised_parts
from campaigns.services import initiative as services
from tests.awards.factories import make_world
from thiduakhenthuong.core import events
from thiduakhenthuong.core.errors import Conflict, Refused

pytestmark = pytest.mark.django_db
AUTHORS = [
    {"name": "Nguyễn Thị Mai", "birth_year": 1982, "title": "Giáo viên", "share": Decimal(60)},
    {"name": "Lô Văn Và", "birth_year": 1979, "title": "Giáo viên", "share": Decimal(40)},
]
NAME = "Phần mềm theo dõi thu quỹ của xã"


@pytest.fixture
def world(settings):
    settings.WORK_DATE = date(2021, 10, 15)
    return make_world()


def written(world, **fields):
    values = {"name": NAME, "year": 2020, "summary": "Bảng tính có nhắc hạn", "benefit": "Giảm 40 % thời gian đối chiếu"}
    values |= {"authors": AUTHORS, "unit": world.district, "by": world.an, "deciding_unit": world.province} | fields
    return services.create_initiative(**values)


def recognised(world, **fields):
    made = written(world, **fields)
    services.submit_initiative(initiative=made, version=made.version, by=world.an)
    return services.recognise_initiative(initiative=made, version=made.version, by=world.giang, scope="province",
                                         decision_number="215/QĐ-UBND", decision_date=date(2020, 12, 20))  # fmt: skip


def test_only_the_clerk_of_the_unit_writes_down(world):
    for who in (world.chi, world.khanh, world.giang, world.dung):
        with pytest.raises(Refused):
            written(world, by=who)


@pytest.mark.parametrize(
    ("shares", "said"),
    [((60, 30), "còn thiếu 10 %"), ((60, 50), "thừa 10 %"), ((100, 0), "lớn hơn 0"), ((None, 100), "lớn hơn 0")],
)
def test_shares_make_a_hundred(world, shares, said):
    rows = [row | {"share": None if share is None else Decimal(share)} for row, share in zip(AUTHORS, shares, strict=True)]
    with pytest.raises(ValidationError) as wrong:
        written(world, authors=rows)
    assert said in wrong.value.message_dict["authors"][0]


def test_thirds_may_be_rounded_to_a_hundred_and_one_author_is_not_two(world):
    thirds = [("A B", "33.33"), ("C D", "33.33"), ("E F", "33.34")]
    made = written(world, authors=[{"name": name, "share": Decimal(share)} for name, share in thirds])
    assert made.authors.count() == 3
    with pytest.raises(ValidationError, match="hai lần"):
        written(world, authors=[{"name": "Lô Văn Và", "share": Decimal(50)}, {"name": "lô  văn và", "share": Decimal(50)}])
    with pytest.raises(ValidationError, match="ít nhất một tác giả"):
        written(world, authors=[{"name": " ", "share": Decimal(100)}])


@pytest.mark.parametrize(("field", "value"), [("name", " "), ("year", 1890), ("year", 2030), ("name", "x" * 301)])
def test_bad_facts_are_refused_at_their_field(world, field, value):
    with pytest.raises(ValidationError) as wrong:
        written(world, **{field: value})
    assert field in wrong.value.message_dict


def test_a_sibling_cannot_recognise(world):
    with pytest.raises(ValidationError) as wrong:
        written(world, deciding_unit=world.other_district)
    assert "deciding_unit" in wrong.value.message_dict


def test_the_whole_way_with_its_refusals(world):
    made = written(world, deciding_unit=None, benefit="")
    with pytest.raises(ValidationError) as wrong:
        services.submit_initiative(initiative=made, version=made.version, by=world.an)
    assert set(wrong.value.message_dict) == {"deciding_unit", "benefit"}
    services.update_initiative(
        initiative=made, version=made.version, by=world.an, benefit="Nhanh hơn", deciding_unit=world.province
    )
    services.submit_initiative(initiative=made, version=made.version, by=world.an)
    with pytest.raises(Conflict):
        services.update_initiative(initiative=made, version=made.version, by=world.an, name="Khác")
    facts = {"scope": "province", "decision_number": "215/QĐ-UBND", "decision_date": date(2020, 12, 20)}
    for who in (world.an, world.khanh, world.lam, world.dung, world.binh):
        with pytest.raises(Refused):
            services.recognise_initiative(initiative=made, version=made.version, by=who, **facts)
    for bad, field in (
        ({"scope": "x"}, "scope"), ({"decision_number": ""}, "decision_number"), ({"decision_date": None}, "decision_date"),
        ({"decision_date": date(2022, 1, 1)}, "decision_date"), ({"decision_date": date(2019, 1, 1)}, "decision_date"),
    ):  # fmt: skip
        with pytest.raises(ValidationError) as wrong:
            services.recognise_initiative(initiative=made, version=made.version, by=world.giang, **facts | bad)
        assert field in wrong.value.message_dict
    with pytest.raises(ValidationError):
        services.decline_initiative(initiative=made, version=made.version, by=world.giang, reason="")
    services.decline_initiative(initiative=made, version=made.version, by=world.giang, reason="Đã có nơi làm")
    services.reopen_initiative(initiative=made, version=made.version, by=world.an)
    services.submit_initiative(initiative=made, version=made.version, by=world.an)
    services.take_back_initiative(initiative=made, version=made.version, by=world.an)
    services.submit_initiative(initiative=made, version=made.version, by=world.an)
    services.recognise_initiative(initiative=made, version=made.version, by=world.giang, **facts)
    assert (made.state, made.decision_by) == (InitiativeState.RECOGNISED, "Tỉnh Hải Dương")


def test_authors_change_with_an_event_and_a_stale_edit_is_a_conflict(world):
    made = written(world)
    old = made.version
    alone = [AUTHORS[0] | {"share": Decimal(100)}]
    services.update_initiative(initiative=made, version=old, by=world.an, name=f"{NAME} An Bình", authors=alone)
    assert events.last_event(made).data["after"] == {"authors": "Nguyễn Thị Mai 100 %"}
    with pytest.raises(Conflict):
        services.update_initiative(initiative=made, version=old, by=world.an, name="Lần nữa")


def test_each_part_is_used_once_and_says_for_what(world):
    made = recognised(world)
    mai, va = made.authors.all()
    facts = {"title_code": "CSTDCS", "year": 2020, "purpose": "Chiến sĩ thi đua cơ sở năm 2020", "by": world.an}
    services.use_initiative(author=mai, **facts)
    services.use_initiative(author=va, **facts)
    with pytest.raises(ValidationError) as twice:
        services.use_initiative(author=mai, **facts | {"year": 2021})
    assert "đã dùng sáng kiến này cho Chiến sĩ thi đua cơ sở năm 2020" in twice.value.messages[0]
    for who in (world.dung, world.chi, world.binh):
        with pytest.raises(Refused):
            services.withdraw_use(author=mai, by=who, reason="x")
    with pytest.raises(ValidationError):
        services.withdraw_use(author=mai, by=world.an, reason=" ")
    services.withdraw_use(author=mai, by=world.an, reason="Ghi nhầm người")
    assert InitiativeUse.objects.count() == 1 and events.last_event(made).note == "Ghi nhầm người"
    services.use_initiative(author=mai, **facts | {"year": 2021})
    (part,) = recognised_parts([("nguyễn thị mai", 1982)], years=range(2019, 2022)).values()
    assert part[0].use.year == 2021


@pytest.mark.parametrize(
    ("change", "field"), [({"year": 2019}, "year"), ({"year": 2022}, "year"), ({"title_code": ""}, "title_code")]
)
def test_a_use_that_cannot_be_is_refused(world, change, field):
    mai = recognised(world).authors.first()
    facts = {"title_code": "CSTDCS", "year": 2020, "purpose": "CSTĐCS", "by": world.an}
    with pytest.raises(ValidationError) as wrong:
        services.use_initiative(author=mai, **facts | change)
    assert field in wrong.value.message_dict


def test_what_is_not_recognised_is_not_used(world):
    made = written(world)
    with pytest.raises(ValidationError, match="đã được công nhận"):
        services.use_initiative(author=made.authors.first(), title_code="CSTDCS", year=2020, purpose="CSTĐCS", by=world.an)


def test_names_alike_are_found_across_units_but_drafts_are_not_told(world):
    made = written(world)
    assert names_alike("Phần mềm theo dõi thu quỹ của thôn") == []
    services.submit_initiative(initiative=made, version=made.version, by=world.an)
    (found,) = names_alike("phan mem theo doi thu quy cua thon")
    assert found.initiative == made and found.percent >= 60
    assert names_alike("Một số giải pháp nâng cao chất lượng") == [] and names_alike("", besides=made) == []


def test_the_register_is_scoped_filtered_and_found_by_author(world):
    made = recognised(world)
    assert list(initiatives_listed(world.giang, {"q": "lo van va"})) == [made]
    assert list(initiatives_listed(world.an, {"nam": "2020", "pham_vi": "province", "dung": "0"})) == [made]
    assert not initiatives_listed(world.an, {"dung": "1"}).exists() and not initiatives_listed(world.an, {"nam": "2021"}).exists()
    assert not initiatives_listed(world.dung, {}).exists()
