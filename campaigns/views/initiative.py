"""Pages of one initiative: its authors and uses, its form, its steps, the uses of its parts."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View

from campaigns import permissions as may
from campaigns.enums import InitiativeState
from campaigns.extensions import titles_on
from campaigns.forms import initiative as forms
from campaigns.queries import initiative as queries
from campaigns.queries.scope import initiatives_for_user
from campaigns.services import initiative as services
from campaigns.views.exemplar_parts import FormPage, add_faults
from campaigns.workflow import INITIATIVE
from thiduakhenthuong.core import clock, events
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.idempotency import new_key, once
from thiduakhenthuong.core.typed import version_of


class InitiativePage(FormPage):
    """A page about one initiative, as `self.initiative`."""

    template_name = "campaigns/initiative_step.html"

    def setup(self, request, *args, **kwargs):
        """Load the initiative of the address, within the scope."""
        View.setup(self, request, *args, **kwargs)
        if request.user.is_authenticated:
            self.initiative = get_object_or_404(initiatives_for_user(request.user), public_id=kwargs["public_id"])

    @property
    def url(self):
        """The page of the initiative."""
        return reverse("campaigns:initiative", args=[self.initiative.public_id])

    def about(self):
        """Its name."""
        return self.initiative.name

    def facts(self):
        """The initiative for the head."""
        return {"initiative": self.initiative}


class InitiativeDetail(InitiativePage):
    """One initiative: authors, decision, uses, those alike, what happened."""

    def get(self, request, public_id):
        """The page."""
        one, user = self.initiative, request.user
        context = {
            "initiative": one, "authors": queries.authors_of(one), "alike": queries.names_alike(one.name, besides=one),
            "steps": {step.name for step in INITIATIVE.available(one, user)}, "may_edit": not may.edit_initiative(user, one),
            "may_use": not may.edit_initiative(user, one) or not may.recognise_initiative(user, one),
            "events": events.history(one).order_by("-number")[:30], "draft": one.state == InitiativeState.DRAFT,
            "self_made": one.created_by_id == user.pk,
        }  # fmt: skip
        return render(request, "campaigns/initiative_detail.html", context)

    def post(self, request, public_id):
        """Nothing is sent here."""
        raise Http404


class InitiativeForm(InitiativePage):
    """Shared by new and old: the form and the rows of authors stand or fall together."""

    template_name = "campaigns/initiative_form.html"
    action = "save_initiative"

    def post(self, request, **kwargs):
        """Save both, or show every fault at its field."""
        self._check()
        form, authors = self.form(request.POST), forms.AuthorFormSet(request.POST, prefix="tac-gia")
        good = form.is_valid()
        if authors.is_valid() and good:
            rows = [row.cleaned_data for row in authors if row.cleaned_data.get("name", "").strip()]
            try:
                self.save(form, form.cleaned_data.get("version") or 0, rows)
            except ValidationError as error:
                self.fault = error.error_dict.pop("authors", None) if hasattr(error, "error_dict") else None
                add_faults(form, error)
            else:
                return redirect(self.next_url())
        return self.page(form, authors, status=422)

    def get(self, request, **kwargs):
        """The form with its rows."""
        self._check()
        return self.page(self.form(), forms.AuthorFormSet(prefix="tac-gia", initial=self.rows()))

    def rows(self) -> list[dict]:
        """Authors as they stand, and room for two more."""
        return []

    def page(self, form, authors, status: int = 200):
        """The page with both."""
        fault = getattr(self, "fault", None)
        context = {
            "form": form, "authors": authors, "title": self.title, "button": self.button, "back_url": self.back_url(),
            "fault": [text for error in fault for text in error.messages] if fault else [], "action": self.action,
            "initiative": getattr(self, "initiative", None),
        }  # fmt: skip
        return render(self.request, self.template_name, context, status=status)


class InitiativeCreate(InitiativeForm):
    """Write an initiative down."""

    title, button = "Ghi sáng kiến", "Lưu sáng kiến"

    def setup(self, request, *args, **kwargs):
        """The units for which the user writes."""
        View.setup(self, request, *args, **kwargs)
        self.units = queries.units_that_write(request.user)

    def reason_against(self):
        """Clerks only."""
        return "" if self.units else "Chỉ cán bộ nhập hồ sơ được ghi sáng kiến của đơn vị."

    def form(self, data=None, files=None):
        """This year's, to be recognised by the unit itself unless one chooses."""
        known = {"idempotency_key": new_key(), "year": clock.today().year, "deciding_unit": self.units[0].pk}
        return forms.InitiativeForm(data, user=self.request.user, units=self.units, initial=known)

    def rows(self):
        """One whole author and a second row."""
        return [{"share": "100"}, {}]

    def save(self, form, version, rows):
        """One press, one initiative."""
        values, by = form.values(), self.request.user
        unit = values.pop("unit", None) or self.units[0]
        done = once(user=by, action="create_initiative", key=form.cleaned_data["idempotency_key"], work=lambda: {
            "public_id": str(services.create_initiative(unit=unit, by=by, authors=rows, **values).public_id)
        })  # fmt: skip
        self.made = done["public_id"]
        messages.success(self.request, "Đã lưu sáng kiến. Kiểm tra lại rồi gửi đề nghị công nhận.")

    def next_url(self):
        """The new page."""
        return reverse("campaigns:initiative", args=[self.made])

    def back_url(self):
        """The register."""
        return reverse("campaigns:initiative-list")


