"""Two officers press Enter at the same moment: different cells both stay, the same cell asks one of them."""

import threading
from datetime import date

import pytest
from django.db import connection

from campaigns.models import ObjectiveYear
from campaigns.services.cells import Edit
from campaigns.services.objective import save_objective_cells
from tests.awards.factories import make_world
from tests.campaigns.factories import make_objective, make_resolution
from thiduakhenthuong.core import events

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*steps):
    """What each step answered, all begun at the same moment on connections of their own."""
    answers, start = [None] * len(steps), threading.Barrier(len(steps), timeout=20)

    def run(place, step):
        try:
            start.wait()
            answers[place] = step()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers


def test_cells_saved_at_the_same_moment(settings):
    settings.WORK_DATE = date(2021, 10, 15)
    world = make_world()
    resolution = make_resolution(world.district)
    row = make_objective(resolution)

    def saving(user, field, value, was):
        edits = [Edit(str(row.public_id), field, value, was)]
        return lambda: save_objective_cells(resolution=resolution, edits=edits, by=user)[0]

    one, two = at_once(saving(world.an, "y2021", "25", "20"), saving(world.khanh, "y2022", "30", "20"))
    assert (one.value, two.value) == ("25", "30")
    one, two = at_once(saving(world.an, "y2023", "1", "15"), saving(world.khanh, "y2023", "2", "15"))
    assert sorted([one.conflict, two.conflict]) == [False, True]
    kept = next(answer for answer in (one, two) if not answer.conflict)
    values = dict(ObjectiveYear.objects.filter(objective=row).values_list("year", "value"))
    assert (values[2021], values[2022], str(int(values[2023]))) == (25, 30, kept.value)
    assert events.first_broken() is None
