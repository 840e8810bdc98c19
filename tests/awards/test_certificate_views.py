"""The page of the sheets of a decision."""

from uuid import uuid4

import pytest
from django.urls import reverse

from tests.awards.test_decision import work_day, world  # noqa: F401  fixtures of the same story
from tests.test_permissions import records  # noqa: F401
from thiduakhenthuong.core.models import Job

pytestmark = pytest.mark.django_db


def test_ticked_sheets_that_are_not_there_draw_nothing(client, world, records):  # noqa: F811
    client.force_login(world.giang)
    page = reverse("awards:certificate-list", args=[records["decision"].public_id])
    answer = client.post(page, {"chon": ["không phải mã", str(uuid4())]}, follow=True)
    assert [str(message) for message in answer.context["messages"]] == [
        "Chưa chọn tờ nào. Hãy đánh dấu các tờ cần in, hoặc bấm tạo tất cả."
    ]
    assert not Job.objects.filter(kind="certificates").exists()
