"""Clusters of a year: who is in them, who leads by turn, what the meeting agreed, and the lock on it."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from campaigns import permissions as may
from campaigns.enums import ClusterState, ScoreSheetState
from campaigns.models import Cluster, ClusterMember, Score, Scorecard, Unit
from campaigns.queries.cluster import heirs_named, members_of, placed_units
from campaigns.queries.rules import rules_on
from campaigns.services.cells import Edit, compare, number_of, text_of, words_of
from campaigns.services.changes import change
from campaigns.services.score_sheets import Standing, standings, tie_order
from campaigns.workflow import CLUSTER, SCORE_SHEET
from thiduakhenthuong.core import clock, events
from thiduakhenthuong.core.errors import Conflict, Refused
from thiduakhenthuong.core.names import clean

DONE = (ScoreSheetState.APPRAISED, ScoreSheetState.AGREED)


# --- setting up --------------------------------------------------------------------------------


@transaction.atomic
def create_cluster(
    *, unit: Unit, by, year: int, name: str, scorecard: Scorecard | None, members: list[Unit],
    head_unit: Unit | None = None, deputy_unit: Unit | None = None,
) -> Cluster:  # fmt: skip
    """A cluster with its units. Raises Refused, ValidationError by field."""
    _require(may.manage_clusters(by, unit))
    Unit.objects.select_for_update().get(pk=unit.pk)  # two officers at once: one after the other
    values = {"name": clean(name), "scorecard": scorecard, "head_unit": head_unit, "deputy_unit": deputy_unit}
    _check(unit, year, values, members, cluster=None)
    made = Cluster.objects.create(unit=unit, year=year, **values)
    ClusterMember.objects.bulk_create([ClusterMember(cluster=made, unit=one) for one in members])
    events.record(made, "create", by=by, data={"done": "lập cụm, khối", "members": [one.name for one in members]})
    return made


@transaction.atomic
def create_clusters(*, unit: Unit, by, year: int, scorecard: Scorecard | None, groups: dict[str, list[Unit]]) -> list[Cluster]:
    """Several clusters at once, all or none. Raises Refused, ValidationError."""
    return [
        create_cluster(unit=unit, by=by, year=year, name=name, scorecard=scorecard, members=members)
        for name, members in groups.items()
        if members
    ]


@transaction.atomic
def update_cluster(
    *, cluster: Cluster, version: int, by, name: str, scorecard: Scorecard | None, members: list[Unit],
    head_unit: Unit | None = None, deputy_unit: Unit | None = None,
) -> Cluster:  # fmt: skip
    """Mend an open cluster; a stale version is a Conflict. Units that have scored stay. Raises Refused, ValidationError."""
    _require(may.manage_clusters(by, cluster.unit))
    Unit.objects.select_for_update().get(pk=cluster.unit_id)
    if cluster.state == ClusterState.AGREED:
        raise ValidationError("Cụm, khối đã thống nhất và khóa điểm. Cần mở khóa trước khi sửa.")
    values = {"name": clean(name), "scorecard": scorecard, "head_unit": head_unit, "deputy_unit": deputy_unit}
    _check(cluster.unit, cluster.year, values, members, cluster=cluster)
    if scorecard != cluster.scorecard and Score.objects.filter(member__cluster=cluster).exists():
        raise ValidationError({"scorecard": "Đã có điểm theo bảng đang dùng, không đổi sang bảng khác được."})
    ids = {name: getattr(value, "pk", value) for name, value in values.items() if name != "name"}
    ids = {f"{name}_id": value for name, value in ids.items()}
    change(cluster, version=version, by=by, what="Cụm, khối", done="sửa cụm, khối", name=values["name"], **ids)
    _set_members(cluster, members, by)
    return cluster


def _set_members(cluster: Cluster, members: list[Unit], by) -> None:
    wanted = {unit.pk: unit for unit in members}
    now = {row.unit_id: row for row in members_of(cluster).select_for_update(of=("self",))}
    gone = [row for key, row in now.items() if key not in wanted]
    kept = set(Score.objects.filter(member__in=gone).values_list("member", flat=True))
    stuck = [row.unit.name for row in gone if row.pk in kept or row.state != ScoreSheetState.DRAFT]
    if stuck:
        raise ValidationError({"members": f"Đã có điểm, không bỏ ra được: {', '.join(stuck)}."})
    fresh = [unit for key, unit in wanted.items() if key not in now]
    ClusterMember.objects.filter(pk__in=[row.pk for row in gone]).delete()
    ClusterMember.objects.bulk_create([ClusterMember(cluster=cluster, unit=unit) for unit in fresh])
    if gone or fresh:
        facts = {"before": {"members": [row.unit.name for row in gone]}, "after": {"members": [unit.name for unit in fresh]}}
        events.record(cluster, "members", by=by, data={"done": "sửa danh sách đơn vị"} | facts)


def _require(reason: str) -> None:
    if reason:
        raise Refused(reason)


def _check(unit: Unit, year: int, values: dict, members: list[Unit], *, cluster: Cluster | None) -> None:
    faults = {}
    if not values["name"]:
        faults["name"] = "Hãy ghi tên cụm, khối."
    elif Cluster.objects.filter(unit=unit, year=year, name=values["name"]).exclude(pk=cluster and cluster.pk).exists():
        faults["name"] = f"Năm {year} đã có “{values['name']}”. Hãy đặt tên khác hoặc sửa cụm, khối đó."
    if fault := _members_fault(unit, year, members, cluster):
        faults["members"] = fault
    card = values["scorecard"]
    if card and (card.unit_id, card.year) != (unit.pk, year):
        faults["scorecard"] = f"Bảng chấm điểm này không phải của {unit.name} năm {year}."
    keys = {one.pk for one in members}
    for name, label in (("head_unit", "Cụm trưởng"), ("deputy_unit", "Cụm phó")):
        if values[name] and values[name].pk not in keys:
            faults[name] = f"{label} phải là một đơn vị của cụm, khối; hãy chọn {values[name].name} vào danh sách đơn vị trước."
    if values["head_unit"] and values["head_unit"] == values["deputy_unit"]:
        faults["deputy_unit"] = "Cụm phó phải khác cụm trưởng."
    if faults:
        raise ValidationError(faults)


def _members_fault(unit: Unit, year: int, members: list[Unit], cluster: Cluster | None) -> str:
    """Why these units cannot be the cluster; "" when they can."""
    if len(members) < 2:
        return "Chọn ít nhất hai đơn vị để xếp hạng với nhau."
    if fault := _lives_fault(members, year):
        return fault
    outside = [one.name for one in members if one.pk == unit.pk or not one.path.startswith(unit.path)]
    if outside:
        return f"Không thuộc {unit.name}: {', '.join(outside)}."
    taken = placed_units(unit, year, but=cluster)
    if twice := [f"{one.name} ({taken[one.pk]})" for one in members if one.pk in taken]:
        return f"Đã ở cụm, khối khác trong năm {year}: {', '.join(twice)}. Mỗi đơn vị chỉ ở một cụm, khối."
    return ""


def _lives_fault(members: list[Unit], year: int) -> str:
    """Which units do not exist in the year, with those that took over; "" when all do."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    if unborn := [one.label for one in members if one.valid_from and one.valid_from > last]:
        return f"Chưa thành lập trong năm {year}: {'; '.join(unborn)}. Hãy chọn đơn vị tiền thân."
    dead = [one for one in members if one.valid_to and one.valid_to < first]
    if not dead:
        return ""
    heirs = heirs_named(dead)
    words = [f"{one.label}{f', nay là {heirs[one.pk]}' if one.pk in heirs else ''}" for one in dead]
    return f"Không còn hoạt động trong năm {year}: {'; '.join(words)}. Hãy chọn đơn vị kế thừa."


