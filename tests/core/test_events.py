"""The audit chain: one event per change, each holding on to the one before."""

import pytest
from django.db import connection

from tests.awards.factories import make_unit, make_user
from thiduakhenthuong.core import events
from thiduakhenthuong.core.models import ChainHead, Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def subject():
    return make_unit("Xã Thử")


@pytest.fixture
def chain(subject):
    by = make_user("an.thu", "Nguyễn Thị An")
    return [events.record(subject, "update", by=by, note=f"lần {i}", data={"n": i}) for i in range(5)]


def test_a_whole_chain_holds(chain):
    assert events.first_broken() is None
    assert [e.number for e in events.history(chain[0].target)] == [e.number for e in chain]


@pytest.mark.parametrize("spoil", ["note", "data", "action"])
def test_an_edited_event_is_named(chain, spoil):
    Event.objects.filter(pk=chain[2].pk).update(**{spoil: {"n": 99} if spoil == "data" else "khác"})
    assert events.first_broken() == chain[2].number


def test_a_deleted_event_is_named(chain):
    Event.objects.filter(pk=chain[2].pk).delete()
    assert events.first_broken() == chain[2].number


def test_a_cut_tail_is_noticed_by_the_head(chain):
    Event.objects.filter(pk=chain[-1].pk).delete()
    assert events.first_broken() == chain[-1].number


def test_two_swapped_events_are_noticed(chain):
    a, b = chain[1], chain[2]
    Event.objects.filter(pk=a.pk).update(number=-1)
    Event.objects.filter(pk=b.pk).update(number=a.number)
    Event.objects.filter(pk=a.pk).update(number=b.number)
    assert events.first_broken() == a.number


def test_many_events_cost_as_many_queries_as_three(subject, django_assert_num_queries):
    events.record(subject, "warm", by=None)

    def cost(count):
        with connection.execute_wrapper(counter := _Count()):
            events.record_many([(subject, "", {"i": i}) for i in range(count)], "bulk", by=None)
        return counter.count

    assert cost(3) == cost(60)  # one statement holds about 80 rows on SQLite
    assert ChainHead.objects.get().last_number == Event.objects.count()


def test_no_items_write_nothing(subject):
    assert events.record_many([], "nothing", by=None) == []
    assert not Event.objects.exists()


class _Count:
    def __init__(self):
        self.count = 0

    def __call__(self, execute, sql, params, many, context):
        self.count += 1
        return execute(sql, params, many, context)
