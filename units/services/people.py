"""What happens to people: their roles, their accounts."""

import secrets
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from core import journal
from units import rules, selectors
from units.enums import Role
from units.models import Appointment, Person, User
from units.services.identity import forget_all_failures

PASSWORD_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # noqa: S105 -- an alphabet


def _lock(person_id: int) -> None:
    Person.objects.select_for_update().get(pk=person_id)


@transaction.atomic
def appoint(appointment: Appointment, *, actor: Any, reason: str = "") -> Appointment:
    """Give a person a role in a unit; the rights follow on the first day."""
    _refuse_role(appointment.role, actor)
    _lock(appointment.person_id)
    journal.save(appointment, actor=actor, reason=reason)
    return appointment


@transaction.atomic
def end_appointment(
    appointment: Appointment, last_day: date, *, actor: Any, reason: str
) -> Appointment:
    """Let an appointment end after its last day; the row stays as history."""
    _refuse_role(appointment.role, actor)
    _lock(appointment.person_id)
    appointment.valid_to = last_day
    if appointment.role == Role.ADMINISTRATOR:
        _refuse_without_administrator(appointment.person_id)
    journal.save(appointment, actor=actor, reason=reason)
    return appointment


def _refuse_role(role: str, actor: Any) -> None:
    if actor is not None and not rules.may_give_role(actor, role):
        raise ValidationError({"role": rules.WHY_ADMINISTRATOR})


def _refuse_without_administrator(person_id: int) -> None:
    if not selectors.working_administrators().exclude(person=person_id).exists():
        raise ValidationError(
            "Phải còn ít nhất một quản trị hệ thống khác có tài khoản được đăng nhập."
        )


@transaction.atomic
def open_account(
    person: Person, login: str, password: str, *, actor: Any, email: str = ""
) -> User:
    """Create the person's account."""
    user = User.objects.create_user(login, password, person)
    user.email = email
    user.save(update_fields=["email"])
    journal.record(
        user,
        "create",
        "Cấp tài khoản",
        actor=actor,
        changes=[["tên đăng nhập", None, user.login]],
    )
    return user


def new_password() -> str:
    """Return an initial password of four groups, without look-alike letters."""
    groups = [
        "".join(secrets.choice(PASSWORD_LETTERS) for _ in range(4)) for _ in "1234"
    ]
    return "-".join(groups)


def issue_account(
    person: Person, login: str, *, actor: Any, email: str = ""
) -> tuple[User, str]:
    """Create the account with a fresh password, which is told once and never kept."""
    password = new_password()
    return open_account(person, login, password, actor=actor, email=email), password


@transaction.atomic
def reset_password(user: User, *, actor: Any, reason: str) -> str:
    """Set a fresh password and return it; all sessions of the account end."""
    password = new_password()
    user.set_password(password)
    user.save(update_fields=["password"])
    forget_all_failures(user)
    journal.record(user, "password", "Đặt lại mật khẩu", actor=actor, reason=reason)
    return password


@transaction.atomic
def change_own_password(user: User, password: str) -> None:
    """Set the password that a person chose; the other sessions end."""
    user.set_password(password)
    user.save(update_fields=["password"])
    journal.record(user, "password", "Đổi mật khẩu của mình", actor=user)


@transaction.atomic
def let_sign_in(user: User, *, active: bool, actor: Any, reason: str) -> User:
    """Open or close an account; a closed one is signed out at its next request."""
    held = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if not active:
        if actor is not None and held.pk == actor.pk:
            raise ValidationError("Không tự khóa được tài khoản của chính mình.")
        _refuse_without_administrator(held.person_id)
    if held.is_active == active:
        return held
    held.is_active = active
    held.save(update_fields=["is_active"])
    verb, sentence = (
        ("enable", "Mở lại tài khoản") if active else ("disable", "Khóa tài khoản")
    )
    journal.record(held, verb, sentence, actor=actor, reason=reason)
    return held


@transaction.atomic
def choose_email(user: User, *, actor: Any) -> User:
    """Keep where an account gets its mail; the journal says that it was changed, and
    not the address. Mails that are still queued go to the new one.
    """
    user.full_clean()
    user.save(update_fields=["email"])
    journal.record(user, "email", "Đổi thư điện tử", actor=actor)
    return user


def choose_theme(user: User, theme: str) -> None:
    """Keep the person's light or dark ground; no matter for the journal."""
    user.theme = theme
    user.save(update_fields=["theme"])
