"""A campaign of 300 units × 40 targets × 20 quarters: its pages against an empty page of the same shell, in one run.

`python tests/bench/bench_campaign.py [units]`. Holds: at most 15 queries each, p95 ≤ 10 × the empty page; saving one quarter
of one commune ≤ 10 queries (printed by the last line).
"""

import io
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.bench.bench_register import p95, page  # noqa: E402, I001  sets up the product and its own database

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402
from django.urls import reverse  # noqa: E402

from campaigns.enums import CampaignState, RegistrationState, ReportState, Role, Rollup, UnitLevel  # noqa: E402
from campaigns.models import (  # noqa: E402
    Allocation,
    Campaign,
    CampaignUnit,
    Commitment,
    Membership,
    Registration,
    Report,
    Resolution,
    Result,
    Objective,
    Target,
    TargetFigure,
    TargetYear,
    Unit,
)
from campaigns.services.duties import make_duties  # noqa: E402
from tests.awards.factories import make_unit, make_user  # noqa: E402
from thiduakhenthuong.core import clock  # noqa: E402

HOLD, QUERIES, REQUESTS, TARGETS, YEARS = 10, 15, 60, 40, range(2021, 2026)


def build(count: int):
    """The campaign with every register and report there can be; answers its officer and itself."""
    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0, stdout=io.StringIO())
    province = make_unit("Tỉnh Đo Đạc", UnitLevel.PROVINCE)
    officer = make_user("do.dac", "Lê Thị Đo", (province, Role.APPRAISER), (province, Role.CLERK))
    units = [make_unit(f"Xã Số {number}", UnitLevel.COMMUNE, province) for number in range(count)]
    resolution = Resolution.objects.create(unit=province, name="Nghị quyết đo đạc", first_year=2021, last_year=2025)
    campaign = Campaign.objects.create(
        unit=province, level=UnitLevel.PROVINCE, code="PT-DO", name="Phong trào đo đạc", search_key="phong trao do dac",
        period_from=date(2021, 1, 1), period_to=date(2025, 12, 31), launched_on=date(2021, 1, 1), state=CampaignState.LAUNCHED,
        head_name="Lê Thị Đo", head_title="Chủ tịch", resolution=resolution, register_by=date(2021, 2, 28),
    )  # fmt: skip
    CampaignUnit.objects.bulk_create([CampaignUnit(campaign=campaign, unit=unit) for unit in units])
    targets = _targets(campaign, resolution)
    make_duties(campaign)
    _promises(campaign, units, targets)
    _results(campaign, units, targets)
    return officer, campaign, targets


def _targets(campaign, resolution) -> list:
    objectives = [Objective(resolution=resolution, indicator=f"Mục tiêu {n}", code=f"M{n}") for n in range(TARGETS)]
    Objective.objects.bulk_create(objectives)
    facts = {"unit_of_measure": "nhà", "rollup": Rollup.SUM, "splits": True, "term_value": 15_000}
    targets = [
        Target(campaign=campaign, objective=one, indicator=f"Chỉ tiêu {n}", order=n, group=f"Nhóm {n // 8}", **facts)
        for n, one in enumerate(objectives)
    ]
    Target.objects.bulk_create(targets)
    TargetYear.objects.bulk_create([TargetYear(target=t, year=year, value=3000) for t in targets for year in YEARS])
    figures = [
        TargetFigure(target=t, year=year, quarter=q, actual=Decimal(700 * q), reported=300, verified=300)
        for t in targets for year in YEARS for q in (1, 2, 3, 4)
    ]  # fmt: skip
    TargetFigure.objects.bulk_create(figures, batch_size=900)
    return targets


def _promises(campaign, units, targets) -> None:
    done = RegistrationState.CONFIRMED
    rows = [Registration(campaign=campaign, unit=unit, year=year, state=done) for unit in units[:-3] for year in YEARS]
    Registration.objects.bulk_create(rows, batch_size=900)
    Commitment.objects.bulk_create(
        [
            Commitment(registration=row, text="Xóa 10 nhà tạm trước 31/12", value=10, unit_of_measure="nhà", target=target)
            for row in rows if row.year == 2022 for target in targets
        ],
        batch_size=900,
    )  # fmt: skip
    shares = [Allocation(target=target, unit=unit, year=2022, value=10) for unit in units for target in targets]
    Allocation.objects.bulk_create(shares, batch_size=900)


def _results(campaign, units, targets) -> None:
    rows = [
        Report(campaign=campaign, unit=unit, year=year, quarter=q, state=ReportState.VERIFIED)
        for unit in units for year in YEARS for q in (1, 2, 3, 4)
    ]  # fmt: skip
    Report.objects.bulk_create(rows, batch_size=900)
    for start in range(0, len(rows), 500):  # 240,000 rows in parts
        part = [
            Result(report=row, target=t, plan=10, actual=row.quarter * 2) for row in rows[start : start + 500] for t in targets
        ]
        Result.objects.bulk_create(part, batch_size=900)


def measured(client, address: str) -> tuple[int, float]:
    """Queries of a warm page, and its p95 over that of the empty page asked in turns."""
    page(client, address)
    with CaptureQueriesContext(connection) as caught:
        page(client, address)
    queries, empty, found = len(caught), [], []  # counted now: the log begins anew with the next request
    for _ in range(REQUESTS):
        empty.append(page(client, "/tim/"))
        found.append(page(client, address))
    return queries, p95(found) / p95(empty)


def main():
    """Print one line for each page; exit 1 when one is over a number to hold."""
    setup_test_environment()
    settings.WORK_DATE = date(2022, 10, 15)
    officer, campaign, targets = build(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
    client = Client()
    client.force_login(officer)
    key, over = campaign.public_id, False
    pages = {
        "page": reverse("campaigns:campaign", args=[key]),
        "coverage": reverse("campaigns:campaign-registrations", args=[key]),
        "cascade": reverse("campaigns:campaign-cascade", args=[key]),
        "cascade of one target": reverse("campaigns:target-cascade", args=[key, targets[0].public_id]),
        "results": reverse("campaigns:campaign-results", args=[key]),
        "public page": reverse("campaigns:public-campaign", args=[key]),
    }
    print(f"{connection.vendor}, {Unit.objects.filter(name__startswith='Xã Số').count()} units, {clock.today():%d/%m/%Y}")
    for name, address in pages.items():
        queries, ratio = measured(client, address)
        over |= queries > QUERIES or ratio > HOLD
        print(f"{name}: {queries} queries (hold {QUERIES}), p95 {ratio:.2f} × empty page (hold {HOLD})")
    assert Membership.objects.filter(user=officer).exists()
    sys.exit(over)


if __name__ == "__main__":
    main()
