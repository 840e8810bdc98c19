"""Awards for the tests of the register: one plain maker, nothing through services."""

from datetime import date

from awards.models import Award
from tests.awards.factories import award_kind
from thiduakhenthuong.core.names import clean, search_key, sort_key


def make_award(name: str, kind: str = "LDTT", **fields) -> Award:
    """An award of 2019 by the district unless said otherwise; `kind` is a code of the catalogue."""
    found = award_kind(kind)
    values = {
        "recipient_kind": "individual", "award_kind": found, "award_name": found.label, "level": "district",
        "reward_kind": "CONG_TRANG", "achievement_year": 2019, "period_text": "2019", "gender": "female",
        "title": "Giáo viên", "unit_text": "Trường THCS Nam Chính", "authority": "Chủ tịch UBND huyện Nam Sách",
        "decision_number": "9410/QĐ-UBND", "decision_date": date(2020, 1, 10),
    } | fields  # fmt: skip
    if values["recipient_kind"] == "collective":
        values |= {"gender": "", "title": "", "unit_text": ""}
    return Award.objects.create(name=clean(name), search_key=search_key(name), sort_key=sort_key(name), **values)
