"""Pages of how targets are handed down: all targets of a campaign, the tree of one, the table in which shares are given."""

from collections import Counter
from datetime import date, datetime

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View

from campaigns import permissions as may
from campaigns.enums import CampaignState
from campaigns.forms.allocation import ShareForm
from campaigns.queries import unit_by_public_id
from campaigns.queries.overview import campaigns_with_all
from campaigns.queries.registration import NOUNS
from campaigns.queries.scope import own_units, reading_units
from campaigns.queries.target import targets_of
from campaigns.services import cascade as queries
from campaigns.services.allocation import share_out
from campaigns.tally import shares
from campaigns.views import cascade_parts as parts
from campaigns.views.overview import chosen_year
from campaigns.views.places import campaign_tabs
from thiduakhenthuong.core import clock, events
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.files import made_response
from thiduakhenthuong.core.listing import CappedPaginator, replace_query
from thiduakhenthuong.core.sheets.writer import Column, write_table
from thiduakhenthuong.core.typed import as_uuid

BEFORE = {"nam-truoc": "Như phần giao năm trước", "ket-qua": "Theo kết quả năm trước"}
MINUTE = 60
ROWS, CHANGES = 100, 10  # places of the tree on one page; the last changes shown under it
EVEN = "deu"  # "deu": everybody in the table, "deu-commune": the units of one level


def kept_key(campaign: int, year: int, day: date) -> str:
    """Under which the list of a campaign and year is kept."""
    return f"campaign-cascade:{campaign}:{year}:{day:%Y%m%d}"


class OfCampaign(LoginRequiredMixin, View):
    """Pages about one visible campaign and one year."""

    def setup(self, request, *args, **kwargs):
        """Campaign and year of the address; out of scope is 404."""
        super().setup(request, *args, **kwargs)
        self.day = clock.today()
        if request.user.is_authenticated:
            self.campaign = get_object_or_404(campaigns_with_all(request.user), public_id=kwargs["public_id"])
            self.year = chosen_year(self.campaign, request.GET.get("nam"), self.day)

    def context(self) -> dict:
        """What every page of the tab shows."""
        campaign = self.campaign
        return {
            "campaign": campaign, "tabs": campaign_tabs(campaign, "campaigns:campaign-cascade", self.year), "year": self.year,
            "years": campaign.years, "as_of": clock.now(),
        }  # fmt: skip

    def target(self):
        """The target of the address."""
        return get_object_or_404(targets_of(self.campaign), public_id=self.kwargs["target_id"])


class CampaignCascade(OfCampaign):
    """All targets of a campaign: what there is to carry, what is carried, what is left, where it broke."""

    def get(self, request, public_id):
        """The list of the chosen year."""
        lines, as_of = self._lines()
        context = self.context() | {
            "lines": lines, "as_of": as_of, "finding": parts.list_finding(lines, self.year),
            "may_edit": not may.edit_campaign(request.user, self.campaign),
        }  # fmt: skip
        return render(request, "campaigns/campaign_cascade.html", context)

    def _lines(self) -> tuple[list, datetime]:
        """The trees of all targets are counted once a minute; the page says when."""
        key = kept_key(self.campaign.pk, self.year, self.day)
        kept = cache.get(key)
        if kept is None:
            found = queries.campaign_cascades(self.campaign, self.year, self.day)
            kept = [parts.target_line(one) for one in found], clock.now()
            cache.set(key, kept, MINUTE)
        return kept


