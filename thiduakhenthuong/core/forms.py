"""Form fields that every app uses."""

from django import forms

from thiduakhenthuong.core.vntext import date_short, parse_date


class DayInput(forms.TextInput):
    """A text field for dd/mm/yyyy: the native date field shows mm/dd/yyyy whatever the page's language."""

    def __init__(self, attrs=None):
        base = {"placeholder": "dd/mm/yyyy", "inputmode": "numeric", "autocomplete": "off", "maxlength": 10}
        super().__init__(attrs=base | (attrs or {}))

    def format_value(self, value):
        """A date as 05/02/2026, typed words as typed."""
        return date_short(value) if hasattr(value, "year") else value


class DayField(forms.DateField):
    """A date typed as dd/mm/yyyy, with the reason when it cannot be one."""

    widget = DayInput

    def to_python(self, value):
        """A date, or None when nothing was typed."""
        if value in self.empty_values or hasattr(value, "year"):
            return value or None
        try:
            return parse_date(value)
        except ValueError as error:
            raise forms.ValidationError(f"{error}.") from error
