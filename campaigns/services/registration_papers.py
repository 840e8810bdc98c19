"""What the printed registration (practice.md 1.1) and the pledge say, from the records, for campaigns.documents.registration."""

from dataclasses import replace

from django.utils.timezone import localtime

from campaigns.documents.registration import Block, FormPaper, Signer, Table
from campaigns.enums import HONORIFIC, CommitmentPart, RegistrationKind, RegistrationState, StageKind, UnitLevel
from campaigns.extensions import office_words_on
from campaigns.models import Campaign, Commitment, Registration, Unit
from campaigns.queries import registration as queries
from campaigns.queries import registration_list as lists
from campaigns.services.target_lines import target_lines
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.papers.layout import ROMAN
from thiduakhenthuong.core.vntext import date_short, number

COMMITTEES = (UnitLevel.PROVINCE, UnitLevel.DISTRICT, UnitLevel.COMMUNE)
CAMPAIGN_COLUMNS = (
    ("Tên phong trào", 52, "left"), ("Mục tiêu", 52, "left"), ("Thời gian phát động", 25, "center"),
    ("Thời gian tổng kết", 25, "center"),
)  # fmt: skip
TARGET_COLUMNS = (
    ("Nội dung chỉ tiêu", 81, "left"), ("Đơn vị tính", 21, "center"), ("Kế hoạch năm", 22, "right"), ("Ghi chú", 30, "left"),
)  # fmt: skip
PEOPLE_COLUMNS = (
    ("Ông/Bà", 14, "center"), ("Họ và tên", 42, "left"), ("Chức vụ", 36, "left"), ("Thi đua", 34, "left"),
    ("Khen thưởng", 28, "left"),
)  # fmt: skip
INITIATIVE_COLUMNS = (
    ("Họ và tên", 38, "left"), ("Chức vụ", 32, "left"), ("Danh hiệu đăng ký", 32, "left"), ("Tên đề tài, sáng kiến", 52, "left"),
)  # fmt: skip
PROMISE_COLUMNS = (("Đơn vị", 40, "left"), ("Nội dung cam kết", 84, "left"), ("Danh hiệu đăng ký", 30, "left"))
SIGNING_COLUMNS = (("Đơn vị", 56, "left"), ("Đại diện, chức vụ", 56, "left"), ("Ký tên, đóng dấu", 42, "left"))


# --- registration -------------------------------------------------------------------------------


def registration_paper(registration: Registration) -> FormPaper:
    """The table of one registration; of a unit also the people and initiatives that were sent."""
    lines = list(queries.lines_of(registration))
    titles = queries.titles_of(registration.year)
    blocks = [_campaigns_block(registration, lines), *_target_blocks(lines)]
    if registration.kind == RegistrationKind.INDIVIDUAL:
        blocks += _own_blocks(registration, titles)
    else:
        blocks += _title_blocks(registration, titles)
    issuer, place = _office(registration.unit)
    return FormPaper(
        issuer_lines=issuer, issuer_bold_from=len(issuer) - 1, kind="BẢNG ĐĂNG KÝ GIAO ƯỚC THI ĐUA",
        subject=f"Năm {registration.year}",
        origin=_origin(registration), blocks=tuple(blocks), place=place, year=registration.year, signers=_signers(registration),
        signed_on=localtime(registration.confirmed_at).date() if registration.confirmed_at else None,
        preview=registration.state in RegistrationState.EDITABLE,
    )  # fmt: skip


def _origin(registration: Registration) -> tuple[str, ...]:
    if registration.kind == RegistrationKind.INDIVIDUAL:
        who = f"{HONORIFIC[registration.gender]} {registration.person_name}".strip()
        born = f"sinh {'ngày' if registration.birth_date else 'năm'} {registration.birth_text}" if registration.birth_text else ""
        return ("Đăng ký của cá nhân", ", ".join(filter(None, [who, born, registration.person_title])))
    if registration.branch:
        return (f"Ngành, lĩnh vực: {registration.branch}",)
    return ()


def _campaigns_block(registration: Registration, lines: list[Commitment]) -> Block:
    served = {line.serves_id: line.serves for line in lines if line.serves}
    rows = tuple(_campaign_row(campaign) for campaign in (registration.campaign, *served.values()))
    return Block("I. Các phong trào", table=Table(CAMPAIGN_COLUMNS, rows))


