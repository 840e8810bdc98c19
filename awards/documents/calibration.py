"""Printing on blanks: measure where a printer really puts ink, and move the overlay so that it lands right.

Readings are the centres of four crosses on the printed sheet, in mm from the left and top edge of the paper.
"""

import math
from dataclasses import dataclass

from django.template.loader import render_to_string

from thiduakhenthuong.core.pdf import html_to_pdf

from .layers import POINTS

MARGIN = 20  # mm from each edge to the crosses
MAX_SHIFT, MAX_SCALE, MAX_ANGLE, MAX_RESIDUAL = 10, 0.02, 1.5, 0.5  # mm, share, degrees, mm
TICKS = 100  # mm of ruler


class CalibrationRefused(ValueError):
    """The readings cannot be right, or the printer is beyond correction; the message is for the operator."""


@dataclass(frozen=True)
class Calibration:
    """A correction of the printed layer: shift in mm, scale, angle in degrees (clockwise), what remains in mm."""

    dx: float
    dy: float
    scale: float
    angle: float
    residual: float = 0

    def apply(self, x, y):
        """Where a point of the design (mm from left and top) is sent to on the file's page."""
        c = self.scale * math.cos(math.radians(self.angle))
        s = self.scale * math.sin(math.radians(self.angle))
        return self.dx + c * x - s * y, self.dy + s * x + c * y

    def matrix(self, paper_h):
        """The same as operands of `cm` on a page `paper_h` mm high: points, y upwards."""
        c = self.scale * math.cos(math.radians(self.angle))
        s = self.scale * math.sin(math.radians(self.angle))
        height = paper_h * POINTS
        return c, -s, s, c, self.dx * POINTS - s * height, height - self.dy * POINTS - c * height


def calibration_points(paper_w=297, paper_h=210):
    """The four crosses of the sheet in mm: top left, top right, bottom left, bottom right."""
    right, bottom = paper_w - MARGIN, paper_h - MARGIN
    return (MARGIN, MARGIN), (right, MARGIN), (MARGIN, bottom), (right, bottom)


def calibration_from_readings(readings, paper_w=297, paper_h=210):
    """The Calibration that sends four readings (u, v) in mm back to the crosses, by least squares.

    Raises CalibrationRefused when it would move more than 10 mm, 2 % or 1.5 degrees, or leave more than 0.5 mm.
    """
    points = calibration_points(paper_w, paper_h)
    if len(readings) != len(points) or any(not math.isfinite(value) for pair in readings for value in pair):
        raise CalibrationRefused("Cần đủ 8 số đo của bốn dấu cộng, tính bằng mm.")
    x0, y0 = (sum(values) / 4 for values in zip(*points, strict=True))
    u0, v0 = (sum(values) / 4 for values in zip(*readings, strict=True))
    shifted = [(x - x0, y - y0, u - u0, v - v0) for (x, y), (u, v) in zip(points, readings, strict=True)]
    d = sum(u * u + v * v for _, _, u, v in shifted)
    if not d:
        raise CalibrationRefused("Bốn dấu cộng không thể ở cùng một chỗ. Hãy đo lại.")
    c = sum(u * x + v * y for x, y, u, v in shifted) / d
    s = sum(u * y - v * x for x, y, u, v in shifted) / d
    found = Calibration(x0 - (c * u0 - s * v0), y0 - (s * u0 + c * v0), math.hypot(c, s), math.degrees(math.atan2(s, c)))
    misses = [math.dist(found.apply(u, v), point) for (u, v), point in zip(readings, points, strict=True)]
    return _accepted(Calibration(found.dx, found.dy, found.scale, found.angle, max(misses)))


def _accepted(found):
    """The calibration itself, or CalibrationRefused with what is wrong with it."""
    refusals = (
        (max(abs(found.dx), abs(found.dy)) > MAX_SHIFT, "lệch hơn 10 mm"),
        (abs(found.scale - 1) > MAX_SCALE, "co giãn hơn 2 % (kiểm tra chế độ in 100 %)"),
        (abs(found.angle) > MAX_ANGLE, "xoay hơn 1,5 độ"),
        (found.residual > MAX_RESIDUAL, "bốn số đo không khớp nhau quá 0,5 mm"),
    )
    reasons = [reason for refused, reason in refusals if refused]
    if reasons:
        raise CalibrationRefused(f"Hãy đo lại: {', '.join(reasons)}.")
    return found


def calibration_sheet_pdf(paper_w=297, paper_h=210):
    """The sheet to print and measure, as PDF bytes: four numbered crosses 20 mm from the edges, and rulers."""
    points = calibration_points(paper_w, paper_h)
    context = {
        "paper_w": f"{paper_w:g}",
        "paper_h": f"{paper_h:g}",
        "crosses": [
            {"number": number, "x": x, "y": y, "left": x - 7, "right": x + 7, "up": y - 7, "down": y + 7}
            for number, (x, y) in enumerate(points, 1)
        ],
        "ticks": [{"at": 50 + at, "long": 15 + (3 if at % 10 else 6)} for at in range(TICKS + 1)],
    }
    drawing = render_to_string("pdf/certificate_calibration.svg", context).encode()
    css = f"@page{{size:{paper_w:g}mm {paper_h:g}mm}}section{{height:{paper_h:g}mm}}".encode()
    html = render_to_string("pdf/certificate_calibration.html", context)
    names = ("certificate.css", "certificate_calibration.css")
    return html_to_pdf(html, css=names, extra={"sheet.svg": drawing, "layout.css": css}).content
