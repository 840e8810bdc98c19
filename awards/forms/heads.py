"""The remark on a head's yearly page."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms

from campaigns.models import HeadReport


class HeadRemarkForm(forms.Form):
    """What is written below the figures."""

    remark = forms.CharField(
        label="Nhận xét", required=False, max_length=HeadReport._meta.get_field("remark").max_length,
        widget=forms.Textarea(attrs={"rows": 3}), help_text="In ở cuối phiếu; có thể để trống.",
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout("remark")
