"""Copies of an example: written down, claimed, confirmed, sent back, asked again."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.views import View

from campaigns import permissions as may
from campaigns.enums import ReplicationState
from campaigns.forms.exemplar import ReplicationForm, SendBackForm
from campaigns.permissions import OFFICERS, has_role, units_with_role
from campaigns.queries.scope import replications_for_user
from campaigns.services import replication as services
from campaigns.views.exemplar_parts import ExemplarMixin, FormPage
from campaigns.workflow import REPLICATION
from thiduakhenthuong.core import events
from thiduakhenthuong.core.idempotency import new_key, once
from thiduakhenthuong.core.typed import version_of


class ReplicationCreate(FormPage):
    """A unit that copies or looks."""

    title, button, action = "Ghi nhận nơi làm theo", "Ghi nhận", "add_replication"
    sub = "Nơi theo dõi điển hình sẽ xác nhận; người ghi không tự xác nhận."

    def reason_against(self):
        """Officers of any unit; which unit they speak for is seen when they send."""
        if units_with_role(self.request.user, *OFFICERS):
            return ""
        return "Chỉ cán bộ nhập hồ sơ hoặc cán bộ thẩm định được ghi nhận nơi làm theo."

    def form(self, data=None, files=None):
        """The user's own unit, unless he or she looks after the example."""
        own = units_with_role(self.request.user, *OFFICERS)
        cares = has_role(self.request.user, self.exemplar.office, *OFFICERS)
        told = {self.exemplar.unit_id, *self.exemplar.replications.values_list("unit", flat=True)}
        unit = None if cares else next((one for one in own if one.pk not in told), None)
        initial = {"idempotency_key": new_key(), "unit": unit, "stage": "claimed"}
        return ReplicationForm(data, exemplar=self.exemplar, initial=initial)

    def save(self, form, version):
        """One press, one copy; a unit one does not speak for is said at its field."""
        by, values = self.request.user, form.values()
        if reason := may.edit_replication(by, services.Replication(exemplar=self.exemplar, unit=values["unit"])):
            raise ValidationError({"unit": reason})
        once(user=by, action="add_replication", key=form.cleaned_data["idempotency_key"], work=lambda: {
            "pk": services.add_replication(exemplar=self.exemplar, by=by, claimed=form.claimed(), **values).pk
        })  # fmt: skip
        words = "chờ xác nhận" if form.claimed() else "đang tìm hiểu"
        messages.success(self.request, f"Đã ghi {values['unit'].name} ({words}).")


class CopyPage(FormPage):
    """A page about one copy, as `self.copy`."""

    def setup(self, request, *args, **kwargs):
        """Load the copy within the example."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            rows = replications_for_user(request.user).filter(exemplar=self.exemplar)
            self.copy = get_object_or_404(rows, public_id=kwargs["copy_id"])


class ReplicationEdit(CopyPage):
    """What is told of a copy; a confirmed one is only shown."""

    button, done, action = "Lưu", "Đã lưu.", "edit_replication"
    template_name = "campaigns/replication.html"

    @property
    def title(self):
        """The unit."""
        return self.copy.unit.name

    def form(self, data=None, files=None):
        """As it stands today."""
        stage = "asking" if self.copy.state == ReplicationState.ASKING else "claimed"
        known = {name: getattr(self.copy, name) for name in services.FIELDS} | {"version": self.copy.version, "stage": stage}
        form = ReplicationForm(data, exemplar=self.exemplar, fixed=True, initial=known)
        if stage == "claimed":
            form.fields["stage"].choices = form.STAGES[:1]
        return form

    def save(self, form, version):
        """The change; from looking to copying it waits for confirmation."""
        claims = form.claimed() and self.copy.state == ReplicationState.ASKING
        service = services.claim_replication if claims else services.update_replication
        service(replication=self.copy, version=version, by=self.request.user, **form.values())

    def facts(self):
        """What may be done, and what happened."""
        user, copy = self.request.user, self.copy
        return {
            "copy": copy, "steps": {step.name for step in REPLICATION.available(copy, user)},
            "editable": copy.state != ReplicationState.CONFIRMED and not may.edit_replication(user, copy),
            "asking_words": services.asking_words(copy) if copy.state == ReplicationState.ASKING else "",
            "events": events.history(copy).order_by("-number")[:20],
        }  # fmt: skip


class ReplicationSendBack(CopyPage):
    """Not confirmed, with the reason."""

    title, button, done, action = "Chưa xác nhận nơi làm theo", "Trả về", "Đã trả về, kèm lý do.", "send_back"

    def reason_against(self):
        """What the workflow says."""
        return REPLICATION.reason_against(self.copy, "send_back", self.request.user)

    def form(self, data=None, files=None):
        """The reason."""
        return SendBackForm(data, initial={"version": self.copy.version})

    def save(self, form, version):
        """Back to looking."""
        services.send_back_replication(replication=self.copy, version=version, by=self.request.user, **form.values())


class ReplicationStep(ExemplarMixin, View):
    """Confirm, drop, ask again: one press."""

    def post(self, request, public_id, copy_id, step):
        """The step, then back to the example."""
        rows = replications_for_user(request.user).filter(exemplar=self.exemplar)
        copy = get_object_or_404(rows, public_id=copy_id)
        facts = {"replication": copy, "by": request.user}
        if step == "confirm":
            services.confirm_replication(version=version_of(request), **facts)
            messages.success(request, f"Đã xác nhận {copy.unit.name} làm theo.")
        elif step == "drop":
            services.drop_replication(version=version_of(request), **facts)
            messages.success(request, f"Đã bỏ {copy.unit.name} khỏi danh sách.")
        elif step == "ask":
            services.ask_again(**facts)
            messages.success(request, "Đã ghi ngày hỏi lại. Chép lời nhắn dưới đây để gửi qua Zalo hoặc thư điện tử.")
            return redirect("campaigns:replication", public_id, copy_id)
        else:
            raise Http404
        return redirect(self.url)
