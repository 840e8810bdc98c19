"""The 146 Vietnamese letters as certificates print them, against golden pictures: text tests do not see a wrong glyph.

Golden pictures are made anew by REMAKE_GOLDEN=1 and looked at before they are committed.
"""

import io
import os
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from awards.documents.certificate_data import CertificateModel, FieldBox
from awards.documents.certificates import CertificateText, render_document
from thiduakhenthuong.core.fonts import vietnamese_letters
from thiduakhenthuong.core.pdf import page_png

GOLDEN = Path(__file__).resolve().parents[2] / "data" / "certificates"
FACES = {"bold": "serif", "italic": "serif", "regular": "serif", "display": "display"}


def letters_sheet(face):
    """PNG of all letters in one face of the certificates, five lines, 100 dpi, black and grey."""
    letters = vietnamese_letters()
    style = "bold" if face == "display" else face
    rows = "\n".join(letters[start : start + 30] for start in range(0, len(letters), 30))
    names = ("recipient", "authority", "achievement", "place_date", "signer_name", "signer_title")
    box = FieldBox("recipient", 5, 5, 150, 40, 5, FACES[face], style, 16, 16, align="left")
    hidden = tuple(FieldBox(name, 0, 0, 1, 1) for name in names[1:])
    model = CertificateModel(face, face, 160, 50, (0, 0, 160, 50), "", 0, (box, *hidden))
    content = render_document(model, [CertificateText("", rows, "", "", (), "")], mode="overlay")
    return Image.open(io.BytesIO(page_png(content, dpi=100))).convert("L")


def differing(picture, golden):
    """Share of pixels that differ by more than a shade."""
    if picture.size != golden.size:
        return 1.0
    shades = ImageChops.difference(picture, golden).histogram()
    return sum(shades[64:]) / (picture.size[0] * picture.size[1])


@pytest.mark.parametrize("face", FACES)
def test_letters_look_as_in_the_golden_picture(face):
    picture, path = letters_sheet(face), GOLDEN / f"letters-{face}.png"
    if os.environ.get("REMAKE_GOLDEN"):
        picture.save(path, optimize=True)
    assert differing(picture, Image.open(path)) <= 0.001


def test_golden_test_fails_on_another_face():
    assert differing(letters_sheet("regular"), Image.open(GOLDEN / "letters-bold.png")) > 0.01
