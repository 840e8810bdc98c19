"""Awards from paper: a list of old decisions is written into the register, each row once, whatever became of it."""

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from awards.enums import AwardStatus, DecidingLevel, RecipientKind
from awards.models import Award
from awards.queries.catalogue import deciding_level
from awards.queries.imports import kinds_to_match, units_to_match
from awards.queries.register import awards_by_source, units_by_key
from awards.services.imports.matching import FOUND, UnitIndex
from campaigns.enums import Gender
from campaigns.models import Person, Unit
from campaigns.services.people import Sought, add_people, add_position, find_or_offer, new_person
from thiduakhenthuong.core import events
from thiduakhenthuong.core.names import clean, search_key, sort_key, sort_key_text

SOURCE = "nhập từ hồ sơ giấy"
GENDERS = {"nam": Gender.MALE, "nữ": Gender.FEMALE}
CHAIRMAN = "Chủ tịch UBND "


@dataclass
class OldAward:
    """One row of the list with what its words mean: unit and deciding unit are None when the tree does not know them."""

    row: dict
    day: date
    unit: Unit | None = None
    decider: Unit | None = None

    @property
    def key(self) -> str:
        return f"giay:{self.row['row_id']}"

    @property
    def individual(self) -> bool:
        return self.row["subject_kind"] == RecipientKind.INDIVIDUAL


@dataclass
class Subject:
    """All rows of one person: who it is is said once by the list (`subject_id`)."""

    rows: list[OldAward] = field(default_factory=list)

    @property
    def last(self) -> OldAward:
        return max(self.rows, key=lambda r: r.day)


@transaction.atomic
def load_history(path: Path | str, *, by) -> int:
    """Write the awards of a CSV of old decisions (columns as in reference/demo/people_history_sample.csv); answers how many.

    Rows already written are passed over, so a second run answers 0. People are found by name, birth and unit, or made
    anew; one `subject_id` is one person. Raises ValidationError naming the row for an unknown kind of award.
    """
    rows = _read(path)
    known = awards_by_source(row.key for row in rows)
    fresh = [row for row in rows if row.key not in known]
    if not fresh:
        return 0
    kinds = {kind.code: kind for kind in kinds_to_match()}
    people = _people(rows, known, by)
    awards = Award.objects.bulk_create([_award(row, kinds, people) for row in fresh], batch_size=200)
    items = [(award, SOURCE, {"done": "ghi sổ", "decision": award.decision_number, "name": award.name}) for award in awards]
    events.record_many(items, "register", by=by)
    return len(awards)


# --- reading -----------------------------------------------------------------------------------


def _read(path) -> list[OldAward]:
    with Path(path).open(encoding="utf-8", newline="") as file:
        rows = [OldAward(row, date.fromisoformat(row["decision_date"])) for row in csv.DictReader(file)]
    units = units_to_match()
    by_name = {unit.name.lower(): unit for unit in units if not unit.valid_from}
    deciders = {row.row["deciding_authority"]: by_name.get(_office(row.row["deciding_authority"])) for row in rows}
    named = {row.row["unit_at_decision"] for row in rows}
    found = _units_meant(rows, named, deciders, units)
    models = units_by_key({u.pk for u in [*found.values(), *deciders.values()] if u})
    for row in rows:
        unit, decider = found.get(row.row["unit_at_decision"]), deciders[row.row["deciding_authority"]]
        row.unit, row.decider = models.get(unit and unit.pk), models.get(decider and decider.pk)
    return rows


def _office(authority: str) -> str:
    """ "Chủ tịch UBND huyện Nam Sách" → "huyện nam sách"."""
    return authority.removeprefix(CHAIRMAN).lower()


def _units_meant(rows, named: set[str], deciders: dict, units: list) -> dict:
    """{words: unit}; the words are read as by an office of the district that decided most of the list."""
    home = Counter(d for row in rows if (d := deciders[row.row["deciding_authority"]])).most_common(1)
    if not home:
        return {}
    index = UnitIndex(units, home=home[0][0], day=max(row.day for row in rows))
    found = {}
    for text in named:
        match = index.find(text)
        if match.kind == FOUND and _is_meant(match.units[0].name, text):
            found[text] = match.units[0]
    return found


