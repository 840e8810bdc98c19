"""Forms of resolutions: head data, and the workbook of their objectives."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms

from campaigns.models import Resolution, Unit
from campaigns.services.resolution import FIELDS
from thiduakhenthuong.core.forms import DayField

YEAR = {"inputmode": "numeric", "maxlength": 4, "autocomplete": "off", "placeholder": "2021"}
YEAR_WRONG = {"invalid": "Hãy ghi năm gồm bốn chữ số, ví dụ 2021.", "required": "Hãy ghi năm gồm bốn chữ số, ví dụ 2021."}


class ResolutionForm(forms.Form):
    """Whose resolution, its name, number and term; `units` are those the user may choose, none when it is edited."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label="Đơn vị", empty_label=None)
    name = forms.CharField(label="Tên nghị quyết", max_length=300, error_messages={"required": "Hãy ghi tên nghị quyết."})
    number = forms.CharField(label="Số, ký hiệu", max_length=60, required=False, help_text="Ví dụ: 01-NQ/ĐH.")
    adopted_on = DayField(label="Ngày ban hành", required=False)
    first_year = forms.IntegerField(label="Từ năm", widget=forms.TextInput(attrs=YEAR), error_messages=YEAR_WRONG)
    last_year = forms.IntegerField(
        label="Đến năm", widget=forms.TextInput(attrs=YEAR | {"placeholder": "2025"}), error_messages=YEAR_WRONG
    )
    aim = forms.CharField(
        label="Mục tiêu tổng quát", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Một câu, đứng ở gốc của cây mục tiêu.",
    )  # fmt: skip
    note = forms.CharField(label="Ghi chú", max_length=300, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    idempotency_key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, units: list | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        if units is None:
            del self.fields["unit"]
        else:
            self.fields["unit"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])
        self.helper = FormHelper()
        self.helper.form_tag = False
        years = Row(*(Column(name, css_class="col-6 col-md-3") for name in ("first_year", "last_year")))
        paper = Row(Column("number", css_class="col-md-6"), Column("adopted_on", css_class="col-md-4"))
        who = [] if units is None else ["unit"]
        self.helper.layout = Layout(*who, "name", years, paper, "aim", "note", "version", "idempotency_key")

    def values(self) -> dict:
        """What the services take."""
        return {name: self.cleaned_data[name] for name in FIELDS}

    @staticmethod
    def initial_of(resolution: Resolution) -> dict:
        """The form as the resolution stands."""
        return {name: getattr(resolution, name) for name in (*FIELDS, "version")}


class ObjectiveFileForm(forms.Form):
    """A workbook; what is inside is judged by the reader, which says what is wrong in its own words."""

    file = forms.FileField(
        label="Tệp Excel (.xlsx)",
        error_messages={
            "required": "Chưa chọn tệp. Hãy chọn tệp Excel (.xlsx) của bảng mục tiêu.",
            "empty": "Tệp trống, không có nội dung.",
        },
        widget=forms.FileInput(
            attrs={
                "class": "visually-hidden",
                "accept": ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            }
        ),
    )
