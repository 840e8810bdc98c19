"""Forms of examples: what is told, the steps of their life, consent and photos, and who copies them."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Column, Layout, Row
from django import forms

from campaigns.enums import CampaignState, ExemplarKind, UnitLevel
from campaigns.forms.accounts import UnitField
from campaigns.models import Campaign, Exemplar, Objective
from campaigns.queries.exemplar import objectives_for
from campaigns.queries.scope import campaigns_for_user
from thiduakhenthuong.core.forms import DayField, NumberField

PICTURES = {"accept": "image/jpeg,image/png"}
LEVELS = (UnitLevel.CENTRAL, UnitLevel.PROVINCE, UnitLevel.DEPARTMENT, UnitLevel.DISTRICT, UnitLevel.COMMUNE)


class VersionForm(forms.Form):
    """A form that carries the version it was opened with; `rows` is its layout."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    rows: tuple = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(*(self.rows or self.visible_names()), *self.hidden_names())

    def visible_names(self) -> list[str]:
        """Fields that are seen, in order (not by bound fields, which would keep a label that changes later)."""
        return [name for name, field in self.fields.items() if not field.widget.is_hidden]

    def hidden_names(self) -> list[str]:
        """Fields that are not."""
        return [name for name, field in self.fields.items() if field.widget.is_hidden]

    def values(self) -> dict:
        """What the service takes."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("version", "idempotency_key")}


class ObjectiveChoice(forms.ModelChoiceField):
    """An objective by its words and its resolution."""

    def label_from_instance(self, obj: Objective) -> str:
        return f"{obj.indicator} ({obj.resolution.name})"


def _columns(*pairs) -> Row:
    return Row(*(Column(name, css_class=f"col-md-{width}") for name, width in pairs))


class ExemplarForm(VersionForm):
    """An example with its five answers."""

    kind = forms.ChoiceField(label="Loại", choices=ExemplarKind.choices)
    title = forms.CharField(label="Tên điển hình, mô hình", max_length=200)
    unit = UnitField(label="Nơi khởi đầu", required=False, help_text="Gõ vài chữ rồi chọn; không cần dấu.")
    place_text = forms.CharField(label="Địa chỉ cụ thể", max_length=200, required=False)
    keeper = forms.CharField(
        label="Người phụ trách", max_length=150, required=False, help_text="Tên, chức vụ: Đào Thị Nhạn, Chi hội trưởng."
    )
    started_on = DayField(label="Bắt đầu từ ngày", required=False)
    campaign = forms.ModelChoiceField(Campaign.objects.none(), label="Phong trào", required=False, empty_label="Không gắn")
    objective = ObjectiveChoice(Objective.objects.none(), label="Mục tiêu phục vụ", required=False, empty_label="Không gắn")
    problem = forms.CharField(
        label="Vấn đề", widget=forms.Textarea(attrs={"rows": 2}), required=False, help_text="Trước đó vướng gì?"
    )
    way = forms.CharField(
        label="Cách làm", widget=forms.Textarea(attrs={"rows": 4}), required=False, help_text="Ai làm gì, theo thứ tự nào."
    )
    results = forms.CharField(
        label="Kết quả", widget=forms.Textarea(attrs={"rows": 2}), required=False, help_text="Bằng số: bao nhiêu, trong bao lâu."
    )
    result_value = NumberField(label="Quy mô nơi khởi đầu", required=False, help_text="Một con số để so các nơi, ví dụ 1,8.")
    unit_of_measure = forms.CharField(label="Đơn vị tính", max_length=40, required=False, help_text="Ví dụ: km, hộ, ha.")
    cost = forms.CharField(label="Chi phí", max_length=300, required=False, help_text="Bao nhiêu tiền, từ đâu.")
    how_to_follow = forms.CharField(
        label="Muốn làm theo", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Bắt đầu từ đâu, cần bao nhiêu người, bao lâu.",
    )  # fmt: skip
    story = forms.CharField(label="Câu chuyện như được kể", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    idempotency_key = forms.CharField(widget=forms.HiddenInput, required=False)
    rows = (
        _columns(("title", 8), ("kind", 4)), _columns(("unit", 6), ("place_text", 6)),
        _columns(("keeper", 6), ("started_on", 3)), _columns(("campaign", 6), ("objective", 6)),
        HTML("<h2 class='form-part'>Làm thế nào</h2>"), "problem", "way", "results",
        _columns(("result_value", 3), ("unit_of_measure", 3), ("cost", 6)), "how_to_follow", "story",
    )  # fmt: skip

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["campaign"].queryset = campaigns_for_user(user).exclude(state=CampaignState.DRAFT)
        self.fields["objective"].queryset = objectives_for(user)


class DeclineForm(VersionForm):
    """Why an introduction is not chosen."""

    reason = forms.CharField(
        label="Lý do không chọn", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Người giới thiệu đọc được câu này khi xem bằng mã theo dõi.",
    )  # fmt: skip


class MergeForm(VersionForm):
    """The example that this introduction tells of again."""

    into = forms.ModelChoiceField(Exemplar.objects.none(), label="Gộp vào", empty_label="Chọn điển hình đang theo dõi")

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = choices


class RecogniseForm(VersionForm):
    """Level, day and paper of the recognition."""

    level = forms.ChoiceField(
        label="Cấp công nhận", choices=[("", "Chọn cấp"), *((level.value, level.label) for level in LEVELS)], required=False
    )
    recognised_by_text = forms.CharField(
        label="Văn bản công nhận", max_length=200, required=False, help_text="Ví dụ: Quyết định số 1542/QĐ-UBND."
    )
    recognised_on = DayField(label="Ngày công nhận", required=False)
    rows = (_columns(("level", 6), ("recognised_on", 4)), "recognised_by_text")


class ConsentForm(VersionForm):
    """The signed paper by which somebody agrees that name and story are told."""

    consent_on = DayField(label="Ngày ký phiếu đồng ý", required=False)
    upload = forms.FileField(label="Phiếu đã ký (ảnh chụp hoặc bản quét)", required=False)


class PhotoForm(VersionForm):
    """A photo, with or without consent."""

    photo = forms.FileField(label="Ảnh", widget=forms.FileInput(attrs=PICTURES), help_text="JPG hoặc PNG.")
    caption = forms.CharField(label="Chú thích", max_length=200, required=False)
    consent_by = forms.CharField(
        label="Người đồng ý cho đăng", max_length=100, required=False, help_text="Người trong ảnh; với trẻ em là cha, mẹ."
    )
    consent_on = DayField(label="Ngày đồng ý", required=False)
    idempotency_key = forms.CharField(widget=forms.HiddenInput, required=False)
    rows = ("photo", "caption", _columns(("consent_by", 7), ("consent_on", 5)))


class PhotoConsentForm(VersionForm):
    """Who agreed to a photo, when."""

    consent_by = forms.CharField(label="Người đồng ý cho đăng", max_length=100, required=False)
    consent_on = DayField(label="Ngày đồng ý", required=False)
    rows = (_columns(("consent_by", 7), ("consent_on", 5)),)


class GuideForm(VersionForm):
    """The guide for followers."""

    upload = forms.FileField(label="Tài liệu hướng dẫn", required=False, help_text="PDF hoặc Word, nên gọn trong hai trang.")


class ReplicationForm(VersionForm):
    """Who copies: since when, how large, with what result."""

    STAGES = [("claimed", "Đã làm theo"), ("asking", "Đang tìm hiểu")]
    unit = UnitField(label="Nơi làm theo", required=True, help_text="Gõ vài chữ rồi chọn; không cần dấu.")
    stage = forms.ChoiceField(label="Đến đâu rồi", choices=STAGES)
    started_on = DayField(label="Làm theo từ ngày", required=False)
    value = NumberField(label="Quy mô hiện nay", required=False)
    keeper = forms.CharField(
        label="Người phụ trách", max_length=150, required=False, help_text="Tên, chức vụ: Trần Thị Hậu, Hội Phụ nữ xã."
    )
    result = forms.CharField(label="Kết quả", max_length=300, required=False)
    note = forms.CharField(label="Ghi chú", max_length=300, required=False, help_text="Ví dụ: xem tại Đồng Lạc ngày 18/9/2021.")
    idempotency_key = forms.CharField(widget=forms.HiddenInput, required=False)
    rows = (
        _columns(("unit", 8), ("stage", 4)), _columns(("started_on", 4), ("value", 3), ("keeper", 5)), "result", "note",
    )  # fmt: skip

    def __init__(self, *args, exemplar, fixed: bool = False, **kwargs):
        if fixed:
            self.rows = (_columns(("stage", 4), ("started_on", 4), ("value", 4)), "keeper", "result", "note")
        super().__init__(*args, **kwargs)
        if fixed:
            del self.fields["unit"]
        if exemplar.unit_of_measure:
            self.fields["value"].label = f"Quy mô hiện nay ({exemplar.unit_of_measure})"

    def claimed(self) -> bool:
        """Whether the unit already copies."""
        return self.cleaned_data["stage"] == "claimed"

    def values(self) -> dict:
        """What the service takes, without the stage."""
        return {name: value for name, value in super().values().items() if name != "stage"}


class SendBackForm(VersionForm):
    """Why a copy is not confirmed."""

    note = forms.CharField(label="Vì sao chưa xác nhận", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))
