"""Examples: from an introduction to recognition and copies; who may do what, and what is refused at which field."""

import io
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from campaigns.enums import ExemplarState, Role, UnitLevel
from campaigns.models import Exemplar, ExemplarPhoto, Replication, UnitSuccession
from campaigns.queries import exemplar as reading
from campaigns.queries.introduction import place_of
from campaigns.queries.scope import exemplars_for_user
from campaigns.services import exemplar as services
from campaigns.services import introduction, replication
from tests.awards.factories import make_unit, make_user, make_world
from thiduakhenthuong.core import events
from thiduakhenthuong.core.errors import Conflict, Refused

pytestmark = pytest.mark.django_db
DAY = date(2021, 10, 15)
STORY = "Hội viên trồng hoa, giao nhau tưới; sáng thứ Bảy cùng thu gom rác nhựa."


@pytest.fixture
def world(settings):
    settings.WORK_DATE = DAY
    made = make_world()
    made.other_commune = make_unit("Xã Mây Hồng", UnitLevel.COMMUNE, made.district, place="huyện Nam Sách")
    made.oanh = make_user("oanh", "Vũ Thị Oanh", (made.commune, Role.CLERK))
    made.phu = make_user("phu", "Đỗ Văn Phú", (made.other_commune, Role.CLERK))
    return made


def introduced(world, **fields):
    facts = {"office": world.district, "title": "Đường hoa tự quản", "place_text": "Xã Nam Trung", "story": STORY}
    return introduction.introduce(**facts | {"unit": world.commune} | fields)


def kept(world, **fields):
    """An example of Nam Trung since 3/2017 that the district looks after."""
    values = {"title": "Đường hoa tự quản", "unit": world.commune, "started_on": date(2017, 3, 1)} | fields
    return services.create_exemplar(office=world.district, by=world.an, way="Mỗi hộ nhận 10 m", results="1,8 km", **values)


def photo(name="anh.jpg", size=(2400, 1200), kind="JPEG", exif=None):
    target = io.BytesIO()
    Image.new("RGB", size, "green").save(target, kind, **({"exif": exif} if exif else {}))
    return SimpleUploadedFile(name, target.getvalue())


# --- introductions -----------------------------------------------------------------------------


def test_a_citizens_introduction_lies_in_the_inbox_of_the_office_with_a_code(world):
    made = introduced(world, introducer_name="Bà Lý", introducer_contact="0912 000 111", code="ABCD2345")
    assert (made.state, made.introduced_by, made.follow_code) == (ExemplarState.INTRODUCED, None, "ABCD2345")
    assert list(reading.inbox(world.an)) == list(reading.inbox(world.khanh)) == [made]
    assert not reading.inbox(world.dung).exists() and not exemplars_for_user(world.dung).exists()
    assert not exemplars_for_user(world.oanh).exists()  # not even the commune before it is taken
    assert [e.action for e in events.history(made)] == ["introduce"]
    assert reading.exemplar_by_code(" abcd 2345 ") == made and reading.exemplar_by_code("") is None


def test_the_same_code_is_one_row_and_the_same_words_are_told_of(world):
    first = introduced(world, code="ABCD2345")
    assert introduced(world, code="ABCD2345") == first
    with pytest.raises(ValidationError) as wrong:
        introduced(world, story=STORY.upper(), code="ZZZZ2345")
    assert "15/10/2021" in wrong.value.message_dict["story"][0]
    assert Exemplar.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", " "),
        ("story", "Tốt"),
        ("place_text", ""),
        ("story", "x" * 3001),
        ("title", "x" * 201),
        ("story", "http://a " * 9),
    ],
)
def test_an_introduction_without_who_where_what_is_refused_at_its_field(world, field, value):
    with pytest.raises(ValidationError) as wrong:
        introduced(world, **{field: value})
    assert list(wrong.value.message_dict) == [field]
    assert not Exemplar.objects.exists()


def test_a_picture_that_is_none_saves_nothing(world):
    with pytest.raises(ValidationError) as wrong:
        introduced(world, photo=SimpleUploadedFile("x.jpg", b"\xff\xd8\xff not a picture"))
    assert "photo" in wrong.value.message_dict and not Exemplar.objects.exists()


def test_a_photo_is_made_small_and_forgets_where_it_was_taken(world):
    exif = Image.Exif()
    exif[0x010E] = "nhà ông Lý"
    made = introduced(world, photo=photo(exif=exif))
    row = ExemplarPhoto.objects.get(exemplar=made)
    seen = Image.open(row.stored.file)
    assert seen.size == (1600, 800) and not seen.getexif() and row.consent_on is None
    assert reading.photos_of(made) == [] and reading.photos_of(made, private=True) == [row]


