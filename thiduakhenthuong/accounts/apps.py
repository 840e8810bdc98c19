from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "thiduakhenthuong.accounts"
    label = "accounts"
    verbose_name = "Tài khoản"
