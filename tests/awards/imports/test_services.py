"""An uploaded list from upload to dossier: staged, mended, applied once, and never twice."""

import pytest
from django.core.exceptions import ValidationError

from awards.enums import DossierState, ImportState
from awards.models import ImportBatch, ImportRow, Nomination
from awards.services import imports as services
from awards.services.imports.reading import read_list
from awards.services.nomination import remove_nominations
from campaigns.enums import Role
from campaigns.models import Unit
from tests.awards.factories import award_kind, make_nomination, make_user
from tests.awards.imports.places import EXCEL, HEADINGS, nam_sach_dossier, person, upload, workbook
from thiduakhenthuong.core import jobs
from thiduakhenthuong.core.errors import Conflict, Refused
from thiduakhenthuong.core.models import Event, Job, StoredFile
from thiduakhenthuong.core.sheets import SheetError, open_sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier():
    return nam_sach_dossier()


@pytest.fixture
def clerk(dossier):
    return dossier.created_by


@pytest.fixture
def read(dossier, clerk):
    """Read rows (or a ready workbook) into the dossier."""

    def reader(*rows, content=None, **kwargs):
        return services.read_upload(dossier=dossier, upload=upload(content or workbook(*rows, **kwargs)), by=clerk)

    return reader


def row(batch, number):
    rows = ImportRow.objects.select_related("batch__dossier__unit", "batch__dossier__deciding_unit")
    return rows.get(batch=batch, number=number)


def outcomes(batch):
    return dict(ImportRow.objects.filter(batch=batch).values_list("number", "outcome"))


def codes(batch, number):
    return [issue["code"] for issue in row(batch, number).issues]


# --- upload -----------------------------------------------------------------------------------


def test_upload_stages_rows_and_writes_nothing_into_the_dossier(read, dossier):
    batch = read(person())
    assert (batch.state, batch.sheet, batch.header_row) == (ImportState.STAGED, "Sheet", 3)
    assert outcomes(batch) == {4: "clean"}
    assert not Nomination.objects.filter(dossier=dossier).exists()
    assert StoredFile.objects.get(pk=batch.stored_id).sha256 == batch.sha256


def test_the_faulty_workbook_is_staged_with_its_76_findings(read):
    batch = read(content=(EXCEL / "danh_sach_loi.xlsx").read_bytes())
    found = services.counts(batch)
    assert (found["clean"], found["fixed"], found["confirm"], found["error"], found["skipped"]) == (5, 19, 11, 14, 8)
    assert (found["recipients"], found["ready"], found["waiting"]) == (49, 24, 25)


def test_same_waiting_file_comes_back_as_the_same_draft(read):
    content = workbook(person())
    assert read(content=content) == read(content=content)
    assert ImportBatch.objects.count() == 1


def test_same_file_after_the_import_adds_nothing(read, dossier, clerk):
    content = workbook(person())
    batch = read(content=content)
    services.apply_batch(batch=batch, version=batch.version, by=clerk)
    again = read(content=content)
    assert (again, again.state) == (batch, ImportState.APPLIED)
    assert Nomination.objects.filter(dossier=dossier).count() == 1


def test_same_file_may_be_read_again_when_its_lines_were_taken_out(read, dossier, clerk):
    content = workbook(person())
    batch = read(content=content)
    services.apply_batch(batch=batch, version=batch.version, by=clerk)
    remove_nominations(nominations=list(Nomination.objects.filter(dossier=dossier)), by=clerk)
    again = read(content=content)
    assert again != batch and again.state == ImportState.STAGED


def test_same_rows_in_another_file_are_asked_about(read, clerk):
    batch = read(person())
    services.apply_batch(batch=batch, version=batch.version, by=clerk)
    other = read(person(), title="Danh sách bổ sung")
    assert codes(other, 4) == ["ALREADY_IN_DOSSIER"] and outcomes(other) == {4: "confirm"}


def test_rows_the_dossier_already_holds_are_left_out_together(read, clerk):
    rows = [person(name=f"Vũ Trọng {name}") for name in ("An", "Bình", "Chi")]
    batch = read(*rows)
    services.apply_batch(batch=batch, version=batch.version, by=clerk)
    other = read(*rows, person(), title="Danh sách bổ sung")
    services.apply_fix_to_similar(row=row(other, 4), issue_index=0, by=clerk)
    assert outcomes(other) == {4: "dropped", 5: "dropped", 6: "dropped", 7: "clean"}


def test_discarded_file_may_be_read_again(read, clerk):
    batch = read(person())
    services.discard_batch(batch=batch, by=clerk)
    assert read(person()) != batch


def test_outsider_may_not_upload(dossier):
    unit = Unit.objects.get(name="Huyện Cẩm Giàng", level="district")
    with pytest.raises(Refused):
        services.read_upload(dossier=dossier, upload=upload(workbook(person())), by=make_user("dung", "Dũng", (unit, Role.CLERK)))


