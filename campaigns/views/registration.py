"""Pages of registrations: the list, a new one, its sheet, what it is about, the steps of its life."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View
from django.views.generic import ListView, TemplateView

from campaigns import permissions
from campaigns.enums import RegistrationKind, RegistrationState, Role
from campaigns.forms.registration import AboutForm, RegistrationForm, ReturnForm, about_values
from campaigns.permissions import units_with_role
from campaigns.queries import registration as queries
from campaigns.queries import registration_list as lists
from campaigns.queries.scope import registrations_for_user
from campaigns.services import commitment as lines
from campaigns.services import registration as services
from campaigns.views import registration_parts as parts
from campaigns.views.campaign_parts import put_errors
from campaigns.views.places import places
from thiduakhenthuong.core import clock, files
from thiduakhenthuong.core.errors import Conflict, Refused
from thiduakhenthuong.core.idempotency import new_key, once
from thiduakhenthuong.core.listing import CappedPaginator, replace_query
from thiduakhenthuong.core.typed import as_uuid, version_of, whole

STEPS = {
    "submit": services.submit_registration, "take_back": services.take_back_registration,
    "confirm": services.confirm_registration,
}  # fmt: skip


def require_editable(user, sheet) -> None:
    """403 with the reason for whoever may not write it; 409 with the way out while it is not open for changes."""
    if reason := permissions.edit_registration(user, sheet):
        raise Refused(reason)
    if sheet.state not in RegistrationState.EDITABLE:
        way = "Hãy rút về rồi sửa." if sheet.state == RegistrationState.SUBMITTED else "Cần trả lại thì mới sửa được."
        raise Conflict(f"Bản đăng ký đang ở trạng thái “{sheet.get_state_display()}”. {way}", fresh=sheet)


class SheetMixin(LoginRequiredMixin):
    """One registration of the user's scope, as `self.registration`; anything else is 404."""

    def setup(self, request, *args, **kwargs):
        """Load the registration of the address."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            rows = registrations_for_user(request.user)
            self.registration = get_object_or_404(rows, public_id=kwargs["public_id"])

    def require_editor(self) -> None:
        """403 with the reason for whoever may not write; a sent one is opened again first."""
        require_editable(self.request.user, self.registration)

    @property
    def editable(self) -> bool:
        """Whether this user may change it now."""
        open_ = self.registration.state in RegistrationState.EDITABLE
        return open_ and not permissions.edit_registration(self.request.user, self.registration)


class RegistrationList(LoginRequiredMixin, ListView):
    """All registrations the user may see; filters, order and page live in the address."""

    template_name = "campaigns/registration_list.html"
    paginate_by = 50
    paginator_class = CappedPaginator

    def get_queryset(self):
        """As filtered, with the counts of their lines."""
        return lists.listed(registrations_for_user(self.request.user), self.request.GET)

    def get_context_data(self, **kwargs):
        """Filters with their choices, titles by name, and whether the user may register."""
        context = super().get_context_data(**kwargs)
        parts.remember_list(self.request)
        choices = lists.filter_choices(self.request.user)
        rows = context["page_obj"].object_list
        titles = {year: queries.titles_of(year) for year in {row.year for row in rows}}
        for row in rows:
            row.titles = parts.title_labels(row, titles[row.year])
        return context | choices | {
            "columns": parts.COLUMNS, "kinds": RegistrationKind.choices, "states": RegistrationState.choices,
            "chips": parts.list_chips(self.request.GET, choices), "places": places("campaigns:registration-list"),
            "may_create": bool(units_with_role(self.request.user, Role.CLERK)),
        }  # fmt: skip


class RegistrationExport(LoginRequiredMixin, View):
    """The list as it is filtered, a row for each line, as a workbook."""

    def get(self, request):
        """All pages."""
        rows = lists.with_lines(lists.listed(registrations_for_user(request.user), request.GET))[: lists.EXPORTED]
        titles = {year: queries.titles_of(year) for year in {row.year for row in rows}}
        content = parts.workbook(rows, titles, "DANH SÁCH ĐĂNG KÝ THI ĐUA")
        return files.made_response(content, "dang-ky-thi-dua.xlsx")


class RegistrationCreate(LoginRequiredMixin, View):
    """A new registration of one of the user's units; one press makes one."""

    template_name = "campaigns/registration_form.html"

    def setup(self, request, *args, **kwargs):
        """The units for which the user is a clerk; the kind of the address."""
        super().setup(request, *args, **kwargs)
        self.units = units_with_role(request.user, Role.CLERK)
        kind = request.GET.get("loai", "")
        self.kind = kind if kind in RegistrationKind.values else RegistrationKind.UNIT

    def dispatch(self, request, *args, **kwargs):
        """Only clerks register."""
        if request.user.is_authenticated and not self.units:
            raise Refused("Chỉ cán bộ nhập hồ sơ của một đơn vị được lập bản đăng ký.")
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        """The form with what the address names; an existing registration is opened instead."""
        campaigns = queries.open_campaigns(self.units)
        chosen = campaigns.filter(public_id=self._campaign_id()).first()
        if chosen is None and len(campaigns) == 1:
            chosen = campaigns[0]
        unit = next((unit for unit in self.units if str(unit.pk) == request.GET.get("dv")), self.units[0])
        if chosen and self.kind == RegistrationKind.UNIT and (made := queries.sheet_of(chosen, unit, self._year())):
            return redirect("campaigns:registration", public_id=made.public_id)
        known = {
            "campaign": chosen.pk if chosen else None, "unit": unit.pk, "year": self._year(), "idempotency_key": new_key(),
            "reuse": True,
        }  # fmt: skip
        return self._page(self._form(initial=known | self._head(unit)))

    def _campaign_id(self):
        return as_uuid(self.request.GET.get("pt"))

    def _year(self) -> int:
        return whole(self.request.GET.get("nam")) or clock.today().year

    def _head(self, unit) -> dict:
        found = queries.head_of(unit)
        return {"head_name": found[0], "head_title": found[1]} if found else {}

    def post(self, request):
        """Keep the draft, then open its sheet."""
        form = self._form(request.POST)
        if form.is_valid():
            try:
                key = form.cleaned_data["idempotency_key"]
                done = once(user=request.user, action="create_registration", key=key, work=lambda: self._create(form))
            except ValidationError as error:
                put_errors(form, error)
            else:
                return redirect("campaigns:registration", public_id=done["public_id"])
        return self._page(form, status=422)

    def _create(self, form) -> dict:
        sent = form.cleaned_data
        made = services.create_registration(
            campaign=sent["campaign"], unit=sent["unit"], year=sent["year"], kind=self.kind, reuse=sent["reuse"],
            by=self.request.user, **form.values(),
        )  # fmt: skip
        return {"public_id": str(made.public_id)}

    def _form(self, data=None, **kwargs) -> RegistrationForm:
        titles = queries.titles_of(self._year())
        return RegistrationForm(
            data, kind=self.kind, titles=titles, subject=queries.subject_of(self.kind), units=self.units,
            campaigns=queries.open_campaigns(self.units), **kwargs,
        )  # fmt: skip

    def _people_address(self, form) -> str:
        """Where many people are entered at once, for the campaign that is chosen; "" before one is."""
        campaign = queries.open_campaigns(self.units).filter(pk=whole(str(form["campaign"].value() or ""))).first()
        unit = next((unit for unit in self.units if str(unit.pk) == str(form["unit"].value())), None)
        if self.kind != RegistrationKind.INDIVIDUAL or campaign is None or unit is None:
            return ""
        return reverse("campaigns:individual-add", args=[campaign.public_id, unit.public_id]) + f"?nam={self._year()}"

    def _page(self, form, status: int = 200):
        kinds = [
            {"label": label, "url": replace_query(self.request.GET, loai=value), "active": value == self.kind}
            for value, label in RegistrationKind.choices
        ]
        context = {
            "form": form, "kinds": kinds, "kind": self.kind, "back_url": parts.list_address(self.request),
            "people_url": self._people_address(form),
        }  # fmt: skip
        return render(self.request, self.template_name, context, status=status)


