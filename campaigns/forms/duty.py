"""The form that tells of a review."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms

KINDS = ".pdf,.docx,.xlsx,.jpg,.jpeg,.png"


class ReviewForm(forms.Form):
    """What was done, and its paper."""

    note = forms.CharField(
        label="Đã làm gì", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Ví dụ: Hội nghị sơ kết ngày 08/10/2021, 45 người dự; khen 3 tập thể.",
    )  # fmt: skip
    file = forms.FileField(
        label="Báo cáo sơ kết, tổng kết", required=False, widget=forms.FileInput(attrs={"accept": KINDS}),
        help_text="PDF, Word, Excel hoặc ảnh chụp.",
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout("note", "file")
