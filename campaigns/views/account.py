"""Accounts, for administrators: open one with a first password shown once, close it, give a new password."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View
from django.views.generic import FormView, ListView, TemplateView

from campaigns.forms import AccountForm
from campaigns.queries import accounts_under
from campaigns.views.membership import AdministratorMixin
from thiduakhenthuong.accounts import services
from thiduakhenthuong.core import clock, events
from thiduakhenthuong.core.dated import holds
from thiduakhenthuong.core.idempotency import new_key, once
from thiduakhenthuong.core.listing import CappedPaginator


class AccountList(AdministratorMixin, ListView):
    """Accounts within the administrator's rule."""

    template_name = "campaigns/account_list.html"
    paginate_by = 50
    paginator_class = CappedPaginator

    def get_queryset(self):
        """Accounts by name or sign-in name."""
        return accounts_under(self.units, words=self.request.GET.get("q", ""))

    def get_context_data(self, **kwargs):
        """Each account with the roles it holds today."""
        context = super().get_context_data(**kwargs)
        today = clock.today()
        lines = [
            {"account": user, "roles": [m for m in user.memberships.all() if holds(m.valid_from, m.valid_to, today)]}
            for user in context["page_obj"]
        ]
        heads = [{"label": label} for label in ("Họ và tên", "Tên đăng nhập", "Đang làm", "Trạng thái")]
        return context | {"lines": lines, "columns": heads}


class AccountDetail(AdministratorMixin, TemplateView):
    """One account: its roles, what happened to it, and what may be done."""

    template_name = "campaigns/account_detail.html"

    def get_context_data(self, **kwargs):
        """The account of the address, or 404."""
        account = get_object_or_404(accounts_under(self.units), pk=kwargs["pk"])
        return super().get_context_data(**kwargs) | {
            "account": account, "roles": account.memberships.all(), "log": list(events.history(account))[::-1][:50],
            "own": account.pk == self.request.user.pk, "back_url": reverse("campaigns:account-list"),
        }  # fmt: skip


class AccountCreate(AdministratorMixin, FormView):
    """A new account; its first password stands on the answer and nowhere else."""

    form_class = AccountForm
    template_name = "campaigns/account_form.html"

    def get_initial(self):
        """A fresh key."""
        return {"idempotency_key": new_key()}

    def form_valid(self, form):
        """One press, one account; a repeat finds the account but no password."""
        values = {name: value for name, value in form.cleaned_data.items() if name != "idempotency_key"}
        shown = {}

        def work():
            user, shown["password"] = services.create_account(**values, by=self.request.user)
            return {"pk": user.pk}

        try:
            pk = once(user=self.request.user, action="create_account", key=form.cleaned_data["idempotency_key"], work=work)["pk"]
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        return password_page(self.request, get_object_or_404(accounts_under(self.units), pk=pk), shown.get("password", ""))

    def get_context_data(self, **kwargs):
        """Where to go back."""
        return super().get_context_data(**kwargs) | {"back_url": reverse("campaigns:account-list")}


def password_page(request, account, password: str):
    """The only page that ever shows a first password; personal pages are never stored by the browser."""
    context = {"account": account, "password": password, "back_url": reverse("campaigns:account-list")}
    return render(request, "campaigns/account_password.html", context)


class AccountReset(AdministratorMixin, View):
    """A new first password."""

    http_method_names = ["post"]

    def post(self, request, pk):
        """The account's sessions end."""
        account = get_object_or_404(accounts_under(self.units).exclude(pk=request.user.pk), pk=pk)
        return password_page(request, account, services.reset_password(user=account, by=request.user))


class AccountActive(AdministratorMixin, View):
    """Close or open an account."""

    http_method_names = ["post"]

    def post(self, request, pk):
        """`active` is "1" to open."""
        account = get_object_or_404(accounts_under(self.units), pk=pk)
        active = request.POST.get("active") == "1"
        try:
            services.set_account_active(user=account, active=active, by=request.user)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, f"Đã {'mở' if active else 'khóa'} tài khoản {account.full_name}.")
        return redirect("campaigns:account-detail", pk=pk)