class InitiativeEdit(InitiativeForm):
    """Change a draft."""

    title, button = "Sửa sáng kiến", "Lưu"

    def reason_against(self):
        """The clerk, while it is a draft."""
        if reason := may.edit_initiative(self.request.user, self.initiative):
            return reason
        if self.initiative.state != InitiativeState.DRAFT:
            return f"Sáng kiến đang ở trạng thái “{self.initiative.get_state_display()}”. Hãy rút về rồi sửa."
        return ""

    def form(self, data=None, files=None):
        """As it stands."""
        known = {name: getattr(self.initiative, name) for name in services.FIELDS} | {"version": self.initiative.version}
        return forms.InitiativeForm(data, user=self.request.user, units=[self.initiative.unit], fixed=True, initial=known)

    def rows(self):
        """The authors and one more row."""
        known = queries.authors_of(self.initiative)
        return [{"name": a.name, "birth_year": a.birth_year or "", "title": a.title, "share": a.share} for a in known] + [{}]

    def save(self, form, version, rows):
        """The change, or a Conflict."""
        services.update_initiative(
            initiative=self.initiative, version=version, by=self.request.user, authors=rows, **form.values()
        )
        messages.success(self.request, "Đã lưu sáng kiến.")


class InitiativeStep(InitiativePage):
    """Send, take back, open again: one press."""

    STEPS = {
        "submit": (services.submit_initiative, "Đã gửi đề nghị công nhận."),
        "take_back": (services.take_back_initiative, "Đã rút về, sửa được trở lại."),
        "reopen": (services.reopen_initiative, "Đã mở lại để sửa."),
    }

    def get(self, request, public_id, step):
        """A step is pressed, not visited."""
        return redirect(self.url)

    def post(self, request, public_id, step):
        """The step; what is still missing is said on the page."""
        if step not in self.STEPS:
            raise Http404
        service, done = self.STEPS[step]
        try:
            service(initiative=self.initiative, version=version_of(request), by=request.user)
            messages.success(request, done)
        except ValidationError as error:
            messages.error(request, f"Chưa gửi được. {' '.join(error.messages)}")
        return redirect(self.url)


class InitiativeRecognise(InitiativePage):
    """Scope and decision."""

    title, button, done, action = "Công nhận sáng kiến", "Công nhận", "Đã ghi quyết định công nhận.", "recognise_initiative"

    def reason_against(self):
        """What the workflow says."""
        return INITIATIVE.reason_against(self.initiative, "recognise", self.request.user)

    def form(self, data=None, files=None):
        """The issuer is known."""
        known = {"version": self.initiative.version, "decision_by": self.initiative.deciding_unit.name}
        return forms.RecogniseInitiativeForm(data, initial=known)

    def save(self, form, version):
        """The decision is kept."""
        services.recognise_initiative(initiative=self.initiative, version=version, by=self.request.user, **form.values())


class InitiativeDecline(InitiativePage):
    """Not recognised, with the reason."""

    title, button, done, action = "Không công nhận sáng kiến", "Không công nhận", "Đã ghi lý do.", "decline_initiative"

    def reason_against(self):
        """What the workflow says."""
        return INITIATIVE.reason_against(self.initiative, "decline", self.request.user)

    def form(self, data=None, files=None):
        """The reason."""
        return forms.DeclineInitiativeForm(data, initial={"version": self.initiative.version})

    def save(self, form, version):
        """The reason is kept."""
        services.decline_initiative(initiative=self.initiative, version=version, by=self.request.user, **form.values())


class AuthorPage(InitiativePage):
    """A page about one author's part, as `self.author`."""

    def setup(self, request, *args, **kwargs):
        """Load the author within the initiative."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            self.author = queries.author_of(self.initiative, kwargs["author_id"])
            if self.author is None:
                raise Http404

    def reason_against(self):
        """Officers of the unit or of the unit that recognises."""
        reason = may.edit_initiative(self.request.user, self.initiative)
        return reason if reason and may.recognise_initiative(self.request.user, self.initiative) else ""

    @property
    def sub(self):
        """Whose part it is."""
        return f"{self.author.name} · {self.initiative.name}"


class InitiativeUseAdd(AuthorPage):
    """Count the part for one award."""

    title, button, done, action = "Dùng sáng kiến để xét khen", "Ghi vào sổ", "Đã ghi vào sổ sử dụng sáng kiến.", "use_initiative"

    def reason_against(self):
        """Only what is recognised."""
        if self.initiative.state != InitiativeState.RECOGNISED:
            raise Refused("Chỉ sáng kiến đã được công nhận mới dùng để xét khen được.")
        return super().reason_against()

    def form(self, data=None, files=None):
        """Individual titles and forms in force today."""
        titles = [title for title in titles_on(clock.today()) if "individual" in title.subjects]
        return forms.UseForm(data, titles=titles, initial={"year": clock.today().year})

    def save(self, form, version):
        """Once; a second use says for what it was."""
        services.use_initiative(author=self.author, by=self.request.user, **form.values())


class InitiativeUseWithdraw(AuthorPage):
    """Take a use off the ledger, with the reason."""

    title, button, done, action = "Bỏ khỏi sổ sử dụng", "Bỏ khỏi sổ", "Đã bỏ khỏi sổ; lịch sử vẫn giữ.", "withdraw_use"

    def form(self, data=None, files=None):
        """The reason."""
        return forms.WithdrawUseForm(data)

    def save(self, form, version):
        """Taken off."""
        services.withdraw_use(author=self.author, by=self.request.user, **form.values())
