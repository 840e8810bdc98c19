"""Who may do what for which unit: named predicates over memberships, read anew at every request.

A role at a unit holds for the whole administrative unit and the offices under it that have no office of their own
(`path` prefix), never for a sibling or a parent.
"""

from campaigns.enums import Role, UnitLevel
from campaigns.models import Membership, Unit
from thiduakhenthuong.core import clock

READS_BELOW = frozenset({Role.APPRAISER, Role.APPROVER, Role.LEADER, Role.AUDITOR, Role.COUNCIL_MEMBER})


def memberships(user) -> list[Membership]:
    """Memberships of a user in force today, with their units; one query for each request (kept on the user object)."""
    if not user.is_authenticated or not user.is_active:
        return []
    if not hasattr(user, "_memberships"):
        user._memberships = list(Membership.objects.filter(user=user).on(clock.today()).select_related("unit"))
    return user._memberships


def units_with_role(user, *roles: str) -> list[Unit]:
    """The units for which a user holds one of the roles, each once."""
    return list({m.unit_id: m.unit for m in memberships(user) if m.role in roles}.values())


def has_role(user, unit: Unit | None, *roles: str) -> bool:
    """Whether a user holds one of the roles for exactly this unit."""
    return unit is not None and any(m.unit_id == unit.pk and m.role in roles for m in memberships(user))


def has_any_role(user, *roles: str) -> bool:
    """Whether a user holds one of the roles anywhere."""
    return any(m.role in roles for m in memberships(user))


def is_administrator(user) -> bool:
    """Administrators edit catalogues and memberships; they enter and approve nothing."""
    return has_any_role(user, Role.ADMINISTRATOR)


def home_unit(user) -> Unit | None:
    """The unit named beside the user's name: that of the first membership."""
    found = memberships(user)
    return found[0].unit if found else None


# --- campaigns: each predicate answers "" when allowed, else why not (Vietnamese) --------------


OFFICERS = (Role.CLERK, Role.APPRAISER)  # who works on the campaigns of a unit
DECIDERS = (Role.HEAD, Role.APPROVER)  # who speaks for a unit


def _needs(user, unit: Unit | None, *roles: str, what: str) -> str:
    if has_role(user, unit, *roles):
        return ""
    names = " hoặc ".join(Role(r).label.lower() for r in roles)
    return f"Chỉ {names} của {unit.name if unit else 'đơn vị'} được {what}."


def works_above(user, unit: Unit, *roles: str) -> bool:
    """Whether a user holds one of the roles at a unit that stands above this one."""
    mine = units_with_role(user, *roles)
    return any(unit.path.startswith(above.path) and above.pk != unit.pk for above in mine)


def _above(user, unit: Unit, *roles: str, what: str) -> str:
    if works_above(user, unit, *roles):
        return ""
    names = " hoặc ".join(Role(r).label.lower() for r in roles)
    return f"Chỉ {names} của cấp trên {unit.name} được {what}."


def edit_resolution(user, resolution) -> str:
    """Officers of the unit keep its resolutions and their trees."""
    return _needs(user, resolution.unit, *OFFICERS, what="sửa nghị quyết và cây mục tiêu")


def edit_campaign(user, campaign) -> str:
    """Officers of the launching unit; campaigns of the centre belong to administrators."""
    if campaign.level == UnitLevel.CENTRAL:
        return "" if is_administrator(user) else "Phong trào của trung ương do quản trị hệ thống cập nhật."
    return _needs(user, campaign.unit, *OFFICERS, what="sửa phong trào này")


def launch_campaign(user, campaign) -> str:
    """The head or approver of the launching unit launches and closes."""
    if campaign.level == UnitLevel.CENTRAL:
        return edit_campaign(user, campaign)
    return _needs(user, campaign.unit, *DECIDERS, what="phát động, tổng kết phong trào này")


def edit_registration(user, registration) -> str:
    """The clerk of the registering unit."""
    return _needs(user, registration.unit, Role.CLERK, what="sửa bản đăng ký này")


def confirm_registration(user, registration) -> str:
    """The head of the registering unit confirms."""
    return _needs(user, registration.unit, Role.HEAD, what="xác nhận bản đăng ký")


def return_registration(user, registration) -> str:
    """The head before confirming; later an officer of the campaign's unit, or an appraiser above, asks for concrete words."""
    if has_role(user, registration.unit, Role.HEAD) or has_role(user, registration.campaign.unit, *OFFICERS):
        return ""
    return _above(user, registration.unit, Role.APPRAISER, what="trả lại bản đăng ký")


def edit_report(user, report) -> str:
    """The clerk of the reporting unit enters results."""
    return _needs(user, report.unit, Role.CLERK, what="nhập kết quả của báo cáo này")


def submit_report(user, report) -> str:
    """Clerk or head of the reporting unit send the report."""
    return _needs(user, report.unit, Role.CLERK, Role.HEAD, what="gửi báo cáo kết quả")


def verify_report(user, report) -> str:
    """An appraiser of a unit above, or of the unit that launched the campaign; never who sent the report."""
    if report.submitted_by_id and report.submitted_by_id == user.pk:
        return "Người gửi báo cáo không được tự xác minh."
    if has_role(user, report.campaign.unit, Role.APPRAISER):
        return ""
    return _above(user, report.unit, Role.APPRAISER, what="xác minh hoặc trả lại báo cáo")


