"""Where the floor above hangs its rooms: `campaigns` may not know it, so it registers itself here when the apps start.

- titles that a registration may aim at (the dated catalogue of the floor above);
- the "Căn cứ …" rows of a plan by its signing day, how an office writes on a day, and who may sign for it;
- further tabs of the pages of a campaign, a conference and a resolution.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any


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


@dataclass(frozen=True)
class OfficeWords:
    """How an office writes on a day; lines are tuples, one printed line each.

    `issuer_lines` head the papers of its chair, `committee_lines` those of the committee itself (plans); `copies` are the
    lines of "Nơi nhận" between the first and "Lưu: VT, {unit_code}".
    """

    level: str
    issuer_lines: tuple[str, ...]
    committee_lines: tuple[str, ...]
    authority: str  # "Chủ tịch Ủy ban nhân dân huyện Nam Sách"
    committee: str  # "Ủy ban nhân dân huyện Nam Sách"
    place: str
    decision_symbol: str
    unit_code: str
    copies: tuple[str, ...]
    executors: str = ""  # "Chánh Văn phòng …, thủ trưởng các cơ quan, đơn vị liên quan"
    proposer_title: str = ""  # "Trưởng phòng Nội vụ"


@dataclass(frozen=True)
class SignerWords:
    """Who may sign for an office, with the lines of the signature block."""

    name: str
    title_lines: tuple[str, ...]


SECTION_TABS: list[Tab] = []  # places beside those of views/places.py; their addresses take no argument
CAMPAIGN_TABS: list[Tab] = []
CONFERENCE_TABS: list[Tab] = []
RESOLUTION_TABS: list[Tab] = []
_titles: list[Callable[[date], list[Title]]] = []
_legal_bases: list[Callable[[str, Any, date], list[str]]] = []
_office_words: list[Callable[[Any, date], OfficeWords | None]] = []
_signers: list[Callable[[Any, date], list[SignerWords]]] = []


def offer_titles(source: Callable[[date], list[Title]]) -> None:
    """Register the one source of titles; a second one replaces the first."""
    _titles[:] = [source]


def titles_on(day: date) -> list[Title]:
    """Titles and forms in force on a day, in the order of the catalogue; empty without a source."""
    return _titles[0](day) if _titles else []


def offer_legal_bases(source: Callable[[str, Any, date], list[str]]) -> None:
    """Register the one source of legal bases: (kind of document, unit, day) -> texts."""
    _legal_bases[:] = [source]


def legal_bases_on(document_kind: str, unit, day: date) -> list[str]:
    """The "Căn cứ …" texts of a paper of a unit by its signing day, in printing order, with gaps like {resolution_name}."""
    return _legal_bases[0](document_kind, unit, day) if _legal_bases else []


def offer_office_words(source: Callable[[Any, date], OfficeWords | None]) -> None:
    """Register the one source of how an office writes: (unit, day) -> words."""
    _office_words[:] = [source]


def office_words_on(unit, day: date) -> OfficeWords | None:
    """How a unit writes on a day; None when nothing says."""
    return _office_words[0](unit, day) if _office_words else None


def offer_signers(source: Callable[[Any, date], list[SignerWords]]) -> None:
    """Register the one source of signers: (unit, day) -> who may sign."""
    _signers[:] = [source]


def signers_on(unit, day: date) -> list[SignerWords]:
    """Who may sign for a unit on a day; empty when nothing says."""
    return _signers[0](unit, day) if _signers else []
