"""Awards handed out at a conference: order of calling, turns, presenter, the sentence, the calling list."""

from datetime import date

import pdfplumber
import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.documents import render_pdf
from awards.enums import RecipientKind
from awards.models import Award, CeremonyBatch, Decision
from awards.queries import ceremony as queries
from awards.services import ceremony as services
from awards.views import ceremony_parts as parts
from campaigns.services.conference import create_conference, update_conference
from tests.awards import factories
from thiduakhenthuong.core import events
from thiduakhenthuong.core.errors import Conflict, Refused

K = RecipientKind


@pytest.fixture(autouse=True)
def work_day(settings):
    settings.WORK_DATE = date(2020, 7, 12)


@pytest.fixture
def world(db):
    made = factories.make_world()
    for unit, kind in ((made.province, "tỉnh"), (made.district, "huyện"), (made.commune, "xã")):
        unit.kind = kind
        unit.save(update_fields=["kind"])
    return made


@pytest.fixture
def conference(world):
    return create_conference(
        unit=world.district, by=world.an, name="Hội nghị điển hình tiên tiến", ordinal=5, held_on=date(2020, 7, 14),
        starts_at="07:30", venue="Hội trường huyện",
    )  # fmt: skip


def issue(unit, code, number, *, level, by, signer="Nguyễn Đức Thắng", state="issued", **counts):
    """An issued decision with so many recipients of each kind, all of the commune."""
    kind = factories.award_kind(code)
    decision = Decision.objects.create(
        unit=unit, award_kind=kind, level=level, symbol="QĐ-UBND", number=number, year=2020, state=state, created_by=by,
        planned_date=date(2020, 7, 6), sign_date=date(2020, 7, 6), reason="thành tích", texts={"signer_name": signer},
        issued_at="2020-07-06T08:00:00Z" if state == "issued" else None,
    )  # fmt: skip
    return decision, counts


def give(made, unit):
    """Its awards: people first in the printed list, so that the order of calling has work to do."""
    decision, counts = made
    place = 0
    for kind in (K.INDIVIDUAL, K.HOUSEHOLD, K.COLLECTIVE):
        for number in range(counts.get(kind.value, 0)):
            place += 1
            Award.objects.create(
                recipient_kind=kind, name=f"{kind.label} {decision.number}-{number + 1}", award_kind=decision.award_kind,
                award_name=decision.award_kind.label, level=decision.level, decision=decision, unit=unit,
                deciding_unit=decision.unit, decision_date=decision.sign_date, list_position=place, title="Nông dân",
                gender="male" if kind == K.INDIVIDUAL else "", unit_text="Xã Nam Trung" if kind == K.INDIVIDUAL else "",
            )  # fmt: skip
    return decision


@pytest.fixture
def story(world, conference):
    """The ceremony of the article: 5 and 10 of the province, 21 and 30 of the district, entered lower form first."""
    low = give(issue(world.district, "GK_HUYEN", 9101, level="district", by=world.khanh, signer="Trịnh Công Khải",
                     collective=21, individual=30), world.commune)  # fmt: skip
    high = give(issue(world.province, "BK_TINH", 9088, level="province", by=world.giang, collective=5, individual=10),
                world.commune)  # fmt: skip
    for decision in (low, high):
        services.add_batch(conference=conference, decision=decision, by=world.an)
    return conference, high, low


def called(user, conference):
    batches = queries.batches_of(user, conference)
    return batches, queries.awards_called(batches, conference)


# --- order, turns, sentence -----------------------------------------------------------------------


def test_higher_form_first_then_collectives_then_people_in_turns_that_never_mix(world, story):
    conference, high, low = story
    batches, awards = called(world.an, conference)
    assert [batch.decision for batch in batches] == [high, low]
    turns = parts.turns_of(batches, awards)
    told = [(turn.number, turn.decision, turn.kind, len(turn.rows)) for turn in turns]
    assert told == [
        (1, "9088/QĐ-UBND", K.COLLECTIVE, 5), (2, "9088/QĐ-UBND", K.INDIVIDUAL, 10),
        (3, "9101/QĐ-UBND", K.COLLECTIVE, 10), (4, "9101/QĐ-UBND", K.COLLECTIVE, 10), (5, "9101/QĐ-UBND", K.COLLECTIVE, 1),
        (6, "9101/QĐ-UBND", K.INDIVIDUAL, 10), (7, "9101/QĐ-UBND", K.INDIVIDUAL, 10), (8, "9101/QĐ-UBND", K.INDIVIDUAL, 10),
    ]  # fmt: skip
    assert [row.name for row in turns[1].rows][:2] == ["Ông Cá nhân 9088-1", "Ông Cá nhân 9088-2"]
    assert "đại diện 05 tập thể" in turns[0].invitation


