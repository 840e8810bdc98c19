"""From a campaign to the words of its plan and of the decision that issues it. Legal bases and the office's wording are dated
rows of the floor above (campaigns.extensions); a row with a gap that nothing fills is left out."""

import re
from datetime import date

from campaigns import extensions
from campaigns.documents.plan import LaunchPaper, PlanPaper, PlanSection, TargetRow
from campaigns.enums import Operator, UnitLevel
from campaigns.extensions import OfficeWords
from campaigns.models import Campaign, Target
from campaigns.queries.target import targets_of
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.papers.layout import ROMAN
from thiduakhenthuong.core.placeholders import fill, gaps
from thiduakhenthuong.core.vntext import NBSP, date_plain, date_short, number

KINDS = {"ke-hoach": "Kế hoạch", "quyet-dinh": "Quyết định kèm kế hoạch"}
PLAN_SYMBOL = "KH"
CHAIR = "CHỦ TỊCH"
COPY_PLAN, COPY_ACT = "Như trên", "Như Điều 3"
DOCUMENT = re.compile(r"^(?P<number>\d+[A-Za-z]?)/(?P<symbol>[^\s/]+(?:/[^\s/]+)*)$")  # "594/KH-UBND"


def paper_of(kind: str, campaign: Campaign) -> PlanPaper | LaunchPaper:
    """The paper of a kind of KINDS as the campaign stands; KeyError for any other."""
    return {"ke-hoach": plan_paper, "quyet-dinh": launch_paper}[kind](campaign)


def plan_paper(campaign: Campaign) -> PlanPaper:
    """The plan alone, signed for the committee."""
    return _plan(campaign, office_of(campaign), bases=legal_bases(campaign, signing_day(campaign)))


def _plan(campaign: Campaign, words: OfficeWords, *, bases: tuple[str, ...]) -> PlanPaper:
    day = signing_day(campaign)
    number_, symbol = split_number(campaign.document_number, "KH")
    lines, name = _signer(campaign, words, committee=True)
    return PlanPaper(
        issuer_lines=words.committee_lines, number=number_, symbol=symbol or _symbol(words, PLAN_SYMBOL), place=words.place,
        sign_date=campaign.document_date if number_ else None, draft_year=day.year, subject=subject(campaign),
        copies=(COPY_PLAN, *words.copies),
        unit_code=words.unit_code, signer_lines=lines, signer_name=name, legal_bases=bases, **_body(campaign),
    )  # fmt: skip


def launch_paper(campaign: Campaign) -> LaunchPaper:
    """The decision of the chair with the plan enclosed."""
    words, day = office_of(campaign), signing_day(campaign)
    number_, symbol = split_number(campaign.document_number, "QĐ")
    lines, name = _signer(campaign, words, committee=False)
    title = subject(campaign)
    carry = words.executors or "Thủ trưởng các cơ quan, đơn vị liên quan"
    articles = (
        f"Ban hành kèm theo Quyết định này Kế hoạch {title[0].lower()}{title[1:]}.",
        "Quyết định này có hiệu lực thi hành kể từ ngày ký.",
        f"{carry[0].upper()}{carry[1:]} chịu trách nhiệm thi hành Quyết định này.",
    )
    return LaunchPaper(
        issuer_lines=words.issuer_lines, number=number_, symbol=symbol or words.decision_symbol, place=words.place,
        sign_date=campaign.document_date if number_ else None, draft_year=day.year,
        subject=f"Ban hành Kế hoạch {title[0].lower()}{title[1:]}",
        authority=words.authority, legal_bases=legal_bases(campaign, day),
        proposal_line=f"Theo đề nghị của {words.proposer_title}" if words.proposer_title else "",
        articles=articles, copies=(COPY_ACT, *words.copies), unit_code=words.unit_code, signer_lines=lines, signer_name=name,
        plan=_plan(campaign, words, bases=()),
    )  # fmt: skip


def signing_day(campaign: Campaign) -> date:
    """The day whose wording holds: that of the paper, else of the launch, else today."""
    return campaign.document_date or campaign.launched_on or clock.today()


def split_number(text: str, kind: str) -> tuple[str | None, str]:
    """("594", "KH-UBND") when the stored number is that of a paper of this kind, else (None, "")."""
    found = DOCUMENT.match(text.strip())
    if found is None or not found["symbol"].upper().startswith(kind):
        return None, ""
    digits = found["number"]
    return (f"0{digits}" if len(digits) == 1 else digits), found["symbol"]


