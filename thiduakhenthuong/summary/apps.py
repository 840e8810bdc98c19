from django.apps import AppConfig


class SummaryConfig(AppConfig):
    name = "thiduakhenthuong.summary"
    label = "summary"
    verbose_name = "Tổng hợp"
