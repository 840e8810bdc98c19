"""Timelines of persons and units as plain data for components/history.html and components/hist_list.html."""

from dataclasses import dataclass, field

from django.urls import reverse

from awards.enums import AwardStatus, DecidingLevel
from awards.models import Award
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.vntext import date_short

COLUMNS = 12  # years that fit beside the names at 1366 pixels
HIGH = {DecidingLevel.STATE, DecidingLevel.MINISTRY, DecidingLevel.PROVINCE}
CANCELLED = "đã hủy bỏ"


def short_name(award: Award) -> str:
    """The name of a chip: "CSTĐCS"."""
    return award.award_kind.short_label or award.award_name


def shown_years(years: set[int]) -> list[int]:
    """At most COLUMNS years in a row, up to the last one known; earlier awards stand in the table alone."""
    if not years:
        return []
    last = max(years)
    return list(range(max(min(years), last - COLUMNS + 1), last + 1))


def award_mark(award: Award, url: str = "", number: int | None = None) -> dict:
    """One award on a timeline; a cancelled one is struck and says so, whatever the colours."""
    label = f"{number}. {short_name(award)}" if number else short_name(award)
    if award.status == AwardStatus.CANCELLED:
        return {"label": f"{label} ({CANCELLED})", "tone": "void", "url": url}
    return {"label": label, "tone": "gold" if award.level in HIGH else "", "url": url}


def list_rows(awards: list[Award], urls: dict) -> list[dict]:
    """Awards for a phone, newest first."""
    return [
        {"year": a.year or "", "award": short_name(a), "tone": award_mark(a)["tone"], "url": urls.get(a.pk, ""),
         "text": _list_words(a)}
        for a in awards
    ]  # fmt: skip


def _list_words(award: Award) -> str:
    words = f"QĐ {award.decision_number}" if award.decision_number else "cần bổ sung số quyết định"
    return f"{words}, {CANCELLED}" if award.status == AwardStatus.CANCELLED else words


def award_urls(awards: list[Award], openable: set[int]) -> dict[int, str]:
    """{key: address} of those awards whose page the user may open."""
    return {a.pk: reverse("awards:award", args=[a.public_id]) for a in awards if a.pk in openable}


# --- a person ------------------------------------------------------------------------------------


@dataclass
class Workplace:
    """Where somebody worked: words of the decisions or of a post, the unit when it is known, and the years."""

    unit_text: str
    title: str
    unit: object = None
    years: set[int] = field(default_factory=set)

    @property
    def alive(self) -> bool:
        """Whether the unit lives on today; unknown units count as of today."""
        return self.unit is None or self.unit.lives_on(clock.today())


def person_timeline(awards: list[Award], positions: list, urls: dict, heirs: dict) -> dict:
    """{years, rows}: forms and titles on top, the workplaces of that time below."""
    places = workplaces(awards, positions)
    years = shown_years({a.year for a in awards if a.year} | {y for p in places for y in p.years})
    forms = [a for a in awards if not a.award_kind.is_title]
    rows = [_award_row("Bằng khen, giấy khen", "theo năm thành tích", forms, years, urls)]
    rows += [_award_row(kind.label, run_words(held), held, years, urls) for kind, held in _titles(awards)]
    rows += [_place_row(place, years, heirs) for place in places]
    return {"years": years, "rows": rows if years else []}


def _titles(awards: list[Award]) -> list[tuple]:
    """(kind, awards) for each title held, the highest first."""
    found = {}
    for award in awards:
        if award.award_kind.is_title:
            found.setdefault(award.award_kind, []).append(award)
    return sorted(found.items(), key=lambda pair: (pair[0].order, pair[0].code))


def run_words(awards: list[Award]) -> str:
    """The last run of years without a gap: "2 năm liên tục, 2018 – 2019"; cancelled ones do not count.

    A fact, no verdict: which rule asks for how many years is a matter of awards.eligibility.
    """
    years = {a.year for a in awards if a.year and a.status != AwardStatus.CANCELLED}
    if not years:
        return ""
    last = first = max(years)
    while first - 1 in years:
        first -= 1
    return f"{last - first + 1} năm liên tục, {first} – {last}" if first < last else f"gần nhất {last}"


def _award_row(title: str, note: str, awards: list[Award], years: list[int], urls: dict) -> dict:
    cells = [{"awards": [award_mark(a, urls.get(a.pk, "")) for a in awards if a.year == year]} for year in years]
    return {"title": title, "note": note, "cells": cells}