def finish_review(user, duty) -> str:
    """Officers and deciders of the unit tell that a review was held."""
    return _needs(user, duty.unit, *OFFICERS, *DECIDERS, what="ghi kết quả sơ kết, tổng kết")


def allocate(user, unit: Unit) -> str:
    """Officers of a unit hand shares of its part to the units below and to its people."""
    return _needs(user, unit, *OFFICERS, what="phân bổ chỉ tiêu")


def remind(user, campaign) -> str:
    """Officers and deciders of the unit that launched the campaign remind those who are late."""
    return _needs(user, campaign.unit, *OFFICERS, *DECIDERS, what="nhắc các đơn vị")


def edit_draft(user, draft) -> str:
    """Officers of the unit that launches write drafts and answer opinions."""
    return _needs(user, draft.campaign.unit, *OFFICERS, what="soạn dự thảo và tiếp thu ý kiến")


def comment_on_draft(user, unit: Unit) -> str:
    """Everybody who works for a unit that was asked speaks for it."""
    return _needs(user, unit, *OFFICERS, *DECIDERS, Role.LEADER, what="góp ý thay đơn vị này")


def manage_clusters(user, unit: Unit) -> str:
    """Appraisers of the organising unit keep scorecards and clusters."""
    return _needs(user, unit, Role.APPRAISER, what="lập bảng chấm điểm, cụm, khối")


def score_self(user, member) -> str:
    """The clerk of the member unit scores it."""
    return _needs(user, member.unit, Role.CLERK, what="tự chấm điểm")


def submit_scores(user, member) -> str:
    """Clerk or head of the member unit send the self-score."""
    return _needs(user, member.unit, Role.CLERK, Role.HEAD, what="gửi bảng tự chấm")


def appraise_score(user, criterion, organiser: Unit) -> str:
    """Officers of the department in charge of the criterion; the organiser's appraiser where no department is named."""
    if criterion.department_id is None:
        return _needs(user, organiser, Role.APPRAISER, what="thẩm định tiêu chí này")
    if has_role(user, organiser, Role.APPRAISER):
        return ""
    return _needs(user, criterion.department, *OFFICERS, what="thẩm định tiêu chí này")


def agree_cluster(user, cluster) -> str:
    """The organiser's appraiser or the head unit of the cluster record what the meeting agreed."""
    if has_role(user, cluster.unit, Role.APPRAISER):
        return ""
    return _needs(user, cluster.head_unit or cluster.unit, Role.CLERK, Role.HEAD, what="ghi kết quả họp cụm, khối")


def unlock_cluster(user, cluster) -> str:
    """Only the organiser's approver opens an agreed cluster again."""
    return _needs(user, cluster.unit, Role.APPROVER, what="mở khóa điểm đã thống nhất")


def look_after_exemplar(user, exemplar) -> str:
    """Officers of the office that received it, or of the unit it comes from, edit."""
    if has_role(user, exemplar.unit, *OFFICERS):
        return ""
    return _needs(user, exemplar.office, *OFFICERS, what="sửa điển hình này")


def take_exemplar(user, exemplar) -> str:
    """Officers of the receiving office take an introduction out of the inbox."""
    return _needs(user, exemplar.office, *OFFICERS, what="tiếp nhận giới thiệu gương tốt")


def recognise_exemplar(user, exemplar) -> str:
    """The approver of the receiving office recognises."""
    return _needs(user, exemplar.office, Role.APPROVER, what="công nhận điển hình")


def edit_replication(user, replication) -> str:
    """Officers of the copying unit tell of their copy; the office that looks after the example may write it down for them."""
    if has_role(user, replication.exemplar.office, *OFFICERS):
        return ""
    return _needs(user, replication.unit, *OFFICERS, what="ghi nhận nơi làm theo")


def confirm_replication(user, replication) -> str:
    """An appraiser of the office that looks after the example, never who wrote the copy down."""
    if replication.by_id and replication.by_id == user.pk:
        return "Người ghi nhận nơi làm theo không được tự xác nhận."
    return _needs(user, replication.exemplar.office, Role.APPRAISER, what="xác nhận nơi làm theo")


def edit_initiative(user, initiative) -> str:
    """The clerk of the unit keeps its initiatives."""
    return _needs(user, initiative.unit, Role.CLERK, what="sửa sáng kiến này")


def recognise_initiative(user, initiative) -> str:
    """An appraiser or approver of the unit that recognises enters its decision."""
    return _needs(user, initiative.deciding_unit, Role.APPRAISER, Role.APPROVER, what="ghi kết quả công nhận sáng kiến")


def edit_conference(user, conference) -> str:
    """Officers of the organising unit."""
    return _needs(user, conference.unit, *OFFICERS, what="sửa hội nghị này")


def draft_head_report(user, unit: Unit) -> str:
    """An appraiser of the unit itself or above draws up the head's page."""
    if has_role(user, unit, Role.APPRAISER):
        return ""
    return _above(user, unit, Role.APPRAISER, what="lập kết quả thi đua của người đứng đầu")


def approve_head_report(user, report) -> str:
    """The approver above; for a unit with nobody above in the system (a province) its own approver."""
    if report.unit.parent_id is None:
        return _needs(user, report.unit, Role.APPROVER, what="duyệt kết quả thi đua của người đứng đầu")
    return _above(user, report.unit, Role.APPROVER, what="duyệt kết quả thi đua của người đứng đầu")
