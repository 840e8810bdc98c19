"""Screens of units, memberships and accounts."""

import io
from datetime import date

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from campaigns.enums import Role
from campaigns.models import Membership, Unit
from thiduakhenthuong.accounts.models import User
from thiduakhenthuong.accounts.services import first_password
from thiduakhenthuong.core import events

pytestmark = pytest.mark.usefixtures("reference")


def unit(slug="district-291"):
    return Unit.objects.get(slug=slug)


def account(name, *roles):
    user = User.objects.create_user(username=name, full_name=f"Nguyễn Thị {name.title()}", password="mat-khau-dai-1")
    for place, role in roles:
        Membership.objects.create(user=user, unit=place, role=role)
    return user


@pytest.fixture
def tam(client):
    """Administrator of huyện Nam Sách."""
    user = account("tam", (unit(), Role.ADMINISTRATOR))
    client.force_login(user)
    return user


@pytest.fixture
def reader(client):
    user = account("an", (unit(), Role.CLERK))
    client.force_login(user)
    return user


def url(name, *args):
    return reverse(f"campaigns:{name}", args=args)


# --- units ------------------------------------------------------------------------------------


def names(page):
    return [u.label for u in page.context["page_obj"]]


def test_unit_list_without_filters_begins_at_the_top(client, reader):
    assert names(client.get(url("unit-list"))) == [
        "Tỉnh Hải Dương (đến 30/06/2025)", "Thành phố Hải Phòng", "Tỉnh Nghệ An",
    ]  # fmt: skip


@pytest.mark.parametrize("words", ["nam trung", "Nam Trung", "NAM  TRUNG"])
def test_unit_search_finds_the_commune_first(client, reader, words):
    assert names(client.get(url("unit-list"), {"q": words}))[0] == "Xã Nam Trung (huyện Nam Sách, đến 30/11/2024)"


def test_unit_search_on_a_day_leaves_out_the_dead(client, reader):
    found = names(client.get(url("unit-list"), {"q": "nam trung", "ngay": "01/01/2025", "cap": "commune"}))
    assert found == []


def test_unit_list_by_block(client, reader):
    Unit.objects.filter(pk=unit().pk).update(block="party")
    page = client.get(url("unit-list"), {"khoi": "party"})
    assert page.context["page_obj"].object_list
    assert {row.block for row in page.context["page_obj"].object_list} == {"party"}
    assert [chip["label"] for chip in page.context["chips"]] == ["Đảng"]
    assert len(names(client.get(url("unit-list"), {"khoi": "khác", "q": "nam"}))) > 3  # an unknown block filters nothing


def test_unit_page_shows_the_whole_chain(client, reader):
    page = client.get(url("unit-detail", unit("commune-2020-10633").public_id))
    chain = [[edge.new.label for edge in step] for step in page.context["after"]]
    assert chain == [["Xã Trần Phú (huyện Nam Sách, đến 30/06/2025)"], ["Xã Trần Phú (thành phố Hải Phòng)"]]


def test_unit_page_of_2025_shows_what_it_came_from(client, reader):
    page = client.get(url("unit-detail", unit("commune-2025-07-10633").public_id))
    before = [sorted(edge.old.name for edge in step) for step in page.context["before"]]
    assert before == [
        ["Xã Nam Chính", "Xã Nam Trung", "Xã Quốc Tuấn", "Xã Thanh Quang"],
        ["Xã Hiệp Cát", "Xã Quốc Tuấn", "Xã Trần Phú"],
    ]


def test_unknown_unit_is_not_found(client, reader):
    assert client.get(url("unit-detail", "00000000-0000-4000-8000-000000000000")).status_code == 404


def test_unit_export_holds_the_filtered_units(client, reader):
    answer = client.get(url("unit-export"), {"q": "ngoc son", "cap": "commune", "ngay": "10/07/2020"})
    rows = list(load_workbook(io.BytesIO(answer.content)).active.values)
    assert sum(row[0] == "Xã Ngọc Sơn" for row in rows) == 4