def subject(campaign: Campaign) -> str:
    """'Tổ chức Phong trào thi đua “…” giai đoạn 2021 - 2025'."""
    return f"Tổ chức Phong trào thi đua “{campaign.name}” {period_words(campaign)}"


def period_words(campaign: Campaign) -> str:
    """ "năm 2021" or "giai đoạn 2021 - 2025"."""
    first, last = campaign.period_from.year, campaign.period_to.year
    return f"năm {first}" if first == last else f"giai{NBSP}đoạn {first} - {last}"


def office_of(campaign: Campaign) -> OfficeWords:
    """How the unit writes on the signing day; a unit that nothing is known of writes under its own name."""
    unit = campaign.unit
    words = extensions.office_words_on(unit, signing_day(campaign))
    if words:
        return words
    above = (unit.parent.name.upper(),) if unit.parent_id and unit.level != UnitLevel.PROVINCE else ()
    lines = (*above, unit.name.upper())
    return OfficeWords(
        level="", issuer_lines=lines, committee_lines=lines, authority=f"Thủ trưởng {unit.name}", committee=unit.name,
        place=(unit.place or unit.short_name or unit.name).split(", ")[0].split(" ", 1)[-1], decision_symbol="QĐ", unit_code="VP",
        copies=(),
    )  # fmt: skip


def legal_bases(campaign: Campaign, day: date) -> tuple[str, ...]:
    """The bases of a plan on a day with their gaps filled; those that stay open are left out."""
    values = {"period": period_words(campaign)} | _parent_words(campaign)
    if campaign.resolution:
        name = campaign.resolution.name.removeprefix("Nghị quyết ")
        values["resolution_name"] = name
    filled = [fill(text, values) for text in extensions.legal_bases_on("campaign_plan", campaign.unit, day)]
    return tuple(text for text in filled if not gaps(text))


def _parent_words(campaign: Campaign) -> dict[str, str]:
    above = campaign.parent
    if above is None or not (above.document_number and above.document_date):
        return {}
    kind = "Quyết định" if "QĐ" in above.document_number else "Kế hoạch"
    return {
        "parent_document_type": kind, "parent_document_number": above.document_number,
        "parent_document_date": date_plain(above.document_date), "parent_document_issuer": above.launcher or above.unit.name,
        "parent_document_subject": f"tổ chức Phong trào thi đua “{above.name}”",
    }  # fmt: skip


def _symbol(words: OfficeWords, kind: str) -> str:
    """ "KH-UBND" from "QĐ-UBND"."""
    return kind + words.decision_symbol.removeprefix("QĐ")


def _signer(campaign: Campaign, words: OfficeWords, *, committee: bool) -> tuple[tuple[str, ...], str]:
    """Lines and name of the signature: as written in the campaign, else of who may sign on the day."""
    if campaign.signer_name or campaign.signer_lines:
        lines = tuple(part.strip() for part in campaign.signer_lines.split("/") if part.strip())
        return _for_whom(lines or (CHAIR,), words, committee), campaign.signer_name
    found = extensions.signers_on(campaign.unit, signing_day(campaign))
    if not found:
        return _for_whom((CHAIR,), words, committee) if words.level else ("THỦ TRƯỞNG ĐƠN VỊ",), ""
    return _for_whom(found[0].title_lines, words, committee), found[0].name


def _for_whom(lines: tuple[str, ...], words: OfficeWords, committee: bool) -> tuple[str, ...]:
    """A plan is signed "TM. ỦY BAN NHÂN DÂN", a decision of the chair never is."""
    own = tuple(line for line in lines if not line.startswith("TM."))
    body = "ỦY BAN NHÂN DÂN" in " ".join(words.committee_lines).upper()
    return ("TM. ỦY BAN NHÂN DÂN", *own) if committee and body else own or lines


def plan_text(campaign: Campaign) -> str:
    """The plan as plain text, to begin a draft for comment with."""
    body, lines = _body(campaign), []
    for place, part in enumerate(body["parts"]):
        lines += [f"{ROMAN[place]}. {part.title}", *part.paragraphs]
        if part.has_targets:
            lines += [f"- {said}" for said in _target_lines(body)]
        lines.append("")
    return "\n".join(lines).replace(NBSP, " ").strip()


def _target_lines(body: dict) -> list[str]:
    found = []
    for row in body["targets"]:
        values = "; ".join(f"năm {year}: {value}" for year, value in zip(body["years"], row.values, strict=True) if value)
        unit = f" ({row.unit})" if row.unit else ""
        found.append(f"{row.indicator}{unit}: {values}." if values else f"{row.indicator}{unit}.")
    return found


