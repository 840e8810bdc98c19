"""Pages of scorecards: read one, set one up, mend it. The table of criteria is one set of rows."""

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views import View

from campaigns import permissions as may
from campaigns.enums import CriterionKind
from campaigns.forms.scorecard import FIRST_YEAR, LAST_YEAR, Criteria, ScorecardForm, TargetList, initial_rows, stored_rows
from campaigns.queries.cluster import cluster_names_of, organising_units, scorecard_before
from campaigns.queries.scope import scorecards_for_user
from campaigns.queries.score import appraisable, criteria_of, targets_to_score
from campaigns.services.scorecard import copied_rows, create_scorecard, is_used, update_scorecard
from thiduakhenthuong.core import clock, vntext
from thiduakhenthuong.core.errors import Refused
from thiduakhenthuong.core.files import made_response
from thiduakhenthuong.core.idempotency import new_key, once
from thiduakhenthuong.core.sheets.writer import Column, write_table
from thiduakhenthuong.core.typed import as_uuid, whole

PARTS = [
    ("I. Phát triển kinh tế – xã hội, quốc phòng, an ninh", "formula"),
    ("II. Chấp hành chủ trương, pháp luật; xây dựng Đảng, chính quyền; cải cách hành chính", "hand"),
    ("III. Công tác thi đua, khen thưởng", "hand"),
    ("Điểm thưởng", "bonus"),
    ("Điểm trừ", "minus"),
]


def year_asked(request) -> int:
    """The year of the address, else this year."""
    year = whole(request.GET.get("nam", ""))
    return year if year and FIRST_YEAR <= year <= LAST_YEAR else clock.today().year


class ScorecardPage(LoginRequiredMixin, View):
    """One scorecard: its criteria by part, who appraises what, the clusters that use it."""

    def get(self, request, public_id):
        """The page."""
        card = get_object_or_404(scorecards_for_user(request.user), public_id=public_id)
        criteria = criteria_of(card)
        context = {
            "card": card, "criteria": criteria, "clusters": cluster_names_of(card, request.user), "used": is_used(card),
            "may_edit": not may.manage_clusters(request.user, card.unit), "mine": len(appraisable(card, request.user)),
        }  # fmt: skip
        return render(request, "campaigns/scorecard.html", context)


class ScorecardExport(LoginRequiredMixin, View):
    """The criteria as a workbook."""

    def get(self, request, public_id):
        """Every row, in order."""
        card = get_object_or_404(scorecards_for_user(request.user), public_id=public_id)
        columns = [
            Column("TT", "number", width=6), Column("Phần", width=30), Column("Tiêu chí", width=46),
            Column("Cách chấm", width=22), Column("Điểm chuẩn", "decimal", width=12), Column("Chỉ tiêu", width=34),
            Column("Cơ quan thẩm định", width=28),
            Column("Hướng dẫn chấm", width=46),
        ]  # fmt: skip
        rows = (
            [place, c.part, c.name, c.get_kind_display(), c.maximum, c.target.indicator if c.target else "",
             c.department.name if c.department else card.unit.name, c.guide]
            for place, c in enumerate(criteria_of(card), start=1)
        )  # fmt: skip
        limit = f", trần điểm thưởng {vntext.number(card.bonus_limit)}" if card.bonus_limit is not None else ""
        lines = (f"{card.unit.name}, năm {card.year}", f"Tổng điểm chuẩn {vntext.number(card.maximum)}{limit}")
        return made_response(write_table(card.name.upper(), columns, rows, lines=lines), f"bang-cham-diem-{card.year}.xlsx")


class ScorecardEditor(LoginRequiredMixin, View):
    """What setting up and mending have in common: a head and rows, checked together, saved together."""

    card = None

    def read(self, units: list):
        """Head and rows as sent."""
        head = ScorecardForm(self.request.POST, units=units, fixed=self.card is not None)
        head.is_valid()
        unit = self.card.unit if self.card else head.cleaned_data.get("unit") or units[0]
        year = self.card.year if self.card else head.cleaned_data.get("year") or clock.today().year
        also = [row.target for row in criteria_of(self.card) if row.target] if self.card else ()
        targets = TargetList(targets_to_score(unit, year), also)
        return head, Criteria(self.request.POST, prefix="rows", form_kwargs={"targets": targets})

    def save(self, units: list):
        """Save what was sent, or show every fault at its field with everything that was typed."""
        head, rows = self.read(units)
        if rows.is_valid() and head.is_valid():
            try:
                return self.keep(head, rows)
            except ValidationError as error:
                show_faults(head, rows, error)
        return self.page(head, rows, status=422)

    def keep(self, head, rows):
        """Write it; the answer to the browser."""
        raise NotImplementedError

    def page(self, head, rows, status: int = 200, **more):
        """The form."""
        faults = [(place, form) for place, form in enumerate(rows.forms, start=1) if rows.is_bound and form.errors]
        context = {"form": head, "rows": rows, "card": self.card, "row_faults": faults, "kinds": CriterionKind} | more
        return render(self.request, "campaigns/scorecard_form.html", context, status=status)


