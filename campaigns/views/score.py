"""Pages of scores: the sheet of one unit with its three columns, and the grid in which a department appraises many units."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View
from django.views.generic import ListView

from campaigns import permissions as may
from campaigns.enums import ClusterState, ScoreSheetState
from campaigns.queries.scope import clusters_for_user, scorecards_for_user
from campaigns.queries.score import appraisable, criteria_of, members_to_appraise, sheets_for_user
from campaigns.services import score as services
from campaigns.services.score_sheets import appraisal_rows, sheet_of
from campaigns.views import cluster_parts as parts
from campaigns.views.sheet import Outcome, SheetSave
from campaigns.workflow import SCORE_SHEET
from thiduakhenthuong.core import events
from thiduakhenthuong.core.errors import Conflict, Refused
from thiduakhenthuong.core.files import file_response, made_response
from thiduakhenthuong.core.listing import CappedPaginator
from thiduakhenthuong.core.sheets.writer import Column, write_table
from thiduakhenthuong.core.typed import as_uuid, version_of
from thiduakhenthuong.core.vntext import number

SHEET_COLUMNS = [
    Column("TT", "number", width=6), Column("Phần", width=26), Column("Tiêu chí", width=44),
    Column("Điểm chuẩn", "decimal", width=11),
    Column("Kế hoạch", "decimal", width=12), Column("Thực hiện", "decimal", width=12), Column("%", "percent", width=9),
    Column("Năm trước", "decimal", width=11), Column("Tự chấm", "decimal", width=11), Column("Thẩm định", "decimal", width=11),
    Column("Cụm thống nhất", "decimal", width=13), Column("Minh chứng", width=26), Column("Giải trình", width=40),
    Column("Ý kiến thẩm định", width=36),
]  # fmt: skip
STEPS = {
    "submit": (services.submit_sheet, "Đã gửi bảng tự chấm."),
    "take_back": (services.take_back_sheet, "Đã rút bảng về để sửa."),
    "appraise": (services.appraise_sheet, "Đã thẩm định xong bảng chấm điểm."),
}


# --- one sheet ---------------------------------------------------------------------------------


class SheetMixin(LoginRequiredMixin):
    """One sheet of the user's scope as `self.member`; anything else is 404."""

    def setup(self, request, *args, **kwargs):
        """Load the sheet of the address."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            self.member = get_object_or_404(sheets_for_user(request.user), public_id=kwargs["public_id"])

    def criterion(self, key: UUID):
        """A row of the sheet's scorecard."""
        found = next((c for c in criteria_of(self.member.cluster.scorecard) if c.public_id == key), None)
        if found is None:
            raise Http404
        return found


class ScoreSheet(SheetMixin, View):
    """The sheet: every criterion with plan, result and the three scores."""

    def get(self, request, public_id):
        """The page."""
        member, user = self.member, request.user
        sheet = sheet_of(member)
        open_rows = [self.row(line) for line in sheet.lines]
        draft, sent = member.state == ScoreSheetState.DRAFT, member.state == ScoreSheetState.SUBMITTED
        context = {
            "heading": f"Bảng chấm điểm của {member.unit.name}", "member": member, "cluster": member.cluster, "sheet": sheet,
            "parts": self.parts(sheet, open_rows), "steps": {step.name for step in SCORE_SHEET.available(member, user)},
            "returned": self.returned(), "missing": services.missing_own(sheet) if draft else [],
            "waiting": services.missing_appraisal(sheet) if sent else [],
            "writes": any(any(row["open"].values()) for row in open_rows), "is_open": member.cluster.state == ClusterState.OPEN,
        }  # fmt: skip
        return render(request, "campaigns/score_sheet.html", context)

    def row(self, line) -> dict:
        """A line with the columns that the user may write in now."""
        reasons = {c: services.reason_against(self.request.user, self.member, line.criterion, c) for c in services.OPEN_IN}
        return {"line": line, "open": {column: not reason for column, reason in reasons.items()}}

    def parts(self, sheet, rows) -> list:
        """Rows under the heads of their parts."""
        by_line = {id(row["line"]): row for row in rows}
        return [(part, [by_line[id(line)] for line in lines]) for part, lines in sheet.parts]

    def returned(self):
        """Why the sheet came back, while it is being mended."""
        if self.member.state != ScoreSheetState.DRAFT or self.member.version == 1:
            return None
        return events.history(self.member).filter(action="send_back").order_by("-number").first()


