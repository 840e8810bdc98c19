"""Signing in: lock-out per account and address, sessions that end, one answer for known and unknown names."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from campaigns.enums import Role
from campaigns.models import Membership
from tests.awards import factories
from thiduakhenthuong.accounts.models import User

pytestmark = pytest.mark.django_db
LOGIN = "/tai-khoan/dang-nhap/"
PASSWORD = "mat-khau-thu"


@pytest.fixture
def unit():
    return factories.make_unit("Huyện Thử", "district")


@pytest.fixture
def user(unit):
    return factories.make_user("an.thu", "Nguyễn Thị An", (unit, Role.CLERK))


def sign_in(client, name="an.thu", password=PASSWORD, **extra):
    return client.post(LOGIN, {"username": name, "password": password}, **extra)


def test_a_right_password_opens_todays_work_with_a_new_session(client, user):
    client.get(LOGIN)
    client.session["x"] = 1
    before = client.session.session_key
    assert sign_in(client).url == "/"
    assert client.session.session_key != before


def test_known_and_unknown_names_get_the_same_answer(client, user):
    wrong = sign_in(client, password="sai-mat-khau-1")
    unknown = sign_in(client, name="khong.co", password="sai-mat-khau-1")
    assert wrong.status_code == unknown.status_code == 200
    assert list(wrong.context["form"].non_field_errors()) == list(unknown.context["form"].non_field_errors())


def test_five_wrong_tries_lock_the_account_from_this_address_and_not_from_another(client, user):
    for _ in range(5):
        answer = sign_in(client, password="sai-mat-khau-1")
    assert answer.status_code == 429
    assert sign_in(client).status_code == 429
    assert sign_in(client, REMOTE_ADDR="10.9.8.7").status_code == 302


def test_a_disabled_account_is_out_at_the_next_request(client, user):
    client.force_login(user)
    assert client.get(reverse("awards:dossier-list")).status_code == 200
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get(reverse("awards:dossier-list")).status_code == 302


def test_a_removed_role_bites_at_the_next_request_of_a_live_session(client, user):
    client.force_login(user)
    assert client.get(reverse("awards:dossier-create")).status_code == 200
    Membership.objects.all().delete()
    assert client.get(reverse("awards:dossier-create")).status_code in (403, 404)


def test_a_session_ends_after_half_an_hour_without_a_request(client, user, settings):
    client.force_login(user)
    client.get("/")
    session = client.session
    session["seen"] -= settings.SESSION_IDLE_SECONDS + 1
    session.save()
    answer = client.get(reverse("awards:dossier-list"))
    assert answer.url.startswith(LOGIN)
    assert "_auth_user_id" not in client.session


def test_a_session_ends_after_twelve_hours_in_all(client, user, settings):
    client.force_login(user)
    client.get("/")
    session = client.session
    session["started"] -= settings.SESSION_COOKIE_AGE + 1
    session.save()
    assert client.get(reverse("awards:dossier-list")).url.startswith(LOGIN)


def test_an_expired_session_sends_fragments_to_the_sign_in_as_a_whole_page(client, user):
    answer = client.get(reverse("awards:dossier-list"), headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, LOGIN)


def test_a_first_password_must_be_changed_before_anything_else(client, user):
    User.objects.filter(pk=user.pk).update(must_change_password=True)
    client.force_login(user)
    assert client.get("/").url == reverse("accounts:password-change")
    new = "Mot-mat-khau-moi-2020"
    data = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post(reverse("accounts:password-change"), data).status_code == 302
    assert client.get("/").status_code == 200


def test_a_changed_password_ends_the_other_sessions(client, user):
    from django.test import Client

    other = Client()
    other.force_login(user)
    client.force_login(user)
    new = "Mot-mat-khau-moi-2020"
    client.post(reverse("accounts:password-change"), {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
    assert other.get(reverse("awards:dossier-list")).status_code == 302
    assert client.get(reverse("awards:dossier-list")).status_code == 200
    assert Session.objects.count() == 1


@pytest.mark.parametrize("target", ["https://xau.example", "//xau.example", "\\\\xau.example", "javascript:alert(1)"])
def test_next_never_leads_outside(client, user, target):
    answer = client.post(f"{LOGIN}?next={target}", {"username": "an.thu", "password": PASSWORD, "next": target})
    assert answer.url == "/"


def test_signing_out_is_a_post(client, user):
    client.force_login(user)
    assert client.get(reverse("accounts:logout")).status_code == 405
    client.post(reverse("accounts:logout"))
    assert client.get(reverse("awards:dossier-list")).status_code == 302


@pytest.mark.parametrize("password", ["ngan", "123456789012", "an.thu.an.thu"])
def test_weak_passwords_are_refused_in_vietnamese(client, user, password):
    client.force_login(user)
    data = {"old_password": PASSWORD, "new_password1": password, "new_password2": password}
    answer = client.post(reverse("accounts:password-change"), data)
    assert answer.status_code == 200
    assert answer.context["form"].errors["new_password2"]
