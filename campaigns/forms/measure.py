"""The form of one row with all its fields: an objective of a resolution, or a target of a campaign.

Number cells are words here as in the grid ("1.250,5", "1 - 1,5", words for what is judged by words), read by the same code.
"""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.core.exceptions import ValidationError

from campaigns.enums import Direction, Operator, Rollup
from campaigns.forms.accounts import UnitInput
from campaigns.models import Measure, Objective, Unit
from campaigns.services.measure_values import ACCEPT, Amount, Department, amount_of, department_of, ending_words, shown
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.forms import DayField
from thiduakhenthuong.core.names import clean

NUMBER = {"inputmode": "decimal", "autocomplete": "off", "maxlength": 250}
TYPED = ("base", "term")
# columns of a measure whose faults show at another field of the form
PLACES = {"baseline": "base", "baseline_text": "base", "term_value": "term", "term_value_max": "term", "term_text": "term"}
PLAIN = (
    "code", "group", "indicator", "unit_of_measure", "direction", "operator", "due_on", "rollup", "splits", "exclusion_note",
    "note",
)  # fmt: skip


def _text(label: str, most: int, help_text: str = "", **attrs) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off"} | attrs)
    return forms.CharField(label=label, max_length=most, required=False, help_text=help_text, widget=widget)


class ObjectiveChoice(forms.ModelChoiceField):
    """An objective by its code and words."""

    def label_from_instance(self, obj: Objective) -> str:
        return obj.label


