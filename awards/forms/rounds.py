"""The form of a round."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms

from campaigns.models import Unit
from thiduakhenthuong.core.forms import DayField


class RoundForm(forms.Form):
    """Name and days; `units` are the units for which the user may open one."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label="Nơi mở đợt", empty_label=None)
    name = forms.CharField(label="Tên đợt xét", max_length=250)
    opens_on = DayField(label="Mở từ ngày", required=False)
    deadline = DayField(label="Hạn nhận hồ sơ", required=False, help_text="Hồ sơ gửi sau ngày này bị báo quá hạn.")
    ceremony_on = DayField(label="Ngày trao", required=False, help_text="Dời được mà không ảnh hưởng quyết định.")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    idempotency_key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, units: list, fixed: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])
        if fixed:
            del self.fields["unit"]
        self.helper = FormHelper()
        self.helper.form_tag = False
        days = Row(*(Column(name, css_class="col-md-4") for name in ("opens_on", "deadline", "ceremony_on")))
        self.helper.layout = Layout(*([] if fixed else ["unit"]), "name", days, "version", "idempotency_key")

    def values(self) -> dict:
        """Cleaned values for the service."""
        return {name: self.cleaned_data[name] for name in ("name", "opens_on", "deadline", "ceremony_on")}
