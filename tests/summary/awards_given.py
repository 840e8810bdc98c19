"""A district of one province with the 66 awards of the conference of 2020, written straight into the register."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import count
from pathlib import Path

from awards.models import Award, Dossier
from campaigns.enums import Role, UnitLevel
from campaigns.models import Unit
from tests.awards.factories import award_kind, make_dossier, make_user
from tests.awards.factories import make_unit as plain_unit
from thiduakhenthuong.accounts.models import User
from thiduakhenthuong.core.names import search_key, sort_key

ROWS = Path(__file__).resolve().parents[1] / "data" / "demo" / "nam_sach_2020_awards.csv"
FLAG = {"1": True, "0": False, "": None}
GENDER = {"Nam": "male", "Nữ": "female", "": ""}
_position = count(1)


def make_unit(name: str, level: str, parent: Unit | None, kind: str) -> Unit:
    """A unit whose kind stands in sentences ("huyện")."""
    return plain_unit(name, level, parent, kind=kind)


@dataclass
class Place:
    """Province, two districts, a commune of the first; leaders, a clerk, an administrator and an auditor."""

    province: Unit
    district: Unit
    neighbour: Unit
    commune: Unit
    chair: User  # approver, head and leader of the district
    governor: User  # approver and leader of the province
    an: User  # clerk of the district
    dung: User  # leader of the neighbour
    root: User
    auditor: User


def make_place() -> Place:
    """The units and the people."""
    province = make_unit("Tỉnh Thử Nghiệm", UnitLevel.PROVINCE, None, "tỉnh")
    district = make_unit("Huyện Sông Thử", UnitLevel.DISTRICT, province, "huyện")
    neighbour = make_unit("Huyện Núi Thử", UnitLevel.DISTRICT, province, "huyện")
    commune = make_unit("Xã Bãi Thử", UnitLevel.COMMUNE, district, "xã")
    return Place(
        province, district, neighbour, commune,
        chair=make_user("chair", "Trịnh Công Khải", *[(district, r) for r in (Role.HEAD, Role.APPROVER, Role.LEADER)]),
        governor=make_user("governor", "Nguyễn Đức Thắng", (province, Role.APPROVER), (province, Role.LEADER)),
        an=make_user("an", "Nguyễn Văn An", (district, Role.CLERK)),
        dung=make_user("dung", "Phạm Văn Dũng", (neighbour, Role.LEADER)),
        root=make_user("root", "Trần Minh Quân", (province, Role.ADMINISTRATOR)),
        auditor=make_user("auditor", "Lê Thị Chi", (province, Role.AUDITOR)),
    )  # fmt: skip


def sent_by_commune(place: Place, **fields) -> Dossier:
    """A dossier of the commune for the district, entered by An."""
    return make_dossier(place, unit=place.commune, deciding_unit=place.district, **fields)


def make_award(deciding: Unit, unit: Unit | None, *, code: str, save: bool = True, **fields) -> Award:
    """One award in force of 10/7/2020; an individual unless said otherwise."""
    kind = award_kind(code)
    values = {
        "recipient_kind": "individual", "name": "Lê Công Duệ", "decision_date": date(2020, 7, 10),
        "decision_number": "9101/QĐ-UBND", "authority": "Chủ tịch Ủy ban nhân dân", "award_name": kind.label,
        "list_position": next(_position), "level": deciding.level, "amount": 100_000,
    } | fields  # fmt: skip
    made = Award(
        award_kind=kind, deciding_unit=deciding, unit=unit, search_key=search_key(values["name"]),
        sort_key=sort_key(values["name"]), **values,
    )  # fmt: skip
    if save:
        made.save()
    return made


@cache
def _csv() -> tuple[dict, ...]:
    with ROWS.open(encoding="utf-8") as file:
        return tuple(csv.DictReader(file))


def give_conference(place: Place) -> None:
    """The 66 awards: 5 + 10 of the province, 21 + 30 of the district."""
    deciders = {"province": place.province, "district": place.district}
    Award.objects.bulk_create(
        make_award(
            deciders[row["deciding_level"]], place.commune, code=row["award_code"], save=False,
            name=row["full_name_or_collective"], recipient_kind=row["recipient_kind"], gender=GENDER[row["gender"]],
            is_leader=FLAG[row["is_leader"]], is_direct_worker=FLAG[row["is_direct_worker"]],
            is_party_member=FLAG[row["is_party_member"]],
        )
        for row in _csv()
    )  # fmt: skip
