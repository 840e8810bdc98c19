"""Conferences: three stored values, a day that moves, programme, examples, the printed programme."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.documents.programme import full_title, programme_docx, roman
from campaigns.enums import ExemplarState
from campaigns.models import Conference, Exemplar
from campaigns.services import conference as services
from campaigns.views.conference_parts import programme_of
from tests.awards import factories
from thiduakhenthuong.core import events
from thiduakhenthuong.core.errors import Conflict, Refused
from thiduakhenthuong.core.idempotency import new_key

FACTS = {
    "name": "Hội nghị điển hình tiên tiến", "ordinal": 5, "reviewed_from": 2015, "reviewed_to": 2020, "launched_from": 2020,
    "launched_to": 2025, "held_on": date(2020, 7, 10), "starts_at": "7h30", "venue": "Hội trường huyện",
}  # fmt: skip


@pytest.fixture(autouse=True)
def work_day(settings):
    settings.WORK_DATE = date(2020, 7, 1)


@pytest.fixture
def world(db):
    return factories.make_world()


@pytest.fixture
def conference(world):
    return services.create_conference(unit=world.district, by=world.an, **FACTS)


def make_exemplar(world, title="Đường hoa tự quản"):
    return Exemplar.objects.create(
        title=title, search_key="duong hoa tu quan", office=world.district, unit=world.commune, state=ExemplarState.ACCEPTED
    )


def typed(**changes):
    data = FACTS | {"held_on": "10/07/2020"} | changes
    return {key: "" if value is None else value for key, value in data.items()}


def show(client, user, name, *args, **params):
    client.force_login(user)
    return client.get(reverse(f"campaigns:{name}", args=args), params)


# --- the service ------------------------------------------------------------------------------


def test_ordinal_and_both_periods_are_stored_values(conference):
    kept = Conference.objects.get(pk=conference.pk)
    assert (kept.ordinal, kept.reviewed_from, kept.reviewed_to) == (5, 2015, 2020)
    assert (kept.launched_from, kept.launched_to, kept.starts_at) == (2020, 2025, "07:30")


def test_a_moved_day_is_told_from_when_to_when_and_nothing_else_changes(world, conference):
    before = events.history(conference).count()
    services.update_conference(conference=conference, version=1, by=world.an, held_on=date(2020, 7, 14))
    last = events.last_event(conference)
    assert (last.action, last.data["done"]) == ("move", "dời ngày từ 10/07/2020 sang 14/07/2020")
    assert (conference.held_on, conference.version, conference.ordinal) == (date(2020, 7, 14), 2, 5)
    services.update_conference(conference=conference, version=2, by=world.an, held_on=date(2020, 7, 14))
    assert events.history(conference).count() == before + 1  # nothing changed, nothing told


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"ordinal": 0}, "ordinal"),
        ({"ordinal": 300}, "ordinal"),
        ({"reviewed_to": 2014}, "reviewed_to"),
        ({"reviewed_from": None}, "reviewed_from"),
        ({"launched_to": None}, "launched_to"),
        ({"launched_from": 20}, "launched_from"),
        ({"starts_at": "25:00"}, "starts_at"),
        ({"starts_at": "sáng"}, "starts_at"),
        ({"held_on": date(2026, 1, 1)}, "held_on"),  # the district ended in 2025
    ],
)
def test_bad_facts_are_refused_at_their_field(world, conference, changes, field):
    with pytest.raises(ValidationError) as caught:
        services.update_conference(conference=conference, version=1, by=world.an, **changes)
    assert list(caught.value.message_dict) == [field]
    conference.refresh_from_db()
    assert conference.version == 1


@pytest.mark.parametrize("text", ["7h30", "7:30", "7 giờ 30", "07 giờ 30 phút", "7g30"])
def test_hours_are_read_as_people_write_them(world, text):
    made = services.create_conference(unit=world.district, by=world.an, name="Sơ kết", starts_at=text)
    assert made.starts_at == "07:30"


def test_the_same_conference_is_not_opened_twice(world, conference):
    with pytest.raises(ValidationError) as caught:
        services.create_conference(unit=world.district, by=world.khanh, **FACTS | {"name": "HỘI NGHỊ ĐIỂN HÌNH TIÊN TIẾN"})
    assert "ordinal" in caught.value.message_dict
    services.create_conference(unit=world.district, by=world.khanh, **FACTS | {"ordinal": 6})


def test_only_officers_of_the_unit_write_and_a_stale_version_is_a_conflict(world, conference):
    for stranger in (world.dung, world.chi, world.giang):
        with pytest.raises(Refused):
            services.update_conference(conference=conference, version=1, by=stranger, venue="Nơi khác")
        with pytest.raises(Refused):
            services.create_conference(unit=world.district, by=stranger, name="Sơ kết")
        with pytest.raises(Refused):
            services.add_exemplar(conference=conference, exemplar=make_exemplar(world), by=stranger)
    services.update_conference(conference=conference, version=1, by=world.khanh, venue="Nhà văn hóa")
    with pytest.raises(Conflict):
        services.set_programme(conference=conference, version=1, by=world.an, items=[])


def test_programme_keeps_order_and_drops_empty_rows(world, conference):
    items = [{"time": "08:00", "content": "Khai mạc"}, {}, {"time": "", "content": "Trao thưởng", "person": "Phòng Nội vụ"}]
    services.set_programme(conference=conference, version=1, by=world.an, items=items)
    assert [(i.order, i.content) for i in conference.items.all()] == [(1, "Khai mạc"), (2, "Trao thưởng")]
    with pytest.raises(ValidationError, match="Mục 1 chưa có nội dung"):
        services.set_programme(conference=conference, version=2, by=world.an, items=[{"time": "08:00"}])
    assert conference.items.count() == 2


def test_an_example_stands_once_and_can_be_taken_off(world, conference):
    row = services.add_exemplar(conference=conference, exemplar=make_exemplar(world), by=world.an)
    with pytest.raises(ValidationError, match="đã có trong danh sách"):
        services.add_exemplar(conference=conference, exemplar=row.exemplar, by=world.an)
    rows = [{"pk": row.pk, "order": 3, "part": "Giao lưu"}, {"pk": 10**9, "order": 1}]
    services.set_exemplars(conference=conference, version=1, by=world.an, rows=rows)
    row.refresh_from_db()
    assert (row.order, row.part) == (3, "Giao lưu")
    services.set_exemplars(conference=conference, version=2, by=world.an, rows=[{"pk": row.pk, "remove": True}])
    assert not conference.shown.exists()


# --- pages --------------------------------------------------------------------------------------


def test_one_press_makes_one_conference_and_bad_input_keeps_what_was_typed(client, world):
    client.force_login(world.an)
    url = reverse("campaigns:conference-create")
    bad = client.post(url, typed(reviewed_to=2014, ordinal="năm", idempotency_key=new_key()))
    assert bad.status_code == 422
    text = bad.content.decode()
    assert "Ghi một số nguyên." in text
    assert "Hội trường huyện" in text
    data = typed(idempotency_key=new_key())
    for _ in range(2):
        assert client.post(url, data).status_code == 302
    assert Conference.objects.count() == 1


def test_editing_through_the_page_moves_the_day(client, world, conference):
    client.force_login(world.an)
    url = reverse("campaigns:conference-edit", args=[conference.public_id])
    assert client.post(url, typed(held_on="14/07/2020", version=1)).status_code == 302
    text = client.get(reverse("campaigns:conference", args=[conference.public_id])).content.decode()
    assert "Dời ngày từ 10/07/2020 sang 14/07/2020" in text
    assert "Hội nghị điển hình tiên tiến lần thứ V" in text
    assert client.post(url, typed(held_on="21/07/2020", version=1)).status_code == 409
    assert client.post(url, typed(held_on="31/02/2020", version=2)).status_code == 422


def test_strangers_do_not_see_it_and_readers_do_not_edit(client, world, conference):
    key = conference.public_id
    assert show(client, world.dung, "conference", key).status_code == 404
    assert show(client, world.chi, "conference", key).status_code == 200
    assert show(client, world.chi, "conference-edit", key).status_code == 403
    assert show(client, world.chi, "conference-create").status_code == 403
    assert "Sửa, dời ngày" not in show(client, world.chi, "conference", key).content.decode()
    assert show(client, world.an, "conference-file", key, "exe").status_code == 404


def test_programme_page_saves_rows_in_the_order_of_their_numbers(client, world, conference):
    client.force_login(world.an)
    url = reverse("campaigns:conference-programme", args=[conference.public_id])
    data = {"form-TOTAL_FORMS": 3, "form-INITIAL_FORMS": 0, "version": 1}
    for place, (order, content) in enumerate([("2", "Bế mạc"), ("1", "Khai mạc"), ("", "Giải lao")]):
        data |= {f"form-{place}-order": order, f"form-{place}-time": "", f"form-{place}-content": content,
                 f"form-{place}-person": ""}  # fmt: skip
    assert client.post(url, data).status_code == 302
    assert [item.content for item in conference.items.all()] == ["Khai mạc", "Giải lao", "Bế mạc"]
    assert client.post(url, data).status_code == 409
    data |= {"version": 2, "form-0-content": "", "form-0-person": "Ai đó"}
    answer = client.post(url, data)
    assert answer.status_code == 422
    assert "chưa có nội dung" in answer.content.decode()
    assert "Ai đó" in answer.content.decode()


def test_examples_are_searched_and_added(client, world, conference):
    exemplar = make_exemplar(world)
    client.force_login(world.an)
    url = reverse("campaigns:conference-exemplars", args=[conference.public_id])
    assert exemplar.title in client.get(url, {"q": "duong hoa"}).content.decode()
    assert "Không có điển hình nào khớp" in client.get(url, {"q": "máy bay"}).content.decode()
    add = reverse("campaigns:conference-exemplar", args=[conference.public_id])
    for key in (exemplar.public_id, exemplar.public_id, "hỏng"):
        assert client.post(add, {"exemplar": key}).status_code == 302
    row = conference.shown.get()
    data = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "version": 1, "form-0-pk": row.pk, "form-0-order": 4,
            "form-0-part": "Báo cáo điển hình"}  # fmt: skip
    assert client.post(url, data).status_code == 302
    row.refresh_from_db()
    assert row.part == "Báo cáo điển hình"


def test_list_filters_and_asks_the_database_as_often_for_one_as_for_many(client, world, conference):
    assert "Hội nghị điển hình tiên tiến lần thứ V" in show(client, world.an, "conference-list", q="điển hình").content.decode()
    assert "Không có hội nghị nào khớp" in show(client, world.an, "conference-list", nam=1999).content.decode()
    assert show(client, world.an, "conference-list", dv="x", nam="y", sort="z").status_code == 200
    assert show(client, world.an, "conference-export")["Content-Type"].startswith("application/vnd")
    counts = []
    for more in (0, 3):
        for place in range(more):
            services.create_conference(unit=world.district, by=world.an, name=f"Sơ kết {place}")
        with CaptureQueriesContext(connection) as found:
            assert show(client, world.an, "conference-list").status_code == 200
        counts.append(len(found))
    assert counts[0] == counts[1]
    assert counts[0] <= 15 + 4  # four for the sign-in of the test


# --- the printed programme -----------------------------------------------------------------------


def test_programme_as_word_and_its_words(client, world, conference):
    services.set_programme(conference=conference, version=1, by=world.an, items=[{"time": "08:00", "content": "=KHAI(1)"}])
    services.add_exemplar(conference=conference, exemplar=make_exemplar(world), by=world.an)
    paper = programme_of(conference)
    assert paper.when.replace("\u00a0", " ") == "lúc 07 giờ 30 ngày 10 tháng 7 năm 2020, tại Hội trường huyện"
    assert paper.periods == "Nhìn lại giai đoạn 2015 - 2020; phát động giai đoạn 2020 - 2025"
    assert paper.examples == (("Đường hoa tự quản, Xã Nam Trung", ""),)
    assert programme_docx(paper)[:2] == b"PK"
    answer = show(client, world.an, "conference-file", conference.public_id, "pdf")
    assert answer.content[:5] == b"%PDF-"


def test_titles_carry_the_ordinal_once():
    assert full_title("Hội nghị lần thứ V", 5) == "Hội nghị lần thứ V"
    assert full_title("Đại hội thi đua yêu nước", 9) == "Đại hội thi đua yêu nước lần thứ IX"
    assert [roman(n) for n in (1, 4, 14, 40, 99)] == ["I", "IV", "XIV", "XL", "XCIX"]
