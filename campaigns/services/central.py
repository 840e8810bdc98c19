"""The campaigns of the centre, from campaigns/reference/central_campaigns.csv and central_targets.csv.

They were launched by others: the load writes a fact down, so a row begins as launched, with no author. A second run
writes nothing, and a campaign that an administrator has edited since (version above 1) is left alone.
"""

from datetime import date
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from campaigns.enums import CampaignState, UnitLevel
from campaigns.models import Campaign, CampaignAlias, Target, TargetYear, Unit
from campaigns.services.unit_rows import REFERENCE, UnitRow, read
from campaigns.services.units import Loaded, write_units
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.names import search_key

CENTRE = UnitRow("central", "", {"name": "Trung ương", "level": UnitLevel.CENTRAL, "certainty": "sure"})
TEXTS = (
    "name", "launcher", "kind", "document_number", "slogans", "central_task", "organisation", "certainty", "note",
)  # fmt: skip
DAYS = ("period_from", "period_to", "launched_on", "document_date")
MEASURE = ("code", "indicator", "unit_of_measure", "direction", "operator", "rollup", "note", "certainty")


@transaction.atomic
def load_central_campaigns(folder: Path = REFERENCE) -> Loaded:
    """Create or mend the campaigns of the centre with their other names and targets; the unit of the centre when missing."""
    write_units([CENTRE])
    centre = Unit.objects.get(slug=CENTRE.slug)
    targets, done = read("central_targets.csv", folder), Loaded()
    for row in read("central_campaigns.csv", folder):
        lines = [line for line in targets if line["campaign"] == row["code"]]
        done += _load_one(centre, row, lines)
    return done


def _load_one(centre: Unit, row: dict, lines: list[dict]) -> Loaded:
    values = {name: row[name] for name in TEXTS} | {name: _day(row[name]) for name in DAYS}
    values |= {"search_key": search_key(row["name"])[:250], "level": UnitLevel.CENTRAL, "unit": centre}
    found = Campaign.objects.select_for_update().filter(code=row["code"]).first()
    if found is None:
        found = Campaign.objects.create(code=row["code"], state=CampaignState.LAUNCHED, **values)
        _write_parts(found, row, lines)
        return Loaded(created=1)
    if found.version > 1 or _same(found, values, row, lines):
        return Loaded()
    Campaign.objects.filter(pk=found.pk).update(updated_at=clock.now(), **values)
    _write_parts(found, row, lines)
    return Loaded(changed=1)


def _same(found: Campaign, values: dict, row: dict, lines: list[dict]) -> bool:
    if any(getattr(found, name) != value for name, value in values.items()):
        return False
    if set(found.aliases.values_list("name", flat=True)) != set(_aliases(row)):
        return False
    known = {target.code: target for target in found.targets.prefetch_related("years")}
    return set(known) == {line["code"] for line in lines} and all(_target_same(known[line["code"]], line) for line in lines)


def _target_same(target: Target, line: dict) -> bool:
    if any(getattr(target, name) != value for name, value in _measure(line).items()):
        return False
    return {row.year: (row.value, row.value_max) for row in target.years.all()} == _years(line)


def _write_parts(campaign: Campaign, row: dict, lines: list[dict]) -> None:
    CampaignAlias.objects.filter(campaign=campaign).delete()
    names = _aliases(row)
    CampaignAlias.objects.bulk_create([CampaignAlias(campaign=campaign, name=n, search_key=search_key(n)[:250]) for n in names])
    for place, line in enumerate(lines):
        values = _measure(line) | {"order": place}
        target, fresh = Target.objects.update_or_create(campaign=campaign, code=line["code"], defaults=values)
        if not fresh:
            TargetYear.objects.filter(target=target).delete()
        years = [TargetYear(target=target, year=year, value=low, value_max=high) for year, (low, high) in _years(line).items()]
        TargetYear.objects.bulk_create(years)


def _measure(line: dict) -> dict:
    value = {"term_value": _number(line["value"]), "term_value_max": _number(line["value_max"])}
    return {name: line[name] for name in MEASURE} | value


def _years(line: dict) -> dict[int, tuple]:
    if not line["first_year"]:
        return {}
    years = range(int(line["first_year"]), int(line["last_year"]) + 1)
    return {year: (_number(line["value"]), _number(line["value_max"])) for year in years}


def _aliases(row: dict) -> list[str]:
    return [name for name in row["aliases"].split("|") if name]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None
