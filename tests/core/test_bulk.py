"""Many rows in one statement: what is written, and that the number of statements stays the same."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.models import Unit
from tests.awards.factories import make_unit, make_user
from thiduakhenthuong.core.bulk import insert_rows, update_rows
from thiduakhenthuong.core.models import Counter, Job

pytestmark = pytest.mark.django_db


def counters(count, series="a"):
    return [Counter(series=series, issuer=f"Xã {n} '\"%s", year=2020, last=n) for n in range(count)]


def test_inserted_rows_are_there_word_for_word():
    assert insert_rows(counters(3)) == 3
    rows = Counter.objects.order_by("last").values_list("series", "issuer", "year", "last")
    assert list(rows) == [("a", f"Xã {n} '\"%s", 2020, n) for n in range(3)]


def test_json_dates_and_defaults_are_stored_as_by_the_model():
    by = make_user("an", "Nguyễn Văn An")
    insert_rows([Job(kind="k", label="Việc", by=by, params={"số": [1, None]}, message="Đ")])
    job = Job.objects.get()
    assert (job.params, job.result, job.state, job.finished_at, job.by) == ({"số": [1, None]}, {}, "queued", None, by)
    assert job.created_at is not None


def test_only_the_named_fields_of_the_given_rows_change():
    first, second, third = Counter.objects.bulk_create(counters(3))
    for row in (first, second):
        row.last, row.issuer = 100 + row.last, "không ghi"
    assert update_rows([first, second], ["last"]) == 2
    assert list(Counter.objects.order_by("last").values_list("issuer", "last")) == [
        (third.issuer, 2), ("Xã 0 '\"%s", 100), ("Xã 1 '\"%s", 101)
    ]  # fmt: skip


def test_a_foreign_key_may_become_empty():
    parent = make_unit("Huyện Thử")
    children = [make_unit("Xã Một", parent=parent), make_unit("Xã Hai", parent=parent)]
    children[0].parent = None
    update_rows(children, ["parent"])
    assert list(Unit.objects.filter(pk__in=[c.pk for c in children]).order_by("pk").values_list("parent", flat=True)) == [
        None, parent.pk
    ]  # fmt: skip
    children[1].parent = None
    update_rows(children, ["parent"])
    assert not Unit.objects.filter(parent=parent).exists()


def test_nothing_to_write_asks_nothing():
    with CaptureQueriesContext(connection) as caught:
        assert (insert_rows([]), update_rows([], ["last"])) == (0, 0)
    assert len(caught) == 0


@pytest.mark.parametrize("count", [2, 1500])
def test_one_statement_for_any_number_of_rows(count):
    rows = counters(count)
    with CaptureQueriesContext(connection) as caught:
        insert_rows(rows)
        update_rows(Counter.objects.all(), ["last"])
    assert len(caught) == 3, "insert, read, update"
    assert Counter.objects.count() == count
