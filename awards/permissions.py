"""Who may move dossiers, nominations and decisions. Each predicate answers "" when allowed, else why not (Vietnamese).

Scope comes first: what a user may not see is 404 before any of these run.
"""

from campaigns.enums import Role
from campaigns.permissions import has_role


def _needs(user, unit, *roles: str, what: str) -> str:
    if has_role(user, unit, *roles):
        return ""
    names = " hoặc ".join(Role(r).label.lower() for r in roles)
    return f"Chỉ {names} của {unit.name} được {what}."


def edit_dossier(user, dossier) -> str:
    """The clerk of the proposing unit enters and mends."""
    return _needs(user, dossier.unit, Role.CLERK, what="sửa hồ sơ này")


def hand_to_head(user, dossier) -> str:
    """The clerk hands the dossier to the head, and takes it back."""
    return _needs(user, dossier.unit, Role.CLERK, what="chuyển hồ sơ cho thủ trưởng")


def give_back_to_clerk(user, dossier) -> str:
    """Clerk or head open a dossier that waits for confirmation again."""
    return _needs(user, dossier.unit, Role.CLERK, Role.HEAD, what="mở lại hồ sơ để sửa")


def submit_dossier(user, dossier) -> str:
    """The head of the unit confirms and submits."""
    return _needs(user, dossier.unit, Role.HEAD, what="xác nhận và gửi hồ sơ")


def withdraw_dossier(user, dossier) -> str:
    """Clerk or head withdraw until receipt."""
    return _needs(user, dossier.unit, Role.CLERK, Role.HEAD, what="rút hồ sơ")


def receive_dossier(user, dossier) -> str:
    """The office of the deciding unit receives."""
    return _needs(user, dossier.deciding_unit, Role.APPRAISER, what="tiếp nhận hồ sơ")


def appraise(user, nomination) -> str:
    """An appraiser of the deciding unit, never on a line that he or she entered."""
    if nomination.entered_by_id == user.pk:
        return "Người nhập dòng này không được tự thẩm định."
    return _needs(user, nomination.dossier.deciding_unit, Role.APPRAISER, what="thẩm định")


def mend(user, nomination) -> str:
    """The clerk of the proposing unit answers a line that was sent back."""
    return _needs(user, nomination.dossier.unit, Role.CLERK, what="sửa và gửi lại dòng này")


def approve(user, nomination) -> str:
    """An approver of the deciding unit, never the person who entered the line."""
    if nomination.entered_by_id == user.pk:
        return "Người nhập dòng này không được phê duyệt."
    return _needs(user, nomination.dossier.deciding_unit, Role.APPROVER, what="phê duyệt")


def edit_decision(user, decision) -> str:
    """The office of the deciding unit drafts."""
    return _needs(user, decision.unit, Role.APPRAISER, what="soạn quyết định")


def issue_decision(user, decision) -> str:
    """The office enters number and date after signature; an approver may do it too."""
    return _needs(user, decision.unit, Role.APPRAISER, Role.APPROVER, what="phát hành quyết định")


def award_lines(user, nomination) -> str:
    """Lines become awards inside the issue of their decision."""
    return _needs(user, nomination.dossier.deciding_unit, Role.APPRAISER, Role.APPROVER, what="ghi khen thưởng vào sổ")
