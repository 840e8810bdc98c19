"""A workbook of objectives: chosen, shown row by row, written by one press. ?tep= names the file that is being looked at."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View

from campaigns.forms.resolution import ObjectiveFileForm
from campaigns.services import objective_import as services
from campaigns.services.measure_values import Amount
from campaigns.services.objective_sheet import CHANGED, GROUP, NEW, SAME, WRONG
from campaigns.views.resolution import ResolutionMixin
from thiduakhenthuong.core.errors import Conflict
from thiduakhenthuong.core.typed import as_uuid

STEPS = ("Chọn tệp", "Xem trước", "Nhập vào bảng")
SEGMENTS = [
    (WRONG, "Cần sửa", "bad"), (NEW, "Thêm mới", ""), (CHANGED, "Cập nhật", ""), (SAME, "Không đổi", ""), (GROUP, "Tên nhóm", ""),
]  # fmt: skip
PAGE = 100


def stops(now: int) -> list[dict]:
    """The way of a file."""
    states = ["done" if place < now else "now" if place == now else "" for place in range(len(STEPS))]
    return [{"title": title, "state": state} for title, state in zip(STEPS, states, strict=True)]


class ResolutionImport(ResolutionMixin, View):
    """Choosing a file, its preview, the press that writes."""

    def get(self, request, public_id):
        """The upload page, or the preview of the file of the address."""
        self.require_officer()
        stored = services.upload_of(as_uuid(request.GET.get("tep")), by=request.user)
        if stored is None:
            return self._upload(ObjectiveFileForm())
        return self._preview(stored)

    def post(self, request, public_id):
        """A file, the confirmation of its preview, or its withdrawal."""
        self.require_officer()
        if request.POST.get("do") is None:
            return self._take()
        stored = services.upload_of(as_uuid(request.POST.get("tep")), by=request.user)
        if stored is None:
            messages.warning(request, "Tệp này đã được nhập hoặc đã bỏ. Muốn nhập nữa, hãy chọn lại tệp.")
            return redirect("campaigns:resolution-import", public_id=public_id)
        if request.POST["do"] == "bo":
            services.cancel_import(stored)
            return redirect("campaigns:resolution-import", public_id=public_id)
        return self._apply(stored)

    def _take(self):
        form = ObjectiveFileForm(self.request.POST, self.request.FILES)
        if form.is_valid():
            try:
                upload, user = form.cleaned_data["file"], self.request.user
                stored = services.keep_upload(resolution=self.resolution, upload=upload, by=user)
                return redirect(f"{self._url()}?tep={stored.public_id}")
            except ValidationError as error:
                form.add_error("file", error)
        return self._upload(form, status=422)

    def _apply(self, stored):
        post = self.request.POST
        try:
            counts = services.apply_import(
                resolution=self.resolution, stored=stored, mark=post.get("mark", ""), by=self.request.user,
                leave_wrong=post.get("leave_wrong") == "1",
            )  # fmt: skip
        except ValidationError as error:
            return self._preview(stored, error=" ".join(error.messages), status=422)
        except Conflict as conflict:
            return self._preview(stored, error=conflict.message, status=409)
        left = f", bỏ {counts['left']} dòng lỗi" if counts["left"] else ""
        messages.success(self.request, f"Đã thêm {counts['new']} và cập nhật {counts['changed']} mục tiêu{left}.")
        return redirect("campaigns:resolution-grid", public_id=self.resolution.public_id)

    def _url(self) -> str:
        return reverse("campaigns:resolution-import", args=[self.resolution.public_id])

    def _upload(self, form, status: int = 200):
        context = self.around() | {"form": form, "stops": stops(0)}
        return render(self.request, "campaigns/resolution_import.html", context, status=status)

    def _preview(self, stored, *, error: str = "", status: int = 200):
        try:
            reading, mark = services.preview(resolution=self.resolution, stored=stored, by=self.request.user)
        except ValidationError as fault:  # the term of the resolution changed so that the file no longer fits
            messages.error(self.request, " ".join(fault.messages))
            return redirect(self._url())
        chosen = self.request.GET.get("loc", "")
        lines = [line for line in reading.lines if not chosen or line.outcome == chosen]
        page = Paginator(lines, PAGE).get_page(self.request.GET.get("page"))
        for line in page.object_list:
            line.year_texts = [(year, line.yearly.get(year, Amount()).shown()) for year in self.resolution.years]
        context = self.around() | {
            "stops": stops(1), "stored": stored, "reading": reading, "mark": mark, "error": error, "chosen": chosen,
            "page_obj": page, "years": self.resolution.years,
            "segments": self._segments(reading, stored, chosen), "wrong": reading.count(WRONG), "writes": reading.writes,
        }  # fmt: skip
        return render(self.request, "campaigns/resolution_preview.html", context, status=status)

    def _segments(self, reading, stored, chosen: str) -> list[dict]:
        base = f"{self._url()}?tep={stored.public_id}"
        rows = [{"label": "Tất cả", "url": base, "active": not chosen, "count": len(reading.lines)}]
        for outcome, label, level in SEGMENTS:
            if count := reading.count(outcome):
                url = f"{base}&loc={outcome}"
                rows.append({"label": label, "url": url, "active": chosen == outcome, "count": count, "level": level})
        return rows
