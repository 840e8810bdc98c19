"""How a target is handed down, as rows of a page: numbers as words, one object for each place of the tree."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from campaigns.models import Commitment
from campaigns.services.cascade import Cascade, heirs_of, people_of, promises_of, units_of
from campaigns.tally import cascade as tally
from thiduakhenthuong.core.vntext import NBSP, date_short, number

MANY = 150  # places: a wider tree opens one level at a time
TONES = {tally.FULL: "ok", tally.WAITING: "info", tally.OPEN: "line"}
ICONS = {tally.FULL: "check-circle", tally.WAITING: "hourglass", tally.OPEN: "dash-circle-dotted"}
LABELS = {
    tally.ENDED: "Đơn vị đã kết thúc",
    tally.NOBODY: "Đứt: chưa ai nhận",
    tally.LESS: "Đứt: nhận thiếu",
    tally.UNSHARED: "Đứt: chưa giao hết",
    tally.WORSE: "Đứt: thấp hơn mức giao",
    tally.WAITING: "Chờ xác nhận",
    tally.OPEN: "Đang chờ",
    tally.FULL: "Đã nhận đủ",
}
FILTERS = {"dut": "Chỗ đứt", "chua-du": "Chưa đủ", "tu-dang-ky": "Tự đăng ký"}


@dataclass
class Place:
    """One row of the tree. `deeper` counts what stands under it and is not shown."""

    node: tally.Node
    depth: int
    name: str
    where: str
    share: str
    handed: str
    own: str
    left: str
    label: str
    tone: str
    icon: str
    sentence: str
    unit_id: str = ""
    promises: list[Commitment] = field(default_factory=list)
    deeper: int = 0
    may_share: bool = False


def amount(value: Decimal | None, measure) -> str:
    """ "6 nhà", "1,4%"; "" for None."""
    if value is None:
        return ""
    unit = measure.unit_of_measure
    return f"{number(value)}{'' if unit.startswith('%') else NBSP}{unit}".strip()


# --- one line for each target ------------------------------------------------------------------


@dataclass(frozen=True)
class TargetLine:
    """A target in the list: what there is to carry, what is carried, where it broke. Light, so that it can be kept."""

    public_id: UUID
    indicator: str
    is_level: bool  # handed on as a level, not added up
    plan: str
    given: int
    handed: str
    carried: str
    left: str
    carried_share: Decimal | None  # percent of the plan, for the bar
    handed_share: Decimal | None
    broken: int
    word: str
    tone: str


def target_line(found: Cascade) -> TargetLine:
    """One row of the list of targets."""
    measure, root, given, broken = found.target, found.root, found.given, found.broken
    splits = measure.splits and found.plan is not None
    full = sum(node.state == tally.FULL for node in given)
    word, tone = _word(found, len(given), full, len(broken))
    return TargetLine(
        measure.public_id, measure.indicator, not measure.splits and not measure.is_qualitative,
        "" if found.plan is None else amount(found.plan, measure), len(given),
        amount(root.handed, measure) if splits and given else "",
        amount(root.carried, measure) if splits else f"{full}/{len(given)} nơi" if given else "",
        amount(root.left, measure) if splits else "",
        _percent(root.carried, found.plan) if splits else _percent(Decimal(full), Decimal(len(given))),
        _percent(root.handed, found.plan) if splits else None, len(broken), word, tone,
    )  # fmt: skip


def _percent(part: Decimal, whole: Decimal | None) -> Decimal | None:
    return min(part / whole * 100, Decimal(100)) if whole else None


def _word(found: Cascade, given: int, full: int, broken: int) -> tuple[str, str]:
    if found.plan is None and not found.target.is_qualitative:
        return f"Chưa có kế hoạch năm{NBSP}{found.year}", "line"
    if found.root.state == tally.FULL or given and full == given:
        return "Đã có nơi nhận đủ", "ok"
    if not given and not found.root.children:
        return "Chưa giao cho ai", "bad" if broken else "warn"
    if broken:
        return f"Đứt ở {broken} nơi", "bad"
    if not given:
        return "Chưa giao, có nơi tự đăng ký", "warn"
    part = found.target.splits and found.plan is not None and found.root.handed < found.plan
    return "Mới giao một phần" if part else "Đã giao, chờ đăng ký", "info"


def list_finding(lines: list[TargetLine], year: int) -> str:
    """The heading of the list: how many targets somebody carries in full."""
    if not lines:
        return "Chưa có chỉ tiêu để phân bổ"
    full = sum(line.tone == "ok" for line in lines)
    nobody = sum(not line.given and line.tone in ("bad", "warn") for line in lines)
    broken = sum(bool(line.broken and line.given) for line in lines)
    head = f"{full}{NBSP}trong{NBSP}{len(lines)} chỉ tiêu năm{NBSP}{year} đã có nơi nhận đủ"
    if full == len(lines):
        head = f"Cả {len(lines)} chỉ tiêu năm{NBSP}{year} đã có nơi nhận đủ"
    elif not full:
        head = f"Chưa chỉ tiêu nào năm{NBSP}{year} có nơi nhận đủ"
    rest = [f"{broken}{NBSP}chỉ tiêu đứt ở giữa chừng"] if broken else []
    rest += [f"{nobody}{NBSP}chỉ tiêu chưa giao cho ai"] if nobody else []
    return ", ".join([head, *rest])


# --- the tree of one target --------------------------------------------------------------------


def tree_finding(found: Cascade) -> str:
    """The heading of one target: what is carried of what there is to carry."""
    measure, root, year = found.target, found.root, f"năm{NBSP}{found.year}"
    broken = f", đứt ở {len(found.broken)}{NBSP}nơi" if found.broken else ""
    if measure.splits and found.plan is not None:
        carried = amount(root.carried, measure)
        if root.carried >= found.plan:
            return f"Đã có nơi nhận đủ {amount(found.plan, measure)} {year}{broken}"
        if not root.carried and found.given:
            return f"Chưa nơi nào đăng ký nhận trong {amount(found.plan, measure)} {year}{broken}"
        return f"Đã có nơi nhận {carried} trong {amount(found.plan, measure)} {year}{broken}"
    given = found.given
    if not given:
        return f"Chưa giao cho đơn vị nào {year}"
    full = sum(node.state == tally.FULL for node in given)
    return f"{full}{NBSP}trong{NBSP}{len(given)} nơi được giao đã nhận đủ mức {year}{broken}"


def subtree(found: Cascade, unit: int | None) -> tally.Node:
    """The place the page is about: a unit of the tree, else the whole."""
    if unit is None:
        return found.root
    return next((node for node in found.nodes if node.kind == tally.UNIT and node.unit == unit), found.root)


def visible(top: tally.Node, wanted: str) -> list[tuple[tally.Node, int, int]]:
    """(node, depth, how many more stand under it unseen) of what is shown; a filter keeps the way down to its finds."""
    total = sum(1 for _ in top.walk()) - 1
    deepest = 99 if total <= MANY or wanted else 1
    found: list[tuple[tally.Node, int, int]] = []

    def go(node: tally.Node, depth: int) -> None:
        for child in _in_order(node.children):
            if wanted and not any(_matches(one, wanted) for one in child.walk()):
                continue
            hidden = sum(1 for _ in child.walk()) - 1 if depth >= deepest else 0
            found.append((child, depth, hidden))
            if not hidden:
                go(child, depth + 1)

    go(top, 1)
    return found


def _in_order(nodes: list[tally.Node]) -> list[tally.Node]:
    """What was given first, what came by itself after it, people last; the order of names within."""
    return sorted(nodes, key=lambda node: (node.kind == tally.PERSON, not node.given))


def _matches(node: tally.Node, wanted: str) -> bool:
    if wanted == "dut":
        return node.broken
    if wanted == "chua-du":
        return node.given and node.state != tally.FULL
    return not node.given and bool(node.promises)


def places(found: Cascade, shown: list[tuple[tally.Node, int, int]], *, readable, shares_as: set[int]) -> list[Place]:
    """Rows of the tree; `readable(path)` tells whose people and sheets the user may see, `shares_as` who he or she shares for."""
    nodes = [node for node, _, _ in shown]
    units, people, heirs = units_of(nodes), people_of(nodes), heirs_of([node for node in nodes if node.broken])
    lines = promises_of([node for node in nodes if node.promises and readable(node.path)])
    return [
        _place(found, node, depth, deeper, units, people, heirs, lines, readable(node.path), shares_as)
        for node, depth, deeper in shown
    ]


def _place(found, node, depth, deeper, units, people, heirs, lines, reads, shares_as) -> Place:
    measure, unit = found.target, units[node.unit]
    mine = [lines[promise.pk] for promise in node.promises if promise.pk in lines]
    own = node.own if measure.splits else node.level
    label = LABELS[node.state] if node.given else "Tự đăng ký" if node.promises else "Qua phong trào của mình"
    tone = "bad" if node.broken else TONES[node.state] if node.given else "line"
    return Place(
        node, depth, _name(node, unit, people, mine, reads), unit.name if node.kind == tally.PERSON else "",
        amount(node.share, measure), amount(node.handed, measure) if node.handed and measure.splits else "",
        amount(own, measure) if own else "", amount(node.left, measure) if measure.splits and node.share and node.left else "",
        label, tone, "exclamation-triangle" if node.broken else ICONS[node.state] if node.given else "person-raised-hand",
        sentence(found, node, heirs), str(unit.public_id), mine, deeper,
        node.kind == tally.UNIT and node.given and node.unit in shares_as and node.share_pk is not None,
    )  # fmt: skip


def _name(node, unit, people: dict, lines: list[Commitment], reads: bool) -> str:
    if node.kind == tally.UNIT:
        return unit.name
    if not reads:
        return "Một cá nhân"
    if node.person in people:
        return people[node.person].full_name
    return lines[0].registration.subject if lines else "Một cá nhân"


def sentence(found: Cascade, node: tally.Node, heirs: dict) -> str:
    """Why the chain is broken here, in one sentence; "" where it is not."""
    if node.state == tally.ENDED:
        heir = heirs.get(node.unit)
        return f"Kết thúc hoạt động ngày {date_short(node.ends)}; chuyển phần giao cho {heir.name if heir else 'đơn vị khác'}."
    measure, share = found.target, amount(node.share, found.target)
    words = {
        tally.NOBODY: "Hết hạn đăng ký mà chưa đăng ký và chưa giao tiếp cho ai.",
        tally.LESS: f"Đăng ký {amount(node.own, measure)}, phần giao là {share}.",
        tally.UNSHARED: f"Mới giao xuống {amount(node.handed, measure)} trong {share}, bản thân chưa đăng ký.",
        tally.WORSE: f"Đăng ký {amount(node.level, measure)}, mức giao là {share}.",
    }
    waiting = f"Đã gửi {amount(node.waiting, measure)}, chờ thủ trưởng xác nhận." if node.waiting else ""
    return words.get(node.state, waiting)


def root_note(found: Cascade, day: date) -> str:
    """What is still to be shared out at the top, in one sentence."""
    if not (found.target.splits and found.most is not None):
        return ""
    left = found.most - found.root.handed
    return f"Còn {amount(left, found.target)} chưa giao cho ai." if left > 0 else "Đã giao hết."
