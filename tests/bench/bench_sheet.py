"""A sheet of 5,000 rows read, checked and matched: `python tests/bench/bench_sheet.py`. Hold: 4 × bare openpyxl.

The baseline is reading every value of the same file with openpyxl (read_only, data_only) in the same run. Staging, that
is writing the rows of the preview into the database, is printed beside it and not held.
"""

import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DEBUG", "1")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django  # noqa: E402

django.setup()

import openpyxl  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test.utils import get_runner  # noqa: E402

from awards.models import ImportBatch  # noqa: E402
from awards.services.imports.context import context_of  # noqa: E402
from awards.services.imports.inspection import inspect  # noqa: E402
from awards.services.imports.reading import mapping_of, read_list  # noqa: E402
from awards.services.imports.staging import stage  # noqa: E402
from tests.awards.imports.places import EXCEL, nam_sach_dossier  # noqa: E402

SHEET, HOLD, ROUNDS = EXCEL / "danh_sach_lon_5000.xlsx", 4.0, 3


def cpu(work) -> float:
    """Least CPU seconds of a few runs: the machine may be shared."""
    spent = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return min(spent)


def bare() -> None:
    """Every value of the sheet, as openpyxl gives it."""
    for _ in openpyxl.load_workbook(SHEET, read_only=True, data_only=True).active.iter_rows(values_only=True):
        pass


def checked(dossier) -> None:
    """The same sheet through the reader, the checks of every cell, units, kinds of award and the search for twins."""
    found = read_list(SHEET.read_bytes())
    mapping = mapping_of(found.columns)
    rows = inspect([(number, cells, {}) for number, cells in found.rows], mapping, context_of(dossier, mapping), {})
    if sum(row.outcome == "clean" for row in rows) != 5000:
        raise SystemExit("the sheet of 5,000 rows is no longer clean: the number would prove nothing")


def staged(dossier) -> None:
    """The whole work of the reading job."""
    batch = ImportBatch.objects.create(dossier=dossier, name=SHEET.name, by=dossier.created_by)
    stage(batch, read_list(SHEET.read_bytes()))


def main() -> int:
    """Print the row; 1 when the hold is broken."""
    runner = get_runner(django.conf.settings)(verbosity=0, interactive=False)
    old = runner.setup_databases()
    try:
        with open(os.devnull, "w") as silence:
            call_command("load_reference", verbosity=0, stdout=silence)
        dossier = nam_sach_dossier()
        baseline, ours, whole = cpu(bare), cpu(lambda: checked(dossier)), cpu(lambda: staged(dossier))
    finally:
        runner.teardown_databases(old)
    print(f"sheet of 5,000 rows  {ours / baseline:.2f} × bare openpyxl (hold {HOLD:.0f})  {ours:.2f} s against {baseline:.2f} s"
          f"  with staging {whole / baseline:.2f} ×")  # fmt: skip
    return int(ours > HOLD * baseline)


if __name__ == "__main__":
    sys.exit(main())
