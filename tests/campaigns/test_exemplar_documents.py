"""The one-page print and the consent form, read back from the PDF."""

import io
from datetime import date

import pdfplumber
import pytest

from campaigns.documents import exemplar as documents
from campaigns.enums import ReplicationState, UnitLevel
from campaigns.models import Replication
from campaigns.queries.exemplar import copies_of
from tests.awards.factories import make_unit
from tests.campaigns.test_exemplar import DAY, copied, kept, world  # noqa: F401  the same story

pytestmark = pytest.mark.django_db


def text_of(pdf) -> str:
    with pdfplumber.open(io.BytesIO(pdf.content)) as opened:
        return "\n".join(page.extract_text() for page in opened.pages)


def spread_over(world, made, count):  # noqa: F811
    for number in range(count):
        unit = make_unit(f"Xã Thử {number}", UnitLevel.COMMUNE, world.district)
        copied(world, made, unit=unit, by=world.an, value=number + 1, keeper="Người Không Đồng Ý")
    Replication.objects.filter(exemplar=made).update(state=ReplicationState.CONFIRMED)
    return copies_of(made)


@pytest.mark.parametrize("count", [3, 40])
def test_one_page_whatever_the_number_of_copies(world, count):  # noqa: F811
    long = "Mỗi hộ nhận 10 m đường trước nhà, trồng hoa, giao nhau tưới. " * (3 if count == 3 else 30)
    made = kept(world, result_value=2, unit_of_measure="km", problem="Cỏ mọc.", keeper="Đào Thị Nhạn")
    made.way = long
    pdf = documents.one_page(made, spread_over(world, made, count), [], DAY)
    text = text_of(pdf)
    assert pdf.pages == 1 and f"được nhân rộng tại {count} xã" in text.replace("\u00a0", " ") and "Xã Thử 2" in text
    assert "Người Không Đồng Ý" not in text and "Nhạn" not in text  # no name without consent
    assert ("và 16 nơi khác" in text) == (count == 40)


def test_little_pictures_in_a_title_do_not_stop_the_paper(world):  # noqa: F811
    made = kept(world, title="Đường hoa 🌸 tự quản ★", keeper="Bà Nhạn 🙂")
    assert "Đường hoa" in text_of(documents.one_page(made, [], [], DAY))
    assert documents.consent_form(made, DAY).pages == 1
    made.level, made.recognised_on = "district", DAY
    assert documents.card(made, 0).startswith(b"\x89PNG")


def test_the_consent_form_names_who_is_asked_and_by_whom(world):  # noqa: F811
    made = kept(world, keeper="Đào Thị Thanh Nhạn, Chi hội trưởng")
    pdf = documents.consent_form(made, date(2021, 10, 15))
    text = text_of(pdf)
    assert pdf.pages == 1
    for words in ("PHIẾU ĐỒNG Ý", "Huyện Nam Sách", "Đào Thị Thanh Nhạn", "“Đường hoa tự quản”", "rút lại", "dưới 16 tuổi"):
        assert words in text
