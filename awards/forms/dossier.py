"""The head data of a dossier: who proposes to whom, for what, over which period, who answers for it."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms

from awards.models import Dossier
from awards.queries.dossier import deciding_units, open_rounds
from awards.queries.purpose import campaigns_offered, objectives_offered
from campaigns.models import Campaign, Objective, Unit
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.forms import DayField


class CampaignChoice(forms.ModelChoiceField):
    """A campaign by name and period; `data-name` lets the page fill the occasion with it."""

    def label_from_instance(self, obj: Campaign) -> str:
        first, last = obj.period_from.year, obj.period_to.year
        return f"{obj.name} ({first if first == last else f'{first} – {last}'})"


class DossierForm(forms.ModelForm):
    """Create and edit; `unit` is the proposing unit. Rules that need the database stand in the service."""

    deciding_unit = forms.ModelChoiceField(Unit.objects.none(), label="Nơi quyết định", empty_label=None)
    campaign = CampaignChoice(
        Campaign.objects.none(), label="Phong trào thi đua", required=False, empty_label="Không gắn phong trào",
        help_text="Khen thưởng của hồ sơ được tính cho phong trào này.",
    )  # fmt: skip
    objective = forms.ModelChoiceField(
        Objective.objects.none(), label="Mục tiêu Nghị quyết", required=False, empty_label="Không gắn mục tiêu",
        help_text="Để tổng hợp khen thưởng theo mục tiêu Nghị quyết.",
    )  # fmt: skip
    period_from = DayField(label="Thành tích từ ngày")
    period_to = DayField(label="Đến ngày")
    submission_date = DayField(label="Ngày tờ trình", required=False)
    meeting_date = DayField(label="Ngày họp Hội đồng", required=False)
    idempotency_key = forms.CharField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Dossier
        fields = [
            "deciding_unit", "round", "campaign", "campaign_text", "objective", "commendation_type", "period_from", "period_to",
            "reason", "head_name", "head_title", "submission_number", "submission_date", "meeting_date", "votes_yes",
            "votes_total",
        ]  # fmt: skip
        labels = {
            "round": "Đợt xét", "campaign_text": "Tên đợt xét hoặc phong trào", "commendation_type": "Loại hình khen thưởng",
            "reason": "Lý do khen (in trên quyết định)", "head_name": "Người đứng đầu chịu trách nhiệm",
            "head_title": "Chức vụ", "submission_number": "Số tờ trình",
            "votes_yes": "Số phiếu đồng ý", "votes_total": "Tổng số phiếu",
        }  # fmt: skip
        help_texts = {
            "campaign_text": "Ví dụ: Hội nghị điển hình tiên tiến lần thứ V, giai đoạn 2015 - 2020.",
            "reason": "Viết tiếp sau chữ “đã có”, ví dụ: thành tích xuất sắc trong phong trào thi đua yêu nước năm 2020.",
            "submission_number": "Có thể điền sau, trước khi gửi. Ví dụ: 112/TTr-UBND.",
        }
        widgets = {"reason": forms.Textarea(attrs={"rows": 2}), "campaign_text": forms.TextInput}

    def __init__(self, *args, unit: Unit, **kwargs):
        super().__init__(*args, **kwargs)
        choices = deciding_units(unit)
        self.fields["deciding_unit"].queryset = Unit.objects.filter(pk__in=[u.pk for u in choices])
        self.fields["round"].queryset = open_rounds(unit, kept=self.instance.round_id)
        self.fields["round"].empty_label = "Không theo đợt có sẵn"
        self.fields["commendation_type"].queryset = self.fields["commendation_type"].queryset.on(clock.today())
        self.fields["commendation_type"].empty_label = "Chọn loại hình"
        if not self.fields["round"].queryset.exists():
            del self.fields["round"]
        self.fields["campaign_text"].required = False
        self._offer_purposes(unit)
        self.helper = _helper(self.fields)

    def _offer_purposes(self, unit: Unit) -> None:
        """Campaigns and objectives that the unit may name; a picker with nothing to pick is left out."""
        self.fields["campaign"].queryset = campaigns_offered(unit, kept=self.instance.campaign_id)
        objectives = objectives_offered(unit, kept=self.instance.objective_id)
        self.fields["objective"].queryset = objectives
        groups = {}
        for row in objectives:
            groups.setdefault(row.resolution.name, []).append((row.pk, f"{row.code} {row.indicator}".strip()))
        if groups:
            self.fields["objective"].choices = [("", "Không gắn mục tiêu"), *groups.items()]
        else:
            del self.fields["objective"]
        if not self.fields["campaign"].queryset.exists():
            del self.fields["campaign"]

    def clean(self):
        """A period in order; the name of a round, else of a campaign, stands for a text left empty."""
        cleaned = super().clean()
        start, end = cleaned.get("period_from"), cleaned.get("period_to")
        if start and end and end < start:
            self.add_error("period_to", "Ngày kết thúc thành tích phải sau ngày bắt đầu.")
        if not cleaned.get("campaign_text"):
            if occasion := cleaned.get("round") or cleaned.get("campaign"):
                cleaned["campaign_text"] = occasion.name
            else:
                self.add_error("campaign_text", "Ghi tên đợt xét hoặc phong trào, hoặc chọn một đợt, một phong trào có sẵn.")
        return cleaned

    def head_values(self) -> dict:
        """Cleaned values for the service."""
        skip = {"idempotency_key", "version"}
        return {"round": None, "campaign": None, "objective": None} | {
            k: v for k, v in self.cleaned_data.items() if k not in skip
        }


class SubmissionNumberForm(forms.Form):
    """Number and day of the tờ trình, asked when the head sends a dossier without them."""

    submission_number = forms.CharField(label="Số tờ trình", max_length=Dossier._meta.get_field("submission_number").max_length)
    submission_date = DayField(label="Ngày tờ trình")


def _helper(fields) -> FormHelper:
    helper = FormHelper()
    helper.form_tag = False
    occasion = [_row(fields, "round", "campaign_text")]
    purposes = _row(fields, "campaign", "objective")
    helper.layout = Layout(
        Fieldset("Trình ai, về việc gì",
                 Row(Column("deciding_unit", css_class="col-md-7"), Column("commendation_type", css_class="col-md-5")),
                 purposes, *occasion,
                 "reason",
                 Row(Column("period_from", css_class="col-md-3"), Column("period_to", css_class="col-md-3"))),
        Fieldset("Ai chịu trách nhiệm",
                 Row(Column("head_name", css_class="col-md-5"), Column("head_title", css_class="col-md-7"))),
        Fieldset("Tờ trình",
                 Row(Column("submission_number", css_class="col-md-5"), Column("submission_date", css_class="col-md-3")),
                 Row(Column("meeting_date", css_class="col-md-3"), Column("votes_yes", css_class="col-md-3"),
                     Column("votes_total", css_class="col-md-3"))),
        "idempotency_key", "version",
    )  # fmt: skip
    return helper


def _row(fields, *names: str) -> Row:
    """The fields of a row that the form has, sharing its width."""
    found = [name for name in names if name in fields]
    return Row(*(Column(name, css_class=f"col-md-{12 // len(found)}") for name in found))
