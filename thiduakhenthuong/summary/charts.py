"""Geometry of the small pictures of the summary: numbers in, SVG attributes out (text, so that no locale changes them)."""

BAR = 96  # of 100: the longest bar leaves room for its tick


def bar(value: int, before: int, top: int) -> dict[str, str]:
    """A bar on a scale shared by the whole table, with a tick for the span before ("" without one)."""
    scale = BAR / top if top else 0
    return {"width": f"{value * scale:.1f}", "tick": f"{before * scale:.1f}" if before else ""}


def share(count: int, of: int, before: int, before_of: int) -> dict[str, str]:
    """A dot at a percentage, and a ring where it was; the line between them. Coordinates 4 to 196 of a box 200 wide."""
    at = _place(count, of)
    was = _place(before, before_of) if before_of else ""
    return {"at": at, "was": was}


def _place(count: int, of: int) -> str:
    return f"{4 + 192 * count / of:.1f}" if of else "4.0"


def columns(values: list[int], *, width: int = 360, height: int = 96) -> list[dict[str, str]]:
    """Columns of equal width from the left, zero at the foot: [{x, y, width, height, middle}]."""
    top, pitch = max(values, default=0), width / max(len(values), 1)
    shapes = []
    for place, value in enumerate(values):
        tall = (height - 16) * value / top if top else 0
        shapes.append({
            "x": f"{place * pitch + pitch * 0.15:.1f}", "y": f"{height - tall:.1f}", "width": f"{pitch * 0.7:.1f}",
            "height": f"{tall:.1f}", "middle": f"{place * pitch + pitch / 2:.1f}", "above": f"{height - tall - 4:.1f}",
        })  # fmt: skip
    return shapes
