from importlib import import_module

from django.apps import AppConfig


class AwardsConfig(AppConfig):
    name = "awards"
    verbose_name = "Khen thưởng"

    def ready(self):
        # Models exist only now, so what reads them is imported only now.
        import_module("awards.extensions").register()
