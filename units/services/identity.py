"""Who is really here, and how often a wrong password may be tried."""

from datetime import timedelta
from math import ceil

from django.db.models import Min
from django.utils.crypto import salted_hmac

from core import clock
from core.workflow import BlockedError
from units.models import FailedSignIn, User

TRIES = 5
TRIES_WITHIN = timedelta(minutes=15)
SIGN_IN = "units.sign-in"
CONFIRM = "units.confirm-identity"


class TooManyTriesError(BlockedError):
    """Too many wrong passwords of late; the sentence says how long to wait."""


def confirm_identity(user: User, typed: str) -> bool:
    """Tell whether the account's owner is really here: the password typed again, for
    now; a second factor can stand behind this same call.

    Wrong tries are counted for the account, apart from those of signing in: who only
    knows a login name cannot keep its owner from signing. After ``TRIES`` of them the
    right password waits too, and ``TooManyTriesError`` says how long. Ask before the
    transaction that acts on the answer, for its rollback would forget the try.
    """
    if not typed:
        return False
    key = _key(CONFIRM, str(user.pk))
    if not _may_try(key):
        raise TooManyTriesError(
            [f"Đã nhập sai mật khẩu nhiều lần. Thử lại sau {_minutes_left(key)} phút."]
        )
    if not user.check_password(typed):
        return False
    _forget(key)
    return True


def may_try_signing_in(login: str) -> bool:
    """Count this try; False after too many within the last quarter of an hour."""
    return _may_try(_login_key(login))


def forget_failures(login: str) -> None:
    """Start counting anew after a right password."""
    _forget(_login_key(login))


def forget_all_failures(user: User) -> None:
    """Start counting anew after a new password, wherever the old one was tried."""
    forget_failures(user.login)
    _forget(_key(CONFIRM, str(user.pk)))


def _may_try(key: str) -> bool:
    """Count this try, and tell whether it may still be made.

    The try is written before it is counted, so tries sent at once do not slip past
    each other; refused ones are not kept, so they never lengthen the wait.
    """
    FailedSignIn.objects.filter(at__lt=clock.now() - TRIES_WITHIN).delete()
    mine = FailedSignIn.objects.create(login_key=key, at=clock.now())
    if FailedSignIn.objects.filter(login_key=key).count() > TRIES:
        mine.delete()
        return False
    return True


def _minutes_left(key: str) -> int:
    first = FailedSignIn.objects.filter(login_key=key).aggregate(at=Min("at"))["at"]
    left = (first or clock.now()) + TRIES_WITHIN - clock.now()
    return max(1, ceil(left / timedelta(minutes=1)))


def _forget(key: str) -> None:
    FailedSignIn.objects.filter(login_key=key).delete()


def _login_key(login: str) -> str:
    return _key(SIGN_IN, login.strip().casefold())


def _key(purpose: str, whose: str) -> str:
    return salted_hmac(purpose, whose, algorithm="sha256").hexdigest()