def test_suggestions_are_full_labels(client, reader):
    page = client.get(url("unit-suggest"), {"unit": "nam trung"}).content.decode()
    assert '<option value="Xã Nam Trung (huyện Nam Sách, đến 30/11/2024)">' in page
    assert client.get(url("unit-suggest"), {"unit": ""}).content.decode().strip() == ""


@pytest.mark.parametrize("words", ["Xã Ngọc Sơn", "Thành phố Hải Dương"])
def test_unit_list_costs_the_same_for_few_and_many(client, reader, words, django_assert_max_num_queries):
    client.get(url("unit-list"))
    counts = []
    for q in (words, "nam"):
        with django_assert_max_num_queries(15) as found:
            client.get(url("unit-list"), {"q": q})
        counts.append(len(found))
    assert counts[0] == counts[1]


# --- memberships ------------------------------------------------------------------------------


def role_form(user, **changes):
    return {"user": user.pk, "unit": "Huyện Nam Sách", "role": Role.CLERK, "valid_from": "01/07/2020"} | changes


def test_only_administrators_see_memberships_and_accounts(client, reader):
    for name in ("membership-list", "membership-create", "account-list", "account-create"):
        assert client.get(url(name)).status_code == 403


def test_administrator_gives_a_role(client, tam):
    an = account("an")
    assert client.post(url("membership-create"), role_form(an)).status_code == 302
    made = an.memberships.get()
    assert (made.unit, made.role, made.valid_from) == (unit(), Role.CLERK, date(2020, 7, 1))
    assert events.last_event(made).by == tam


def test_role_outside_the_administrators_unit_is_refused(client, tam):
    an = account("an")
    answer = client.post(url("membership-create"), role_form(an, unit="Tỉnh Hải Dương (đến 30/06/2025)"))
    assert (answer.status_code, an.memberships.count()) == (403, 0)


def test_administrator_gives_nothing_to_himself(client, tam):
    client.post(url("membership-create"), role_form(tam))
    assert [m.role for m in tam.memberships.all()] == [Role.ADMINISTRATOR]


def test_same_role_twice_is_told(client, tam):
    an = account("an", (unit(), Role.CLERK))
    page = client.post(url("membership-create"), role_form(an)).content.decode()
    assert "đã có vai trò này" in page


def test_two_heads_of_one_unit_at_once_are_refused_with_the_way_out(client, tam):
    account("khai", (unit(), Role.HEAD))
    an = account("an")
    page = client.post(url("membership-create"), role_form(an, role=Role.HEAD)).content.decode()
    assert "Huyện Nam Sách đã có thủ trưởng là" in page
    assert "Hãy kết thúc phân công đó trước" in page
    assert an.memberships.count() == 0
    unit().memberships.filter(role=Role.HEAD).update(valid_to=date(2020, 6, 30))
    assert client.post(url("membership-create"), role_form(an, role=Role.HEAD)).status_code == 302


def test_role_in_a_unit_that_is_gone_is_told(client, tam):
    an = account("an")
    form = role_form(an, unit="Xã Nam Trung (huyện Nam Sách, đến 30/11/2024)", valid_from="01/01/2026")
    assert "không tồn tại vào ngày này" in client.post(url("membership-create"), form).content.decode()


def test_role_ends_by_date(client, tam):
    an = account("an", (unit(), Role.CLERK))
    row = an.memberships.get()
    client.post(url("membership-end", row.pk), {"last_day": "30/06/2025"})
    row.refresh_from_db()
    assert row.valid_to == date(2025, 6, 30)


def test_role_of_another_district_is_not_found(client, tam):
    other = account("dung", (Unit.objects.get(name="Huyện Thanh Hà", level="district"), Role.CLERK))
    assert client.get(url("membership-end", other.memberships.get().pk)).status_code == 404
    assert [m.user for m in client.get(url("membership-list")).context["page_obj"]] == [tam]


def test_membership_list_costs_the_same_for_one_and_three(client, tam, django_assert_max_num_queries):
    client.get(url("membership-list"))  # the first request of a session writes it
    counts = []
    for size in (0, 3):
        for n in range(size):
            account(f"u{n}", (unit(), Role.CLERK))
        with django_assert_max_num_queries(15) as found:
            client.get(url("membership-list"))
        counts.append(len(found))
    assert counts[0] == counts[1]


