"""The plan and the launching decision of a campaign: words by date, layout on paper, the same texts in Word."""

import io
from dataclasses import replace
from datetime import date

import pdfplumber
import pytest
from django.urls import reverse
from docx import Document

from campaigns.documents.plan import PlanPaper, TargetRow, render_docx, render_pdf, tables
from campaigns.enums import CampaignState, Operator, StageKind, UnitLevel
from campaigns.models import Campaign
from campaigns.services.campaign_paper import gaps_of, launch_paper, plan_paper, split_number
from tests.awards.factories import make_world
from tests.campaigns.factories import make_campaign, make_resolution, make_target

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings):
    settings.WORK_DATE = date(2021, 1, 4)
    return make_world()


def campaign(world, **changes) -> Campaign:
    facts = {
        "state": CampaignState.LAUNCHED, "period_from": date(2021, 1, 1), "period_to": date(2025, 12, 31),
        "launched_on": date(2021, 1, 4), "central_task": "Xóa nhà tạm", "slogans": "Không để ai bị bỏ lại phía sau",
        "purpose": "Tạo khí thế thi đua.", "participants": "Các xã, thị trấn.", "content": "Mỗi xã nhận số nhà cụ thể.",
        "award_terms": "Khen hằng năm.", "funding": "Quỹ thi đua, khen thưởng.", "organisation": "Phòng Nội vụ theo dõi.",
        "document_number": "7/KH-UBND", "document_date": date(2021, 1, 4),
    } | changes  # fmt: skip
    made = make_campaign(world.district, "Nam Sách bứt phá", **facts)
    make_target(made, department_text="Phòng Lao động")
    return made


def pages_of(paper) -> list[str]:
    with pdfplumber.open(io.BytesIO(render_pdf(paper).content)) as pdf:
        return [" ".join(page.extract_text().replace("\u00a0", " ").split()) for page in pdf.pages]


