"""Addresses of the awards side, by noun."""

from django.urls import path

from awards.views import (
    appraisal,
    approval,
    attachment,
    catalogue,
    ceremony,
    certificate,
    check,
    decision,
    dossier,
    grid,
    heads,
    history,
    imports,
    purpose,
    register,
    rounds,
    search,
)

app_name = "awards"

decisions = [
    path("quyet-dinh/", decision.DecisionList.as_view(), name="decision-list"),
    path("quyet-dinh/soan/", decision.DecisionDraft.as_view(), name="decision-draft"),
    path("quyet-dinh/<uuid:public_id>/", decision.DecisionDetail.as_view(), name="decision"),
    path("quyet-dinh/<uuid:public_id>/noi-dung/", decision.DecisionTexts.as_view(), name="decision-texts"),
    path("quyet-dinh/<uuid:public_id>/buoc/<slug:step>/", decision.DecisionStep.as_view(), name="decision-step"),
    path("quyet-dinh/<uuid:public_id>/dong/<uuid:line_id>/bo/", decision.DecisionLineRemove.as_view(), name="decision-line"),
    path("quyet-dinh/<uuid:public_id>/phat-hanh/", decision.DecisionIssue.as_view(), name="decision-issue"),
    path("quyet-dinh/<uuid:public_id>/trang/<int:page>.png", decision.decision_page, name="decision-page"),
    path("quyet-dinh/<uuid:public_id>/pdf/", decision.decision_pdf, name="decision-pdf"),
    path("quyet-dinh/<uuid:public_id>/word/", decision.decision_word, name="decision-word"),
    path("quyet-dinh/<uuid:public_id>/bang-giay/", certificate.CertificateList.as_view(), name="certificate-list"),
    path("so-khen-thuong/bang-giay/", certificate.CertificateSelection.as_view(), name="certificate-selection"),
    path("bang-giay/<uuid:public_id>/", certificate.certificate_pdf, name="certificate"),
]

public = [
    path("xac-thuc/", check.CheckForm.as_view(), name="check-form"),
    path("xac-thuc/<str:code>/", check.check_code, name="check"),
]

round_pages = [
    path("dot-xet/", rounds.RoundList.as_view(), name="round-list"),
    path("dot-xet/mo/", rounds.RoundCreate.as_view(), name="round-create"),
    path("dot-xet/<uuid:public_id>/", rounds.RoundEdit.as_view(), name="round-edit"),
]

# --- entry: the list, the work screen and its grid, papers
dossiers = [
    path("ho-so/", dossier.DossierList.as_view(), name="dossier-list"),
    path("ho-so/danh-sach.xlsx", dossier.DossierExport.as_view(), name="dossier-export"),
    path("ho-so/moi/", dossier.DossierCreate.as_view(), name="dossier-create"),
    path("ho-so/<uuid:public_id>/", dossier.DossierDetail.as_view(), name="dossier-detail"),
    path("ho-so/<uuid:public_id>/sua/", dossier.DossierEdit.as_view(), name="dossier-edit"),
    path("ho-so/<uuid:public_id>/lich-su/", dossier.DossierHistory.as_view(), name="dossier-history"),
    path("ho-so/<uuid:public_id>/buoc/<slug:step>/", dossier.DossierStep.as_view(), name="dossier-step"),
    path("ho-so/<uuid:public_id>/buoc/<slug:step>/truoc/", dossier.DossierCheck.as_view(), name="dossier-check"),
    path("ho-so/<uuid:public_id>/to-trinh.<str:kind>", dossier.DossierDocument.as_view(), name="dossier-document"),
    path("ho-so/<uuid:public_id>/dong/<uuid:line_id>/gui-lai/", dossier.LineResubmit.as_view(), name="line-resubmit"),
    path("ho-so/<uuid:public_id>/luoi/", grid.GridRows.as_view(), name="grid"),
    path("ho-so/<uuid:public_id>/luoi/them/", grid.GridAdd.as_view(), name="grid-add"),
    path("ho-so/<uuid:public_id>/luoi/sua/", grid.GridChange.as_view(), name="grid-change"),
    path("ho-so/<uuid:public_id>/luoi/bo/", grid.GridRemove.as_view(), name="grid-remove"),
    path("ho-so/<uuid:public_id>/luoi/khoi-phuc/", grid.GridRestore.as_view(), name="grid-restore"),
    path("ho-so/<uuid:public_id>/luoi/thu-tu/", grid.GridOrder.as_view(), name="grid-order"),
    path("ho-so/<uuid:public_id>/luoi/goi-y/don-vi/", grid.GridUnits.as_view(), name="grid-units"),
    path("ho-so/<uuid:public_id>/luoi/goi-y/nguoi/", grid.GridPeople.as_view(), name="grid-people"),
    path("ho-so/<uuid:public_id>/luoi/ket-luan/<uuid:line_id>/", grid.LineVerdict.as_view(), name="line-verdict"),
    path("ho-so/<uuid:public_id>/giay-to/", attachment.PapersDialog.as_view(), name="papers"),
    path("ho-so/<uuid:public_id>/giay-to/them/", attachment.PaperAdd.as_view(), name="paper-add"),
    path("ho-so/<uuid:public_id>/giay-to/<uuid:paper_id>/", attachment.PaperFile.as_view(), name="paper-file"),
    path("ho-so/<uuid:public_id>/giay-to/<uuid:paper_id>/bo/", attachment.PaperRemove.as_view(), name="paper-remove"),
    path("ho-so/<uuid:public_id>/giay-to/<uuid:paper_id>/khoi-phuc/", attachment.PaperRestore.as_view(), name="paper-restore"),
]

