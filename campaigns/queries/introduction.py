"""Where an introduction goes: the place as people type it, the unit it means today, the office that looks after it."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from campaigns.enums import UnitLevel
from campaigns.models import Campaign, Exemplar, Membership, Unit, UnitSuccession
from campaigns.permissions import OFFICERS
from thiduakhenthuong.core.names import clean, search_key

PLACES = (UnitLevel.PROVINCE, UnitLevel.DISTRICT, UnitLevel.COMMUNE)
MOST_OFFICES = 400


@dataclass
class Place:
    """What a typed place means: the unit (None when unclear) and the office; `offices` to choose from when there is none."""

    unit: Unit | None = None
    office: Unit | None = None
    offices: list[Unit] = field(default_factory=list)


def offices_on(day: date) -> QuerySet[Unit]:
    """Living units in which somebody opens the inbox on a day."""
    held = Membership.objects.on(day).filter(role__in=OFFICERS, user__is_active=True)
    return Unit.objects.on(day).filter(pk__in=held.values("unit")).order_by("level", "sort_key", "pk")


def place_of(text: str, day: date) -> Place:
    """The unit and office for "Thôn Đầu, xã Hợp Tiến, Nam Sách"; several units of that name leave the choice of office."""
    found = units_of_place(text, day)
    if len(found) == 1:
        office = office_of(found[0], day)
        if office:
            return Place(found[0], office)
    offices = [office for unit in found if (office := office_of(unit, day))] or list(offices_on(day)[:MOST_OFFICES])
    offices = list(dict.fromkeys(offices))
    return Place(found[0] if len(found) == 1 else None, offices[0] if len(offices) == 1 else None, offices)


def units_of_place(text: str, day: date) -> list[Unit]:
    """Living units that a typed place may mean, at most ten; an ended one stands for its successor."""
    pieces = [search_key(piece) for piece in re.split(r"[,;()\n]| - ", clean(text))]
    pieces = [piece for piece in pieces if len(piece) > 2]
    for number, piece in enumerate(pieces):
        named = Q(search_key=piece) | Q(search_key__endswith=f" {piece}", level__in=PLACES)
        found = list(Unit.objects.filter(named).order_by("pk")[:60])
        rest = pieces[number + 1 :]
        near = [unit for unit in found if any(search_key(unit.place).endswith(word) for word in rest)]
        if found:
            return _living(near or found, day)[:10]
    return []


def _living(units: list[Unit], day: date) -> list[Unit]:
    alive = [unit for unit in units if unit.lives_on(day)]
    gone, seen = [unit for unit in units if not unit.lives_on(day)], {unit.pk for unit in units}
    while gone:
        rows = UnitSuccession.objects.filter(old__in=gone, is_default=True).select_related("new")
        heirs = [row.new for row in rows if row.new_id not in seen]
        seen |= {unit.pk for unit in heirs}
        alive += [unit for unit in dict.fromkeys(heirs) if unit.lives_on(day) and unit not in alive]
        gone = [unit for unit in heirs if not unit.lives_on(day)]
    return alive


def office_of(unit: Unit, day: date) -> Unit | None:
    """The unit itself or the nearest one above in which somebody opens the inbox."""
    keys = [int(part) for part in unit.path.strip("/").split("/")]
    return max(offices_on(day).filter(pk__in=keys), key=lambda one: len(one.path), default=None)


def suggestions(text: str, day: date, most: int = 12) -> list[Unit]:
    """Places to offer while somebody types: provinces, districts, communes alive on the day."""
    words = search_key(clean(text)).split()
    if not words or len(words[0]) < 2:
        return []
    rows = Unit.objects.on(day).filter(level__in=PLACES)
    for word in words[:8]:
        rows = rows.filter(search_key__contains=word)
    return list(rows.order_by("sort_key", "pk")[:most])


def office_by_public_id(public_id, day: date) -> Unit | None:
    """A chosen office, or None when nobody opens its inbox."""
    return offices_on(day).filter(public_id=public_id).first()


def campaign_introduced(public_id) -> Campaign | None:
    """The launched campaign on whose public page somebody pressed the button, or None."""
    return Campaign.objects.exclude(state="draft").select_related("unit").filter(public_id=public_id).first()


def told_before(key: str, since: date) -> Exemplar | None:
    """An introduction of the last days with the very same words (`key` is the search key of the story)."""
    rows = Exemplar.objects.filter(created_at__date__gte=since).exclude(story="").order_by("-pk")
    return next((row for row in rows[:500] if search_key(row.story) == key), None)


def days_back(day: date, days: int) -> date:
    """The day so many days earlier."""
    return day - timedelta(days=days)


def top_offices(day: date) -> list[Unit]:
    """Offices above which there is no other: where an introduction goes whose place nobody can read."""
    found = sorted(offices_on(day), key=lambda one: len(one.path))
    tops = []
    for one in found:
        if not any(one.path.startswith(top.path) for top in tops):
            tops.append(one)
    return sorted(tops, key=lambda one: one.sort_key)
