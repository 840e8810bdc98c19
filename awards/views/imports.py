"""Importing a list: choosing the file, the preview with every problem at its cell, the one press that writes."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.views import View

from awards import permissions
from awards.enums import DossierState, ImportState, RecipientKind
from awards.forms.imports import UploadForm
from awards.queries import imports as queries
from awards.queries.scope import dossiers_for_user, imports_for_user
from awards.services import imports as services
from awards.views import import_parts as parts
from thiduakhenthuong.core.files import made_response
from thiduakhenthuong.core.idempotency import new_key, once
from thiduakhenthuong.core.typed import version_of

STEPS = ("Chọn tệp", "Kiểm tra và sửa", "Nhập vào hồ sơ")


def _stops(now: int) -> list[dict]:
    states = ["done" if i < now else "now" if i == now else "" for i in range(len(STEPS))]
    return [{"title": title, "state": state} for title, state in zip(STEPS, states, strict=True)]


class ImportMixin(LoginRequiredMixin):
    """The dossier of the address, and the list when the address names one, within the user's scope."""

    def setup(self, request, *args, **kwargs):
        """Load them; anything else is 404."""
        super().setup(request, *args, **kwargs)
        if not request.user.is_authenticated:
            return
        self.dossier = get_object_or_404(dossiers_for_user(request.user), public_id=kwargs["public_id"])
        if "batch_id" in kwargs:
            rows = imports_for_user(request.user).filter(dossier=self.dossier).select_related("by")
            self.batch = get_object_or_404(rows, public_id=kwargs["batch_id"])

    def preview_url(self, batch, anchor: str = "") -> str:
        """The address of a list."""
        return reverse("awards:import", args=[self.dossier.public_id, batch.public_id]) + anchor


class ImportUpload(ImportMixin, View):
    """Step 1: a file is chosen or dropped, a template fetched, a waiting draft taken up again."""

    def get(self, request, public_id):
        """The page."""
        return self.show(UploadForm(initial={"idempotency_key": new_key()}))

    def post(self, request, public_id):
        """Read the file; what is wrong with it comes back on the same page and nothing is kept."""
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                return self._taken(form.cleaned_data["file"])
            except ValidationError as error:
                form.add_error("file", error)
        return self.show(form, status=422)

    def _taken(self, upload) -> HttpResponse:
        batch = services.read_upload(dossier=self.dossier, upload=upload, by=self.request.user)
        if batch.state == ImportState.APPLIED:
            when = localtime(batch.applied_at)
            told = f"Tệp này đã được {batch.by.full_name} nhập vào hồ sơ lúc {when:%H:%M ngày %d/%m/%Y}. Không thêm dòng nào."
            messages.warning(self.request, told)
        return redirect(self.preview_url(batch))

    def show(self, form, status: int = 200) -> HttpResponse:
        """The page with its form."""
        reason = permissions.edit_dossier(self.request.user, self.dossier)
        if not reason and self.dossier.state not in DossierState.EDITABLE:
            reason = "Hồ sơ không còn ở trạng thái đang soạn nên không nhập thêm được."
        context = {
            "dossier": self.dossier, "form": form, "stops": _stops(0), "kinds": RecipientKind.choices, "reason": reason,
            "waiting": queries.waiting_imports(self.dossier),
        }  # fmt: skip
        return render(self.request, "awards/import_upload.html", context, status=status)


class ImportTemplate(ImportMixin, View):
    """An empty list with the right headings."""

    def get(self, request, public_id, kind):
        """One workbook for each kind of recipient."""
        if kind not in RecipientKind.values:
            raise Http404
        return made_response(services.template_workbook(self.dossier, kind), f"mau-danh-sach-{kind}.xlsx")


