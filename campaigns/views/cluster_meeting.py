"""What the meeting of a cluster writes down: votes and proposals, places among equals, the lock on the result."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View

from campaigns import permissions as may
from campaigns.enums import ClusterState
from campaigns.forms.cluster import ReasonForm
from campaigns.queries import cluster as queries
from campaigns.queries.scope import clusters_for_user
from campaigns.services import cluster as services
from campaigns.services.score import appraise_ready
from campaigns.views.cluster import ClusterMixin
from campaigns.views.sheet import SheetSave
from campaigns.workflow import CLUSTER
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.typed import version_of, whole
from thiduakhenthuong.core.vntext import number


class ClusterResultSave(SheetSave):
    """Cells of the ranking page: votes, proposal, place among equals."""

    def load(self, public_id):
        """The cluster with its members."""
        self.cluster = get_object_or_404(clusters_for_user(self.request.user), public_id=public_id)
        self.members = {str(row.public_id): row for row in queries.members_of(self.cluster)}

    def save_cell(self, edit):
        """One cell."""
        if edit.row not in self.members:
            raise Http404
        return services.save_result_cell(member=self.members[edit.row], edit=edit, by=self.request.user)

    def derived(self, edits):
        """The share of the votes, and the ranks that follow from it."""
        if not any(edit.field.startswith("votes") for edit in edits):
            return {}
        found = {}
        for row in services.cluster_standings(self.cluster):
            key = row.member.public_id
            found[f"votes-{key}"] = "" if row.votes is None else f"{number(row.votes)}%"
            if row.placed:
                found |= {f"rank-{key}": str(row.placed.rank), f"why-{key}": row.placed.why}
        return found


class ClusterStep(ClusterMixin, View):
    """Agree and lock, or unlock with a reason; a page of its own so that what stands against it can be read."""

    words = {
        "agree": ("Thống nhất, khóa điểm", "Ghi chú cuộc họp", "Ví dụ: Biên bản họp Cụm ngày 05/01/2022.", False),
        "unlock": ("Mở khóa điểm", "Lý do mở khóa", "Lý do nằm trong lịch sử của cụm, khối.", True),
    }

    def get(self, request, public_id, step):
        """What will happen, what stands against it."""
        return self.page(step, self.form(step, initial={"version": self.cluster.version}))

    def post(self, request, public_id, step):
        """Do it; a stale version is 409."""
        form = self.form(step, request.POST)
        if form.is_valid():
            work = services.agree_cluster if step == "agree" else services.unlock_cluster
            try:
                work(cluster=self.cluster, version=version_of(request), by=request.user, note=form.cleaned_data["note"])
                messages.success(request, "Đã thống nhất và khóa điểm." if step == "agree" else "Đã mở khóa điểm.")
                return redirect("campaigns:cluster", public_id)
            except ValidationError as error:
                form.add_error(None, error)
        return self.page(step, form, status=422)

    def form(self, step, data=None, **kwargs):
        """A note or a reason."""
        if step not in self.words:
            raise Http404
        _, label, help_text, required = self.words[step]
        return ReasonForm(data, label=label, help_text=help_text, required=required, **kwargs)

    def page(self, step, form, status: int = 200):
        """The page."""
        cluster = self.cluster
        reason = CLUSTER.reason_against(cluster, step, self.request.user)
        rows = services.cluster_standings(cluster)
        faults = services.faults_against(cluster, rows) if step == "agree" and not reason else []
        context = {
            "cluster": cluster, "step": step, "title": self.words[step][0], "form": form, "reason": reason, "rows": rows,
            "faults": faults, "no_votes": [row.member.unit.name for row in rows if row.votes is None],
        }  # fmt: skip
        return render(self.request, "campaigns/cluster_step.html", context, status=status)


class ClusterTie(ClusterMixin, View):
    """Units that are equal in every way get their places from the meeting, with the reason."""

    def get(self, request, public_id, place):
        """The equals and the ranks to share out."""
        return self.page(place, {}, "", {})

    def post(self, request, public_id, place):
        """Keep the places."""
        rows = self.equals(place)
        picks = {str(row.member.public_id): whole(request.POST.get(f"rank-{row.member.public_id}")) for row in rows}
        note = request.POST.get("note", "")[:250]
        try:
            services.settle_tie(cluster=self.cluster, picks=picks, note=note, by=request.user)
        except ValidationError as error:
            faults = error.message_dict if hasattr(error, "error_dict") else {"note": error.messages}
            return self.page(place, picks, note, faults, status=422)
        messages.success(request, "Đã xếp hạng các đơn vị bằng điểm.")
        return redirect("campaigns:cluster", public_id)

    def equals(self, place) -> list:
        """Units that share out the ranks from `place` on; 404 when there are none."""
        rows = services.cluster_standings(self.cluster)
        found = [row for row in rows if row.placed and row.placed.places[:1] == (place,)]
        if not found or self.cluster.state != ClusterState.OPEN:
            raise Http404
        return found

    def page(self, place, picks, note, faults, status: int = 200):
        """The form; without typed words what was chosen before."""
        if reason := may.agree_cluster(self.request.user, self.cluster):
            raise Refused(reason)
        rows = []
        for row in self.equals(place):
            key = str(row.member.public_id)
            rows.append({"row": row, "key": key, "pick": picks.get(key) or row.placed.rank, "faults": faults.get(key, [])})
        context = {
            "cluster": self.cluster, "rows": rows, "places": rows[0]["row"].placed.places, "note_faults": faults.get("note", []),
            "note": note or rows[0]["row"].member.rank_note, "place": place,
        }  # fmt: skip
        return render(self.request, "campaigns/cluster_tie.html", context, status=status)


class ClusterAppraised(ClusterMixin, View):
    """Close the appraisal of every sheet that is complete."""

    http_method_names = ["post"]

    def post(self, request, public_id):
        """How many, and who still waits."""
        count, waiting = appraise_ready(cluster=self.cluster, by=request.user)
        if count:
            messages.success(request, f"Đã thẩm định xong {count} bảng chấm điểm.")
        if waiting:
            messages.warning(request, f"Còn tiêu chí chưa thẩm định: {', '.join(waiting)}. Mở bảng của đơn vị để xem.")
        if not count and not waiting:
            messages.warning(request, "Không có bảng chấm điểm nào đang chờ thẩm định.")
        return redirect("campaigns:cluster", public_id)
