"""The JSON of the entry grid: rows, partial success, versions, undo, order, offers, and the answer about a person."""

import json
import uuid
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.enums import DossierState, NominationState
from awards.models import Award, Dossier, Nomination
from awards.queries.suggestions import people_suggested, units_suggested
from awards.services.nomination import remove_nominations, restore_nominations
from campaigns.models import IdentityAnswer, Position
from tests.awards.factories import award_kind, load_rules, make_dossier, make_nomination, make_person, make_unit, make_world

pytestmark = pytest.mark.django_db
WRITES = ["grid-add", "grid-change", "grid-remove", "grid-restore", "grid-order"]


@pytest.fixture(autouse=True)
def day(settings):
    settings.WORK_DATE = date(2020, 7, 10)


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def dossier(world):
    return make_dossier(world)


@pytest.fixture
def send(client, world, dossier):
    """send(name, body) as An; `as_` signs somebody else in."""
    client.force_login(world.an)

    def post(name, body, as_=None):
        if as_:
            client.force_login(as_)
        address = reverse(f"awards:{name}", args=[dossier.public_id])
        return client.post(address, json.dumps(body), content_type="application/json", headers={"Accept": "application/json"})

    return post


@pytest.fixture
def rows(client, world, dossier):
    """The rows as the grid loads them, as An unless said otherwise."""

    def get(user=None):
        client.force_login(user or world.an)
        return client.get(reverse("awards:grid", args=[dossier.public_id])).json()

    return get


def change(line, **values):
    return {"rows": [{"id": str(line.public_id), "version": line.version, "values": values}]}


# --- reading -----------------------------------------------------------------------------------


def test_rows_stand_in_sections_and_in_the_vietnamese_alphabet(rows, dossier):
    for name in ("Hà Ngọc Lụa", "Vũ Hữu Ánh", "Lê Công Đuệ", "Lê Công Duệ"):
        make_nomination(dossier, name)
    make_nomination(dossier, "Hội Nông dân", recipient_kind="collective")
    make_nomination(dossier, "Trần Văn Hộ", recipient_kind="household")
    found = [row["name"] for row in rows()["rows"]]
    assert found == ["Hội Nông dân", "Trần Văn Hộ", "Vũ Hữu Ánh", "Lê Công Duệ", "Lê Công Đuệ", "Hà Ngọc Lụa"]


def test_the_number_of_queries_does_not_grow_with_the_rows(client, world, dossier):
    client.force_login(world.an)
    address = reverse("awards:grid", args=[dossier.public_id])
    counts = []
    for wanted in (1, 3):
        while Nomination.objects.count() < wanted:
            make_nomination(dossier, f"Người {Nomination.objects.count()}")
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            client.get(address)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 15


def test_only_the_clerk_of_an_open_dossier_may_type(rows, world, dossier):
    make_nomination(dossier)
    assert [rows()["dossier"]["editable"], rows(world.chi)["dossier"]["editable"]] == [True, False]
    Dossier.objects.filter(pk=dossier.pk).update(state=DossierState.READY)
    data = rows()
    assert (data["dossier"]["editable"], data["rows"][0]["open_fields"]) == (False, [])


def test_a_returned_line_opens_exactly_the_fields_of_its_reason(rows, dossier):
    Dossier.objects.filter(pk=dossier.pk).update(state=DossierState.RECEIVED)
    make_nomination(dossier, state=NominationState.SENT_BACK, fields_to_fix=["nomination.position"])
    assert rows()["rows"][0]["open_fields"] == ["note", "title", "unit", "unit_text"]


def test_kinds_are_those_the_deciding_unit_may_give_that_day(rows):
    codes = {kind["code"] for kind in rows()["kinds"]}
    assert "BK_TINH" in codes and "GK_HUYEN" not in codes


# --- adding ------------------------------------------------------------------------------------


def test_a_repeated_request_adds_its_rows_once(send):
    body = {"rows": [{"name": "Lê Công Duệ", "gender": "Ông", "birth": "1966"}], "key": str(uuid.uuid4())}
    first, second = send("grid-add", body).json(), send("grid-add", body).json()
    assert [r["id"] for r in first["rows"]] == [r["id"] for r in second["rows"]]
    assert Nomination.objects.count() == 1
    assert first["rows"][0]["honorific"] == "Ông" and first["rows"][0]["birth"] == "1966"


