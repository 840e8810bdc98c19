"""Pages of examples: what each role may open and press, faults at their fields, a constant number of queries."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.enums import ExemplarState, ReplicationState, UnitLevel
from campaigns.models import Exemplar, Replication
from campaigns.services import exemplar as services
from campaigns.tally import spread
from tests.awards.factories import make_unit
from tests.campaigns.factories import make_campaign
from tests.campaigns.test_exemplar import copied, introduced, kept, photo, world  # noqa: F401  the same story

pytestmark = pytest.mark.django_db
FACTS = {"level": "district", "recognised_on": "20/10/2018", "recognised_by_text": "Quyết định số 1542/QĐ-UBND"}


def url(name, exemplar, *more):
    return reverse(f"campaigns:{name}", args=[exemplar.public_id, *more])


def confirmed(world, made, number, **fields):  # noqa: F811
    unit = make_unit(f"Xã Thử {number}", UnitLevel.COMMUNE, world.district)
    row = copied(world, made, unit=unit, by=world.an, **fields)
    Replication.objects.filter(pk=row.pk).update(state=ReplicationState.CONFIRMED, confirmed_by=world.khanh)
    return row


@pytest.mark.parametrize("name", ["exemplar-list", "exemplar-inbox", "exemplar-export"])
def test_lists_cost_the_same_for_one_and_for_many(client, world, name):  # noqa: F811
    client.force_login(world.an)
    counts = []
    for rows in (1, 3):
        for number in range(rows):
            made = kept(world, title=f"Mô hình {rows} {number}")
            services.add_photo(
                exemplar=made, upload=photo(size=(40, 20)), by=world.an, consent_on=date(2021, 1, 1), consent_by="A"
            )
            introduced(
                world, title=f"Gương {rows}{number}", code=f"K7MP2{rows}{number}X", story=f"Câu chuyện số {rows}.{number} của xã."
            )
        client.get(reverse(f"campaigns:{name}"))
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(reverse(f"campaigns:{name}")).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 15


def test_one_example_costs_the_same_for_one_copy_and_for_many(client, world):  # noqa: F811
    client.force_login(world.khanh)
    made, counts = kept(world, result_value=2, unit_of_measure="km"), []
    for number in range(4):
        confirmed(world, made, number)
        copied(world, made, unit=make_unit(f"Xã Chờ {number}", UnitLevel.COMMUNE, world.district), by=world.an)
        if number in (0, 3):
            client.get(url("exemplar", made))
            with CaptureQueriesContext(connection) as seen:
                page = client.get(url("exemplar", made)).content.decode()
            counts.append(len(seen))
    assert counts[0] == counts[1] <= 15
    assert "được nhân rộng tại 4\u00a0xã" in page and "Xã Thử 3" in page and "Từ xã Nam Trung đến 6\u00a0km ở năm xã" in page


def test_the_campaigns_tab_shows_its_examples_only(client, world):  # noqa: F811
    campaign = make_campaign(world.district, state="launched")
    kept(world, title="Của phong trào", campaign=campaign)
    kept(world, title="Ngoài phong trào")
    client.force_login(world.an)
    page = client.get(reverse("campaigns:campaign-exemplars", args=[campaign.public_id])).content.decode()
    assert "Của phong trào" in page and "Ngoài phong trào" not in page
    draft = make_campaign(world.other_district)
    assert client.get(reverse("campaigns:campaign-exemplars", args=[draft.public_id])).status_code == 404


def test_an_introduction_does_not_exist_for_others(client, world):  # noqa: F811
    made = introduced(world)
    client.force_login(world.dung)
    for name in ("exemplar", "exemplar-edit", "exemplar-decline", "exemplar-merge", "exemplar-print", "exemplar-photos"):
        assert client.get(url(name, made)).status_code == 404
    assert client.post(url("exemplar-accept", made)).status_code == 404


def test_the_inbox_is_worked_from_the_browser(client, world):  # noqa: F811
    client.force_login(world.an)
    known, one = kept(world), introduced(world)
    two = introduced(world, story="Một câu chuyện khác hẳn, dài hơn.", title="Ông Bính")
    page = client.get(reverse("campaigns:exemplar-inbox")).content.decode()
    assert "Có thể trùng với" in page and "Ông Bính" in page
    assert client.post(url("exemplar-decline", two), {"reason": "", "version": two.version}).status_code == 422
    assert client.post(url("exemplar-decline", two), {"reason": "Chưa rõ", "version": two.version}).status_code == 302
    assert client.post(url("exemplar-merge", one), {"version": one.version}).status_code == 422
    done = client.post(url("exemplar-merge", one), {"version": one.version, "into": known.pk})
    assert done.url == url("exemplar", known)
    two.refresh_from_db()
    assert client.post(url("exemplar-accept", two), {"version": two.version}).status_code == 302
    assert client.post(url("exemplar-accept", two), {"version": two.version}).status_code == 409
    client.force_login(world.chi)
    assert client.get(reverse("campaigns:exemplar-inbox")).status_code == 403


def test_an_example_is_written_mended_and_recognised(client, world):  # noqa: F811
    client.force_login(world.an)
    values = {"kind": "model", "title": "Tủ sách thôn", "unit": "", "started_on": "01/02/2018", "way": "Mỗi nhà một cuốn",
              "results": "412 cuốn", "idempotency_key": "7" * 32}  # fmt: skip
    bad = client.post(reverse("campaigns:exemplar-create"), values | {"started_on": "31/02/2020", "result_value": "mười"})
    assert bad.status_code == 422 and "412 cuốn" in bad.content.decode() and not Exemplar.objects.exists()
    first = client.post(reverse("campaigns:exemplar-create"), values)
    assert first.url == client.post(reverse("campaigns:exemplar-create"), values).url
    made = Exemplar.objects.get()
    assert (made.state, made.office) == (ExemplarState.ACCEPTED, world.district)
    change = values | {"cost": "2 triệu đồng", "version": made.version}
    assert client.post(url("exemplar-edit", made), change).status_code == 302
    assert client.post(url("exemplar-edit", made), change | {"cost": "3"}).status_code == 409
    assert client.get(url("exemplar-recognise", made)).status_code == 403
    client.force_login(world.lam)
    made.refresh_from_db()
    wrong = client.post(url("exemplar-recognise", made), FACTS | {"recognised_on": "1/1/2030", "version": made.version})
    assert wrong.status_code == 422 and "không thể sau hôm nay" in wrong.content.decode()
    assert client.post(url("exemplar-recognise", made), FACTS | {"version": made.version}).status_code == 302
    page = client.get(url("exemplar", made)).content.decode()
    assert "Điển hình cấp huyện, công nhận 20/10/2018" in page
    assert "2 triệu đồng" in client.get(url("exemplar-history", made)).content.decode()
    assert client.get(url("exemplar-print", made)).content.startswith(b"%PDF")
    client.force_login(world.phu)
    assert client.get(url("exemplar-history", made)).status_code == client.get(url("exemplar-edit", made)).status_code == 403


def test_copies_are_told_confirmed_and_sent_back(client, world):  # noqa: F811
    made, stranger = kept(world), make_unit("Xã Trời Xa", UnitLevel.COMMUNE, world.other_district)
    client.force_login(world.phu)
    add = url("replication-create", made)
    assert "Xã Mây Hồng" in client.get(add).content.decode()
    values = {"unit": world.other_commune.label, "stage": "claimed", "started_on": "05/10/2018", "value": "1,5",
              "idempotency_key": "6" * 32}  # fmt: skip
    for bad, said in (({"unit": "Xã Nam Trung (huyện Nam Sách, đến 30/11/2024)"}, "Có nhiều đơn vị khớp"),
                      ({"unit": stranger.name}, "Chỉ cán bộ"), ({"unit": "xyz"}, "Không có đơn vị"),
                      ({"started_on": ""}, "Hãy ghi ngày"), ({"value": "0"}, "lớn hơn 0")):  # fmt: skip
        answer = client.post(add, values | bad)
        assert answer.status_code == 422 and said in answer.content.decode(), bad
    assert client.post(add, values).status_code == client.post(add, values).status_code == 302
    copy = Replication.objects.get()
    assert client.post(url("replication-step", made, copy.public_id, "confirm"), {"version": copy.version}).status_code == 403
    client.force_login(world.khanh)
    assert "Xác nhận" in client.get(url("exemplar", made)).content.decode()
    assert client.post(url("replication-step", made, copy.public_id, "confirm"), {"version": copy.version}).status_code == 302
    assert client.post(url("replication-step", made, copy.public_id, "confirm"), {"version": copy.version}).status_code == 409
    assert client.get(url("replication", made, copy.public_id)).status_code == 200
    assert client.get(url("exemplar-copies", made)).content.startswith(b"PK")
    copy.refresh_from_db()
    back = url("replication-send-back", made, copy.public_id)
    assert client.post(back, {"version": copy.version, "note": ""}).status_code == 422
    assert client.post(back, {"version": copy.version, "note": "Thiếu số km"}).status_code == 302
    assert "Chép" in client.get(url("replication", made, copy.public_id)).content.decode()
    assert client.post(url("replication-step", made, copy.public_id, "ask")).status_code == 302
    assert client.post(url("replication-step", made, copy.public_id, "fly")).status_code == 404


def test_a_photo_without_consent_is_only_for_the_office(client, world):  # noqa: F811
    made = kept(world)
    client.force_login(world.an)
    sent = {"photo": photo(), "caption": "Ngõ nhà bà Lý", "version": made.version}
    assert client.post(url("exemplar-photos", made), sent | {"consent_on": "1/1/2021", "photo": photo()}).status_code == 422
    assert client.post(url("exemplar-photos", made), sent).status_code == 302
    row = made.photos.get()
    assert client.get(url("exemplar-photo", made, row.public_id)).headers["Content-Type"] == "image/jpeg"
    small = client.get(url("exemplar-photo", made, row.public_id), {"nho": "1"})
    assert small.content.startswith(b"\xff\xd8") and len(small.content) < row.stored.size
    client.force_login(world.phu)
    for query in ({}, {"nho": "1"}):
        assert client.get(url("exemplar-photo", made, row.public_id), query).status_code == 404
    assert "Ngõ nhà bà Lý" not in client.get(url("exemplar", made)).content.decode()
    client.force_login(world.an)
    consent = {"consent_by": "bà Lý", "consent_on": "01/10/2021"}
    client.post(url("exemplar-photo-consent", made, row.public_id), consent)
    client.force_login(world.phu)
    assert client.get(url("exemplar-photo", made, row.public_id)).status_code == 200
    assert client.get(url("exemplar-photos", made)).status_code == 403
    assert client.post(url("exemplar-photo-remove", made, row.public_id)).status_code == 403


def test_consent_paper_and_guide_are_kept(client, world):  # noqa: F811
    made = kept(world, kind="person", title="Bà Đào Thị Nhạn")
    client.force_login(world.an)
    paper = client.get(url("exemplar-consent-paper", made))
    assert paper.content.startswith(b"%PDF")
    assert client.post(url("exemplar-consent", made), {"consent_on": "01/10/2021", "version": made.version}).status_code == 422
    signed = SimpleUploadedFile("phieu.pdf", b"%PDF-1.4 x")
    sent = {"consent_on": "01/10/2021", "version": made.version, "upload": signed}
    assert client.post(url("exemplar-consent", made), sent).status_code == 302
    assert client.get(url("exemplar-consent-file", made)).status_code == 200
    made.refresh_from_db()
    bad = SimpleUploadedFile("huong-dan.exe", b"MZ")
    assert client.post(url("exemplar-guide-add", made), {"upload": bad, "version": made.version}).status_code == 422
    good = SimpleUploadedFile("huong-dan.pdf", b"%PDF-1.4 x")
    assert client.post(url("exemplar-guide-add", made), {"upload": good, "version": made.version}).status_code == 302
    client.force_login(world.phu)
    assert client.get(url("exemplar-guide", made)).status_code == 200
    assert client.get(url("exemplar-consent-file", made)).status_code == 403


def test_everybody_sees_only_what_is_recognised_and_agreed(client, world):  # noqa: F811
    made = kept(world, kind="person", title="Bà Đào Thị Nhạn", keeper="Đào Thị Nhạn")
    page = reverse("campaigns:public-exemplar", args=[made.public_id])
    assert client.get(page).status_code == 404
    Exemplar.objects.filter(pk=made.pk).update(state=ExemplarState.RECOGNISED, level="district", recognised_on=date(2018, 10, 20))
    assert client.get(page).status_code == client.get(f"{page}the.png").status_code == 404  # a person without consent
    Exemplar.objects.filter(pk=made.pk).update(kind="model", title="Đường hoa tự quản")
    seen = client.get(page)
    assert seen.status_code == 200 and "Nhạn" not in seen.content.decode() and not seen.cookies
    assert "public" in seen.headers["Cache-Control"] and len(seen.content) < 60_000
    card = client.get(f"{page}the.png")
    assert card.content.startswith(b"\x89PNG") and int.from_bytes(card.content[16:20], "big") == 1200
    assert client.post(page).status_code == 405


def test_findings_flip_with_the_copies(world):  # noqa: F811
    made = kept(world)
    assert spread.finding(made, []) == "Mới có ở xã Nam Trung, chưa nơi nào làm theo"
    row = copied(world, made)
    assert spread.finding(made, [row]) == "Mới có ở xã Nam Trung, một nơi đang tìm hiểu hoặc chờ xác nhận"
    assert spread.title("Đường hoa", [row]) == "Đường hoa"
    row.state = ReplicationState.CONFIRMED
    assert spread.finding(made, [row]) == "Từ xã Nam Trung lan ra một xã khác"  # sizes without a unit of measure are not added
    assert spread.thickness(made) == "quy mô đang giữ"
    made.result_value, made.unit_of_measure = 50, "%"
    assert spread.thickness(made) == "mức đạt được"
    assert spread.finding(made, [row]) == "Từ xã Nam Trung lan ra một xã khác"
    row.unit = world.school
    assert spread.noun([world.commune, world.school]) == "nơi" and "1\u00a0trường" in spread.title("X", [row])
    made.started_on = row.started_on = None
    assert spread.picture(made, [row], date(2021, 10, 15)) is None
