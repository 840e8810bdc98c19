"""What the rules look at: plain values, filled by services/facts.py. No model, no query, no request in here."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from awards.enums import RecipientKind, Severity, Verdict
from thiduakhenthuong.core.dated import holds
from thiduakhenthuong.core.enums import Certainty

EVERY = "*"


def listed(text: str) -> frozenset[str]:
    """A cell of the catalogue as a set: "BK_TINH;BK_BO" → two codes, "*" → everything."""
    return frozenset(part.strip() for part in text.split(";") if part.strip())


def covers(codes: frozenset[str], code: str) -> bool:
    """Whether a set from the catalogue speaks of `code`."""
    return EVERY in codes or code in codes


@dataclass(frozen=True, kw_only=True)
class RuleFact:
    """One dated row of the rule set."""

    code: str
    award_codes: frozenset[str]
    commendation_type: str = EVERY
    severity: str = Severity.WARN
    parameters: dict = field(default_factory=dict)
    statement: str = ""
    citation: str = ""
    certainty: str = Certainty.SURE
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, kw_only=True)
class PaperFact:
    """One dated row of the papers that must be there."""

    code: str
    label: str
    scope: str
    award_codes: frozenset[str] = frozenset({EVERY})
    commendation_types: frozenset[str] = frozenset({EVERY})
    recipient_kinds: frozenset[str] = frozenset({EVERY})
    citation: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, kw_only=True)
class AuthorityFact:
    """Which office, at which level, decides a kind in a period."""

    level: str
    office: str
    article: str = ""
    certainty: str = Certainty.SURE
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, kw_only=True)
class KindFact:
    """A kind of award: who may receive it, who decides it."""

    code: str
    label: str
    recipients: frozenset[str]
    authorities: tuple[AuthorityFact, ...] = ()


@dataclass(frozen=True, kw_only=True)
class UnitFact:
    """A unit with its life and, when it ended, the units that took over as (public id, label)."""

    key: int
    name: str
    level: str = ""  # at which it decides awards; "" when it decides none
    valid_from: date | None = None
    valid_to: date | None = None
    successors: tuple[tuple[str, str], ...] = ()

    def lives_on(self, day: date) -> bool:
        """Whether the unit exists on a day."""
        return holds(self.valid_from, self.valid_to, day)


@dataclass(frozen=True, kw_only=True)
class Held:
    """An award that stands in the register; cancelled ones are never handed to the rules."""

    public_id: str
    code: str
    label: str
    reward_kind: str = ""
    counts_for_merit: bool = False
    year: int | None = None
    period_from: date | None = None
    period_to: date | None = None
    decision: str = ""  # "9425/QĐ-UBND ngày 12/07/2019"
    achievement: str = ""

    @property
    def period(self) -> tuple[date, date] | None:
        """The period of the achievement; the whole year when only the year is known."""
        if self.period_from and self.period_to:
            return self.period_from, self.period_to
        return (date(self.year, 1, 1), date(self.year, 12, 31)) if self.year else None

    @property
    def years(self) -> frozenset[int]:
        """The calendar years that the achievement period touches."""
        if self.period is None:
            return frozenset()
        return frozenset(range(self.period[0].year, self.period[1].year + 1))


@dataclass(frozen=True, kw_only=True)
class Who:
    """The recipient of a line, as far as it can be told apart from others."""

    key: int
    public_id: str
    dossier: int
    number: int  # as counted in the grid, from 1
    recipient_kind: str
    name: str
    name_key: str
    birth_date: date | None = None
    birth_year: int | None = None
    unit: int | None = None
    address_key: str = ""
    person: int | None = None
    household: int | None = None
    award_code: str = ""
    achievement: str = ""
    place: str = ""  # of a line in another dossier: "hồ sơ HS-2020-0142", "hồ sơ của Xã Nam Trung"


@dataclass(frozen=True, kw_only=True)
class Twin:
    """Another line with the same recipient; `certain` when both are linked to one identity."""

    who: Who
    certain: bool
    same_award: bool
    same_achievement: bool


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A known person who may be the one entered, not yet confirmed or denied."""

    public_id: str
    name: str
    birth: str = ""


@dataclass(frozen=True, kw_only=True)
class ClusterFact:
    """Where the unit of a line stands in one cluster; `rank` and `total` are None until the cluster has agreed."""

    public_id: str
    cluster: str
    organiser: str
    year: int
    unit: str
    size: int
    rank: int | None = None
    total: Decimal | None = None
    votes: Decimal | None = None  # percent


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line with everything that the rules may ask about it."""

    who: Who
    gender: str = ""
    unit: UnitFact | None = None
    unit_text: str = ""
    address: str = ""
    award: KindFact | None = None
    strange_letters: tuple[str, ...] = ()
    papers: frozenset[str] = frozenset()
    twins: tuple[Twin, ...] = ()
    elsewhere: tuple[Twin, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    history: tuple[Held, ...] = ()
    clusters: tuple[ClusterFact, ...] = ()  # of the last year of the dossier's period, the best rank first

    @property
    def known(self) -> bool:
        """Whether the line is linked to an identity, so that the register speaks about it."""
        if self.who.recipient_kind == RecipientKind.COLLECTIVE:
            return self.unit is not None
        return bool(self.who.person or self.who.household)


@dataclass(frozen=True, kw_only=True)
class DossierFacts:
    """The dossier around a line. `standards_day` chooses the rules, `today` the authority (the decision comes later)."""

    code: str
    deciding_unit: UnitFact
    commendation_type: str
    period_from: date
    period_to: date
    standards_day: date
    today: date
    sent_on: date | None = None
    deadline: date | None = None
    papers: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """The dated rule set and the papers asked for."""

    rules: tuple[RuleFact, ...]
    papers: tuple[PaperFact, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FindingDraft:
    """What one rule says about one line, ready to be stored."""

    rule_code: str
    verdict: str
    short: str
    sentence: str
    citation: str
    certainty: str
    data: dict = field(default_factory=dict)

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return (Verdict.MISSING, Verdict.LOOK, Verdict.ELIGIBLE).index(self.verdict)
