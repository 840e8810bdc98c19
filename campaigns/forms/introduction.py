"""The form that introduces a good example in sixty seconds: for everybody without a sign-in, and for staff."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.core import signing

from campaigns.enums import ExemplarKind
from thiduakhenthuong.core.typed import as_uuid

SALT = "campaigns.introduction"
SHORT_KINDS = [("person", "Một người"), ("collective", "Một tập thể"), ("model", "Một cách làm")]
AGAIN = "Hãy đọc lại một lần rồi bấm Gửi."


def new_ticket(code: str, moment) -> str:
    """What a fresh page carries instead of a cookie: the follow code it will give and when it was opened, signed."""
    return signing.dumps({"code": code, "at": int(moment.timestamp())}, salt=SALT)


def read_ticket(text: str) -> dict | None:
    """The ticket of a page that we wrote, or None."""
    try:
        return signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return None


def wrong_ticket(ticket: dict | None, moment, *, seconds: int, hours: int) -> str:
    """Why this page may not send: not ours, faster than a hand, or open for too long; "" when all is well."""
    age = None if ticket is None else int(moment.timestamp()) - ticket["at"]
    if age is None or age > hours * 3600:
        return "Trang mở đã lâu nên hết hiệu lực; nội dung bạn viết vẫn còn dưới đây. Hãy bấm Gửi lần nữa."
    return AGAIN if age < seconds else ""


class IntroductionForm(forms.Form):
    """Who, where, what; contact and photo only if one likes. `website` stays empty: people do not see it."""

    kind = forms.ChoiceField(label="Bạn giới thiệu", choices=SHORT_KINDS, widget=forms.RadioSelect, initial=ExemplarKind.PERSON)
    title = forms.CharField(label="Ai, tên gọi là gì?", required=False, max_length=400)
    place_text = forms.CharField(label="Ở đâu?", required=False, max_length=400)
    story = forms.CharField(label="Đã làm việc gì tốt?", required=False, widget=forms.Textarea, max_length=9000)
    office = forms.ChoiceField(label="Gửi đến", required=False)
    photo = forms.FileField(label="Ảnh", required=False)
    introducer_name = forms.CharField(label="Tên của bạn", required=False, max_length=200)
    introducer_contact = forms.CharField(label="Điện thoại hoặc thư điện tử", required=False, max_length=200)
    campaign = forms.CharField(widget=forms.HiddenInput, required=False)
    ticket = forms.CharField(widget=forms.HiddenInput, required=False)
    website = forms.CharField(label="Để trống ô này", required=False)

    def __init__(self, *args, offices: list, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].choices = [("", "Chọn nơi gần nhất"), *((str(one.public_id), one.label) for one in offices)]
        if len(offices) < 2:
            del self.fields["office"]

    def clean_campaign(self):
        """The public id of the campaign on whose page the button was pressed; anything else is nothing."""
        return as_uuid(self.cleaned_data["campaign"])

    def told(self) -> dict:
        """What the service takes."""
        names = ("kind", "title", "place_text", "story", "introducer_name", "introducer_contact")
        return {name: self.cleaned_data[name] for name in names} | {"photo": self.cleaned_data["photo"]}


class StaffIntroductionForm(forms.Form):
    """The same for staff, who are known."""

    kind = forms.ChoiceField(label="Giới thiệu", choices=ExemplarKind.choices, initial=ExemplarKind.PERSON)
    title = forms.CharField(label="Tên người, tập thể, cách làm", max_length=200)
    place_text = forms.CharField(
        label="Ở đâu", max_length=200, help_text="Ví dụ: thôn Đầu, xã Hợp Tiến, huyện Nam Sách. Nơi gần nhất sẽ tiếp nhận.",
        widget=forms.TextInput(attrs={"list": "places", "data-places": "", "autocomplete": "off"}),
    )  # fmt: skip
    story = forms.CharField(
        label="Đã làm việc gì", widget=forms.Textarea(attrs={"rows": 5}), max_length=3000,
        help_text="Một, hai câu: việc làm, con số, ai được giúp, từ bao giờ.",
    )  # fmt: skip
    photo = forms.FileField(label="Ảnh", required=False, widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}))
    idempotency_key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        first = Row(Column("title", css_class="col-md-8"), Column("kind", css_class="col-md-4"))
        self.helper.layout = Layout(first, "place_text", "story", "photo", "idempotency_key")

    def told(self) -> dict:
        """What the service takes."""
        return {name: self.cleaned_data[name] for name in ("kind", "title", "place_text", "story", "photo")}