# --- accounts ---------------------------------------------------------------------------------


def new_account(client, **changes):
    form = {"full_name": "Phạm Thị Hạnh", "username": "hanh.namsach", "honorific": "Bà"}
    return client.post(url("account-create"), form | changes)


def test_new_account_gets_a_password_shown_once(client, tam):
    page = new_account(client)
    password = page.context["password"]
    user = User.objects.get(username="hanh.namsach")
    assert user.check_password(password)
    assert user.must_change_password
    assert password in page.content.decode()
    assert password not in client.get(url("account-detail", user.pk)).content.decode()
    assert page.headers["Cache-Control"] == "no-store"


def test_second_press_shows_no_password(client, tam):
    key = "11111111-1111-4111-8111-111111111111"
    new_account(client, idempotency_key=key)
    assert new_account(client, idempotency_key=key).context["password"] == ""
    assert User.objects.filter(username="hanh.namsach").count() == 1


def test_taken_sign_in_name_is_told_at_the_field(client, tam):
    new_account(client)
    assert "username" in new_account(client).context["form"].errors


def test_first_passwords_are_long_and_all_different():
    passwords = {first_password() for _ in range(100)}
    assert len(passwords) == 100
    assert {len(p) for p in passwords} == {19}


def test_new_user_must_choose_a_password_of_his_own(client, tam):
    new_account(client)
    client.force_login(User.objects.get(username="hanh.namsach"), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(url("unit-list")).url == reverse("accounts:password-change")


def signed_in(user):
    return [s for s in Session.objects.all() if s.get_decoded().get("_auth_user_id") == str(user.pk)]


def test_closing_an_account_ends_its_sessions(client, tam, django_user_model):
    an = account("an", (unit(), Role.CLERK))
    Client().force_login(an)
    assert len(signed_in(an)) == 1
    client.post(url("account-active", an.pk))
    an.refresh_from_db()
    assert (an.is_active, signed_in(an), len(signed_in(tam))) == (False, [], 1)


def test_own_account_cannot_be_closed(client, tam):
    client.post(url("account-active", tam.pk))
    tam.refresh_from_db()
    assert tam.is_active


def test_closed_account_is_opened_again(client, tam):
    an = account("an", (unit(), Role.CLERK))
    User.objects.filter(pk=an.pk).update(is_active=False)
    client.post(url("account-active", an.pk), {"active": "1"})
    an.refresh_from_db()
    assert an.is_active


def test_reset_gives_a_new_password_and_leaves_an_event(client, tam):
    an = account("an", (unit(), Role.CLERK))
    password = client.post(url("account-reset", an.pk)).context["password"]
    an.refresh_from_db()
    assert an.check_password(password)
    assert events.last_event(an).action == "reset_password"
    assert password not in str(events.last_event(an).data)


def test_account_with_a_role_above_the_administrator_is_not_his(client, tam):
    mai = account("mai", (unit(), Role.CLERK), (unit("province-30"), Role.APPRAISER))
    for name in ("account-reset", "account-active"):
        assert client.post(url(name, mai.pk)).status_code == 404
    mai.refresh_from_db()
    assert mai.check_password("mat-khau-dai-1")


def test_account_search_needs_no_diacritics(client, tam):
    account("hanh", (unit(), Role.CLERK))
    found = client.get(url("account-list"), {"q": "nguyen thi hanh"}).context["page_obj"]
    assert [u.username for u in found] == ["hanh"]


def test_account_list_costs_the_same_for_one_and_three(client, tam, django_assert_max_num_queries):
    client.get(url("account-list"))  # the first request of a session writes it
    counts = []
    for size in (0, 3):
        for n in range(size):
            account(f"u{n}", (unit(), Role.CLERK))
        with django_assert_max_num_queries(15) as found:
            client.get(url("account-list"))
        counts.append(len(found))
    assert counts[0] == counts[1]
