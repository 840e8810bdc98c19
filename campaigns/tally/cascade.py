"""Who carries a target: the tree of shares, what was promised for each, what is left, and where it broke.

Plain rows in, one tree out; no database. A unit's own promise already holds what it hands to those below, so a node carries
the larger of its own promise and the sum of what stands under it, never both; what the department in charge promises for the
whole target stands beside that sum, not on top of it. Rates are levels: they are compared, not added.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from campaigns.tally.progress import reaches

ZERO = Decimal(0)
UNIT, PERSON = "unit", "person"
# How a node stands; the first that applies.
ENDED, NOBODY, LESS, UNSHARED, WORSE = "ended", "nobody", "less", "unshared", "worse"
WAITING, OPEN, FULL = "waiting", "open", "full"
BROKEN = (ENDED, NOBODY, LESS, UNSHARED, WORSE)


class Share(NamedTuple):
    """A row of the table of shares. `owner` is the unit that launched the campaign whose target was shared."""

    pk: int
    parent: int | None
    target: int
    unit: int
    path: str
    ends: date | None
    person: int | None
    value: Decimal | None


class Promise(NamedTuple):
    """A line sent for the target. `value` is None when it counts something else; `by` tells an individual or a branch apart."""

    pk: int
    unit: int
    path: str
    ends: date | None
    by: str  # "" for the unit itself, else who speaks ("person:12", "branch:…")
    person: int | None
    share: int | None
    value: Decimal | None
    confirmed: bool


@dataclass(slots=True)
class Node:
    """A unit or a person in the tree. `share` is None for those that promised without being given anything."""

    kind: str
    key: tuple
    unit: int
    path: str
    ends: date | None = None
    person: int | None = None
    share: Decimal | None = None
    share_pk: int | None = None
    given: bool = False  # has a row of shares, be it without a number (qualitative)
    promises: list[Promise] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)
    state: str = OPEN
    carried: Decimal = ZERO
    handed: Decimal = ZERO
    reached: int = 0  # rates: nodes at and under this one whose promise reaches their level

    @property
    def own(self) -> Decimal:
        """What it promised itself, confirmed by its head."""
        return sum((p.value for p in self.promises if p.confirmed and p.value is not None), ZERO)

    @property
    def waiting(self) -> Decimal:
        """What it sent and its head has not confirmed yet."""
        return sum((p.value for p in self.promises if not p.confirmed and p.value is not None), ZERO)

    @property
    def level(self) -> Decimal | None:
        """For rates: the level it promised (the last confirmed)."""
        known = [p.value for p in self.promises if p.confirmed and p.value is not None]
        return known[-1] if known else None

    @property
    def left(self) -> Decimal:
        """What of the share nobody carries yet."""
        return max((self.share or ZERO) - self.carried, ZERO)

    @property
    def broken(self) -> bool:
        """Whether the chain is broken here."""
        return self.state in BROKEN

    def walk(self) -> Iterable["Node"]:
        """The node and everything under it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Rules:
    """What the reckoning needs to know of the target: the measure, the day, when each unit had to register."""

    measure: object
    day: date
    year_end: date
    due: dict  # {unit: last day to register}
    due_default: date | None
    lead: int | None = None  # the unit in charge of the target

    def for_all(self, node: Node) -> bool:
        """Whether a node speaks for the whole target: the unit in charge, given nothing, as in its reports."""
        return self.lead is not None and node.key == (UNIT, self.lead) and not node.given

    def late(self, unit: int) -> bool:
        """Whether the unit should have registered by now."""
        last = self.due.get(unit, self.due_default)
        return last is not None and self.day > last


def build(root: Node, target: int, owners: dict[int, Node], shares: list[Share], promises: list[Promise]) -> Node:
    """Hang every share and promise into the tree under `root`.

    `owners` names, for each target taken over from this one, the unit that shares it out further: {target: node}.
    """
    nodes = {root.key: root}
    for node in owners.values():
        if node.key not in nodes:
            _hang(nodes, root, node)
    of_share = _hang_shares(root, target, owners, shares, nodes)
    for promise in sorted(promises, key=lambda p: (p.path.count("/"), bool(p.by), p.pk)):
        _hang_promise(root, nodes, of_share, promise)
    return root


