"""Addresses of resolutions and their objectives, targets of a campaign."""

from django.urls import path

from campaigns.views import resolution, resolution_grid, resolution_import, target

urlpatterns = [
    path("nghi-quyet/", resolution.ResolutionList.as_view(), name="resolution-list"),
    path("nghi-quyet/danh-sach.xlsx", resolution.ResolutionListExport.as_view(), name="resolution-list-export"),
    path("nghi-quyet/them/", resolution.ResolutionCreate.as_view(), name="resolution-create"),
    path("nghi-quyet/<uuid:public_id>/", resolution.ResolutionTree.as_view(), name="resolution"),
    path("nghi-quyet/<uuid:public_id>/sua/", resolution.ResolutionEdit.as_view(), name="resolution-edit"),
    path("nghi-quyet/<uuid:public_id>/lich-su/", resolution.ResolutionHistory.as_view(), name="resolution-history"),
    path("nghi-quyet/<uuid:public_id>/bang/", resolution_grid.ResolutionGrid.as_view(), name="resolution-grid"),
    path("nghi-quyet/<uuid:public_id>/bang/luu/", resolution_grid.ResolutionCells.as_view(), name="resolution-cells"),
    path("nghi-quyet/<uuid:public_id>/bang/them/", resolution_grid.ObjectiveCreate.as_view(), name="objective-create"),
    path("nghi-quyet/<uuid:public_id>/bang.xlsx", resolution_grid.ResolutionExport.as_view(), name="resolution-export"),
    path("nghi-quyet/<uuid:public_id>/mau.xlsx", resolution_grid.ResolutionTemplate.as_view(), name="resolution-template"),
    path("nghi-quyet/<uuid:public_id>/nhap-tep/", resolution_import.ResolutionImport.as_view(), name="resolution-import"),
    path("nghi-quyet/muc-tieu/<uuid:public_id>/", resolution.ObjectivePage.as_view(), name="objective"),
    path("nghi-quyet/muc-tieu/<uuid:public_id>/sua/", resolution_grid.ObjectiveEdit.as_view(), name="objective-edit"),
    path("nghi-quyet/muc-tieu/<uuid:public_id>/<slug:step>/", resolution_grid.ObjectiveStep.as_view(), name="objective-step"),
    path("phong-trao/<uuid:public_id>/chi-tieu/", target.CampaignTargets.as_view(), name="campaign-targets"),
    path("phong-trao/<uuid:public_id>/chi-tieu/luu/", target.TargetCells.as_view(), name="target-cells"),
    path("phong-trao/<uuid:public_id>/chi-tieu/them/", target.TargetCreate.as_view(), name="target-create"),
    path("phong-trao/<uuid:public_id>/chi-tieu/tu-nghi-quyet/", target.TakeObjectives.as_view(), name="target-take"),
    path("phong-trao/<uuid:public_id>/chi-tieu/tu-cap-tren/", target.InheritTargets.as_view(), name="target-inherit"),
    path("phong-trao/<uuid:public_id>/chi-tieu.xlsx", target.TargetExport.as_view(), name="target-export"),
    path("phong-trao/chi-tieu/<uuid:public_id>/sua/", target.TargetEdit.as_view(), name="target-edit"),
    path("phong-trao/chi-tieu/<uuid:public_id>/<slug:step>/", target.TargetStep.as_view(), name="target-step"),
]
