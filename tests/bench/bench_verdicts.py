"""Verdicts of 1,000 nominations: `python tests/bench/bench_verdicts.py`. Holds: 30 queries in all, 2 seconds.

Every line has a linked person with three past awards and its report; every tenth stands twice, every twentieth meets a
near-duplicate. The baseline is reading the same lines and writing one field of each with Django's own bulk_update.
"""

import os
import sys
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DEBUG", "1")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext, get_runner  # noqa: E402

from awards.models import Attachment, Award, Finding, Nomination  # noqa: E402
from awards.services import verdict  # noqa: E402
from tests.awards.factories import award_kind, make_dossier, make_nomination, make_person, make_world  # noqa: E402
from thiduakhenthuong.core.models import StoredFile  # noqa: E402

LINES, HOLD_QUERIES, HOLD_SECONDS = 1000, 30, 2.0


def build(count: int):
    """A dossier as large as a province sends before a conference."""
    world = make_world()
    dossier = make_dossier(world)
    stored = StoredFile.objects.create(name="a.pdf", content_type="application/pdf", size=1, sha256="0" * 64)
    kinds = [award_kind(code) for code in ("LDTT", "CSTDCS", "GK_HUYEN")]
    for n in range(count):
        name = f"Nguyễn Thị Bích {n - n % 10 if n % 10 == 1 else n}"
        person = make_person(name if n % 20 else f"{name}á", 1970)
        line = make_nomination(dossier, name, birth_year=1970, person=person if n % 20 else None, unit=world.school)
        Attachment.objects.create(dossier=dossier, nomination=line, paper_code="BAO_CAO", stored=stored, by=world.an)
        Award.objects.bulk_create(
            Award(
                recipient_kind="individual", name=name, person=person, award_kind=kind, award_name=kind.label, level=kind.level,
                reward_kind="CONG_TRANG", achievement_year=2019, decision_number="9425/QĐ-UBND", authority="UBND huyện",
                decision_date=date(2019, 7, 12), achievement=f"Thành tích thứ {n} của năm học 2018 – 2019",
            )
            for kind in kinds
        )  # fmt: skip
    return dossier


def baseline(dossier) -> None:
    """What must be paid anyway: read the lines, write a field of each."""
    lines = list(Nomination.objects.filter(dossier=dossier).select_related("dossier", "award_kind", "unit"))
    Nomination.objects.bulk_update(lines, ["verdict_text"])


def timed(work) -> float:
    """Seconds of the best of three runs."""
    spent = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        spent.append(time.perf_counter() - start)
    return min(spent)


def main() -> int:
    """Print the row; 1 when a hold is broken."""
    runner = get_runner(django.conf.settings)(verbosity=0, interactive=False)
    old = runner.setup_databases()
    try:
        with open(os.devnull, "w") as silence:
            call_command("load_reference", verbosity=0, stdout=silence)
        dossier = build(LINES)
        with CaptureQueriesContext(connection) as caught:
            verdict.check_dossier(dossier)
        seconds, bare = timed(lambda: verdict.check_dossier(dossier)), timed(lambda: baseline(dossier))
        found = Finding.objects.filter(nomination__dossier=dossier).count()
    finally:
        runner.teardown_databases(old)
    print(f"verdicts of {LINES:,} lines  {len(caught)} queries (hold {HOLD_QUERIES})  {seconds:.2f} s (hold {HOLD_SECONDS:.0f})"
          f"  {found:,} findings  {seconds / bare:.1f} × reading and bulk_update")  # fmt: skip
    return int(len(caught) > HOLD_QUERIES or seconds > HOLD_SECONDS)


if __name__ == "__main__":
    sys.exit(main())
