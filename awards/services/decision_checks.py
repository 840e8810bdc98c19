"""What is checked before a decision is issued: each check names itself, says what it found, and stops or warns."""

import unicodedata
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError

from awards.enums import NominationState, Verdict
from awards.models import Decision, Finding
from awards.queries import catalogue
from awards.services import decision_text
from awards.services.certificate_text import unprintable
from awards.services.decision_money import money_of
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.fonts import missing_letters
from thiduakhenthuong.core.placeholders import fill, gaps
from thiduakhenthuong.core.vntext import date_short, money

OK, WARN, STOP = "ok", "warn", "stop"
GAP_WORDS = {
    "{regulation_number}": "số quyết định ban hành Quy chế (khai ở Danh mục, Thể thức của cơ quan)",
    "{regulation_date}": "ngày quyết định ban hành Quy chế", "{submission_number}": "số tờ trình",
    "{submission_date}": "ngày tờ trình",
}  # fmt: skip
NAME_RULES = ("R67", "R68")  # a known person whom nobody has confirmed or denied; a letter that looks like another
NAMED_BASES = (20, 30)  # orders of the law and of the decree: without them nothing may be issued


@dataclass
class Check:
    """One check: `level` ok | warn | stop; `rows` are small tables (money by kind of recipient)."""

    code: str
    level: str
    title: str
    detail: str = ""
    link: str = ""
    rows: list = field(default_factory=list)


def run(decision, day: date, *, lines=None, number: int | None = None) -> list[Check]:
    """All checks of a decision as it would be issued on `day`."""
    if lines is None:
        rows = decision.lines.select_related(
            "nomination__dossier__deciding_unit", "nomination__dossier__unit", "nomination__award_kind"
        )
        lines = [row.nomination for row in rows]
    profile = catalogue.profile_for(decision.unit, day)
    return [
        _counts(decision, lines), _bases(decision, day, profile), _authority(decision, day, profile), _signer(decision),
        _words(decision, lines), _lines(lines), _money(decision, lines, day), _names(decision, lines), _date(day),
        _number(decision, day, number), _emblem(decision, profile), _sheets(decision, lines, day), _letters(decision, lines),
    ]  # fmt: skip


def require_issuable(decision, day: date, *, lines, number: int | None) -> None:
    """Raise ValidationError with every stopping check."""
    stopping = [c for c in run(decision, day, lines=lines, number=number) if c.level == STOP]
    if stopping:
        raise ValidationError([f"{c.title}. {c.detail}".strip() for c in stopping])


def _counts(decision, lines) -> Check:
    expected, texts = decision_text.counts_of(lines), decision.texts
    places = [texts["subject"]] + texts["articles"][:1]
    if not lines:
        return Check("counts", STOP, "Quyết định chưa có dòng nào", "Hãy chọn lại các dòng đã duyệt.")
    if all(expected in text for text in places):
        return Check("counts", OK, "Số lượng khớp", f"Trích yếu, Điều 1, danh sách: {expected}")
    detail = f"Danh sách có {expected}; trích yếu hoặc Điều 1 ghi khác. Sửa lại câu chữ hoặc bấm “Soạn lại theo mẫu”."
    return Check("counts", STOP, "Số lượng không khớp", detail)


def _bases(decision, day, profile) -> Check:
    rows = list(catalogue.legal_bases_on("decision", decision.level, day))
    missing = [order for order in NAMED_BASES if order not in {row.order for row in rows}]
    if missing:
        detail = f"Danh mục căn cứ chưa có luật hoặc nghị định cho ngày {date_short(day)}. Hãy bổ sung trong Danh mục."
        return Check("bases", STOP, "Thiếu căn cứ pháp lý", detail)
    if profile is None:
        return Check("bases", STOP, "Chưa có thể thức văn bản của cơ quan", "Hãy khai ở Danh mục, Thể thức của cơ quan.")
    values = decision_text.placeholders(
        award_kind=decision.award_kind, profile=profile, nominations=[], reason=decision.reason, day=day, proposal=("", None)
    )
    expected = [fill(row.text, values) for row in rows[:-1]]  # the last row is the proposal line
    absent = [text for text in expected if text not in decision.texts["legal_bases"]]
    if absent:
        detail = f"Khác danh mục còn hiệu lực ngày {date_short(day)}: {absent[0][:120]}…"
        return Check("bases", WARN, "Căn cứ khác với danh mục", detail)
    detail = f"{len(expected)} văn bản còn hiệu lực ngày {date_short(day)}"
    return Check("bases", OK, "Căn cứ còn hiệu lực vào ngày ký", detail)


def _authority(decision, day, profile) -> Check:
    found = catalogue.authority_for(decision.award_kind, decision.level, day)
    if found is None or not decision.unit.lives_on(day) or profile is None:
        detail = f"{decision.unit.name} không có thẩm quyền tặng {decision.award_kind.label} ngày {date_short(day)}."
        return Check("authority", STOP, "Không đúng thẩm quyền", detail)
    return Check("authority", OK, "Đúng hình thức, đúng thẩm quyền", f"{found.office}. {found.article}".strip())


