"""Who may: predicates registered with their reasons, scopes and the acting capacity.

Each app's ``rules.py`` calls ``allow`` for every permission. A permission that says
who sees a model also names the scope (the queryset of what a user sees); a test
proves that scope and predicate agree.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import rules
from django.core.exceptions import PermissionDenied
from django.db import models

PUBLIC = "public"
SIGNED_IN = "signed-in"
CAPACITY_LENGTH = 200  # what the journal's column holds

Scope = Callable[[Any], models.QuerySet]


@dataclass(frozen=True)
class Permission:
    """One thing that may be done, who may, and the sentence for who may not."""

    name: str
    label: str
    why: str
    predicate: Callable[[Any, Any], bool]
    scope: Scope | None = None


@dataclass(frozen=True)
class Capacity:
    """In which role somebody acts: shown in the journal."""

    text: str = ""
    appointment: int | None = None


@dataclass(frozen=True)
class Answer:
    """Yes, or no with a sentence."""

    allowed: bool
    why: str = ""
    capacity: Capacity = field(default_factory=Capacity)


PERMISSIONS: dict[str, Permission] = {}


def allow(
    name: str,
    predicate: Callable[[Any, Any], bool],
    *,
    label: str,
    why: str = "Tài khoản của bạn không có quyền này.",
    scope: Scope | None = None,
) -> None:
    """Register a permission; ``scope`` on those that say who sees a model."""
    rules.set_perm(name, predicate)
    PERMISSIONS[name] = Permission(name, label, why, predicate, scope)


def check(user: Any, name: str, obj: object = None) -> Answer:
    """Ask whether the user may; the answer carries the role that satisfied the rule."""
    if name not in PERMISSIONS:
        raise LookupError(f"Unknown permission {name!r}")
    if user is None or not user.is_authenticated or not user.is_active:
        return Answer(allowed=False, why="Bạn chưa đăng nhập.")
    user.acting_as = Capacity()
    if rules.has_perm(name, user, obj):
        return Answer(allowed=True, capacity=user.acting_as)
    user.acting_as = Capacity()
    return Answer(allowed=False, why=PERMISSIONS[name].why)


def demand(user: Any, name: str, obj: object = None) -> None:
    """Raise ``PermissionDenied`` with the rule's sentence unless the user may."""
    answer = check(user, name, obj)
    if not answer.allowed:
        raise PermissionDenied(answer.why)


def act_as(user: Any, text: str, appointment: int | None) -> bool:
    """Note the role in which a predicate let the user through; always True.

    The longest unit names do not fit the journal's column whole and are cut.
    """
    user.acting_as = Capacity(text[:CAPACITY_LENGTH], appointment)
    return True


def capacity_of(actor: Any) -> Capacity:
    """Return the role of the last satisfied check, empty for the system."""
    return getattr(actor, "acting_as", None) or Capacity()
