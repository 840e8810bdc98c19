"""Plain factories and the fixed cast: An (clerk), Bình (council), Chi (head), Dũng (outsider), and the deciding side.

Nothing here goes through services: a test builds the world its name says. Reference rows are read from
awards/reference/*.csv by code, so that a test meets the real dates and articles.
"""

import csv
import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import count
from pathlib import Path

from awards.models import Authority, AwardKind, CommendationType, Dossier, EligibilityRule, Nomination, Round
from campaigns.enums import Role, UnitLevel
from campaigns.models import Household, Membership, Person, Unit
from thiduakhenthuong.accounts.models import User
from thiduakhenthuong.core.names import clean, same_name_key, search_key, sort_key, sort_key_text

REFERENCE = Path(__file__).resolve().parents[2] / "awards" / "reference"
_number = count(1)


@cache
def reference_rows(name: str) -> tuple[dict, ...]:
    """Rows of one reference file as dicts of strings."""
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8") as file:
        return tuple(csv.DictReader(file))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


# --- units, people, users ---------------------------------------------------------------------


def make_unit(name: str, level: str = UnitLevel.OFFICE, parent: Unit | None = None, **fields) -> Unit:
    """A unit with its keys and path."""
    fields.setdefault("slug", f"unit-{next(_number)}")
    unit = Unit.objects.create(
        name=name, level=level, parent=parent, search_key=search_key(name), sort_key=sort_key_text(name), **fields
    )
    unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
    unit.save(update_fields=["path"])
    return unit


def make_person(name: str, birth_year: int | None = None, **fields) -> Person:
    """A known person with the derived keys."""
    return Person.objects.create(
        full_name=clean(name), birth_year=birth_year, search_key=search_key(name), name_key=same_name_key(name),
        sort_key=sort_key(name), **fields,
    )  # fmt: skip


def make_household(head_name: str, unit: Unit, address: str = "", **fields) -> Household:
    """A household with the derived keys."""
    return Household.objects.create(
        head_name=clean(head_name), address=address, unit=unit, search_key=search_key(head_name),
        name_key=same_name_key(head_name), sort_key=sort_key(head_name), **fields,
    )  # fmt: skip


def make_user(username: str, full_name: str, *memberships: tuple[Unit, str]) -> User:
    """An account that may sign in with the password "mat-khau-thu" and holds the given (unit, role) pairs."""
    user = User.objects.create_user(username=username, password="mat-khau-thu", full_name=full_name)
    for unit, role in memberships:
        Membership.objects.create(user=user, unit=unit, role=role)
    return user


@dataclass
class World:
    """Two districts of one province with the people who work there. `an`, `chi`: Nam Sách; `dung`: Cẩm Giàng."""

    province: Unit
    district: Unit
    other_district: Unit
    commune: Unit
    school: Unit
    an: User  # clerk of the district
    binh: User  # council member of the province
    chi: User  # head of the district's office
    dung: User  # outsider: clerk and head of another district
    giang: User  # appraiser of the province
    hai: User  # approver of the province
    khanh: User  # appraiser of the district
    lam: User  # approver of the district


def make_world() -> World:
    """The cast in its places: province, two districts, a commune and a school."""
    province = make_unit("Tỉnh Hải Dương", UnitLevel.PROVINCE)
    of_province = {"level": UnitLevel.DISTRICT, "parent": province, "place": "tỉnh Hải Dương"}
    district = make_unit("Huyện Nam Sách", valid_to=date(2025, 6, 30), **of_province)
    other = make_unit("Huyện Cẩm Giàng", valid_to=date(2025, 6, 30), **of_province)
    commune = make_unit("Xã Nam Trung", UnitLevel.COMMUNE, district, place="huyện Nam Sách", valid_to=date(2024, 11, 30))
    school = make_unit("Trường THCS Nam Chính", UnitLevel.SCHOOL, district, place="huyện Nam Sách")
    return World(
        province, district, other, commune, school,
        an=make_user("an", "Nguyễn Văn An", (district, Role.CLERK)),
        binh=make_user("binh", "Trần Thị Bình", (province, Role.COUNCIL_MEMBER)),
        chi=make_user("chi", "Lê Thị Chi", (district, Role.HEAD)),
        dung=make_user("dung", "Phạm Văn Dũng", (other, Role.CLERK), (other, Role.HEAD)),
        giang=make_user("giang", "Vũ Thị Giang", (province, Role.APPRAISER)),
        hai=make_user("hai", "Đỗ Văn Hải", (province, Role.APPROVER)),
        khanh=make_user("khanh", "Bùi Thị Khánh", (district, Role.APPRAISER)),
        lam=make_user("lam", "Hoàng Văn Lâm", (district, Role.APPROVER)),
    )  # fmt: skip


