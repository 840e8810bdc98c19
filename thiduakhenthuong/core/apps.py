from django.apps import AppConfig

from . import fonts  # noqa: F401 - registers the check of the printing faces


class CoreConfig(AppConfig):
    name = "thiduakhenthuong.core"
    label = "core"
    verbose_name = "Nền tảng"
