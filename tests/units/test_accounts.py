"""Accounts as the administrator keeps them."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from core.models import JournalEntry
from tests.builders import PASSWORD, add_person
from tests.units.reading import errors, words
from units import selectors, services
from units.models import User


def told(response):
    """Return the password that the page tells."""
    return response.context["password"]


def journaled() -> str:
    return json.dumps(
        list(JournalEntry.objects.values("sentence", "changes", "reason", "snapshot")),
        ensure_ascii=False,
    )


def test_an_account_is_opened_and_its_password_told_once(
    directory, administrator, signed_in
):
    person = add_person("Hoàng Bích Ngọc")
    client = signed_in(administrator)
    url = reverse("account-new", args=[person.pk])
    assert client.get(url).context["form"]["login"].initial == "ngochb"
    response = client.post(url, {"login": "NgocHB", "email": ""})
    account = User.objects.get(person=person)
    assert (account.login, account.check_password(told(response))) == ("ngochb", True)
    assert response["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert told(response) in words(response)
    assert told(response) not in journaled()
    assert told(response) not in words(client.get(person.get_absolute_url()))


@pytest.mark.parametrize(
    ("login", "field", "sentence"),
    [
        (
            "Administrator.Board",
            "login",
            "Tên đăng nhập này đã có người dùng.",
        ),
        (
            "bích ngọc",
            "login",
            "Tên đăng nhập chỉ gồm chữ thường không dấu, chữ số và . _ -",
        ),
    ],
)
def test_a_wrong_login_is_refused(
    directory, administrator, signed_in, login, field, sentence
):
    person = add_person("Hoàng Bích Ngọc")
    url = reverse("account-new", args=[person.pk])
    response = signed_in(administrator).post(url, {"login": login})
    assert errors(response) == {field: [sentence]}
    assert selectors.account_of(person) is None


def test_one_person_has_one_account(directory, administrator, clerk, signed_in):
    url = reverse("account-new", args=[clerk.person_id])
    response = signed_in(administrator).post(url, {"login": "khac"})
    assert errors(response) == {"__all__": ["Người này đã có tài khoản."]}


def test_free_logins_are_numbered(directory):
    for login in ("ngochb", "ngochb2"):
        services.open_account(add_person("Hà"), login, PASSWORD, actor=None)
    assert selectors.free_login(add_person("Hoàng Bích Ngọc")) == "ngochb3"
    assert selectors.free_login(add_person("Đỗ Ước")) == "uocd"


def test_a_reset_password_works_and_ends_sessions(
    directory, administrator, clerk, client, signed_in
):
    other = type(client)()
    other.force_login(clerk)
    url = reverse("account-reset", args=[clerk.person_id])
    response = signed_in(administrator).post(url, {"reason": "Quên mật khẩu"})
    clerk.refresh_from_db()
    assert clerk.check_password(told(response))
    assert other.get(reverse("account")).status_code == 302
    entry = JournalEntry.objects.get(verb="password")
    assert (entry.sentence, entry.reason) == ("Đặt lại mật khẩu", "Quên mật khẩu")
    assert told(response) not in journaled()


def test_a_closed_account_is_signed_out_until_opened(
    directory, administrator, clerk, client, signed_in
):
    theirs = type(client)()
    theirs.force_login(clerk)
    admin = signed_in(administrator)
    why = {"reason": "Nghỉ hưu"}
    admin.post(reverse("account-close", args=[clerk.person_id]), why)
    assert theirs.get(reverse("account")).status_code == 302
    admin.post(reverse("account-open", args=[clerk.person_id]), why)
    assert theirs.get(reverse("account")).status_code == 200
    said = JournalEntry.objects.filter(verb__in=["disable", "enable"]).order_by("pk")
    assert [one.sentence for one in said] == ["Khóa tài khoản", "Mở lại tài khoản"]


def test_closing_twice_says_it_once(directory, administrator, clerk):
    for _ in range(2):
        services.let_sign_in(clerk, active=False, actor=administrator, reason="Nghỉ")
    assert JournalEntry.objects.filter(verb="disable").count() == 1


def test_nobody_closes_their_own_account(directory, administrator, signed_in):
    url = reverse("account-close", args=[administrator.person_id])
    response = signed_in(administrator).post(url, {"reason": "Thử"})
    assert errors(response) == {
        "__all__": ["Không tự khóa được tài khoản của chính mình."]
    }


def test_the_last_working_administrator_is_not_closed(directory, administrator):
    with pytest.raises(ValidationError, match="Phải còn ít nhất một quản trị"):
        services.let_sign_in(administrator, active=False, actor=None, reason="Thử")


@pytest.mark.parametrize(
    "name", ["account-new", "account-reset", "account-close", "account-open"]
)
def test_the_board_keeps_no_accounts(directory, board, clerk, signed_in, name):
    response = signed_in(board).post(reverse(name, args=[clerk.person_id]), {})
    assert response.status_code == 403
    assert "Chỉ quản trị hệ thống cấp tài khoản." in words(response)


@pytest.mark.parametrize("name", ["account-reset", "account-close", "account-open"])
def test_without_account_there_is_nothing_to_keep(
    directory, administrator, signed_in, name
):
    url = reverse(name, args=[add_person("Không tài khoản").pk])
    assert signed_in(administrator).get(url).status_code == 404


def test_passwords_are_long_and_never_alike():
    made = {services.people.new_password() for _ in range(50)}
    assert len(made) == 50
    assert {len(one) for one in made} == {19}


# ----- where mail goes


def told_of_email(client, url, address):
    return client.post(url, {"email": address})


@pytest.mark.parametrize("typed", ["ngoc@bacninh.gov.vn", "  ngoc@bacninh.gov.vn "])
def test_the_own_address_is_chosen_without_showing_it_to_the_journal(
    clerk, signed_in, typed
):
    url = reverse("account-email")
    response = told_of_email(signed_in(clerk), url, typed)
    assert response.url == reverse("account")
    clerk.refresh_from_db()
    assert clerk.email == "ngoc@bacninh.gov.vn"
    entry = JournalEntry.objects.get(verb="email")
    assert (entry.sentence, entry.actor) == ("Đổi thư điện tử", clerk)
    assert "ngoc@" not in journaled()
    page = words(signed_in(clerk).get(reverse("account")))
    assert "Thư điện tử ngoc@bacninh.gov.vn" in page


def test_an_address_may_be_taken_away(clerk, signed_in):
    clerk.email = "ngoc@bacninh.gov.vn"
    clerk.save()
    told_of_email(signed_in(clerk), reverse("account-email"), "")
    clerk.refresh_from_db()
    assert clerk.email == ""


@pytest.mark.parametrize(
    "wrong",
    [
        "ngoc",
        "ngoc@",
        "ngoc@bac ninh.vn",
        "a@b.vn, c@d.vn",
        "a@b.vn\nBcc: c@d.vn",
        "Ngọc <a@b.vn>",
    ],
)
def test_what_is_no_address_is_refused(clerk, administrator, signed_in, wrong):
    sentence = "Địa chỉ thư chưa đúng; ví dụ đúng: ten@donvi.gov.vn."
    for user, url in (
        (clerk, reverse("account-email")),
        (administrator, reverse("person-email", args=[clerk.person_id])),
    ):
        answer = told_of_email(signed_in(user), url, wrong)
        assert answer.status_code == 422
        assert errors(answer) == {"email": [sentence]}
    clerk.refresh_from_db()
    assert clerk.email == ""


def test_the_administrator_puts_an_address_right(clerk, administrator, signed_in):
    client = signed_in(administrator)
    url = reverse("person-email", args=[clerk.person_id])
    response = told_of_email(client, url, "trang@bacninh.gov.vn")
    assert response.url == clerk.person.get_absolute_url()
    clerk.refresh_from_db()
    assert clerk.email == "trang@bacninh.gov.vn"
    assert JournalEntry.objects.get(verb="email").actor == administrator
    page = client.get(response.url).content.decode()
    assert url in page
    assert "trang@bacninh.gov.vn" in page


def test_the_page_says_whether_this_server_sends_mail(clerk, signed_in, settings):
    url = reverse("account-email")
    assert "Nhận thư khi giao ước" in words(signed_in(clerk).get(url))
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    assert "chưa được cài đặt gửi thư" in words(signed_in(clerk).get(url))