def test_submitted_dossier_takes_no_list(read, dossier):
    type(dossier).objects.filter(pk=dossier.pk).update(state=DossierState.SUBMITTED)
    with pytest.raises(Conflict):
        read(person())


def test_unreadable_file_leaves_nothing_behind(dossier, clerk):
    with pytest.raises(ValidationError, match="không phải sổ tính|văn bản|hỏng"):
        services.read_upload(dossier=dossier, upload=upload(b"PK\x03\x04 nothing"), by=clerk)
    assert (ImportBatch.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_long_list_is_read_by_a_job(read):
    batch = read(*[person(name=f"Nguyễn Văn {chr(65 + i % 26)}{chr(97 + i // 26)}") for i in range(320)])
    batch.refresh_from_db()
    assert batch.state == ImportState.STAGED and services.counts(batch)["recipients"] == 320
    assert Job.objects.get(kind="import_read").state == "done"


# --- columns ----------------------------------------------------------------------------------


def test_unknown_column_can_be_chosen_and_rows_are_checked_again(read, clerk):
    headings = [*HEADINGS[:2], "Người được đề nghị khen lần này", *HEADINGS[3:]]
    batch = read(person(), headings=headings)
    assert codes(batch, 4) == ["NAME_MISSING"]
    services.set_column(batch=batch, letter="C", field="full_name", by=clerk)
    assert outcomes(batch) == {4: "clean"}


def test_column_can_be_left_out(read, clerk):
    batch = read(person(award="Bằng công nhận"))
    services.set_column(batch=batch, letter="G", field="", by=clerk)
    assert codes(batch, 4) == ["AWARD_MISSING"]


def test_field_moves_from_one_column_to_another(read, clerk):
    batch = read(person())
    services.set_column(batch=batch, letter="H", field="position", by=clerk)
    batch.refresh_from_db()
    assert {c["letter"]: c["field"] for c in batch.columns if c["letter"] in "EH"} == {"E": "", "H": "position"}


def test_headings_in_any_order_without_diacritics(read):
    batch = read(["Giay khen", "UBND xã Minh Tân", "Đỗ Trọng Điển", 1983, "Nam"],
                 headings=["Số TT", "hinh thuc khen thuong", "NOI CONG TAC", "ho va ten", "nam sinh", "gioi tinh"])  # fmt: skip
    assert row(batch, 4).values["name"] == "Đỗ Trọng Điển" and outcomes(batch) == {4: "fixed"}


# --- mending ----------------------------------------------------------------------------------


def test_typed_cell_mends_the_row(read, clerk):
    batch = read(person(birth="31/02/1986"))
    assert outcomes(batch) == {4: "error"}
    services.mend_cell(row=row(batch, 4), field="birth", value="28/02/1986", by=clerk)
    assert (outcomes(batch), row(batch, 4).values["birth"]) == ({4: "clean"}, "1986-02-28")


def test_one_click_mend_of_an_impossible_day_keeps_the_year(read, clerk):
    batch = read(person(birth="31/02/1986"))
    services.apply_fix(row=row(batch, 4), issue_index=0, by=clerk)
    assert row(batch, 4).values["birth"] == "1986" and outcomes(batch) == {4: "clean"}


def test_one_click_mend_takes_the_nearest_unit(read, clerk):
    batch = read(person(unit="Xã An Sơm"))
    services.apply_fix(row=row(batch, 4), issue_index=0, by=clerk)
    mended = row(batch, 4)
    assert mended.values["unit_text"] == "Xã An Sơn" and mended.outcome == "clean"
    assert mended.values["unit"] == str(Unit.objects.get(name="Xã An Sơn", place="huyện Nam Sách").public_id)


def test_unknown_unit_can_be_confirmed_as_written(read, clerk):
    batch = read(person(unit="Câu lạc bộ Thơ Nam Sách"))
    services.confirm_row(row=row(batch, 4), by=clerk)
    assert (outcomes(batch), row(batch, 4).values["unit"]) == ({4: "clean"}, "")


def test_unit_of_another_time_must_be_chosen(read, clerk):
    batch = read(person(unit="Xã Trần Phú"))
    with pytest.raises(ValidationError, match="01/12/2024"):
        services.confirm_row(row=row(batch, 4), by=clerk)
    assert [fix["label"] for fix in row(batch, 4).issues[0]["fix"]] == ["Xã Nam Chính", "Xã Nam Trung"]


def test_award_can_be_chosen_for_all_rows_with_the_same_word(read, clerk):
    names = ["Phạm Thị Dung", "Hoàng Thị Lụa", "Lại Thị Thúy Quý"]
    batch = read(*[person(honorific="Bà", name=name, award="Bằng công nhận") for name in names], person())
    services.apply_fix_to_similar(row=row(batch, 4), issue_index=0, value="LDTT", by=clerk)
    assert outcomes(batch) == {4: "clean", 5: "clean", 6: "clean", 7: "clean"}
    assert [row(batch, n).values["award_kind"] for n in (4, 5, 6, 7)] == ["LDTT", "LDTT", "LDTT", "GK_HUYEN"]


def test_each_similar_row_takes_its_own_mend(read, clerk):
    headings = [*HEADINGS, "Tỷ lệ phiếu"]
    rows = [[*person(name=name), share] for name, share in (("Lê Công Duệ", 0.9), ("Vũ Trọng Toản", 0.85))]
    batch = read(*rows, headings=headings)
    services.apply_fix_to_similar(row=row(batch, 4), issue_index=0, by=clerk)
    assert [row(batch, n).values["vote_percent"] for n in (4, 5)] == ["90", "85"]


def test_row_can_be_left_out_and_brought_back(read, clerk):
    batch = read(person(birth="không rõ"))
    services.drop_row(row=row(batch, 4), by=clerk)
    assert outcomes(batch) == {4: "dropped"}
    services.restore_row(row=row(batch, 4), by=clerk)
    assert outcomes(batch) == {4: "error"}


def test_leaving_out_the_first_of_two_equal_rows_frees_the_second(read, clerk):
    batch = read(person(), person())
    assert outcomes(batch) == {4: "clean", 5: "error"}
    services.drop_row(row=row(batch, 4), by=clerk)
    assert outcomes(batch) == {4: "dropped", 5: "clean"}


@pytest.mark.parametrize(("same", "outcome"), [(True, "dropped"), (False, "clean")])
def test_answer_about_a_likely_twin(read, clerk, same, outcome):
    batch = read(person(birth=1966), person(birth=1966, achievement="Khác"))
    assert codes(batch, 5)[0] == "DUP_LIKELY"
    services.answer_twin(row=row(batch, 5), same=same, by=clerk)
    assert outcomes(batch)[5] in (outcome, "fixed")


def test_name_mended_into_another_of_the_list_is_asked_about(read, clerk):
    batch = read(person(), person(name="Lê Công Duê"))
    services.mend_cell(row=row(batch, 5), field="full_name", value="Lê Công Duệ", by=clerk)
    assert codes(batch, 5) == ["DUP_EXACT"]


def test_repair_of_a_name_can_be_undone(read, clerk):
    batch = read(person(name="LÊ CÔNG DUỆ"))
    assert row(batch, 4).values["name"] == "Lê Công Duệ"
    services.keep_as_written(row=row(batch, 4), field="full_name", by=clerk)
    assert (row(batch, 4).values["name"], outcomes(batch)) == ("LÊ CÔNG DUỆ", {4: "clean"})


def test_confirmed_warning_is_asked_again_when_the_value_changes(read, clerk):
    batch = read(person(birth="5/9/61"))
    services.confirm_row(row=row(batch, 4), by=clerk)
    assert outcomes(batch) == {4: "clean"}
    services.mend_cell(row=row(batch, 4), field="birth", value="5/9/62", by=clerk)
    assert outcomes(batch) == {4: "confirm"}


def test_number_of_citizen_card_is_not_kept(read):
    batch = read([*person(), "099999999999"], headings=[*HEADINGS, "CCCD"])
    stored = row(batch, 4)
    assert "099999999999" not in f"{stored.cells}{stored.values}{stored.issues}"


# --- applying ---------------------------------------------------------------------------------


def test_import_writes_words_and_identities(read, dossier, clerk):
    batch = read(person(honorific="Bà", name="Hoàng Ngọc Duyên", birth="1978"))
    services.apply_batch(batch=batch, version=batch.version, by=clerk)
    line = Nomination.objects.get(dossier=dossier)
    assert (line.name, line.gender, line.birth_year, line.birth_date) == ("Hoàng Ngọc Duyên", "female", 1978, None)
    assert (line.title, line.unit_text, line.unit.name) == ("Bí thư Đảng ủy", "Đảng ủy xã An Sơn", "Đảng ủy xã An Sơn")
    assert (line.award_kind.code, line.achievement) == ("GK_HUYEN", "Hoàn thành tốt nhiệm vụ")
    batch.refresh_from_db()
    assert (batch.state, row(batch, 4).nomination) == (ImportState.APPLIED, line)


@pytest.mark.parametrize(("name", "count"), [("danh_sach_ca_nhan_sach", 30), ("danh_sach_tap_the", 24)])
def test_clean_workbook_comes_in_whole(read, dossier, clerk, name, count):
    batch = read(content=(EXCEL / f"{name}.xlsx").read_bytes())
    services.apply_batch(batch=batch, version=batch.version, by=clerk)
    assert Nomination.objects.filter(dossier=dossier).count() == count


def test_import_waits_until_every_row_is_settled(read, dossier, clerk):
    batch = read(person(), person(name="Vũ Trọng Toản", birth="không rõ"))
    with pytest.raises(ValidationError, match="Còn 1 dòng chưa xong"):
        services.apply_batch(batch=batch, version=batch.version, by=clerk)
    assert not Nomination.objects.filter(dossier=dossier).exists()


def test_stale_version_is_a_conflict(read, clerk):
    batch = read(person())
    version = batch.version
    services.mend_cell(row=row(batch, 4), field="position", value="Chủ tịch", by=clerk)
    with pytest.raises(Conflict):
        services.apply_batch(batch=batch, version=version, by=clerk)


def test_second_import_of_the_same_draft_is_told_who_and_when(read, dossier, clerk):
    batch = read(person())
    version = batch.version
    services.apply_batch(batch=batch, version=version, by=clerk)
    with pytest.raises(Conflict, match="Vũ Thị Hồng Hạnh nhập vào hồ sơ lúc"):
        services.apply_batch(batch=batch, version=version, by=clerk)
    assert Nomination.objects.filter(dossier=dossier).count() == 1


def test_broken_import_leaves_neither_lines_nor_events(read, dossier, clerk, monkeypatch):
    batch = read(person(), person(name="Vũ Trọng Toản"))
    before = Event.objects.count()
    monkeypatch.setattr("awards.services.imports.applying.events.record", lambda *a, **k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        services.apply_batch(batch=batch, version=batch.version, by=clerk)
    batch.refresh_from_db()
    assert (batch.state, Nomination.objects.filter(dossier=dossier).count()) == (ImportState.STAGED, 0)
    assert Event.objects.count() == before


def test_imported_list_cannot_be_mended(read, clerk):
    batch = read(person())
    services.apply_batch(batch=batch, version=batch.version, by=clerk)
    with pytest.raises(Conflict):
        services.mend_cell(row=row(batch, 4), field="position", value="Chủ tịch", by=clerk)


def test_skipped_row_cannot_be_mended(read, clerk):
    batch = read(content=(EXCEL / "danh_sach_loi.xlsx").read_bytes())
    with pytest.raises(ValidationError, match="không phải dòng được đề nghị"):
        services.mend_cell(row=row(batch, 62), field="full_name", value="Nguyễn Văn A", by=clerk)


def test_line_already_in_the_dossier_is_asked_about_before_the_import(read, dossier):
    make_nomination(dossier, "Lê Công Duệ", birth_year=1966, award_kind=award_kind("GK_HUYEN"))
    assert codes(read(person()), 4) == ["ALREADY_IN_DOSSIER"]


# --- workbooks out ----------------------------------------------------------------------------


def test_workbook_of_bad_rows_says_why(read):
    batch = read(person(), person(name="Vũ Trọng Toản", birth="31/02/1986"))
    rows = [list(r.cells) for r in open_sheet(services.error_workbook(batch)).active.rows]
    assert [r[0] for r in rows if isinstance(r[0], int)] == [5]
    assert rows[-1][-1] == "D: Ngày 31/02/1986 không có thật: gõ lại."


@pytest.mark.parametrize("kind", ["individual", "collective", "household"])
def test_empty_template_has_a_table_that_waits_for_rows(dossier, kind):
    with pytest.raises(SheetError, match="chưa có dòng dữ liệu"):
        read_list(services.template_workbook(dossier, kind))


def test_long_list_is_imported_by_a_job_and_its_lines_are_checked(read, dossier, clerk):
    batch = read(*[person(name=f"Nguyễn Văn {chr(65 + i % 26)}{chr(97 + i // 26)}") for i in range(320)])
    batch.refresh_from_db()
    services.apply_batch(batch=batch, version=batch.version, by=clerk)
    lines = Nomination.objects.filter(dossier=dossier)
    assert Job.objects.get(kind="import_apply").state == "done"
    assert (lines.count(), lines.filter(checked_at=None).count(), lines.filter(verdict="").count()) == (320, 0, 0)


def test_import_taken_up_again_after_a_killed_worker_only_finds_what_is_missing(read, dossier, clerk):
    batch = read(*[person(name=f"Nguyễn Văn {chr(65 + i % 26)}{chr(97 + i // 26)}") for i in range(320)])
    batch.refresh_from_db()
    services.apply_batch(batch=batch, version=batch.version, by=clerk)
    Nomination.objects.filter(dossier=dossier).update(checked_at=None, verdict="")  # killed between lines and verdicts
    job = Job.objects.get(kind="import_apply")
    Job.objects.filter(pk=job.pk).update(state="queued")
    jobs.run(job.pk)
    lines = Nomination.objects.filter(dossier=dossier)
    assert (lines.count(), lines.filter(checked_at=None).count()) == (320, 0)