class RegistrationSheet(SheetMixin, TemplateView):
    """The sheet: titles aimed at, the lines with their remarks, and the steps this user may take."""

    template_name = "campaigns/registration_sheet.html"

    def get_context_data(self, **kwargs):
        """Lines in pieces, what stands against sending, what is offered."""
        user, sheet = self.request.user, self.registration
        titles = queries.titles_of(sheet.year)
        rows = parts.line_rows(lists.sheet_lines(sheet), sheet.year)
        deadline = queries.deadline_of(sheet.campaign, sheet.unit, sheet.year)
        ready = services.readiness(sheet, has_lines=bool(rows), titles=titles, deadline=deadline)
        vague = [row for row in rows if row.reasons]
        return super().get_context_data(**kwargs) | {
            "registration": sheet, "sub": f"{sheet.campaign.name}, năm {sheet.year}",
            "groups": parts.grouped(rows), "count": len(rows), "vague": len(vague),
            "first_vague": vague[0].line.pk if vague else None, "titles": parts.title_labels(sheet, titles),
            "editable": self.editable, "steps": parts.step_buttons(sheet, user), "ready": ready, "deadline": deadline,
            "days": parts.days_left(deadline), "back_url": parts.list_address(self.request),
            "last_year": queries.last_year_of(sheet) if self.editable and not rows else None,
            "may_sign": self._may_sign(), "removed": self._removed_line(),
        }  # fmt: skip

    def _removed_line(self) -> dict | None:
        """The line just taken out, offered once to be put back."""
        gone = self.request.session.get("removed_line")
        if not gone or gone["sheet"] != str(self.registration.public_id):
            return None
        return self.request.session.pop("removed_line")

    def _may_sign(self) -> bool:
        user, sheet = self.request.user, self.registration
        return not permissions.edit_registration(user, sheet) or not permissions.confirm_registration(user, sheet)