class ScoreSave(SheetSave):
    """Cells of one sheet: rows are criteria, fields are columns."""

    def load(self, public_id):
        """The sheet and its criteria."""
        self.member = get_object_or_404(sheets_for_user(self.request.user), public_id=public_id)
        self.criteria = {str(c.public_id): c for c in criteria_of(self.member.cluster.scorecard)}

    def save_cells(self, edits):
        """All cells at once, each with its own outcome."""
        if any(edit.row not in self.criteria for edit in edits):
            raise Http404
        cells = [services.Cell(self.member, self.criteria[edit.row], edit.field, edit) for edit in edits]
        return outcomes(cells, self.request.user)

    def derived(self, edits):
        """The three totals."""
        sheet = sheet_of(self.member)
        columns = {"own": sheet.own, "appraised": sheet.appraised, "agreed": sheet.agreed}
        found = {f"total-{name}": number(whole.value) for name, whole in columns.items()}
        return found | {f"bonus-{name}": f"thưởng {number(whole.bonus)}" for name, whole in columns.items()}


def outcomes(cells: list, user) -> list[Outcome]:
    """Cells saved together, as the browser hears of each."""
    found = []
    for cell, told in zip(cells, services.save_cells(cells=cells, by=user), strict=True):
        if isinstance(told, ValidationError):
            found.append(Outcome(cell.edit, error=" ".join(told.messages)))
        elif isinstance(told, Conflict):
            found.append(Outcome(cell.edit, value=told.value, error=told.message, conflict=True))
        else:
            found.append(Outcome(cell.edit, value=told))
    return found


class ScoreStep(SheetMixin, View):
    """Send, take back, close the appraisal, return with a reason."""

    http_method_names = ["post"]

    def post(self, request, public_id, step):
        """Take the step; a stale version is 409."""
        facts = {"member": self.member, "version": version_of(request), "by": request.user}
        try:
            if step == "send_back":
                services.send_back_sheet(note=request.POST.get("note", "")[:500], **facts)
                messages.success(request, f"Đã trả bảng chấm điểm cho {self.member.unit.name}.")
            elif step in STEPS:
                work, said = STEPS[step]
                work(**facts)
                messages.success(request, said)
            else:
                raise Http404
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect("campaigns:score-sheet", public_id)


class ScoreEvidence(SheetMixin, View):
    """The proof of a criterion: download, put in, take out."""

    def get(self, request, public_id, criterion):
        """The file."""
        line = next((one for one in sheet_of(self.member).lines if one.criterion.public_id == criterion), None)
        if line is None or line.score is None or line.score.evidence is None:
            raise Http404
        return file_response(line.score.evidence)

    def post(self, request, public_id, criterion):
        """Keep the file that was sent, or take the kept one off."""
        row, upload = self.criterion(criterion), request.FILES.get("evidence")
        try:
            if request.POST.get("remove"):
                services.remove_evidence(member=self.member, criterion=row, by=request.user)
                messages.success(request, f"Đã bỏ minh chứng của “{row.name}”.")
            elif upload is None:
                messages.error(request, "Chưa chọn tệp. Hãy chọn tệp ảnh, PDF, Word hoặc Excel rồi tải lên.")
            else:
                services.attach_evidence(member=self.member, criterion=row, upload=upload, by=request.user)
                messages.success(request, f"Đã đính kèm minh chứng cho “{row.name}”.")
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect(f"{reverse('campaigns:score-sheet', args=[public_id])}#r-{criterion}")


class ScoreBook(SheetMixin, View):
    """One sheet as a workbook, in the customary columns."""

    def get(self, request, public_id):
        """Every criterion, then the totals."""
        sheet, member = sheet_of(self.member), self.member
        rows = [
            [place, line.criterion.part, line.criterion.name, line.criterion.maximum, line.plan, line.actual, line.percent,
             line.last_year, line.own, line.appraised, line.closing, line.score.evidence.name if evidence(line) else "",
             line.score.explanation if line.score else "", line.score.appraiser_note if line.score else ""]
            for place, line in enumerate(sheet.lines, start=1)
        ]  # fmt: skip
        totals = [whole.value for whole in (sheet.own, sheet.appraised, sheet.agreed)]
        maximum = member.cluster.scorecard.maximum if member.cluster.scorecard else None
        rows.append([None, "", "Tổng điểm", maximum, None, None, None, sheet.last_year, *totals, "", "", ""])
        lines = (f"{member.unit.name}, {member.cluster}", f"Trạng thái: {member.get_state_display()}")
        return made_response(write_table("BẢNG CHẤM ĐIỂM THI ĐUA", SHEET_COLUMNS, rows, lines=lines), "bang-cham-diem.xlsx")


def evidence(line) -> bool:
    """Whether a line has proof."""
    return line.score is not None and line.score.evidence is not None


class ScoreHistory(SheetMixin, ListView):
    """Everything that happened to a sheet, newest first."""

    template_name = "campaigns/cluster_history.html"
    paginate_by = 100
    paginator_class = CappedPaginator

    def get_queryset(self):
        """Events with their authors."""
        return events.history(self.member).order_by("-number")

    def get_context_data(self, **kwargs):
        """Events as sentences."""
        context = super().get_context_data(**kwargs)
        back = reverse("campaigns:score-sheet", args=[self.member.public_id])
        title = f"Bảng chấm điểm của {self.member.unit.name}, {self.member.cluster}"
        rows = parts.event_rows(context["page_obj"].object_list)
        return context | {"title": title, "back_url": back, "back_label": "bảng chấm điểm", "events": rows}