def _campaign_row(campaign: Campaign) -> tuple[str, ...]:
    goal = campaign.central_task or next(iter(campaign.slogan_lines), "")
    final = next((stage.due_on for stage in campaign.stages.all() if stage.kind == StageKind.FINAL), campaign.period_to)
    return campaign.name, goal, date_short(campaign.launched_on), date_short(final)


def _target_blocks(lines: list[Commitment]) -> list[Block]:
    """Three groups; only those that hold something, numbered as they come."""
    found = [(part.label, [line for line in lines if line.part == part]) for part in CommitmentPart]
    groups = [(label, group) for label, group in found if group]
    blocks = [Block("II. Các chỉ tiêu đăng ký")]
    for place, (label, group) in enumerate(groups, start=1):
        table = Table(TARGET_COLUMNS, tuple(map(_target_row, group)))
        blocks.append(Block(f"{place}. {label}", table=table, part=True))
    return blocks if groups else [Block("II. Các chỉ tiêu đăng ký", ("Chưa có nội dung.",))]


def _target_row(line: Commitment) -> tuple[str, ...]:
    told = date_short(line.due_on) if line.due_on and str(line.due_on.year) not in line.text else ""
    remark = "; ".join(filter(None, [f"Hạn {told}" if told else "", line.note]))
    return line.text, line.unit_of_measure, number(line.value), remark


def _title_blocks(registration: Registration, titles: dict) -> list[Block]:
    aimed = [titles[code].label for code in (registration.title_code, registration.form_code) if code in titles]
    text = f"Tập thể {registration.subject}: {'; '.join(aimed) or 'chưa chọn'}."
    blocks = [Block("III. Danh hiệu, hình thức khen thưởng đăng ký", (text,))]
    people = list(lists.people_sent(registration.campaign, registration.unit, registration.year))
    if registration.kind != RegistrationKind.UNIT or not people:
        return blocks + _initiatives([registration], titles)
    rows = tuple(
        (HONORIFIC[one.gender], one.person_name, one.person_title, _label(titles, one.title_code), _label(titles, one.form_code))
        for one in people
    )
    blocks.append(Block("Cá nhân đăng ký", table=Table(PEOPLE_COLUMNS, rows), part=True))
    return blocks + _initiatives([registration, *people], titles)


def _initiatives(registrations: list[Registration], titles: dict) -> list[Block]:
    rows = tuple(
        (one.person_name or one.subject, one.person_title, _label(titles, one.title_code), one.initiative)
        for one in registrations if one.initiative
    )  # fmt: skip
    return [Block("IV. Sáng kiến, đề tài dự kiến", table=Table(INITIATIVE_COLUMNS, rows))] if rows else []


def _own_blocks(registration: Registration, titles: dict) -> list[Block]:
    aimed = [titles[code].label for code in (registration.title_code, registration.form_code) if code in titles]
    texts = [f"Danh hiệu, hình thức đăng ký: {'; '.join(aimed) or 'chưa chọn'}."]
    if registration.initiative:
        texts.append(f"Sáng kiến dự kiến: {registration.initiative}.")
    return [Block("III. Danh hiệu, hình thức khen thưởng đăng ký", tuple(texts))]


def _label(titles: dict, code: str) -> str:
    return titles[code].label if code in titles else ""


def _office(unit: Unit) -> tuple[tuple[str, ...], str]:
    """Head lines and place: as the office writes, else the names of the unit and of the one above it."""
    words = office_words_on(unit, clock.today())
    if words:
        return words.committee_lines or words.issuer_lines, words.place
    above = unit.parent.name.upper() if unit.parent_id else ""
    return tuple(filter(None, [above, unit.name.upper()])), unit.place.partition(" ")[2] or unit.name


def _signers(registration: Registration) -> tuple[Signer, ...]:
    head = Signer(_title_lines(registration.unit, registration.head_title), registration.head_name)
    if registration.kind == RegistrationKind.INDIVIDUAL:
        return Signer(("NGƯỜI ĐĂNG KÝ",), registration.person_name), head
    made = registration.created_by.full_name if registration.created_by else ""
    return Signer(("NGƯỜI LẬP BẢNG",), made), head


