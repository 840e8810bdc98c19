"""Addresses of examples, introductions, copies."""

from django.urls import path

from campaigns.views import introduction

urlpatterns = [
    path("gioi-thieu-guong-tot/", introduction.Introduce.as_view(), name="introduce"),
    path("gioi-thieu-guong-tot/noi/", introduction.introduce_places, name="introduce-places"),
    path("gioi-thieu-guong-tot/da-nhan/<slug:code>/", introduction.introduce_done, name="introduce-done"),
    path("gioi-thieu-guong-tot/theo-doi/", introduction.introduction_follow, name="introduction-follow"),
    path("dien-hinh/gioi-thieu/", introduction.IntroductionCreate.as_view(), name="introduction-create"),
]
