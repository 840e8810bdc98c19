"""Việc phải làm: what units owe in running campaigns, who was told when; one press reminds all of a list."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View
from django.views.generic import ListView

from campaigns import permissions as may
from campaigns.enums import DutyKind, Escalation
from campaigns.forms.duty import ReviewForm
from campaigns.queries import duty as queries
from campaigns.queries.scope import obligations_for_user
from campaigns.services.duty import finish_review, undo_review
from campaigns.services.reminders import remind
from campaigns.tally.duties import duty_words
from campaigns.views import duty_parts as parts
from campaigns.views.places import places
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.files import file_response, made_response
from thiduakhenthuong.core.listing import CappedPaginator
from thiduakhenthuong.core.sheets.writer import write_table

MOST = 5000  # rows of a workbook, duties of one press


class DutyList(LoginRequiredMixin, ListView):
    """Duties around the user, overdue first; filters live in the address."""

    template_name = "campaigns/duty_list.html"
    paginator_class = CappedPaginator
    paginate_by = 50

    def get_queryset(self):
        """The view of the address, in its order."""
        params, today = self.request.GET, clock.today()
        self.rows = queries.listed(self.request.user, params)
        self.views = queries.views_of(today, queries.days_ahead(today))
        self.view = queries.chosen_view(params)
        return queries.ordered(self.rows.filter(self.views[self.view]), params, self.view)

    def get_context_data(self, **kwargs):
        """Rows in words; tabs, filters, how many may be reminded."""
        context = super().get_context_data(**kwargs)
        user, params, today = self.request.user, self.request.GET, clock.today()
        campaigns, counts = queries.campaigns_of(user), queries.counts_of(self.rows, self.views)
        open_view = self.view not in (queries.DONE, queries.AHEAD)
        remindable = queries.remindable(user, self.rows.filter(self.views[self.view])).count() if open_view else 0
        return context | {
            "rows": [parts.row_of(duty, user, today) for duty in context["page_obj"].object_list], "view": self.view,
            "tabs": parts.view_tabs(params, counts, self.view), "columns": parts.COLUMNS, "campaigns": campaigns,
            "chips": parts.filter_chips(params, campaigns), "kinds": DutyKind.choices, "levels": Escalation.choices[1:],
            "years": range(today.year + 1, today.year - 6, -1), "places": places("campaigns:duty-list"),
            "remindable": remindable, "query": params.urlencode(), "mine": queries.MINE,
            "own_only": params.get("don-vi") == queries.MINE, "picked": params.get("phong-trao", ""),
        }  # fmt: skip


class DutyExport(LoginRequiredMixin, View):
    """The list as it is filtered, as a workbook."""

    def get(self, request):
        """All pages of the view."""
        today = clock.today()
        view = queries.chosen_view(request.GET)
        which = queries.views_of(today, queries.days_ahead(today))[view]
        rows = queries.ordered(queries.listed(request.user, request.GET).filter(which), request.GET, view)[:MOST]
        cells = (parts.export_cells(duty, today) for duty in rows)
        title = f"VIỆC PHẢI LÀM TRONG PHONG TRÀO THI ĐUA: {queries.VIEWS[view].upper()}"
        return made_response(write_table(title, parts.EXPORT, cells), "viec-phai-lam.xlsx")


class DutyRemind(LoginRequiredMixin, View):
    """Reminds the ticked duties (chon), else everything open of the filtered list."""

    def get(self, request):
        """An old address, or the page opened anew: back to the list."""
        return redirect("campaigns:duty-list")

    def post(self, request):
        """Count, stamp, and show the text to send."""
        back = f"{reverse('campaigns:duty-list')}?{request.GET.urlencode()}"
        return reminded(request, list(self._duties()[:MOST]), back)

    def _duties(self):
        if chosen := self.request.POST.getlist("chon"):
            return queries.chosen(self.request.user, chosen)
        today, params = clock.today(), self.request.GET
        which = queries.views_of(today, queries.days_ahead(today))[queries.chosen_view(params)]
        return queries.remindable(self.request.user, queries.listed(self.request.user, params).filter(which))


def reminded(request, duties: list, back: str):
    """Reminds, and shows the text to send; when nothing is open any more, back with the reason."""
    try:
        text = remind(duties=duties, by=request.user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return redirect(back)
    units = len({duty.unit_id for duty in duties})
    context = {"text": text, "units": units, "duties": len(duties), "lines": 2 * text.count("\n") + 2, "back_url": back}
    return render(request, "campaigns/duty_reminded.html", context)


class DutyMixin(LoginRequiredMixin):
    """One duty of the user's scope, as `self.duty`; anything else is 404."""

    def setup(self, request, *args, **kwargs):
        """Load the duty of the address."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            rows = obligations_for_user(request.user).select_related("stage", "stored")
            self.duty = get_object_or_404(rows, public_id=kwargs["public_id"])

    def page(self, form, status: int = 200):
        """The page of a review."""
        duty, user = self.duty, self.request.user
        context = {
            "duty": duty, "what": parts.upper_first(duty_words(duty)), "form": form, "refusal": may.finish_review(user, duty),
            "told": parts.told(duty), "days": (duty.due_on - clock.today()).days,
        }  # fmt: skip
        return render(self.request, "campaigns/duty_review.html", context, status=status)


class DutyOpen(DutyMixin, View):
    """Where a duty is fulfilled: the registration, the report, or the form of a review."""

    def get(self, request, public_id):
        """On to the place, or the form."""
        if self.duty.kind == DutyKind.REPORT:
            return redirect("campaigns:report-start", public_id=self.duty.public_id)
        if self.duty.kind == DutyKind.REGISTER:
            known = queries.registration_of(request.user, self.duty)
            return redirect(parts.registration_address(self.duty, known))
        return self.page(ReviewForm())


class DutyReview(DutyMixin, View):
    """Tells of a review."""

    def post(self, request, public_id):
        """Back to the duty; faults come back at their fields."""
        form = ReviewForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                words = form.cleaned_data
                finish_review(duty=self.duty, by=request.user, note=words["note"], upload=words["file"] or None)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, "Đã ghi nhận.")
                return redirect("campaigns:duty", public_id=self.duty.public_id)
        return self.page(form, status=422)


class DutyUndo(DutyMixin, View):
    """A review told by mistake is a duty again."""

    def post(self, request, public_id):
        """Back to the form."""
        try:
            undo_review(duty=self.duty, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, "Đã bỏ ghi nhận; việc này trở lại danh sách cần làm.")
        return redirect("campaigns:duty", public_id=self.duty.public_id)


class DutyFile(DutyMixin, View):
    """The paper of a review."""

    def get(self, request, public_id):
        """For those who may see the duty."""
        if self.duty.stored is None:
            raise Http404
        return file_response(self.duty.stored, inline=self.duty.stored.content_type != "application/zip")
