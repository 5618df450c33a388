"""Who is really here: the password typed again, and how often it may be wrong."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core import clock
from tests.builders import PASSWORD
from tests.units.reading import errors
from units import services
from units.models import FailedSignIn

NEW = "mat-khau-moi-rat-dai"
WAIT = "Đã nhập sai mật khẩu nhiều lần. Thử lại sau {} phút."


def exhaust(user):
    for _ in range(services.TRIES):
        assert not services.confirm_identity(user, "sai")


def refusal(user, typed=PASSWORD):
    with pytest.raises(services.TooManyTriesError) as refused:
        services.confirm_identity(user, typed)
    return str(refused.value)


def test_the_owner_is_known_by_the_password(clerk):
    assert services.confirm_identity(clerk, PASSWORD)
    assert not services.confirm_identity(clerk, PASSWORD.upper())


def test_after_five_wrong_tries_the_right_password_waits_too(clerk):
    exhaust(clerk)
    assert refusal(clerk) == WAIT.format(15)
    assert FailedSignIn.objects.count() == services.TRIES


@pytest.mark.parametrize(("later", "left"), [(1, 14), (14, 1), (14.5, 1)])
def test_the_sentence_tells_how_long_is_left(clerk, later, left):
    with clock.at(clock.moment(2024, 3, 26)):
        exhaust(clerk)
    with clock.at(clock.moment(2024, 3, 26) + timedelta(minutes=later)):
        assert refusal(clerk) == WAIT.format(left)


def test_who_waited_may_try_again_and_refused_tries_do_not_lengthen_the_wait(clerk):
    with clock.at(clock.moment(2024, 3, 26)):
        exhaust(clerk)
    with clock.at(clock.moment(2024, 3, 26) + timedelta(minutes=14)):
        refusal(clerk)
    with clock.at(clock.moment(2024, 3, 26) + timedelta(minutes=16)):
        assert services.confirm_identity(clerk, PASSWORD)
    assert FailedSignIn.objects.count() == 0


def test_a_right_password_starts_the_count_anew(clerk):
    for _ in range(3):
        for _ in range(services.TRIES - 1):
            services.confirm_identity(clerk, "sai")
        assert services.confirm_identity(clerk, PASSWORD)


def test_an_empty_password_is_no_try(clerk):
    for _ in range(services.TRIES + 1):
        assert not services.confirm_identity(clerk, "")
    assert FailedSignIn.objects.count() == 0


def test_another_account_is_not_held_up(clerk, board):
    exhaust(clerk)
    assert services.confirm_identity(board, PASSWORD)


def test_who_knows_the_login_name_alone_cannot_hold_the_owner_up(clerk):
    for _ in range(services.TRIES + 1):
        services.may_try_signing_in(clerk.login)
    assert services.confirm_identity(clerk, PASSWORD)


def test_wrong_tries_inside_do_not_keep_the_owner_from_signing_in(clerk):
    exhaust(clerk)
    assert services.may_try_signing_in(clerk.login)


def test_a_reset_password_may_be_tried_at_once(clerk, administrator):
    exhaust(clerk)
    fresh = services.reset_password(clerk, actor=administrator, reason="Bị khóa")
    assert services.confirm_identity(clerk, fresh)


def test_neither_the_password_nor_whose_it_was_is_kept(clerk):
    services.confirm_identity(clerk, "mat-khau-go-nham")
    (kept,) = FailedSignIn.objects.values_list("login_key", flat=True)
    assert len(kept) == 64
    assert clerk.login not in kept


def test_the_old_password_cannot_be_guessed_on_the_page_that_changes_it(
    clerk, signed_in
):
    client, url = signed_in(clerk), reverse("account-password")
    sent = {"old_password": "sai", "new_password1": NEW, "new_password2": NEW}
    for _ in range(services.TRIES):
        wrong = errors(client.post(url, sent))
        assert wrong == {"old_password": ["Mật khẩu hiện nay chưa đúng."]}
    right = client.post(url, sent | {"old_password": PASSWORD})
    assert errors(right) == {"old_password": [WAIT.format(15)]}
    clerk.refresh_from_db()
    assert clerk.check_password(PASSWORD)