class ImportPreview(ImportMixin, View):
    """Step 2: problems first, a hundred rows a page; also the page of a list that is being read, failed or is done."""

    def get(self, request, public_id, batch_id):
        """The page for the state of the list."""
        job = queries.open_job(self.batch)
        context = self.frame(job)
        if self.batch.state == ImportState.STAGED and job is None:
            return render(request, "awards/import_preview.html", context | self.work())
        return render(request, "awards/import_state.html", context)

    def frame(self, job) -> dict:
        """What stands around the work."""
        step = 2 if self.batch.state == ImportState.APPLIED else 1
        return {"dossier": self.dossier, "batch": self.batch, "stops": _stops(step), "open_job": job, "told": self._told()}

    def _told(self) -> str:
        """Who imported the list and when."""
        if self.batch.state != ImportState.APPLIED:
            return ""
        who, when = queries.applied_by(self.batch) or self.batch.by, localtime(self.batch.applied_at)
        return f"{who.full_name} đã nhập {services.counts(self.batch)['ready']} dòng lúc {when:%H:%M ngày %d/%m/%Y}."

    def work(self) -> dict:
        """Rows of this page with what is said of them."""
        chosen = parts.chosen_filter(self.request.GET)
        page = Paginator(queries.rows_problems_first(self.batch, chosen), queries.PAGE).get_page(self.request.GET.get("page"))
        preview = parts.preview_of(self.batch, parts.similar_faults(queries.open_issues(self.batch)))
        status = status_of(self.batch, chosen)
        return {
            **status, "page": page, "preview": preview, "rows": parts.page_rows(page, preview, status["counts"]),
            "others": parts.other_columns(self.batch), "choices": parts.field_choices(),
            "notes": parts.file_notes(self.batch), "version": self.batch.version,
        }  # fmt: skip


def status_of(batch, chosen: str = "") -> dict:
    """Counters and whether the list can be imported now."""
    counts = services.counts(batch)
    return {
        "counts": counts, "segments": parts.segments(counts, chosen), "reason": services.reason_against_applying(batch),
        "key": new_key(), "batch": batch, "dossier": batch.dossier,
    }  # fmt: skip


class RowAction(ImportMixin, View):
    """One answer about one row; a fragment for htmx, else back to the row."""

    def post(self, request, public_id, batch_id, number):
        """`do` says what: mend, fix:<issue>:<option>, similar:<issue>, confirm, drop, restore, same, other, keep."""
        row = get_object_or_404(queries.rows_of_batch(self.batch), number=number)
        row.batch = self.batch
        before, message = parts.namesakes(row), ""
        do, *numbers = request.POST.get("do", "mend").split(":")
        try:
            ACTIONS.get(do, _mend)(row, request.POST, [int(n) for n in numbers], request.user)
        except ValidationError as error:
            message = " ".join(error.messages)
        except (ValueError, TypeError, IndexError):
            raise Http404 from None
        if not request.htmx:
            return self._without_script(row, message)
        if do == "similar" and not message:
            return HttpResponse(status=204, headers={"HX-Refresh": "true"})
        return self._fragment(row, before, message)

    def _without_script(self, row, message: str) -> HttpResponse:
        if message:
            messages.error(self.request, message)
        return redirect(self.preview_url(self.batch, f"#dong-{row.number}"))

    def _fragment(self, row, before: dict, message: str) -> HttpResponse:
        preview = parts.preview_of(self.batch)
        context = {
            **status_of(self.batch, parts.chosen_filter(self.request.GET)), "preview": preview, "oob": True,
            "row": parts.row_view(row, preview, message=message, mended=not message),
            "others": [parts.row_view(other, preview) for other in parts.changed_namesakes(row, before)],
        }  # fmt: skip
        return render(self.request, "awards/_import_answer.html", context, status=422 if message else 200)


def _mend(row, posted, numbers, by) -> None:
    """Every cell of the row whose input came back changed."""
    typed = {key[2:]: value for key, value in posted.items() if key.startswith("f:")}
    was = {key[2:]: value for key, value in posted.items() if key.startswith("w:")}
    for field, value in typed.items():
        if value != was.get(field):
            services.mend_cell(row=row, field=field, value=value, by=by)