def _hang_shares(root: Node, target: int, owners: dict, shares: list[Share], nodes: dict) -> dict[int, Node]:
    of_share: dict[int, Node] = {}
    known = {share.pk: share for share in shares}

    def hang(share: Share) -> Node:
        if share.pk in of_share:
            return of_share[share.pk]
        above = root if share.target == target else nodes[owners[share.target].key]
        if share.parent in known:
            above = hang(known[share.parent])
        key = (PERSON, share.person) if share.person else (UNIT, share.unit)
        node = nodes.get(key)
        if node is None or node is root:
            node = nodes[key] = Node(key[0], key, share.unit, share.path, share.ends, share.person)
            above.children.append(node)
        node.given = True
        if node.share is None or share.value is not None and share.value > node.share:
            node.share, node.share_pk = share.value, share.pk
        of_share[share.pk] = node
        return node

    for share in shares:
        hang(share)
    return of_share


def _hang_promise(root: Node, nodes: dict, of_share: dict, promise: Promise) -> None:
    """At the share it answers, else at its unit or person, else as a new node under the nearest unit above."""
    node = of_share.get(promise.share)
    if node is None or bool(promise.by) != (node.kind == PERSON):
        key = (PERSON, promise.person or promise.by) if promise.by else (UNIT, promise.unit)
        node = nodes.get(key)
        if node is None:
            node = Node(key[0], key, promise.unit, promise.path, promise.ends, promise.person)
            _hang(nodes, root, node)
    node.promises.append(promise)


def _hang(nodes: dict, root: Node, node: Node) -> None:
    above = root
    parts = [int(part) for part in node.path.strip("/").split("/")]
    for key in reversed(parts if node.kind == PERSON else parts[:-1]):
        if (UNIT, key) in nodes:
            above = nodes[UNIT, key]
            break
    nodes[node.key] = node
    above.children.append(node)


def reckon(node: Node, rules: Rules) -> Node:
    """Fill in what each node carries and how it stands, from the leaves up."""
    for child in node.children:
        reckon(child, rules)
    node.handed = sum((child.share for child in node.children if child.share is not None), ZERO)
    below = sum((child.carried for child in node.children if not rules.for_all(child)), ZERO)
    whole = max((child.carried for child in node.children if rules.for_all(child)), default=ZERO)
    splits = rules.measure.splits
    node.carried = max(node.own, below, whole) if splits else node.own
    meets = not splits and node.share is not None and node.level is not None and reaches(rules.measure, node.share, node.level)
    node.reached = meets + sum(child.reached for child in node.children)
    node.state = _state(node, rules, meets)
    return node


def _state(node: Node, rules: Rules, meets: bool) -> str:
    if not node.given:
        return FULL if any(p.confirmed for p in node.promises) else WAITING if node.promises else OPEN
    if node.ends and node.ends < rules.year_end and node.ends < rules.day:
        return ENDED
    if rules.measure.splits and node.share is not None:
        return _state_of_part(node, rules)
    if rules.measure.is_qualitative or node.share is None:
        meets = any(p.confirmed for p in node.promises)
    if meets:
        return FULL
    if node.level is not None:
        return WORSE
    return _state_of_nothing(node, rules)


def _state_of_part(node: Node, rules: Rules) -> str:
    if node.carried >= node.share:
        return FULL
    if not node.own and not node.handed and not node.carried:
        return _state_of_nothing(node, rules)
    # Handed on in full: the shortage, if any, is told where it arises, further down.
    if max(node.handed, node.own) >= node.share:
        return OPEN
    if node.own:
        return LESS
    return UNSHARED if rules.late(node.unit) else OPEN


def _state_of_nothing(node: Node, rules: Rules) -> str:
    if node.promises:
        return WAITING
    if any(child.given or child.promises for child in node.children):
        return OPEN
    return NOBODY if rules.late(node.unit) else OPEN
