"""The public check page: printed facts only, one answer for every miss, throttled."""

from datetime import date

import pytest
from django.core.cache import cache
from django.urls import reverse

from awards.enums import AwardStatus
from awards.models import Award, Certificate, Decision
from tests.awards import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


@pytest.fixture
def certificate(reference):
    world = factories.make_world()
    kind = factories.award_kind("BK_TINH")
    decision = Decision.objects.create(
        unit=world.province, award_kind=kind, level="province", symbol="QĐ-UBND", number=9088, year=2020,
        planned_date=date(2020, 7, 6), sign_date=date(2020, 7, 6), reason="thành tích", created_by=world.giang, state="issued",
    )  # fmt: skip
    award = Award.objects.create(
        recipient_kind="individual", name="Phạm Thị Kim Duyên", search_key="pham thi kim duyen", sort_key="x", gender="female",
        award_kind=kind, award_name=kind.label, level="province", decision=decision, authority="Chủ tịch", birth_year=1981,
        decision_number="9088/QĐ-UBND", decision_date=date(2020, 7, 6),
    )  # fmt: skip
    texts = {
        "authority": "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH HẢI DƯƠNG", "verb": "TẶNG", "form": "BẰNG KHEN",
        "recipient": "Bà Phạm Thị Kim Duyên <b>", "subtitle": "Giáo viên", "achievement": "Đã có thành tích",
        "place_date": "Hải Dương, ngày 06 tháng 7 năm 2020", "signer_lines": ["CHỦ TỊCH"], "signer_name": "Nguyễn Đức Thắng",
    }  # fmt: skip
    return Certificate.objects.create(award=award, serial=8, series="1:BK", year=2020, code="q7Xw2mVb9KtR4sLz8NcE1A", texts=texts)


def page(client, code):
    return client.get(reverse("awards:check", args=[code]))


@pytest.mark.parametrize(
    ("status", "words"),
    [(AwardStatus.IN_FORCE, "Còn hiệu lực"), (AwardStatus.CANCELLED, "Đã hủy bỏ"), (AwardStatus.CORRECTED, "Đã đính chính")],
)
def test_the_page_says_whether_the_award_stands(client, certificate, status, words):
    Award.objects.update(status=status)
    answer = page(client, certificate.code)
    assert answer.status_code == 200
    assert f"<h1>{words}</h1>" in answer.content.decode()


def test_it_shows_what_is_printed_and_nothing_else(client, certificate):
    body = page(client, certificate.code).content.decode()
    for printed in ("Bà Phạm Thị Kim Duyên &lt;b&gt;", "BẰNG KHEN", "9088/QĐ-UBND", "0008/2020", certificate.code):
        assert printed in body
    assert "1981" not in body
    assert "<b>" not in body.split("printed")[1].split("</section>")[0]


def test_nobody_is_asked_to_sign_in_and_no_cookie_is_set(client, certificate):
    answer = page(client, certificate.code)
    assert (answer.headers["X-Robots-Tag"], answer.headers["Cache-Control"], dict(answer.cookies)) == ("noindex", "no-store", {})


@pytest.mark.parametrize("code", ["khong-co", "q7Xw2mVb9KtR4sLz8NcE1a", "1"])
def test_every_miss_has_one_answer(client, certificate, code):
    answer = page(client, code)
    assert answer.status_code == 404
    assert "Không có bằng, giấy nào mang mã này" in answer.content.decode()


@pytest.mark.parametrize("number", ["9088", "9088/QĐ-UBND", " 9088 / qđ-ubnd "])
def test_by_hand_code_and_decision_number_are_asked_together(client, certificate, number):
    answer = client.post(reverse("awards:check-form"), {"code": certificate.code, "number": number})
    assert answer.url == reverse("awards:check", args=[certificate.code])


@pytest.mark.parametrize(("code", "number"), [("q7Xw2mVb9KtR4sLz8NcE1A", "9089"), ("q7Xw2mVb9KtR4sLz8NcE1A", ""), ("x", "9088")])
def test_a_wrong_pair_is_one_miss_and_keeps_what_was_typed(client, certificate, code, number):
    answer = client.post(reverse("awards:check-form"), {"code": code, "number": number})
    assert answer.status_code == 404
    assert f'value="{code}"' in answer.content.decode()


def test_guessing_is_throttled(client, certificate):
    codes = [page(client, f"doan-{i}").status_code for i in range(25)]
    assert codes == [404] * 20 + [429] * 5
