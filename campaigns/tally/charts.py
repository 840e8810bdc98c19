"""Geometry of the pictures of targets: numbers in, SVG attributes out (text, so that no locale changes them).

Rules of leaders-and-public.md section 0: bar = result, bed = plan of the year (80 % of the width), thick tick = where it
should be today, thin tick = plan; beyond 122 % of the plan the bar ends in an arrow.
"""

from decimal import Decimal

BED = Decimal("0.8")  # share of the width that is the plan
MOST = Decimal("1.22")  # of the plan: longer bars end in an arrow


def bullet(percent: Decimal | None, gone: Decimal, *, width: int = 120) -> dict:
    """Attributes of a bullet bar: percent of the plan reached, share of the year gone (0 to 1)."""
    bed = BED * width
    share = max(Decimal(0), (percent or Decimal(0)) / 100)
    long = share > MOST
    return {
        "width": str(width), "bed": _text(bed), "bar": _text(min(share, MOST) * bed), "today": _text(gone * bed),
        "plan": _text(bed), "beyond": long, "none": percent is None,
    }  # fmt: skip


def spark(plan: list, actual: list, *, width: int = 120, height: int = 36) -> dict:
    """Lines of plan (dashed) and result (solid) over the same years; None is a gap. Points as SVG text.

    Own scale; a spread under 0.3 % is drawn flat. `last` is the last point of the result, `end` that of the plan.
    """
    known = [v for v in (*plan, *actual) if v is not None]
    if not known:
        return {"width": str(width), "height": str(height), "plan": "", "actual": "", "last": None, "end": None}
    low, high = min(known), max(known)
    flat = high == low or abs(high - low) < abs(high) * Decimal("0.003")
    pitch = Decimal(width - 12) / max(len(plan) - 1, 1)

    def points(values):
        found = []
        for place, value in enumerate(values):
            if value is not None:
                y = Decimal(height) / 2 if flat else height - 5 - (value - low) / (high - low) * (height - 10)
                found.append((_text(6 + place * pitch), _text(y)))
        return found

    planned, done = points(plan), points(actual)
    return {
        "width": str(width), "height": str(height), "plan": _line(planned), "actual": _line(done),
        "dots": done[:-1], "last": done[-1] if done else None, "end": planned[-1] if planned else None,
    }  # fmt: skip


def steps(counts: list[int], top: int, *, width: int = 280, height: int = 64) -> str:
    """A step chart as SVG points: one count for each equal stretch of time, on a scale whose top is shared."""
    if not counts:
        return ""
    pitch, found, before = Decimal(width) / len(counts), [(Decimal(0), Decimal(height))], Decimal(height)
    for place, count in enumerate(counts):
        y = height - Decimal(count) / max(top, 1) * (height - 4)
        found += [(place * pitch, before), (place * pitch, y)]
        before = y
    return " ".join(f"{_text(x)},{_text(y)}" for x, y in [*found, (Decimal(width), before), (Decimal(width), Decimal(height))])


def _line(points: list) -> str:
    return " ".join(f"{x},{y}" for x, y in points)


def _text(value) -> str:
    return f"{value:.1f}"
