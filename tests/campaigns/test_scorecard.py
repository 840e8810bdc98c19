"""Scorecards: they add up, they are copied, their shape is fixed once somebody has scored by them."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from campaigns.services import cluster as clusters
from campaigns.services import scorecard as cards
from tests.campaigns.cluster_samples import (
    load_limits,
    make_story,
    put,
)
from thiduakhenthuong.core import events
from thiduakhenthuong.core.errors import Conflict, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day(settings):
    settings.WORK_DATE = date(2021, 12, 28)
    load_limits()


@pytest.fixture
def story():
    return make_story()


# --- scorecards --------------------------------------------------------------------------------


def rows(*given):
    return [cards.Row(name=name, maximum=Decimal(maximum), kind=kind) for name, maximum, kind in given]


BASE = rows(("Thu ngân sách", 60, "hand"), ("Báo cáo", 40, "hand"), ("Cờ", 10, "bonus"), ("Kỷ luật", 5, "minus"))


def make(story, **more):
    facts = {
        "unit": story.world.district,
        "year": 2022,
        "name": "Bảng 2022",
        "maximum": Decimal(100),
        "bonus_limit": Decimal(10),
        "rows": BASE,
    }
    return cards.create_scorecard(**facts | {"by": story.khanh} | more)


def test_a_scorecard_adds_up_and_keeps_its_order(story):
    made = make(story)
    assert [c.name for c in made.criteria.all()] == ["Thu ngân sách", "Báo cáo", "Cờ", "Kỷ luật"]
    assert events.last_event(made).data["done"] == "lập bảng chấm điểm"


@pytest.mark.parametrize(
    ("more", "where", "words"),
    [
        ({"maximum": Decimal(110)}, "maximum", "cộng lại là 100, đang ghi 110"),
        ({"name": "  "}, "name", "Hãy ghi tên"),
        ({"bonus_limit": None}, "bonus_limit", "trần điểm thưởng"),
        ({"rows": rows(("Cờ", 10, "bonus")), "maximum": Decimal(0)}, "rows", "ít nhất một tiêu chí"),
        ({"rows": [*BASE, *rows(("báo cáo", 5, "bonus"))]}, "rows", "Tiêu chí ghi hai lần"),
    ],
)
def test_a_scorecard_that_does_not_add_up_is_refused_at_its_field(story, more, where, words):
    with pytest.raises(ValidationError) as caught:
        make(story, **more)
    assert words in " ".join(caught.value.message_dict[where])


@pytest.mark.parametrize("name", ["an", "chi", "giang", "dung"])
def test_only_the_appraiser_of_the_organiser_sets_up(story, name):
    with pytest.raises(Refused, match="Chỉ cán bộ thẩm định của Huyện Nam Sách"):
        make(story, by=getattr(story.world, name))
    facts = {"unit": story.world.district, "year": 2022, "name": "Cụm xã 2", "scorecard": None, "members": story.communes}
    with pytest.raises(Refused):
        clusters.create_cluster(**facts, by=getattr(story.world, name))


def stored(story):
    return [
        cards.Row(key=str(c.public_id), name=c.name, maximum=c.maximum, kind=c.kind, department=c.department)
        for c in story.card.criteria.all()
    ]  # fmt: skip


def mend(story, given, **more):
    facts = {
        "name": story.card.name,
        "maximum": Decimal(100),
        "bonus_limit": Decimal(20),
        "version": story.card.version,
        "by": story.khanh,
    }
    return cards.update_scorecard(scorecard=story.card, rows=given, **facts | more)


def test_criteria_are_added_changed_and_dropped_until_somebody_scores(story):
    given = stored(story)
    more = rows(("Cải cách hành chính", 10, "hand"))
    changed = [cards.Row(key=given[1].key, name="Báo cáo đúng hạn", maximum=Decimal(30)), *more, given[0]]
    mend(story, changed)
    assert [(c.name, c.maximum) for c in story.card.criteria.all()] == [
        ("Báo cáo đúng hạn", 30), ("Cải cách hành chính", 10), ("Thu ngân sách", 60)
    ]  # fmt: skip
    with pytest.raises(Conflict):
        mend(story, changed, version=story.card.version - 1)


def test_what_scores_rest_on_stays_but_words_are_mended(story):
    put(story.fresh(0), story.criteria["budget"], "self_points", "50", story.clerks[story.communes[0].pk])
    given = stored(story)
    with pytest.raises(ValidationError, match="không bỏ tiêu chí"):
        mend(story, given[:2])
    with pytest.raises(ValidationError, match="không đổi cách chấm"):
        mend(
            story,
            [
                cards.Row(key=given[0].key, name="A", maximum=Decimal(50)),
                cards.Row(key=given[1].key, name="B", maximum=Decimal(50)),
                *given[2:],
            ],
        )
    with pytest.raises(ValidationError, match="đổi trần điểm thưởng"):
        mend(story, given, bonus_limit=Decimal(50))
    mend(story, [cards.Row(key=given[0].key, name="Thu ngân sách xã", maximum=Decimal(60), guide="Theo quyết toán"), *given[1:]])
    story.criteria["budget"].refresh_from_db()
    assert (story.criteria["budget"].name, story.criteria["budget"].department) == ("Thu ngân sách xã", None)


def test_last_years_criteria_are_copied_without_their_targets(story):
    copied = cards.copied_rows(story.card)
    assert [(row.name, row.key, row.target) for row in copied[:2]] == [
        ("Thu ngân sách", "", None),
        ("Báo cáo đúng hạn", "", None),
    ]
    assert copied[0].department == story.finance
