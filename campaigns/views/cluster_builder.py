"""Proposing clusters for a year from the units that are in none yet; the officer moves units about and takes them all."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View

from campaigns.forms.cluster import ProposalForm, as_candidate
from campaigns.queries import cluster as queries
from campaigns.services.cluster import create_clusters
from campaigns.tally.grouping import AT_RANDOM, BY_CATALOGUE, WAYS, propose
from campaigns.views.scorecard import year_asked
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.idempotency import new_key, once
from thiduakhenthuong.core.names import clean, sort_key_text
from thiduakhenthuong.core.typed import whole


class ClusterBuilder(LoginRequiredMixin, View):
    """A proposal for an organiser and a year; the way and the shuffle stand in the address."""

    def get(self, request):
        """The proposal."""
        self.read()
        low, high = queries.size_limits(self.year)
        rows = [as_candidate(unit, self.named[unit.pk]) for unit in self.units]
        found = propose(rows, low=low, high=high, way=self.way, seed=self.seed)
        return self.page({key: name for name, keys in found.items() for key in keys})

    def post(self, request):
        """Set up every cluster of the table, once; faults show above it with everything as it was chosen."""
        self.read()
        chosen = {unit.pk: clean(request.POST.get(f"unit-{unit.pk}", ""))[:150] for unit in self.units}
        groups = {}
        for unit in self.units:
            if chosen[unit.pk]:
                groups.setdefault(chosen[unit.pk], []).append(unit)
        if not groups:
            return self.page(chosen, ["Chưa xếp đơn vị nào vào cụm, khối."])
        try:
            done = once(user=request.user, action="create_clusters", key=request.POST.get("idempotency_key", ""),
                        work=lambda: self.made(groups))  # fmt: skip
        except ValidationError as error:
            return self.page(chosen, error.messages)
        messages.success(request, f"Đã lập {done['count']} cụm, khối năm {self.year}.")
        return redirect(f"{reverse('campaigns:cluster-list')}?nam={self.year}")

    def made(self, groups: dict) -> dict:
        """The answer that one press gets."""
        cards = queries.scorecards_of([self.organiser], self.year)
        card = cards.filter(pk=whole(self.request.POST.get("scorecard"))).first()
        rows = create_clusters(unit=self.organiser, by=self.request.user, year=self.year, scorecard=card, groups=groups)
        return {"count": len(rows)}

    def read(self) -> None:
        """Organiser, year, way and units from the address; 403 for who organises nothing."""
        mine, params = queries.organising_units(self.request.user), self.request.GET
        if not mine:
            raise Refused("Chỉ cán bộ thẩm định của đơn vị tổ chức được xếp cụm, khối.")
        self.mine = mine
        self.organiser = next((unit for unit in mine if unit.slug == params.get("don_vi")), mine[0])
        self.year = year_asked(self.request)
        self.way = params.get("cach") if params.get("cach") in dict(WAYS) else BY_CATALOGUE
        self.seed = whole(params.get("lan", "")) or 0
        placed = queries.placed_units(self.organiser, self.year)
        self.placed = len(placed)
        rows = [row for row in queries.units_to_propose(self.organiser, self.year) if row[0].pk not in placed]
        self.units, self.named = [unit for unit, _ in rows], {unit.pk: group for unit, group in rows}

    def page(self, chosen: dict[int, str], faults=()):
        """Units under the clusters they are proposed for."""
        low, high = queries.size_limits(self.year)
        names = sorted({name for name in chosen.values() if name}, key=sort_key_text)
        groups = {name: [unit for unit in self.units if chosen.get(unit.pk) == name] for name in names}
        left = [unit for unit in self.units if not chosen.get(unit.pk)]
        rows = [(name, units, not low <= len(units) <= high) for name, units in groups.items()]
        first = {"don_vi": self.organiser, "nam": self.year, "cach": self.way}
        context = {
            "form": ProposalForm(units=self.mine, initial=first), "rows": rows, "left": left, "names": names,
            "limits": (low, high), "organiser": self.organiser, "year": self.year, "placed": self.placed, "faults": faults,
            "total": len(self.units), "cards": queries.scorecards_of([self.organiser], self.year), "key": new_key(),
            "seed": self.seed + 1, "random": self.way == AT_RANDOM, "picked": whole(self.request.POST.get("scorecard")),
        }  # fmt: skip
        return render(self.request, "campaigns/cluster_builder.html", context, status=422 if faults else 200)