def test_the_place_typed_finds_unit_and_office(world):
    found = place_of("Thôn Đầu, xã Mây Hồng, huyện Nam Sách", DAY)
    assert (found.unit, found.office) == (world.other_commune, world.other_commune)  # its clerk opens the inbox
    quiet = make_unit("Xã Mây Trắng", UnitLevel.COMMUNE, world.district, place="huyện Nam Sách")  # nobody works there
    found = place_of("mây trắng", DAY)
    assert (found.unit, found.office) == (quiet, world.district)
    found = place_of("một nơi nào đó", DAY)
    assert found.office is None and world.district in found.offices and world.province in found.offices


def test_a_place_that_was_merged_stands_for_its_successor(world):
    ended = {"place": "huyện Nam Sách", "valid_to": date(2024, 11, 30)}
    old = make_unit("Xã Mây Cũ", UnitLevel.COMMUNE, world.district, **ended)
    heir = make_unit("Xã Mây Mới", UnitLevel.COMMUNE, world.province, valid_from=date(2024, 12, 1))
    UnitSuccession.objects.create(old=old, new=heir, effective_date=date(2024, 12, 1), kind="merged")
    assert place_of("Xã Mây Cũ (huyện Nam Sách, đến 30/11/2024)", date(2026, 1, 1)).unit == heir


# --- the inbox ---------------------------------------------------------------------------------


def test_officers_take_decline_and_merge_others_may_not(world):
    one, two, three = (introduced(world, code=f"CODE000{n}", story=f"{STORY} Lần {n}.") for n in (2, 3, 4))
    for who in (world.chi, world.giang, world.oanh, world.dung, world.lam):
        with pytest.raises(Refused):
            services.accept_exemplar(exemplar=one, version=one.version, by=who)
    services.accept_exemplar(exemplar=one, version=one.version, by=world.khanh)
    with pytest.raises(ValidationError):
        services.decline_exemplar(exemplar=two, version=two.version, by=world.an, reason=" ")
    services.decline_exemplar(exemplar=two, version=two.version, by=world.an, reason="Chưa có kết quả")
    assert two.declined_reason == "Chưa có kết quả"
    services.merge_exemplar(exemplar=three, into=one, version=three.version, by=world.an)
    one.refresh_from_db()
    assert three.merged_into == one and "Lần 4." in one.story and STORY in one.story
    assert {e.action for e in events.history(one)} >= {"introduce", "accept", "merge"}
    assert list(exemplars_for_user(world.oanh)) == [one]


def test_two_officers_at_once_the_second_hears_who_was_first(world):
    made = introduced(world)
    version = made.version
    services.accept_exemplar(exemplar=made, version=version, by=world.khanh)
    with pytest.raises(Conflict) as late:
        services.decline_exemplar(exemplar=made, version=version, by=world.an, reason="Trùng")
    assert "Bùi Thị Khánh" in late.value.message


def test_merging_with_itself_or_another_offices_is_refused(world):
    made, foreign = introduced(world), introduced(world, office=world.other_district, story=f"{STORY} Nơi khác.")
    for other in (made, foreign):
        with pytest.raises(ValidationError):
            services.merge_exemplar(exemplar=made, into=other, version=made.version, by=world.an)


def test_alike_introductions_are_found(world):
    known = kept(world)
    fresh = introduced(world, title="Đường hoa tự quản của chi hội phụ nữ")
    other = introduced(world, title="Hiến đất mở đường", story=f"{STORY} Khác.", unit=None)
    assert reading.alike([fresh, other]) == {fresh.pk: [known], other.pk: []}


# --- editing, recognising, consent -------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": ""}, "title"), ({"started_on": date(2022, 1, 1)}, "started_on"), ({"result_value": -1}, "result_value"),
        ({"result_value": 2}, "unit_of_measure"),
    ],
)  # fmt: skip
def test_bad_words_about_an_example_are_refused_at_their_field(world, values, field):
    made = kept(world)
    with pytest.raises(ValidationError) as wrong:
        services.update_exemplar(exemplar=made, version=made.version, by=world.an, **values)
    assert field in wrong.value.message_dict


