"""The tờ trình made from a dossier: number, signature block, list or names, legal bases of the day."""

from datetime import date

import pytest

from awards.services.submission import submission_paper
from campaigns.enums import UnitLevel
from campaigns.models import Unit
from tests.awards.factories import make_dossier, make_nomination, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day(settings):
    settings.WORK_DATE = date(2020, 7, 10)


@pytest.fixture
def world():
    return make_world()


def lines(dossier, count):
    for number in range(count):
        make_nomination(dossier, f"Nguyễn Văn {'ABCDE'[number]}")


def test_a_dossier_without_number_makes_a_draft_with_gaps(world):
    dossier = make_dossier(world)
    paper = submission_paper(dossier)
    assert (paper.number, paper.sign_date, paper.draft_year) == (None, None, 2020)


@pytest.mark.parametrize(
    ("written", "number", "symbol"),
    [("58/TTr-UBND", "58", "TTr-UBND"), (" 7 / TTr-NV ", "7", "TTr-NV"), ("58", "58", "TTr-UBND")],
)
def test_number_and_symbol_are_told_apart(world, written, number, symbol):
    dossier = make_dossier(world, submission_number=written, submission_date=date(2020, 7, 8))
    paper = submission_paper(dossier)
    assert (paper.number, paper.symbol) == (number, symbol)


@pytest.mark.parametrize(
    ("title", "block"),
    [
        ("Chủ tịch UBND huyện", ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        ("Phó Chủ tịch UBND huyện", ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        ("Trưởng phòng Nội vụ", ("TL. CHỦ TỊCH", "TRƯỞNG PHÒNG NỘI VỤ")),
    ],
)
def test_a_committee_signs_as_a_body_and_its_office_by_order(world, title, block):
    assert submission_paper(make_dossier(world, head_title=title)).signer_lines == block


def test_a_school_signs_by_its_head(world):
    Unit.objects.filter(pk=world.school.pk).update(level=UnitLevel.SCHOOL)
    paper = submission_paper(make_dossier(world, unit=world.school, head_title="Hiệu trưởng"))
    assert paper.signer_lines == ("HIỆU TRƯỞNG",)
    assert paper.issuer_lines == ("HUYỆN NAM SÁCH", "TRƯỜNG THCS NAM CHÍNH")


def test_up_to_three_are_named_in_the_text_and_more_stand_in_the_list(world):
    few, many = make_dossier(world), make_dossier(world)
    lines(few, 3)
    lines(many, 4)
    assert submission_paper(few).sections == ()
    assert "Nguyễn Văn A" in submission_paper(few).paragraphs[0]
    (section,) = submission_paper(many).sections
    assert [row[0] for row in section.rows] == [f"Ông Nguyễn Văn {letter}" for letter in "ABCD"]
    assert "04 cá nhân" in submission_paper(many).paragraphs[0]


def test_legal_bases_are_those_of_the_signing_day_and_leave_no_gap_open(world):
    bases = submission_paper(make_dossier(world, submission_date=date(2020, 7, 8))).legal_bases
    assert any("91/2017/NĐ-CP" in text for text in bases)
    assert not any("{" in text or "98/2023" in text for text in bases)
