"""Addresses of examples, introductions, copies."""

from django.urls import path

from campaigns.views import exemplar, introduction, replication
from campaigns.views import exemplar_steps as steps

ONE = "dien-hinh/<uuid:public_id>/"
COPY = f"{ONE}noi-lam-theo/<uuid:copy_id>/"
PUBLIC = "cong-khai/dien-hinh/<uuid:public_id>/"
urlpatterns = [
    path("gioi-thieu-guong-tot/", introduction.Introduce.as_view(), name="introduce"),
    path("gioi-thieu-guong-tot/noi/", introduction.introduce_places, name="introduce-places"),
    path("gioi-thieu-guong-tot/da-nhan/<slug:code>/", introduction.introduce_done, name="introduce-done"),
    path("gioi-thieu-guong-tot/theo-doi/", introduction.introduction_follow, name="introduction-follow"),
    path("dien-hinh/", exemplar.ExemplarList.as_view(), name="exemplar-list"),
    path("dien-hinh/danh-sach.xlsx", exemplar.ExemplarExport.as_view(), name="exemplar-export"),
    path("dien-hinh/gioi-thieu/", introduction.IntroductionCreate.as_view(), name="introduction-create"),
    path("dien-hinh/moi/", exemplar.ExemplarCreate.as_view(), name="exemplar-create"),
    path("dien-hinh/hop-thu/", steps.ExemplarInbox.as_view(), name="exemplar-inbox"),
    path(ONE, exemplar.ExemplarDetail.as_view(), name="exemplar"),
    path(f"{ONE}sua/", exemplar.ExemplarEdit.as_view(), name="exemplar-edit"),
    path(f"{ONE}lich-su/", exemplar.ExemplarHistory.as_view(), name="exemplar-history"),
    path(f"{ONE}mot-trang.pdf", exemplar.ExemplarPrint.as_view(), name="exemplar-print"),
    path(f"{ONE}tiep-nhan/", steps.ExemplarAccept.as_view(), name="exemplar-accept"),
    path(f"{ONE}khong-chon/", steps.ExemplarDecline.as_view(), name="exemplar-decline"),
    path(f"{ONE}gop/", steps.ExemplarMerge.as_view(), name="exemplar-merge"),
    path(f"{ONE}cong-nhan/", steps.ExemplarRecognise.as_view(), name="exemplar-recognise"),
    path(f"{ONE}dong-y/", steps.ExemplarConsent.as_view(), name="exemplar-consent"),
    path(f"{ONE}dong-y/rut/", steps.ExemplarConsentWithdraw.as_view(), name="exemplar-consent-withdraw"),
    path(f"{ONE}dong-y/phieu.pdf", steps.ExemplarConsentPaper.as_view(), name="exemplar-consent-paper"),
    path(f"{ONE}dong-y/tep/", steps.ExemplarConsentFile.as_view(), name="exemplar-consent-file"),
    path(f"{ONE}anh/", steps.ExemplarPhotos.as_view(), name="exemplar-photos"),
    path(f"{ONE}anh/<uuid:photo_id>/", steps.ExemplarPhotoFile.as_view(), name="exemplar-photo"),
    path(f"{ONE}anh/<uuid:photo_id>/dong-y/", steps.ExemplarPhotoConsent.as_view(), name="exemplar-photo-consent"),
    path(f"{ONE}anh/<uuid:photo_id>/bo/", steps.ExemplarPhotoRemove.as_view(), name="exemplar-photo-remove"),
    path(f"{ONE}huong-dan/", exemplar.ExemplarGuideFile.as_view(), name="exemplar-guide"),
    path(f"{ONE}huong-dan/them/", steps.ExemplarGuideAdd.as_view(), name="exemplar-guide-add"),
    path(f"{ONE}noi-lam-theo.xlsx", exemplar.ExemplarCopies.as_view(), name="exemplar-copies"),
    path(f"{ONE}noi-lam-theo/them/", replication.ReplicationCreate.as_view(), name="replication-create"),
    path(COPY, replication.ReplicationEdit.as_view(), name="replication"),
    path(f"{COPY}tra-ve/", replication.ReplicationSendBack.as_view(), name="replication-send-back"),
    path(f"{COPY}buoc/<slug:step>/", replication.ReplicationStep.as_view(), name="replication-step"),
    path("phong-trao/<uuid:public_id>/dien-hinh/", exemplar.CampaignExemplars.as_view(), name="campaign-exemplars"),
    path(PUBLIC, exemplar.public_exemplar, name="public-exemplar"),
    path(f"{PUBLIC}the.png", exemplar.public_exemplar_card, name="public-exemplar-card"),
    path(f"{PUBLIC}anh/<uuid:photo_id>/", exemplar.public_exemplar_photo, name="public-exemplar-photo"),
]
