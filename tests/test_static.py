"""Style sheets that pages load ask for nothing that the content policy refuses."""

import re
from pathlib import Path

import pytest

from thiduakhenthuong.deploy.build_css import TARGET, without_pictures

ROOT = Path(__file__).resolve().parents[1]
OWN = sorted((ROOT / "static" / "css").glob("*.css"))


@pytest.mark.parametrize("sheet", [*OWN, TARGET], ids=lambda path: path.name)
def test_no_sheet_holds_a_picture_or_an_address_of_its_own(sheet):
    assert re.findall(r"url\([\"']?(?:data|https?):", sheet.read_text("utf-8")) == []


def test_pictures_in_a_sheet_become_none_and_the_rest_stays():
    picture = """.a{--i:url("data:image/svg+xml,%3csvg d='m2 5'/%3e");color:red}"""
    sheet = f"{picture}.b{{background:url(x.png)}}/*# sourceMappingURL=a.map */"
    assert without_pictures(sheet) == ".a{--i:none;color:red}.b{background:url(x.png)}"
