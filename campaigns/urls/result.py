"""Addresses of quarterly results and duties."""

from django.urls import path

from campaigns.views import duty, evidence, report, report_list, result

urlpatterns = [
    path("ket-qua/", report_list.ReportList.as_view(), name="report-list"),
    path("ket-qua/bang.xlsx", report_list.ReportExport.as_view(), name="report-export"),
    path("ket-qua/xac-minh/", report_list.ReportVerify.as_view(), name="report-verify"),
    path("ket-qua/lap/<uuid:public_id>/", report.ReportStart.as_view(), name="report-start"),
    path("ket-qua/minh-chung/<uuid:public_id>/", evidence.EvidenceFile.as_view(), name="evidence-file"),
    path("ket-qua/minh-chung/<uuid:public_id>/bo/", evidence.EvidenceRemove.as_view(), name="evidence-remove"),
    path("ket-qua/<uuid:public_id>/", report.ReportDetail.as_view(), name="report"),
    path("ket-qua/<uuid:public_id>/o/", report.ReportCells.as_view(), name="report-cells"),
    path("ket-qua/<uuid:public_id>/cap-nhat-dong/", report.ReportLines.as_view(), name="report-lines"),
    path("ket-qua/<uuid:public_id>/nhan-xet/", report.ReportNote.as_view(), name="report-note"),
    path("ket-qua/<uuid:public_id>/minh-chung/", evidence.EvidenceAdd.as_view(), name="evidence-add"),
    path("ket-qua/<uuid:public_id>/lich-su/", report.ReportHistory.as_view(), name="report-history"),
    path("ket-qua/<uuid:public_id>/buoc/<slug:step>/", report.ReportStep.as_view(), name="report-step"),
    path("phong-trao/<uuid:public_id>/ket-qua/", result.CampaignResults.as_view(), name="campaign-results"),
    path("phong-trao/<uuid:public_id>/ket-qua/bang.xlsx", result.CampaignResultsExport.as_view(), name="campaign-results-export"),
    path("viec-phai-lam/", duty.DutyList.as_view(), name="duty-list"),
    path("viec-phai-lam/bang.xlsx", duty.DutyExport.as_view(), name="duty-export"),
    path("viec-phai-lam/nhac/", duty.DutyRemind.as_view(), name="duty-remind"),
    path("viec-phai-lam/<uuid:public_id>/", duty.DutyOpen.as_view(), name="duty"),
    path("viec-phai-lam/<uuid:public_id>/da-lam/", duty.DutyReview.as_view(), name="duty-review"),
    path("viec-phai-lam/<uuid:public_id>/ghi-lai/", duty.DutyUndo.as_view(), name="duty-undo"),
    path("viec-phai-lam/<uuid:public_id>/tep/", duty.DutyFile.as_view(), name="duty-file"),
]