class CascadeExport(OfCampaign):
    """Every place of every target as a workbook."""

    def get(self, request, public_id):
        """One row for each unit; people stay out of it."""
        columns = [
            Column("Chỉ tiêu", width=44), Column("Đơn vị tính", width=12), Column("Nơi nhận", width=36), Column("Cấp trong cây"),
            Column("Được giao", "decimal", width=12), Column("Đã giao xuống", "decimal", width=14),
            Column("Đã đăng ký", "decimal", width=12), Column("Còn thiếu", "decimal", width=12), Column("Tình trạng", width=26),
            Column("Ghi rõ", width=44),
        ]  # fmt: skip
        found = queries.campaign_cascades(self.campaign, self.year, self.day)
        title = f"PHÂN BỔ CHỈ TIÊU NĂM {self.year}"
        rows = [row for one in found for row in self._rows(one)]
        return made_response(write_table(title, columns, rows, lines=[self.campaign.name]), f"phan-bo-{self.year}.xlsx")

    def _rows(self, found):
        measure, root = found.target, found.root
        head = [measure.indicator, measure.unit_of_measure]
        yield [*head, self.campaign.unit.name, 0, root.share, root.handed or None, root.own or None, root.left or None,
               parts.LABELS[root.state], ""]  # fmt: skip
        shown = [one for one in parts.visible(root, "") if one[0].kind == "unit"]
        for place in parts.places(found, shown, readable=lambda path: False, shares_as=set()):
            node = place.node
            own = node.own if measure.splits else node.level
            yield [*head, place.name, place.depth, node.share, node.handed or None, own or None, node.left or None,
                   place.label, place.sentence]  # fmt: skip


class TargetCascade(OfCampaign):
    """Who carries one target, down to the person; ?don_vi= looks at one unit, ?loc= keeps what is broken."""

    def get(self, request, public_id, target_id):
        """The tree of the chosen year."""
        target = self.target()
        found = queries.target_cascade(self.campaign, target, self.year, self.day)
        top = parts.subtree(found, self._unit())
        wanted = request.GET.get("loc", "") if request.GET.get("loc", "") in parts.FILTERS else ""
        page = CappedPaginator(parts.visible(top, wanted), ROWS).get_page(request.GET.get("page"))
        rows = parts.places(found, list(page), readable=self._reader(), shares_as=self._shares_as())
        context = self.context() | self._facts(found, top, wanted)
        changes = events.history(target).filter(action="allocate").order_by("-number")[:CHANGES]
        context |= {"target": target, "cascade": found, "rows": rows, "page": page, "changes": changes}
        return render(request, "campaigns/target_cascade.html", context)

    def _facts(self, found, top, wanted: str) -> dict:
        params = self.request.GET
        filters = [{"label": "Tất cả", "url": replace_query(params, loc=None), "active": not wanted}]
        filters += [
            {"label": label, "url": replace_query(params, loc=name), "active": wanted == name}
            for name, label in parts.FILTERS.items()
        ]
        unit = self.campaign.unit
        return {
            "finding": parts.tree_finding(found), "note": parts.root_note(found, self.day),
            "filters": filters, "wanted": wanted, "focus": None if top is found.root else self._focus(found, top),
            "may_share": not may.allocate(self.request.user, unit) and self.campaign.state != CampaignState.CLOSED,
        }  # fmt: skip

    def _focus(self, found, top):
        return parts.places(found, [(top, 0, 0)], readable=self._reader(), shares_as=self._shares_as())[0]

    def _unit(self) -> int | None:
        asked = as_uuid(self.request.GET.get("don_vi"))
        unit = unit_by_public_id(asked) if asked else None
        return unit.pk if unit else None

    def _reader(self):
        """Whose people and sheets the user may see: own units, those below, and all for who reads the launching unit."""
        user = self.request.user
        if self.campaign.unit in reading_units(user):
            return lambda path: True
        tops, mine = [unit.path for unit in reading_units(user)], {unit.path for unit in own_units(user)}
        return lambda path: path in mine or any(path.startswith(top) for top in tops)

    def _shares_as(self) -> set[int]:
        if self.campaign.state == CampaignState.CLOSED:
            return set()
        return {unit.pk for unit in may.units_with_role(self.request.user, *may.OFFICERS)}


