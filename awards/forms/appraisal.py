"""What an officer or an approver sends about one line; and the Vietnamese names of what a return opens for mending."""

from django import forms

from awards.queries.appraisal_line import reasons_on
from awards.queries.catalogue_tables import WORDS
from thiduakhenthuong.core import clock

# Fields of a line that an officer may open beside the one of the reason.
EXTRA_FIELDS = {
    "name": "Họ và tên, tên tập thể", "gender": "Ông, Bà", "birth": "Năm sinh", "title": "Chức vụ", "unit": "Đơn vị",
    "unit_text": "Đơn vị ghi trên bằng", "address": "Địa chỉ", "award_kind": "Hình thức khen", "achievement": "Thành tích",
    "vote_percent": "Tỷ lệ phiếu", "is_leader": "Lãnh đạo, quản lý", "is_direct_worker": "Trực tiếp công tác",
}  # fmt: skip


def fix_name(code: str) -> str:
    """The Vietnamese name of a code that opens for mending."""
    return WORDS["field_to_fix"].get(code) or EXTRA_FIELDS.get(code) or code


class AnswerForm(forms.Form):
    """Every answer carries the version the officer saw and the key of this press."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    idempotency_key = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def values(self) -> dict:
        """Arguments of the service beyond nomination, version and by."""
        return {}


class ReasonForm(AnswerForm):
    """An acceptance, with a reason when something is open."""

    reason = forms.CharField(label="Lý do đồng ý", max_length=1000, required=False, widget=forms.Textarea)

    def values(self) -> dict:
        """The officer's reason."""
        return {"reason": self.cleaned_data["reason"]}


class CodedForm(AnswerForm):
    """A coded reason with its sentence."""

    reason_code = forms.ChoiceField(label="Lý do", error_messages={"required": "Hãy chọn lý do trong danh sách."})
    sentence = forms.CharField(label="Câu gửi đơn vị", max_length=2000, required=False, widget=forms.Textarea)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["reason_code"]
        field.choices = [("", "")] + [(r.code, str(r)) for r in reasons_on(clock.today())]
        field.error_messages["invalid_choice"] = "Lý do này không còn trong danh mục. Hãy chọn lại."

    def values(self) -> dict:
        """Code and sentence."""
        return {"reason_code": self.cleaned_data["reason_code"], "sentence": self.cleaned_data["sentence"]}


class ReturnForm(CodedForm):
    """Send a line back; `fields` are the boxes beyond the one of the reason."""

    fields_open = forms.MultipleChoiceField(label="Mở thêm ô", choices=list(EXTRA_FIELDS.items()), required=False)

    def values(self) -> dict:
        """Code, sentence and the fields that open."""
        return super().values() | {"fields": self.cleaned_data["fields_open"]}


class DeclineForm(CodedForm):
    """Decline a line: the words must be there; the code may be empty for an approver."""

    sentence = forms.CharField(
        label="Lý do gửi đơn vị", max_length=2000, widget=forms.Textarea,
        error_messages={"required": "Hãy ghi lý do để đơn vị biết."},
    )  # fmt: skip


class ApproverDeclineForm(DeclineForm):
    """The approver's no."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason_code"].required = False


class BulkForm(forms.Form):
    """Accept all clean lines: `count` is what the officer saw."""

    count = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    idempotency_key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    seen = forms.BooleanField(
        label="Tôi đã xem các dòng mẫu", error_messages={"required": "Hãy xem các dòng mẫu rồi đánh dấu vào ô xác nhận."}
    )
