"""The dated catalogue: load, look-ups of a day, edits by administrators."""

import csv
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from awards.documents.certificate_data import model_from_rows, reference_models
from awards.enums import DecidingLevel, RecipientKind
from awards.models import AwardKind, BaseSalary, DocumentText, EligibilityRule, LegalBasis, OfficeProfile, Regime
from awards.queries import catalogue
from awards.services.catalogue import add_row, change_row, retire_row
from awards.services.catalogue_load import REFERENCE, SOURCES, load_all, load_source
from campaigns.enums import Role
from campaigns.models import Membership, Unit
from thiduakhenthuong.core import events
from thiduakhenthuong.core.errors import Conflict, Refused

pytestmark = pytest.mark.usefixtures("reference")
Y2020, Y2024, Y2026 = date(2020, 7, 10), date(2024, 1, 15), date(2026, 1, 5)


def kind(code):
    return AwardKind.objects.get(code=code)


def unit(slug):
    return Unit.objects.get(slug=slug)


@pytest.fixture
def district():
    return unit("district-291")


@pytest.fixture
def administrator(django_user_model, district):
    user = django_user_model.objects.create(username="tam", full_name="Lê Minh Tâm")
    Membership.objects.create(user=user, unit=district, role=Role.ADMINISTRATOR)
    return user


@pytest.fixture
def outsider(django_user_model):
    return django_user_model.objects.create(username="dung", full_name="Dũng")


# --- loading ----------------------------------------------------------------------------------


def test_every_reference_file_has_a_source():
    files = {path.stem for path in REFERENCE.glob("*.csv") if not path.stem.startswith("import_")}  # words of the importer
    assert files - {source.file for source in SOURCES} == set()


def test_second_load_writes_nothing():
    with CaptureQueriesContext(connection) as queries:
        outcomes = load_all()
    assert sum(outcome.writes for outcome in outcomes) == 0
    assert [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))] == []


def test_every_row_of_the_files_is_in_the_catalogue():
    for source in SOURCES:
        path = REFERENCE / f"{source.file}.csv"
        if path.exists():
            with path.open(encoding="utf-8", newline="") as file:
                assert source.model.objects.count() == sum(1 for _ in csv.DictReader(file)), source.file


def test_load_restores_a_row_changed_behind_its_back():
    AwardKind.objects.filter(code="BK_TINH").update(label="Bằng khen")
    assert sum(outcome.changed for outcome in load_all()) == 1
    assert kind("BK_TINH").label == "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh"


def test_load_leaves_an_edited_row_alone(administrator):
    row = change_row(kind("BK_TINH"), version=1, values={"short_label": "BK tỉnh"}, by=administrator)
    load_all()
    row.refresh_from_db()
    assert row.short_label == "BK tỉnh"


def test_row_gone_from_the_file_is_retired_and_kept(tmp_path, settings):
    settings.WORK_DATE = date(2026, 11, 20)
    source = next(source for source in SOURCES if source.file == "regimes")
    lines = (REFERENCE / "regimes.csv").read_text("utf-8").splitlines()
    (tmp_path / "regimes.csv").write_text("\n".join(lines[:-1]), "utf-8")
    assert load_source(source, tmp_path).retired == 1
    assert Regime.objects.get(code="R2026").valid_to == date(2026, 11, 19)
    assert load_source(source, tmp_path).writes == 0


def test_unreadable_cell_names_file_and_line(tmp_path):
    source = next(source for source in SOURCES if source.file == "base_salary")
    (tmp_path / "base_salary.csv").write_text("valid_from,amount_vnd,decree,certainty\n2019-07-01,nhiều,,sure\n", "utf-8")
    with pytest.raises(ValueError, match=r"base_salary\.csv, dòng 2"):
        load_source(source, tmp_path)


# --- look-ups ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2017, 10, 1), "R2017"), (date(2023, 12, 31), "R2017"), (date(2024, 1, 1), "R2024"),
        (date(2025, 6, 30), "R2024"), (date(2025, 7, 1), "R2025"), (date(2026, 10, 1), "R2026"),
    ],
)  # fmt: skip
def test_regime_changes_on_its_day(day, code):
    assert [regime.code for regime in Regime.objects.on(day)] == [code]


def test_base_salary_is_the_one_that_began_last():
    days = (date(2019, 6, 30), date(2019, 7, 1), Y2020, date(2025, 12, 15), date(2026, 8, 20))
    assert [catalogue.base_salary_on(day).amount for day in days] == [1390000, 1490000, 1490000, 2340000, 2530000]


def test_coefficient_of_a_day():
    bk, gk = kind("BK_TINH"), kind("GK_XA")
    assert catalogue.coefficients_on(Y2020)[bk.pk, RecipientKind.INDIVIDUAL].coefficient_x1000 == 1000
    assert catalogue.coefficients_on(Y2026)[bk.pk, RecipientKind.COLLECTIVE].coefficient_x1000 == 3000
    assert (gk.pk, RecipientKind.HOUSEHOLD) not in catalogue.coefficients_on(Y2020)


