"""Forms of a registration: what it is about, one line of it, its return with an example, its signed paper."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms

from campaigns.enums import CommitmentPart, Gender, RegistrationKind
from campaigns.extensions import Title
from campaigns.models import Campaign, Commitment, Registration, Target, Unit
from thiduakhenthuong.core.forms import DayField, NumberField
from thiduakhenthuong.core.vntext import number

KIND_FIELDS = {
    RegistrationKind.UNIT: (),
    RegistrationKind.BRANCH: ("branch",),
    RegistrationKind.INDIVIDUAL: ("person_name", "birth_date", "gender", "person_title"),
}
GONE = {"invalid_choice": "Mục này không còn trong danh sách. Hãy chọn lại."}
ABOUT = ("title_code", "form_code", "initiative", "head_name", "head_title", "note")


class CampaignChoice(forms.ModelChoiceField):
    """A campaign by name and who launched it."""

    def label_from_instance(self, obj: Campaign) -> str:
        return f"{obj.name} ({obj.unit.name})"


class UnitChoice(forms.ModelChoiceField):
    """A unit by name."""

    def label_from_instance(self, obj: Unit) -> str:
        return obj.name


class AboutForm(forms.Form):
    """Titles aimed at, who answers, and for a branch or a person its name; `kind` decides which fields there are."""

    branch = forms.CharField(
        label="Ngành, lĩnh vực", max_length=150, help_text="Đơn vị đăng ký thay cho ngành nào, ví dụ: Giáo dục và Đào tạo."
    )
    person_name = forms.CharField(label="Họ và tên", max_length=100)
    birth_date = DayField(label="Ngày sinh", required=False)
    gender = forms.ChoiceField(label="Giới tính", choices=[("", "Không ghi"), *Gender.choices], required=False)
    person_title = forms.CharField(label="Chức vụ", max_length=150, required=False)
    title_code = forms.ChoiceField(label="Danh hiệu đăng ký", required=False, error_messages=GONE)
    form_code = forms.ChoiceField(label="Hình thức khen đăng ký", required=False, error_messages=GONE)
    initiative = forms.CharField(label="Sáng kiến dự kiến", max_length=250, required=False)
    head_name = forms.CharField(label="Người đứng đầu chịu trách nhiệm", max_length=100, required=False)
    head_title = forms.CharField(label="Chức vụ người đứng đầu", max_length=150, required=False)
    note = forms.CharField(label="Ghi chú", max_length=300, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, kind: str, titles: dict[str, Title], subject: str, **kwargs):
        super().__init__(*args, **kwargs)
        for names in KIND_FIELDS.values():
            for name in names:
                if name not in KIND_FIELDS[kind]:
                    del self.fields[name]
        self._offer_titles(titles, subject)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = self.layout(kind)

    def _offer_titles(self, titles: dict[str, Title], subject: str) -> None:
        for name, is_form, empty in (("title_code", False, "Chọn danh hiệu"), ("form_code", True, "Không đăng ký")):
            fit = [(t.code, t.label) for t in titles.values() if t.is_form == is_form and subject in t.subjects]
            kept = self.initial.get(name)
            if kept and kept not in dict(fit):
                fit.append((kept, titles[kept].label if kept in titles else kept))
            self.fields[name].choices = [("", empty), *fit]
        if len(self.fields["form_code"].choices) == 1:
            del self.fields["form_code"]

    def layout(self, kind: str) -> Layout:
        """Who first, then what is aimed at, then who answers."""
        rows = [Row(*(_column(name, 6) for name in KIND_FIELDS[kind]))] if KIND_FIELDS[kind] else []
        aims = [name for name in ("title_code", "form_code") if name in self.fields]
        rows.append(Row(*(_column(name, 6) for name in aims)))
        rows += ["initiative", Row(_column("head_name", 6), _column("head_title", 6)), "note", "version"]
        return Layout(*rows)

    def values(self) -> dict:
        """Cleaned values for the service."""
        names = {name for group in KIND_FIELDS.values() for name in group} | set(ABOUT)
        return {name: self.cleaned_data[name] for name in self.cleaned_data if name in names}


class RegistrationForm(AboutForm):
    """A new registration: also campaign, unit and year."""

    campaign = CampaignChoice(Campaign.objects.none(), label="Phong trào", empty_label="Chọn phong trào", error_messages=GONE)
    unit = UnitChoice(Unit.objects.none(), label="Đơn vị đăng ký", empty_label=None, error_messages=GONE)
    year = forms.IntegerField(
        label="Năm", min_value=2000, max_value=2100, widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 4}),
        error_messages={"invalid": "Hãy ghi năm bằng số, ví dụ 2022."},
    )  # fmt: skip
    reuse = forms.BooleanField(
        label="Dùng lại nội dung đăng ký năm trước, nếu có", required=False,
        help_text="Chép các dòng năm trước sang, chuyển năm và thời hạn sang năm nay, ghi kết quả năm trước bên cạnh.",
    )  # fmt: skip
    idempotency_key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, campaigns, units: list[Unit], **kwargs):
        self.base_units = units
        super().__init__(*args, **kwargs)
        self.fields["campaign"].queryset = campaigns
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=[unit.pk for unit in units])
        self.order_fields(["campaign", "unit", "year"])

    def layout(self, kind: str) -> Layout:
        """Where, then what the registration is about."""
        place = Row(_column("campaign", 6), _column("unit", 4), _column("year", 2))
        return Layout(place, *super().layout(kind).fields, "reuse", "idempotency_key")


class CommitmentForm(forms.Form):
    """One line: the sentence first; number, unit and day are read from it when left empty."""

    text = forms.CharField(
        label="Nội dung cam kết", max_length=500, widget=forms.Textarea(attrs={"rows": 2, "maxlength": 500}),
        help_text="Một việc, có con số, đơn vị tính và thời hạn. Ví dụ: Sửa 6 nhà cho hộ nghèo trước 30/9.",
    )  # fmt: skip
    target = forms.ModelChoiceField(
        Target.objects.none(),
        label="Phục vụ chỉ tiêu",
        required=False,
        empty_label="Không gắn chỉ tiêu",
        error_messages=GONE,
    )
    value = NumberField(label="Con số", required=False)
    unit_of_measure = forms.CharField(label="Đơn vị tính", max_length=40, required=False)
    due_on = DayField(label="Thời hạn", required=False)
    last_year_value = NumberField(label="Kết quả năm trước", required=False)
    part = forms.ChoiceField(label="Nhóm trong bảng in", choices=CommitmentPart.choices, required=False)
    serves = CampaignChoice(
        Campaign.objects.none(), label="Phục vụ thêm phong trào", required=False, empty_label="Không", error_messages=GONE
    )
    note = forms.CharField(
        label="Ghi chú, giải trình",
        max_length=300,
        required=False,
        help_text="Ví dụ: chưa tính tiền sử dụng đất; vì sao thấp hơn năm trước.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    idempotency_key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, targets: list[Target], campaigns, check_url: str, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["target"]
        field.queryset = Target.objects.filter(pk__in=[target.pk for target in targets])
        field.choices = [("", field.empty_label), *_target_groups(targets)]
        self.fields["serves"].queryset = campaigns
        self.fields["text"].widget.attrs |= {
            "hx-post": check_url, "hx-trigger": "input changed delay:500ms, change from:#line_target, load",
            "hx-target": "#line-check",
            "hx-include": "closest form", "hx-sync": "this:replace", "aria-describedby": "line-check",
        }  # fmt: skip
        if not targets:
            del self.fields["target"]
        if not campaigns.exists():
            del self.fields["serves"]

    def values(self) -> dict:
        """Cleaned values for the service."""
        kept = {name: value for name, value in self.cleaned_data.items() if name not in ("version", "idempotency_key")}
        return kept | {"part": kept.get("part") or CommitmentPart.TASK}


def _target_groups(targets: list[Target]) -> list[tuple]:
    groups = {}
    for target in targets:
        share = f": được giao {number(target.share)} {target.unit_of_measure}" if target.share is not None else ""
        groups.setdefault(target.group or "Chỉ tiêu", []).append((target.pk, f"{target.indicator}{share}"))
    return list(groups.items())


class ReturnForm(forms.Form):
    """What should be written more concretely, with an example."""

    note = forms.CharField(
        label="Cần viết lại thế nào", max_length=4000, widget=forms.Textarea(attrs={"rows": 9}),
        help_text="Ghi rõ câu nào còn thiếu gì và một ví dụ. Đơn vị đọc được nguyên văn.",
        error_messages={"required": "Hãy ghi cần viết cụ thể hơn ở chỗ nào, kèm một ví dụ."},
    )  # fmt: skip
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False


class SignedFileForm(forms.Form):
    """The scanned paper."""

    upload = forms.FileField(label="Bản đã ký", help_text="Tệp pdf, jpg, png hoặc docx, tối đa 20 MB.")


def about_values(registration: Registration) -> dict:
    """A registration as its form shows it."""
    names = (*ABOUT, "branch", "person_name", "birth_date", "gender", "person_title", "version")
    return {name: getattr(registration, name) for name in names}


def line_values(line: Commitment) -> dict:
    """A line as its form shows it."""
    names = ("text", "target", "value", "unit_of_measure", "due_on", "last_year_value", "part", "serves", "note", "version")
    return {name: getattr(line, name) for name in names}


def _column(name: str, width: int) -> Column:
    return Column(name, css_class=f"col-md-{width}")