# --- the grid of a department ------------------------------------------------------------------


class AppraisalMixin(LoginRequiredMixin):
    """A scorecard that the user appraises by, with the criteria that are the user's."""

    def setup(self, request, *args, **kwargs):
        """Load the scorecard: one of the user's units, or one whose criteria they appraise."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            key = kwargs["public_id"]
            self.card = scorecards_for_user(request.user).filter(public_id=key).first()
            if self.card is None:
                cluster = clusters_for_user(request.user).filter(scorecard__public_id=key).order_by("pk").first()
                if cluster is None:
                    raise Http404
                self.card = cluster.scorecard
            self.criteria = appraisable(self.card, request.user)

    def require(self) -> None:
        """403 for who appraises none of the criteria."""
        if not self.criteria:
            raise Refused("Không có tiêu chí nào của bảng này do đơn vị của bạn thẩm định.")


class ScoreAppraisal(AppraisalMixin, View):
    """Units × criteria of the user's department, by keyboard, a column pasted at once."""

    def get(self, request, public_id):
        """The grid; `cum` narrows it to one cluster."""
        self.require()
        chosen = as_uuid(request.GET.get("cum"))
        rows = appraisal_rows(self.card, request.user, self.criteria, cluster=chosen)
        context = {
            "card": self.card, "criteria": self.criteria, "rows": rows, "chosen": str(chosen or ""),
            "clusters": clusters_for_user(request.user).filter(scorecard=self.card).order_by("name"),
            "waiting": sum(1 for row in rows if not row.open and row.member.state == ScoreSheetState.DRAFT),
            "empty": sum(1 for row in rows if row.open for cell in row.cells if cell.can_accept),
            "back_url": reverse("campaigns:scorecard", args=[public_id]),
            "organises": not may.manage_clusters(request.user, self.card.unit),
        }  # fmt: skip
        return render(request, "campaigns/score_appraisal.html", context)


class ScoreAppraisalBook(AppraisalMixin, View):
    """The grid as a workbook: for each criterion what the unit gave itself and what was appraised."""

    def get(self, request, public_id):
        """The rows of the page."""
        self.require()
        found = appraisal_rows(self.card, request.user, self.criteria, cluster=as_uuid(request.GET.get("cum")))
        columns = [Column("Cụm, khối", width=26), Column("Đơn vị", width=32), Column("Trạng thái", width=20)]
        for row in self.criteria:
            columns += [Column(f"{row.name}: {words}", "decimal", width=16) for words in ("tự chấm", "thẩm định")]
        rows = (
            [row.member.cluster.name, row.member.unit.name, row.member.get_state_display()]
            + [value for cell in row.cells for value in (cell.own, cell.appraised)]
            for row in found
        )
        return made_response(write_table(f"THẨM ĐỊNH ĐIỂM: {self.card.name.upper()}", columns, rows), "tham-dinh-diem.xlsx")


class ScoreAppraisalSave(SheetSave):
    """Cells of the grid: rows are units, fields are criteria."""

    def load(self, public_id):
        """Members of the visible clusters and the user's criteria."""
        rows = clusters_for_user(self.request.user).filter(scorecard__public_id=public_id).order_by("pk")
        cluster = rows.first()
        if cluster is None:
            raise Http404
        self.members = {str(m.public_id): m for m in members_to_appraise(cluster.scorecard, self.request.user)}
        self.criteria = {str(c.public_id): c for c in criteria_of(cluster.scorecard)}

    def save_cells(self, edits):
        """All cells at once, each with its own outcome."""
        if any(edit.row not in self.members or edit.field not in self.criteria for edit in edits):
            raise Http404
        cells = [services.Cell(self.members[e.row], self.criteria[e.field], "appraised_points", e) for e in edits]
        return outcomes(cells, self.request.user)


class ScoreAccept(AppraisalMixin, View):
    """Take over the units' own points in every empty cell of the grid."""

    http_method_names = ["post"]

    def post(self, request, public_id):
        """How many cells were filled."""
        self.require()
        chosen = as_uuid(request.POST.get("cum"))
        members = members_to_appraise(self.card, request.user, cluster=chosen)
        count = services.accept_own(scorecard=self.card, members=members, by=request.user)
        messages.success(request, f"Đã chấp nhận điểm tự chấm ở {count} ô." if count else "Không còn ô trống nào để chấp nhận.")
        tail = f"?cum={chosen}" if chosen else ""
        return redirect(f"{reverse('campaigns:score-appraisal', args=[public_id])}{tail}")
