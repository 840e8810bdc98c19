"""Forms of a decision: its wording, and number and date at issue."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms

from awards.services import decision_text
from thiduakhenthuong.core.forms import DayField, DayInput

LINES = {"rows": 2, "spellcheck": "false"}


class DecisionTextForm(forms.Form):
    """The editable wording; long lists are one paragraph a line, articles are separated by an empty line."""

    planned_date = DayField(label="Ngày ký dự kiến", help_text="Căn cứ pháp lý được chọn theo ngày này.")
    subject = forms.CharField(label="Trích yếu", widget=forms.Textarea(attrs=LINES))
    legal_bases = forms.CharField(label="Căn cứ", widget=forms.Textarea(attrs=LINES | {"rows": 7}))
    proposal = forms.CharField(label="Câu đề nghị", widget=forms.Textarea(attrs=LINES))
    articles = forms.CharField(
        label="Các điều", widget=forms.Textarea(attrs=LINES | {"rows": 9}),
        help_text="Mỗi điều cách nhau một dòng trống; không gõ chữ “Điều 1.”",
    )  # fmt: skip
    proposal_number = forms.CharField(
        label="Số tờ trình của cơ quan thẩm định", max_length=30, required=False,
        help_text="Ví dụ: 112/TTr-SNV. Để trống thì dùng số tờ trình của đơn vị trình.",
    )  # fmt: skip
    proposal_date = DayField(label="Ngày tờ trình", required=False)
    list_title = forms.CharField(label="Tên danh sách kèm theo", widget=forms.Textarea(attrs=LINES))
    copies = forms.CharField(label="Nơi nhận", widget=forms.Textarea(attrs=LINES | {"rows": 4}))
    signer_lines = forms.CharField(
        label="Chức danh ký", widget=forms.Textarea(attrs=LINES), help_text="Ví dụ: KT. CHỦ TỊCH, xuống dòng, PHÓ CHỦ TỊCH."
    )
    signer_name = forms.CharField(label="Người ký", max_length=100)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            Fieldset("Mở đầu", Row(Column("planned_date", css_class="col-md-4"),
                                     Column("proposal_number", css_class="col-md-5"),
                                     Column("proposal_date", css_class="col-md-3")), "subject", "legal_bases", "proposal"),
            Fieldset("Nội dung", "articles", "list_title"),
            Fieldset("Cuối văn bản", "copies", Row(Column("signer_lines", css_class="col-md-6"),
                                                   Column("signer_name", css_class="col-md-6"))),
            "version",
        )  # fmt: skip

    @staticmethod
    def initial_from(decision) -> dict:
        """Fields of a decision as form values."""
        texts = decision.texts
        values = {name: texts.get(name, "") for name in ("subject", "proposal", "list_title", "signer_name")}
        for name in ("legal_bases", "copies", "signer_lines"):
            values[name] = "\n".join(texts.get(name, []))
        values["articles"] = "\n\n".join(texts.get("articles", []))
        own = decision_text.stored_proposal(texts) or ("", None)
        values |= {"proposal_number": own[0], "proposal_date": own[1]}
        return values | {"planned_date": decision.planned_date, "version": decision.version}

    def texts(self) -> dict:
        """Form values as texts of a decision."""
        data = self.cleaned_data
        texts = {name: data[name] for name in ("subject", "proposal", "list_title", "signer_name")}
        for name in ("legal_bases", "copies", "signer_lines"):
            texts[name] = [line for line in data[name].splitlines() if line.strip()]
        blocks = data["articles"].replace("\r", "").split("\n\n")
        if data["proposal_number"] and data["proposal_date"]:
            texts |= {"proposal_number": data["proposal_number"], "proposal_date": data["proposal_date"].isoformat()}
        return texts | {"articles": [block.strip() for block in blocks if block.strip()]}


class IssueForm(forms.Form):
    """Number and date: an empty number takes the next one of the series."""

    number = forms.IntegerField(
        label="Số quyết định", required=False, min_value=1, max_value=999999,
        widget=forms.TextInput(attrs={"class": "form-control", "inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    sign_date = DayField(label="Ngày ký", widget=DayInput(attrs={"class": "form-control input-date"}))
    version = forms.IntegerField(widget=forms.HiddenInput)
    idempotency_key = forms.CharField(widget=forms.HiddenInput)
