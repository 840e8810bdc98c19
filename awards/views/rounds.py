"""Pages of rounds: the list, and the form to open or move one."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View
from django.views.generic import ListView

from awards.forms.rounds import RoundForm
from awards.queries.rounds import rounds_for_user, units_that_open
from awards.services.rounds import FIELDS, change_round, open_round
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.idempotency import new_key, once
from thiduakhenthuong.core.listing import CappedPaginator


class RoundList(LoginRequiredMixin, ListView):
    """Rounds of the user's units and the units above and below."""

    template_name = "awards/round_list.html"
    context_object_name = "rounds"
    paginator_class = CappedPaginator
    paginate_by = 50

    def get_queryset(self):
        """The latest deadline first."""
        return rounds_for_user(self.request.user)

    def get_context_data(self, **kwargs):
        """Who may open or move one."""
        mine = {unit.pk for unit in units_that_open(self.request.user)}
        return super().get_context_data(**kwargs) | {"mine": mine}


class RoundCreate(LoginRequiredMixin, View):
    """Open a round."""

    def get(self, request):
        """The empty form."""
        return self._page(RoundForm(units=self._units(), initial={"idempotency_key": new_key()}))

    def post(self, request):
        """Open it once, however often the button is pressed."""
        form = RoundForm(request.POST, units=self._units())
        if form.is_valid():
            try:
                key = form.cleaned_data["idempotency_key"]
                once(user=request.user, action="open_round", key=key, work=lambda: self._open(form))
                messages.success(request, "Đã mở đợt xét.")
                return redirect("awards:round-list")
            except ValidationError as error:
                form.add_error(None, error)
        return self._page(form, status=422)

    def _open(self, form) -> dict:
        made = open_round(unit=form.cleaned_data["unit"], by=self.request.user, **form.values())
        return {"public_id": str(made.public_id)}

    def _units(self) -> list:
        units = units_that_open(self.request.user)
        if not units:
            raise Refused("Chỉ cán bộ thẩm định hoặc người phê duyệt của nơi quyết định được mở đợt xét.")
        return units

    def _page(self, form, status: int = 200):
        return render(self.request, "awards/round_form.html", {"form": form, "round": None}, status=status)


class RoundEdit(LoginRequiredMixin, View):
    """Move the days of a round or mend its name."""

    def get(self, request, public_id):
        """The form with today's values."""
        found = get_object_or_404(rounds_for_user(request.user), public_id=public_id)
        initial = {name: getattr(found, name) for name in FIELDS} | {"version": found.version}
        return self._page(found, RoundForm(units=[], fixed=True, initial=initial))

    def post(self, request, public_id):
        """Keep the change; a stale version is 409."""
        found = get_object_or_404(rounds_for_user(request.user), public_id=public_id)
        form = RoundForm(request.POST, units=[], fixed=True)
        if form.is_valid():
            try:
                change_round(round=found, version=form.cleaned_data["version"] or 0, by=request.user, **form.values())
                messages.success(request, "Đã lưu đợt xét.")
                return redirect("awards:round-list")
            except ValidationError as error:
                form.add_error(None, error)
        return self._page(found, form, status=422)

    def _page(self, found, form, status: int = 200):
        return render(self.request, "awards/round_form.html", {"form": form, "round": found}, status=status)
