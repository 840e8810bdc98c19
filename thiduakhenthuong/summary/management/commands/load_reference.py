"""`manage.py load_reference`: units, successions and the whole dated catalogue from the reference files.

May be run at any time and any number of times: a run without new data writes nothing.
"""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from awards.services.catalogue_load import load_all
from campaigns.services.central import load_central_campaigns
from campaigns.services.units import load_units


class Command(BaseCommand):
    """One command for everything the product needs to know before the first dossier."""

    help = "Load units and the catalogue of awards from the reference files (repeatable)."

    def handle(self, *args, **options):
        try:
            with transaction.atomic():
                units, outcomes, central = load_units(), load_all(), load_central_campaigns()
        except (ValueError, KeyError) as error:
            raise CommandError(f"Reference data cannot be loaded: {error}") from error
        self.stdout.write(f"units: {units.created} created, {units.changed} changed")
        self.stdout.write(f"campaigns of the centre: {central.created} created, {central.changed} changed")
        for outcome in outcomes:
            self.stdout.write(f"{outcome.file}: {outcome.created} created, {outcome.changed} changed, {outcome.retired} retired")
