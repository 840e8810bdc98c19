"""The 22 layout checks on good decisions: three levels, one to 400 recipients, drafts, lengths, dates."""

import io
from datetime import date
from functools import lru_cache

import pdfplumber
import pytest

from awards.documents import render_pdf

from . import samples
from .checks import CHECKS, check_12_legal_bases, check_16_signature, check_20_breaks, check_22_file
from .reading import Reading, head_lines

NEW_YEAR = {"number": "05", "reason": "thành tích xuất sắc trong phong trào thi đua yêu nước năm 2025"}
PAPERS = {
    "province_15": lambda: samples.decision("province"),
    "district_51": lambda: samples.decision("district"),
    "district_draft": lambda: samples.draft(samples.decision("district")),
    "commune_2026": lambda: samples.decision("commune", samples.award_rows()[20:45], when=date(2026, 2, 5), **NEW_YEAR),
    "commune_draft": lambda: samples.draft(samples.decision("commune", samples.award_rows()[:9], when=date(2026, 1, 2))),
    "one_person": lambda: samples.few(1),
    "three_persons": lambda: samples.few(3),
    "all_66": lambda: samples.many(66),
    "all_400": lambda: samples.many(400),
    "longest_place_draft": lambda: samples.draft(samples.decision(place="Thành phố Hồ Chí Minh")),
    "first_of_january": lambda: samples.decision(when=date(2019, 1, 1)),
    "tenth_of_october": lambda: samples.decision(when=date(2023, 10, 10)),
    "new_law": lambda: samples.decision(when=date(2025, 12, 31)),
}


@pytest.mark.parametrize("name", ["district_draft", "commune_2026", "three_persons"])
def test_file_is_sound_and_a_second_render_gives_the_same_bytes(name):
    assert check_22_file(*made(name)) == []


def slanted(content):
    """Slanted text of each page."""
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        return ["".join(c["text"] for c in page.chars if abs(c["matrix"][1]) > 0.01) for page in pdf.pages]


@lru_cache(maxsize=32)
def made(name):
    """(reading, paper) of a good file, rendered once per session."""
    paper = PAPERS[name]()
    return Reading(render_pdf("decision", paper).content), paper


@pytest.mark.parametrize("check", [name for name in CHECKS if name != "22_file"])
@pytest.mark.parametrize("name", PAPERS)
def test_good_decision_passes_the_layout_check(name, check):
    assert CHECKS[check](*made(name)) == []


LEVEL_OF = [("province_15", "province"), ("district_51", "district"), ("commune_2026", "commune"), ("new_law", "province")]


@pytest.mark.parametrize(("name", "level"), LEVEL_OF)
def test_legal_bases_on_paper_are_those_of_the_signing_date(name, level):
    reading, paper = made(name)
    bases, proposal = samples.legal_bases(level, paper.sign_date, **samples.GAPS[level])
    assert check_12_legal_bases(reading, paper, [*bases, proposal]) == []


@pytest.mark.parametrize("words", range(0, 240, 20))
def test_signature_stays_with_a_body_line_at_twelve_text_lengths(words):
    paper = samples.longer(words)
    reading = Reading(render_pdf("decision", paper).content)
    assert check_16_signature(reading, paper) + check_20_breaks(reading, paper) == []


def test_act_of_a_little_over_one_page_is_set_smaller_and_stands_on_one():
    reading, _ = made("province_15")
    assert len(reading.act_pages) == 1
    assert {line.size for paragraph in reading.paragraphs for _, line in paragraph} == {13.0}


def test_preview_of_a_decision_bears_the_watermark_on_every_page():
    words = "BẢN XEM TRƯỚC"
    paper = samples.decision("district")
    assert slanted(render_pdf("decision", paper, preview=True).content) == [words] * 4
    assert slanted(render_pdf("decision", paper).content) == [""] * 4


def test_issuer_line_too_long_for_its_column_is_divided_evenly():
    paper = samples.decision(
        issuer_lines=("ỦY BAN NHÂN DÂN TỈNH NGHỆ AN", "SỞ NÔNG NGHIỆP VÀ PHÁT TRIỂN NÔNG THÔN"), issuer_bold_from=1
    )
    drawn = [line.text for line in head_lines(Reading(render_pdf("decision", paper).content), right=False)]
    assert drawn[:-1] == ["ỦY BAN NHÂN DÂN", "TỈNH NGHỆ AN", "SỞ NÔNG NGHIỆP VÀ", "PHÁT TRIỂN NÔNG THÔN"]
