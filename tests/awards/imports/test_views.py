"""The pages of an import: who may see them, what they show, what each press does."""

import pytest
from django.urls import reverse

from awards.enums import ImportState
from awards.models import ImportBatch, ImportRow, Nomination
from awards.services import imports as services
from campaigns.enums import Role
from campaigns.models import Unit
from tests.awards.factories import make_user
from tests.awards.imports.places import EXCEL, nam_sach_dossier, person, upload, workbook
from thiduakhenthuong.core.idempotency import new_key

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier():
    return nam_sach_dossier()


@pytest.fixture
def officer(client, dossier):
    client.force_login(dossier.created_by)
    return client


@pytest.fixture
def batch(dossier):
    return services.read_upload(
        dossier=dossier,
        upload=upload(workbook(person(), person(birth="31/02/1986", name="Vũ Trọng Toản"))),
        by=dossier.created_by,
    )


def address(name, batch, *more):
    return reverse(f"awards:{name}", args=[batch.dossier.public_id, batch.public_id, *more])


def press(client, batch, number, do, **values):
    return client.post(address("import-row", batch, number), {"do": do, **values}, headers={"HX-Request": "true"})


def outcome(batch, number):
    return ImportRow.objects.get(batch=batch, number=number).outcome


# --- who --------------------------------------------------------------------------------------

PAGES = ["import", "import-progress", "import-errors"]
POSTS = ["import-apply", "import-discard", "import-column"]


@pytest.mark.parametrize("name", [*PAGES, *POSTS])
def test_list_of_another_unit_does_not_exist(client, batch, name):
    other = Unit.objects.get(name="Huyện Cẩm Giàng", level="district")
    client.force_login(make_user("dung", "Phạm Văn Dũng", (other, Role.CLERK)))
    answer = client.get(address(name, batch)) if name in PAGES else client.post(address(name, batch))
    assert answer.status_code == 404 and batch.name not in answer.content.decode()


def test_list_is_found_only_under_its_own_dossier(officer, batch):
    other = type(batch.dossier).objects.get(pk=batch.dossier.pk)
    other.pk, other.public_id, other.code = None, new_key(), "HS-2020-9999"
    other.save()
    assert officer.get(reverse("awards:import", args=[other.public_id, batch.public_id])).status_code == 404


def test_head_of_the_unit_sees_the_page_but_may_not_upload(client, dossier):
    client.force_login(make_user("chi", "Lê Thị Chi", (dossier.unit, Role.HEAD)))
    page = reverse("awards:import-upload", args=[dossier.public_id])
    assert "data-drop" not in client.get(page).content.decode()
    assert client.post(page, {"file": upload(workbook(person()))}).status_code == 403
    assert ImportBatch.objects.count() == 0


def test_visitor_is_sent_to_the_sign_in(client, dossier):
    assert client.get(reverse("awards:import-upload", args=[dossier.public_id])).status_code == 302


# --- upload -----------------------------------------------------------------------------------


def test_upload_leads_to_the_preview(officer, dossier):
    page = reverse("awards:import-upload", args=[dossier.public_id])
    answer = officer.post(page, {"file": upload(workbook(person()))})
    assert answer.url == address("import", ImportBatch.objects.get())


def test_waiting_draft_is_offered_on_the_upload_page(officer, batch):
    text = officer.get(reverse("awards:import-upload", args=[batch.dossier.public_id])).content.decode()
    assert address("import", batch) in text


def test_same_file_after_the_import_is_told_and_adds_nothing(officer, dossier):
    page, content = reverse("awards:import-upload", args=[dossier.public_id]), workbook(person())
    officer.post(page, {"file": upload(content)})
    batch = ImportBatch.objects.get()
    officer.post(address("import-apply", batch), {"version": batch.version, "idempotency_key": new_key()})
    text = officer.post(page, {"file": upload(content)}, follow=True).content.decode()
    assert "Tệp này đã được Vũ Thị Hồng Hạnh nhập vào hồ sơ lúc" in text
    assert Nomination.objects.filter(dossier=dossier).count() == 1


