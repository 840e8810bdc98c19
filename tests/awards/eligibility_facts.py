"""Plain facts for the rule tests: the reference files as rows, one clean line of 2020 and its dossier to spoil."""

import json
from dataclasses import replace
from datetime import date

from awards.eligibility import (
    AuthorityFact,
    Catalogue,
    DossierFacts,
    KindFact,
    Line,
    RuleFact,
    UnitFact,
    Who,
    check,
    listed,
)
from tests.awards.factories import reference_rows

MISSING, LOOK, ELIGIBLE = "missing", "look", "eligible"


def day(text):
    return date.fromisoformat(text) if text else None


ALL_RULES = tuple(
    RuleFact(
        code=r["code"], award_codes=listed(r["award_code"]), commendation_type=r["commendation_type"], severity=r["severity"],
        parameters=json.loads(r["parameters"]), statement=r["statement_vi"], citation=r["citation_vi"],
        certainty=r["certainty"], valid_from=day(r["valid_from"]), valid_to=day(r["valid_to"]),
    )
    for r in reference_rows("eligibility_rules")
)  # fmt: skip


def kind(code):
    row = next(r for r in reference_rows("award_kinds") if r["code"] == code)
    authorities = tuple(
        AuthorityFact(
            level=r["unit_level"], office=r["deciding_office_vi"], article=r["article"], certainty=r["certainty"],
            valid_from=day(r["valid_from"]), valid_to=day(r["valid_to"]),
        )
        for r in reference_rows("authorities") if r["award_code"] == code
    )  # fmt: skip
    return KindFact(code=code, label=row["label_vi"], recipients=listed(row["recipient_kinds"]), authorities=authorities)


PROVINCE = UnitFact(key=1, name="UBND tỉnh Hải Dương", level="province")
DISTRICT = UnitFact(
    key=2, name="UBND huyện Nam Sách", level="district", valid_to=date(2025, 6, 30), successors=(("x", "Xã Nam Sách"),)
)
SCHOOL = UnitFact(key=3, name="Trường THCS Nam Chính")
WHO = Who(
    key=1, public_id="a", dossier=1, number=1, recipient_kind="individual", name="Hà Đình Tuyển", name_key="ha dinh tuyen",
    birth_year=1968, award_code="BK_TINH", achievement="Chỉ đạo thu ngân sách xã năm 2019 đạt 128% kế hoạch",
)  # fmt: skip
LINE = Line(who=WHO, gender="male", unit=SCHOOL, award=kind("BK_TINH"))
DOSSIER = DossierFacts(
    code="HS-2020-0001", deciding_unit=PROVINCE, commendation_type="CHUYEN_DE", period_from=date(2015, 1, 1),
    period_to=date(2020, 6, 30), standards_day=date(2020, 7, 1), today=date(2020, 7, 1),
)  # fmt: skip


def told(line=LINE, dossier=DOSSIER, papers=(), rules=ALL_RULES):
    """{rule: verdict} of everything that is not eligible."""
    drafts = check(line, dossier, Catalogue(rules=rules, papers=tuple(papers)))
    return {d.rule_code: d.verdict for d in drafts if d.verdict != ELIGIBLE}


def finding(code, line=LINE, dossier=DOSSIER, papers=()):
    drafts = check(line, dossier, Catalogue(rules=ALL_RULES, papers=tuple(papers)))
    return next(d for d in drafts if d.rule_code == code)


def on(text, **fields):
    """The dossier received and looked at on a day."""
    return replace(DOSSIER, standards_day=day(text), today=day(text), **fields)


def line(**fields):
    """The usual line with other words; fields of Who go to `who`."""
    who = {k: fields.pop(k) for k in list(fields) if k in Who.__dataclass_fields__ and k not in ("unit",)}
    return replace(LINE, who=replace(WHO, **who), **fields)
