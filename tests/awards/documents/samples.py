"""Invented papers for the tests: three levels, three to thousands of recipients, drafts and issued."""

import csv
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from awards.documents import DecisionPaper, ListSection, MoneyPaper, MoneyRow, SubmissionPaper, list_columns

ROOT = Path(__file__).resolve().parents[3]
TITLES = {"collective": "TẬP THỂ", "household": "HỘ GIA ĐÌNH", "individual": "CÁ NHÂN"}


@lru_cache(maxsize=1)
def award_rows():
    """The 66 invented awards of Nam Sách 2020."""
    with (ROOT / "tests" / "data" / "demo" / "nam_sach_2020_awards.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def legal_bases(level, when, **values):
    """Legal bases of a decision by level and signing date, gaps filled; the last row is the proposal line."""
    with (ROOT / "awards" / "reference" / "legal_bases.csv").open(encoding="utf-8") as file:
        rows = [
            row
            for row in csv.DictReader(file)
            if (row["document_kind"], row["deciding_level"]) == ("decision", level)
            and row["valid_from"] <= when.isoformat() <= (row["valid_to"] or "9999")
        ]
    texts = [row["text_vi"] for row in sorted(rows, key=lambda row: int(row["order"]))]
    for name, value in values.items():
        texts = [text.replace("{" + name + "}", value) for text in texts]
    return texts[:-1], texts[-1]


def section(kind, rows, *, with_achievement=False):
    """One section of a list from rows of the sample file."""
    cells = []
    for row in rows:
        middle = (row["position"],) if kind == "individual" else ()
        honour = {"Nam": "Ông ", "Nữ": "Bà "}[row["gender"]] if kind == "individual" else ""
        last = (row["achievement"],) if with_achievement else ()
        cells.append((honour + row["full_name_or_collective"], *middle, row["unit"], *last))
    return ListSection(kind, TITLES[kind], list_columns(kind, with_achievement=with_achievement), tuple(cells))


def counts_of(sections):
    """`05 tập thể và 10 cá nhân` from the sections."""
    names = {"collective": "tập thể", "household": "hộ gia đình", "individual": "cá nhân"}
    parts = [f"{len(part.rows):02d} {names[part.kind]}" for part in sections if part.rows]
    return " và ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


LEVELS = {
    "province": {
        "issuer": ("CHỦ TỊCH", "ỦY BAN NHÂN DÂN", "TỈNH HẢI DƯƠNG"),
        "place": "Hải Dương",
        "authority": "Chủ tịch Ủy ban nhân dân tỉnh Hải Dương",
        "award": "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh",
        "short": "Bằng khen",
        "fund": "Quỹ thi đua, khen thưởng của tỉnh",
        "proposer_title": "Giám đốc Sở Nội vụ",
        "submission": "112/TTr-SNV",
        "executors": "Chánh Văn phòng Ủy ban nhân dân tỉnh, Giám đốc Sở Nội vụ, "
        "thủ trưởng các cơ quan, đơn vị liên quan",
        "signer": (("CHỦ TỊCH",), "Nguyễn Khắc Thịnh"),
        "code": "NC",
        "copies": ("Như Điều 3", "Ban Thi đua - Khen thưởng Trung ương", "Chủ tịch, các Phó Chủ tịch UBND tỉnh",
                   "Cổng Thông tin điện tử tỉnh"),
    },
    "district": {
        "issuer": ("ỦY BAN NHÂN DÂN", "HUYỆN NAM SÁCH"),
        "place": "Nam Sách",
        "authority": "Chủ tịch Ủy ban nhân dân huyện Nam Sách",
        "award": "Giấy khen của Chủ tịch Ủy ban nhân dân huyện",
        "short": "Giấy khen",
        "fund": "Quỹ thi đua, khen thưởng của huyện",
        "proposer_title": "Trưởng phòng Nội vụ",
        "submission": "58/TTr-NV",
        "executors": "Chánh Văn phòng Hội đồng nhân dân và Ủy ban nhân dân huyện, Trưởng phòng Nội vụ, "
        "Trưởng phòng Tài chính - Kế hoạch, thủ trưởng các cơ quan, đơn vị liên quan",
        "signer": (("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Trịnh Công Khải"),
        "code": "NV",
        "copies": ("Như Điều 3", "Sở Nội vụ", "Thường trực Huyện ủy, Thường trực HĐND huyện",
                   "Cổng Thông tin điện tử huyện"),
    },
    "commune": {
        "issuer": ("ỦY BAN NHÂN DÂN", "XÃ AN PHÚ"),
        "place": "An Phú",
        "authority": "Chủ tịch Ủy ban nhân dân xã An Phú",
        "award": "Giấy khen của Chủ tịch Ủy ban nhân dân xã",
        "short": "Giấy khen",
        "fund": "Quỹ thi đua, khen thưởng của xã",
        "proposer_title": "Trưởng phòng Văn hóa - Xã hội",
        "submission": "07/TTr-VHXH",
        "executors": "Chánh Văn phòng Hội đồng nhân dân và Ủy ban nhân dân xã, Trưởng phòng Văn hóa - Xã hội, "
        "Trưởng phòng Kinh tế, thủ trưởng các đơn vị liên quan",
        "signer": (("CHỦ TỊCH",), "Vũ Thị Hồng Hạnh"),
        "code": "VHXH",
        "copies": ("Như Điều 3", "Đảng ủy, HĐND xã"),
    },
}  # fmt: skip

GAPS = {
    level: {
        "regulation_number": "33/2018/QĐ-UBND",
        "regulation_date": "20 tháng 12 năm 2018",
        "province": "Hải Dương",
        "proposer_title": texts["proposer_title"],
        "submission_number": texts["submission"],
        "submission_date": "08 tháng 7 năm 2020",
    }
    for level, texts in LEVELS.items()
}

REASON = "thành tích xuất sắc trong phong trào thi đua yêu nước giai đoạn 2015 - 2020"


def articles_of(texts, counts, reason, year):
    """Điều 1 to 3 of a level."""
    return (
        f"Tặng {texts['award']} cho {counts} đã có {reason} (có danh sách kèm theo).",
        f"Tiền thưởng kèm theo {texts['short']} thực hiện theo quy định của pháp luật về thi đua, khen thưởng, "
        f"chi từ {texts['fund']} năm {year}.",
        f"Quyết định này có hiệu lực thi hành kể từ ngày ký. {texts['executors']} và các tập thể, cá nhân có tên "
        "tại Điều 1 chịu trách nhiệm thi hành Quyết định này./.",
    )


def decision(level="province", rows=None, *, when=date(2020, 7, 10), number="9005", reason=REASON, **changes):
    """A decision of a level over sample rows (default: those of that level)."""
    texts = LEVELS[level]
    kinds = ("collective", "household", "individual")
    if rows is None:
        rows = [row for row in award_rows() if row["deciding_level"] == level]
    sections = tuple(section(kind, found) for kind in kinds if (found := [r for r in rows if r["recipient_kind"] == kind]))
    counts = counts_of(sections)
    bases, proposal = legal_bases(level, when, **GAPS[level])
    paper = DecisionPaper(
        issuer_lines=texts["issuer"],
        number=number,
        symbol="QĐ-UBND",
        place=texts["place"],
        sign_date=when,
        draft_year=when.year,
        subject=f"Về việc tặng {texts['award']} cho {counts} có {reason}",
        authority=texts["authority"],
        legal_bases=tuple(bases),
        proposal_line=proposal,
        articles=articles_of(texts, counts, reason, when.year),
        copies=texts["copies"],
        unit_code=texts["code"],
        signer_lines=texts["signer"][0],
        signer_name=texts["signer"][1],
        sections=sections,
        counts=counts,
        list_title=f"TẬP THỂ, CÁ NHÂN ĐƯỢC TẶNG {texts['award'].upper()}",
    )
    return replace(paper, **changes)


def draft(paper):
    """The same paper before issue: no number, no date."""
    return replace(paper, number=None, sign_date=None, preview=True)


def submission(rows=None, **changes):
    """A submission of the district's office for the provincial award over sample rows."""
    rows = [row for row in award_rows() if row["deciding_level"] == "province"] if rows is None else rows
    paper = decision("province", rows)
    agency = "Ủy ban nhân dân huyện Nam Sách"
    award = LEVELS["province"]["award"]
    paper = SubmissionPaper(
        issuer_lines=LEVELS["district"]["issuer"],
        number="58",
        symbol="TTr-UBND",
        place="Nam Sách",
        sign_date=date(2020, 6, 8),
        draft_year=2020,
        subject=f"Về việc đề nghị tặng {award}",
        authority=agency,
        addressees=(
            "Chủ tịch Ủy ban nhân dân tỉnh Hải Dương",
            "Sở Nội vụ (Thường trực Hội đồng Thi đua - Khen thưởng tỉnh)",
        ),
        legal_bases=(
            *legal_bases("province", date(2020, 6, 8))[0][1:4],
            "Căn cứ Biên bản họp Hội đồng Thi đua - Khen thưởng huyện Nam Sách ngày 05 tháng 6 năm 2020",
        ),
        paragraphs=(
            f"{agency} kính trình Chủ tịch Ủy ban nhân dân tỉnh Hải Dương xem xét, tặng {award} cho {paper.counts} "
            f"có {REASON} (có danh sách kèm theo).",
            "Kết quả bỏ phiếu: 11/11, đạt 100%. Ý kiến thẩm định: đúng đối tượng, đủ điều kiện, tiêu chuẩn, hồ sơ, thủ tục.",
            f"{agency} chịu trách nhiệm về tính chính xác của hồ sơ; các tập thể, cá nhân chấp hành tốt chủ trương của "
            "Đảng, chính sách, pháp luật của Nhà nước, không trong thời gian xem xét kỷ luật. (Hồ sơ gửi kèm: danh "
            "sách; báo cáo thành tích; biên bản họp và kết quả bỏ phiếu)",
            "Kính trình Chủ tịch Ủy ban nhân dân tỉnh Hải Dương xem xét, quyết định./.",
        ),
        copies=("Như trên",),
        unit_code="NV",
        signer_lines=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        signer_name="Trịnh Công Khải",
        sections=paper.sections,
        counts=paper.counts,
        list_title=f"TẬP THỂ, CÁ NHÂN ĐỀ NGHỊ TẶNG {award.upper()}",
    )
    return replace(paper, **changes)


def with_achievements(paper, rows):
    """The same paper with its achievements: the list lies on landscape pages."""
    kinds = [part.kind for part in paper.sections]
    found = [[row for row in rows if row["recipient_kind"] == kind] for kind in kinds]
    sections = [section(kind, part, with_achievement=True) for kind, part in zip(kinds, found, strict=True)]
    return replace(paper, sections=tuple(sections))


def money_list(rows=None, **changes):
    """The money list of the district's decision."""
    rows = [row for row in award_rows() if row["deciding_level"] == "district"] if rows is None else rows
    paper = decision("district", rows)
    money = tuple(
        MoneyRow(
            name=row["full_name_or_collective"],
            unit=row["unit"],
            award="Giấy khen của Chủ tịch UBND huyện",
            coefficient="0,6" if row["recipient_kind"] == "collective" else "0,3",
            base=1_490_000,
            amount=900_000 if row["recipient_kind"] == "collective" else 450_000,
        )
        for row in rows
    )
    result = MoneyPaper(
        issuer_lines=paper.issuer_lines,
        number=paper.number,
        symbol=paper.symbol,
        sign_date=paper.sign_date,
        authority=paper.authority,
        rows=money,
        counts=paper.counts,
    )
    return replace(result, **changes)


def few(count=3, **changes):
    """A decision for up to three persons, named in Điều 1, without a list."""
    rows = [row for row in award_rows() if row["deciding_level"] == "province" and row["recipient_kind"] == "individual"]
    paper = decision("province", rows[:count])
    honour = {"Nam": "Ông", "Nữ": "Bà"}
    names = [
        f"{number}. {honour[row['gender']]} {row['full_name_or_collective']}, {row['position']}, {row['unit']}"
        for number, row in enumerate(rows[:count], 1)
    ]
    opening = f"Tặng {LEVELS['province']['award']} cho {paper.counts}:"
    first = "\n".join([opening, *[f"{name};" for name in names[:-1]], f"{names[-1]}.", f"Đã có {REASON}."])
    return replace(paper, articles=(first, *paper.articles[1:]), sections=(), **changes)


def many(count, level="province"):
    """A decision over as many sample rows as asked for, repeated when they run out."""
    rows = award_rows()
    return decision(level, [rows[i % len(rows)] for i in range(count)])


def longer(words):
    """A decision whose Điều 2 is longer by so many words: the end of the act moves down the page."""
    paper = decision("province")
    extra = " ".join(["Kinh phí khen thưởng được quyết toán theo quy định"] * (words // 10 + 1)).split(" ")[:words]
    articles = (paper.articles[0], f"{paper.articles[1]} {' '.join(extra)}.", paper.articles[2])
    return replace(paper, articles=articles)