# --- catalogue ---------------------------------------------------------------------------------


def award_kind(code: str) -> AwardKind:
    """The kind of that code with its authorities, made from the reference files when it is not there yet."""
    found = AwardKind.objects.filter(code=code).first()
    if found:
        return found
    row = next(r for r in reference_rows("award_kinds") if r["code"] == code)
    kind = AwardKind.objects.create(
        slug=code, code=code, label=row["label_vi"], family=row["family"], recipient_kinds=row["recipient_kinds"],
        level=row["level"], has_certificate=row["has_certificate"] == "true", order=int(row["order"]),
        certificate_title=row["certificate_title_vi"], article=row["article"], certainty=row["certainty"],
        valid_from=_day(row["valid_from"]), valid_to=_day(row["valid_to"]),
    )  # fmt: skip
    Authority.objects.bulk_create(
        Authority(
            slug=f"{code}|{r['unit_level']}|{r['valid_from']}", award_kind=kind, office=r["deciding_office_vi"],
            level=r["unit_level"], article=r["article"], certainty=r["certainty"],
            valid_from=_day(r["valid_from"]), valid_to=_day(r["valid_to"]),
        )
        for r in reference_rows("authorities") if r["award_code"] == code
    )  # fmt: skip
    return kind


def commendation_type(code: str = "CHUYEN_DE") -> CommendationType:
    """The type of that code."""
    row = next(r for r in reference_rows("commendation_types") if r["code"] == code)
    values = {"slug": code, "label": row["label_vi"], "definition": row["definition_vi"]}
    return CommendationType.objects.get_or_create(code=code, defaults=values)[0]


def load_rules() -> None:
    """Every eligibility rule of the reference file; does nothing when they are there."""
    if EligibilityRule.objects.exists():
        return
    EligibilityRule.objects.bulk_create(
        EligibilityRule(
            slug=f"{r['code']}|{r['valid_from']}", code=r["code"], award_codes=r["award_code"],
            commendation_type=r["commendation_type"], statement=r["statement_vi"], inputs=r["inputs"],
            severity=r["severity"], parameters=json.loads(r["parameters"] or "{}"), citation=r["citation_vi"],
            certainty=r["certainty"], valid_from=_day(r["valid_from"]), valid_to=_day(r["valid_to"]),
        )
        for r in reference_rows("eligibility_rules")
    )  # fmt: skip


# --- dossiers and lines ------------------------------------------------------------------------


def make_round(unit: Unit, **fields) -> Round:
    """The conference of 14/7/2020."""
    fields.setdefault("name", "Hội nghị điển hình tiên tiến lần thứ V")
    return Round.objects.create(unit=unit, **fields)


def make_dossier(world: World, **fields) -> Dossier:
    """A draft of the district for the province, thematic, 2015–2020, entered by An."""
    values = {
        "code": f"HS-2020-{next(_number):04d}", "unit": world.district, "deciding_unit": world.province,
        "campaign_text": "Hội nghị điển hình tiên tiến lần thứ V, giai đoạn 2015 – 2020",
        "period_from": date(2015, 1, 1), "period_to": date(2020, 6, 30),
        "reason": "thành tích xuất sắc trong phong trào thi đua yêu nước giai đoạn 2015 – 2020",
        "head_name": "Lê Thị Chi", "head_title": "Trưởng phòng Nội vụ", "created_by": world.an,
    } | fields  # fmt: skip
    values.setdefault("commendation_type", None)
    values["commendation_type"] = values["commendation_type"] or commendation_type()
    return Dossier.objects.create(**values)


def make_nomination(dossier: Dossier, name: str = "Lê Công Duệ", **fields) -> Nomination:
    """One complete line (an individual for Bằng khen tỉnh unless said otherwise), entered by the dossier's creator."""
    values = {
        "recipient_kind": "individual", "birth_year": 1966, "title": "Bí thư Đảng ủy", "unit_text": "Đảng ủy xã An Sơn",
        "achievement": "Lãnh đạo xã về đích nông thôn mới nâng cao trước kế hoạch một năm", "position": next(_number),
        "entered_by": dossier.created_by,
    } | fields  # fmt: skip
    person_like = values["recipient_kind"] != "collective"
    if values["recipient_kind"] == "individual":
        values.setdefault("gender", "male")
    else:
        values = {**values, "birth_year": None, "title": ""}
    if "award_kind" not in values:
        values["award_kind"] = award_kind("BK_TINH")
    return Nomination.objects.create(
        dossier=dossier, name=clean(name), search_key=search_key(name), name_key=same_name_key(name),
        sort_key=sort_key(name) if person_like else sort_key_text(name), **values,
    )  # fmt: skip