# --- the dated catalogue; units, memberships and accounts stand in campaigns/urls.py
catalogues = [
    path("danh-muc/", catalogue.CatalogueIndex.as_view(), name="catalogue"),
    path("danh-muc/<slug:table>/", catalogue.CatalogueList.as_view(), name="catalogue-list"),
    path("danh-muc/<slug:table>/danh-sach.xlsx", catalogue.CatalogueExport.as_view(), name="catalogue-export"),
    path("danh-muc/<slug:table>/them/", catalogue.CatalogueCreate.as_view(), name="catalogue-create"),
    path("danh-muc/<slug:table>/<int:pk>/", catalogue.CatalogueRowDetail.as_view(), name="catalogue-row"),
    path("danh-muc/<slug:table>/<int:pk>/sua/", catalogue.CatalogueEdit.as_view(), name="catalogue-edit"),
    path("danh-muc/<slug:table>/<int:pk>/ket-thuc/", catalogue.CatalogueRetire.as_view(), name="catalogue-retire"),
]

# --- appraisal: the queue, one line, clean lines together; approval by batches
appraisals = [
    path("tham-dinh/", appraisal.AppraisalQueue.as_view(), name="appraisal"),
    path("tham-dinh/danh-sach.xlsx", appraisal.AppraisalExport.as_view(), name="appraisal-export"),
    path("tham-dinh/dong-y-tat-ca/", appraisal.AppraisalBulk.as_view(), name="appraisal-bulk"),
    path("tham-dinh/hoan-tac/", appraisal.AppraisalBulkUndo.as_view(), name="appraisal-bulk-undo"),
    path("tham-dinh/tiep-nhan/<uuid:public_id>/", appraisal.AppraisalReceive.as_view(), name="appraisal-receive"),
    path("tham-dinh/duyet/", approval.ApprovalList.as_view(), name="approval"),
    path("tham-dinh/duyet/<uuid:public_id>/<slug:kind>/", approval.ApprovalBatch.as_view(), name="approval-batch"),
    path("tham-dinh/<uuid:public_id>/", appraisal.AppraisalLine.as_view(), name="appraisal-line"),
    path("tham-dinh/<uuid:public_id>/qua-trinh/", appraisal.AppraisalPast.as_view(), name="appraisal-past"),
    path("tham-dinh/<uuid:public_id>/giong/", appraisal.AppraisalIdentity.as_view(), name="appraisal-identity"),
    path("tham-dinh/<uuid:public_id>/<slug:step>/", appraisal.AppraisalStep.as_view(), name="appraisal-step"),
]

