"""Forms of the catalogue, made from the model of each table."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.db import models

from awards.queries.catalogue_tables import WORDS, Table, label_of
from campaigns.forms import UnitField
from campaigns.models import Unit
from thiduakhenthuong.core.catalogue import CatalogueRow
from thiduakhenthuong.core.forms import DayField

SHORT = 200  # longer texts get several lines
PICKED = (
    "family",
    "document_kind",
    "part",
    "rule",
    "setting_of",
    "day_kind",
    "level",
    "field_to_fix",
)  # one word of a fixed list
KEYS = ("code",)  # fields by which other rows and old papers know a row: set once


class CatalogueForm(forms.ModelForm):
    """One row. `values` are what the service writes; rules of the row stand in the model and the service."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    idempotency_key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        if self.instance.pk:
            for name in KEYS:
                self.fields.pop(name, None)
        self.helper = FormHelper()
        self.helper.form_tag = False
        names = [name for name in self.fields if name not in ("version", "idempotency_key")]
        wide = {name for name in names if _is_wide(self.fields[name])}
        boxes = [Div(name, css_class="is-wide" if name in wide else "") for name in names]
        self.helper.layout = Layout(Div(*boxes, css_class="form-grid"), "version", "idempotency_key")

    @property
    def values(self) -> dict:
        """Cleaned model fields."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("version", "idempotency_key")}

    def _post_clean(self):
        """The service checks and writes; the form's instance stays as it was loaded."""


def _is_wide(box: forms.Field) -> bool:
    return isinstance(box.widget, forms.Textarea) or (getattr(box, "max_length", None) or 0) > 100


def form_class(table: Table) -> type[CatalogueForm]:
    """The form of a table."""
    names = [field.name for field in table.fields()]
    return forms.modelform_factory(table.model, CatalogueForm, fields=names, formfield_callback=_form_field)


def _form_field(item: models.Field, **kwargs):
    words = WORDS.get(item.name)
    if isinstance(item, models.DateField):
        return DayField(label=label_of(item), required=not item.blank)
    if isinstance(item, models.ForeignKey) and item.related_model is Unit:
        return UnitField(label=label_of(item), required=not item.blank, help_text="Gõ vài chữ của tên rồi chọn.")
    if words and item.name in PICKED and not item.choices:
        return forms.ChoiceField(label=label_of(item), choices=[("", "Chọn"), *words.items()], required=not item.blank)
    if isinstance(item, models.TextField) or (item.max_length or 0) > SHORT:
        kwargs["widget"] = forms.Textarea(attrs={"rows": 3})
    kwargs["label"] = label_of(item)
    if isinstance(item, models.JSONField):
        kwargs["widget"] = forms.Textarea(attrs={"rows": 6, "spellcheck": "false"})
    return item.formfield(**kwargs)


class RetireForm(forms.Form):
    """The last day of a row."""

    last_day = DayField(label="Áp dụng đến hết ngày")
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, row: CatalogueRow | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        if row is not None:
            self.initial |= {"version": row.version, "last_day": row.valid_to}


class CatalogueFilter(forms.Form):
    """Filters of a list, from the address."""

    q = forms.CharField(required=False, max_length=120)
    ngay = DayField(required=False)
    dc = forms.CharField(required=False, max_length=10)

    def value(self, name: str):
        """The value when it can be read, else nothing."""
        return self.cleaned_data.get(name) if self.is_valid() or hasattr(self, "cleaned_data") else None
