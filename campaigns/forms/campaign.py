"""The form of a campaign, with its reviews as rows of one field; the steps of its life; and who is in its scope."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Field, Fieldset, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string

from campaigns.enums import CampaignKind, StageKind
from campaigns.models import Campaign, Resolution, Unit
from campaigns.services.campaign_checks import value_faults
from thiduakhenthuong.accounts.models import User
from thiduakhenthuong.core.forms import DayField
from thiduakhenthuong.core.names import clean
from thiduakhenthuong.core.typed import whole
from thiduakhenthuong.core.vntext import date_short, parse_date

PLAN = ("purpose", "participants", "content", "award_terms", "funding", "organisation")  # in the order of the paper
BLANK_ROWS = 2  # rows offered beyond those that are filled


class StagesInput(forms.Widget):
    """Rows of kind, day and name; the server offers two blank ones beyond those that are filled."""

    template_name = "campaigns/stages_input.html"

    def value_from_datadict(self, data, files, name):
        """[{pk, kind, day, name}] as typed, without blank rows."""
        columns = [data.getlist(f"{name}-{part}") for part in ("pk", "kind", "day", "name")]
        rows = [dict(zip(("pk", "kind", "day", "name"), cells, strict=True)) for cells in zip(*columns, strict=False)]
        return [row for row in rows if row["day"].strip() or row["name"].strip()]

    def value_omitted_from_data(self, data, files, name):
        """The rows are always sent."""
        return f"{name}-day" not in data

    def format_value(self, value):
        """Stored stages and typed rows alike as rows of words."""
        return [row | {"day": row.get("day") or date_short(row.get("due_on")), "pk": row.get("pk") or ""} for row in value or []]

    def get_context(self, name, value, attrs):
        """The rows with the choices of their kind."""
        context = super().get_context(name, value, attrs)
        rows = self.format_value(value)
        return context | {"rows": rows + [{"kind": StageKind.MIDTERM}] * BLANK_ROWS, "kinds": StageKind.choices}

    def render(self, name, value, attrs=None, renderer=None):
        """From the templates of the project."""
        return render_to_string(self.template_name, self.get_context(name, value, attrs))


class StagesField(forms.Field):
    """Mid-term and final reviews: [{pk, kind, due_on, name}]."""

    widget = StagesInput

    def clean(self, value):
        """Rows with real dates; the fault names the row."""
        found = []
        for number, row in enumerate(value or [], start=1):
            if row["kind"] not in StageKind.values:
                raise ValidationError(f"Dòng {number}: hãy chọn Sơ kết hoặc Tổng kết.")
            if not row["day"].strip():
                raise ValidationError(f"Dòng {number}: chưa ghi ngày, ví dụ 30/06/2022.")
            try:
                day = parse_date(row["day"])
            except ValueError as error:
                raise ValidationError(f"Dòng {number}: {error}.") from error
            found.append({"pk": whole(row["pk"]), "kind": row["kind"], "due_on": day, "name": row["name"][:150]})
        return found


class ParentChoice(forms.ModelChoiceField):
    """A campaign by name, period and who launched it."""

    def label_from_instance(self, obj: Campaign) -> str:
        return f"{obj.name} ({obj.period_from.year} – {obj.period_to.year}, {obj.unit.name})"


class HeadChoice(forms.ModelChoiceField):
    """An account by name and sign-in name."""

    def label_from_instance(self, obj: User) -> str:
        return f"{obj.full_name} ({obj.username})"


def _area(rows: int):
    return forms.Textarea(attrs={"rows": rows})


class CampaignForm(forms.Form):
    """What a campaign says. Rules that need the database stand in the service and come back at their fields."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label="Đơn vị phát động", empty_label=None)
    name = forms.CharField(label="Tên phong trào", max_length=250)
    kind = forms.ChoiceField(label="Loại", choices=CampaignKind.choices, initial=CampaignKind.THEMATIC)
    launcher = forms.CharField(
        label="Người, cơ quan phát động",
        max_length=150,
        required=False,
        help_text="In trên trang công khai, ví dụ: UBND huyện Nam Sách.",
    )
    parent = ParentChoice(
        Campaign.objects.none(), label="Phong trào cấp trên", required=False, empty_label="Không có",
        help_text="Lấy được chỉ tiêu của phong trào này ở thẻ “Chỉ tiêu”.",
    )  # fmt: skip
    resolution = forms.ModelChoiceField(
        Resolution.objects.none(), label="Nghị quyết phục vụ", required=False, empty_label="Chưa chọn",
        help_text="Chỉ tiêu được gắn với mục tiêu của nghị quyết này.",
    )  # fmt: skip
    central_task = forms.CharField(
        label="Nhiệm vụ trọng tâm",
        max_length=300,
        required=False,
        help_text="Bắt buộc khi phát động. Ví dụ: Xóa nhà tạm, nhà dột nát.",
    )
    slogans = forms.CharField(label="Khẩu hiệu", widget=_area(2), required=False, help_text="Mỗi dòng một khẩu hiệu.")
    aliases = forms.CharField(
        label="Tên gọi khác", widget=_area(2), required=False, help_text="Mỗi dòng một tên cũ, tên gọi tắt để tìm cho ra."
    )
    period_from = DayField(label="Từ ngày")
    period_to = DayField(label="Đến ngày")
    launched_on = DayField(label="Ngày phát động", required=False, help_text="Để trống: lấy ngày bấm “Phát động”.")
    register_by = DayField(label="Hạn đăng ký", required=False, help_text="Để trống: theo số ngày đặt trong Danh mục.")
    stages = StagesField(label="Mốc sơ kết, tổng kết", required=False)
    head_name = forms.CharField(label="Họ và tên", max_length=100, required=False)
    head_title = forms.CharField(label="Chức vụ lúc này", max_length=150, required=False)
    head = HeadChoice(User.objects.none(), label="Tài khoản (nếu có)", required=False, empty_label="Không có tài khoản")
    document_number = forms.CharField(
        label="Số văn bản", max_length=40, required=False, help_text="Ví dụ: 594/KH-UBND. Để trống khi chưa phát hành."
    )
    document_date = DayField(label="Ngày ký", required=False)
    signer_name = forms.CharField(label="Người ký", max_length=100, required=False)
    signer_lines = forms.CharField(
        label="Chức danh ký",
        max_length=150,
        required=False,
        help_text="Ví dụ: TM. ỦY BAN NHÂN DÂN / CHỦ TỊCH. Để trống: lấy trong Danh mục.",
    )
    reason = forms.CharField(label="Lý do phát động", widget=_area(2), required=False)
    purpose = forms.CharField(label="I. Mục đích, yêu cầu", widget=_area(4), required=False)
    participants = forms.CharField(label="II. Đối tượng, phạm vi", widget=_area(3), required=False)
    content = forms.CharField(
        label="III. Nội dung", widget=_area(4), required=False, help_text="Bảng chỉ tiêu được đặt ngay sau phần này."
    )
    award_terms = forms.CharField(label="IV. Tiêu chuẩn, hình thức, số lượng khen thưởng", widget=_area(3), required=False)
    funding = forms.CharField(label="V. Kinh phí", widget=_area(2), required=False)
    organisation = forms.CharField(
        label="VI. Tổ chức thực hiện", widget=_area(4), required=False, help_text="Ngày sơ kết, tổng kết được thêm tự động.",
    )  # fmt: skip
    note = forms.CharField(label="Ghi chú nội bộ", max_length=500, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    idempotency_key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, units: list[Unit], parents, resolutions, heads, fixed: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])
        self.fields["parent"].queryset = parents
        self.fields["resolution"].queryset = resolutions
        self.fields["head"].queryset = heads
        if fixed:
            del self.fields["unit"]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = _layout(with_unit=not fixed)

    def clean(self):
        """Faults of the values among themselves, told together with those of single fields."""
        lines = {name: clean(value) if isinstance(value, str) else value for name, value in self.values().items()}
        for name, sentence in value_faults(Campaign(**lines)).items():
            if name in self.fields and name not in self.errors:
                self.add_error(name, sentence)
        return self.cleaned_data

    def values(self) -> dict:
        """Cleaned values for the service, the model's fields only."""
        apart = {"unit", "aliases", "stages", "version", "idempotency_key"}
        return {name: value for name, value in self.cleaned_data.items() if name not in apart}

    def parts(self) -> dict:
        """Stages and other names, for the service."""
        names = [clean(line) for line in self.cleaned_data["aliases"].splitlines()]
        return {"stages": self.cleaned_data["stages"], "aliases": [name for name in names if name]}