class RegistrationEdit(SheetMixin, View):
    """Change what the registration is about."""

    def get(self, request, public_id):
        """The form as it stands."""
        self.require_editor()
        return self._page(self._form(initial=about_values(self.registration)))

    def post(self, request, public_id):
        """Keep the change; a stale version is 409."""
        self.require_editor()
        form = self._form(request.POST, initial=about_values(self.registration))
        if form.is_valid():
            try:
                services.update_registration(
                    registration=self.registration, version=form.cleaned_data["version"] or 0, by=request.user, **form.values()
                )
            except ValidationError as error:
                put_errors(form, error)
            else:
                messages.success(request, "Đã lưu thông tin đăng ký.")
                return redirect("campaigns:registration", public_id=public_id)
        return self._page(form, status=422)

    def _form(self, data=None, **kwargs) -> AboutForm:
        sheet = self.registration
        titles, subject = queries.titles_of(sheet.year), queries.subject_of(sheet.kind)
        return AboutForm(data, kind=sheet.kind, titles=titles, subject=subject, **kwargs)

    def _page(self, form, status: int = 200):
        url = reverse("campaigns:registration", args=[self.registration.public_id])
        context = {"form": form, "registration": self.registration, "back_url": url, "kind": self.registration.kind}
        return render(self.request, "campaigns/registration_form.html", context, status=status)


class RegistrationStep(SheetMixin, View):
    """One step of the life of a registration; a stale version is 409, a missing role 403."""

    def post(self, request, public_id, step):
        """Take the step; what stands against it is said above the sheet."""
        if step not in STEPS:
            raise PermissionDenied
        try:
            STEPS[step](registration=self.registration, version=version_of(request), by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, parts.STEP_DONE[step])
        if not registrations_for_user(request.user).filter(pk=self.registration.pk).exists():
            return redirect("campaigns:registration-list")
        return redirect("campaigns:registration", public_id=public_id)


class RegistrationReturn(SheetMixin, View):
    """Return with an example: the words are begun from what the check found."""

    def get(self, request, public_id):
        """The vague lines, what each lacks and an example, to be finished by hand."""
        if reason := permissions.return_registration(request.user, self.registration):
            raise Refused(reason)
        rows = parts.line_rows(lists.sheet_lines(self.registration), self.registration.year)
        known = {"note": parts.return_words(rows), "version": self.registration.version}
        return self._page(ReturnForm(initial=known))

    def post(self, request, public_id):
        """Send it back."""
        form = ReturnForm(request.POST)
        if form.is_valid():
            try:
                services.send_back_registration(
                    registration=self.registration, version=form.cleaned_data["version"] or 0, by=request.user,
                    note=form.cleaned_data["note"],
                )  # fmt: skip
            except ValidationError as error:
                put_errors(form, error)
            else:
                messages.success(request, parts.STEP_DONE["send_back"])
                return redirect("campaigns:registration", public_id=public_id)
        return self._page(form, status=422)

    def _page(self, form, status: int = 200):
        context = {"form": form, "registration": self.registration}
        return render(self.request, "campaigns/registration_return.html", context, status=status)


class RegistrationRemove(SheetMixin, View):
    """Take a draft away that was never sent."""

    def post(self, request, public_id):
        """Back to the list."""
        try:
            services.remove_registration(registration=self.registration, version=version_of(request), by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("campaigns:registration", public_id=public_id)
        messages.success(request, f"Đã bỏ bản đăng ký của {self.registration.subject}.")
        return redirect(parts.list_address(request))


class RegistrationReuse(SheetMixin, View):
    """Copy the lines of last year."""

    def post(self, request, public_id):
        """Say how many came."""
        try:
            count = lines.reuse_last_year(registration=self.registration, by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            year = self.registration.year
            messages.success(request, f"Đã chép {count} nội dung năm {year - 1}. Hãy sửa con số cho năm {year}.")
        return redirect("campaigns:registration", public_id=public_id)
