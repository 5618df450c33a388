"""A session that has ended loses nothing: the form is kept for its own writer."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from core import clock
from core.middleware import LAST_USER_COOKIE, kept_fields
from core.models import JournalEntry, KeptForm

PATH = "/thu/hai/?buoc=2"
TYPED = {"text": "Ấm đượm tình quê", "many": ["1", "2"], "password": "bí mật"}


@pytest.fixture
def clerk(people):
    return people.user("clerk", "plain")


@pytest.fixture(autouse=True)
def _trial_addresses():
    with override_settings(ROOT_URLCONF="tests.core.urls"):
        yield


def signed_in(user, **options):
    client = Client(**options)
    client.force_login(user)
    client.get(reverse("account"))
    return client


def expired(user, **options):
    """Return the browser of somebody whose session has just ended."""
    client = signed_in(user, **options)
    client.session.flush()
    return client


@pytest.fixture
def browser(clerk):
    return expired(clerk)


def test_a_signed_in_browser_remembers_who(clerk):
    cookie = signed_in(clerk).cookies[LAST_USER_COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert str(clerk.pk) != cookie.value


def test_the_form_is_kept_and_given_back_after_signing_in(browser, clerk):
    response = browser.post(PATH, TYPED)
    kept = KeptForm.objects.get()
    offered = reverse("kept-form", args=[kept.token])
    assert response.url == f"/dang-nhap/?{urlencode({'next': offered})}"
    browser.force_login(clerk)
    page = browser.get(offered).content.decode()
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)
    own = [pair for pair in fields if pair[0] != "csrfmiddlewaretoken"]
    assert own == [("text", "Ấm đượm tình quê"), ("many", "1"), ("many", "2")]
    assert f'action="{PATH}"' in page


def test_a_session_that_a_new_password_ended_loses_nothing_either(clerk):
    browser = signed_in(clerk)
    clerk.set_password("mat-khau-khac-han")
    clerk.save()
    response = browser.post(PATH, TYPED)
    offered = reverse("kept-form", args=[KeptForm.objects.get().token])
    assert response.url == f"/dang-nhap/?{urlencode({'next': offered})}"


def test_secrets_are_never_kept_and_the_rest_not_readable(browser, clerk):
    secrets = dict.fromkeys(
        ["password", "old_password", "new_password1", "new_password2", "passphrase"],
        "bi-mat-cua-toi",
    )
    browser.post(PATH, {"text": "đọc được không", **secrets})
    kept = KeptForm.objects.get()
    _path, fields = kept_fields(kept.token, clerk)
    assert fields == [("text", "đọc được không")]
    body = bytes(kept.body)
    assert b"bi-mat-cua-toi" not in body
    assert "đọc".encode() not in body


def test_somebody_else_gets_nothing(browser, people):
    browser.post(PATH, TYPED)
    offered = reverse("kept-form", args=[KeptForm.objects.get().token])
    other = signed_in(people.user("leader", "plain"))
    assert other.get(offered).status_code == 404
    assert Client().get(offered).status_code == 302


def test_it_is_gone_after_an_hour(browser, clerk):
    now = clock.now()
    browser.post(PATH, TYPED)
    token = KeptForm.objects.get().token
    with clock.at(now + timedelta(minutes=59)):
        assert kept_fields(token, clerk) is not None
    with clock.at(now + timedelta(minutes=62)):
        assert kept_fields(token, clerk) is None
        browser.post(PATH, TYPED)
        assert not KeptForm.objects.filter(token=token).exists()
        assert KeptForm.objects.count() == 1


def test_a_form_kept_under_another_key_is_not_read(browser, clerk):
    browser.post(PATH, TYPED)
    token = KeptForm.objects.get().token
    assert kept_fields(token, clerk) is not None
    with override_settings(SECRET_KEY="another-key-altogether"):  # noqa: S106 -- a trial's
        assert kept_fields(token, clerk) is None


def test_the_script_is_told_to_sign_in(browser):
    response = browser.post(PATH, TYPED, headers={"X-Grid": "1"})
    assert response.status_code == 401
    assert response.json() == {"login": "/dang-nhap/"}
    assert not KeptForm.objects.exists()


@pytest.mark.parametrize("cookie", ["", "1", "1:forged:signature"])
def test_a_forged_cookie_keeps_nothing(browser, cookie):
    browser.cookies[LAST_USER_COOKIE] = cookie
    response = browser.post(PATH, TYPED)
    assert (response.status_code, response.url) == (302, "/dang-nhap/")
    assert not KeptForm.objects.exists()


def test_a_visitor_who_never_signed_in_is_sent_to_the_door(db):
    response = Client().post("/thu/hai/", TYPED)
    assert (response.status_code, response.url) == (302, "/dang-nhap/?next=/thu/hai/")
    assert not KeptForm.objects.exists()


def test_signing_in_again_is_no_form_to_keep(browser, clerk):
    browser.post(reverse("login"), {"username": clerk.login, "password": "sai"})
    browser.post(reverse("logout"))
    assert not KeptForm.objects.exists()


def test_a_stale_token_after_signing_in_elsewhere_keeps_the_form(clerk):
    browser = signed_in(clerk, enforce_csrf_checks=True)
    response = browser.post(PATH, TYPED)
    kept = KeptForm.objects.get()
    assert response.url == reverse("kept-form", args=[kept.token])
    assert kept.user == clerk


def test_a_forged_request_of_a_visitor_is_refused(db):
    response = Client(enforce_csrf_checks=True).post("/thu/hai/", TYPED)
    assert response.status_code == 403
    assert not KeptForm.objects.exists()
    assert not JournalEntry.objects.filter(verb="first").exists()


def test_entries_of_one_request_share_an_id_and_two_requests_do_not(clerk):
    browser = signed_in(clerk)
    browser.post("/thu/hai/")
    browser.post("/thu/hai/")
    entries = JournalEntry.objects.filter(verb__in=["first", "second"])
    ids = list(entries.order_by("pk").values_list("request_id", flat=True))
    assert ids[0] == ids[1] != ids[2] == ids[3]
    assert all(len(one) == 36 for one in ids)