def workplaces(awards: list[Award], positions: list) -> list[Workplace]:
    """Units named by decisions and posts, the latest first; a post without dates counts for the years of its awards."""
    found = {}
    for award in awards:
        if award.unit_text or award.unit_id:
            fresh = Workplace(award.unit_text, award.title, award.unit)
            place = found.setdefault(_place_key(award.unit_id, award.unit_text), fresh)
            place.years |= {award.year} - {None}
    for post in positions:
        place = found.setdefault(_place_key(post.unit_id, ""), Workplace(post.unit.name, post.title, post.unit))
        place.years |= _post_years(post)
    return sorted(found.values(), key=lambda p: max(p.years, default=0), reverse=True)


def _place_key(unit_id, text: str):
    return unit_id or text


def _post_years(post) -> set[int]:
    if not post.valid_from:
        return {post.valid_to.year} if post.valid_to else set()
    last = post.valid_to or clock.today()
    return set(range(post.valid_from.year, last.year + 1))


def _place_row(place: Workplace, years: list[int], heirs: dict) -> dict:
    first, last = min(place.years, default=0), max(place.years, default=0)
    cells = [_band(year, first, last, "now" if place.alive else "old") for year in years]
    return {"title": place.unit_text, "note": _place_note(place, heirs), "cells": cells}


def _band(year: int, first: int, last: int, band: str) -> dict:
    if not first <= year <= last:
        return {}
    edge = "one" if first == last else {first: "start", last: "end"}.get(year, "")
    return {"band": band, "edge": edge}


def _place_note(place: Workplace, heirs: dict) -> str:
    """Post, and what became of the unit: "Chuyên viên · đến 30/11/2024, nay thuộc Xã Trần Phú"."""
    words = [place.title]
    if place.unit and place.unit.valid_to and not place.alive:
        heir = heirs.get(place.unit.pk)
        words.append(f"đến {date_short(place.unit.valid_to)}" + (f", nay thuộc {heir.new.name}" if heir else ""))
    return " · ".join(filter(None, words))


# --- a unit --------------------------------------------------------------------------------------


def unit_timeline(layers: list, numbers: dict, urls: dict) -> dict:
    """{years, rows}: one row for each unit, the oldest generation on top; its life is a band (green: the unit of the page)."""
    years = shown_years(_unit_years(layers))
    rows = [
        _life_row(unit, "old" if layer.depth else "now", [a for a in layer.awards if _belongs(a, unit)], years, numbers, urls)
        for layer in reversed(layers) for unit in layer.units
    ]  # fmt: skip
    return {"years": years, "rows": rows}


def _belongs(award: Award, unit) -> bool:
    return unit.pk in {award.unit_id, award.unit.parent_id}


def _unit_years(layers: list) -> set[int]:
    awarded = {a.year for layer in layers for a in layer.awards if a.year}
    days = {day for layer in layers for u in layer.units for day in (u.valid_from, u.valid_to) if day and len(layers) > 1}
    return awarded | {day.year for day in days} | {clock.today().year}


def _life_row(unit, band: str, awards: list[Award], years: list[int], numbers: dict, urls: dict) -> dict:
    cells = []
    for year in years:
        marks = [award_mark(a, urls.get(a.pk, ""), numbers[a.pk]) for a in awards if a.year == year]
        cells.append({"band": band if lives_in(unit, year) else "", "edge": edge_in(unit, year), "awards": marks})
    return {"title": unit.name, "note": period(unit), "cells": cells}


def lives_in(unit, year: int) -> bool:
    """Whether a unit existed on some day of a year."""
    return (not unit.valid_from or unit.valid_from.year <= year) and (not unit.valid_to or year <= unit.valid_to.year)


def edge_in(unit, year: int) -> str:
    """Where in the year a unit begins or ends: names of the classes of .history in css/tables.css."""
    begins, ends = unit.valid_from, unit.valid_to
    if begins and begins.year == year:
        return "start" if begins.month < 4 else "from" if begins.month < 11 else "last"
    if ends and ends.year == year:
        return "to" if ends.month < 10 else "end" if (ends.month, ends.day) < (12, 31) else ""
    return ""


def period(unit) -> str:
    """ "từ 01/12/2024 đến 30/06/2025"; "" when no date is known."""
    begin = f"từ {date_short(unit.valid_from)}" if unit.valid_from else ""
    end = f"đến {date_short(unit.valid_to)}" if unit.valid_to else ""
    return " ".join(filter(None, (begin, end)))