def _title_lines(unit: Unit, title: str) -> tuple[str, ...]:
    """ "TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH" for a committee, the title alone elsewhere."""
    words = title.casefold()
    if unit.level in COMMITTEES and words.startswith("chủ tịch"):
        return "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"
    if unit.level in COMMITTEES and words.startswith("phó chủ tịch"):
        return "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"
    return (title.upper() or "THỦ TRƯỞNG ĐƠN VỊ",)


# --- pledge -------------------------------------------------------------------------------------


def pledge_paper(campaign: Campaign, year: int, registrations: list[Registration]) -> FormPaper:
    """The pledge that the units of a campaign sign for a year: common targets, what each promised, a row for each signature.

    `registrations` carry their lines as `kept`.
    """
    issuer, place = _office(campaign.unit)
    members = [queries.mark_of(member) for member in queries.members_due(campaign, year)]
    units = [mark for group in queries.groups_of(members) for mark in group.marks]
    titles, place_of = queries.titles_of(year), {mark.unit.pk: place for place, mark in enumerate(units)}
    registrations = sorted(registrations, key=lambda one: place_of.get(one.unit_id, len(units)))
    launched = f" phát động ngày {date_short(campaign.launched_on)}" if campaign.launched_on else ""
    opening = (
        f"Hưởng ứng phong trào thi đua “{campaign.name}” do {campaign.launcher or campaign.unit.name}{launched}, đại diện "
        f"{number(len(units))} đơn vị có tên dưới đây thống nhất ký kết giao ước thi đua năm {year} với những nội dung sau:"
    )
    parts = [*_common_targets(campaign, year), *_promises(registrations, titles), Block("Tổ chức thực hiện", _closing(campaign))]
    numbered = [replace(part, heading=f"{ROMAN[place]}. {part.heading}") for place, part in enumerate(parts)]
    blocks = [Block(paragraphs=(opening,)), *numbered, _signatures(units)]
    head = Signer(("ĐẠI DIỆN", "CƠ QUAN PHÁT ĐỘNG"), campaign.head_name)
    return FormPaper(
        issuer_lines=issuer, issuer_bold_from=len(issuer) - 1, kind="GIAO ƯỚC THI ĐUA", subject=f"Năm {year}",
        origin=(f"Phong trào “{campaign.name}”",), blocks=tuple(blocks), place=place, year=year, signers=(Signer(("",)), head),
    )  # fmt: skip


def _common_targets(campaign: Campaign, year: int) -> list[Block]:
    rows = tuple(
        (line.measure.indicator, line.measure.unit_of_measure, _plan(line), line.measure.department_name)
        for line in target_lines(campaign, year, clock.today()) if line.plan is not None or line.measure.term_text
    )  # fmt: skip
    columns = (("Chỉ tiêu", 66, "left"), ("Đơn vị tính", 20, "center"), (f"Năm {year}", 22, "right"), ("Chủ trì", 46, "left"))
    return [Block("Chỉ tiêu chung", table=Table(columns, rows))] if rows else []


def _plan(line) -> str:
    if line.plan is None:
        return line.measure.term_text
    return f"{number(line.plan)} - {number(line.plan_max)}" if line.plan_max is not None else number(line.plan)


def _promises(registrations: list[Registration], titles: dict) -> list[Block]:
    rows = tuple(
        (one.subject, "\n".join(f"- {line.text}" for line in one.kept), _label(titles, one.title_code)) for one in registrations
    )
    if not rows:
        return []
    return [Block("Nội dung từng đơn vị đăng ký", table=Table(PROMISE_COLUMNS, rows))]


def _closing(campaign: Campaign) -> tuple[str, ...]:
    return (
        "Các đơn vị cam kết thực hiện đúng nội dung đã đăng ký, báo cáo kết quả từng quý kèm minh chứng, người đứng đầu chịu "
        "trách nhiệm về kết quả của đơn vị mình.",
        f"{campaign.launcher or campaign.unit.name} theo dõi, sơ kết, tổng kết và xét khen thưởng theo kết quả đã xác minh.",
    )


def _signatures(units: list) -> Block:
    rows = tuple((mark.unit.name, mark.head, "") for mark in units)
    return Block("Đại diện các đơn vị ký giao ước", table=Table(SIGNING_COLUMNS, rows, tall=True))
