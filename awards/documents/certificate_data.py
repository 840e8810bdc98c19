"""What a certificate says and where each word stands, as plain frozen data: no database, no drawing.

Sizes and positions are dated reference data (`awards/reference/certificate_models.csv`, `certificate_fields.csv`):
a row per field and, where the text may take another shape, one more row. The first row into which the text fits
is used; `after` ties a row to the number of lines another field has taken ("subtitle=2").
"""

import csv
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

REFERENCE = Path(__file__).resolve().parent.parent / "reference"
AREAS = ("emblem", "qr")  # boxes that hold a picture, not words
FONTS, STYLES, ALIGNS = ("serif", "display"), ("regular", "bold", "italic"), ("left", "center", "right")


@dataclass(frozen=True)
class FieldBox:
    """One box in mm from the left and top paper edge; sizes in points, tracking in em.

    `lines` is how many lines of equal pitch share the height; 0 for a picture. `text` is fixed wording of the model.
    """

    name: str
    x: float
    y: float
    w: float
    h: float
    lines: int = 1
    font: str = "serif"
    style: str = "regular"
    size_max: float = 14
    size_min: float = 14
    tracking: float = 0
    colour: str = "#111111"
    align: str = "center"
    preprinted: bool = False
    text: str = ""
    after: str = ""

    @property
    def pitch(self):
        """Distance of two baselines in mm."""
        return self.h / max(self.lines, 1)


@dataclass(frozen=True)
class CertificateModel:
    """One sheet: paper and inner line in mm, the ground's file in static/certificates, the boxes in reading order."""

    code: str
    label: str
    paper_w: float
    paper_h: float
    inner: tuple[float, float, float, float]
    ground: str
    sign_gap: float
    boxes: tuple[FieldBox, ...]

    @cached_property
    def fields(self):
        """{field name: its boxes, the preferred one first}, in reading order."""
        found = {}
        for box in self.boxes:
            found.setdefault(box.name, []).append(box)
        return {name: tuple(boxes) for name, boxes in found.items()}

    def area(self, name):
        """The box of a picture, or None when the model has none."""
        return self.fields.get(name, (None,))[0]


@dataclass(frozen=True)
class CertificateText:
    """The words of one certificate, ready to print; a line break in a text is the operator's own.

    `link` stands between name and title on certificates of titles ("ĐẠT DANH HIỆU"). `is_person` lets the persons
    of one decision share one size of name.
    """

    authority: str
    recipient: str
    achievement: str
    place_date: str
    signer_lines: tuple[str, ...]
    signer_name: str
    decision_lines: tuple[str, ...] = ()
    subtitle: str = ""
    verb: str = "TẶNG"
    form: str = "BẰNG KHEN"
    link: str = ""
    check_code: str = ""
    check_url: str = ""
    is_person: bool = False

    def value(self, box):
        """Text of a box, lines parted by line breaks; empty when there is nothing to print."""
        if box.name == "check_label":
            return box.text if self.check_code else ""
        if box.text:
            return box.text
        lists = {"signer_title": self.signer_lines, "decision": self.decision_lines}
        return "\n".join(lists[box.name]) if box.name in lists else getattr(self, box.name)


def _box_from_row(row, scale):
    """A FieldBox from a CSV row; raises ValueError naming the field."""
    name = row["field"]
    text_box = name not in AREAS
    try:
        mm = {key: round(float(row[key]) * scale, 3) for key in "xywh"}
        numbers = {"lines": int(row["lines"])}
        if text_box:
            points = {key: round(float(row[key]) * scale * 2) / 2 for key in ("size_max", "size_min")}
            numbers |= points | {"tracking": float(row["tracking"])}
    except ValueError as error:
        raise ValueError(f"Trường {name}: {error}") from error
    if text_box and (
        row["font"] not in FONTS
        or row["style"] not in STYLES
        or row["align"] not in ALIGNS
        or not re.fullmatch(r"#[0-9a-fA-F]{6}", row["colour"])
        or not re.fullmatch(r"[a-z_]+", name)
    ):
        raise ValueError(f"Trường {name}: phông, kiểu chữ, màu hoặc cách canh không hợp lệ")
    words = {key: row[key] for key in ("font", "style", "colour", "align")} if text_box else {}
    return FieldBox(name, **mm, **numbers, **words, preprinted=str(row["preprinted"]) in ("1", "True"), text=row["text"],
                    after=row["after"])  # fmt: skip


def model_from_rows(model_row, field_rows):
    """A CertificateModel from a row of certificate_models.csv and the rows of certificate_fields.csv.

    Rows of other layouts are passed over; `scale` enlarges boxes and type together (A4 to A3). Raises ValueError.
    """
    scale = float(model_row["scale"])
    boxes = tuple(_box_from_row(row, scale) for row in field_rows if row["layout"] == model_row["layout"])
    if not boxes:
        raise ValueError(f"Mẫu {model_row['code']}: chưa có trường nào")
    if not re.fullmatch(r"[a-z0-9-]+\.svg|", model_row["ground"]):
        raise ValueError(f"Mẫu {model_row['code']}: tên tệp khung không hợp lệ")
    return CertificateModel(
        code=model_row["code"],
        label=model_row["label"],
        paper_w=float(model_row["paper_w"]),
        paper_h=float(model_row["paper_h"]),
        inner=tuple(float(model_row[key]) for key in ("inner_x", "inner_y", "inner_w", "inner_h")),
        ground=model_row["ground"],
        sign_gap=float(model_row["sign_gap"]),
        boxes=boxes,
    )


def read_rows(name):
    """Rows of a CSV file in awards/reference as dicts."""
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def reference_models():
    """{code: CertificateModel} of the shipped reference files."""
    fields = read_rows("certificate_fields.csv")
    return {row["code"]: model_from_rows(row, fields) for row in read_rows("certificate_models.csv")}
