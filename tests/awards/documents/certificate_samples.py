"""Invented certificates for tests and the bench: every kind of name the office has asked about."""

from functools import lru_cache

from awards.documents.certificates import CertificateText, reference_models

SITE = "https://khenthuong.example.vn/xac-thuc/"
LONG_UNIT = "Đảng bộ, chính quyền, Ủy ban Mặt trận Tổ quốc Việt Nam, các đoàn thể chính trị - xã hội và Nhân dân xã Trần Phú, HP"
LONG_POSITION = (
    "Phó Trưởng phòng Tổ chức - Hành chính, Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên huyện Nam Sách, tỉnh Hải Dương"
)
LONG_ACHIEVEMENT = (
    "Đã có thành tích xuất sắc trong thực hiện phong trào thi đua “Mỗi người làm việc bằng hai” và công tác phòng, "
    "chống dịch Covid-19 trên địa bàn huyện Nam Sách năm 2020"
)
DEPUTY = ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")


@lru_cache(maxsize=1)
def models():
    """The shipped models by code."""
    return reference_models()


def certificate(number=8, **changes):
    """A provincial Bằng khen of Nam Sách 2020; `number` makes its code and serial."""
    code = f"q7Xw2mVb9KtR4sLz8N{number:04d}"
    words = {
        "authority": "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH HẢI DƯƠNG",
        "recipient": "Bà Phạm Thị Kim Duyên",
        "subtitle": "Giáo viên, Trường Trung học cơ sở Nam Chính, huyện Nam Sách",
        "achievement": "Đã có thành tích xuất sắc trong phong trào thi đua yêu nước giai đoạn 2015 - 2020",
        "place_date": "Hải Dương, ngày 06 tháng 7 năm 2020",
        "signer_lines": ("CHỦ TỊCH",),
        "signer_name": "Nguyễn Đức Thắng",
        "decision_lines": (
            "Quyết định số: 9088/QĐ-UBND",
            "ngày 06 tháng 7 năm 2020",
            f"Vào sổ vàng số: {number:04d}/2020",
        ),
        "check_code": code,
        "check_url": f"{SITE}{code}/",
        "is_person": True,
    }
    return CertificateText(**(words | changes))


def unit(name, number=8, **changes):
    """A certificate of a collective."""
    return certificate(number, recipient=name, **({"subtitle": "Tỉnh Hải Dương", "is_person": False} | changes))


def title(**changes):
    """A certificate of an emulation title."""
    words = {"verb": "CÔNG NHẬN", "link": "ĐẠT DANH HIỆU", "form": "CHIẾN SĨ THI ĐUA CẤP TỈNH"}
    return certificate(**({**words, "achievement": "Giai đoạn 2018 - 2020"} | changes))


CASES = {
    "short name": certificate(recipient="Bà Lê An"),
    "six syllables": certificate(recipient="Bà Công Tằng Tôn Nữ Thị Phương Thảo"),
    "120 characters": unit(LONG_UNIT),
    "deputy signs": certificate(signer_lines=DEPUTY, signer_name="Ẵm Ồ Ể Ự Mỹ Nguyễn"),
    "household, long achievement": certificate(
        recipient="Hộ gia đình ông Lê Văn Quý",
        subtitle="Thôn Đồng Khê, xã An Lâm, huyện Nam Sách",
        achievement=LONG_ACHIEVEMENT,
        is_person=False,
    ),
    "rare letters": certificate(recipient="Ông Nguyễn Ẵng Ồ Ể Ự Ẳn Kỳ Mỹ"),
    "all caps": unit("BAN CHỈ HUY QUÂN SỰ HUYỆN NAM SÁCH, TỈNH HẢI DƯƠNG"),
    "lowest rank": certificate(form="GIẤY KHEN", authority="CHỦ TỊCH ỦY BAN NHÂN DÂN HUYỆN NAM SÁCH"),
    "long authority": certificate(
        authority="CHỦ TỊCH ỦY BAN NHÂN DÂN THÀNH PHỐ HỒ CHÍ MINH",
        place_date="Thành phố Hồ Chí Minh, ngày 06 tháng 10 năm 2020",
    ),
    "everything long": unit(LONG_UNIT, subtitle=LONG_POSITION, achievement=LONG_ACHIEVEMENT, signer_lines=DEPUTY),
    "bare": certificate(subtitle="", decision_lines=("Quyết định số: 9088/QĐ-UBND",), check_code="", check_url=""),
}
