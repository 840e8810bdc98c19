"""What may happen next on the campaigns side: one table of transitions for each record with a life."""

from campaigns import permissions as may
from campaigns.enums import (
    CampaignState,
    ClusterState,
    DraftState,
    ExemplarState,
    HeadReportState,
    InitiativeState,
    RegistrationState,
    ReplicationState,
    ReportState,
    ScoreSheetState,
)
from thiduakhenthuong.core.workflow import Transition, Workflow

C, R, P, K, S = CampaignState, RegistrationState, ReportState, ClusterState, ScoreSheetState
E, N, T, D, H = ExemplarState, ReplicationState, InitiativeState, DraftState, HeadReportState


def _step(name, label, sources, target, allowed, done):
    return Transition(name=name, label=label, sources=frozenset(sources), target=target, allowed=allowed, done=done)


CAMPAIGN = Workflow(
    "Phong trào",
    _step("launch", "Phát động", {C.DRAFT}, C.LAUNCHED, may.launch_campaign, "phát động"),
    _step("close", "Kết thúc, tổng kết", {C.LAUNCHED}, C.CLOSED, may.launch_campaign, "tổng kết"),
    _step("reopen", "Mở lại", {C.CLOSED}, C.LAUNCHED, may.launch_campaign, "mở lại"),
)

REGISTRATION = Workflow(
    "Bản đăng ký",
    _step("submit", "Gửi thủ trưởng", {R.DRAFT, R.SENT_BACK}, R.SUBMITTED, may.edit_registration, "gửi thủ trưởng"),
    _step("take_back", "Rút về sửa", {R.SUBMITTED}, R.DRAFT, may.edit_registration, "rút về sửa"),
    _step("confirm", "Xác nhận", {R.SUBMITTED}, R.CONFIRMED, may.confirm_registration, "xác nhận"),
    _step("send_back", "Gửi lại kèm ví dụ", {R.SUBMITTED, R.CONFIRMED}, R.SENT_BACK, may.return_registration, "gửi lại"),
)

REPORT = Workflow(
    "Báo cáo kết quả",
    _step("submit", "Gửi báo cáo", {P.DRAFT, P.SENT_BACK}, P.SUBMITTED, may.submit_report, "gửi"),
    _step("take_back", "Rút về sửa", {P.SUBMITTED}, P.DRAFT, may.submit_report, "rút về sửa"),
    _step("verify", "Xác minh", {P.SUBMITTED}, P.VERIFIED, may.verify_report, "xác minh"),
    _step("send_back", "Trả lại", {P.SUBMITTED}, P.SENT_BACK, may.verify_report, "trả lại"),
    # A verified number changes only after it was opened again, with the reason in the history.
    _step("reopen", "Mở lại để sửa", {P.VERIFIED}, P.SENT_BACK, may.verify_report, "mở lại để sửa"),
)

CLUSTER = Workflow(
    "Cụm, khối",
    _step("agree", "Thống nhất, khóa điểm", {K.OPEN}, K.AGREED, may.agree_cluster, "thống nhất và khóa điểm"),
    _step("unlock", "Mở khóa", {K.AGREED}, K.OPEN, may.unlock_cluster, "mở khóa"),
)

SCORE_SHEET = Workflow(
    "Bảng chấm điểm",
    _step("submit", "Gửi tự chấm", {S.DRAFT}, S.SUBMITTED, may.submit_scores, "gửi tự chấm"),
    _step("take_back", "Rút về sửa", {S.SUBMITTED}, S.DRAFT, may.submit_scores, "rút về sửa"),
    _step("appraise", "Thẩm định xong", {S.SUBMITTED}, S.APPRAISED,
          lambda user, m: may.manage_clusters(user, m.cluster.unit), "thẩm định xong"),
    _step("send_back", "Trả lại tự chấm", {S.SUBMITTED, S.APPRAISED}, S.DRAFT,
          lambda user, m: may.manage_clusters(user, m.cluster.unit), "trả lại"),
    _step("agree", "Cụm thống nhất", {S.APPRAISED}, S.AGREED, lambda user, m: may.agree_cluster(user, m.cluster), "thống nhất"),
    _step("reopen", "Mở lại", {S.AGREED}, S.APPRAISED, lambda user, m: may.unlock_cluster(user, m.cluster), "mở lại"),
)  # fmt: skip

EXEMPLAR = Workflow(
    "Điển hình",
    _step("accept", "Tiếp nhận", {E.INTRODUCED, E.DECLINED}, E.ACCEPTED, may.take_exemplar, "tiếp nhận"),
    _step("decline", "Không chọn", {E.INTRODUCED, E.ACCEPTED}, E.DECLINED, may.take_exemplar, "không chọn"),
    _step("recognise", "Công nhận", {E.ACCEPTED}, E.RECOGNISED, may.recognise_exemplar, "công nhận"),
)

REPLICATION = Workflow(
    "Nơi làm theo",
    _step("claim", "Ghi nhận đã làm", {N.ASKING}, N.CLAIMED, may.edit_replication, "ghi nhận đã làm"),
    _step("confirm", "Xác nhận", {N.CLAIMED}, N.CONFIRMED, may.confirm_replication, "xác nhận"),
    _step("send_back", "Chưa xác nhận", {N.CLAIMED, N.CONFIRMED}, N.ASKING, may.confirm_replication, "trả về đang tìm hiểu"),
)

INITIATIVE = Workflow(
    "Sáng kiến",
    _step("submit", "Gửi đề nghị công nhận", {T.DRAFT}, T.SUBMITTED, may.edit_initiative, "gửi"),
    _step("take_back", "Rút về sửa", {T.SUBMITTED}, T.DRAFT, may.edit_initiative, "rút về sửa"),
    _step("recognise", "Công nhận", {T.SUBMITTED}, T.RECOGNISED, may.recognise_initiative, "công nhận"),
    _step("decline", "Không công nhận", {T.SUBMITTED}, T.DECLINED, may.recognise_initiative, "không công nhận"),
    _step("reopen", "Mở lại", {T.DECLINED}, T.DRAFT, may.edit_initiative, "mở lại"),
)

DRAFT = Workflow(
    "Dự thảo",
    _step("circulate", "Gửi lấy ý kiến", {D.DRAFT}, D.CIRCULATED, may.edit_draft, "gửi lấy ý kiến"),
    _step("finish", "Kết thúc lấy ý kiến", {D.CIRCULATED}, D.FINISHED, may.edit_draft, "kết thúc lấy ý kiến"),
)

HEAD_REPORT = Workflow(
    "Kết quả của người đứng đầu",
    _step("approve", "Duyệt, khóa", {H.DRAFT}, H.APPROVED, may.approve_head_report, "duyệt"),
)
