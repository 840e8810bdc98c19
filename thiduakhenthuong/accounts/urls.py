"""Sign-in, sign-out, change of password."""

from django.contrib.auth import views as auth
from django.urls import path

from thiduakhenthuong.accounts import views

app_name = "accounts"
urlpatterns = [
    path("dang-nhap/", auth.LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("dang-xuat/", auth.LogoutView.as_view(), name="logout"),
    path("doi-mat-khau/", views.PasswordChange.as_view(), name="password-change"),
]
