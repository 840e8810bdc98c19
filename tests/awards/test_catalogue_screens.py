"""Screens of the catalogue: readable by every signed-in user, edited by administrators, filters in the address."""

import io
from datetime import date

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from awards.models import AwardKind, BaseSalary, LegalBasis, Regime, Signer
from awards.queries.catalogue_tables import TABLES, WORDS, listed, show
from campaigns.enums import Role
from campaigns.models import Membership, Unit
from thiduakhenthuong.core import events
from thiduakhenthuong.core.enums import Certainty

pytestmark = pytest.mark.usefixtures("reference")


def user_of(client, django_user_model, name, role=None):
    user = django_user_model.objects.create(username=name, full_name=name.title())
    if role:
        Membership.objects.create(user=user, unit=Unit.objects.get(slug="district-291"), role=role)
    client.force_login(user)
    return user


@pytest.fixture
def reader(client, django_user_model):
    return user_of(client, django_user_model, "an", Role.CLERK)


@pytest.fixture
def administrator(client, django_user_model):
    return user_of(client, django_user_model, "tam", Role.ADMINISTRATOR)


def salary():
    return BaseSalary.objects.get(valid_from=date(2019, 7, 1))


def url(name, *args):
    return reverse(f"awards:catalogue{name}", args=args)


# --- reading ----------------------------------------------------------------------------------


def test_stranger_is_sent_to_the_sign_in_page(client):
    for address in (url(""), url("-list", "luong-co-so"), url("-row", "luong-co-so", salary().pk)):
        assert client.get(address).status_code == 302


def test_index_lists_every_catalogue_with_its_rows(client, reader):
    page = client.get(url("")).content.decode()
    for table in TABLES.values():
        assert table.label in page
    assert "Phân công" not in page


@pytest.mark.parametrize("key", TABLES)
def test_every_catalogue_has_a_list_and_an_export(client, reader, key):
    assert client.get(url("-list", key)).status_code == 200
    answer = client.get(url("-export", key))
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet["A1"].value == TABLES[key].label.upper()


@pytest.mark.parametrize("key", TABLES)
def test_every_catalogue_has_forms_for_administrators(client, administrator, key):
    assert client.get(url("-create", key)).status_code == 200
    row = TABLES[key].rows().first()
    if row:
        assert client.get(url("-edit", key, row.pk)).status_code == 200
        assert client.get(url("-row", key, row.pk)).status_code == 200


def test_unknown_catalogue_and_unknown_row_are_not_found(client, reader):
    assert client.get(url("-list", "khong-co")).status_code == 404
    assert client.get(url("-row", "luong-co-so", 999999)).status_code == 404


def test_search_reads_the_words_with_and_without_diacritics():
    table = TABLES["danh-hieu"]
    assert [r.code for r in listed(table, words="chien si thi dua co so")] == ["CSTDCS"]
    assert [r.code for r in listed(table, words="Chiến sĩ thi đua cơ sở")] == ["CSTDCS"]


def test_day_keeps_the_rows_in_force_and_certainty_those_of_one_mark():
    table = TABLES["khung-phap-ly"]
    assert [r.code for r in listed(table, day=date(2020, 7, 10))] == ["R2017"]
    assert [r.code for r in listed(table, certainty=Certainty.VERIFY)] == ["R2026"]


def test_filters_live_in_the_address_and_can_be_taken_off(client, reader):
    page = client.get(url("-list", "khung-phap-ly"), {"ngay": "10/7/2020", "dc": "sure"}).content.decode()
    assert "Có hiệu lực ngày 10/07/2020" in page
    assert "?dc=sure" in page
    assert "Nghị định 98" not in page


def test_day_that_is_no_day_is_told(client, reader):
    assert "không phải ngày" in client.get(url("-list", "khung-phap-ly"), {"ngay": "hôm qua"}).content.decode()


def test_words_of_codes_are_vietnamese():
    kind = AwardKind.objects.get(code="BK_TINH")
    assert show(kind, "family") == "Hình thức khen thưởng"
    assert show(kind, "recipient_kinds") == "Cá nhân, Tập thể, Hộ gia đình"
    assert show(salary(), "amount") == "1.490.000"
    assert show(salary(), "valid_from") == "01/07/2019"


def test_every_field_has_a_vietnamese_name():
    for table in TABLES.values():
        for field in table.fields():
            assert table.label_of(field.name).lower() != field.name.replace("_", " "), (table.key, field.name)


def test_every_code_of_the_catalogue_has_a_word():
    for key in ("ly-do-tra-lai", "cau-chu", "can-cu", "thoi-han", "danh-hieu"):
        for row in TABLES[key].rows():
            for name in set(WORDS) & {field.name for field in TABLES[key].fields()}:
                assert "_" not in show(row, name), (key, name, getattr(row, name))


def count_queries(client, address, django_assert_max_num_queries):
    client.get(address)  # the first request of a session writes it
    with django_assert_max_num_queries(15) as found:
        client.get(address)
    return len(found)


@pytest.mark.parametrize("key", ["nguoi-ky", "he-so", "the-thuc"])
def test_query_count_of_a_list_does_not_grow_with_its_rows(client, reader, key, django_assert_max_num_queries):
    model = TABLES[key].model
    model.objects.exclude(pk=model.objects.values_list("pk").first()[0] if model.objects.exists() else None).delete()
    unit = Unit.objects.get(slug="district-291")
    counts = []
    for size in (1, 3):
        if key == "nguoi-ky":
            for n in range(size):
                Signer.objects.create(slug=f"s{size}{n}", unit=unit, name=f"Người {n}", title_lines="CHỦ TỊCH")
        elif size == 3:
            first = model.objects.first()
            for n in range(2):
                first.pk, first.slug = None, f"copy{n}"
                first.save(force_insert=True)
        counts.append(count_queries(client, url("-list", key), django_assert_max_num_queries))
    assert counts[0] == counts[1]


