from django.apps import AppConfig

from thiduakhenthuong.core.nightly import every_night


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = "Đơn vị, con người, phong trào"

    def ready(self):
        every_night("late-duties", "campaigns.services.escalation.run")
