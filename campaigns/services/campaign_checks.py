"""What a campaign must satisfy: each value at its field while it is written, and everything together before it is launched."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Prefetch

from campaigns.enums import UnitLevel
from campaigns.models import Campaign, Target, TargetYear
from campaigns.tally.rollup import fault_of
from thiduakhenthuong.core.vntext import date_short

RANKS = {
    UnitLevel.CENTRAL: 0,
    UnitLevel.PROVINCE: 1,
    UnitLevel.DEPARTMENT: 2,
    UnitLevel.DISTRICT: 2,
}  # communes, offices, schools, enterprises: 3
SEVERAL = re.compile(r"[,;/&\n]|\s(?:và|cùng)\s", re.IGNORECASE)  # one head is accountable, not "A và B"


@dataclass(frozen=True)
class Problem:
    """What stands against a launch and the page on which it is mended (an address name; argument: the campaign)."""

    code: str
    sentence: str
    url_name: str
    link: str  # words of the link


# --- values -----------------------------------------------------------------------------------


def check_values(campaign: Campaign) -> None:
    """Raises ValidationError by field, all problems at once."""
    wrong = value_faults(campaign)
    if sentence := parent_fault(campaign):
        wrong["parent"] = sentence
    if campaign.level != campaign.unit.level:
        wrong["level"] = f"Cấp của phong trào theo đơn vị phát động: {campaign.unit.get_level_display()}."
    if wrong:
        raise ValidationError(wrong)


def value_faults(campaign: Campaign) -> dict[str, str]:
    """{field: sentence} of what the values themselves say against it; needs no database, so a form may ask beforehand."""
    return _days(campaign) | _head(campaign) | _names(campaign)


def _days(campaign: Campaign) -> dict:
    first, last, wrong = campaign.period_from, campaign.period_to, {}
    if not first:
        return {"period_from": "Hãy ghi ngày bắt đầu, ví dụ 01/01/2021."}
    if not last:
        return {"period_to": "Hãy ghi ngày kết thúc, ví dụ 31/12/2025."}
    if last < first:
        return {"period_to": f"Ngày kết thúc trước ngày bắt đầu ({date_short(first)}). Hãy sửa một trong hai ngày."}
    for name, label in (
        ("register_by", "Hạn đăng ký"), ("launched_on", "Ngày phát động"), ("document_date", "Ngày ký"),
    ):  # fmt: skip
        day = getattr(campaign, name)
        if day and day > last:
            wrong[name] = f"{label} sau ngày kết thúc phong trào ({date_short(last)}). Hãy chọn ngày sớm hơn."
    if campaign.register_by and campaign.launched_on and campaign.register_by < campaign.launched_on:
        wrong["register_by"] = f"Hạn đăng ký trước ngày phát động ({date_short(campaign.launched_on)}). Hãy chọn ngày muộn hơn."
    return wrong


def _head(campaign: Campaign) -> dict:
    if campaign.head_name and SEVERAL.search(campaign.head_name):
        text = "Chỉ một người đứng đầu chịu trách nhiệm. Hãy ghi một họ tên; người cùng làm ghi ở “Tổ chức thực hiện”."
        return {"head_name": text}
    if campaign.head_name and not campaign.head_title:
        return {"head_title": f"Hãy ghi chức vụ của {campaign.head_name} lúc này, ví dụ: Phó Chủ tịch UBND huyện."}
    if campaign.head_title and not campaign.head_name:
        return {"head_name": "Có chức vụ nhưng chưa có họ tên. Hãy ghi người đứng đầu chịu trách nhiệm."}
    return {}


def _names(campaign: Campaign) -> dict:
    if not campaign.name:
        return {"name": "Hãy ghi tên phong trào."}
    wrong = {}
    for name in ("name", "launcher", "central_task", "head_name", "head_title", "document_number", "signer_lines", "signer_name"):
        limit = Campaign._meta.get_field(name).max_length
        if len(getattr(campaign, name)) > limit:
            wrong[name] = f"Dài quá {limit} chữ. Hãy viết gọn lại."
    return wrong


def parent_fault(campaign: Campaign) -> str:
    """Why the parent cannot be one: itself, one of its own children, or a campaign of a lower level; "" when it can.

    Locks the chain upwards, so that two people cannot make two campaigns each other's parent at the same moment.
    """
    above = campaign.parent
    if above and RANKS.get(above.level, 3) > RANKS.get(campaign.level, 3):
        return f"“{above.name}” là phong trào cấp dưới. Hãy chọn phong trào cùng cấp hoặc cấp trên."
    while above and campaign.pk:
        if above.pk == campaign.pk:
            if campaign.parent_id == campaign.pk:
                return "Phong trào không thể là cấp trên của chính mình. Hãy chọn phong trào khác hoặc để trống."
            return f"“{campaign.parent.name}” đang nhận phong trào này làm cấp trên. Hãy chọn phong trào khác hoặc để trống."
        above = Campaign.objects.select_for_update().filter(pk=above.parent_id).first()
    return ""


# --- launch -----------------------------------------------------------------------------------


def launch_problems(campaign: Campaign) -> list[Problem]:
    """Everything that stands against the launch, in the order in which one mends it; empty when it may be launched."""
    return _head_problems(campaign) + _target_problems(campaign) + _scope_problems(campaign)


def require_ready(campaign: Campaign) -> None:
    """Raises ValidationError with the sentence of every problem."""
    if problems := launch_problems(campaign):
        raise ValidationError([problem.sentence for problem in problems])


def _head_problems(campaign: Campaign) -> list[Problem]:
    found = []
    edit, link = "campaigns:campaign-edit", "Bổ sung thông tin"
    if campaign.level != UnitLevel.CENTRAL:
        if not campaign.head_name or not campaign.head_title:
            text = "Chưa có người đứng đầu chịu trách nhiệm (họ tên và chức vụ)."
            found.append(Problem("head", text, edit, "Ghi người đứng đầu"))
        if not campaign.central_task:
            text = "Chưa ghi nhiệm vụ trọng tâm mà phong trào phục vụ."
            found.append(Problem("central_task", text, edit, link))
    return found


def _scope_problems(campaign: Campaign) -> list[Problem]:
    if campaign.level == UnitLevel.CENTRAL or campaign.members.exists():
        return []
    text = "Chưa có đơn vị nào trong phạm vi, nên chưa giao được việc cho ai."
    return [Problem("units", text, "campaigns:campaign-scope", "Chọn đơn vị tham gia")]


def _target_problems(campaign: Campaign) -> list[Problem]:
    targets = measured_targets(campaign)
    page = "campaigns:campaign-targets"
    counted = [target for target in targets if has_number(target)]
    if not counted:
        text = "Chưa có chỉ tiêu nào đo được bằng con số. Cần ít nhất một chỉ tiêu có đơn vị tính và số phải đạt."
        return [Problem("targets", text, page, "Thêm chỉ tiêu")]
    found = [
        Problem("roll_up", f"Chỉ tiêu “{target.indicator}”: {said}", page, "Sửa số các năm")
        for target in targets
        if (said := fault_of(target, campaign.years))
    ]
    if campaign.level != UnitLevel.CENTRAL and not any(serves_objective(target) for target in counted):
        text = "Chưa có chỉ tiêu đo được nào gắn với mục tiêu của nghị quyết. Hãy gắn ít nhất một chỉ tiêu."
        found.append(Problem("objective", text, page, "Gắn mục tiêu"))
    return found


def measured_targets(campaign: Campaign) -> list[Target]:
    """Targets in force with their years, two queries."""
    rows = Target.objects.filter(campaign=campaign, removed_at=None).select_related("parent__parent")
    return list(rows.prefetch_related(Prefetch("years", TargetYear.objects.order_by("year"))))


def has_number(target: Target) -> bool:
    """Whether somebody can count it: a unit of measure and a value of the term or of a year."""
    if target.is_qualitative or not target.unit_of_measure:
        return False
    return target.term_value is not None or any(year.value is not None for year in target.years.all())


def serves_objective(target: Target) -> bool:
    """Whether it is tied to an objective, itself or through the target of the parent campaign it was taken from."""
    while target:
        if target.objective_id:
            return True
        target = target.parent
    return False