def test_the_sentence_of_the_article_is_printed_from_data(client, world, story):
    conference, *_ = story
    expected = (
        "Toàn huyện có 5 tập thể, 10 cá nhân được Chủ tịch UBND tỉnh tặng bằng khen; "
        "21 tập thể, 30 cá nhân có thành tích xuất sắc được Chủ tịch UBND huyện khen thưởng."
    )
    assert parts.sentence_of(conference, called(world.an, conference)[1]) == expected
    client.force_login(world.an)
    page = client.get(reverse("awards:conference-awards", args=[conference.public_id])).content.decode()
    assert expected in page
    assert "2 quyết định được trao, trong 8 lượt" in page


def test_households_stand_between_and_cancelled_and_foreign_recipients_are_not_called(world, conference):
    made = issue(world.province, "BK_TINH", 9090, level="province", by=world.giang, collective=1, household=2, individual=2)
    decision = give(made, world.commune)
    Award.objects.filter(name="Cá nhân 9090-1").update(status="cancelled")
    Award.objects.filter(name="Cá nhân 9090-2").update(unit=world.other_district)
    services.add_batch(conference=conference, decision=decision, by=world.an)
    turns = parts.turns_of(*called(world.an, conference))
    assert [(turn.kind, len(turn.rows)) for turn in turns] == [(K.COLLECTIVE, 1), (K.HOUSEHOLD, 2)]
    assert turns[1].rows[0].name == "Hộ gia đình Hộ gia đình 9090-1"
    assert "1 tập thể, 2 hộ gia đình" in parts.sentence_of(conference, called(world.an, conference)[1])


def test_moving_the_day_leaves_the_decisions_alone(world, story):
    conference, high, _ = story
    before = (high.sign_date, high.version, Award.objects.filter(decision_date=high.sign_date).count())
    update_conference(conference=conference, version=1, by=world.an, held_on=date(2020, 7, 21))
    high.refresh_from_db()
    assert (high.sign_date, high.version, Award.objects.filter(decision_date=high.sign_date).count()) == before
    assert CeremonyBatch.objects.filter(conference=conference).count() == 2


# --- the service ------------------------------------------------------------------------------------


def test_the_presenter_is_not_the_signer(world, story):
    conference, high, _ = story
    batch = queries.batches_of(world.an, conference)[0]
    facts = {"batch": batch, "version": 1, "by": world.an, "reader": "Phòng Nội vụ", "per_turn": 10}
    for text in ("đồng chí Nguyễn Đức Thắng, Chủ tịch UBND tỉnh", "NGUYEN DUC THANG"):
        with pytest.raises(ValidationError) as caught:
            services.update_batch(presenter=text, **facts)
        assert "presenter" in caught.value.message_dict
    services.update_batch(presenter="đồng chí Phạm Quang Huy, Phó Chủ tịch UBND tỉnh", **facts)
    batch.refresh_from_db()
    assert (batch.version, batch.presenter[:10]) == (2, "đồng chí P")
    with pytest.raises(Conflict):
        services.update_batch(presenter="", **facts)


@pytest.mark.parametrize("per_turn", [0, 51])
def test_turns_have_a_sensible_size(world, story, per_turn):
    batch = queries.batches_of(world.an, story[0])[0]
    with pytest.raises(ValidationError) as caught:
        services.update_batch(batch=batch, version=1, by=world.an, presenter="", reader="", per_turn=per_turn)
    assert list(caught.value.message_dict) == ["per_turn"]


def test_only_issued_decisions_once_by_officers_of_the_organiser(world, story):
    conference, high, _ = story
    with pytest.raises(ValidationError, match="đã có trong danh sách"):
        services.add_batch(conference=conference, decision=high, by=world.an)
    draft, _ = issue(world.district, "GK_HUYEN", 12, level="district", by=world.khanh, state="draft")
    with pytest.raises(ValidationError, match="chưa phát hành"):
        services.add_batch(conference=conference, decision=draft, by=world.an)
    batch = queries.batches_of(world.an, conference)[0]
    for stranger in (world.chi, world.dung, world.giang):
        with pytest.raises(Refused):
            services.add_batch(conference=conference, decision=high, by=stranger)
        with pytest.raises(Refused):
            services.remove_batch(batch=batch, version=1, by=stranger)
    with pytest.raises(Conflict):
        services.remove_batch(batch=batch, version=9, by=world.an)
    services.remove_batch(batch=batch, version=1, by=world.an)
    assert "bỏ Quyết định 9088/QĐ-UBND" in events.last_event(conference).data["done"]


