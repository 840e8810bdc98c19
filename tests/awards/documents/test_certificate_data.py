"""Reference rows of certificates, the grounds and the emblem."""

import re
from pathlib import Path

import pytest

from awards.documents.certificate_data import model_from_rows, read_rows
from awards.documents.certificate_emblem import check_emblem, has_emblem
from awards.documents.certificates import ground_layer, layout_css, render_document
from thiduakhenthuong.core.fonts import advances, vietnamese_letters
from thiduakhenthuong.deploy import merge_fonts

from .certificate_samples import certificate, models

ROOT = Path(__file__).resolve().parents[3]
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><circle cx="5" cy="5" r="5" fill="#c00"/></svg>'
ROW = {"code": "x", "label": "X", "layout": "khen", "scale": "1", "paper_w": "297", "paper_h": "210", "ground": "",
       "inner_x": "22", "inner_y": "22", "inner_w": "253", "inner_h": "166", "sign_gap": "24"}  # fmt: skip


def test_shipped_models_are_the_known_ones_and_name_grounds_that_exist():
    assert sorted(models()) == ["bang-khen-a3", "bang-khen-a4", "danh-hieu-a4", "giay-khen-a3", "giay-khen-a4"]
    grounds = {path.name for path in (ROOT / "static" / "certificates").glob("*.svg")}
    assert {model.ground for model in models().values()} == grounds


@pytest.mark.parametrize("column", ["x", "size_max", "lines"])
def test_a_number_that_is_none_names_its_field(column):
    rows = [row | {column: "rộng"} for row in read_rows("certificate_fields.csv") if row["field"] == "recipient"]
    with pytest.raises(ValueError, match="Trường recipient"):
        model_from_rows(ROW, rows)


@pytest.mark.parametrize("change", [{"colour": "red;}"}, {"font": "Arial"}, {"align": "justify"}, {"style": "x"}])
def test_a_row_cannot_bring_its_own_style_sheet(change):
    rows = [row | change for row in read_rows("certificate_fields.csv") if row["field"] == "recipient"]
    with pytest.raises(ValueError, match="Trường recipient"):
        model_from_rows(ROW, rows)


@pytest.mark.parametrize("ground", ["../settings.py", "a/b.svg", "x.png"])
def test_a_ground_is_a_plain_file_name(ground):
    with pytest.raises(ValueError, match="khung"):
        model_from_rows(ROW | {"ground": ground}, read_rows("certificate_fields.csv"))


def test_a_model_without_fields_is_refused():
    with pytest.raises(ValueError, match="chưa có trường"):
        model_from_rows(ROW | {"layout": "khác"}, read_rows("certificate_fields.csv"))


@pytest.mark.parametrize("name", ["bang-khen.svg", "giay-khen.svg"])
def test_grounds_are_drawn_in_gold_only_and_reach_for_nothing_outside(name):
    svg = (ROOT / "static" / "certificates" / name).read_text("utf-8")
    assert set(re.findall(r"<(\w+)", svg)) <= {"svg", "rect", "path", "circle", "g", "use", "defs"}
    for colour in re.findall(r'(?:fill|stroke)="#(\w{6})"', svg):
        red, green, _ = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
        assert green > red * 0.6


def test_emblem_is_printed_when_supplied_and_its_box_stays_empty_otherwise():
    model = models()["giay-khen-a4"]
    assert [has_emblem(given) for given in (None, b"", b"  ", SVG)] == [False, False, False, True]
    assert len(ground_layer(model, (), SVG)) > len(ground_layer(model, ()))
    assert render_document(model, [certificate()]) != render_document(model, [certificate()], emblem_svg=SVG)


@pytest.mark.parametrize(
    "svg",
    [
        b"not xml",
        b"<html/>",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg"><use href="http://x/y.svg#a"/></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg"><rect fill="url(http://x/y#a)"/></svg>',
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
    ],
)
def test_an_emblem_that_reaches_outside_is_refused(svg):
    with pytest.raises(ValueError, match="^Tệp Quốc huy"):
        check_emblem(svg)


def test_style_sheet_has_a_rule_for_every_line_and_size():
    css = layout_css(models()["bang-khen-a4"]).decode()
    assert ".recipient-1-1{" in css and ".s16-5{font-size:16.5pt}" in css and "size:297.0mm 210.0mm" in css


def test_merged_display_face_holds_every_vietnamese_letter(tmp_path):
    assert merge_fonts.vietnamese_letters() == set(vietnamese_letters())
    assert len(merge_fonts.vietnamese_letters()) == 146
    assert merge_fonts.main([str(merge_fonts.SOURCE), str(tmp_path / "a.ttf")]) == 0
    assert merge_fonts.main([str(merge_fonts.SOURCE), str(tmp_path / "b.ttf")]) == 0
    assert (tmp_path / "a.ttf").read_bytes() == (tmp_path / "b.ttf").read_bytes()
    assert set(advances("playfair-display-700.ttf")) >= merge_fonts.vietnamese_letters()


def test_a_missing_package_says_so_and_leaves_no_file(tmp_path, capsys):
    assert merge_fonts.main([str(tmp_path), str(tmp_path / "a.ttf")]) == 1
    assert "certificates use Tinos Bold" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