@transaction.atomic
def remove_cluster(*, cluster: Cluster, version: int, by) -> None:
    """Undo a cluster in which nobody has scored yet. Raises Refused, ValidationError, Conflict."""
    _require(may.manage_clusters(by, cluster.unit))
    rows = members_of(cluster)
    if Score.objects.filter(member__cluster=cluster).exists() or rows.exclude(state=ScoreSheetState.DRAFT).exists():
        raise ValidationError("Đã có đơn vị chấm điểm trong cụm, khối này, không xóa được.")
    change(cluster, version=version, by=by, what="Cụm, khối", scorecard_id=None)
    events.record(cluster.unit, "remove_cluster", by=by, data={"done": f"xóa {cluster}"})
    rows.delete()
    Cluster.objects.filter(pk=cluster.pk).delete()


# --- the meeting -------------------------------------------------------------------------------

RESULT_WORDS = {"proposal": ("Đề nghị", 150)}
RESULT_NUMBERS = {"votes_yes": "Phiếu đồng ý", "votes_total": "Tổng số phiếu"}


@transaction.atomic
def save_result_cell(*, member: ClusterMember, edit: Edit, by) -> str:
    """One cell of what the meeting said about a unit: votes, proposal."""
    row = members_of(member.cluster).select_for_update(of=("self",)).get(pk=member.pk)
    if row.cluster.state == ClusterState.AGREED:
        raise ValidationError("Cụm, khối đã thống nhất và khóa điểm.")
    _require(may.agree_cluster(by, row.cluster))
    value, label = _result_value(row, edit)
    before = getattr(row, edit.field)
    if compare(before, edit.was, value, obj=row, label=f"{label}, {row.unit.name}", field=edit.field):
        ClusterMember.objects.filter(pk=row.pk).update(**{edit.field: value}, updated_at=clock.now())
        facts = {"field": edit.field, "before": {edit.field: text_of(before)}, "after": {edit.field: text_of(value)}}
        events.record(row, "result", by=by, data={"done": f"ghi {label.lower()}"} | facts)
    return text_of(value)


