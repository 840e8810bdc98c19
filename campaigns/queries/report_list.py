"""What is to be reported: duties to report around the user, with the report of each when there is one."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from campaigns.enums import CampaignState, DutyKind, ReportState, Role
from campaigns.models import Obligation, Report
from campaigns.permissions import units_with_role
from campaigns.queries.scope import obligations_for_user, reports_for_user
from thiduakhenthuong.core.names import clean, search_key
from thiduakhenthuong.core.typed import as_uuid, whole

TO_ENTER, TO_VERIFY, RETURNED, VERIFIED, ALL = "can-nhap", "cho-xac-minh", "tra-lai", "da-xac-minh", "tat-ca"
VIEWS = {
    TO_ENTER: "Cần nhập", TO_VERIFY: "Chờ xác minh", RETURNED: "Trả lại", VERIFIED: "Đã xác minh", ALL: "Tất cả",
}  # fmt: skip
VIEW_OF = {
    TO_ENTER: Q(report_state=None) | Q(report_state__in=ReportState.EDITABLE), TO_VERIFY: Q(report_state=ReportState.SUBMITTED),
    RETURNED: Q(report_state=ReportState.SENT_BACK), VERIFIED: Q(report_state=ReportState.VERIFIED), ALL: Q(),
}  # fmt: skip
SORTS = {
    "don-vi": ("unit__sort_key",), "phong-trao": ("campaign__search_key",), "ky": ("year", "quarter"), "han": ("due_on",),
    "trang-thai": ("report_state",),
}  # fmt: skip


def listed(user, params, day: date) -> QuerySet[Obligation]:
    """Duties to report in quarters that have begun, with the key and state of the report of each; the filters of the address.

    q unit, phong-trao, nam, quy, don-vi=cua-toi (own units only). The report of somebody else that was not sent stays unseen.
    """
    rows = obligations_for_user(user).filter(kind=DutyKind.REPORT).exclude(campaign__state=CampaignState.DRAFT)
    rows = rows.filter(Q(year__lt=day.year) | Q(year=day.year, quarter__lte=(day.month + 2) // 3))
    same = {name: OuterRef(name) for name in ("campaign", "unit", "year", "quarter")}
    seen = reports_for_user(user).filter(**same).order_by()
    rows = rows.annotate(report_state=Subquery(seen.values("state")[:1]), report_key=Subquery(seen.values("pk")[:1]))
    if key := as_uuid(params.get("phong-trao")):
        rows = rows.filter(campaign__public_id=key)
    for name, field in (("nam", "year"), ("quy", "quarter")):
        if (number := whole(params.get(name))) is not None:
            rows = rows.filter(**{field: number})
    if params.get("don-vi") == "cua-toi":
        rows = rows.filter(unit__in=units_with_role(user, Role.CLERK, Role.HEAD))
    for word in search_key(clean(params.get("q", ""))).split()[:8]:
        rows = rows.filter(unit__search_key__contains=word)
    return rows


def ordered(rows: QuerySet[Obligation], params, view: str) -> QuerySet[Obligation]:
    """The order of the address; else what is due first, of what is finished the newest quarter."""
    asked = params.get("sort", "")
    fields = SORTS.get(asked.removeprefix("-"))
    if fields is None:
        first = ("due_on",) if view in (TO_ENTER, RETURNED, TO_VERIFY) else ("-year", "-quarter")
        return rows.order_by(*first, "unit__sort_key", "pk")
    order = [F(name).desc(nulls_last=True) if asked.startswith("-") else F(name).asc(nulls_first=True) for name in fields]
    return rows.order_by(*order, "unit__sort_key", "pk")


def counts_of(rows: QuerySet[Obligation]) -> dict[str, int]:
    """{view: how many}; one query."""
    found = rows.order_by().aggregate(**{name.replace("-", "_"): Count("pk", filter=which) for name, which in VIEW_OF.items()})
    return {name: found[name.replace("-", "_")] for name in VIEWS}


def reports_of(duties: Iterable[Obligation]) -> dict[int, Report]:
    """{key: report} of the duties of one page, each with `lines` and `filled` counted; one query."""
    keys = [duty.report_key for duty in duties if duty.report_key]
    filled = Count("results", filter=~Q(results__actual=None) | ~Q(results__actual_text=""))
    rows = Report.objects.filter(pk__in=keys).annotate(lines=Count("results"), filled=filled)
    return {row.pk: row for row in rows}