def test_edits_are_kept_with_before_and_after_and_a_stale_one_is_a_conflict(world):
    made = kept(world)
    old = made.version
    services.update_exemplar(exemplar=made, version=old, by=world.an, cost="9,6 triệu đồng")
    data = events.last_event(made).data
    assert (data["before"]["cost"], data["after"]["cost"]) == ("", "9,6 triệu đồng")
    with pytest.raises(Conflict):
        services.update_exemplar(exemplar=made, version=old, by=world.khanh, cost="khác")
    services.update_exemplar(exemplar=made, version=made.version, by=world.oanh, keeper="Bà Nhạn")  # the unit it comes from
    with pytest.raises(Refused):
        services.update_exemplar(exemplar=made, version=made.version, by=world.phu, cost="0")


def test_only_the_approver_recognises_and_never_the_introducer(world):
    made = kept(world)
    facts = {"level": "district", "recognised_on": date(2018, 10, 20), "recognised_by_text": "Quyết định số 1542/QĐ-UBND"}
    for who in (world.an, world.khanh, world.chi, world.hai):
        with pytest.raises(Refused):
            services.recognise_exemplar(exemplar=made, version=made.version, by=who, **facts)
    for bad, field in (
        ({"level": ""}, "level"), ({"recognised_on": date(2022, 1, 1)}, "recognised_on"),
        ({"recognised_on": None}, "recognised_on"), ({"recognised_on": date(2016, 1, 1)}, "recognised_on"),
        ({"recognised_by_text": ""}, "recognised_by_text"),
    ):  # fmt: skip
        with pytest.raises(ValidationError) as wrong:
            services.recognise_exemplar(exemplar=made, version=made.version, by=world.lam, **facts | bad)
        assert field in wrong.value.message_dict
    services.recognise_exemplar(exemplar=made, version=made.version, by=world.lam, **facts)
    assert made.state == ExemplarState.RECOGNISED
    Exemplar.objects.filter(pk=made.pk).update(state=ExemplarState.ACCEPTED, introduced_by=world.lam)
    made.refresh_from_db()
    with pytest.raises(Refused, match="tự công nhận"):
        services.recognise_exemplar(exemplar=made, version=made.version, by=world.lam, **facts)


def test_without_a_way_nothing_is_recognised(world):
    made = introduced(world)
    services.accept_exemplar(exemplar=made, version=made.version, by=world.an)
    with pytest.raises(ValidationError, match="Cách làm và Kết quả"):
        services.recognise_exemplar(exemplar=made, version=made.version, by=world.lam, level="district",
                                    recognised_on=DAY, recognised_by_text="Quyết định số 1/QĐ-UBND")  # fmt: skip


def test_photos_are_seen_only_with_consent_and_no_longer_when_it_is_withdrawn(world):
    made = kept(world)
    with pytest.raises(ValidationError) as wrong:
        services.add_photo(exemplar=made, upload=photo(), by=world.an, consent_on=DAY)
    assert "consent_by" in wrong.value.message_dict and not ExemplarPhoto.objects.exists()
    row = services.add_photo(exemplar=made, upload=photo(), by=world.an)
    assert reading.photos_of(made) == []
    services.consent_photo(photo=row, by=world.an, consent_on=DAY, consent_by="bà Nhạn")
    assert reading.photos_of(made) == [row] and reading.first_photos([made]) == {made.pk: row}
    services.withdraw_consent(exemplar=made, version=made.version, by=world.an)
    assert reading.photos_of(made) == []
    services.remove_photo(photo=row, by=world.an)
    assert reading.photos_of(made, private=True) == []


def test_a_person_is_public_only_with_consent(world):
    made = kept(world, kind="person", title="Bà Đào Thị Nhạn")
    Exemplar.objects.filter(pk=made.pk).update(state=ExemplarState.RECOGNISED)
    assert reading.public_exemplar(made.public_id) is None
    with pytest.raises(ValidationError) as wrong:
        services.record_consent(exemplar=made, version=made.version, by=world.an, consent_on=DAY)
    assert "upload" in wrong.value.message_dict
    paper = SimpleUploadedFile("phieu.pdf", b"%PDF-1.4 x")
    services.record_consent(exemplar=made, version=made.version, by=world.an, consent_on=DAY, upload=paper)
    assert reading.public_exemplar(made.public_id) == made


# --- copies ------------------------------------------------------------------------------------


def copied(world, exemplar, unit=None, by=None, **fields):
    values = {"started_on": date(2018, 10, 1), "value": 1} | fields
    return replication.add_replication(exemplar=exemplar, unit=unit or world.other_commune, by=by or world.phu, **values)


