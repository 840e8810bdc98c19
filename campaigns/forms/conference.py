"""Forms of conferences: the conference itself, the rows of its programme, the examples shown."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms

from campaigns.models import Campaign, Conference, ConferenceExemplar, ConferenceItem
from campaigns.services.conference import FIELDS
from thiduakhenthuong.core.forms import DayField

SPARE = 3  # empty rows below the programme


class ConferenceForm(forms.ModelForm):
    """Name, ordinal, the two periods, day and place; rules stand in the service."""

    held_on = DayField(label="Ngày tổ chức", required=False, help_text="Dời được mà không ảnh hưởng quyết định khen thưởng.")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    idempotency_key = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Conference
        fields = list(FIELDS)
        labels = {"ordinal": "Lần thứ", "starts_at": "Giờ", "campaign": "Phong trào phát động tại hội nghị"}
        help_texts = {
            "name": "Ví dụ: Hội nghị điển hình tiên tiến huyện Nam Sách.", "ordinal": "Ghi số, ví dụ 5; khi in thành lần thứ V.",
            "starts_at": "Ví dụ 07:30.",
        }  # fmt: skip

    def __init__(self, *args, campaigns=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["campaign"].queryset = Campaign.objects.none() if campaigns is None else campaigns
        self.fields["campaign"].empty_label = "Chưa chọn"
        for name in ("ordinal", "reviewed_from", "reviewed_to", "launched_from", "launched_to"):
            self.fields[name].widget = forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4, "autocomplete": "off"})
            self.fields[name].error_messages["invalid"] = "Ghi một số nguyên."
        for name, label in (("from", "từ năm"), ("to", "đến năm")):
            self.fields[f"reviewed_{name}"].label = f"Nhìn lại {label}"
            self.fields[f"launched_{name}"].label = f"Phát động {label}"
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = _layout()

    def _post_clean(self):
        """Nothing: the service checks, so that a wrong period never reaches the instance."""

    def values(self) -> dict:
        """Cleaned values for the service."""
        return {name: self.cleaned_data[name] for name in FIELDS}


def _layout() -> Layout:
    def four(*names):
        return Row(*(Column(name, css_class="col-6 col-md-3") for name in names))

    return Layout(
        Fieldset("Hội nghị", Row(Column("name", css_class="col-md-9"), Column("ordinal", css_class="col-6 col-md-3"))),
        Fieldset("Hai giai đoạn", four("reviewed_from", "reviewed_to", "launched_from", "launched_to"), "campaign"),
        Fieldset("Thời gian, địa điểm",
                 Row(Column("held_on", css_class="col-6 col-md-3"), Column("starts_at", css_class="col-6 col-md-2"),
                     Column("venue", css_class="col-md-7"))),
        "version", "idempotency_key",
    )  # fmt: skip


def _small(**attrs) -> dict:
    return {"class": "form-control form-control-sm", "autocomplete": "off"} | attrs


class ItemForm(forms.Form):
    """One row of the programme."""

    order = forms.IntegerField(
        label="Thứ tự", required=False, min_value=0, max_value=999,
        widget=forms.TextInput(attrs=_small(inputmode="numeric", maxlength=3, **{"data-order": ""})),
    )  # fmt: skip
    time = forms.CharField(
        label="Thời gian", required=False, max_length=ConferenceItem._meta.get_field("time").max_length,
        widget=forms.TextInput(attrs=_small(placeholder="07:30 - 08:00")),
    )  # fmt: skip
    content = forms.CharField(
        label="Nội dung", required=False, max_length=ConferenceItem._meta.get_field("content").max_length,
        widget=forms.TextInput(attrs=_small()),
    )  # fmt: skip
    person = forms.CharField(
        label="Người thực hiện", required=False, max_length=ConferenceItem._meta.get_field("person").max_length,
        widget=forms.TextInput(attrs=_small()),
    )  # fmt: skip


class ShownForm(forms.Form):
    """One example on the list of a conference."""

    pk = forms.IntegerField(widget=forms.HiddenInput)
    order = forms.IntegerField(
        label="Thứ tự", required=False, min_value=0, max_value=999,
        widget=forms.TextInput(attrs=_small(inputmode="numeric", maxlength=3)),
    )  # fmt: skip
    part = forms.CharField(
        label="Hình thức", required=False, max_length=ConferenceExemplar._meta.get_field("part").max_length,
        widget=forms.TextInput(attrs=_small(list="parts", placeholder="Báo cáo điển hình")),
    )  # fmt: skip
    remove = forms.BooleanField(label="Bỏ khỏi hội nghị", required=False)


ItemRows = forms.formset_factory(ItemForm, extra=SPARE, max_num=120, absolute_max=150)
ShownRows = forms.formset_factory(ShownForm, extra=0, max_num=500, absolute_max=500)
