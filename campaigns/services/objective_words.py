"""The words of workbooks for objectives: headings known for each field, and what the words in a cell mean. Data, no reckoning."""

import re

from campaigns.enums import Direction, Operator, Rollup
from thiduakhenthuong.core.names import clean, search_key

HEADINGS = {
    "code": ["Mã", "Mã chỉ tiêu", "Ký hiệu", "code"],
    "group": ["Nhóm", "Nhóm chỉ tiêu", "Lĩnh vực", "group"],
    "indicator": ["Chỉ tiêu", "Tên chỉ tiêu", "Nội dung chỉ tiêu", "Mục tiêu", "Các chỉ tiêu chủ yếu", "indicator"],
    "unit_of_measure": ["Đơn vị tính", "ĐVT", "Đơn vị", "unit_of_measure"],
    "direction": ["Hướng", "Chiều", "Xu hướng", "direction"],
    "operator": ["Cách đặt số", "Cách đặt", "Phép so sánh", "operator"],
    "term": ["Cả kỳ", "Cả giai đoạn", "Chỉ tiêu cả kỳ", "Mục tiêu cả kỳ", "Mục tiêu cuối kỳ", "term_value"],
    "term_max": ["Cả kỳ, mức trên", "Cả kỳ đến", "Mức trên", "term_value_max"],
    "rollup": ["Cách cộng", "Cách cộng các năm", "Cách tính cả kỳ", "rule", "rollup"],
    "due_on": ["Đến ngày", "Đạt trước ngày", "Thời hạn", "due_on"],
    "department": ["Đơn vị chủ trì", "Cơ quan chủ trì", "Chủ trì", "Đơn vị chịu trách nhiệm", "accountable_department"],
    "exclusion_note": ["Không tính", "Chưa tính", "Phần không tính", "exclusion_note"],
    "splits": ["Chia cho đơn vị", "Chia được cho đơn vị", "splits"],
    "certainty": ["Độ tin cậy", "value_status"],
    "note": ["Ghi chú", "note"],
    "group_code": ["Mã nhóm", "group_code"],
}
BASE_WORDS = ["Số gốc", "Hiện trạng", "Thực hiện", "Ước thực hiện", "TH", "ƯTH", "Gốc", "baseline"]
YEAR_WORDS = ["", "Năm ", "Kế hoạch ", "Kế hoạch năm ", "KH ", "KH năm ", "Chỉ tiêu ", "Chỉ tiêu năm ", "Mục tiêu ", "y"]
YEARS = range(1990, 2101)  # columns of other years are found, and told, as well
OPERATORS = {
    Operator.AT_LEAST: (">=", "≥", "=>", ">", "ít nhất", "tối thiểu", "trên", "từ", "không dưới", "trở lên", "at_least"),
    Operator.AT_MOST: ("<=", "≤", "=<", "<", "nhiều nhất", "tối đa", "dưới", "không quá", "không vượt quá", "at_most"),
    Operator.RANGE: ("range", "khoảng", "trong khoảng", "từ đến"),
    Operator.REACH_BY: ("reach by", "reach_by", "đạt trước ngày", "trước ngày", "hoàn thành trước"),
    Operator.KEEP: ("keep", "giữ mức", "giữ", "giữ vững", "duy trì"),
    Operator.COUNT: ("=", "count", "đúng số lượng", "đúng", "bằng", "số lượng"),
    Operator.QUALITATIVE: ("qualitative", "định tính", "bằng lời"),
}
DIRECTIONS = {
    Direction.UP: ("up", "tăng", "↑", "+"),
    Direction.DOWN: ("down", "giảm", "↓", "-"),
    Direction.KEEP: ("keep", "giữ", "giữ vững", "ổn định", "giữ ổn định", "duy trì", "=", "↔"),
}
ROLLUPS = {
    Rollup.SUM: ("sum", "cộng dồn", "tổng", "tổng cộng", "lũy kế"),
    Rollup.END_POINT: ("end-point", "end_point", "endpoint", "cuối kỳ", "năm cuối", "đến cuối kỳ"),
    Rollup.AVERAGE: ("average", "trung bình", "bình quân", "trung bình năm", "bình quân năm"),
}
YES, NO = ("x", "có", "co", "1", "yes", "true", "đúng", "chia được"), ("", "không", "0", "no", "false")
QUALITATIVE_UNITS = ("định tính", "dinh tinh")


def headings() -> dict[str, list[str]]:
    """Every heading that is known, years and baselines of years included ("y2021", "Kế hoạch năm 2021", "Hiện trạng 2020")."""
    years = {f"y{year}": [f"{word}{year}" for word in YEAR_WORDS] for year in YEARS}
    bases = [f"{word} {year}" for word in BASE_WORDS for year in YEARS] + [
        f"{word} năm {year}" for word in BASE_WORDS for year in YEARS
    ]
    return HEADINGS | {"base": [*BASE_WORDS, "Năm gốc", *bases]} | years


def meaning(words: str, table: dict) -> str | None:
    """The choice that the words mean, None when they mean none; labels of the screens are known as well."""
    said = clean(str(words)).lower()
    for choice, known in table.items():
        if said in known or search_key(said) in {
            search_key(one) for one in (*known, choice.label) if one.isalpha() or " " in one
        }:
            return choice
    return None


def year_in(heading: str) -> int | None:
    """The year that a heading names."""
    found = re.search(r"(?:19|20)\d\d", heading)
    return int(found[0]) if found else None