# --- body -------------------------------------------------------------------------------------


def _body(campaign: Campaign) -> dict:
    rows = list(targets_of(campaign))
    planned = {row.year for target in rows for row in target.years.all() if row.value is not None or row.text}
    years = tuple(year for year in campaign.years if year in planned)
    targets = tuple(_row(target, years) for target in rows)
    parts = [
        PlanSection("MỤC ĐÍCH, YÊU CẦU", _lines(campaign.reason) + _lines(campaign.purpose)),
        PlanSection("ĐỐI TƯỢNG, PHẠM VI, THỜI GIAN", _lines(campaign.participants) + _time(campaign)),
        PlanSection("NỘI DUNG, CHỈ TIÊU", _content(campaign), has_targets=True),
        PlanSection("TIÊU CHUẨN, HÌNH THỨC, SỐ LƯỢNG KHEN THƯỞNG", _lines(campaign.award_terms)),
        PlanSection("KINH PHÍ", _lines(campaign.funding)),
        PlanSection("TỔ CHỨC THỰC HIỆN", _lines(campaign.organisation) + _reviews(campaign)),
    ]
    return {"parts": tuple(part for part in parts if part.paragraphs), "years": years, "targets": targets}


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _time(campaign: Campaign) -> tuple[str, ...]:
    text = f"Thời gian thực hiện: từ ngày {date_short(campaign.period_from)} đến ngày {date_short(campaign.period_to)}."
    if campaign.register_by:
        text += f" Đăng ký thi đua trước ngày {date_short(campaign.register_by)}."
    return (text,)


def _content(campaign: Campaign) -> tuple[str, ...]:
    slogans = "; ".join(f"“{line}”" for line in campaign.slogan_lines)
    found = _lines(campaign.content)
    if campaign.central_task:
        found = (f"Nhiệm vụ trọng tâm: {campaign.central_task}.", *found)
    if slogans:
        found = (*found, f"Khẩu hiệu: {slogans}.")
    return (*found, "Các chỉ tiêu cụ thể:")


def _reviews(campaign: Campaign) -> tuple[str, ...]:
    found = [f"{stage.name or stage.get_kind_display()}: ngày {date_plain(stage.due_on)}." for stage in campaign.stages.all()]
    if campaign.head_name:
        found.insert(0, f"{campaign.head_name}, {campaign.head_title}, chịu trách nhiệm chung về kết quả phong trào.")
    return tuple(found)


def _row(target: Target, years: tuple[int, ...]) -> TargetRow:
    known = {row.year: row for row in target.years.all()}
    values = tuple(_value(target, known.get(year)) for year in years)
    name = target.indicator
    if target.exclusion_note:
        name += f" ({target.exclusion_note})"
    if target.operator == Operator.REACH_BY and target.due_on:
        name += f", đạt trước ngày {date_short(target.due_on)}"
    if not any(values):
        name += _term(target)
    return TargetRow(name, "" if target.is_qualitative else target.unit_of_measure, values, target.department_name)


def _term(target: Target) -> str:
    if target.is_qualitative:
        return f": {target.term_text}" if target.term_text else ""
    return f": cả kỳ {number(target.term_value)}" if target.term_value is not None else ""


def _value(target: Target, row) -> str:
    if row is None:
        return ""
    if target.is_qualitative or row.value is None:
        return row.text
    sign = "≤ " if target.operator == Operator.AT_MOST else ""
    most = f" - {number(row.value_max)}" if row.value_max is not None else ""
    return f"{sign}{number(row.value)}{most}"


def gaps_of(campaign: Campaign, paper: PlanPaper | LaunchPaper) -> list[str]:
    """What a paper still lacks, as sentences; it can be printed all the same."""
    found = []
    for name, label in (
        ("purpose", "Mục đích, yêu cầu"), ("participants", "Đối tượng, phạm vi"), ("content", "Nội dung"),
        ("award_terms", "Tiêu chuẩn, hình thức, số lượng khen thưởng"), ("funding", "Kinh phí"),
        ("organisation", "Tổ chức thực hiện"),
    ):  # fmt: skip
        if not getattr(campaign, name).strip():
            found.append(f"Phần “{label}” còn trống.")
    if not campaign.document_number or not campaign.document_date:
        found.append("Chưa có số, ngày văn bản: bản in chừa chỗ để ghi.")
    if not paper.legal_bases:
        found.append("Danh mục chưa có căn cứ pháp lý cho kế hoạch của cấp này vào ngày ký.")
    return found
