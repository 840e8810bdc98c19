"""What may happen next: the three tables of transitions. `core.workflow` is the only gate through them."""

from awards import permissions
from awards.enums import DecisionState, DossierState, NominationState
from thiduakhenthuong.core.workflow import Transition, Workflow

D, N, Q = DossierState, NominationState, DecisionState


def _step(name, label, sources, target, allowed, done):
    return Transition(name=name, label=label, sources=frozenset(sources), target=target, allowed=allowed, done=done)


DOSSIER = Workflow(
    "Hồ sơ",
    _step("hand_to_head", "Chuyển thủ trưởng xác nhận", {D.DRAFT, D.WITHDRAWN}, D.READY, permissions.hand_to_head,
          "chuyển thủ trưởng xác nhận"),
    _step("give_back", "Mở lại để sửa", {D.READY}, D.DRAFT, permissions.give_back_to_clerk, "mở lại để sửa"),
    _step("submit", "Xác nhận và gửi", {D.DRAFT, D.READY, D.WITHDRAWN}, D.SUBMITTED, permissions.submit_dossier, "gửi"),
    _step("withdraw", "Rút hồ sơ", {D.SUBMITTED}, D.WITHDRAWN, permissions.withdraw_dossier, "rút"),
    _step("receive", "Tiếp nhận", {D.SUBMITTED}, D.RECEIVED, permissions.receive_dossier, "tiếp nhận"),
    _step("conclude", "Kết thúc", {D.RECEIVED}, D.CONCLUDED, lambda user, dossier: "", "kết thúc"),
)  # fmt: skip

NOMINATION = Workflow(
    "Đề nghị",
    _step("submit", "Gửi", {N.ENTERED}, N.SUBMITTED, lambda user, n: permissions.submit_dossier(user, n.dossier), "gửi"),
    _step("withdraw", "Rút", {N.SUBMITTED}, N.ENTERED, lambda user, n: permissions.withdraw_dossier(user, n.dossier), "rút"),
    _step("accept", "Đồng ý", {N.SUBMITTED}, N.ELIGIBLE, permissions.appraise, "thẩm định đạt"),
    _step("undo_accept", "Hoàn tác đồng ý", {N.ELIGIBLE}, N.SUBMITTED, permissions.appraise, "hoàn tác thẩm định"),
    _step("send_back", "Trả lại", {N.SUBMITTED, N.ELIGIBLE}, N.SENT_BACK, permissions.appraise, "trả lại"),
    _step("resubmit", "Gửi lại", {N.SENT_BACK}, N.SUBMITTED, permissions.mend, "gửi lại"),
    _step("decline_appraisal", "Không đồng ý", {N.SUBMITTED, N.SENT_BACK}, N.DECLINED, permissions.appraise,
          "kết luận không đủ điều kiện"),
    _step("approve", "Duyệt", {N.ELIGIBLE}, N.APPROVED, permissions.approve, "duyệt"),
    _step("undo_approve", "Hoàn tác duyệt", {N.APPROVED}, N.ELIGIBLE, permissions.approve, "hoàn tác duyệt"),
    _step("decline", "Không duyệt", {N.ELIGIBLE, N.APPROVED}, N.DECLINED, permissions.approve, "không duyệt"),
    _step("award", "Ghi sổ khen thưởng", {N.APPROVED}, N.AWARDED, permissions.award_lines, "ghi vào sổ khen thưởng"),
)  # fmt: skip

DECISION = Workflow(
    "Quyết định",
    _step("send_for_signature", "Trình ký", {Q.DRAFT}, Q.FOR_SIGNATURE, permissions.edit_decision, "trình ký"),
    _step("take_back", "Rút về sửa", {Q.FOR_SIGNATURE}, Q.DRAFT, permissions.edit_decision, "rút về sửa"),
    _step("issue", "Phát hành", {Q.FOR_SIGNATURE}, Q.ISSUED, permissions.issue_decision, "phát hành"),
)
