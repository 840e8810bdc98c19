"""Addresses of conferences."""

from django.urls import path

from campaigns.views import conference

urlpatterns = [
    path("hoi-nghi/", conference.ConferenceList.as_view(), name="conference-list"),
    path("hoi-nghi/danh-sach.xlsx", conference.ConferenceExport.as_view(), name="conference-export"),
    path("hoi-nghi/them/", conference.ConferenceCreate.as_view(), name="conference-create"),
    path("hoi-nghi/<uuid:public_id>/", conference.ConferenceDetail.as_view(), name="conference"),
    path("hoi-nghi/<uuid:public_id>/sua/", conference.ConferenceEdit.as_view(), name="conference-edit"),
    path("hoi-nghi/<uuid:public_id>/chuong-trinh/", conference.ProgrammeEdit.as_view(), name="conference-programme"),
    path("hoi-nghi/<uuid:public_id>/dien-hinh/", conference.ConferenceExemplars.as_view(), name="conference-exemplars"),
    path("hoi-nghi/<uuid:public_id>/dien-hinh/them/", conference.ConferenceExemplarAdd.as_view(), name="conference-exemplar"),
    path("hoi-nghi/<uuid:public_id>/chuong-trinh.<str:kind>", conference.ProgrammeFile.as_view(), name="conference-file"),
]