def _result_value(row: ClusterMember, edit: Edit):
    if edit.field in RESULT_WORDS:
        label, limit = RESULT_WORDS[edit.field]
        return words_of(edit.value, limit=limit), label
    if edit.field not in RESULT_NUMBERS:
        raise ValidationError("Ô này không sửa được.")
    number, label = number_of(edit.value), RESULT_NUMBERS[edit.field]
    if number is not None and (number < 0 or number != int(number) or number > 9999):
        raise ValidationError(f"{label} là số nguyên, từ 0 đến 9.999.")
    value = None if number is None else int(number)
    if value is not None:
        _check_result(row, edit.field, value)
    return value, label


def _check_result(row: ClusterMember, field: str, value: int) -> None:
    if field == "votes_yes" and row.votes_total is not None and value > row.votes_total:
        raise ValidationError(f"Phiếu đồng ý không thể nhiều hơn tổng số phiếu ({row.votes_total}).")
    elif field == "votes_total" and (not value or value < (row.votes_yes or 0)):
        least = max(1, row.votes_yes or 0)
        raise ValidationError(f"Tổng số phiếu ít nhất là {least}.")


@transaction.atomic
def settle_tie(*, cluster: Cluster, picks: dict[str, int | None], note: str, by) -> None:
    """Place units that are equal in every way, with the reason; one rank may be shared. `picks`: {public id: rank}.

    Raises Refused, Conflict when they are no longer equal, ValidationError at "note" or at a unit's public id.
    """
    fresh = Cluster.objects.select_for_update(of=("self",)).select_related("unit", "scorecard", "head_unit").get(pk=cluster.pk)
    _require(may.agree_cluster(by, fresh))
    if fresh.state == ClusterState.AGREED:
        raise ValidationError("Cụm, khối đã thống nhất và khóa điểm.")
    equals = [row for row in cluster_standings(fresh) if row.placed and row.placed.places and str(row.member.public_id) in picks]
    group = {row.placed.places for row in equals}
    if len(group) != 1 or len(equals) != len(picks) or len(equals) != len(next(iter(group))):
        sentence = "Điểm hoặc phiếu vừa thay đổi nên các đơn vị này không còn bằng nhau. Hãy xem lại bảng xếp hạng."
        raise Conflict(sentence, fresh=fresh)
    _check_picks(next(iter(group)), picks, clean(note))
    _write_picks(fresh, equals, picks, clean(note)[:250], by)


def _check_picks(places: tuple[int, ...], picks: dict, note: str) -> None:
    faults = {key: f"Chọn hạng từ {places[0]} đến {places[-1]}." for key, rank in picks.items() if rank not in places}
    if not note:
        faults["note"] = "Hãy ghi lý do xếp hạng, ví dụ: cụm biểu quyết 7/10."
    elif places[0] not in picks.values():
        faults["note"] = f"Phải có ít nhất một đơn vị ở hạng {places[0]}."
    if faults:
        raise ValidationError(faults)


