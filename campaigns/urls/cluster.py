"""Addresses of clusters, scorecards, scores, ranking."""

from django.urls import path

from campaigns.views import cluster, cluster_builder, cluster_meeting, score, scorecard

CARD = "cum-khoi/bang-cham-diem/<uuid:public_id>/"
ONE = "cum-khoi/<uuid:public_id>/"
SHEET = "cham-diem/<uuid:public_id>/"

urlpatterns = [
    path("cum-khoi/", cluster.ClusterList.as_view(), name="cluster-list"),
    path("cum-khoi/danh-sach.xlsx", cluster.ClusterExport.as_view(), name="cluster-export"),
    path("cum-khoi/them/", cluster.ClusterCreate.as_view(), name="cluster-create"),
    path("cum-khoi/xep-cum/", cluster_builder.ClusterBuilder.as_view(), name="cluster-builder"),
    path("cum-khoi/bang-cham-diem/them/", scorecard.ScorecardCreate.as_view(), name="scorecard-create"),
    path(CARD, scorecard.ScorecardPage.as_view(), name="scorecard"),
    path(f"{CARD}sua/", scorecard.ScorecardEdit.as_view(), name="scorecard-edit"),
    path(f"{CARD}bang.xlsx", scorecard.ScorecardExport.as_view(), name="scorecard-export"),
    path(f"{CARD}tham-dinh/", score.ScoreAppraisal.as_view(), name="score-appraisal"),
    path(f"{CARD}tham-dinh/bang.xlsx", score.ScoreAppraisalBook.as_view(), name="score-appraisal-book"),
    path(f"{CARD}tham-dinh/luu/", score.ScoreAppraisalSave.as_view(), name="score-appraisal-save"),
    path(f"{CARD}tham-dinh/chap-nhan/", score.ScoreAccept.as_view(), name="score-accept"),
    path(ONE, cluster.ClusterPage.as_view(), name="cluster"),
    path(f"{ONE}sua/", cluster.ClusterEdit.as_view(), name="cluster-edit"),
    path(f"{ONE}xoa/", cluster.ClusterRemove.as_view(), name="cluster-remove"),
    path(f"{ONE}luu/", cluster_meeting.ClusterResultSave.as_view(), name="cluster-save"),
    path(f"{ONE}buoc/<slug:step>/", cluster_meeting.ClusterStep.as_view(), name="cluster-step"),
    path(f"{ONE}bang-diem/<int:place>/", cluster_meeting.ClusterTie.as_view(), name="cluster-tie"),
    path(f"{ONE}tham-dinh-xong/", cluster_meeting.ClusterAppraised.as_view(), name="cluster-appraised"),
    path(f"{ONE}xep-hang.xlsx", cluster.ClusterBook.as_view(), name="cluster-book"),
    path(f"{ONE}lich-su/", cluster.ClusterHistory.as_view(), name="cluster-history"),
    path(SHEET, score.ScoreSheet.as_view(), name="score-sheet"),
    path(f"{SHEET}luu/", score.ScoreSave.as_view(), name="score-save"),
    path(f"{SHEET}buoc/<slug:step>/", score.ScoreStep.as_view(), name="score-step"),
    path(f"{SHEET}minh-chung/<uuid:criterion>/", score.ScoreEvidence.as_view(), name="score-evidence"),
    path(f"{SHEET}bang.xlsx", score.ScoreBook.as_view(), name="score-book"),
    path(f"{SHEET}lich-su/", score.ScoreHistory.as_view(), name="score-history"),
]