def test_good_rows_are_added_and_the_faults_of_the_others_are_named_once_for_one_key(send):
    rows = [{"name": "Lê Công Duệ"}, {"name": "", "birth": "1700"}, {"name": "Hà Ngọc Lụa"}]
    body = {"rows": rows, "key": str(uuid.uuid4())}
    for answer in (send("grid-add", body).json(), send("grid-add", body).json()):
        added = [(index, row["name"]) for index, row in zip(answer["indexes"], answer["rows"], strict=True)]
        assert added == [(0, "Lê Công Duệ"), (2, "Hà Ngọc Lụa")]
        assert [(e["index"], sorted(e["fields"])) for e in answer["errors"]] == [(1, ["birth", "name"])]
    assert Nomination.objects.count() == 2


def test_when_no_row_is_good_every_fault_is_named_and_the_key_is_not_used_up(send):
    key = str(uuid.uuid4())
    answer = send("grid-add", {"rows": [{"name": "", "birth": "1700"}], "key": key})
    assert (answer.status_code, sorted(answer.json()["errors"][0]["fields"])) == (422, ["birth", "name"])
    assert send("grid-add", {"rows": [{"name": "Lê Công Duệ"}], "key": key}).status_code == 200
    assert Nomination.objects.count() == 1


def test_a_remembered_answer_links_the_same_words_when_they_are_typed_again(send, world, dossier):
    person = make_person("Phạm Thị Kim Duyên", 1981)
    IdentityAnswer.objects.create(name_key=person.name_key, birth="1981", person=person, same=True, by=world.an)
    body = {"rows": [{"name": "Phạm Thị Kim Duyên", "birth": "1981"}], "key": str(uuid.uuid4())}
    assert send("grid-add", body).json()["rows"][0]["person"] == str(person.public_id)


# --- units that typed words name -----------------------------------------------------------------


def added(send, **values):
    """One row as An adds it, without a choice from the offered units: (public id of its unit, its words)."""
    body = {"rows": [{"name": "Lê Công Duệ", "unit": None} | values], "key": str(uuid.uuid4())}
    (row,) = send("grid-add", body).json()["rows"]
    return row["unit"], row["unit_text"]


@pytest.mark.parametrize("words", ["Xã Nam Trung", "xã  nam trung", "Xã Nam Trung, huyện Nam Sách"])
def test_a_pasted_name_is_linked_to_the_one_unit_that_bears_it_and_stays_word_for_word(send, world, words):
    assert added(send, unit_text=words) == (str(world.commune.public_id), " ".join(words.split()))


def test_the_own_district_comes_first_and_a_name_borne_by_several_others_links_nothing(send, world):
    third = make_unit("Huyện Kim Thành", "district", world.province)
    for district in (world.other_district, third):
        make_unit("Xã Ngọc Sơn", "commune", district)
    assert added(send, unit_text="Xã Ngọc Sơn") == (None, "Xã Ngọc Sơn")
    own = make_unit("Xã Ngọc Sơn", "commune", world.district)
    assert added(send, unit_text="Xã Ngọc Sơn") == (str(own.public_id), "Xã Ngọc Sơn")


@pytest.mark.parametrize("words", ["Xã Nam Trug", "Tổ 5, xã Nam Trung", "Trường chưa ai biết (huyện Nam Sách)", ""])
def test_a_near_name_and_a_place_inside_a_unit_link_nothing(send, words):
    assert added(send, unit_text=words) == (None, words)


def test_a_unit_that_was_dissolved_is_linked_and_the_verdict_says_so(send, world):
    load_rules()
    gone = make_unit("Xã Nam Cũ", "commune", world.district, valid_to=date(2019, 11, 30))
    assert added(send, unit_text="Xã Nam Cũ") == (str(gone.public_id), "Xã Nam Cũ")
    found = Nomination.objects.get().findings.filter(rule_code="R64")
    assert [f.sentence for f in found] == ["Xã Nam Cũ chỉ hoạt động đến hết ngày 30/11/2019."]


def test_a_collective_is_linked_by_its_own_name_and_loses_the_link_with_it(send, world):
    assert added(send, recipient_kind="collective", name="Trường THCS Nam Chính")[0] == str(world.school.public_id)
    line = Nomination.objects.get()
    (row,) = send("grid-change", change(line, name="Chi hội Phụ nữ thôn 3")).json()["rows"]
    assert (row["name"], row["unit"], row["unit_text"]) == ("Chi hội Phụ nữ thôn 3", None, "")


def test_retyped_words_take_the_link_away_or_bring_another_one(send, world, dossier):
    line = make_nomination(dossier, unit=world.commune, unit_text="Xã Nam Trung")
    (row,) = send("grid-change", change(line, unit_text="Trường THCS Nam Chính", unit=None)).json()["rows"]
    assert row["unit"] == str(world.school.public_id)
    line.refresh_from_db()
    (row,) = send("grid-change", change(line, unit_text="Trường khác")).json()["rows"]
    assert (row["unit"], row["unit_text"]) == (None, "Trường khác")


