"""Certificates against an empty page of the same renderer, in the same run: `python tests/bench/bench_certificates.py`.

Prints CPU per sheet for single files and for one document, their ratio to an empty page (hold: 5), and how many
sheets a minute leave all cores.
"""

import os
import sys
import time
from multiprocessing import Pool
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DEBUG", "1")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thiduakhenthuong.settings")

import django  # noqa: E402

django.setup()

from awards.documents.certificates import PART, render_batch, render_document  # noqa: E402
from tests.awards.documents.certificate_samples import certificate, models  # noqa: E402
from thiduakhenthuong.core.pdf import html_to_pdf  # noqa: E402

SHEETS, HOLD = 200, 5
EMPTY = '<html lang="vi"><title>Trang trắng</title><body>' + "<section></section>" * PART


def texts(count, first=0):
    """Certificates that differ in name, unit, serial and code, as those of one decision do."""
    return [
        certificate(n, recipient=f"Bà Phạm Thị Kim Duyên {n}", subtitle=f"Giáo viên, Trường Trung học cơ sở số {n}")
        for n in range(first, first + count)
    ]


def cpu(work, repeats=3):
    """Least CPU seconds of some runs."""
    spent = []
    for _ in range(repeats):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return min(spent)


def singles(share):
    """Single files of a share (count, first number); returns how many bytes they hold."""
    return sum(map(len, render_batch(models()["bang-khen-a4"], texts(*share))))


def document(share):
    """One document of a share."""
    return len(render_document(models()["bang-khen-a4"], texts(*share)))


def main(sheets=1000):
    """Print the table."""
    model = models()["bang-khen-a4"]
    render_document(model, texts(2))  # ground and style sheets are made once per process
    empty = cpu(lambda: html_to_pdf(EMPTY, css=("certificate.css",)), 5) / PART
    print(f"empty page                 {empty * 1000:6.2f} ms CPU")
    jobs = {
        "one document": lambda: render_document(model, texts(SHEETS)),
        "one document, overlay": lambda: render_document(model, texts(SHEETS), mode="overlay"),
        "single files": lambda: list(render_batch(model, texts(SHEETS))),
    }
    for name, job in jobs.items():
        each = cpu(job) / SHEETS
        print(f"{name:<26} {each * 1000:6.2f} ms CPU a sheet = {each / empty:4.1f} x empty page (hold {HOLD})")
    cores = os.cpu_count()
    shares = [(PART, first) for first in range(0, sheets, PART)]
    for name, work in {"single files": singles, f"in documents of {PART}": document}.items():
        with Pool(cores) as pool:
            pool.map(document, [(2, 0)] * cores)
            start = time.perf_counter()
            size = sum(pool.imap_unordered(work, shares))
            spent = time.perf_counter() - start
        rate = f"{sheets / spent * 60:,.0f} a minute, {size / 1e6:.1f} MB"
        print(f"{sheets} {name} on {cores} cores: {spent:.1f} s, {rate}")


if __name__ == "__main__":
    main()
