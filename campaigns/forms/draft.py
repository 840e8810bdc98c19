"""Forms of drafts for comment: the draft itself, an opinion, how it was taken in."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms

from campaigns.enums import CommentAnswer
from campaigns.models import Unit
from thiduakhenthuong.core.forms import DayField


def _helper(*rows) -> FormHelper:
    helper = FormHelper()
    helper.form_tag = False
    helper.layout = Layout(*rows)
    return helper


class DraftForm(forms.Form):
    """Title, text or file, deadline; the units asked are ticked beside the form."""

    title = forms.CharField(label="Tên dự thảo", max_length=250, help_text="Ví dụ: Kế hoạch tổ chức phong trào thi đua.")
    body = forms.CharField(
        label="Nội dung dự thảo", widget=forms.Textarea(attrs={"rows": 12}), required=False,
        help_text="Lần đầu lấy sẵn từ nội dung kế hoạch của phong trào; sửa được tùy ý.",
    )  # fmt: skip
    upload = forms.FileField(label="Tệp dự thảo (Word, PDF)", required=False)
    due_on = DayField(label="Góp ý trước ngày", required=False)
    asked = forms.CharField(widget=forms.HiddenInput, required=False)  # a place for its faults; the boxes are "don-vi"
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    idempotency_key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, kept_file: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        if kept_file:
            self.fields["upload"].help_text = f"Đang có: {kept_file}. Chọn tệp khác để thay."
        half = "col-md-6"
        self.helper = _helper(
            "title", "body", Row(Column("upload", css_class=half), Column("due_on", css_class=half)), "version", "idempotency_key"
        )


class CommentForm(forms.Form):
    """An opinion for one of the units that the user speaks for."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label="Góp ý thay", empty_label=None)
    passage = forms.CharField(label="Phần được góp ý", max_length=250, required=False, help_text="Ví dụ: mục II, chỉ tiêu 3.")
    opinion = forms.CharField(label="Ý kiến", widget=forms.Textarea(attrs={"rows": 3}), max_length=4000)
    author = forms.CharField(label="Người góp ý", max_length=150, required=False)
    idempotency_key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, units: list[Unit], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])
        half = "col-md-6"
        self.helper = _helper(
            Row(Column("unit", css_class=half), Column("passage", css_class=half)), "opinion", "author", "idempotency_key"
        )


class AnswerForm(forms.Form):
    """Accepted or explained, with the words for the table."""

    answer = forms.ChoiceField(label="Xử lý", choices=[c for c in CommentAnswer.choices if c[0] != CommentAnswer.PENDING])
    explanation = forms.CharField(
        label="Tiếp thu, giải trình", widget=forms.Textarea(attrs={"rows": 2}), required=False, max_length=4000,
        help_text="Giải trình thì phải ghi lý do.",
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = _helper(Row(Column("answer", css_class="col-md-3"), Column("explanation", css_class="col-md-9")), "version")
