"""The room of the approvers: batches by dossier and kind, one batch with the officers' words, yes to all or to some."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View

from awards.enums import NominationState, Verdict
from awards.queries import appraisal as queries
from awards.queries.scope import dossiers_for_user
from awards.services import appraisal as services
from awards.views.appraisal_parts import tabs_of
from campaigns.enums import Role
from campaigns.permissions import has_any_role
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.idempotency import new_key, once
from thiduakhenthuong.core.listing import CappedPaginator
from thiduakhenthuong.core.typed import as_uuid

PAGE = 100


class ApproverMixin(LoginRequiredMixin):
    """Only approvers; everybody else is refused with the reason."""

    def dispatch(self, request, *args, **kwargs):
        """403 for the rest."""
        if request.user.is_authenticated and not has_any_role(request.user, Role.APPROVER):
            raise Refused("Chỉ người phê duyệt của nơi quyết định được vào trang này.")
        return super().dispatch(request, *args, **kwargs)


class ApprovalList(ApproverMixin, View):
    """What waits for approval, and what is approved and waits for its decision."""

    def get(self, request):
        """Batches with counts and warnings."""
        batches = [_batch_row(row) for row in queries.approval_batches(request.user)]
        context = {
            "waiting": [b for b in batches if b["waiting"]], "approved": [b for b in batches if not b["waiting"]],
            "tabs": tabs_of(request.user, "approval"), "total": sum(b["waiting"] for b in batches),
        }  # fmt: skip
        return render(request, "awards/appraisal_approvals.html", context)


def _batch_row(row: dict) -> dict:
    named = [(row["collective"], "tập thể"), (row["household"], "hộ gia đình"), (row["individual"], "cá nhân")]
    return row | {
        "words": ", ".join(f"{count} {word}" for count, word in named if count),
        "url": reverse("awards:approval-batch", args=[row["dossier__public_id"], row["award_kind__code"]]),
    }


class ApprovalBatch(ApproverMixin, View):
    """The lines of one dossier and kind; yes to all that wait, or to those ticked."""

    def setup(self, request, *args, **kwargs):
        """Load the dossier of the address; outside the scope it is 404."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            self.dossier = get_object_or_404(dossiers_for_user(request.user), public_id=kwargs["public_id"])

    def get(self, request, public_id, kind):
        """Waiting lines first, with what the officer wrote."""
        rows = queries.batch_lines(request.user, self.dossier, kind)
        page = CappedPaginator(rows.order_by("state", "rank", "sort_key", "pk"), PAGE).get_page(request.GET.get("page"))
        lines = [_line_row(line, request.user) for line in page.object_list]
        free = self._free(request, kind)
        context = {
            "dossier": self.dossier, "page_obj": page, "lines": lines, "tabs": tabs_of(request.user, "approval"),
            "kind": lines[0]["line"].award_kind if lines else None, "count": free.count(), "key": new_key(), "kind_code": kind,
            "approved": rows.filter(state=NominationState.APPROVED).exists(),
            "here": f"?xem=da-dong-y&hs={self.dossier.code}&ht={kind}",
        }  # fmt: skip
        return render(request, "awards/appraisal_batch.html", context)

    def post(self, request, public_id, kind):
        """`action`: all | chosen. `count` is what the approver saw; another number is told, and nothing is approved."""
        rows = self._free(request, kind)
        if request.POST.get("action") != "all":
            rows = rows.filter(public_id__in=[key for key in map(as_uuid, request.POST.getlist("line")) if key])
        try:
            done = once(user=request.user, action="approve_many", key=request.POST.get("idempotency_key", ""),
                        work=lambda: self._approve(rows))  # fmt: skip
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, f"Đã duyệt {done['count']} dòng.")
        return redirect("awards:approval-batch", public_id=public_id, kind=kind)

    def _free(self, request, kind):
        """Lines that wait and that this approver did not enter."""
        rows = queries.batch_lines(request.user, self.dossier, kind)
        return rows.filter(state=NominationState.ELIGIBLE).exclude(entered_by=request.user)

    def _approve(self, rows) -> dict:
        lines, seen = list(rows), self.request.POST.get("count", "")
        if not lines:
            raise ValidationError("Chưa chọn dòng nào. Hãy đánh dấu các dòng muốn duyệt.")
        if self.request.POST.get("action") == "all" and seen != str(len(lines)):
            raise ValidationError(f"Số dòng chờ duyệt vừa đổi từ {seen or '?'} thành {len(lines)}. Hãy xem lại rồi bấm lần nữa.")
        return {"count": services.approve_many(nominations=lines, by=self.request.user)}


def _line_row(line, user) -> dict:
    accepted = next((a for a in reversed(line.appraisals.all()) if a.action == "accept"), None)
    return {
        "line": line, "waiting": line.state == NominationState.ELIGIBLE, "own": line.entered_by_id == user.pk,
        "clean": line.verdict == Verdict.ELIGIBLE, "words": accepted.sentence if accepted else "", "officer": line.appraised_by,
        "key": new_key(),
    }  # fmt: skip
