"""What every paper with a national heading says, as plain frozen data: no database, no layout. Texts come in ready-made.

A number of None and a date of None make a draft: gaps to be filled by hand or at issue.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class ListColumn:
    """One column after STT: its heading and its width in whole mm."""

    label: str
    width: int


@dataclass(frozen=True)
class ListSection:
    """One section of a list; rows are tuples of texts, one per column, STT not among them."""

    kind: str
    title: str
    columns: tuple[ListColumn, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True)
class Headed:
    """What every paper with a national heading carries."""

    issuer_lines: tuple[str, ...]
    issuer_bold_from: int = 0  # index of the first bold line: a superior body above the issuer is upright
    number: str | None = None
    symbol: str
    place: str
    sign_date: date | None = None
    draft_year: int | None = None  # printed after "năm" while there is no date
    kind: str
    subject: str
    copies: tuple[str, ...] = ()
    unit_code: str
    signer_lines: tuple[str, ...]
    signer_name: str
    sections: tuple[ListSection, ...] = ()
    counts: str = ""
    list_title: str = ""
    preview: bool = False

    @property
    def landscape(self):
        """Whether the list needs wide pages."""
        return any(sum(column.width for column in section.columns) > 154 for section in self.sections)
