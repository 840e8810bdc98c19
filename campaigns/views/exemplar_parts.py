"""What the pages of examples share: one example of the scope, pages with one form, the rows of units by cluster."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View

from campaigns.enums import ReplicationState
from campaigns.models import Replication, Unit
from campaigns.queries.scope import exemplars_for_user
from thiduakhenthuong.core.errors import Refused

MARKS = {
    ReplicationState.CONFIRMED: ("done", "check-lg", "đã làm theo"),
    ReplicationState.CLAIMED: ("wait", "hourglass-split", "chờ xác nhận"),
    ReplicationState.ASKING: ("look", "three-dots", "đang tìm hiểu"),
}


@dataclass(frozen=True)
class UnitMark:
    """A unit in the table of clusters: how far it is."""

    unit: Unit
    tone: str = "no"
    icon: str = ""
    words: str = "chưa làm theo"
    copy: Replication | None = None


class ExemplarMixin(LoginRequiredMixin):
    """One example of the user's scope, as `self.exemplar`; anything else is 404."""

    def setup(self, request, *args, **kwargs):
        """Load the example of the address."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            self.exemplar = get_object_or_404(exemplars_for_user(request.user), public_id=kwargs["public_id"])

    @property
    def url(self) -> str:
        """The page of the example."""
        return reverse("campaigns:exemplar", args=[self.exemplar.public_id])


class FormPage(ExemplarMixin, View):
    """A page with one form. Say: `title`, `sub`, `button`, `done`; how to make the form, whether one may, what is saved."""

    template_name = "campaigns/exemplar_form.html"
    title = sub = button = done = action = ""

    def reason_against(self) -> str:
        """Why this user may not; "" when allowed."""
        return ""

    def form(self, data=None, files=None):
        """The form, bound or fresh."""
        raise NotImplementedError

    def save(self, form, version: int):
        """Hand the values to the service."""
        raise NotImplementedError

    def get(self, request, **kwargs):
        """The fresh form."""
        self._check()
        return self.page(self.form())

    def post(self, request, **kwargs):
        """Save, or show every fault at its field."""
        self._check()
        form = self.form(request.POST, request.FILES)
        if form.is_valid():
            try:
                self.save(form, form.cleaned_data.get("version") or 0)
            except ValidationError as error:
                add_faults(form, error)
            else:
                if self.done:
                    messages.success(request, self.done)
                return redirect(self.next_url())
        return self.page(form, status=422)

    def next_url(self) -> str:
        """Where to go when saved."""
        return self.url

    def back_url(self) -> str:
        """Where to go without saving."""
        return self.url

    def about(self) -> str:
        """The line under the title when the page says nothing else: what it is about."""
        return self.exemplar.title if hasattr(self, "exemplar") else ""

    def facts(self) -> dict:
        """More for the template."""
        return {}

    def page(self, form, status: int = 200):
        """The page with its form."""
        context = {
            "form": form, "exemplar": getattr(self, "exemplar", None), "title": self.title, "sub": self.sub or self.about(),
            "button": self.button, "action": self.action, "back_url": self.back_url(), "files": form.is_multipart(),
        }  # fmt: skip
        return render(self.request, self.template_name, context | self.facts(), status=status)

    def _check(self) -> None:
        if reason := self.reason_against():
            raise Refused(reason)


def add_faults(form, error: ValidationError) -> None:
    """Faults of a service at their fields; what has no field in this form stands above it."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, faults in error.error_dict.items():
        form.add_error(name if name in form.fields else None, faults)


def clusters(exemplar, copies, neighbours) -> list[tuple[str, list[UnitMark]]]:
    """[(cluster, its units with their marks)]; units elsewhere that copy stand in a group of their own at the end."""
    by_unit = {copy.unit_id: copy for copy in copies}
    groups: dict[str, list[UnitMark]] = {}
    shown = set()
    for cluster, unit in neighbours:
        shown.add(unit.pk)
        groups.setdefault(cluster, []).append(_mark(unit, exemplar, by_unit.get(unit.pk)))
    others = [_mark(copy.unit, exemplar, copy) for copy in copies if copy.unit_id not in shown]
    if exemplar.unit and exemplar.unit_id not in shown:
        others.insert(0, _mark(exemplar.unit, exemplar, None))
    named = sorted((name, rows) for name, rows in groups.items() if name)
    alone = "Các nơi cùng cấp" if not named else "Chưa xếp cụm"
    found = named + ([(alone, groups[""])] if "" in groups else [])
    return found + ([("Nơi khác" if found else "Các nơi làm theo", others)] if others else [])


def _mark(unit, exemplar, copy) -> UnitMark:
    if unit.pk == exemplar.unit_id:
        return UnitMark(unit, "src", "star-fill", "nơi khởi đầu")
    return UnitMark(unit, *MARKS[copy.state], copy) if copy else UnitMark(unit)
