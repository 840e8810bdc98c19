"""The form of one decision that is handed out at a conference."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms

from awards.models import CeremonyBatch


class BatchForm(forms.Form):
    """Who hands over, who reads, how many in a turn."""

    presenter = forms.CharField(
        label="Người trao", required=False, max_length=CeremonyBatch._meta.get_field("presenter").max_length,
        help_text="Họ tên, chức vụ; khác người ký quyết định. Ví dụ: đồng chí Nguyễn Văn Bình, Phó Chủ tịch UBND tỉnh.",
    )  # fmt: skip
    reader = forms.CharField(
        label="Người công bố quyết định", required=False, max_length=CeremonyBatch._meta.get_field("reader").max_length
    )
    per_turn = forms.IntegerField(
        label="Số người mỗi lượt", widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 2}),
        error_messages={"invalid": "Ghi một số nguyên, ví dụ 10."},
    )  # fmt: skip
    order = forms.IntegerField(
        label="Thứ tự", required=False, min_value=0, max_value=999,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 3}),
        help_text="Giữa các quyết định cùng hình thức; hình thức cao luôn trao trước.",
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        numbers = Row(Column("per_turn", css_class="col-6 col-md-4"), Column("order", css_class="col-6 col-md-8"))
        self.helper.layout = Layout("presenter", "reader", numbers, "version")

    def values(self) -> dict:
        """Cleaned values for the service."""
        return {name: self.cleaned_data[name] for name in ("presenter", "reader", "per_turn", "order", "version")}