def _signer(decision) -> Check:
    if decision.texts.get("signer_name") and decision.texts.get("signer_lines"):
        return Check("signer", OK, "Đã có người ký", decision.texts["signer_name"])
    return Check("signer", STOP, "Chưa có người ký", "Hãy nhập chức danh và họ tên người ký ở bước Soạn nội dung.")


def _words(decision, lines) -> Check:
    texts = decision.texts
    everything = [texts["subject"], texts["proposal"], texts["list_title"], *texts["legal_bases"], *texts["articles"]]
    open_gaps = sorted({gap for text in everything for gap in gaps(text)})
    if open_gaps:
        missing = ", ".join(GAP_WORDS.get(gap, gap) for gap in open_gaps)
        return Check("words", STOP, "Còn chỗ trống trong câu chữ", f"Chưa có: {missing}.")
    foreign = any(line.dossier.unit_id != decision.unit_id for line in lines)
    if foreign and not decision_text.stored_proposal(texts):
        detail = "Câu đề nghị đang dùng số tờ trình của đơn vị trình. Nếu cơ quan thẩm định có tờ trình riêng, bấm Sửa nội dung."
        return Check("words", WARN, "Chưa có tờ trình của cơ quan thẩm định", detail)
    if decision.texts_edited:
        return Check("words", WARN, "Câu chữ đã được sửa tay", "Hãy đọc lại toàn văn trước khi phát hành.")
    return Check("words", OK, "Câu chữ theo mẫu của cơ quan")


def _lines(lines) -> Check:
    moved = [line.name for line in lines if line.state != NominationState.APPROVED]
    if moved:
        return Check("lines", STOP, "Có dòng chưa được duyệt", ", ".join(moved[:5]))
    return Check("lines", OK, "Mọi dòng đã được duyệt", f"{len(lines)} dòng")


def _money(decision, lines, day) -> Check:
    result = money_of(decision, lines, day)
    if result.missing:
        detail = f"Chưa có mức tiền thưởng cho: {', '.join(result.missing)}. Có thể nhập số tiền ở bước Soạn nội dung."
        return Check("money", WARN, "Chưa đủ mức tiền thưởng", detail, rows=result.rows)
    return Check("money", OK, f"Tiền thưởng: {money(result.total)} đ", result.article, rows=result.rows)


def _names(decision, lines) -> Check:
    doubtful = Finding.objects.filter(nomination__decision_line__decision=decision, rule_code__in=NAME_RULES)
    rows = doubtful.exclude(verdict=Verdict.ELIGIBLE).order_by("nomination__decision_line__position")
    names = dict.fromkeys(rows.values_list("nomination__name", flat=True)[:10])
    if names:
        detail = f"{', '.join([*names][:5])}. Sai tên sau khi phát hành phải đính chính."
        return Check("names", WARN, "Có tên cần xem lại", detail)
    return Check("names", OK, "Tên in đã kiểm tra", f"{len(lines)} tên")


def _date(day) -> Check:
    if day > clock.today():
        return Check("date", STOP, "Ngày ký ở tương lai", f"Hôm nay là {date_short(clock.today())}.")
    return Check("date", OK, "Ngày ký hợp lệ", date_short(day))


def _number(decision, day, number) -> Check:
    same = Decision.objects.filter(unit=decision.unit, symbol=decision.symbol, year=day.year).exclude(pk=decision.pk)
    if number is not None and same.filter(number=number).exists():
        return Check("number", STOP, f"Số {number}/{decision.symbol} đã dùng", "Hãy nhập số khác hoặc để trống lấy số kế tiếp.")
    later = same.filter(sign_date__gt=day).order_by("-number").first()
    if later:
        detail = f"Quyết định {later.number_text} đã ký ngày {date_short(later.sign_date)}, sau ngày này."
        return Check("number", WARN, "Số và ngày không theo thứ tự", detail)
    return Check("number", OK, "Số quyết định còn trống")


def _emblem(decision, profile) -> Check:
    if profile and decision.award_kind.has_certificate and profile.require_emblem and not profile.emblem:
        return Check("emblem", STOP, "Chưa có Quốc huy để in bằng", "Hãy tải tệp SVG Quốc huy trong Danh mục, Thể thức cơ quan.")
    return Check("emblem", OK, "Mẫu bằng, giấy sẵn sàng")


def _sheets(decision, lines, day) -> Check:
    problem = unprintable(decision, lines, day)
    if problem:
        return Check("sheets", STOP, "Có bằng, giấy không in được", problem)
    return Check("sheets", OK, "Mọi tên vừa khung in")


def _letters(decision, lines) -> Check:
    texts = [word for part in decision.texts.values() for word in (part if isinstance(part, list) else [part])]
    typed = (f"{n.name} {n.title} {n.unit_text} {n.address} {n.achievement} {n.dossier.unit.name}" for n in lines)
    missing = missing_letters(unicodedata.normalize("NFC", " ".join([*map(str, texts), *typed])))
    if missing:
        shown = ", ".join(f"“{letter}”" for letter in missing[:8])
        return Check("letters", STOP, "Có chữ không in được", f"Phông chữ in không có: {shown}. Hãy sửa tên hoặc câu chữ.")
    return Check("letters", OK, "Mọi chữ đều in được")
