"""One press, one record."""

import uuid

import pytest

from tests.awards.factories import make_user
from thiduakhenthuong.core.idempotency import new_key, once
from thiduakhenthuong.core.models import IdempotencyKey

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return make_user("an.thu", "Nguyễn Thị An")


def test_a_second_press_gets_the_first_answer(user):
    key, calls = new_key(), []

    def work():
        calls.append(1)
        return {"n": len(calls)}

    assert once(user=user, action="create", key=key, work=work) == {"n": 1}
    assert once(user=user, action="create", key=key, work=work) == {"n": 1}
    assert calls == [1]


def test_another_key_action_or_user_is_another_press(user):
    key, other = new_key(), make_user("binh.thu", "Trần Bình")
    assert once(user=user, action="create", key=key, work=lambda: {"n": 1}) == {"n": 1}
    assert once(user=user, action="create", key=new_key(), work=lambda: {"n": 2}) == {"n": 2}
    assert once(user=user, action="issue", key=key, work=lambda: {"n": 3}) == {"n": 3}
    assert once(user=other, action="create", key=key, work=lambda: {"n": 4}) == {"n": 4}


def test_work_that_fails_leaves_no_key_so_that_it_can_be_tried_again(user):
    key = new_key()

    def broken():
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        once(user=user, action="create", key=key, work=broken)
    assert not IdempotencyKey.objects.exists()
    assert once(user=user, action="create", key=key, work=lambda: {"n": 1}) == {"n": 1}


@pytest.mark.parametrize("key", ["", "không phải mã", None])
def test_an_unreadable_key_counts_as_fresh(user, key):
    assert once(user=user, action="create", key=key, work=lambda: {"n": 1}) == {"n": 1}
    assert once(user=user, action="create", key=key, work=lambda: {"n": 2}) == {"n": 2}


def test_a_repeat_that_lost_the_race_answers_what_the_winner_stored(user):
    key = uuid.uuid4()

    def slow():
        # The winner commits between our look and our insert.
        IdempotencyKey.objects.filter(user=user, action="create", key=key).delete()
        return {"n": 2}

    IdempotencyKey.objects.create(user=user, action="create", key=key, result={"n": 1})
    assert once(user=user, action="create", key=str(key), work=slow) == {"n": 1}