def test_no_two_rows_give_money_for_one_kind_on_one_day():
    rows = list(catalogue.Coefficient.objects.on(Y2026).values_list("award_kind", "recipient_kind"))
    assert len(rows) == len(set(rows))


def test_district_decides_until_the_district_ends(district):
    assert catalogue.authority_for(kind("GK_HUYEN"), DecidingLevel.DISTRICT, Y2020).office.startswith("Chủ tịch")
    assert catalogue.authority_for(kind("GK_HUYEN"), DecidingLevel.DISTRICT, Y2026) is None
    assert [k.code for k in catalogue.decidable_kinds(district, Y2020)] == ["THON_VH", "TTLDTT", "CSTDCS", "LDTT", "GK_HUYEN"]
    assert catalogue.decidable_kinds(district, Y2026) == []


def test_province_decides_its_own_kinds_but_not_those_of_party_and_fronts():
    codes = [k.code for k in catalogue.decidable_kinds(unit("province-30"), Y2020)]
    assert codes == ["CO_TINH", "TTLDXS", "DVQT", "CSTD_TINH", "BK_TINH"]


def test_office_without_a_deciding_level_decides_nothing():
    office = Unit.objects.get(name="Phòng Nội vụ huyện")
    assert (catalogue.deciding_level(office), catalogue.decidable_kinds(office, Y2020)) == ("", [])


def test_legal_bases_differ_by_signing_day():
    texts = {
        day: [row.text for row in catalogue.legal_bases_on("decision", "province", day)]
        for day in (Y2020, Y2024, date(2025, 8, 1))
    }
    assert len({tuple(rows) for rows in texts.values()}) == 3
    assert "91/2017/NĐ-CP" in texts[Y2020][2]
    assert "98/2023/NĐ-CP" in texts[Y2024][2]
    assert texts[Y2020][-1].startswith("Theo đề nghị của {proposer_title}")


def test_text_of_a_level_wins_over_the_general_one():
    DocumentText.objects.create(slug="x", document_kind="decision", part="article_2", level="commune", text="Riêng xã.")
    assert catalogue.texts_on("decision", "commune", Y2020)["article_2"] == "Riêng xã."
    assert catalogue.texts_on("decision", "district", Y2020)["article_2"].startswith("Tiền thưởng kèm theo")


def test_rules_are_those_of_the_day():
    codes = [{rule.code for rule in EligibilityRule.objects.on(day)} for day in (Y2020, Y2024)]
    assert "R01B" in codes[0] - codes[1]
    assert "R01" in codes[1] - codes[0]


def test_papers_of_a_merit_award_and_of_a_sudden_one():
    bk = kind("BK_TINH")
    assert [p.code for p in catalogue.paper_requirements_for(bk, "CONG_TRANG", "individual", Y2024)] == [
        "TO_TRINH", "BIEN_BAN", "BAO_CAO",
    ]  # fmt: skip
    assert [p.code for p in catalogue.paper_requirements_for(bk, "DOT_XUAT", "individual", Y2024)] == [
        "TO_TRINH", "BAO_CAO_TOM_TAT",
    ]  # fmt: skip


def test_initiative_paper_of_cstdcs_is_required_until_2023_only():
    def required(day):
        papers = catalogue.paper_requirements_for("CSTDCS", "CONG_TRANG", "individual", day)
        return next(paper.required for paper in papers if paper.code == "SANG_KIEN")

    assert [required(day) for day in (Y2020, Y2024, Y2026)] == [True, False, False]


def test_papers_of_many_lines_cost_one_query(django_assert_num_queries):
    bk = kind("BK_TINH")
    with django_assert_num_queries(1):
        rows = catalogue.paper_requirements_on(Y2020)
        for _ in range(10):
            catalogue.paper_requirements_for(bk, "CONG_TRANG", "individual", Y2020, among=rows)


@pytest.mark.parametrize(
    ("slug", "day", "issuer", "place", "proposer"),
    [
        ("province-30", Y2020, "TỈNH HẢI DƯƠNG", "Hải Dương", "Giám đốc Sở Nội vụ"),
        ("district-291", Y2020, "HUYỆN NAM SÁCH", "Nam Sách", "Trưởng phòng Nội vụ"),
        ("commune-2020-10633", Y2020, "XÃ NAM TRUNG", "Nam Trung", "Công chức Văn hóa - Xã hội"),
        ("commune-2025-07-10507", Y2026, "PHƯỜNG THÀNH ĐÔNG", "Thành Đông", "Trưởng phòng Văn hóa - Xã hội"),
    ],
)
def test_profile_fills_the_place_in_both_cases(slug, day, issuer, place, proposer):
    profile = catalogue.profile_for(unit(slug), day)
    assert profile.issuer_lines == ("CHỦ TỊCH", "ỦY BAN NHÂN DÂN", issuer)
    assert profile.committee_lines == ("ỦY BAN NHÂN DÂN", issuer)
    assert (profile.place, profile.proposer_title) == (place, proposer)
    assert profile.fund.endswith(f"năm {day.year}")


