"""The report of one unit for one quarter: typed in a cell grid, sent, verified or returned line by line."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from campaigns import permissions as may
from campaigns.enums import DutyKind, ReportState, ResultStatus
from campaigns.queries import report as queries
from campaigns.queries.rules import rules_on
from campaigns.queries.scope import obligations_for_user, reports_for_user
from campaigns.services import report as services
from campaigns.services.cells import CellConflict
from campaigns.services.result import JUDGEMENTS, save_note, save_results
from campaigns.tally.quarters import quarter_name
from campaigns.tally.report_rows import rows_of
from campaigns.views.report_parts import STATUS_TONES, facts_of, list_address, step_buttons
from campaigns.views.sheet import Outcome, SheetSave
from campaigns.workflow import REPORT
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.typed import version_of

DONE = {
    "submit": "Đã gửi báo cáo. Cấp trên sẽ xác minh.", "take_back": "Đã rút báo cáo về để sửa.", "verify": "Đã xác minh báo cáo.",
    "send_back": "Đã trả lại báo cáo kèm chỗ cần sửa.", "reopen": "Đã mở lại báo cáo để đơn vị sửa.",
}  # fmt: skip


class ReportMixin(LoginRequiredMixin):
    """One report of the user's scope, as `self.report`; anything else is 404."""

    def setup(self, request, *args, **kwargs):
        """Load the report of the address."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            self.report = get_object_or_404(reports_for_user(request.user), public_id=kwargs["public_id"])

    def page(self, *, faults=None, said=None, status: int = 200):
        """The page of the report; `faults` by line of a step that was refused, `said` what was typed with it."""
        user, report = self.request.user, self.report
        lines = list(queries.result_lines(report))
        units = queries.line_units(report.unit, report.year, report.quarter)
        over = rules_on(clock.today())["verify_over"]
        rows = rows_of(report, lines, queries.earlier_results(report, units), over=over)
        typing = report.state in ReportState.EDITABLE and not may.edit_report(user, report)
        context = facts_of(report, rows, faults or {}, said or {}) | {
            "report": report, "typing": typing, "returning": not REPORT.reason_against(report, "send_back", user),
            "reopening": not REPORT.reason_against(report, "reopen", user), "steps": step_buttons(report, user),
            "missing": services.missing_lines(report, lines) if typing else 0,
            "judgements": [ResultStatus(one) for one in JUDGEMENTS],
            "duty": queries.duty_of(report), "chosen_line": self.request.GET.get("dong", ""),
            "back_url": list_address(self.request),
        }  # fmt: skip
        return render(self.request, "campaigns/report_detail.html", context, status=status)


class ReportDetail(ReportMixin, View):
    """Read it, or type it in when it is open and one's own."""

    def get(self, request, public_id):
        """The page."""
        return self.page()


class ReportCells(SheetSave):
    """Saves cells of the grid, one or a pasted block."""

    def load(self, public_id):
        """The report of the address."""
        self.report = get_object_or_404(reports_for_user(self.request.user), public_id=public_id)

    def save_cells(self, edits):
        """All cells in one go: three queries whatever their number."""
        self.saved = save_results(report=self.report, edits=edits, by=self.request.user)
        return [self._outcome(one) for one in self.saved]

    def _outcome(self, one) -> Outcome:
        if isinstance(one.error, CellConflict):
            return Outcome(one.edit, value=one.error.value, error=one.error.message, conflict=True)
        if one.error:
            return Outcome(one.edit, error=" ".join(one.error.messages))
        return Outcome(one.edit, value=one.value)

    def derived(self, edits):
        """Percent, status and second looks of the saved lines."""
        lines = {one.line.pk: one.line for one in self.saved if one.line}
        found = {}
        for row in rows_of(self.report, list(lines.values()), queries.earlier_results(self.report)):
            key = row.line.public_id
            found[f"percent-{key}"] = row.percent_text
            found[f"status-{key}"] = {"text": row.status_label, "tone": STATUS_TONES.get(row.line.status, "muted")}
            found[f"hints-{key}"] = "; ".join(row.hints)
        return found


