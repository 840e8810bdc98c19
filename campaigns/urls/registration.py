"""Addresses of registrations, their lines, coverage, reminders, people of a unit."""

from django.urls import path

from campaigns.views import commitment, coverage, individuals, registration, registration_papers

_OF_CAMPAIGN = "phong-trao/<uuid:public_id>/dang-ky/"
_PEOPLE = f"{_OF_CAMPAIGN}ca-nhan/<uuid:unit_id>/"
_SHEET, _LINE = "dang-ky/<uuid:public_id>/", "dang-ky/dong/<uuid:public_id>/"

urlpatterns = [
    path(_OF_CAMPAIGN, coverage.CampaignRegistrations.as_view(), name="campaign-registrations"),
    path(f"{_OF_CAMPAIGN}tinh-hinh.xlsx", coverage.CoverageExport.as_view(), name="coverage-export"),
    path(f"{_OF_CAMPAIGN}giao-uoc.<slug:kind>", coverage.Pledge.as_view(), name="campaign-pledge"),
    path(f"{_OF_CAMPAIGN}nhac/", coverage.RegistrationsRemind.as_view(), name="registrations-remind"),
    path(_PEOPLE, individuals.IndividualList.as_view(), name="individual-list"),
    path(f"{_PEOPLE}danh-sach.xlsx", individuals.IndividualExport.as_view(), name="individual-export"),
    path(f"{_PEOPLE}mau.xlsx", individuals.IndividualTemplate.as_view(), name="individual-template"),
    path(f"{_PEOPLE}nhap/", individuals.IndividualAdd.as_view(), name="individual-add"),
    path(f"{_PEOPLE}buoc/<slug:step>/", individuals.IndividualStep.as_view(), name="individual-step"),
    path("dang-ky/", registration.RegistrationList.as_view(), name="registration-list"),
    path("dang-ky/danh-sach.xlsx", registration.RegistrationExport.as_view(), name="registration-export"),
    path("dang-ky/them/", registration.RegistrationCreate.as_view(), name="registration-create"),
    path(_SHEET, registration.RegistrationSheet.as_view(), name="registration"),
    path(f"{_SHEET}sua/", registration.RegistrationEdit.as_view(), name="registration-edit"),
    path(f"{_SHEET}buoc/<slug:step>/", registration.RegistrationStep.as_view(), name="registration-step"),
    path(f"{_SHEET}gui-lai/", registration.RegistrationReturn.as_view(), name="registration-return"),
    path(f"{_SHEET}bo/", registration.RegistrationRemove.as_view(), name="registration-remove"),
    path(f"{_SHEET}dung-lai-nam-truoc/", registration.RegistrationReuse.as_view(), name="registration-reuse"),
    path(f"{_SHEET}ban-da-ky/", registration_papers.RegistrationFile.as_view(), name="registration-file"),
    path(f"{_SHEET}bang-dang-ky.<slug:kind>", registration_papers.RegistrationPaper.as_view(), name="registration-paper"),
    path(f"{_SHEET}lich-su/", registration_papers.RegistrationHistory.as_view(), name="registration-history"),
    path(f"{_SHEET}kiem-tra/", commitment.CommitmentCheck.as_view(), name="commitment-check"),
    path(f"{_SHEET}noi-dung/them/", commitment.CommitmentCreate.as_view(), name="commitment-create"),
    path(f"{_LINE}sua/", commitment.CommitmentEdit.as_view(), name="commitment-edit"),
    path(f"{_LINE}bo/", commitment.CommitmentRemove.as_view(), name="commitment-remove"),
    path(f"{_LINE}khoi-phuc/", commitment.CommitmentRestore.as_view(), name="commitment-restore"),
    path(f"{_LINE}phuc-vu-gi/", commitment.CommitmentChain.as_view(), name="commitment-chain"),
    path(f"{_LINE}doi-cho/<slug:way>/", commitment.CommitmentMove.as_view(), name="commitment-move"),
]