def test_row_page_shows_who_changed_what(client, administrator):
    row = salary()
    client.post(url("-edit", "luong-co-so", row.pk), form_of(row, amount="1500000"))
    page = client.get(url("-row", "luong-co-so", row.pk)).content.decode()
    assert "Tam</b> sửa" in page
    assert "Mức (đồng): <del>1.490.000</del> → 1.500.000" in page


# --- writing ----------------------------------------------------------------------------------


def form_of(row, **changes):
    fields = {"amount": row.amount, "decree": row.decree, "valid_from": "01/07/2019", "valid_to": "", "certainty": "sure"}
    return fields | {"version": row.version} | changes


def test_reader_may_not_edit_add_or_end(client, reader):
    row = salary()
    for address in (url("-edit", "luong-co-so", row.pk), url("-create", "luong-co-so"), url("-retire", "luong-co-so", row.pk)):
        assert client.post(address, form_of(row, amount="1")).status_code == 403
    row.refresh_from_db()
    assert (row.amount, events.last_event(row)) == (1490000, None)


def test_administrator_changes_a_row(client, administrator):
    row = salary()
    answer = client.post(url("-edit", "luong-co-so", row.pk), form_of(row, amount="1500000"))
    row.refresh_from_db()
    assert (answer.status_code, row.amount, row.version, row.edited) == (302, 1500000, 2, True)


def test_second_of_two_editors_gets_a_conflict(client, administrator):
    row = salary()
    client.post(url("-edit", "luong-co-so", row.pk), form_of(row, amount="1500000"))
    answer = client.post(url("-edit", "luong-co-so", row.pk), form_of(row, amount="1600000"))
    assert answer.status_code == 409
    assert "Tam sửa lúc" in answer.content.decode()


def test_wrong_field_comes_back_with_its_reason(client, administrator):
    row = salary()
    answer = client.post(url("-edit", "luong-co-so", row.pk), form_of(row, amount="", valid_from="31/02/2020"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Chưa lưu được, còn 2 chỗ cần sửa." in page
    assert "không có thật" in page


def test_period_that_ends_before_it_begins_comes_back(client, administrator):
    row = salary()
    answer = client.post(url("-edit", "luong-co-so", row.pk), form_of(row, valid_to="30/06/2019"))
    assert "Ngày kết thúc phải sau ngày bắt đầu." in answer.content.decode()


def test_one_press_adds_one_row(client, administrator):
    key = client.get(url("-create", "luong-co-so")).context["form"]["idempotency_key"].value()
    form = {
        "amount": "3000000",
        "decree": "9999/2027/NĐ-CP",
        "valid_from": "1/7/2027",
        "certainty": "verify",
        "idempotency_key": key,
    }
    for _ in range(2):
        client.post(url("-create", "luong-co-so"), form)
    assert BaseSalary.objects.filter(decree="9999/2027/NĐ-CP").count() == 1


def test_code_of_a_row_cannot_be_changed_afterwards(client, administrator):
    kind = AwardKind.objects.get(code="BK_TINH")
    assert "code" not in client.get(url("-edit", "danh-hieu", kind.pk)).context["form"].fields


def test_row_is_ended_by_date_and_stays(client, administrator):
    row = Regime.objects.get(code="R2026")
    answer = client.post(url("-retire", "khung-phap-ly", row.pk), {"last_day": "31/12/2026", "version": row.version})
    row.refresh_from_db()
    assert (answer.status_code, row.valid_to) == (302, date(2026, 12, 31))


def test_end_before_the_beginning_is_shown_at_the_field(client, administrator):
    row = Regime.objects.get(code="R2026")
    answer = client.post(url("-retire", "khung-phap-ly", row.pk), {"last_day": "01/01/2020", "version": row.version})
    assert answer.status_code == 422
    assert "Ngày kết thúc phải sau ngày bắt đầu." in answer.content.decode()


def test_signer_is_added_for_a_unit_named_by_its_label(client, administrator):
    form = {
        "unit": "Huyện Nam Sách (tỉnh Hải Dương, đến 30/06/2025)", "name": "Trịnh Công Khải",
        "title_lines": "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH", "certainty": "verify",
    }  # fmt: skip
    assert client.post(url("-create", "nguoi-ky"), form).status_code == 302
    assert Signer.objects.get().unit.slug == "district-291"


def test_unit_with_several_matches_is_asked_back(client, administrator):
    form = {"unit": "Ngọc Sơn", "name": "A", "title_lines": "CHỦ TỊCH", "certainty": "verify"}
    page = client.post(url("-create", "nguoi-ky"), form).content.decode()
    assert "Có nhiều đơn vị khớp" in page
    assert Signer.objects.count() == 0


def test_text_of_a_row_is_escaped(client, administrator):
    row = LegalBasis.objects.first()
    LegalBasis.objects.filter(pk=row.pk).update(text="<script>alert(1)</script>")
    page = client.get(url("-row", "can-cu", row.pk)).content.decode()
    assert "<script>alert(1)" not in page