def show_faults(head, rows, error: ValidationError) -> None:
    """Faults of the service: at fields of the head, else above the rows."""
    for name, faults in error.message_dict.items() if hasattr(error, "error_dict") else [("", error.messages)]:
        head.add_error(name if name in head.fields else None, faults)


class ScorecardCreate(ScorecardEditor):
    """Set up the table of a year: from last year's, from another one, or empty."""

    def get(self, request):
        """The form; `tu` names a scorecard to copy, without it last year's is taken when there is one."""
        units, year = self.units(), year_asked(request)
        source = self.source(units[0], year)
        rows = copied_rows(source) if source else []
        first = {"unit": units[0].pk, "year": year, "idempotency_key": new_key()}
        first |= {"name": f"Bảng chấm điểm thi đua năm {year}"}
        if source:
            first |= {"unit": source.unit_id, "maximum": source.maximum, "bonus_limit": source.bonus_limit}
            first["name"] = source.name.replace(str(source.year), str(year))
        blanks = [{}] * 3 if rows else [{"part": part, "kind": kind} for part, kind in PARTS for _ in range(2)]
        targets = TargetList(targets_to_score(source.unit if source else units[0], year))
        made = Criteria(initial=initial_rows(rows) + blanks, prefix="rows", form_kwargs={"targets": targets})
        return self.page(ScorecardForm(units=units, initial=first), made, source=source)

    def source(self, unit, year: int):
        """The scorecard to copy."""
        if key := self.request.GET.get("tu"):
            return get_object_or_404(scorecards_for_user(self.request.user), public_id=as_uuid(key))
        return None if self.request.GET.get("trong") else scorecard_before(unit, year)

    def post(self, request):
        """Save it once, however often the button is pressed."""
        return self.save(self.units())

    def keep(self, head, rows):
        """Write it."""
        given, user = head.cleaned_data, self.request.user
        facts = {name: given[name] for name in ("unit", "year", "name", "maximum", "bonus_limit")}
        done = once(user=user, action="create_scorecard", key=given["idempotency_key"], work=lambda: {
            "public_id": str(create_scorecard(by=user, rows=rows.rows(), **facts).public_id)
        })  # fmt: skip
        messages.success(self.request, "Đã lập bảng chấm điểm.")
        return redirect("campaigns:scorecard", done["public_id"])

    def units(self) -> list:
        """Units for which the user may; 403 without any."""
        units = organising_units(self.request.user)
        if not units:
            raise Refused("Chỉ cán bộ thẩm định của đơn vị tổ chức được lập bảng chấm điểm.")
        return units


class ScorecardEdit(ScorecardEditor):
    """Mend a table."""

    def dispatch(self, request, *args, **kwargs):
        """The scorecard of the address; 403 for those who only read it."""
        if request.user.is_authenticated:
            self.card = get_object_or_404(scorecards_for_user(request.user), public_id=kwargs["public_id"])
            if reason := may.manage_clusters(request.user, self.card.unit):
                raise Refused(reason)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, public_id):
        """The form with today's rows and a few empty ones."""
        card, criteria = self.card, criteria_of(self.card)
        targets = TargetList(targets_to_score(card.unit, card.year), [row.target for row in criteria if row.target])
        first = {name: getattr(card, name) for name in ("name", "maximum", "bonus_limit", "version")}
        blanks = [] if is_used(card) else [{}] * 3
        rows = initial_rows(stored_rows(card, criteria)) + blanks
        made = Criteria(initial=rows, prefix="rows", form_kwargs={"targets": targets})
        return self.page(ScorecardForm(units=[], fixed=True, initial=first), made, used=is_used(card))

    def post(self, request, public_id):
        """Save it; a stale version is 409."""
        return self.save([])

    def keep(self, head, rows):
        """Write it."""
        given = head.cleaned_data
        update_scorecard(
            scorecard=self.card, version=given["version"] or 0, by=self.request.user, name=given["name"],
            maximum=given["maximum"], bonus_limit=given["bonus_limit"], rows=rows.rows(),
        )  # fmt: skip
        messages.success(self.request, "Đã lưu bảng chấm điểm.")
        return redirect(reverse("campaigns:scorecard", args=[self.card.public_id]))