def _is_meant(name: str, text: str) -> bool:
    """Whether the words before a bracket name the unit: "Trường A (huyện B)" is not the district B."""
    head, key = search_key(text.partition("(")[0]), search_key(name)
    return key in head or head in key


# --- people ------------------------------------------------------------------------------------


def _people(rows: Iterable[OldAward], known: dict, by) -> dict[str, Person]:
    """{subject_id: person}: of earlier rows, found in the register of people, or new."""
    subjects = {}
    for row in rows:
        if row.individual:
            subjects.setdefault(row.row["subject_id"], Subject()).rows.append(row)
    people = {r.row["subject_id"]: known[r.key].person for s in subjects.values() for r in s.rows if r.key in known}
    open_ones = {name: subject for name, subject in subjects.items() if name not in people}
    offers = find_or_offer(_sought(s.last) for s in open_ones.values())
    made = {name: offer.person for name, offer in zip(open_ones, offers, strict=True) if offer.person}
    new = [name for name in open_ones if name not in made]
    made |= zip(new, add_people([_new(open_ones[name].last) for name in new], by=by), strict=True)
    for name in new:
        _write_posts(made[name], open_ones[name], by)
    return people | made


def _birth(row: OldAward) -> date | int | None:
    if row.row["birth_date"]:
        return date.fromisoformat(row.row["birth_date"])
    return int(row.row["birth_year"]) if row.row["birth_year"] else None


def _sought(row: OldAward) -> Sought:
    return Sought(row.row["full_name_or_collective"], _birth(row), row.unit)


def _new(row: OldAward) -> Person:
    gender = GENDERS.get(row.row["gender"].lower(), "")
    return new_person(full_name=row.row["full_name_or_collective"], birth=_birth(row), gender=gender)


def _write_posts(person: Person, subject: Subject, by) -> None:
    """The posts that the decisions name: each until the next one begins, the last one open."""
    posts = {}
    for row in sorted(subject.rows, key=lambda r: r.day):
        if row.unit:
            posts.setdefault(row.unit.pk, row)
    begun = list(posts.values())
    for row, later in zip(begun, [*begun[1:], None], strict=True):
        add_position(
            person, unit=row.unit, title=row.row["position_at_decision"] or "chưa rõ chức vụ", by=by,
            valid_from=_first_day(row) if row is not begun[0] else None,
            valid_to=_first_day(later) - timedelta(days=1) if later else None,
        )  # fmt: skip


def _first_day(row: OldAward) -> date:
    """A post is known from the year of the achievement on."""
    return date(int(row.row["achievement_year"]), 1, 1)


# --- awards ------------------------------------------------------------------------------------


def _award(row: OldAward, kinds: dict, people: dict) -> Award:
    """One row of the register, in the words of the list."""
    words = row.row
    if words["award_code"] not in kinds:
        raise ValidationError(f"Dòng {words['row_id']}: không có danh hiệu, hình thức “{words['award_code']}” trong danh mục.")
    name, year = clean(words["full_name_or_collective"]), int(words["achievement_year"])
    whole = words["achievement_period"] == words["achievement_year"]
    level = deciding_level(row.decider) if row.decider else ""
    return Award(
        recipient_kind=words["subject_kind"], name=name, search_key=search_key(name),
        sort_key=sort_key(name) if row.individual else sort_key_text(name),
        gender=GENDERS.get(words["gender"].lower(), ""), birth_year=words["birth_year"] or None,
        title=words["position_at_decision"], unit_text=words["unit_at_decision"] if row.individual else "",
        person=people.get(words["subject_id"]), unit=row.unit, award_kind=kinds[words["award_code"]],
        award_name=words["award_name"], level=level or DecidingLevel.OTHER, reward_kind=words["reward_kind"],
        achievement_year=year, period_text=words["achievement_period"],
        period_from=date(year, 1, 1) if whole else None, period_to=date(year, 12, 31) if whole else None,
        deciding_unit=row.decider, authority=words["deciding_authority"], decision_number=words["decision_no"],
        decision_date=row.day, status=AwardStatus(words["status"]), source=SOURCE, source_key=row.key, note=words["note"],
    )  # fmt: skip
