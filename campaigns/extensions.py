"""Where the floor above hangs its rooms: `campaigns` may not know it, so it registers itself here when the apps start.

- titles that a registration may aim at (the dated catalogue of the floor above);
- further tabs of a campaign's page and of a conference's page.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Title:
    """A title or form that may be aimed at; `subjects` are "collective" and "individual"; `is_form` for khen thưởng."""

    code: str
    label: str
    subjects: frozenset[str]
    is_form: bool = False


@dataclass(frozen=True)
class Tab:
    """A page of the floor above: its label and the name of its address (argument: public_id of the record it is about)."""

    label: str
    url_name: str


SECTION_TABS: list[Tab] = []  # places beside those of views/places.py; their addresses take no argument
CAMPAIGN_TABS: list[Tab] = []
CONFERENCE_TABS: list[Tab] = []
_titles: list[Callable[[date], list[Title]]] = []


def offer_titles(source: Callable[[date], list[Title]]) -> None:
    """Register the one source of titles; a second one replaces the first."""
    _titles[:] = [source]


def titles_on(day: date) -> list[Title]:
    """Titles and forms in force on a day, in the order of the catalogue; empty without a source."""
    return _titles[0](day) if _titles else []