def words_of(paper) -> str:
    document = Document(io.BytesIO(render_docx(paper)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join([p.text for p in document.paragraphs] + cells).replace("\u00a0", " ")


def test_the_plan_alone_says_all_its_sections_and_is_signed_for_the_committee(world):
    made = campaign(world)
    made.stages.create(kind=StageKind.MIDTERM, due_on=date(2023, 6, 30))
    made.stages.create(kind=StageKind.FINAL, due_on=date(2025, 12, 20))
    text = " ".join(pages_of(plan_paper(made)))
    for words in (
        "Số: 07/KH-UBND", "Nam Sách, ngày 04 tháng 01 năm 2021", "KẾ HOẠCH", "“Nam Sách bứt phá” giai đoạn 2021 - 2025",
        "I. MỤC ĐÍCH, YÊU CẦU", "II. ĐỐI TƯỢNG, PHẠM VI, THỜI GIAN", "III. NỘI DUNG, CHỈ TIÊU", "IV. TIÊU CHUẨN", "V. KINH PHÍ",
        "VI. TỔ CHỨC THỰC HIỆN", "Sơ kết: ngày 30 tháng 6 năm 2023", "Tổng kết: ngày 20 tháng 12 năm 2025./.",
        "TM. ỦY BAN NHÂN DÂN", "Khẩu hiệu: “Không để ai bị bỏ lại phía sau”", "Phòng Lao động",
    ):  # fmt: skip
        assert words in text, words
    assert "BẢN XEM TRƯỚC" not in text


def test_the_decision_encloses_the_plan_without_number_and_is_never_signed_for_the_committee(world):
    made = campaign(world, document_number="105/QĐ-UBND")
    pages = pages_of(launch_paper(made))
    assert "QUYẾT ĐỊNH:" in pages[0] and "Số: 105/QĐ-UBND" in pages[0] and "TM. ỦY BAN" not in " ".join(pages)
    assert "Điều 2. Quyết định này có hiệu lực thi hành kể từ ngày ký." in pages[0]
    assert "chịu trách nhiệm thi hành Quyết định này./." in pages[0]
    enclosed = pages[1]
    assert "Số:" not in enclosed and "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in enclosed
    assert "(Kèm theo Quyết định số 105/QĐ-UBND ngày 04 tháng 01 năm 2021" in enclosed


def test_pages_of_the_enclosed_plan_count_from_one(world):
    made = campaign(
        world, document_number="105/QĐ-UBND", content="\n".join(f"Việc {n}: " + "làm cụ thể " * 25 for n in range(25))
    )
    pages = pages_of(launch_paper(made))
    enclosed = [number for number, text in enumerate(pages) if "(Kèm theo Quyết định" in text][0]
    assert not pages[enclosed].startswith("1 ") and pages[enclosed + 1].startswith("2 ")


def test_legal_bases_are_those_of_the_signing_day(world):
    old = plan_paper(campaign(world))
    assert any("91/2017/NĐ-CP" in line for line in old.legal_bases)
    assert not any("98/2023" in line or "{" in line for line in old.legal_bases)
    new = plan_paper(campaign(world, code="PT-2", document_date=date(2024, 3, 1)))
    assert any("98/2023/NĐ-CP" in line for line in new.legal_bases) and not any("91/2017" in line for line in new.legal_bases)


def test_resolution_and_parent_paper_are_cited_when_they_are_known(world):
    above = make_campaign(
        world.province, "Toàn tỉnh bứt phá", level=UnitLevel.PROVINCE, document_number="12/KH-UBND",
        document_date=date(2020, 12, 1), launcher="UBND tỉnh Hải Dương",
    )  # fmt: skip
    made = campaign(
        world, parent=above, resolution=make_resolution(world.district, "Nghị quyết Đại hội Đảng bộ huyện lần thứ XXVI")
    )
    text = " ".join(plan_paper(made).legal_bases).replace("\u00a0", " ")
    assert "số 12/KH-UBND ngày 01 tháng 12 năm 2020 của UBND tỉnh Hải Dương" in text
    assert "Nghị quyết Đại hội Đảng bộ huyện lần thứ XXVI" in text and "Nghị quyết Nghị quyết" not in text


def test_a_plan_without_number_leaves_the_gaps_of_a_draft(world):
    made = campaign(world, document_number="", document_date=None)
    text = pages_of(plan_paper(made))[0]
    assert "/KH-UBND" in text and "07/KH" not in text and "tháng 01 năm 2021" not in text.split("KẾ HOẠCH")[0]
    assert any("chừa chỗ" in gap for gap in gaps_of(made, plan_paper(made)))


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("594/KH-UBND", "KH", ("594", "KH-UBND")), ("5/QĐ-UBND", "QĐ", ("05", "QĐ-UBND")), ("594/KH-UBND", "QĐ", (None, "")),
        ("1620/QĐ-TTg ngày 20/9", "QĐ", (None, "")), ("", "KH", (None, "")), ("12", "KH", (None, "")),
        ("24/KH-SNV/2021", "KH", ("24", "KH-SNV/2021")),
    ],
)  # fmt: skip
def test_the_stored_number_is_taken_apart(text, kind, found):
    assert split_number(text, kind) == found


def test_empty_sections_are_left_out_and_the_numbers_close_up(world):
    made = campaign(world, award_terms="", funding="")
    text = " ".join(pages_of(plan_paper(made)))
    assert "IV. TỔ CHỨC THỰC HIỆN" in text and "KINH PHÍ" not in text
    assert [gap for gap in gaps_of(made, plan_paper(made)) if "Kinh phí" in gap]


def test_values_are_printed_as_the_target_speaks(world):
    made = campaign(world)
    make_target(made, "Tỷ lệ hộ nghèo", (1.4, 1.2, 1, 0.8, 0.6), unit_of_measure="%", operator=Operator.AT_MOST)
    ranged = make_target(made, "Mức giảm", (1, 1, 1, 1, 1), operator=Operator.RANGE)
    ranged.years.update(value_max=1.5)
    make_target(made, "Trở thành huyện khá", (), operator=Operator.QUALITATIVE, term_text="đạt", term_value=None)
    rows = {row.indicator: row for row in plan_paper(Campaign.objects.get(pk=made.pk)).targets}
    assert rows["Tỷ lệ hộ nghèo"].values[0] == "≤ 1,4" and rows["Mức giảm"].values[0] == "1 - 1,5"
    assert rows["Trở thành huyện khá: đạt"].unit == ""