class ShareOut(OfCampaign):
    """The table in which one giver hands out shares; ?don_vi= names the giver, ?cach= fills in a proposal."""

    def setup(self, request, *args, **kwargs):
        """The target, the giver and its share."""
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            self._target, self.parent = self.target(), None
            asked = as_uuid(request.GET.get("don_vi"))
            giver = unit_by_public_id(asked) if asked else self.campaign.unit
            if giver is None:
                raise Http404
            if giver.pk != self.campaign.unit_id:
                self.parent = queries.allocation_of(self._target, giver, self.year)
                if self.parent is None:
                    raise Http404
            self.giver = giver

    def get(self, request, public_id, target_id):
        """The shares of today, or a proposal over them."""
        if reason := may.allocate(request.user, self.giver):
            raise Refused(reason)
        units, way = self._units(), request.GET.get("cach", "")
        label = self._ways(units).get(way, "")
        found = self._proposed(way, units) if label else {}
        if label and not found:
            messages.warning(request, f"Không có số liệu năm {self.year - 1} để đề xuất. Hãy chọn cách khác hoặc ghi tay.")
        return self._page(self._form(units, proposed=found), proposed=label if found else "")

    def post(self, request, public_id, target_id):
        """Write what was changed."""
        if reason := may.allocate(request.user, self.giver):
            raise Refused(reason)
        form = self._form(self._units(), data=request.POST)
        if form.is_valid():
            try:
                edits = form.edits()
                count = share_out(target=self._target, parent=self.parent, year=self.year, edits=edits, by=request.user)
                cache.delete(kept_key(self.campaign.pk, self.year, self.day))
                messages.success(request, f"Đã lưu phân bổ của {count} nơi." if count else "Không có gì thay đổi.")
                return redirect(self._back())
            except ValidationError as error:
                form.take(error)
        form.show_stored(queries.shares_under(self._target, self.parent, self.year))
        return self._page(form, status=422)

    def _units(self) -> list:
        return queries.units_to_share_with(self.campaign, self.giver, self.day)

    def _form(self, units: list, data=None, proposed=None) -> ShareForm:
        given = queries.shares_under(self._target, self.parent, self.year)
        people = queries.people_to_share_with(self.campaign, self.giver, self.year, self.day)
        return ShareForm(
            data, measure=self._target, giver=self.giver, given=given, units=units, people=people, proposed=proposed or {}
        )

    def _proposed(self, way: str, units: list) -> dict:
        """{unit key: proposed value} over the units of the table; whole things stay whole."""
        limit, level = self._limit(), way.removeprefix(f"{EVEN}-") if way.startswith(EVEN) else ""
        keys = [unit.pk for unit in units if level in ("", EVEN, unit.level)]
        if limit is None or not keys:
            return {}
        if not self._target.splits:
            return dict.fromkeys(keys, limit)
        if way.startswith(EVEN):
            return dict(zip(keys, shares.equally(limit, len(keys)), strict=True))
        source = queries.shares_of_year if way == "nam-truoc" else queries.results_of_year
        known = source(self._target, self.year - 1)
        weights = [max(known.get(key, 0), 0) for key in keys]
        return dict(zip(keys, shares.by_weight(limit, weights), strict=True)) if any(weights) else {}

    def _limit(self):
        if self.parent:
            return self.parent.value
        plan = next((row for row in self._target.years.all() if row.year == self.year), None)
        return (plan.value_max if plan.value_max is not None else plan.value) if plan else None

    def _back(self) -> str:
        here = f"&don_vi={self.giver.public_id}" if self.parent else ""
        address = reverse("campaigns:target-cascade", args=[self.campaign.public_id, self._target.public_id])
        return f"{address}?nam={self.year}{here}"

    def _page(self, form, *, status: int = 200, proposed: str = ""):
        limit, ways = self._limit(), self._ways(self._units())
        context = self.context() | {
            "target": self._target, "form": form, "giver": self.giver, "parent": self.parent, "back": self._back(),
            "limit": limit, "limit_text": parts.amount(limit, self._target), "proposed": proposed,
            "ways": [{"label": label, "url": replace_query(self.request.GET, cach=way)} for way, label in ways.items()],
        }  # fmt: skip
        return render(self.request, "campaigns/share_out.html", context, status=status)

    def _ways(self, units: list) -> dict:
        """{word of the address: label} of the proposals on offer."""
        if self._target.is_qualitative or not units:
            return {}
        even = "Chia đều cho" if self._target.splits else "Cùng một mức cho"
        levels = Counter(unit.level for unit in units)
        ways = {f"{EVEN}-{level}": f"{even} {count} {NOUNS[level]}" for level, count in levels.items()}
        return ways | (BEFORE if self._target.splits else {})