def _row(css: str, *names: str) -> Row:
    return Row(*(Column(name, css_class=css) for name in names))


def _layout(*, with_unit: bool) -> Layout:
    half, third, quarter = "col-md-6", "col-md-4", "col-sm-6 col-md-3"
    first = [_row(half, "unit", "kind"), "name"] if with_unit else ["name", _row(half, "kind", "launcher")]
    return Layout(
        Fieldset(
            "Phong trào",
            *first,
            *(["launcher"] if with_unit else []),
            _row(half, "parent", "resolution"),
            "central_task",
            _row(half, "slogans", "aliases"),
        ),
        Fieldset("Thời gian", _row(quarter, "period_from", "period_to", "launched_on", "register_by"), "stages"),
        Fieldset("Người đứng đầu chịu trách nhiệm", _row(third, "head_name", "head_title", "head")),
        Fieldset("Văn bản phát động", _row(half, "document_number", "document_date"), _row(half, "signer_name", "signer_lines")),
        Fieldset("Nội dung kế hoạch", "reason", *PLAN, "note"),
        Field("version"),
        Field("idempotency_key"),
    )


class StepForm(forms.Form):
    """The words that go with a step; whether they are required, the service says."""

    note = forms.CharField(label="Ghi chú", widget=_area(3), required=False, max_length=1000)

    def __init__(self, *args, label: str, help_text: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["note"].label, self.fields["note"].help_text = label, help_text
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout("note")
