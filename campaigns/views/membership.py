"""Who works for whom: list, add, end by date. For administrators, within their units and everything below."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View
from django.views.generic import FormView, ListView

from campaigns.enums import Role
from campaigns.forms import LastDayForm, MembershipForm
from campaigns.permissions import units_with_role
from campaigns.queries import accounts_under, memberships_under
from campaigns.services.membership import add_membership, end_membership
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.idempotency import new_key, once
from thiduakhenthuong.core.listing import CappedPaginator


class AdministratorMixin(LoginRequiredMixin):
    """Only administrators; `self.units` are the units they rule over."""

    def dispatch(self, request, *args, **kwargs):
        """403 with the reason for everybody else."""
        self.units = units_with_role(request.user, Role.ADMINISTRATOR)
        if request.user.is_authenticated and not self.units:
            raise Refused("Chỉ quản trị được xem và sửa phân công, tài khoản.")
        return super().dispatch(request, *args, **kwargs)


class MembershipList(AdministratorMixin, ListView):
    """Roles in force today, or all that ever were (?tat_ca=1)."""

    template_name = "campaigns/membership_list.html"
    paginate_by = 50
    paginator_class = CappedPaginator

    def get_queryset(self):
        """Roles as they are filtered."""
        params = self.request.GET
        day = None if params.get("tat_ca") else clock.today()
        return memberships_under(self.units, words=params.get("q", ""), day=day)

    def get_context_data(self, **kwargs):
        """Heads of the list, and the day that a form proposes."""
        heads = ("Người", "Vai trò", "Đơn vị", "Chức vụ, bộ phận", "Thời gian", "Việc")
        facts = {"columns": [{"label": label} for label in heads], "today": clock.today()}
        return super().get_context_data(**kwargs) | facts


class MembershipCreate(AdministratorMixin, FormView):
    """Give a role."""

    form_class = MembershipForm
    template_name = "campaigns/membership_form.html"

    def get_form_kwargs(self):
        """Accounts within the administrator's rule; a fresh key."""
        users = accounts_under(self.units).filter(is_active=True).exclude(pk=self.request.user.pk)
        known = {"idempotency_key": new_key(), "valid_from": clock.today(), "user": self.request.GET.get("tai_khoan")}
        return super().get_form_kwargs() | {"users": users, "initial": known}

    def form_valid(self, form):
        """One press, one role; faults come back at their fields."""
        values = {name: value for name, value in form.cleaned_data.items() if name != "idempotency_key"}
        try:
            once(user=self.request.user, action="add_membership", key=form.cleaned_data["idempotency_key"],
                 work=lambda: {"pk": add_membership(**values, by=self.request.user).pk})  # fmt: skip
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, f"Đã phân công {values['user'].full_name}.")
        return redirect("campaigns:membership-list")

    def get_context_data(self, **kwargs):
        """Where to go back."""
        return super().get_context_data(**kwargs) | {"back_url": reverse("campaigns:membership-list")}


class MembershipEnd(AdministratorMixin, View):
    """The last day of a role."""

    def get(self, request, pk):
        """A small form of its own."""
        return self._page(request, pk, LastDayForm(initial={"last_day": clock.today()}))

    def post(self, request, pk):
        """End it."""
        form = LastDayForm(request.POST)
        if form.is_valid():
            try:
                done = end_membership(self._row(pk), last_day=form.cleaned_data["last_day"], by=request.user)
            except ValidationError as error:
                form.add_error("last_day", error.messages[0])
            else:
                messages.success(request, f"Phân công của {done.user.full_name} kết thúc ngày {done.valid_to:%d/%m/%Y}.")
                return redirect("campaigns:membership-list")
        return self._page(request, pk, form, status=422)

    def _row(self, pk):
        return get_object_or_404(memberships_under(self.units), pk=pk)

    def _page(self, request, pk, form, status=200):
        context = {"membership": self._row(pk), "form": form, "back_url": reverse("campaigns:membership-list")}
        return render(request, "campaigns/membership_end.html", context, status=status)
