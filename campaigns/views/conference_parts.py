"""Parts of the pages of conferences as plain data: columns, filters that are on, what happened, the printed programme."""

from django.utils.timezone import localtime

from campaigns.documents.programme import Programme, full_title
from campaigns.extensions import office_words_on
from campaigns.models import Conference
from campaigns.queries import conference as queries
from thiduakhenthuong.core import clock
from thiduakhenthuong.core.listing import replace_query
from thiduakhenthuong.core.sheets.writer import Column
from thiduakhenthuong.core.vntext import date_short

COLUMNS = [
    {"label": "Hội nghị", "sort": "ten"}, {"label": "Đơn vị tổ chức", "sort": "don-vi"},
    {"label": "Ngày tổ chức", "sort": "ngay"}, {"label": "Nhìn lại"}, {"label": "Phát động"}, {"label": "Điển hình", "num": True},
]  # fmt: skip
SHEET = [
    Column("Hội nghị", width=50), Column("Lần thứ", "number", 8), Column("Đơn vị tổ chức", width=30),
    Column("Ngày tổ chức", "date", 14), Column("Địa điểm", width=36), Column("Nhìn lại", width=14),
    Column("Phát động", width=14), Column("Điển hình", "number", 10),
]  # fmt: skip


def title_of(conference: Conference) -> str:
    """The name with its ordinal."""
    return full_title(conference.name, conference.ordinal)


def period(first: int | None, last: int | None) -> str:
    """ "2015 - 2020", held together by no-break spaces; "" for none."""
    return f"{first}\u00a0-\u2060\u00a0{last}" if first and last else ""


def rows_of(conferences) -> list[dict]:
    """Rows of the list."""
    return [
        {
            "conference": row, "title": title_of(row), "reviewed": period(row.reviewed_from, row.reviewed_to),
            "launched": period(row.launched_from, row.launched_to),
        }
        for row in conferences
    ]  # fmt: skip


def sheet_rows(conferences):
    """Rows of the workbook."""
    for row in conferences:
        years = [f"{a} - {b}" if a and b else "" for a, b in _periods(row)]
        yield [title_of(row), row.ordinal, row.unit.name, row.held_on, row.venue, *years, row.examples]


def _periods(row):
    return (row.reviewed_from, row.reviewed_to), (row.launched_from, row.launched_to)


def filter_chips(params, units) -> list[dict]:
    """The filters that are on, each with the address that takes it off."""
    words = {
        "q": f"“{params.get('q', '').strip()}”" if params.get("q", "").strip() else "",
        "dv": next((unit.name for unit in units if str(unit.public_id) == params.get("dv")), ""),
        "nam": f"năm {params['nam']}" if params.get("nam") else "",
    }
    return [{"label": text, "url": replace_query(params, **{key: None})} for key, text in words.items() if text]


def told(events) -> list[dict]:
    """What happened, as sentences."""
    return [
        {"at": localtime(e.at), "who": e.by.full_name if e.by else "Hệ thống", "done": e.data.get("done") or e.action}
        for e in events
    ]


def programme_of(conference: Conference) -> Programme:
    """The programme as it is printed: how the office writes on the day, its rows, the examples shown."""
    unit = conference.unit
    office = office_words_on(unit, conference.held_on or clock.today())
    return Programme(
        issuer_lines=office.committee_lines if office else (unit.name.upper(),), title=title_of(conference),
        held_on=conference.held_on, starts_at=conference.starts_at, venue=conference.venue, periods=periods_words(conference),
        rows=tuple((item.time, item.content, item.person) for item in queries.items_of(conference)),
        examples=tuple((_example(row.exemplar), row.part) for row in queries.shown_at(conference)),
    )  # fmt: skip


def periods_words(conference: Conference) -> str:
    """ "Nhìn lại giai đoạn 2015 - 2020; phát động giai đoạn 2020 - 2025"."""
    parts = []
    for words, (first, last) in zip(("nhìn lại", "phát động"), _periods(conference), strict=True):
        if first and last:
            parts.append(f"{words} giai đoạn {first} - {last}")
    told = "; ".join(parts)
    return told[:1].upper() + told[1:]


def _example(exemplar) -> str:
    return f"{exemplar.title}, {exemplar.unit.name}" if exemplar.unit else exemplar.title


def file_stem(conference: Conference) -> str:
    """A plain name for the files."""
    day = date_short(conference.held_on).replace("/", "-")
    return f"chuong-trinh-hoi-nghi-{day}" if day else "chuong-trinh-hoi-nghi"