def test_a_unit_chosen_from_the_offered_ones_stays_whatever_its_words_say(send, world, dossier):
    chosen = make_unit("Xã Ngọc Sơn", "commune", world.other_district)
    line = make_nomination(dossier, recipient_kind="collective", unit_text="Hội Nông dân xã")
    values = {"unit": str(chosen.public_id), "unit_text": "Xã Nam Trung"}
    (row,) = send("grid-change", change(line, **values)).json()["rows"]
    line.refresh_from_db()
    (renamed,) = send("grid-change", change(line, name="Hội Nông dân")).json()["rows"]
    assert row["unit"] == renamed["unit"] == str(chosen.public_id)
    assert (renamed["name"], renamed["unit_text"]) == ("Hội Nông dân", "Xã Nam Trung")


def test_two_hundred_pasted_units_cost_as_many_queries_as_two(client, send, world):
    counts = []
    for size in (2, 2, 200):
        rows = [{"name": f"Người {n}", "unit_text": ("Xã Nam Trung", f"Nơi {n}")[n % 2]} for n in range(size)]
        with CaptureQueriesContext(connection) as seen:
            send("grid-add", {"rows": rows, "key": str(uuid.uuid4())})
        counts.append(sum(1 for q in seen if "campaigns_unit" in q["sql"]))
    assert counts[1] == counts[2]


# --- changing ----------------------------------------------------------------------------------


def test_a_stale_row_is_a_conflict_with_the_fresh_row_and_does_not_stop_the_others(send, dossier):
    one, two = make_nomination(dossier, "Lê Công Duệ"), make_nomination(dossier, "Hà Ngọc Lụa")
    send("grid-change", change(one, title="Bác sĩ"))
    body = {"rows": change(one, title="Y tá")["rows"] + change(two, title="Điều dưỡng")["rows"]}
    answer = send("grid-change", body).json()
    assert [(c["id"], c["fresh"]["title"]) for c in answer["conflicts"]] == [(str(one.public_id), "Bác sĩ")]
    assert "Nguyễn Văn An" in answer["conflicts"][0]["message"]
    assert [(r["name"], r["title"]) for r in answer["rows"]] == [("Hà Ngọc Lụa", "Điều dưỡng")]


def test_a_faulty_cell_is_named_and_keeps_the_stored_value(send, dossier):
    line = make_nomination(dossier)
    answer = send("grid-change", change(line, birth="1700")).json()
    assert sorted(answer["errors"][0]["fields"]) == ["birth"]
    line.refresh_from_db()
    assert line.birth_year == 1966


def test_a_returned_line_takes_only_its_opened_fields(send, dossier):
    Dossier.objects.filter(pk=dossier.pk).update(state=DossierState.RECEIVED)
    line = make_nomination(dossier, state=NominationState.SENT_BACK, fields_to_fix=["nomination.position"])
    assert sorted(send("grid-change", change(line, name="Khác")).json()["errors"][0]["fields"]) == ["name"]
    assert send("grid-change", change(line, title="Chủ tịch")).json()["rows"][0]["title"] == "Chủ tịch"


def test_a_row_that_somebody_took_out_is_said_to_be_gone(send, dossier):
    line = make_nomination(dossier)
    send("grid-remove", {"ids": [str(line.public_id)]})
    assert [e["gone"] for e in send("grid-change", change(line, title="X")).json()["errors"]] == [True]


@pytest.mark.parametrize("name", WRITES)
def test_writing_is_404_for_another_unit_and_403_or_409_without_the_right(send, world, dossier, name):
    line = make_nomination(dossier)
    ids = [str(line.public_id)]
    body = {"rows": [{"name": "Ai đó"}], "ids": ids, "order": ids, "key": str(uuid.uuid4())}
    if name == "grid-change":
        body = change(line, title="X")
    if name == "grid-restore":
        Nomination.objects.update(removed_at=dossier.created_at)
    assert send(name, body, as_=world.dung).status_code == 404
    answer = send(name, body, as_=world.chi)
    assert answer.status_code in (403, 409) and answer.json()["message"]


@pytest.mark.parametrize("body", ["", "[]", "{", '{"rows": 5}', '{"rows": [1, 2]}', '{"ids": {"a": 1}}'])
@pytest.mark.parametrize("name", ["grid-add", "grid-change", "grid-remove"])
def test_nonsense_is_answered_in_words_not_with_a_crash(client, world, dossier, name, body):
    client.force_login(world.an)
    address = reverse(f"awards:{name}", args=[dossier.public_id])
    assert client.post(address, body, content_type="application/json").status_code in (200, 422)


# --- taking out, order -------------------------------------------------------------------------