# --- pages and papers ---------------------------------------------------------------------------------


def test_pages_add_change_and_drop(client, world, story):
    conference, high, _ = story
    client.force_login(world.an)
    tab = reverse("awards:conference-awards", args=[conference.public_id])
    batch = queries.batches_of(world.an, conference)[0]
    edit = reverse("awards:conference-batch", args=[conference.public_id, batch.pk])
    data = {"presenter": "Nguyễn Đức Thắng", "reader": "", "per_turn": "x", "order": "", "version": 1}
    bad = client.post(edit, data)
    assert bad.status_code == 422
    assert "Nguyễn Đức Thắng" in bad.content.decode()
    assert client.post(edit, data | {"per_turn": 5}).status_code == 422
    assert client.post(edit, data | {"presenter": "Phạm Quang Huy", "per_turn": 5}).status_code == 302
    assert client.post(edit, data | {"presenter": "Phạm Quang Huy", "per_turn": 5}).status_code == 409
    drop = reverse("awards:conference-batch-remove", args=[conference.public_id, batch.pk])
    assert client.post(drop, {"version": 2}).status_code == 302
    assert "Bằng khen" in client.get(tab, {"q": "9088"}).content.decode()
    add = reverse("awards:conference-batch-add", args=[conference.public_id])
    for key in (high.public_id, high.public_id, "hỏng"):
        assert client.post(add, {"decision": key}).status_code == 302
    assert CeremonyBatch.objects.filter(conference=conference).count() == 2
    assert client.get(reverse("awards:conference-batch", args=[conference.public_id, 10**6])).status_code == 404


def test_strangers_get_404_readers_403_and_units_see_what_is_theirs(client, world, story):
    conference, *_ = story
    other = factories.make_user("xa", "Người Xã", (factories.make_unit("Xã An Sơn", "commune", world.district), "clerk"))
    names = ("conference-awards", "conference-calling")
    for user, status in ((world.dung, 404), (world.chi, 200)):
        client.force_login(user)
        for name in names:
            args = [conference.public_id] + (["xlsx"] if name.endswith("calling") else [])
            assert client.get(reverse(f"awards:{name}", args=args)).status_code == status
    add = reverse("awards:conference-batch-add", args=[conference.public_id])
    assert client.post(add, {}).status_code == 403
    client.force_login(other)
    page = client.get(reverse("awards:conference-awards", args=[conference.public_id])).content.decode()
    assert "Chưa có danh sách trao thưởng" in page
    assert "9088" not in page
    assert client.get(reverse("awards:conference-calling", args=[conference.public_id, "pdf"])).status_code == 302
    assert client.get(reverse("awards:conference-calling", args=[conference.public_id, "doc"])).status_code == 404


def test_the_tab_asks_the_database_as_often_for_one_decision_as_for_two(client, world, story):
    conference, *_ = story
    client.force_login(world.an)
    url, counts = reverse("awards:conference-awards", args=[conference.public_id]), []
    client.get(url)
    for _ in range(2):
        with CaptureQueriesContext(connection) as found:
            client.get(url)
        counts.append(len(found))
        CeremonyBatch.objects.first().delete()
    assert counts[0] == counts[1]
    assert counts[0] <= 15


def test_calling_list_on_paper(world, story, tmp_path):
    conference, *_ = story
    batches, awards = called(world.an, conference)
    services.update_batch(batch=batches[0], version=1, by=world.an, presenter="đồng chí Phạm Quang Huy, Phó Chủ tịch UBND tỉnh",
                          reader="Trưởng phòng Nội vụ", per_turn=10)  # fmt: skip
    file = tmp_path / "moi.pdf"
    file.write_bytes(render_pdf("calling_list", parts.paper_of(conference, *called(world.an, conference))).content)
    with pdfplumber.open(file) as pdf:
        pages = [" ".join(page.extract_text().split()) for page in pdf.pages]
        rows = [row.bbox for table in pdf.pages[0].find_tables() for row in table.rows[1:]]
    text = " ".join(pages)
    assert "DANH SÁCH MỜI LÊN NHẬN THƯỞNG" in pages[0]
    assert "07 giờ 30 ngày 14 tháng 7 năm 2020" in pages[0]
    assert "Trân trọng kính mời đồng chí Phạm Quang Huy, Phó Chủ tịch UBND tỉnh lên trao." in text
    assert text.index("Tập thể 9088-1") < text.index("Cá nhân 9088-1") < text.index("Tập thể 9101-1")
    assert min(bottom - top for _, top, _, bottom in rows) >= 8 / 25.4 * 72 - 0.5  # rows of 8 mm
