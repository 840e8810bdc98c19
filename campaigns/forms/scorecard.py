"""The form of a scorecard: its head, and the table of criteria as a set of rows."""

from decimal import Decimal
from functools import cached_property

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.forms import BaseFormSet, formset_factory

from campaigns.enums import CriterionKind
from campaigns.forms.accounts import UnitField
from campaigns.models import Scorecard, Target, Unit
from campaigns.services.scorecard import Row as Criterion
from thiduakhenthuong.core.forms import NumberField

MOST_ROWS = 120
FIRST_YEAR, LAST_YEAR = 2011, 2100
YEAR_FAULT = f"Năm ghi bốn chữ số, từ {FIRST_YEAR} đến {LAST_YEAR}."


class PointsField(NumberField):
    """Points: not negative, at most two decimals."""

    def clean(self, value):
        """A Decimal or None."""
        found = super().clean(value)
        if found is None:
            return None
        if found < 0:
            raise forms.ValidationError("Điểm không được nhỏ hơn 0; điểm trừ cũng ghi số dương.")
        if found != round(found, 2) or found >= 100_000:
            raise forms.ValidationError("Điểm nhỏ hơn 100.000, nhiều nhất hai chữ số sau dấu phẩy.")
        return found


class TargetChoice(forms.ChoiceField):
    """A target under the name of its campaign; the choices are loaded once for the whole table."""

    known: dict = {}

    def offer(self, targets) -> None:
        """What may be chosen (a TargetList)."""
        self.choices, self.known = targets.choices, targets.known

    def clean(self, value) -> Target | None:
        """The target of a key."""
        return self.known.get(super().clean(value))


class TargetList:
    """Targets of a year as choices, read when the first row needs them; `also` are those that rows read already."""

    def __init__(self, targets, also=()):
        self.targets, self.also = targets, also

    @cached_property
    def known(self) -> dict[str, Target]:
        """By key; one query."""
        return {str(target.pk): target for target in [*self.targets, *self.also]}

    @cached_property
    def choices(self) -> list[tuple[str, str]]:
        """Indicator, unit of measure, campaign."""
        return [("", "Không"), *((key, self.label(target)) for key, target in self.known.items())]

    def label(self, target: Target) -> str:
        """ "Số nhà tạm được xóa (nhà) – Xóa nhà tạm"."""
        measure = f" ({target.unit_of_measure})" if target.unit_of_measure else ""
        return f"{target.indicator}{measure} – {target.campaign.name}"


class ScorecardForm(forms.Form):
    """Organiser, year, name, maximum and bonus limit."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label="Đơn vị tổ chức", empty_label=None)
    year = forms.IntegerField(
        label="Năm", min_value=FIRST_YEAR, max_value=LAST_YEAR, widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), YEAR_FAULT),
    )  # fmt: skip
    name = forms.CharField(label="Tên bảng chấm điểm", max_length=250)
    maximum = PointsField(label="Tổng điểm chuẩn", help_text="Bằng tổng điểm chuẩn các tiêu chí, không kể điểm thưởng, điểm trừ.")
    bonus_limit = PointsField(
        label="Trần điểm thưởng", required=False, help_text="Điểm vượt chỉ tiêu và điểm thưởng cộng lại không quá số này."
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    idempotency_key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, units: list, fixed: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])
        head = Row(Column("unit", css_class="col-md-5"), Column("year", css_class="col-md-2"))
        if fixed:
            del self.fields["unit"], self.fields["year"]
        self.helper = FormHelper()
        self.helper.form_tag = False
        points = Row(
            Column("name", css_class="col-md-6"),
            Column("maximum", css_class="col-md-3"),
            Column("bonus_limit", css_class="col-md-3"),
        )
        self.helper.layout = Layout(*([] if fixed else [head]), points, "version", "idempotency_key")


class CriterionForm(forms.Form):
    """One row of the table; a row without name and points is left out."""

    key = forms.CharField(widget=forms.HiddenInput, required=False)
    part = forms.CharField(label="Phần", max_length=150, required=False)
    name = forms.CharField(label="Tiêu chí", max_length=300, required=False)
    kind = forms.ChoiceField(label="Cách chấm", choices=CriterionKind.choices, initial=CriterionKind.HAND)
    maximum = PointsField(label="Điểm chuẩn", required=False)
    target = TargetChoice(label="Chỉ tiêu", required=False)
    department = UnitField(label="Cơ quan thẩm định", required=False)
    guide = forms.CharField(label="Hướng dẫn chấm", max_length=300, required=False)

    def __init__(self, *args, targets: TargetList, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["target"].offer(targets)
        for name, field in self.fields.items():
            if name == "key":
                continue
            css = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
            field.widget.attrs |= {"class": f"{css} {css}-sm", "aria-label": field.label, "data-column": name}
        self.fields["department"].widget.attrs["placeholder"] = "Đơn vị tổ chức"

    @property
    def is_blank(self) -> bool:
        """Whether nothing was written in the row."""
        given = getattr(self, "cleaned_data", {})
        return not given.get("name") and given.get("maximum") is None

    def clean(self):
        """A row is written whole: name and points; a formula row names its target, no other row does."""
        given = super().clean()
        if self.errors or self.is_blank:
            return given
        if not given.get("name"):
            self.add_error("name", "Hãy ghi tên tiêu chí.")
        if given.get("maximum") is None:
            self.add_error("maximum", "Hãy ghi điểm chuẩn.")
        elif given["maximum"] == 0:
            self.add_error("maximum", "Điểm chuẩn phải lớn hơn 0.")
        if given.get("kind") == CriterionKind.FORMULA and given.get("target") is None:
            self.add_error("target", "Chọn chỉ tiêu để lấy kết quả, hoặc đổi cách chấm thành chấm tay.")
        if given.get("kind") != CriterionKind.FORMULA:
            given["target"] = None
        return given

    def row(self) -> Criterion:
        """As the service takes it."""
        given = self.cleaned_data
        return Criterion(
            key=given["key"], part=given["part"], name=given["name"], kind=given["kind"], maximum=given["maximum"],
            target=given["target"], department=given["department"], guide=given["guide"],
        )  # fmt: skip


class CriterionRows(BaseFormSet):
    """The rows in the order of the page."""

    def rows(self) -> list[Criterion]:
        """Rows that are written, without those taken out."""
        kept = [form for form in self.forms if form not in self.deleted_forms]
        return [form.row() for form in kept if not form.is_blank]

    @property
    def together(self) -> Decimal:
        """Maxima of the rows of the base, as far as they can be read."""
        found = Decimal(0)
        for form in self.forms:
            given = form.cleaned_data if form.is_bound and hasattr(form, "cleaned_data") else form.initial
            if given.get("kind", CriterionKind.HAND) in (CriterionKind.HAND, CriterionKind.FORMULA):
                found += given.get("maximum") or 0
        return found


Criteria = formset_factory(
    CriterionForm, formset=CriterionRows, extra=0, can_delete=True, max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=True
)


def initial_rows(rows: list[Criterion]) -> list[dict]:
    """Criteria as initial values of the set."""
    names = ("key", "part", "name", "kind", "maximum", "target", "department", "guide")
    return [{name: getattr(row, name) for name in names} | {"target": row.target and row.target.pk} for row in rows]


def stored_rows(scorecard: Scorecard, criteria) -> list[Criterion]:
    """Criteria of a scorecard as rows."""
    return [
        Criterion(
            key=str(c.public_id), part=c.part, name=c.name, kind=c.kind, maximum=c.maximum, target=c.target,
            department=c.department, guide=c.guide,
        )
        for c in criteria
    ]  # fmt: skip
