"""The table in which shares are handed out: one field for each unit and person, and a place to add a unit."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.core.exceptions import ValidationError

from campaigns.forms.accounts import UnitField
from campaigns.models import Allocation, Measure, Person, Unit
from campaigns.services.allocation import WHOLE, ShareEdit
from thiduakhenthuong.core.forms import NumberField, NumberInput
from thiduakhenthuong.core.vntext import number, parse_decimal

GIVEN = "đã giao"  # a task in words that was handed on


class ShareForm(forms.Form):
    """`given` are the shares of today, `units` and `people` those who may get one. A row's name is the public id."""

    def __init__(self, data=None, *, measure: Measure, giver: Unit, given: list, units: list, people: list, proposed: dict):
        super().__init__(data)
        self.measure, self.giver = measure, giver
        self.words = measure.is_qualitative
        self.rows: list[dict] = []
        known = {share.person_id or -share.unit_id: share for share in given}
        listed = [*units, *(share.unit for share in given if not share.person_id and share.unit not in units)]
        for unit in listed:
            self._add(unit, None, known.get(-unit.pk), proposed)
        for person in [*people, *(share.person for share in given if share.person_id and share.person not in people)]:
            self._add(giver, person, known.get(person.pk), {})
        self.fields["add_unit"] = UnitField(label="Thêm đơn vị khác", required=False)
        self.fields["add_value"] = NumberField(label="Phần giao", required=False)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            Row(Column("add_unit", css_class="col-md-8"), Column("add_value", css_class="col-md-4"))
            if not self.words
            else Row(Column("add_unit", css_class="col-md-8"))
        )

    def _add(self, unit: Unit, person: Person | None, share: Allocation | None, proposed: dict) -> None:
        key = str((person or unit).public_id)
        label = person.full_name if person else unit.name
        stored = share.value if share else None
        shown = proposed.get(unit.pk) or None if proposed else stored
        if self.words:
            field = forms.BooleanField(label=label, required=False, initial=share is not None)
            field.widget.attrs["class"] = "form-check-input"
        else:
            field = NumberField(label=label, required=False, initial=shown)
            field.widget = NumberInput({"class": "form-control form-control-sm num", "aria-label": label, "data-share": ""})
        self.fields[key] = field
        self.rows.append({"key": key, "unit": unit, "person": person, "share": share, "was": self._was(share)})

    def _was(self, share: Allocation | None) -> str:
        if self.words:
            return GIVEN if share else ""
        return number(share.value) if share else ""

    @property
    def lines(self) -> list[dict]:
        """Rows with their bound fields, for the template; a field that was refused looks so."""
        for row in self.rows:
            attrs = self.fields[row["key"]].widget.attrs
            if row["key"] in self.errors and "aria-invalid" not in attrs:
                attrs |= {"class": f"{attrs['class']} is-invalid", "aria-invalid": "true"}
        return [row | {"field": self[row["key"]]} for row in self.rows]

    @property
    def unit_groups(self) -> list[tuple[str, list[dict]]]:
        """Rows of units under the name of their level."""
        found: dict[str, list[dict]] = {}
        for line in self.lines:
            if line["person"] is None:
                found.setdefault(line["unit"].get_level_display(), []).append(line)
        return list(found.items())

    @property
    def people_lines(self) -> list[dict]:
        """Rows of people."""
        return [line for line in self.lines if line["person"] is not None]

    def clean(self) -> dict:
        """A unit that is added needs its part."""
        values = super().clean()
        unit, value = values.get("add_unit"), values.get("add_value")
        if unit and value is None and not self.words:
            self.add_error("add_value", "Hãy ghi phần giao cho đơn vị này.")
        if value is not None and not unit and "add_unit" not in self.errors:
            self.add_error("add_unit", "Hãy chọn đơn vị nhận phần này.")
        if unit and str(unit.public_id) in self.fields:
            self.add_error("add_unit", f"{unit.name} đã có trong bảng ở trên; hãy ghi ở dòng của đơn vị đó.")
        return values

    def edits(self) -> list[ShareEdit]:
        """What was typed, row by row."""
        values = self.cleaned_data
        found = [self._edit(row, values[row["key"]]) for row in self.rows]
        if values.get("add_unit"):
            found.append(ShareEdit(values["add_unit"], None, values.get("add_value"), None))
        return found

    def _edit(self, row: dict, value) -> ShareEdit:
        if self.words:
            was = self.data.get(f"was-{row['key']}") == GIVEN
            return ShareEdit(row["unit"], row["person"], None, None, given=bool(value), was_given=was)
        return ShareEdit(row["unit"], row["person"], value, _number(self.data.get(f"was-{row['key']}", "")))

    def take(self, error: ValidationError) -> None:
        """Put the service's words at their rows; what was added keeps its own field."""
        for key, sentences in getattr(error, "message_dict", {WHOLE: error.messages}).items():
            for sentence in sentences:
                self.add_error(None if key == WHOLE else key if key in self.fields else "add_unit", sentence)

    def show_stored(self, given: list) -> None:
        """After a refusal the table keeps what was typed and knows what is stored now, so that the next save is a choice."""
        stored = {str((share.person or share.unit).public_id): share for share in given}
        for row in self.rows:
            row["was"] = self._was(stored.get(row["key"]))


def _number(text: str):
    try:
        return parse_decimal(text)
    except ValueError:
        return None
