"""The one field of the upload page."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms


class UploadForm(forms.Form):
    """A workbook; what is inside is judged by the reader, which says what is wrong in its own words."""

    file = forms.FileField(
        label="Tệp Excel (.xlsx)",
        error_messages={
            "required": "Chưa chọn tệp. Hãy chọn tệp Excel (.xlsx) của danh sách.",
            "empty": "Tệp trống, không có nội dung.",
        },
        widget=forms.FileInput(
            attrs={
                "class": "visually-hidden",
                "accept": ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            }
        ),
    )
    idempotency_key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout("file", "idempotency_key")