# --- the register: the list, one award, workbooks; histories of people and units; the search of the top bar
registers = [
    path("so-khen-thuong/", register.RegisterList.as_view(), name="register"),
    path("so-khen-thuong/danh-sach.xlsx", register.RegisterExport.as_view(kind="list"), name="register-export"),
    path("so-khen-thuong/tien-thuong.xlsx", register.RegisterExport.as_view(kind="money"), name="register-money"),
    path("so-khen-thuong/tep/<uuid:public_id>/", register.RegisterJob.as_view(), name="register-job"),
    path("so-khen-thuong/<uuid:public_id>/", register.AwardDetail.as_view(), name="award"),
    path("ca-nhan/<uuid:public_id>/", history.PersonHistory.as_view(), name="person"),
    path("don-vi/<uuid:public_id>/", history.UnitHistory.as_view(), name="unit"),
    path("tim/", search.Search.as_view(), name="search"),
]

# --- lists from Excel: the upload, the preview, its answers
uploads = [
    path("ho-so/<uuid:public_id>/nhap-tep/", imports.ImportUpload.as_view(), name="import-upload"),
    path("ho-so/<uuid:public_id>/nhap-tep/mau-<slug:kind>.xlsx", imports.ImportTemplate.as_view(), name="import-template"),
    path("ho-so/<uuid:public_id>/nhap-tep/<uuid:batch_id>/", imports.ImportPreview.as_view(), name="import"),
    path("ho-so/<uuid:public_id>/nhap-tep/<uuid:batch_id>/dong/<int:number>/", imports.RowAction.as_view(), name="import-row"),
    path("ho-so/<uuid:public_id>/nhap-tep/<uuid:batch_id>/cot/", imports.ImportColumn.as_view(), name="import-column"),
    path("ho-so/<uuid:public_id>/nhap-tep/<uuid:batch_id>/nhap/", imports.ImportApply.as_view(), name="import-apply"),
    path("ho-so/<uuid:public_id>/nhap-tep/<uuid:batch_id>/bo/", imports.ImportDiscard.as_view(), name="import-discard"),
    path("ho-so/<uuid:public_id>/nhap-tep/<uuid:batch_id>/tien-do/", imports.ImportProgress.as_view(), name="import-progress"),
    path("ho-so/<uuid:public_id>/nhap-tep/<uuid:batch_id>/dong-loi.xlsx", imports.ImportErrors.as_view(), name="import-errors"),
]

# --- what campaigns and resolutions were commended for
purposes = [
    path("phong-trao/<uuid:public_id>/khen-thuong/", purpose.CampaignAwards.as_view(), name="campaign-awards"),
    path("nghi-quyet/<uuid:public_id>/khen-thuong/", purpose.ObjectiveAwards.as_view(), name="objective-awards"),
    path(
        "nghi-quyet/<uuid:public_id>/khen-thuong.xlsx", purpose.ObjectiveAwardsExport.as_view(), name="objective-awards-export"
    ),
]  # fmt: skip

# --- what is handed out at a conference
ceremonies = [
    path("hoi-nghi/<uuid:public_id>/khen-thuong/", ceremony.ConferenceAwards.as_view(), name="conference-awards"),
    path("hoi-nghi/<uuid:public_id>/khen-thuong/them/", ceremony.BatchAdd.as_view(), name="conference-batch-add"),
    path("hoi-nghi/<uuid:public_id>/khen-thuong/<int:pk>/", ceremony.BatchEdit.as_view(), name="conference-batch"),
    path("hoi-nghi/<uuid:public_id>/khen-thuong/<int:pk>/bo/", ceremony.BatchRemove.as_view(), name="conference-batch-remove"),
    path("hoi-nghi/<uuid:public_id>/danh-sach-moi.<str:kind>", ceremony.CallingList.as_view(), name="conference-calling"),
]

# --- accountable heads and their yearly page
head_pages = [
    path("nguoi-dung-dau/", heads.HeadList.as_view(), name="head-list"),
    path("nguoi-dung-dau/bang.xlsx", heads.HeadExport.as_view(), name="head-export"),
    path("nguoi-dung-dau/<uuid:public_id>/", heads.HeadDetail.as_view(), name="head"),
    path("nguoi-dung-dau/<uuid:public_id>/duyet/", heads.HeadApprove.as_view(), name="head-approve"),
    path("nguoi-dung-dau/<uuid:public_id>/ket-qua.pdf", heads.HeadPdf.as_view(), name="head-pdf"),
]

urlpatterns = [
    *head_pages,
    *ceremonies, *purposes, *round_pages, *dossiers, *decisions, *public, *catalogues, *appraisals, *registers, *uploads,
]  # fmt: skip
