"""Form fields that every app uses."""

from django import forms

from thiduakhenthuong.core.vntext import date_short, number, parse_date, parse_decimal


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


class NumberInput(forms.TextInput):
    """A text field for 1.250,5: the native number field wants a full stop for the comma."""

    def __init__(self, attrs=None):
        super().__init__(attrs={"inputmode": "decimal", "autocomplete": "off", "maxlength": 24} | (attrs or {}))

    def format_value(self, value):
        """A number as people write it, typed words as typed."""
        return number(value) if hasattr(value, "as_tuple") else value


class NumberField(forms.Field):
    """A number typed in the Vietnamese way ("1.250,5"); at most four decimals."""

    widget = NumberInput

    def to_python(self, value):
        """A Decimal, or None when nothing was typed."""
        if hasattr(value, "as_tuple"):
            return value
        try:
            return parse_decimal(value)
        except ValueError as error:
            raise forms.ValidationError(f"{error}.") from error
