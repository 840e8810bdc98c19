"""Forms of initiatives: what it is, its authors and shares, the decision, the use for an award."""

from crispy_forms.layout import Column, Row
from django import forms

from campaigns.enums import CampaignState, InitiativeScope
from campaigns.forms.exemplar import VersionForm
from campaigns.models import Campaign, Unit
from campaigns.queries import ancestors
from campaigns.queries.scope import campaigns_for_user
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.forms import DayField, NumberField
from thiduakhenthuong.core.typed import whole

MOST_AUTHORS = 30


class AuthorForm(forms.Form):
    """One author: a row without a name is no row."""

    name = forms.CharField(label="Họ và tên", max_length=100, required=False)
    birth_year = forms.CharField(label="Năm sinh", max_length=4, required=False)
    title = forms.CharField(label="Chức vụ", max_length=150, required=False)
    share = NumberField(label="Tỷ lệ đóng góp (%)", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            bad = self.is_bound and name in self.errors
            field.widget.attrs |= {
                "class": f"form-control form-control-sm{' is-invalid' if bad else ''}",
                "aria-label": field.label,
            }
        self.fields["birth_year"].widget.attrs["inputmode"] = "numeric"

    def clean_birth_year(self):
        """A year in which people who work today were born."""
        text, today = self.cleaned_data["birth_year"].strip(), clock.today()
        year = whole(text)
        if text and (year is None or not today.year - 100 <= year <= today.year - 14):
            raise forms.ValidationError(f"“{text}” không phải năm sinh hợp lệ.")
        return year


AuthorFormSet = forms.formset_factory(AuthorForm, extra=0, max_num=MOST_AUTHORS, absolute_max=MOST_AUTHORS + 10)


class InitiativeForm(VersionForm):
    """What the initiative is and who recognises it. `units` are those for which the user writes; `fixed` when it is known."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label="Đơn vị", empty_label=None)
    name = forms.CharField(
        label="Tên sáng kiến", max_length=300, widget=forms.Textarea(attrs={"rows": 2, "maxlength": 300, "data-similar": ""})
    )
    field = forms.CharField(label="Lĩnh vực", max_length=150, required=False)
    year = forms.IntegerField(
        label="Năm áp dụng", widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4}),
        error_messages={"invalid": "Hãy ghi năm bằng bốn chữ số, ví dụ 2021."},
    )  # fmt: skip
    deciding_unit = forms.ModelChoiceField(Unit.objects.none(), label="Nơi công nhận", required=False, empty_label="Chọn sau")
    campaign = forms.ModelChoiceField(Campaign.objects.none(), label="Phong trào", required=False, empty_label="Không gắn")
    summary = forms.CharField(
        label="Nội dung", required=False, widget=forms.Textarea(attrs={"rows": 4}), help_text="Làm gì khác trước."
    )
    benefit = forms.CharField(
        label="Hiệu quả", required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="Bằng số: giảm, tăng bao nhiêu."
    )
    idempotency_key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, user, units: list, fixed: bool = False, **kwargs):
        self.rows = self._rows(with_unit=not fixed and len(units) > 1)
        super().__init__(*args, **kwargs)
        keys = [unit.pk for unit in units]
        above = {one.pk for unit in units for one in ancestors(unit)} | set(keys)
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=keys)
        self.fields["deciding_unit"].queryset = Unit.objects.on(clock.today()).filter(pk__in=above).order_by("-path")
        self.fields["campaign"].queryset = campaigns_for_user(user).exclude(state=CampaignState.DRAFT)
        if fixed or len(units) == 1:
            del self.fields["unit"]
        self.only_unit = units[0] if units else None

    @staticmethod
    def _rows(*, with_unit: bool) -> tuple:
        head = ("unit",) if with_unit else ()
        years = Row(Column("year", css_class="col-md-3"), Column("field", css_class="col-md-4"),
                    Column("deciding_unit", css_class="col-md-5"))  # fmt: skip
        return (*head, "name", years, "campaign", "summary", "benefit")


class RecogniseInitiativeForm(VersionForm):
    """Scope and decision."""

    scope = forms.ChoiceField(label="Phạm vi công nhận", choices=[("", "Chọn phạm vi"), *InitiativeScope.choices], required=False)
    decision_number = forms.CharField(label="Số quyết định", max_length=60, required=False, help_text="Ví dụ: 215/QĐ-UBND.")
    decision_date = DayField(label="Ngày quyết định", required=False)
    decision_by = forms.CharField(label="Cơ quan ban hành", max_length=200, required=False)
    rows = (
        Row(Column("scope", css_class="col-md-4"), Column("decision_number", css_class="col-md-4"),
            Column("decision_date", css_class="col-md-4")),
        "decision_by",
    )  # fmt: skip


class DeclineInitiativeForm(VersionForm):
    """Why not."""

    reason = forms.CharField(
        label="Lý do không công nhận", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class UseForm(VersionForm):
    """For which title or form an author's part is used."""

    title_code = forms.ChoiceField(label="Danh hiệu, hình thức", required=False)
    year = forms.IntegerField(
        label="Năm xét", required=False, widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4}),
        error_messages={"invalid": "Hãy ghi năm bằng bốn chữ số, ví dụ 2021."},
    )  # fmt: skip
    reference = forms.CharField(label="Số hồ sơ, quyết định", max_length=100, required=False)
    rows = (
        Row(Column("title_code", css_class="col-md-6"), Column("year", css_class="col-md-2"),
            Column("reference", css_class="col-md-4")),
    )  # fmt: skip

    def __init__(self, *args, titles, **kwargs):
        super().__init__(*args, **kwargs)
        self.titles = {title.code: title.label for title in titles}
        self.fields["title_code"].choices = [("", "Chọn danh hiệu, hình thức"), *self.titles.items()]

    def values(self) -> dict:
        """What the service takes, with the purpose in words."""
        found = super().values()
        label = self.titles.get(found["title_code"], "")
        return found | {"purpose": f"{label} năm {found['year']}" if label else ""}


class WithdrawUseForm(VersionForm):
    """Why a use is taken off the ledger."""

    reason = forms.CharField(label="Lý do bỏ khỏi sổ", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))