def _similar(row, posted, numbers, by) -> None:
    option = numbers[1] if len(numbers) > 1 else 0
    services.apply_fix_to_similar(row=row, issue_index=numbers[0], option=option, value=posted.get("value") or None, by=by)


ACTIONS = {
    "mend": _mend,
    "set": lambda row, posted, numbers, by: services.mend_cell(row=row, field="award", value=posted.get("value", ""), by=by),
    "fix": lambda row, posted, numbers, by: services.apply_fix(row=row, issue_index=numbers[0], option=numbers[1], by=by),
    "similar": _similar,
    "confirm": lambda row, posted, numbers, by: services.confirm_row(row=row, by=by),
    "drop": lambda row, posted, numbers, by: services.drop_row(row=row, by=by),
    "restore": lambda row, posted, numbers, by: services.restore_row(row=row, by=by),
    "same": lambda row, posted, numbers, by: services.answer_twin(row=row, same=True, by=by),
    "other": lambda row, posted, numbers, by: services.answer_twin(row=row, same=False, by=by),
    "keep": lambda row, posted, numbers, by: services.keep_as_written(row=row, field=posted.get("field", ""), by=by),
}


class ImportColumn(ImportMixin, View):
    """A column is mapped to another field, or another sheet of the file is read."""

    def post(self, request, public_id, batch_id):
        """All rows are checked again."""
        try:
            if sheet := request.POST.get("sheet"):
                services.choose_sheet(batch=self.batch, sheet=sheet, by=request.user)
            else:
                letter, field = request.POST.get("letter", ""), request.POST.get("field", "")
                services.set_column(batch=self.batch, letter=letter, field=field, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect(self.preview_url(self.batch))


class ImportApply(ImportMixin, View):
    """Step 3: the list becomes lines of the dossier, once."""

    def post(self, request, public_id, batch_id):
        """To the dossier when done, to the progress when it takes long, back with the reason when it cannot be."""
        try:
            key = request.POST.get("idempotency_key", "")
            once(user=request.user, action="import_apply", key=key, work=self._apply)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect(self.preview_url(self.batch))
        self.batch.refresh_from_db()
        if self.batch.state != ImportState.APPLIED:
            return redirect(self.preview_url(self.batch))
        messages.success(request, f"Đã nhập {services.counts(self.batch)['ready']} dòng từ {self.batch.name} vào hồ sơ.")
        return redirect("awards:dossier-detail", self.dossier.public_id)

    def _apply(self) -> dict:
        services.apply_batch(batch=self.batch, version=version_of(self.request), by=self.request.user)
        return {"public_id": str(self.batch.public_id)}


class ImportDiscard(ImportMixin, View):
    """The list is thrown away; the dossier is untouched."""

    def post(self, request, public_id, batch_id):
        """Back to choosing a file."""
        services.discard_batch(batch=self.batch, by=request.user)
        messages.success(request, f"Đã bỏ bản nháp của tệp {self.batch.name}. Hồ sơ không thay đổi.")
        return redirect("awards:import-upload", self.dossier.public_id)


class ImportProgress(ImportMixin, View):
    """Asked every second while a job works on the list; the page comes anew when it ends."""

    def get(self, request, public_id, batch_id):
        """The progress of the job."""
        job = queries.open_job(self.batch)
        if job is None:
            return HttpResponse(status=200, headers={"HX-Redirect": self.preview_url(self.batch)})
        context = {"batch": self.batch, "dossier": self.dossier, "open_job": job}
        return render(request, "awards/_import_progress.html", context)


class ImportErrors(ImportMixin, View):
    """The rows that still have to be mended, with the reasons, as a workbook."""

    def get(self, request, public_id, batch_id):
        """The file."""
        return made_response(services.error_workbook(self.batch), "dong-can-sua.xlsx")