def _write_picks(cluster: Cluster, equals: list[Standing], picks: dict, note: str, by) -> None:
    told = []
    for row in equals:
        rank = picks[str(row.member.public_id)]
        ClusterMember.objects.filter(pk=row.member.pk).update(rank=rank, rank_note=note, updated_at=clock.now())
        told.append((row.member, note, {"done": f"xếp hạng {rank} khi bằng điểm"}))
    events.record_many(told, "tie", by=by)
    names = {row.member.unit.name: picks[str(row.member.public_id)] for row in equals}
    events.record(cluster, "tie", by=by, note=note, data={"done": "xếp hạng các đơn vị bằng điểm", "ranks": names})


def cluster_standings(cluster: Cluster, *, anew: bool = False) -> list[Standing]:
    """The ranking page's rows, with the order among equals that held at the end of the cluster's year."""
    return standings(cluster, tie_order(rules_on(date(cluster.year, 12, 31))), anew=anew)


def faults_against(cluster: Cluster, rows: list[Standing]) -> list[str]:
    """What still stands against agreeing, in sentences; empty when the meeting may close."""
    if cluster.scorecard_id is None:
        return ["Chưa chọn bảng chấm điểm cho cụm, khối."]
    if not rows:
        return ["Cụm, khối chưa có đơn vị nào."]
    faults = []
    for state, words in ((ScoreSheetState.DRAFT, "Chưa gửi tự chấm"), (ScoreSheetState.SUBMITTED, "Chưa thẩm định xong")):
        if names := [row.member.unit.name for row in rows if row.member.state == state]:
            faults.append(f"{words}: {', '.join(names)}.")
    if names := [row.member.unit.name for row in rows if row.placed and row.placed.needs_note]:
        faults.append(f"Bằng nhau mọi mặt, cần chọn hạng và ghi lý do: {', '.join(names)}.")
    if names := [row.member.unit.name for row in rows if (row.member.votes_total is None) != (row.member.votes_yes is None)]:
        faults.append(f"Phiếu suy tôn ghi chưa đủ (cả phiếu đồng ý và tổng số phiếu): {', '.join(names)}.")
    return faults


@transaction.atomic
def agree_cluster(*, cluster: Cluster, version: int, by, note: str = "") -> Cluster:
    """Lock what the meeting agreed: agreed points, totals, ranks with their reasons. Raises ValidationError with every fault."""
    CLUSTER.apply(cluster, "agree", by=by, version=version, note=note.strip(), agreed_at=clock.now())
    list(members_of(cluster).select_for_update(of=("self",)))  # no point changes between the sum and the lock
    rows = cluster_standings(cluster, anew=True)
    if faults := faults_against(cluster, rows):
        raise ValidationError(faults)
    members = [row.member for row in rows]
    open_rows = Score.objects.filter(member__in=members, agreed_points=None).exclude(appraised_points=None)
    for score in (scores := list(open_rows)):
        score.agreed_points = score.appraised_points
    Score.objects.bulk_update(scores, ["agreed_points"], batch_size=200)
    for row in rows:
        row.member.total, row.member.rank = row.sheet.agreed.value, row.placed.rank
        if not row.placed.places:
            row.member.rank_note = row.placed.why[:250]
    ClusterMember.objects.bulk_update(members, ["total", "rank", "rank_note"], batch_size=200)
    SCORE_SHEET.apply_many(members, "agree", by=by)
    facts = [{"unit": r.member.unit.name, "total": r.member.total, "rank": r.member.rank} for r in rows]
    events.record(cluster, "ranking", by=by, data={"done": "chốt xếp hạng", "ranking": facts})
    cluster.refresh_from_db()
    return cluster


@transaction.atomic
def unlock_cluster(*, cluster: Cluster, version: int, by, note: str) -> Cluster:
    """Open an agreed cluster again; needs a reason. Totals and ranks go until the meeting agrees anew; points stay."""
    if not note.strip():
        raise ValidationError({"note": "Hãy ghi lý do mở khóa; lý do nằm trong lịch sử của cụm, khối."})
    CLUSTER.apply(cluster, "unlock", by=by, version=version, note=note.strip(), agreed_at=None)
    rows = cluster_standings(cluster)
    members = list(members_of(cluster))
    SCORE_SHEET.apply_many(members, "reopen", by=by, note=note.strip(), total=None)
    tied = {row.member.pk for row in rows if row.placed and row.placed.places}
    ClusterMember.objects.filter(cluster=cluster).exclude(pk__in=tied).update(rank=None, rank_note="")
    return cluster