@pytest.mark.parametrize(("kind", "status"), [("individual", 200), ("collective", 200), ("household", 200), ("nobody", 404)])
def test_template_of_each_kind_of_recipient(officer, dossier, kind, status):
    assert officer.get(reverse("awards:import-template", args=[dossier.public_id, kind])).status_code == status


# --- preview ----------------------------------------------------------------------------------


def test_preview_shows_problems_first_with_the_reason_and_the_mend(officer, batch):
    text = officer.get(address("import", batch)).content.decode()
    assert text.index('id="dong-5"') < text.index('id="dong-4"')
    assert "Ngày 31/02/1986 không có thật: gõ lại." in text and "Chỉ ghi năm 1986" in text
    assert "Còn 1 dòng chưa xong" in text


@pytest.mark.parametrize(("chosen", "shown"), [("", [5, 4]), ("can-sua", [5]), ("sach", [4]), ("xac-nhan", []), ("la", [5, 4])])
def test_counters_are_filters(officer, batch, chosen, shown):
    answer = officer.get(address("import", batch), {"loc": chosen})
    assert [row["number"] for row in answer.context["rows"] if "number" in row] == shown


def test_every_faulty_row_of_the_real_workbook_has_a_way_to_be_settled(officer, dossier):
    batch = services.read_upload(
        dossier=dossier, upload=upload((EXCEL / "danh_sach_loi.xlsx").read_bytes()), by=dossier.created_by
    )
    rows = [row for row in officer.get(address("import", batch)).context["rows"] if row.get("open")]
    assert len(rows) == 25
    for row in rows:
        ways = [why for why in row["why"] if why["buttons"] or why["kinds"] or why["input"]]
        assert ways or any(cell["input"] for cell in row["cells"]), row["number"]


def test_queries_of_the_preview_do_not_grow_with_its_rows(officer, dossier, django_assert_max_num_queries):
    for count in (3, 60):
        rows = [person(name=f"Nguyễn Văn {chr(65 + n % 26)}{chr(97 + n // 26)}", birth="không rõ") for n in range(count)]
        batch = services.read_upload(dossier=dossier, upload=upload(workbook(*rows)), by=dossier.created_by)
        with django_assert_max_num_queries(15):
            officer.get(address("import", batch))


def test_long_list_is_shown_a_hundred_rows_a_page(officer, dossier):
    rows = [person(name=f"Nguyễn Văn {chr(65 + n % 26)}{chr(97 + n // 26)}") for n in range(120)]
    batch = services.read_upload(dossier=dossier, upload=upload(workbook(*rows)), by=dossier.created_by)
    page = officer.get(address("import", batch), {"page": 2}).context["page"]
    assert (len(page), page.paginator.num_pages) == (20, 2)


# --- answers ----------------------------------------------------------------------------------


def test_typed_cell_comes_back_as_a_mended_row_with_new_counters(officer, batch):
    answer = press(officer, batch, 5, "mend", **{"f:birth": "28/02/1986", "w:birth": "31/02/1986"})
    text = answer.content.decode()
    assert answer.status_code == 200 and outcome(batch, 5) == "clean"
    assert "is-mended" in text and "Đã xong, có thể nhập" in text
    assert text.lstrip().startswith("<tr")


def test_unchanged_cells_are_not_edits(officer, batch):
    press(officer, batch, 5, "mend", **{"f:birth": "31/02/1986", "w:birth": "31/02/1986"})
    assert ImportRow.objects.get(batch=batch, number=5).answers == {}


@pytest.mark.parametrize(
    ("do", "after"), [("fix:0:0", "clean"), ("drop", "dropped"), ("similar:0", "clean"), ("confirm", "error")]
)
def test_each_press_does_its_work(officer, batch, do, after):
    press(officer, batch, 5, do)
    assert outcome(batch, 5) == after


def test_left_out_row_comes_back(officer, batch):
    press(officer, batch, 5, "drop")
    press(officer, batch, 5, "restore")
    assert outcome(batch, 5) == "error"


def test_dropping_a_row_also_redraws_its_twin(officer, dossier):
    batch = services.read_upload(dossier=dossier, upload=upload(workbook(person(), person())), by=dossier.created_by)
    text = press(officer, batch, 4, "drop").content.decode()
    assert outcome(batch, 5) == "clean" and 'id="dong-5"' in text


