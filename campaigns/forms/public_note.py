"""The form by which a reader says what is wrong on a public page, and the office's answer."""

from crispy_forms.helper import FormHelper
from django import forms


class PublicNoteForm(forms.Form):
    """What is wrong; a contact only if one likes. `website` stays empty: people do not see it."""

    text = forms.CharField(label="Chỗ nào chưa đúng?", required=False, widget=forms.Textarea, max_length=4000)
    contact = forms.CharField(label="Điện thoại hoặc thư điện tử của bạn", required=False, max_length=200)
    ticket = forms.CharField(widget=forms.HiddenInput, required=False)
    website = forms.CharField(label="Để trống ô này", required=False)


class AnswerForm(forms.Form):
    """What the office did about a message."""

    answer = forms.CharField(
        label="Đã kiểm tra, đã sửa gì", widget=forms.Textarea(attrs={"rows": 2}), max_length=2000, required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
