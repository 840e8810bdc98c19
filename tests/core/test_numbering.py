"""Numbers: gapless, without doubles, and never one that was given by hand."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from thiduakhenthuong.core import numbering
from thiduakhenthuong.core.models import Counter


@pytest.mark.django_db
def test_numbers_follow_each_other_by_series_issuer_and_year():
    with transaction.atomic():
        assert [numbering.draw("qd", "1", 2020) for _ in range(3)] == [1, 2, 3]
        assert numbering.draw("qd", "2", 2020) == 1
        assert numbering.draw("qd", "1", 2021) == 1
        assert numbering.draw("qd", "1", 2020, count=10) == 4
        assert numbering.peek("qd", "1", 2020) == 14


@pytest.mark.django_db
def test_a_number_given_by_hand_moves_the_counter_on_and_never_back():
    with transaction.atomic():
        assert numbering.claim("qd", "1", 2020, 9101) == 9101
        assert numbering.draw("qd", "1", 2020) == 9102
        numbering.claim("qd", "1", 2020, 50)
        assert numbering.draw("qd", "1", 2020) == 9103
        with pytest.raises(ValidationError):
            numbering.claim("qd", "1", 2020, 0)


@pytest.mark.django_db
def test_a_rollback_gives_the_number_back():
    with pytest.raises(RuntimeError, match="stop"), transaction.atomic():
        numbering.draw("qd", "1", 2020)
        raise RuntimeError("stop")
    assert numbering.peek("qd", "1", 2020) == 1


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_no_number_is_drawn():
    with pytest.raises(RuntimeError, match="issuing transaction"):
        numbering.draw("qd", "1", 2020)


def drawn_by_threads(draw, *, threads=8, each=6):
    """Numbers that `threads` workers draw at once, `each` apiece."""
    found, start = [], threading.Barrier(threads)

    def work():
        try:
            start.wait()
            for _ in range(each):
                with transaction.atomic():
                    found.append(draw())
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return sorted(found)


@pytest.mark.django_db(transaction=True)
def test_many_clerks_at_once_leave_no_gap_and_no_double():
    assert drawn_by_threads(lambda: numbering.draw("qd", "1", 2020)) == list(range(1, 49))


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite's IMMEDIATE transactions guard even the wrong way")
def test_the_same_race_without_the_guard_does_give_doubles():
    Counter.objects.create(series="qd", issuer="1", year=2020)

    def unguarded():
        row = Counter.objects.get(series="qd", issuer="1", year=2020)
        Counter.objects.filter(pk=row.pk).update(last=row.last + 1)
        return row.last + 1

    numbers = drawn_by_threads(unguarded)
    assert len(set(numbers)) < len(numbers)
