"""The leaders' page against an empty page of the same shell, in one run: `python tests/bench/bench_summary.py [awards]`.

One request in a minute counts (its time is printed apart, and it is among the measured ones), the others find the
figures kept. The number to hold (5) belongs to 1,000,000 awards; 50,000 unless the command says otherwise.
"""

import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from django.core.cache import cache  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from tests.bench.bench_register import fill, p95, page  # noqa: E402  sets up the product and its own database

HOLD, REQUESTS, YEAR = 5, 100, 2019


def main():
    """Print both pages and their ratio; exit 1 when it is over the number to hold."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    setup_test_environment()
    client = Client()
    client.force_login(fill(count))
    for address in ("/tim/", "/tong-hop/"):
        page(client, address)
    cache.clear()
    started = time.perf_counter()
    page(client, "/tong-hop/", nam=YEAR)
    cold = (time.perf_counter() - started) * 1000
    empty, found = [], [cold / 1000]
    for _ in range(REQUESTS):
        empty.append(page(client, "/tim/"))
        found.append(page(client, "/tong-hop/", nam=YEAR))
    ratio = p95(found) / p95(empty)
    print(f"{connection.vendor}, {count} awards: empty page p95 {p95(empty):.1f} ms, counting afresh {cold:.0f} ms")
    print(f"summary p95 {p95(found):.1f} ms = {ratio:.2f} × empty page; hold {HOLD}")
    sys.exit(ratio > HOLD)


if __name__ == "__main__":
    main()
