"""Forms of units' memberships and accounts, and the field in which a unit is named."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.template.loader import render_to_string
from django.urls import reverse_lazy

from campaigns.enums import Role
from campaigns.models import Unit
from campaigns.queries import unit_named
from thiduakhenthuong.accounts.models import User
from thiduakhenthuong.core.forms import DayField

HONORIFICS = [("", "Không ghi"), ("Ông", "Ông"), ("Bà", "Bà")]


class UnitInput(forms.TextInput):
    """A text field whose suggestions come from the server while one types (htmx fills the datalist)."""

    template_name = "campaigns/unit_input.html"

    def __init__(self, attrs=None):
        super().__init__(attrs={"autocomplete": "off", "maxlength": 300, "placeholder": "Xã Nam Trung"} | (attrs or {}))

    def get_context(self, name, value, attrs):
        """Where the suggestions come from and where they go."""
        context = super().get_context(name, value, attrs)
        context["widget"]["options_id"] = f"{context['widget']['attrs'].get('id', name)}-options"
        context["widget"]["suggest_url"] = reverse_lazy("campaigns:unit-suggest")
        context["widget"]["attrs"]["list"] = context["widget"]["options_id"]
        return context

    def render(self, name, value, attrs=None, renderer=None):
        """From the templates of the project, not from the forms' own renderer."""
        return render_to_string(self.template_name, self.get_context(name, value, attrs))

    def format_value(self, value):
        """A unit (or its key) by its label, typed words as typed."""
        if isinstance(value, int):
            value = Unit.objects.filter(pk=value).first()
        return value.label if isinstance(value, Unit) else value


class UnitField(forms.CharField):
    """A unit by its full label ("Xã Nam Trung (huyện Nam Sách, đến 30/11/2024)") or by words that fit only one."""

    widget = UnitInput

    def clean(self, value):
        """The unit, or None when nothing was typed."""
        text = super().clean(value)
        if not text:
            return None
        found = unit_named(text)
        if len(found) == 1:
            return found[0]
        if not found:
            raise forms.ValidationError("Không có đơn vị nào tên như vậy.")
        names = "; ".join(unit.label for unit in found[:4])
        raise forms.ValidationError(f"Có nhiều đơn vị khớp, hãy chọn một: {names}{'…' if len(found) > 4 else ''}.")


class UserChoice(forms.ModelChoiceField):
    """An account by name and sign-in name."""

    def label_from_instance(self, obj: User) -> str:
        return f"{obj.full_name} ({obj.username})"


def _helper(*rows) -> FormHelper:
    helper = FormHelper()
    helper.form_tag = False
    helper.layout = Layout(*rows)
    return helper


class MembershipForm(forms.Form):
    """Which account does what for which unit, from–to."""

    user = UserChoice(User.objects.none(), label="Tài khoản", empty_label="Chọn tài khoản")
    unit = UnitField(label="Đơn vị", help_text="Gõ vài chữ của tên rồi chọn; không cần dấu.")
    role = forms.ChoiceField(label="Vai trò", choices=[("", "Chọn vai trò"), *Role.choices])
    title = forms.CharField(label="Chức vụ", max_length=150, required=False)
    office = forms.CharField(label="Bộ phận", max_length=150, required=False, help_text="Ví dụ: Phòng Nội vụ huyện Nam Sách.")
    valid_from = DayField(label="Từ ngày", required=False)
    valid_to = DayField(label="Đến hết ngày", required=False)
    idempotency_key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, users, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = users
        self.helper = _helper(
            Row(Column("user", css_class="col-md-6"), Column("role", css_class="col-md-6")),
            "unit",
            Row(Column("title", css_class="col-md-6"), Column("office", css_class="col-md-6")),
            Row(Column("valid_from", css_class="col-md-3"), Column("valid_to", css_class="col-md-3")),
            "idempotency_key",
        )


class LastDayForm(forms.Form):
    """The last day of a membership."""

    last_day = DayField(label="Đến hết ngày")


class AccountForm(forms.Form):
    """A new account; the first password is made by the system."""

    full_name = forms.CharField(label="Họ và tên", max_length=150)
    username = forms.SlugField(
        label="Tên đăng nhập", max_length=60, help_text="Chữ không dấu, số, gạch nối; ví dụ: hanh.namsach."
    )
    honorific = forms.ChoiceField(label="Xưng hô", choices=HONORIFICS, required=False)
    phone = forms.CharField(label="Điện thoại", max_length=20, required=False)
    idempotency_key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].validators = User._meta.get_field("username").validators
        self.helper = _helper(
            Row(Column("full_name", css_class="col-md-6"), Column("username", css_class="col-md-6")),
            Row(Column("honorific", css_class="col-md-3"), Column("phone", css_class="col-md-3")),
            "idempotency_key",
        )
