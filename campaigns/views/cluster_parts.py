"""What the pages of clusters show: the finding of the heading, notices, rows of workbooks, events in words."""

from django.utils.timezone import localtime

from campaigns import permissions as may
from campaigns.enums import ClusterState, ScoreSheetState
from campaigns.models import Cluster
from campaigns.queries.cluster import size_limits
from campaigns.services.score_sheets import Standing
from thiduakhenthuong.core.sheets.writer import Column
from thiduakhenthuong.core.vntext import number

RANKING_COLUMNS = [
    Column("Hạng", "number", width=8), Column("Đơn vị", width=34), Column("Trạng thái", width=20),
    Column("Tự chấm", "decimal", width=11), Column("Thẩm định", "decimal", width=11), Column("Điểm chuẩn", "decimal", width=11),
    Column("Điểm thưởng", "decimal", width=12), Column("Điểm trừ", "decimal", width=10), Column("Tổng điểm", "decimal", width=11),
    Column("Năm trước", "decimal", width=11), Column("Phiếu đồng ý", "number", width=12),
    Column("Tổng số phiếu", "number", width=13),
    Column("Tỷ lệ phiếu (%)", "percent", width=14), Column("Đề nghị", width=26), Column("Ghi chú xếp hạng", width=46),
]  # fmt: skip


def finding(cluster: Cluster, rows: list[Standing]) -> str:
    """The one sentence that the page says."""
    if not rows:
        return f"{cluster.name} chưa có đơn vị nào"
    if cluster.state == ClusterState.AGREED:
        first = [row.member for row in rows if row.member.rank == 1]
        names = ", ".join(member.unit.name for member in first)
        return f"{names} {'cùng dẫn đầu' if len(first) > 1 else 'dẫn đầu'} {cluster.name} với {number(first[0].total)} điểm"
    done = sum(1 for row in rows if row.placed)
    if done == len(rows):
        return f"{cluster.name}: đã thẩm định đủ {done} đơn vị, chờ họp thống nhất"
    sent = sum(1 for row in rows if row.member.state != ScoreSheetState.DRAFT)
    return f"{cluster.name}: {sent}/{len(rows)} đơn vị đã gửi tự chấm, {done} đã thẩm định xong"


def size_notice(cluster: Cluster, size: int) -> str:
    """A warning about the size of a cluster; "" when it is as it should be."""
    low, high = size_limits(cluster.year)
    if low <= size <= high:
        return ""
    return f"Cụm, khối có {size} đơn vị, ngoài mức {low} - {high} đơn vị của quy chế."


def head_notice(cluster: Cluster, before: Cluster | None) -> str:
    """A warning when the same unit leads twice in a row."""
    if before and cluster.head_unit_id and cluster.head_unit_id == before.head_unit_id:
        return f"{cluster.head_unit.name} đã là cụm trưởng năm {before.year}; cụm trưởng thường luân phiên hằng năm."
    return ""


def notices(cluster: Cluster, size: int, before: Cluster | None) -> list[str]:
    """What the officer should look at while the cluster can still be mended."""
    return [words for words in (size_notice(cluster, size), head_notice(cluster, before)) if words]


def ranking_rows(rows: list[Standing]):
    """Rows of the workbook of one cluster."""
    for row in rows:
        member, sheet = row.member, row.sheet
        placed = row.placed is not None
        yield [
            row.placed.rank if placed else None, member.unit.name, member.get_state_display(),
            sheet.own.value if member.state != ScoreSheetState.DRAFT else None, sheet.appraised.value if placed else None,
            sheet.agreed.base if placed else None, sheet.agreed.bonus if placed else None,
            sheet.agreed.minus if placed else None, row.total, sheet.last_year, member.votes_yes, member.votes_total,
            row.votes, member.proposal, row.placed.why if placed else "",
        ]  # fmt: skip


def tie_words(order) -> str:
    """The order among equals, in words."""
    return ", rồi ".join(step.words for step in order) if order else "không xét gì thêm"


def rights(user, cluster: Cluster) -> dict:
    """What the user may do on the page of a cluster."""
    return {
        "manage": not may.manage_clusters(user, cluster.unit),
        "agree": not may.agree_cluster(user, cluster),
        "unlock": not may.unlock_cluster(user, cluster),
    }


def event_rows(events) -> list[dict]:
    """Events as sentences: who, when, what, from what to what."""
    return [
        {
            "at": localtime(event.at), "who": event.by.full_name if event.by else "Hệ thống",
            "done": event.data.get("done") or "cập nhật", "note": event.note, "unit": event.data.get("unit", ""),
            "changes": _changes(event.data),
        }
        for event in events
    ]  # fmt: skip


def _changes(data: dict) -> list[dict]:
    before, after = data.get("before"), data.get("after")
    if not isinstance(before, dict) or not isinstance(after, dict):
        return []
    return [{"old": _said(before.get(name)), "new": _said(value)} for name, value in after.items() if not name.endswith("_id")]


def _said(value) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")
