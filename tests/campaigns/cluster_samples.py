"""A cluster of communes of Nam Sách with a scorecard, and people who score, appraise, agree."""

from dataclasses import dataclass, field
from datetime import date

from django.test import Client
from django.urls import reverse

from campaigns.enums import CriterionKind, Role, UnitLevel
from campaigns.models import CampaignRule, Cluster, ClusterMember, Criterion, Scorecard, Unit
from campaigns.services import cluster as clusters
from campaigns.services import score as scores
from campaigns.services.cells import Edit
from tests.awards.factories import World, make_unit, make_user, make_world

NAMES = ("An Lâm", "An Bình", "Cộng Hòa", "Đồng Lạc", "Hiệp Cát", "Hợp Tiến", "Minh Tân", "Nam Chính")
HAND, FORMULA, BONUS, MINUS = CriterionKind.HAND, CriterionKind.FORMULA, CriterionKind.BONUS, CriterionKind.MINUS


@dataclass
class Story:
    """One district's cluster of a year. `clerks` by unit; `finance` appraises the first criterion."""

    world: World
    communes: list[Unit]
    finance: Unit
    officer: object
    card: Scorecard
    criteria: dict[str, Criterion]
    cluster: Cluster
    members: list[ClusterMember]
    chief: object
    clerks: dict[int, object] = field(default_factory=dict)

    @property
    def khanh(self):
        """Appraiser of the district."""
        return self.world.khanh

    def fresh(self, place: int) -> ClusterMember:
        """A member as it is now."""
        rows = ClusterMember.objects.select_related("unit", "cluster__unit", "cluster__scorecard", "cluster__head_unit")
        return rows.get(pk=self.members[place].pk)


def make_card(unit, year=2021, *, department=None, target=None, **fields) -> tuple[Scorecard, dict]:
    """100 points: 60 by hand (or by a result when `target` is given), 40 by hand, +10, −5."""
    values = {"name": f"Bảng chấm điểm năm {year}", "maximum": 100, "bonus_limit": 20} | fields
    card = Scorecard.objects.create(unit=unit, year=year, **values)
    rows = {
        "budget": {"name": "Thu ngân sách", "maximum": 60, "kind": FORMULA if target else HAND, "department": department},
        "papers": {"name": "Báo cáo đúng hạn", "maximum": 40, "kind": HAND},
        "flags": {"name": "Được tặng cờ", "maximum": 10, "kind": BONUS},
        "faults": {"name": "Cán bộ bị kỷ luật", "maximum": 5, "kind": MINUS},
    }  # fmt: skip
    rows["budget"]["target"] = target
    made = {key: Criterion.objects.create(scorecard=card, order=n, **row) for n, (key, row) in enumerate(rows.items())}
    return card, made


def make_story(count: int = 3, *, year: int = 2021, world: World | None = None, target=None) -> Story:
    """A cluster of `count` communes; the first one leads it."""
    world = world or make_world()
    communes = [make_unit(f"Xã {name}", UnitLevel.COMMUNE, world.district, place="huyện Nam Sách") for name in NAMES[:count]]
    finance = make_unit("Phòng Tài chính – Kế hoạch", UnitLevel.OFFICE, world.district)
    officer = make_user("taichinh", "Phạm Thị Thu", (finance, Role.CLERK))
    card, criteria = make_card(world.district, year, department=finance, target=target)
    cluster = Cluster.objects.create(
        unit=world.district, year=year, name="Cụm xã 1", scorecard=card, head_unit=communes[0], deputy_unit=communes[1]
    )
    members = [ClusterMember.objects.create(cluster=cluster, unit=unit) for unit in communes]
    clerks = {
        unit.pk: make_user(f"canbo{n}", f"Trần Văn {n}", (unit, Role.CLERK)) for n, unit in enumerate(communes)
    }  # fmt: skip
    chief = make_user("truong0", "Vũ Văn Trưởng", (communes[0], Role.HEAD))
    return Story(world, communes, finance, officer, card, criteria, cluster, members, chief, clerks)


# --- steps that many tests take ----------------------------------------------------------------


def cell(member, criterion, column, value, was="") -> scores.Cell:
    """One typed cell."""
    return scores.Cell(member, criterion, column, Edit(str(member.public_id), str(criterion.public_id), value, was))


def put(member, criterion, column, value, by, was="") -> str:
    """Save one cell; raises what it answers."""
    (told,) = scores.save_cells(cells=[cell(member, criterion, column, value, was)], by=by)
    if isinstance(told, Exception):
        raise told
    return told


def score_all(story, place, budget="60", papers="40", **more) -> None:
    """A unit scores itself and sends."""
    member, by = story.fresh(place), story.clerks[story.communes[place].pk]
    for key, value in {"budget": budget, "papers": papers, **more}.items():
        put(member, story.criteria[key], "self_points", value, by)
    scores.submit_sheet(member=member, version=member.version, by=by)


def appraise_all(story, *places) -> None:
    """The district takes over what the units gave themselves."""
    for place in places:
        scores.accept_own(scorecard=story.card, members=[story.fresh(place)], by=story.khanh)
        member = story.fresh(place)
        scores.appraise_sheet(member=member, version=member.version, by=story.khanh)


def all_appraised(story, totals) -> None:
    """Every unit has scored itself (budget, papers) and was appraised."""
    for place, (budget, papers) in enumerate(totals):
        score_all(story, place, budget, papers)
    appraise_all(story, *range(len(totals)))


def fresh(story) -> Cluster:
    """The cluster as it is now."""
    return Cluster.objects.select_related("unit", "scorecard", "head_unit").get(pk=story.cluster.pk)


def agree(story, by=None, **more) -> Cluster:
    """The meeting closes."""
    cluster = fresh(story)
    return clusters.agree_cluster(cluster=cluster, version=cluster.version, by=by or story.khanh, **more)


def vote(story, place, yes, total) -> None:
    """Votes for one unit."""
    member = story.fresh(place)
    for name, value in (("votes_total", total), ("votes_yes", yes)):
        clusters.save_result_cell(member=member, edit=Edit(str(member.public_id), name, str(value), ""), by=story.khanh)


def who(story, name):
    """Somebody of the story by role: the unit's own clerk, a sibling's, the finance office, …"""
    return {
        "own": story.clerks[story.communes[0].pk], "sibling": story.clerks[story.communes[1].pk], "finance": story.officer,
        "khanh": story.khanh, "dung": story.world.dung, "giang": story.world.giang, "lam": story.world.lam, "chief": story.chief,
    }[name]  # fmt: skip


def load_limits() -> None:
    """The dated rules that clusters read."""
    for code, value in (("cluster_min", 8), ("cluster_max", 15), ("tie_votes", 1), ("tie_minus", 2), ("tie_base", 3)):
        CampaignRule.objects.create(slug=code, code=code, label=code, value=value, valid_from=date(2011, 1, 1))


# --- by the browser ------------------------------------------------------------------------------


def signed(user) -> Client:
    """A browser in which somebody is signed in."""
    client = Client()
    client.force_login(user)
    return client


def url(name, *args) -> str:
    """An address of the campaigns side."""
    return reverse(f"campaigns:{name}", args=args)


def cells(*rows) -> dict:
    """(criterion or member, field, value, what it was) as the browser sends them."""
    return {
        "row": [str(row[0].public_id) for row in rows], "field": [row[1] for row in rows], "value": [row[2] for row in rows],
        "was": [row[3] if len(row) > 3 else "" for row in rows],
    }  # fmt: skip