def wide_plan(world, years: int) -> PlanPaper:
    paper = plan_paper(campaign(world))
    row = TargetRow("Thu ngân sách trên địa bàn", "tỷ đồng", ("118.000,5",) * years, "Phòng Tài chính - Kế hoạch")
    return replace(paper, years=tuple(range(2021, 2021 + years)), targets=(row,) * 12)


@pytest.mark.parametrize(("years", "wide", "count"), [(1, False, 1), (3, False, 1), (5, True, 1), (10, True, 2)])
def test_the_tables_fill_the_page_and_no_number_breaks(world, years, wide, count):
    paper = wide_plan(world, years)
    found = tables(paper)
    assert len(found) == count
    for table in found:
        assert sum(width for _, width, _ in table.columns) == (252 if wide else 165)
        assert table.columns[1][1] >= 36
    with pdfplumber.open(io.BytesIO(render_pdf(paper).content)) as pdf:
        text = "\n".join(page.extract_text() for page in pdf.pages)
        assert text.count("118.000,5") == 12 * years
        assert (pdf.pages[-1].width > pdf.pages[-1].height) == wide
    assert words_of(paper).count("118.000,5") == 12 * years


def test_word_says_the_same(world):
    made = campaign(world, document_number="105/QĐ-UBND")
    text = words_of(launch_paper(made))
    for words in (
        "QUYẾT ĐỊNH:",
        "Điều 3.",
        "KẾ HOẠCH",
        "Kèm theo Quyết định số 105/QĐ-UBND",
        "Số nhà tạm được xóa",
        "I. MỤC ĐÍCH",
    ):
        assert words in text, words
    alone = words_of(plan_paper(campaign(world, code="PT-3")))
    assert "TM. ỦY BAN NHÂN DÂN" in alone and "./." in alone


def test_files_and_pictures_are_handed_out_to_those_who_see_the_campaign(world, client):
    made = campaign(world)
    client.force_login(world.an)
    address = [made.public_id, "ke-hoach"]
    answer = client.get(reverse("campaigns:campaign-paper", args=[*address, "pdf"]))
    assert answer.content.startswith(b"%PDF-") and answer["Content-Disposition"].startswith("inline")
    assert client.get(reverse("campaigns:campaign-paper", args=[*address, "docx"])).content.startswith(b"PK")
    picture = reverse("campaigns:campaign-paper-image", args=address)
    assert client.get(picture).content.startswith(b"\x89PNG") and client.get(picture, {"trang": 99}).status_code == 404
    assert client.get(reverse("campaigns:campaign-paper", args=[made.public_id, "xyz", "pdf"])).status_code == 404
    page = client.get(reverse("campaigns:campaign-papers", args=[made.public_id])).content.decode()
    assert picture in page and "Tải Word" in page
    client.force_login(world.dung)
    assert client.get(reverse("campaigns:campaign-paper", args=[*address, "pdf"])).status_code == 404


def test_a_letter_that_cannot_be_printed_is_said_and_not_a_500(world, client):
    made = campaign(world, content="Phấn đấu \U0001f600")
    client.force_login(world.an)
    page = client.get(reverse("campaigns:campaign-papers", args=[made.public_id]))
    assert page.status_code == 200 and "Chưa dựng được bản in" in page.content.decode()
    assert client.get(reverse("campaigns:campaign-paper", args=[made.public_id, "ke-hoach", "pdf"])).status_code == 302


def test_a_draft_that_lacks_something_carries_the_watermark(world, client):
    made = campaign(world, state=CampaignState.DRAFT, central_task="")
    client.force_login(world.an)
    content = client.get(reverse("campaigns:campaign-paper", args=[made.public_id, "ke-hoach", "pdf"])).content
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        assert any(char["text"] == "B" and char["size"] > 50 for char in pdf.pages[0].chars)
