"""Check 25: sheets for blanks, the correction of a printer, and the code for checking."""

import math
from dataclasses import replace

import pytest

from awards.documents.calibration import (
    Calibration,
    CalibrationRefused,
    calibration_from_readings,
    calibration_points,
    calibration_sheet_pdf,
)
from awards.documents.certificates import render_batch, render_document

from .certificate_checks import check_overlay, printed_lines, read_code
from .certificate_samples import CASES, certificate, models

MODEL = "bang-khen-a4"
# A printer that shifts +1.5/-0.8 mm, grows 0.4 % and turns 0.15 degrees.
GROWTH, TURN, SHIFT = 1.004, math.radians(0.15), (1.5, -0.8)


def printed_at(x, y):
    """Where the invented printer puts a point of the file."""
    c, s = GROWTH * math.cos(TURN), GROWTH * math.sin(TURN)
    return SHIFT[0] + c * x - s * y, SHIFT[1] + s * x + c * y


def readings():
    return [printed_at(x, y) for x, y in calibration_points()]


@pytest.mark.parametrize("case", ["short name", "deputy signs", "everything long"])
def test_overlay_holds_the_free_fields_where_the_full_sheet_has_them(case):
    model, text = replace(models()[MODEL], ground=""), CASES[case]
    overlay = render_document(model, [text], mode="overlay")
    assert check_overlay(model, text, overlay, render_document(model, [text])) == []


def test_check_fails_on_a_full_sheet_and_on_a_shifted_one():
    model, text = models()[MODEL], certificate()
    full = render_document(model, [text])
    assert {"thừa: “TẶNG”", "còn hình nền"} <= set(check_overlay(model, text, full, full))
    shifted = render_document(model, [text], mode="overlay", calibration=Calibration(0.1, 0, 1, 0))
    assert "recipient: lệch" in check_overlay(model, text, shifted, full)


def test_an_unknown_mode_is_refused():
    with pytest.raises(ValueError, match="proof"):
        render_document(models()[MODEL], [certificate()], mode="proof")


def test_known_printer_gives_the_known_correction():
    found = calibration_from_readings(readings())
    assert (round(found.scale, 5), round(found.angle, 3)) == (0.99602, -0.15)
    assert (round(found.dx, 3), round(found.dy, 3), round(found.residual, 3)) == (-1.492, 0.801, 0)


def test_glyphs_of_a_corrected_sheet_follow_the_formula_and_land_on_the_design():
    model, text, found = models()[MODEL], certificate(), calibration_from_readings(readings())
    design = printed_lines(render_document(model, [text], mode="overlay"))[2]
    moved = printed_lines(render_document(model, [text], mode="overlay", calibration=found))[2]
    corrected = {(line.text, char) for line in moved for char in [round(line.baseline)]}
    assert len(corrected) >= len(design)
    for line in design:
        x, y = found.apply(line.x0, line.baseline)
        near = min(moved, key=lambda other: math.dist((other.x0, other.baseline), (x, y)))
        assert math.dist((near.x0, near.baseline), (x, y)) < 0.05
        assert math.dist(printed_at(near.x0, near.baseline), (line.x0, line.baseline)) < 0.05


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda u, v, n: (u + 11, v), "lệch hơn 10 mm"),
        (lambda u, v, n: (u * 1.03, v * 1.03), "co giãn hơn 2 %"),
        (lambda u, v, n: (u - 0.03 * v, v + 0.03 * u), "xoay hơn 1,5 độ"),
        (lambda u, v, n: (u + (2 if n == 0 else 0), v), "không khớp nhau"),
    ],
)
def test_readings_that_cannot_be_right_are_refused(spoil, reason):
    spoilt = [spoil(u, v, number) for number, (u, v) in enumerate(calibration_points())]
    with pytest.raises(CalibrationRefused, match=f"Hãy đo lại.*{reason}"):
        calibration_from_readings(spoilt)


@pytest.mark.parametrize("wrong", [[(1, 1)] * 4, [(20, 20)], [(math.nan, 1)] * 4])
def test_incomplete_readings_are_refused(wrong):
    with pytest.raises(CalibrationRefused):
        calibration_from_readings(wrong)


def test_sheet_names_its_crosses_and_is_the_size_of_the_blank():
    width, height, lines, _, _ = printed_lines(calibration_sheet_pdf(420, 297))
    texts = {line.text for line in lines}
    assert (round(width, 1), round(height, 1)) == (420, 297)
    assert {"In 100 %, không co giãn", "Dấu 1", "Dấu 2", "Dấu 3", "Dấu 4"} <= texts


@pytest.mark.parametrize("mode", ["full", "overlay"])
@pytest.mark.parametrize("dpi", [150, 300])
def test_code_is_read_at_office_resolutions(mode, dpi):
    text = certificate()
    assert read_code(render_document(models()[MODEL], [text], mode=mode), dpi) == text.check_url


def test_every_code_of_a_batch_is_read_and_is_its_own():
    model, texts = models()[MODEL], [certificate(number) for number in range(8)]
    codes = [read_code(content, 150) for content in render_batch(model, texts, mode="overlay")]
    assert codes == [text.check_url for text in texts]


def test_a_sheet_without_address_has_no_code():
    assert read_code(render_document(models()[MODEL], [CASES["bare"]]), 150) is None
