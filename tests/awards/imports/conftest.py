"""One reading of each workbook for all tests of this folder that only look at what was found."""

import pytest

from tests.awards.imports.places import inspected, nam_sach_dossier, rolled_back


@pytest.fixture(scope="package")
def findings(django_db_setup, django_db_blocker):
    """{workbook: (file, rows by number)} against the tree of 2020; the database is as before afterwards."""
    names = ("danh_sach_loi", "danh_sach_ca_nhan_sach", "danh_sach_tap_the", "danh_sach_lon_5000")
    with django_db_blocker.unblock(), rolled_back():
        dossier = nam_sach_dossier()
        found = {name: inspected(f"{name}.xlsx", dossier) for name in names}
    return found
