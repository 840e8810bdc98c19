"""The nightly run for 3,000 units within 60 s: `python tests/bench/bench_escalation.py` (a database of its own in /tmp).

Every unit owes a registration, four reports and a review; the first run takes all of them to the unit above, the second
finds nothing. Prints seconds and queries; the hold is 60 s.
"""

import os
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
FOLDER = tempfile.TemporaryDirectory(prefix="bench-escalation-")
os.environ.setdefault("DEBUG", "1")
os.environ["DATA_DIR"] = FOLDER.name
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thiduakhenthuong.settings")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from campaigns.enums import CampaignState, StageKind  # noqa: E402
from campaigns.models import CampaignRule, CampaignUnit, Obligation, Stage, Unit  # noqa: E402
from campaigns.services.duties import make_duties  # noqa: E402
from campaigns.services.escalation import escalate  # noqa: E402
from tests.awards.factories import make_unit  # noqa: E402
from tests.campaigns.factories import make_campaign  # noqa: E402
from thiduakhenthuong.core import events  # noqa: E402

HOLD, UNITS = 60, 3000
RULES = {"register_within": 30, "report_within": 10, "review_within": 15, "escalate_head": 1, "escalate_above": 10}


def build(units: int) -> None:
    """One campaign of 2021 with its duties."""
    call_command("migrate", verbosity=0)
    for code, value in RULES.items():
        CampaignRule.objects.get_or_create(slug=code, code=code, label=code, defaults={"value": value})
    province = make_unit("Tỉnh Thử", "province")
    rows = [
        Unit(name=f"Xã {n}", level="commune", parent=province, slug=f"bench-{n}", path=f"{province.path}{10**6 + n}/",
             search_key=f"xa {n}", sort_key=f"{n:05d}")
        for n in range(units)
    ]  # fmt: skip
    made = Unit.objects.bulk_create(rows, batch_size=500)
    year = {"period_from": date(2021, 1, 1), "period_to": date(2021, 12, 31), "launched_on": date(2021, 1, 1)}
    campaign = make_campaign(province, state=CampaignState.LAUNCHED, **year)
    Stage.objects.create(campaign=campaign, kind=StageKind.MIDTERM, due_on=date(2021, 6, 30))
    CampaignUnit.objects.bulk_create([CampaignUnit(campaign=campaign, unit=unit) for unit in made], batch_size=500)
    make_duties(campaign)


def timed(day: date) -> float:
    """One run: seconds; prints what it did."""
    with CaptureQueriesContext(connection) as seen:
        start = time.perf_counter()
        done = escalate(day)
        spent = time.perf_counter() - start
    print(f"{day}: {spent:5.1f} s, {len(seen)} queries, {done.head} to the head, {done.above} to the unit above")
    return spent


def main(units: int = UNITS) -> None:
    """Print the table."""
    build(units)
    print(f"{units} units, {Obligation.objects.count()} duties")
    nights = [timed(date(2021, 4, 11) + timedelta(days=n)) for n in (0, 1, 10)]
    nights.append(timed(date(2022, 3, 1)))
    nights.append(timed(date(2022, 3, 1)))
    assert events.first_broken() is None
    print(f"longest night {max(nights):.1f} s (hold: {HOLD} s for {UNITS} units)")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