def test_rows_are_taken_out_and_put_back_with_their_words(send, dossier):
    line = make_nomination(dossier)
    gone = send("grid-remove", {"ids": [str(line.public_id)]}).json()
    back = send("grid-restore", {"ids": [str(line.public_id)]}).json()
    assert gone["status"]["total"] == 0
    assert [r["name"] for r in back["rows"]] == ["Lê Công Duệ"]


def test_the_officers_own_order_is_kept(send, rows, dossier):
    ids = [str(make_nomination(dossier, name).public_id) for name in ("Vũ An", "Lê Bình", "Hà Chi")]
    send("grid-order", {"order": ids[::-1]})
    assert [row["name"] for row in rows()["rows"]] == ["Hà Chi", "Lê Bình", "Vũ An"]


# --- offers, verdict ---------------------------------------------------------------------------


def test_units_are_offered_without_accents_near_ones_first_and_dissolved_ones_with_their_last_day(world):
    make_unit("Xã Thử Nghiệm", "commune", world.other_district, place="huyện Cẩm Giàng")
    make_unit("Xã Thử Nghiệm", "commune", world.district, place="huyện Nam Sách")
    make_unit("Xã Thử Nghiệm", "commune", world.district, place="huyện Nam Sách", valid_to=date(2019, 11, 30))
    found = [item["hint"] for item in units_suggested("thu nghiem", near=world.district)]
    assert found == ["(huyện Nam Sách)", "(huyện Cẩm Giàng)", "(huyện Nam Sách, đến 30/11/2019)"]


def test_people_are_offered_with_their_past_awards(world):
    person = make_person("Đặng Thị Thử", 1981, gender="female")
    Position.objects.create(person=person, unit=world.school, title="Giáo viên")
    Award.objects.create(
        recipient_kind="individual", name="Đặng Thị Thử", person=person, award_kind=award_kind("CSTDCS"), level="district",
        award_name="Chiến sĩ thi đua cơ sở", decision_number="9425/QĐ-UBND", decision_date=date(2019, 7, 12),
        achievement_year=2019, search_key="dang thi thu", sort_key="thu",
    )  # fmt: skip
    (found,) = people_suggested("dang thi thu 1981", near=world.district)
    assert (found["honorific"], found["title"], found["unit_text"]) == ("Bà", "Giáo viên", "Trường THCS Nam Chính")
    assert found["awards"][0].endswith("QĐ 9425/QĐ-UBND") and found["awards"][0].startswith("2019 ")


def test_the_answer_about_a_person_links_the_line_and_is_not_asked_again(client, world, dossier):
    person = make_person("Phạm Thị Kim Duyến", 1981)
    line = make_nomination(dossier, "Phạm Thị Kim Duyên", birth_year=1981)
    client.force_login(world.an)
    address = reverse("awards:line-verdict", args=[dossier.public_id, line.public_id])
    assert 'data-action="same_person"' in client.get(address).content.decode()
    answer = client.post(address, {"person": str(person.public_id), "same": "1"}).json()
    assert answer["rows"][0]["person"] == str(person.public_id)
    assert 'data-action="same_person"' not in answer["html"]


def test_names_with_markup_are_plain_text_in_the_verdict(client, world, dossier):
    line = make_nomination(dossier, "<img src=x onerror=alert(1)>")
    client.force_login(world.an)
    body = client.get(reverse("awards:line-verdict", args=[dossier.public_id, line.public_id])).content.decode()
    assert "<img" not in body and "&lt;img" in body


def test_a_pasted_kind_of_award_is_understood_by_the_words_that_lists_use(send, dossier):
    rows = [{"recipient_kind": "individual", "name": "Hứa Văn Lợi", "award_kind": "Bằng khen của Chủ tịch UBND tỉnh"}]
    assert send("grid-add", {"rows": rows, "key": str(uuid.uuid4())}).json()["rows"][0]["award_kind"] == "BK_TINH"


def test_lines_come_back_only_while_the_dossier_has_room(world, dossier, monkeypatch):
    gone, kept = make_nomination(dossier, "Vũ Hữu Lực"), make_nomination(dossier, "Hà Đình Tuyển")
    remove_nominations(nominations=[gone], by=world.an)
    monkeypatch.setattr("awards.services.nomination.MAX_LINES", 1)
    with pytest.raises(ValidationError, match="nhận tối đa 1 dòng"):
        restore_nominations(nominations=[gone], by=world.an)
    assert list(Nomination.objects.filter(removed_at=None)) == [kept]
    monkeypatch.setattr("awards.services.nomination.MAX_LINES", 2)
    restore_nominations(nominations=[gone], by=world.an)
    assert Nomination.objects.filter(removed_at=None).count() == 2
