"""Papers of a dossier: one press, one event."""

import pytest

from awards.models import Attachment
from awards.services.attachment import remove_attachment, restore_attachment
from tests.awards.factories import make_dossier, make_world
from thiduakhenthuong.core import files
from thiduakhenthuong.core.events import history

pytestmark = pytest.mark.django_db


def test_a_second_press_of_remove_or_restore_changes_nothing():
    world = make_world()
    dossier = make_dossier(world)
    stored = files.store_bytes(b"%PDF-1.4", name="bien-ban.pdf", content_type="application/pdf", by=world.an)
    paper = Attachment.objects.create(dossier=dossier, paper_code="T_BB", stored=stored, by=world.an)
    for service in (remove_attachment, remove_attachment, restore_attachment, restore_attachment):
        service(attachment=paper, by=world.an)
    assert [event.action for event in history(dossier)] == ["detach", "reattach"]
    assert Attachment.objects.get().removed_at is None
