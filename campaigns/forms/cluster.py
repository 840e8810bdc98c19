"""Forms of a cluster, of the proposal of clusters, and of a step that needs a reason."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms

from campaigns.models import Scorecard, Unit
from campaigns.queries.cluster import candidates, is_part_of_commune, scorecards_of
from campaigns.tally.grouping import WAYS, Candidate, sort_of

OF_COMMUNES = "Cơ quan, đơn vị của xã (thường chấm cùng xã)"


class ClusterForm(forms.Form):
    """Name, scorecard, units, head and deputy of one organiser's year."""

    name = forms.CharField(label="Tên cụm, khối", max_length=150, widget=forms.TextInput(attrs={"placeholder": "Cụm xã 1"}))
    scorecard = forms.ModelChoiceField(Scorecard.objects.none(), label="Bảng chấm điểm", required=False, empty_label="Chọn sau")
    members = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label="Đơn vị trong cụm, khối", error_messages={"required": "Chọn các đơn vị của cụm, khối."}
    )
    head_unit = forms.ModelChoiceField(
        Unit.objects.none(), label="Cụm trưởng, khối trưởng", required=False, empty_label="Chọn sau"
    )
    deputy_unit = forms.ModelChoiceField(Unit.objects.none(), label="Cụm phó, khối phó", required=False, empty_label="Chọn sau")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    idempotency_key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, organiser: Unit, year: int, also=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.units = list(candidates(organiser, year))
        known = {unit.pk for unit in self.units}
        self.units += [unit for unit in also if unit.pk not in known]  # members that ended since
        chosen = Unit.objects.filter(pk__in=[unit.pk for unit in self.units])
        for name in ("members", "head_unit", "deputy_unit"):
            self.fields[name].queryset = chosen.order_by("sort_key", "pk")
        self.fields["scorecard"].queryset = scorecards_of([organiser], year)
        self.helper = FormHelper()
        self.helper.form_tag = False
        top = Row(Column("name", css_class="col-md-6"), Column("scorecard", css_class="col-md-6"))
        heads = Row(Column("head_unit", css_class="col-md-6"), Column("deputy_unit", css_class="col-md-6"))
        self.helper.layout = Layout(top, heads, "version", "idempotency_key")

    def groups(self, placed: dict[int, str]) -> list[tuple[str, list[dict]]]:
        """The units to choose from, by their sort; `placed` says in which other cluster of the year one already is."""
        chosen = {str(key) for key in self._chosen()}
        found: dict[str, list] = {}
        for unit in self.units:
            sort = OF_COMMUNES if is_part_of_commune(unit) else unit.emulation_group or sort_of(as_candidate(unit))
            row = {"unit": unit, "checked": str(unit.pk) in chosen, "elsewhere": placed.get(unit.pk, "")}
            found.setdefault(sort, []).append(row)
        last = {OF_COMMUNES: 2}
        return sorted(found.items(), key=lambda row: last.get(row[0], not any(one["checked"] for one in row[1])))

    def _chosen(self):
        if self.is_bound:
            return self.data.getlist("members")
        return [getattr(unit, "pk", unit) for unit in self.initial.get("members", [])]

    def values(self) -> dict:
        """Cleaned values for the service."""
        names = ("name", "scorecard", "head_unit", "deputy_unit")
        return {name: self.cleaned_data[name] for name in names} | {"members": list(self.cleaned_data["members"])}


def as_candidate(unit: Unit, group: str = "") -> Candidate:
    """A unit as the proposal of clusters sees it, with the cluster that the catalogue names."""
    return Candidate(key=unit.pk, name=unit.name, level=unit.level, block=unit.block, group=group)


class ProposalForm(forms.Form):
    """How to propose clusters: organiser, year, way."""

    don_vi = forms.ModelChoiceField(Unit.objects.none(), label="Đơn vị tổ chức", to_field_name="slug", empty_label=None)
    nam = forms.IntegerField(label="Năm", min_value=2011, max_value=2100, widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    cach = forms.ChoiceField(label="Cách xếp", choices=WAYS)

    def __init__(self, *args, units: list, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["don_vi"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])
        for name in ("don_vi", "cach"):
            self.fields[name].widget.attrs["class"] = "form-select form-select-sm"


class ReasonForm(forms.Form):
    """A step that needs a sentence."""

    note = forms.CharField(label="Lý do", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, label: str = "Lý do", help_text: str = "", required: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].label, self.fields["note"].help_text = label, help_text
        self.fields["note"].required = required
        self.helper = FormHelper()
        self.helper.form_tag = False
