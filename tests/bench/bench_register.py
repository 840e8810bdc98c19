"""Name search in the register against the bare indexed SQL and an empty page, in one run.

`python tests/bench/bench_register.py [awards]` (50,000) makes its own SQLite file; on PostgreSQL, where the number to
hold (3 at 1,000,000 awards) belongs: `thiduakhenthuong/deploy/with_postgres.sh python tests/bench/bench_register.py 1000000`.
"""

import os
import random
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
os.environ.setdefault("DATABASE_URL", f"sqlite:///{tempfile.mkdtemp(prefix='bench-')}/register.sqlite3")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from awards.models import Award, AwardKind  # noqa: E402
from campaigns.enums import Role  # noqa: E402
from campaigns.models import Membership, Unit  # noqa: E402
from thiduakhenthuong.accounts.models import User  # noqa: E402
from thiduakhenthuong.core.names import search_key, sort_key  # noqa: E402

HOLD, ROUNDS, BATCH = 3, 3, 5000
NAMES = (
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Mạc Hà Đinh Cao",
    "Văn Thị Hữu Đức Minh Ngọc Thanh Xuân Kim Công Bá Quang Thu Bích Đình Trọng Tuấn Anh Gia Hồng",
    "An Anh Ái Bắc Bình Bảo Chi Chinh Cường Dung Duyên Duệ Dũng Điển Đạt Giang Hà Hạnh Hảo Hiếu Hòa Huệ Hùng Hương Khánh "
    "Khiêm Kiên Lan Lâm Liên Linh Loan Long Lụa Mai Mỹ Nam Nga Ngân Nhạn Oanh Phúc Phương Quang Quý Sơn Tâm Tảo Thảo Thơm "
    "Thúy Tráng Trang Tuyển Tú Uyên Vân Việt Vượng Xuân Yến",
)
FAMILY, MIDDLE, GIVEN = (text.split() for text in NAMES)
SEARCHES = (
    "nguyen ngoc bac", "đặng thị hòa", "le cong due", "pham xuan trang", "thuy", "vu thi thuy", "tran van an", "bich van",
    "mac huu kien", "ngo thi bich diu", "do trong dien", "an", "hoang duyen", "cao khac my", "minh nhan", "duong xuan tao",
)  # fmt: skip
BARE = (
    "SELECT id, name, title, unit_text, award_name, decision_number, decision_date, amount FROM awards_award WHERE {} "
    "ORDER BY decision_date DESC NULLS LAST, decision_number, list_position, id LIMIT 50"
)


def fill(count: int) -> User:
    """Units, catalogue, `count` awards, and an appraiser of the province who sees them."""
    call_command("migrate", verbosity=0)
    call_command("load_reference", verbosity=0, stdout=open(os.devnull, "w"))  # noqa: SIM115
    province = Unit.objects.get(slug="province-30")
    units = list(Unit.objects.filter(path__startswith=province.path).values_list("pk", flat=True))
    kind, chance = AwardKind.objects.get(code="LDTT"), random.Random(5)
    for first in range(0, count, BATCH):
        Award.objects.bulk_create(_award(kind, chance, units, province) for _ in range(first, min(first + BATCH, count)))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    user = User.objects.create_user(username="bench", full_name="Đo Tốc Độ")
    Membership.objects.create(user=user, unit=province, role=Role.APPRAISER)
    return user


def _award(kind, chance, units, province) -> Award:
    middle = chance.choice(MIDDLE) + (f" {chance.choice(MIDDLE)}" if chance.random() < 0.4 else "")
    name = f"{chance.choice(FAMILY)} {middle} {chance.choice(GIVEN)}"
    day = date(2010, 1, 1) + timedelta(days=chance.randrange(3800))
    return Award(
        recipient_kind="individual", name=name, search_key=search_key(name), sort_key=sort_key(name), award_kind=kind,
        award_name=kind.label, level="district", achievement_year=day.year, unit_id=chance.choice(units), unit_text="Trường THCS",
        title="Giáo viên", authority="Chủ tịch UBND huyện", deciding_unit=province, decision_date=day,
        decision_number=f"{chance.randrange(9999)}/QĐ-UBND",
    )  # fmt: skip


def bare(text: str) -> float:
    """Seconds of the plain statement with the names as the page searches them."""
    parts = []
    for word in search_key(text).split():
        short = f"(' ' || search_key || ' ') LIKE '%% {word} %%'" if connection.vendor == "sqlite" else _short(word)
        parts.append(f"search_key LIKE '%%{word}%%'" if len(word) > 2 else short)
    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(BARE.format(" AND ".join(parts)), [])
        cursor.fetchall()
    return time.perf_counter() - started


def _short(word: str) -> str:
    forms = (f"{word} %%", f"%% {word} %%", f"%% {word}")
    return "(" + " OR ".join(f"search_key LIKE '{form}'" for form in forms) + ")"


def page(client, address: str, **params) -> float:
    """Seconds of one page as the client gets it."""
    started = time.perf_counter()
    assert client.get(address, params).status_code == 200
    return time.perf_counter() - started


def p95(times: list[float]) -> float:
    """The 95th percentile in milliseconds."""
    return statistics.quantiles(times, n=20, method="inclusive")[-1] * 1000


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    setup_test_environment()  # without the query log of a desk
    client = Client()
    client.force_login(fill(count))
    for address in ("/tim/", "/so-khen-thuong/"):
        page(client, address)
    sql, empty, found = [], [], []
    for _ in range(ROUNDS):
        for text in SEARCHES:
            sql.append(bare(text))
            empty.append(page(client, "/tim/"))
            found.append(page(client, "/so-khen-thuong/", q=text))
    base, ratio = p95(sql) + p95(empty), p95(found) / (p95(sql) + p95(empty))
    print(f"{connection.vendor}, {Award.objects.count()} awards: bare SQL {p95(sql):.1f} ms, empty page {p95(empty):.1f} ms")
    print(f"search page p95 {p95(found):.1f} ms = {ratio:.2f} × (bare SQL + empty page {base:.1f} ms); hold {HOLD}")
    sys.exit(ratio > HOLD)


if __name__ == "__main__":
    main()