def test_no_profile_keeps_a_placeholder():
    for slug, day in (("province-30", Y2020), ("department-HD03", Y2020), ("commune-2025-07-10507", Y2026)):
        assert "{" not in str(catalogue.profile_for(unit(slug), day).__dict__ | {"words": ""}).replace("{'", "")


def test_district_has_no_profile_after_its_last_day(district):
    assert catalogue.profile_for(district, date(2025, 7, 1)) is None


def test_district_without_an_own_row_cites_the_regulation_of_its_province():
    other = Unit.objects.get(name="Huyện Thanh Hà", level="district")
    assert not OfficeProfile.objects.filter(unit=other).exists()
    assert catalogue.profile_for(other, Y2020).regulation_number == "9001/2018/QĐ-UBND"


def test_profile_costs_two_queries(district, django_assert_num_queries):
    with django_assert_num_queries(2):
        catalogue.profile_for(district, Y2020)


@pytest.mark.parametrize(
    ("code", "model"),
    [("BK_TINH", "bang-khen-a4"), ("GK_HUYEN", "giay-khen-a4"), ("CSTDCS", "danh-hieu-a4"), ("LDTT", None)],
)
def test_usual_certificate_model_of_a_kind(code, model):
    found = catalogue.certificate_model_for(kind(code), DecidingLevel.PROVINCE, Y2020)
    assert (found and found.code) == model


def test_certificate_rows_make_the_same_model_as_the_files():
    model = catalogue.certificate_model_for(kind("BK_TINH"), DecidingLevel.PROVINCE, Y2026)
    assert model_from_rows(*catalogue.certificate_rows(model, Y2026)) == reference_models()[model.code]


# --- edits ------------------------------------------------------------------------------------


def test_change_leaves_an_event_with_the_difference(administrator):
    row = BaseSalary.objects.get(valid_from=date(2019, 7, 1))
    changed = change_row(row, version=1, values={"amount": 1_500_000, "decree": row.decree}, by=administrator)
    assert (changed.amount, changed.version, changed.edited) == (1_500_000, 2, True)
    event = events.last_event(changed)
    assert (event.action, event.by, event.data["changes"]) == (
        "change_row",
        administrator,
        {"amount": ["1.490.000", "1.500.000"]},
    )


def test_change_without_difference_writes_nothing(administrator):
    row = BaseSalary.objects.get(valid_from=date(2019, 7, 1))
    same = change_row(row, version=1, values={"amount": row.amount}, by=administrator)
    assert (same.version, same.edited, events.last_event(same)) == (1, False, None)


def test_change_of_a_row_seen_too_early_is_a_conflict(administrator):
    row = BaseSalary.objects.get(valid_from=date(2019, 7, 1))
    change_row(row, version=1, values={"amount": 1}, by=administrator)
    with pytest.raises(Conflict, match="Lê Minh Tâm sửa"):
        change_row(row, version=1, values={"amount": 2}, by=administrator)
    row.refresh_from_db()
    assert row.amount == 1


def test_only_administrators_edit(outsider):
    row = BaseSalary.objects.get(valid_from=date(2019, 7, 1))
    for act in (
        lambda: change_row(row, version=1, values={"amount": 1}, by=outsider),
        lambda: retire_row(row, version=1, last_day=Y2026, by=outsider),
        lambda: add_row(BaseSalary, values={"amount": 1}, by=outsider),
    ):
        with pytest.raises(Refused):
            act()
    row.refresh_from_db()
    assert (row.amount, BaseSalary.objects.count(), events.last_event(row)) == (1490000, 8, None)


def test_retired_row_holds_to_its_last_day(administrator):
    row = LegalBasis.objects.on(Y2026).filter(document_kind="decision", level="province", order=20).get()
    retire_row(row, version=1, last_day=Y2026, by=administrator)
    texts = [[b.order for b in catalogue.legal_bases_on("decision", "province", day)] for day in (Y2026, date(2026, 1, 6))]
    assert (20 in texts[0], 20 in texts[1]) == (True, False)
    assert events.last_event(row).action == "retire_row"


def test_row_cannot_end_before_it_begins(administrator):
    row = BaseSalary.objects.get(valid_from=date(2019, 7, 1))
    with pytest.raises(ValidationError):
        retire_row(row, version=1, last_day=date(2019, 6, 30), by=administrator)
    assert events.last_event(row) is None


def test_added_row_survives_the_next_load(administrator):
    values = {"amount": 3_000_000, "valid_from": date(2027, 7, 1), "decree": "9999/2027/NĐ-CP"}
    row = add_row(BaseSalary, values=values, by=administrator)
    assert sum(outcome.writes for outcome in load_all()) == 0
    assert catalogue.base_salary_on(date(2027, 7, 1)) == row


def test_broken_save_leaves_no_event(administrator, monkeypatch):
    row = BaseSalary.objects.get(valid_from=date(2019, 7, 1))

    def fail(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(events, "record", fail)
    with pytest.raises(RuntimeError):
        change_row(row, version=1, values={"amount": 1}, by=administrator)
    row.refresh_from_db()
    assert (row.amount, row.version) == (1490000, 1)
