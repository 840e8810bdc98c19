"""Proposing clusters: units of one sort, split into groups of a size that can meet. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from campaigns.enums import Block, UnitLevel

BY_BLOCK, BY_CATALOGUE, AT_RANDOM = "block", "catalogue", "random"
WAYS = [
    (BY_BLOCK, "Theo khối cơ quan, xã xếp theo tên"),
    (BY_CATALOGUE, "Theo cụm ghi ở danh mục đơn vị"),
    (AT_RANDOM, "Theo khối cơ quan, xã xếp ngẫu nhiên"),
]
COMMUNES = "Cụm xã"
BLOCK_NAMES = {
    Block.PARTY: "Khối Đảng, đoàn thể",
    Block.FRONT: "Khối Đảng, đoàn thể",
    Block.GOVERNMENT: "Khối cơ quan quản lý nhà nước",
    Block.ARMED_FORCES: "Khối Tổng hợp – nội chính",
    Block.VERTICAL: "Khối Tổng hợp – nội chính",
    Block.PUBLIC_SERVICE: "Khối Văn hóa – xã hội",
}
SCHOOL_KINDS = (("mầm non", "Khối Mầm non"), ("tiểu học", "Khối Tiểu học"), ("thcs", "Khối Trung học cơ sở"))
SCHOOLS, FIRMS, DISTRICTS = "Khối Trường học", "Khối Doanh nghiệp", "Cụm huyện, thị xã, thành phố"


@dataclass(frozen=True)
class Candidate:
    """A unit that could be put into a cluster."""

    key: int
    name: str
    level: str
    block: str
    group: str = ""  # as written in the catalogue of units


def sort_of(unit: Candidate) -> str:
    """The customary name of the cluster that a unit of this sort belongs to."""
    if unit.level == UnitLevel.COMMUNE:
        return COMMUNES
    if unit.level == UnitLevel.DISTRICT:
        return DISTRICTS
    if unit.level == UnitLevel.ENTERPRISE or unit.block == Block.ENTERPRISE:
        return FIRMS
    if unit.level == UnitLevel.SCHOOL or unit.block == Block.SCHOOL:
        name = unit.name.lower()
        return next((label for words, label in SCHOOL_KINDS if words in name), SCHOOLS)
    return BLOCK_NAMES.get(unit.block, BLOCK_NAMES[Block.GOVERNMENT])


def sizes(count: int, low: int, high: int) -> list[int]:
    """How many units go into each of the fewest groups of at most `high`; the larger first, none differs by more than one.

    A rest that cannot reach `low` stays one group: it is told, not hidden.
    """
    groups = max(1, -(-count // high))
    while groups > 1 and count // groups < low:
        groups -= 1
    whole, rest = divmod(count, groups)
    return [whole + 1] * rest + [whole] * (groups - rest)


def propose(units: Iterable[Candidate], *, low: int, high: int, way: str, seed: int = 0) -> dict[str, list[int]]:
    """{name of the cluster: keys of its units}, in the order of the units; with `seed` the communes are shuffled."""
    bags: dict[str, list[Candidate]] = {}
    for unit in units:
        name = unit.group if way == BY_CATALOGUE and unit.group else sort_of(unit)
        bags.setdefault(name, []).append(unit)
    found = {}
    for name, members in bags.items():
        mixed = way == AT_RANDOM and name == COMMUNES
        found |= _split(name, Random(seed).sample(members, len(members)) if mixed else members, low, high)
    return found


def _split(name: str, members: list[Candidate], low: int, high: int) -> dict[str, list[int]]:
    parts = sizes(len(members), low, high)
    if len(parts) == 1:
        return {name: [unit.key for unit in members]}
    found, start = {}, 0
    for place, size in enumerate(parts, start=1):
        found[f"{name} {place}"] = [unit.key for unit in members[start : start + size]]
        start += size
    return found
