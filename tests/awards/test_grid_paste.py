"""How a block from Excel is understood: static/js/grid/tsv.js, run by the node of the virtual environment."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

MODULE = Path(__file__).resolve().parents[2] / "static" / "js" / "grid" / "tsv.js"
NODE = Path(sys.executable).parent / "node"
pytestmark = pytest.mark.skipif(not NODE.exists(), reason="node comes with the virtual environment of make")


def run(expression, *values):
    """The value of a JavaScript expression over the exports of the module; `v` holds the values."""
    script = f"import * as m from {json.dumps(MODULE.as_uri())}; const v = {json.dumps(values)};"
    script += f"console.log(JSON.stringify({expression}))"
    done = subprocess.run(
        [NODE, "--no-warnings", "--input-type=module", "-e", script], capture_output=True, text=True, check=True, timeout=30
    )
    return json.loads(done.stdout)


def lines(text, column=1, kind=None):
    """Values of the lines that a pasted text becomes."""
    return run("m.planBlock(m.readBlock(v[0]), v[1], v[2], (t) => t.startsWith('Bằng khen'))", text, column, kind)["lines"]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
        ('a\t"hai\ndòng ""x"""', [["a", 'hai\ndòng "x"']]),
        ('"5 không, 3 sạch" ở xã\tb', [['"5 không, 3 sạch" ở xã', "b"]]),
        ("một ô", [["một ô"]]),
    ],
)
def test_a_block_is_read_with_quotes_and_line_breaks(text, cells):
    assert run("m.readBlock(v[0])", text) == cells


def test_a_written_block_is_read_back_the_same():
    cells = [['a"b', "c\nd"], ["", "e\tf"]]
    assert run("m.readBlock(m.writeBlock(v[0]))", cells) == cells


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Ông\tLê Duệ\t1966", {"gender": "Ông", "name": "Lê Duệ", "birth": "1966"}),
        ("1\tBà\tLê Duệ\t1966", {"gender": "Bà", "name": "Lê Duệ", "birth": "1966"}),
        ("Lê Duệ\t1966\tGiáo viên", {"name": "Lê Duệ", "birth": "1966", "title": "Giáo viên"}),
        ("Họ tên\tĐơn vị\tGhi gì\nLê Duệ\tXã An Bình\tx", {"name": "Lê Duệ", "unit_text": "Xã An Bình"}),
        ("don vi\tHO VA TEN\nXã An Bình\tLê Duệ", {"name": "Lê Duệ", "unit_text": "Xã An Bình"}),
    ],
)
def test_columns_are_found_by_headings_or_by_their_content(text, values):
    assert lines(text) == [{"kind": None, "values": values}]


def test_headings_that_are_not_understood_are_named():
    assert run("m.planBlock(m.readBlock(v[0]), 1, null)", "Họ tên\tĐơn vị\tQuê quán\na\tb\tc")["unknown"] == ["Quê quán"]


def test_section_rows_set_the_kind_of_what_follows():
    text = "I. Tập thể\nHội Nông dân\tXã An Bình\tBằng khen tỉnh\tDẫn đầu\nII. Cá nhân\nBà\tLê Hoa\t1970"
    assert lines(text) == [
        {
            "kind": "collective",
            "values": {
                "name": "Hội Nông dân", "unit_text": "Xã An Bình", "award_kind": "Bằng khen tỉnh", "achievement": "Dẫn đầu"
            },
        },
        {"kind": "individual", "values": {"gender": "Bà", "name": "Lê Hoa", "birth": "1970"}},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Tô Thị Hoa", "individual"),
        ("Tổ dân phố số 5", "collective"),
        ("Đoàn Văn Hậu", "individual"),
        ("Đoàn xã An Bình", "collective"),
        ("Trương Thị Hà", "individual"),
        ("TRƯỜNG THCS NAM CHÍNH", "collective"),
        ("Hộ ông Nguyễn Văn Bình", "household"),
    ],
)
def test_a_new_line_is_taken_for_what_its_name_says(name, kind):
    assert run("m.guessKind({name: v[0]})", name) == kind