def test_a_copy_counts_when_the_office_confirmed_it_and_not_before(world):
    made = kept(world)
    row = copied(world, made)
    assert reading.with_copies(Exemplar.objects.all()).get().copies == 0
    for who in (world.phu, world.an, world.lam, world.giang, world.dung):
        with pytest.raises(Refused):
            replication.confirm_replication(replication=row, version=row.version, by=who)
    replication.confirm_replication(replication=row, version=row.version, by=world.khanh)
    found = reading.with_copies(Exemplar.objects.all()).get()
    assert (found.copies, found.asking) == (1, 0)
    with pytest.raises(Conflict):
        replication.update_replication(replication=row, version=row.version, by=world.phu, value=9)
    with pytest.raises(ValidationError):
        replication.send_back_replication(replication=row, version=row.version, by=world.khanh, note=" ")
    replication.send_back_replication(replication=row, version=row.version, by=world.khanh, note="Chưa có số km")
    assert reading.with_copies(Exemplar.objects.all()).get().copies == 0 and row.confirmed_by is None


def test_who_wrote_a_copy_down_does_not_confirm_it(world):
    row = copied(world, kept(world), by=world.khanh)
    with pytest.raises(Refused, match="tự xác nhận"):
        replication.confirm_replication(replication=row, version=row.version, by=world.khanh)


def test_strangers_do_not_speak_for_a_unit(world):
    made = kept(world)
    for who in (world.dung, world.oanh, world.giang, world.chi):
        with pytest.raises(Refused):
            copied(world, made, by=who)
    assert not Replication.objects.exists()


def test_bad_copies_are_refused_at_their_field(world):
    made = kept(world)
    gone = make_unit("Xã Nam Chính", UnitLevel.COMMUNE, world.district, valid_to=date(2019, 12, 31))
    UnitSuccession.objects.create(old=gone, new=world.other_commune, effective_date=date(2020, 1, 1), kind="merged")
    cases = [
        ({"unit": world.commune, "by": world.an}, "unit"), ({"started_on": None}, "started_on"), ({"value": 0}, "value"),
        ({"started_on": date(2022, 1, 1)}, "started_on"), ({"started_on": date(2016, 1, 1)}, "started_on"),
        ({"unit": gone, "by": world.an, "started_on": date(2020, 5, 1)}, "unit"),
    ]  # fmt: skip
    for values, field in cases:
        with pytest.raises(ValidationError) as wrong:
            copied(world, made, **values)
        assert field in wrong.value.message_dict, values
    assert "Xã Mây Hồng" in wrong.value.message_dict["unit"][0]
    copied(world, made)
    with pytest.raises(ValidationError) as twice:
        copied(world, made)
    assert "chờ xác nhận" in twice.value.message_dict["unit"][0]


def test_who_only_looks_is_asked_again_claims_or_is_dropped(world):
    made = kept(world)
    row = copied(world, made, claimed=False, started_on=None, value=None, note="xem tại Nam Trung ngày 18/9/2021")
    assert "xem tại Nam Trung" in replication.ask_again(replication=row, by=world.an)
    with pytest.raises(ValidationError):
        replication.claim_replication(replication=row, version=row.version, by=world.an, started_on=None)
    replication.claim_replication(replication=row, version=row.version, by=world.an, started_on=DAY)
    assert row.by == world.an  # who claimed does not confirm
    replication.send_back_replication(replication=row, version=row.version, by=world.khanh, note="Chưa thấy")
    replication.drop_replication(replication=row, version=row.version, by=world.phu)
    assert not Replication.objects.exists() and events.last_event(made).data["unit"] == "Xã Mây Hồng"


def test_the_list_is_sorted_by_spread(world):
    few, many = kept(world, title="Ít"), kept(world, title="Nhiều")
    row = copied(world, many)
    replication.confirm_replication(replication=row, version=row.version, by=world.khanh)
    assert list(reading.exemplars_listed(world.phu, {})) == [many, few]
    assert list(reading.exemplars_listed(world.phu, {"sort": "ten"})) == [few, many]
    assert list(reading.exemplars_listed(world.phu, {"q": "nhieu"})) == [many]
    assert list(reading.exemplars_listed(world.phu, {"nhan_rong": "1"})) == [many]
    told = introduced(world, by=world.phu)
    assert list(reading.exemplars_listed(world.phu, {"cua_toi": "1"})) == [told]
    assert list(reading.exemplars_listed(world.phu, {"cap": "x", "sort": "pk;drop"})) == [many, few]