def test_award_is_chosen_from_the_list(officer, dossier):
    batch = services.read_upload(dossier=dossier, upload=upload(workbook(person(award="Bằng công nhận"))), by=dossier.created_by)
    press(officer, batch, 4, "set", value="LDTT")
    assert outcome(batch, 4) == "clean"


@pytest.mark.parametrize("do", ["fix:9:9", "fix:0:7"])
def test_press_on_a_fault_that_is_gone_is_a_conflict(officer, batch, do):
    assert press(officer, batch, 5, do).status_code == 409


@pytest.mark.parametrize("do", ["fix:a:b", "fix", "similar"])
def test_nonsense_is_not_found(officer, batch, do):
    assert press(officer, batch, 5, do).status_code == 404


def test_row_that_is_not_there_is_not_found(officer, batch):
    assert press(officer, batch, 99, "drop").status_code == 404


def test_field_that_cannot_be_mended_says_so(officer, batch):
    answer = press(officer, batch, 5, "mend", **{"f:citizen_number": "1"})
    assert answer.status_code == 422 and "không sửa được" in answer.content.decode()


def test_presses_work_without_scripts(officer, batch):
    answer = officer.post(address("import-row", batch, 5), {"do": "drop"})
    assert answer.url.endswith("#dong-5") and outcome(batch, 5) == "dropped"


def test_column_is_mapped_to_another_field(officer, batch):
    officer.post(address("import-column", batch), {"letter": "G", "field": ""})
    assert outcome(batch, 4) == "error"


# --- import -----------------------------------------------------------------------------------


def settled(officer, batch):
    press(officer, batch, 5, "fix:0:0")
    batch.refresh_from_db()
    return {"version": batch.version, "idempotency_key": new_key()}


def test_confirmed_list_is_in_the_dossier(officer, batch):
    answer = officer.post(address("import-apply", batch), settled(officer, batch))
    assert answer.url == reverse("awards:dossier-detail", args=[batch.dossier.public_id])
    assert Nomination.objects.filter(dossier=batch.dossier).count() == 2


def test_double_press_imports_once(officer, batch):
    form = settled(officer, batch)
    answers = [officer.post(address("import-apply", batch), form).status_code for _ in range(2)]
    assert answers == [302, 302] and Nomination.objects.filter(dossier=batch.dossier).count() == 2


def test_second_officer_is_told_who_imported_it(officer, batch):
    form = settled(officer, batch)
    officer.post(address("import-apply", batch), form)
    answer = officer.post(address("import-apply", batch), form | {"idempotency_key": new_key()})
    assert answer.status_code == 409 and "Vũ Thị Hồng Hạnh nhập vào hồ sơ lúc" in answer.content.decode()


def test_unsettled_list_is_not_imported(officer, batch):
    form = {"version": batch.version, "idempotency_key": new_key()}
    text = officer.post(address("import-apply", batch), form, follow=True).content.decode()
    assert "Còn 1 dòng chưa xong" in text and not Nomination.objects.filter(dossier=batch.dossier).exists()


def test_discarded_list_says_that_the_dossier_is_unchanged(officer, batch):
    officer.post(address("import-discard", batch))
    batch.refresh_from_db()
    assert batch.state == ImportState.DISCARDED
    assert "Bản nháp này đã bỏ" in officer.get(address("import", batch)).content.decode()


def test_page_of_an_imported_list_says_who_and_when(officer, batch):
    officer.post(address("import-apply", batch), settled(officer, batch))
    text = officer.get(address("import", batch)).content.decode()
    assert "Vũ Thị Hồng Hạnh đã nhập 2 dòng lúc" in text


def test_workbook_of_bad_rows_can_be_fetched(officer, batch):
    answer = officer.get(address("import-errors", batch))
    assert answer.content.startswith(b"PK") and "dong-can-sua.xlsx" in answer["Content-Disposition"]


def test_progress_leads_back_to_the_page_when_nothing_runs(officer, batch):
    assert officer.get(address("import-progress", batch))["HX-Redirect"] == address("import", batch)
