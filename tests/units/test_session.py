"""Signing in and out, one's own account, a form kept for later."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from core import clock, points
from core.middleware import LAST_USER_COOKIE
from core.models import JournalEntry
from tests.builders import PASSWORD
from tests.units.reading import errors, words
from units import services
from units.models import FailedSignIn

NEW = "mat-khau-moi-rat-dai"


def sign_in(client, login, password=PASSWORD):
    return client.post(reverse("login"), {"username": login, "password": password})


@pytest.mark.parametrize("typed", ["clerk.plain", "  Clerk.PLAIN "])
def test_the_login_name_is_read_kindly(clerk, client, typed):
    assert sign_in(client, typed).url == reverse("desk")


def test_wrong_passwords_are_refused_with_a_sentence(clerk, client):
    response = sign_in(client, "clerk.plain", "sai")
    assert errors(response) == {
        "__all__": [
            "Tên đăng nhập hoặc mật khẩu chưa đúng, hoặc tài khoản đang bị khóa."
        ]
    }


REST = (
    "Đã nhập sai nhiều lần. Đợi 15 phút rồi thử lại, hoặc nhờ người quản trị hệ thống "
    "đặt lại mật khẩu."
)
TOO_MANY = {"__all__": [REST]}


def exhaust(client, login="clerk.plain"):
    for _ in range(5):
        sign_in(client, login, "sai")


def test_after_five_wrong_tries_the_right_password_waits_too(clerk, client):
    exhaust(client)
    assert errors(sign_in(client, "Clerk.Plain")) == TOO_MANY
    assert FailedSignIn.objects.count() == 5
    with clock.at(clock.now() + timedelta(minutes=16)):
        assert sign_in(client, "clerk.plain").url == reverse("desk")
    assert FailedSignIn.objects.count() == 0


def test_others_sign_in_meanwhile(clerk, board, client):
    exhaust(client)
    assert sign_in(client, board.login).url == reverse("desk")


def test_unknown_names_are_counted_and_not_kept_readable(db, client):
    exhaust(client, "mat-khau-go-nham")
    assert errors(sign_in(client, "mat-khau-go-nham")) == TOO_MANY
    assert not FailedSignIn.objects.filter(login_key__contains="mat-khau").exists()


def test_a_right_password_starts_the_count_anew(clerk, client):
    for _ in range(3):
        sign_in(client, "clerk.plain", "sai")
    sign_in(client, "clerk.plain")
    client.post(reverse("logout"))
    for _ in range(4):
        sign_in(client, "clerk.plain", "sai")
    assert sign_in(client, "clerk.plain").url == reverse("desk")


def test_a_reset_password_may_be_tried_at_once(clerk, administrator, client):
    exhaust(client)
    fresh = services.reset_password(clerk, actor=administrator, reason="Bị khóa")
    assert sign_in(client, "clerk.plain", fresh).url == reverse("desk")


def test_missing_fields_count_as_no_try(clerk, client):
    for _ in range(7):
        sign_in(client, "clerk.plain", "")
    assert FailedSignIn.objects.count() == 0


def test_a_closed_account_does_not_sign_in(clerk, administrator, client):
    services.let_sign_in(clerk, active=False, actor=administrator, reason="Nghỉ")
    assert sign_in(client, "clerk.plain").status_code == 200


def test_the_demo_offers_its_accounts(clerk, client, settings):
    def accounts():
        yield {
            "login": "clerk.plain",
            "password": PASSWORD,
            "name": "Lý Thu Trang",
            "office": "Chuyên viên",
        }

    known = points.DEMO_ACCOUNTS.providers
    points.DEMO_ACCOUNTS.providers = [accounts]
    try:
        settings.DEMO = True
        assert "Lý Thu Trang (clerk.plain)" in words(client.get(reverse("login")))
        settings.DEMO = False
        assert "clerk.plain" not in words(client.get(reverse("login")))
    finally:
        points.DEMO_ACCOUNTS.providers = known


def test_the_account_page_tells_who_i_am(clerk, signed_in):
    page = words(signed_in(clerk).get(reverse("account")))
    assert "Tên đăng nhập clerk.plain" in page
    assert "Chuyên viên thi đua , Ban Nội chính Tỉnh ủy từ 01/01/2020" in page


def test_the_theme_is_written_by_the_server(clerk, signed_in):
    client = signed_in(clerk)
    assert 'data-bs-theme="light"' in client.get(reverse("account")).content.decode()
    referer = "http://testserver" + reverse("units")
    back = client.post(reverse("account-theme"), {}, headers={"referer": referer})
    assert back.url == referer
    assert 'data-bs-theme="dark"' in client.get(reverse("account")).content.decode()
    chosen = client.post(reverse("account-theme"), {"theme": "light"})
    assert (chosen.url, chosen.cookies["giao_dien"].value) == (
        reverse("account"),
        "light",
    )
    client.post(reverse("account-theme"), {"theme": "purple"})
    clerk.refresh_from_db()
    assert clerk.theme == "light"


def test_a_foreign_address_is_not_returned_to(clerk, signed_in):
    headers = {"referer": "https://la.example/"}
    back = signed_in(clerk).post(reverse("account-theme"), {}, headers=headers)
    assert back.url == reverse("account")


def own_password(**more):
    sent = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    return sent | more


def test_the_own_password_is_changed_and_other_sessions_end(clerk, signed_in):
    other = Client()
    other.force_login(clerk)
    client = signed_in(clerk)
    client.post(reverse("account-password"), own_password())
    clerk.refresh_from_db()
    assert clerk.check_password(NEW)
    assert client.get(reverse("account")).status_code == 200
    assert other.get(reverse("account")).status_code == 302
    entry = JournalEntry.objects.get(verb="password")
    assert (entry.sentence, entry.actor, entry.changes) == (
        "Đổi mật khẩu của mình",
        clerk,
        [],
    )


@pytest.mark.parametrize(
    ("more", "field", "sentence"),
    [
        ({"old_password": "sai"}, "old_password", "Mật khẩu hiện nay chưa đúng."),
        (
            {"new_password2": "khac-di-mot-chut"},
            "new_password2",
            "Hai lần gõ mật khẩu mới không giống nhau.",
        ),
    ],
)
def test_a_wrong_change_of_password_is_refused(clerk, signed_in, more, field, sentence):
    response = signed_in(clerk).post(reverse("account-password"), own_password(**more))
    assert errors(response) == {field: [sentence]}
    clerk.refresh_from_db()
    assert clerk.check_password(PASSWORD)


def late(clerk, directory):
    """Send a form from a browser whose session has ended."""
    browser = Client()
    browser.force_login(clerk)
    browser.get(reverse("account"))
    browser.cookies.pop("sessionid")
    assert LAST_USER_COOKIE in browser.cookies
    url = reverse("unit-edit", args=[directory.units["plain"].pk])
    sent = {"note": "gõ rất lâu", "new_password1": "bi-mat"}
    return browser, url, browser.post(url, sent)


def test_a_form_sent_too_late_is_given_back_to_its_owner(directory, clerk):
    browser, url, response = late(clerk, directory)
    kept = response.url.partition("next=")[2].replace("%2F", "/")
    browser.force_login(clerk)
    page = browser.get(kept)
    assert 'name="note" value="gõ rất lâu"' in page.content.decode()
    assert f'action="{url}"' in page.content.decode()
    assert "bi-mat" not in page.content.decode()


def test_a_kept_form_is_nobody_elses(directory, clerk, board):
    browser, _url, response = late(clerk, directory)
    kept = response.url.partition("next=")[2].replace("%2F", "/")
    browser.force_login(board)
    assert browser.get(kept).status_code == 404
    browser.force_login(clerk)
    with clock.at(clock.now() + timedelta(minutes=61)):
        assert browser.get(kept).status_code == 404


def test_signing_out_too_late_keeps_no_form(clerk):
    browser = Client()
    browser.force_login(clerk)
    browser.get(reverse("account"))
    browser.cookies.pop("sessionid")
    response = browser.post(reverse("logout"))
    assert response.url == reverse("login")