class ReportLines(ReportMixin, View):
    """Adds the promises and shares that came after the report was begun."""

    def post(self, request, public_id):
        """Back to the report with its new lines."""
        report = self.report
        try:
            services.ensure_report(report.campaign, report.unit, report.year, report.quarter, by=request.user)
            messages.success(request, "Đã cập nhật các dòng của báo cáo; số đã nhập giữ nguyên.")
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("campaigns:report", public_id=report.public_id)


class ReportNote(ReportMixin, View):
    """The general remark."""

    def post(self, request, public_id):
        """Keep it; a stale version is 409."""
        try:
            save_note(report=self.report, version=version_of(request), note=request.POST.get("note", ""), by=request.user)
        except ValidationError as error:
            return self.page(faults={"note": " ".join(error.messages)}, said={"note": request.POST.get("note", "")}, status=422)
        messages.success(request, "Đã lưu nhận xét chung.")
        return redirect("campaigns:report", public_id=self.report.public_id)


class ReportStep(ReportMixin, View):
    """One step of its life: submit, take_back, verify, send_back, reopen."""

    def post(self, request, public_id, step):
        """Take the step; what it asks for comes back at its line."""
        if step not in DONE:
            raise Http404
        work = {"report": self.report, "version": version_of(request), "by": request.user} | self._words(step)
        try:
            getattr(services, f"{step}_report")(**work)
        except ValidationError as error:
            said = {key: value for key, value in request.POST.items() if key == "note" or key.startswith("line-")}
            return self.page(faults=_by_line(error), said=said, status=422)
        messages.success(request, DONE[step])
        return redirect("campaigns:report", public_id=self.report.public_id)

    def _words(self, step: str) -> dict:
        post = self.request.POST
        if step == "reopen":
            return {"note": post.get("note", "")}
        if step == "send_back":
            lines = {key.removeprefix("line-"): text for key, text in post.items() if key.startswith("line-")}
            return {"note": post.get("note", ""), "lines": lines}
        return {}


def _by_line(error: ValidationError) -> dict[str, str]:
    if hasattr(error, "message_dict"):
        return {key: " ".join(texts) for key, texts in error.message_dict.items()}
    return {"note": " ".join(error.messages)}


class ReportStart(LoginRequiredMixin, View):
    """From a duty to its report: what it will ask for, and one press to begin."""

    def setup(self, request, *args, **kwargs):
        """The duty of the address."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            rows = obligations_for_user(request.user).filter(kind=DutyKind.REPORT)
            self.duty = get_object_or_404(rows, public_id=kwargs["public_id"])

    def get(self, request, public_id):
        """The report when there is one, else what it will hold."""
        duty = self.duty
        report = queries.report_of(duty.campaign, duty.unit, duty.year, duty.quarter)
        if report and reports_for_user(request.user).filter(pk=report.pk).exists():
            return redirect("campaigns:report", public_id=report.public_id)
        if report:
            raise Refused(f"{duty.unit.name} đang nhập {quarter_name(duty.year, duty.quarter)}; báo cáo hiện ra khi được gửi.")
        return self._page()

    def post(self, request, public_id):
        """Begin: a second press finds the same report."""
        duty = self.duty
        try:
            report = services.ensure_report(duty.campaign, duty.unit, duty.year, duty.quarter, by=request.user)
        except ValidationError as error:
            return self._page(" ".join(error.messages), status=422)
        return redirect("campaigns:report", public_id=report.public_id)

    def _page(self, fault: str = "", status: int = 200):
        duty = self.duty
        refusal = may.submit_report(self.request.user, duty)
        lines = services.planned_lines(duty.campaign, duty.unit, duty.year, duty.quarter)
        fault = fault or services.not_begun(duty.year, duty.quarter)
        context = {
            "duty": duty,
            "lines": lines,
            "fault": fault,
            "refusal": refusal,
            "name": quarter_name(duty.year, duty.quarter),
        }
        return render(self.request, "campaigns/report_start.html", context, status=status)


class ReportHistory(ReportMixin, View):
    """Everything that happened to a report, with the numbers that changed between two sendings."""

    def get(self, request, public_id):
        """The newest first."""
        context = {"report": self.report, "events": queries.events_of(self.report), "name": _title(self.report)}
        return render(request, "campaigns/report_history.html", context)


def _title(report) -> str:
    return f"Kết quả {quarter_name(report.year, report.quarter)}, {report.unit.name}"
