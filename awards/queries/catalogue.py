"""Pure look-ups in the dated catalogue: what held on a day. Nothing here writes, nothing here knows a user.

Days: who may sign, money and legal bases go by the date of the decision; papers and rules by the date of receipt
(law reference, section 1). Each look-up is one query unless said otherwise.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from awards.enums import AwardFamily, DecidingLevel
from awards.models import (
    Authority,
    AwardKind,
    BaseSalary,
    CertificateField,
    CertificateModel,
    Coefficient,
    DocumentText,
    LegalBasis,
    OfficeProfile,
    PaperRequirement,
    Signer,
)  # fmt: skip
from campaigns.enums import UnitLevel
from campaigns.models import Unit
from campaigns.queries import ancestors
from thiduakhenthuong.core.placeholders import fill

LEVEL_OF_UNIT = {
    UnitLevel.CENTRAL: DecidingLevel.STATE,
    UnitLevel.PROVINCE: DecidingLevel.PROVINCE,
    UnitLevel.DEPARTMENT: DecidingLevel.DEPARTMENT,
    UnitLevel.DISTRICT: DecidingLevel.DISTRICT,
    UnitLevel.COMMUNE: DecidingLevel.COMMUNE,
    UnitLevel.ENTERPRISE: DecidingLevel.ENTERPRISE,
}


def deciding_level(unit: Unit) -> str:
    """The level at which a unit decides awards; "" when units of its kind decide none."""
    return LEVEL_OF_UNIT.get(unit.level, "")


# --- kinds, authorities, money ----------------------------------------------------------------


def award_kinds_on(day: date) -> QuerySet[AwardKind]:
    """Titles and forms that may be given on a day, in their order."""
    return AwardKind.objects.on(day)


def authority_for(kind: AwardKind, level: str, day: date) -> Authority | None:
    """The row by which an office of `level` decides a kind on a day, or None: it may not."""
    return Authority.objects.on(day).filter(award_kind=kind, level=level).first()


def decidable_kinds(unit: Unit, day: date) -> list[AwardKind]:
    """Kinds that the unit itself may decide on a day, in their order; none for a unit that is not alive then.

    Awards of Party bodies and mass organisations (AwardFamily.OTHER) are recorded in the register, never decided here.
    """
    level = deciding_level(unit)
    if not level or not unit.lives_on(day):
        return []
    kinds = Authority.objects.on(day).filter(level=level).values("award_kind")
    return list(award_kinds_on(day).filter(pk__in=kinds).exclude(family=AwardFamily.OTHER))


def coefficients_on(day: date) -> dict[tuple[int, str], Coefficient]:
    """Every coefficient of a day by (award kind pk, recipient kind): for many lines at once."""
    return {(row.award_kind_id, row.recipient_kind): row for row in Coefficient.objects.on(day)}


def base_salary_on(day: date) -> BaseSalary | None:
    """The base salary in force: the row that began last."""
    return BaseSalary.objects.on(day).order_by("-valid_from").first()


# --- law and wording --------------------------------------------------------------------------


def legal_bases_on(document_kind: str, level: str, day: date) -> list[LegalBasis]:
    """The "Căn cứ …" rows of a paper by its signing day, in printing order; the last (order 60) is the proposal line."""
    return list(LegalBasis.objects.on(day).filter(document_kind=document_kind, level=level).order_by("order"))


def texts_on(document_kind: str, level: str, day: date) -> dict[str, str]:
    """{part: text with placeholders}; a text of the level wins over one for all levels."""
    rows = DocumentText.objects.on(day).filter(document_kind=document_kind, level__in=("*", level))
    return {row.part: row.text for row in sorted(rows, key=lambda row: row.level != "*")}


def _listed(text: str, value: str) -> bool:
    return text == "*" or value in text.split(";")


def paper_requirements_on(day: date) -> list[PaperRequirement]:
    """Every asked paper of a day: load once, then ask `paper_requirements_for` with `among` for each line."""
    return list(PaperRequirement.objects.on(day))


def paper_requirements_for(
    award_kind, commendation_type, recipient_kind: str, day: date, *, among: Iterable[PaperRequirement] | None = None
) -> list[PaperRequirement]:
    """Papers of one line, in order; `award_kind` and `commendation_type` are rows or codes."""
    kind, reason = (getattr(given, "code", given) for given in (award_kind, commendation_type))
    return [
        row
        for row in (paper_requirements_on(day) if among is None else among)
        if _listed(row.award_codes, kind)
        and _listed(row.commendation_types, reason)
        and _listed(row.recipient_kinds, recipient_kind)
    ]


# --- offices and signers ----------------------------------------------------------------------


@dataclass(frozen=True)
class Profile:
    """How one office writes on one day, with every placeholder filled; lines are tuples, one printed line each.

    `recipients` are the lines of "Nơi nhận" between "Như Điều 3" and "Lưu: VT, {unit_code}". `committee_lines` are
    the header of papers of the committee itself (submissions, plans): `issuer_lines` without the chair.
    """

    level: str
    x: str
    X: str
    issuer_lines: tuple[str, ...]
    committee_lines: tuple[str, ...]
    authority: str
    committee: str
    place: str
    decision_symbol: str
    submission_symbol: str
    unit_code: str
    proposer_title: str
    appraisal_office: str
    executors: str
    fund: str
    recipients: tuple[str, ...]
    province: str = ""
    regulation_number: str = ""
    regulation_date: date | None = None
    emblem: str = ""
    require_emblem: bool = False
    words: dict = field(default_factory=dict)


FILLED = (
    "authority", "committee", "place", "decision_symbol", "submission_symbol", "unit_code", "proposer_title",
    "appraisal_office", "executors", "fund",
)  # fmt: skip


def profile_for(unit: Unit, day: date) -> Profile | None:
    """The office's own row of the day, else the default of its level; None when there is neither (two queries).

    The regulation is that of the nearest unit above which names one: districts and communes cite the province's.
    """
    chain = [unit, *ancestors(unit)]
    level = deciding_level(unit)
    wanted = Q(unit__in=chain) | Q(unit=None, level=level)
    rows = sorted(OfficeProfile.objects.on(day).filter(wanted), key=lambda row: str(row.valid_from or ""))
    by_unit = {row.unit_id: row for row in rows}
    row = by_unit.get(unit.pk) or by_unit.get(None)
    if row is None:
        return None
    ruled = next((by_unit[u.pk] for u in chain if u.pk in by_unit and by_unit[u.pk].regulation_number), row)
    return _filled(row, ruled, _words(unit, chain, day))


def _words(unit: Unit, chain: list[Unit], day: date) -> dict[str, str]:
    province = next((u for u in chain if u.level == UnitLevel.PROVINCE), None)
    x = unit.name if unit.level == UnitLevel.DEPARTMENT else unit.short_name or unit.name
    words = {
        "x": x, "kind": unit.kind, "code": unit.short_name, "province": province.short_name if province else "",
        "province_kind": province.kind if province else "",
    }  # fmt: skip
    return words | {name.upper(): text.upper() for name, text in words.items()} | {"year": str(day.year)}


def _filled(row: OfficeProfile, ruled: OfficeProfile, words: dict[str, str]) -> Profile:
    issuer = tuple(fill(row.issuer_lines, words).splitlines())
    return Profile(
        level=row.level, x=words["x"], X=words["X"], province=words["province"], words=words,
        issuer_lines=issuer, committee_lines=issuer[1:] if issuer[0] == "CHỦ TỊCH" else issuer,
        recipients=tuple(fill(row.recipients, words).splitlines()),
        regulation_number=ruled.regulation_number, regulation_date=ruled.regulation_date,
        emblem=row.emblem, require_emblem=row.require_emblem,
        **{name: fill(getattr(row, name), words) for name in FILLED},
    )  # fmt: skip


def signers_of(unit: Unit, day: date) -> QuerySet[Signer]:
    """Who may sign for a unit on a day."""
    return Signer.objects.on(day).filter(unit=unit).select_related("unit")


# --- certificates -----------------------------------------------------------------------------


def certificate_models_for(award_kind: AwardKind, level: str, day: date) -> list[CertificateModel]:
    """Models that suit a kind at a level, the usual one (smallest paper) first."""
    rows = CertificateModel.objects.on(day).order_by("paper_width", "code")
    return [row for row in rows if _listed(row.award_codes, award_kind.code) and _listed(row.levels, level)]


def certificate_model_for(award_kind: AwardKind, level: str, day: date) -> CertificateModel | None:
    """The usual model, or None when the kind has no certificate or no model."""
    found = certificate_models_for(award_kind, level, day) if award_kind.has_certificate else []
    return found[0] if found else None


def certificate_rows(model: CertificateModel, day: date) -> tuple[dict, list[dict]]:
    """Model and boxes as rows of the reference files, for `awards.documents.model_from_rows`."""
    head = model.parameters | {
        "code": model.code, "label": model.label, "ground": model.ground, "paper_w": model.paper_width,
        "paper_h": model.paper_height,
    }  # fmt: skip
    boxes = CertificateField.objects.on(day).filter(model_code=model.parameters.get("layout", model.code))
    boxes = sorted(boxes, key=lambda box: box.parameters.get("position", 0))
    return head, [_box(box) for box in boxes]


def _box(box: CertificateField) -> dict:
    place = {"layout": box.model_code, "field": box.name, "x": box.x, "y": box.y, "w": box.width, "h": box.height}
    return box.parameters | place