class MeasureForm(forms.Form):
    """All fields of a measure; `years` make the year fields y2021 …, `home` is the unit among whose departments one is named."""

    indicator = forms.CharField(
        label="Chỉ tiêu", max_length=250, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Hãy ghi tên chỉ tiêu."},
    )  # fmt: skip
    group = _text("Nhóm", 150, "Các chỉ tiêu cùng nhóm đứng liền nhau.", list="groups")
    code = _text("Mã", 20, "Không bắt buộc, ví dụ K01.")
    operator = forms.ChoiceField(label="Cách đặt số", choices=Operator.choices, initial=Operator.AT_LEAST)
    direction = forms.ChoiceField(label="Hướng", choices=Direction.choices, initial=Direction.UP)
    unit_of_measure = _text("Đơn vị tính", 40, "Ví dụ: người, %, tỷ đồng.")
    base = _text("Số gốc", 150, "Định tính thì ghi bằng chữ: đạt.", **NUMBER)
    baseline_year = forms.IntegerField(
        label="Năm gốc", required=False, min_value=1945, max_value=2100,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "Hãy ghi năm gồm bốn chữ số, ví dụ 2020."),
    )  # fmt: skip
    term = _text("Cả kỳ", 250, "“Trong khoảng” ghi hai mức: 1 - 1,5.", **NUMBER)
    rollup = forms.ChoiceField(label="Cách cộng các năm", choices=Rollup.choices, initial=Rollup.END_POINT)
    due_on = DayField(label="Đến ngày", required=False, help_text="Bắt buộc với “Đạt trước ngày” và “Giữ mức”.")
    department = forms.CharField(
        label="Đơn vị chủ trì", max_length=300, required=False,
        help_text="Gõ vài chữ rồi chọn; chưa có trong danh mục thì ghi tên.",
        widget=UnitInput(attrs={"placeholder": "Sở Tài chính"}),
    )  # fmt: skip
    accept_ending = forms.BooleanField(label=ACCEPT, required=False)
    splits = forms.BooleanField(label="Chia được cho các đơn vị rồi cộng lại", required=False)
    exclusion_note = _text("Không tính", 250, "Ví dụ: chưa tính tiền sử dụng đất.")
    note = _text("Ghi chú", 300)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    idempotency_key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, years: range, home: Unit, above=None, objectives=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.years, self.home = years, home
        for year in years:
            self.fields[f"y{year}"] = _text(f"Năm {year}", 250, **NUMBER)
        if above is not None:
            self.fields["parent"] = ObjectiveChoice(
                above, label="Thuộc mục tiêu", required=False, empty_label="Không, đứng riêng"
            )
        if objectives is not None:
            choice = ObjectiveChoice(objectives, label="Mục tiêu của nghị quyết", required=False, empty_label="Không gắn")
            self.fields["objective"] = choice
            self.fields["indicator"].widget.attrs["list"] = "indicators"
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = self._layout()

    def _layout(self) -> Layout:
        tied = [name for name in ("objective", "parent") if name in self.fields]
        years = [Column(f"y{year}", css_class="col-6 col-md-2") for year in self.years]
        return Layout(
            Fieldset("Nói về điều gì", "indicator", *tied, _row(("group", 8), ("code", 4)),
                     _row(("unit_of_measure", 4), ("operator", 4), ("direction", 4)), "exclusion_note"),
            Fieldset("Con số", _row(("base", 4), ("baseline_year", 3)), Row(*years),
                     _row(("term", 4), ("rollup", 4), ("due_on", 4)), "splits"),
            Fieldset("Ai chịu trách nhiệm", "department", "accept_ending", "note"), "version", "idempotency_key",
        )  # fmt: skip

    def clean(self):
        """Number words by the kind of measure, the department by its name; each fault at its field."""
        data = super().clean()
        measure = Objective(
            indicator=clean(data.get("indicator") or ""), unit_of_measure=clean(data.get("unit_of_measure") or ""),
            operator=data.get("operator") or Operator.AT_LEAST, direction=data.get("direction") or Direction.UP,
        )  # fmt: skip
        self.amounts = {name: self._amount(measure, name) for name in (*TYPED, *(f"y{year}" for year in self.years))}
        self.accountable = self._department()
        return data

    def _amount(self, measure: Measure, name: str) -> Amount:
        limit = 150 if name == "base" else 250
        try:
            found = amount_of(measure, self.cleaned_data.get(name) or "", limit=limit)
            if name == "base" and found.value_max is not None:
                raise ValidationError("Số gốc là một số. Hãy ghi một số.")
        except ValidationError as error:
            self.add_error(name, error)
            return Amount()
        return found

    def _department(self) -> Department:
        try:
            typed = self.cleaned_data.get("department") or ""
            accept = self.cleaned_data.get("accept_ending", False)
            return department_of(typed, home=self.home, years=self.years, today=clock.today(), accept_ending=accept)
        except ValidationError as error:
            self.add_error("department", error)
            return Department()

    def values(self) -> dict:
        """Columns of the measure for the service."""
        data, base, term = self.cleaned_data, self.amounts["base"], self.amounts["term"]
        found = {name: clean(data[name]) if isinstance(data[name], str) else data[name] for name in PLAIN}
        found |= {"baseline": base.value, "baseline_text": base.text, "baseline_year": data["baseline_year"]}
        found |= {"term_value": term.value, "term_value_max": term.value_max, "term_text": term.text}
        found |= {"department": self.accountable.unit, "department_text": self.accountable.text}
        return found | {name: data[name] for name in ("objective", "parent") if name in self.fields}

    def yearly(self) -> dict[int, Amount]:
        """Values of the years for the service."""
        return {year: self.amounts[f"y{year}"] for year in self.years}

    def refuse(self, error: ValidationError) -> None:
        """What a service refused, at its field."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, found in error.error_dict.items():
            place = PLACES.get(name, name)
            self.add_error(place if place in self.fields else None, found)

    @staticmethod
    def initial_of(measure: Measure, years: range) -> dict:
        """The form as the row stands."""
        rows = {row.year: row for row in measure.years.all()}
        texts = {name: shown(measure, name, rows) for name in (*TYPED, *(f"y{year}" for year in years))}
        plain = {name: getattr(measure, name) for name in (*PLAIN, "baseline_year", "version")}
        tied = {name: getattr(measure, name) for name in ("objective", "parent") if hasattr(measure, name)}
        who = measure.department.label if measure.department_id else measure.department_text
        accepted = bool(ending_words(measure.department, years))
        return plain | texts | tied | {"department": who, "accept_ending": accepted}


def _row(*pairs) -> Row:
    return Row(*(Column(name, css_class=f"col-md-{width}") for name, width in pairs))
