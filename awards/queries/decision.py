"""What the pages of decisions show: lines that wait for a decision, the list, lines of one decision."""

from collections import OrderedDict

from django.db.models import Count, Q, QuerySet

from awards.enums import DecisionState, NominationState, RecipientKind
from awards.models import Decision, Nomination
from campaigns.enums import Role
from campaigns.permissions import units_with_role
from thiduakhenthuong.core.names import clean
from thiduakhenthuong.core.typed import whole

SORTS = {"so": ("year", "number"), "ngay": ("sign_date",), "hinh-thuc": ("award_kind__order",), "sua": ("updated_at",)}


def waiting_lines(user) -> QuerySet[Nomination]:
    """Approved lines of the user's deciding units that stand in no decision yet."""
    units = units_with_role(user, Role.APPRAISER, Role.APPROVER, Role.LEADER)
    rows = Nomination.objects.filter(
        dossier__deciding_unit__in=units, state=NominationState.APPROVED, decision_line=None, removed_at=None
    )
    return rows.select_related("dossier__unit", "dossier__deciding_unit", "award_kind").order_by("pk")


def waiting_batches(user) -> list[dict]:
    """Approved lines in batches that make one decision each: deciding unit, kind, printed reason, counts."""
    batches = OrderedDict()
    for line in waiting_lines(user):
        key = (line.dossier.deciding_unit, line.award_kind, line.dossier.reason)
        batches.setdefault(key, []).append(line)
    return [
        {
            "unit": unit, "award_kind": kind, "reason": reason, "lines": lines,
            "ids": ",".join(str(line.public_id) for line in lines),
            "dossiers": sorted({line.dossier.code for line in lines}),
        }
        for (unit, kind, reason), lines in batches.items()
    ]  # fmt: skip


def listed(rows: QuerySet[Decision], params) -> QuerySet[Decision]:
    """Decisions of a list page with counts; `params` may carry q (number or words), tt (state), nam (year), sort."""
    for word in clean(params.get("q", "")).split():
        number = Q(number=whole(word)) if whole(word) else Q(pk__in=[])
        rows = rows.filter(number | Q(award_kind__label__icontains=word) | Q(reason__icontains=word))
    if params.get("tt") in DecisionState.values:
        rows = rows.filter(state=params["tt"])
    if year := whole(params.get("nam")):
        rows = rows.filter(year=year)
    kinds = {kind.value: Count("lines", filter=Q(lines__nomination__recipient_kind=kind)) for kind in RecipientKind}
    rows = rows.annotate(**kinds)
    key = params.get("sort", "")
    order = SORTS.get(key.removeprefix("-"))
    if order:
        sign = "-" if key.startswith("-") else ""
        return rows.order_by(*[f"{sign}{field}" for field in order], "-pk")
    return rows.order_by("state", "-sign_date", "-pk")
