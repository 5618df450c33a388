"""Telling people by mail what a transition asks of them, once it is committed."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django_tasks import task

from core import clock
from core.models import JournalEntry

if TYPE_CHECKING:
    from core.workflow import Machine

log = logging.getLogger(__name__)

# How long to wait after each failure; after the last one the mail is given up.
WAITS = tuple(timedelta(minutes=one) for one in (2, 10, 60, 240))
AFTER_JOBS = -10  # a person waits for a paper, nobody for a mail


@dataclass(frozen=True)
class Notice:
    """Who is told of a transition, and what they are asked to do."""

    to: Sequence[Any]
    todo: str


Teller = Callable[..., Notice]


def tells(machine: "Machine", name: str) -> Callable[[Teller], Teller]:
    """Register who is told of a transition; nothing of a ballot is ever told.

    The function gets ``(obj, *, actor, reason)`` as saved, inside the transaction and
    before its entry, for the chain's head is locked last.
    """
    if name not in machine.transitions:
        raise LookupError(f"{machine.name} has no transition {name!r}")

    def register(function: Teller) -> Teller:
        machine.tellers[name] = function
        return function

    return register


def announce(obj: Any, notice: Notice, entry: JournalEntry) -> None:
    """Queue one mail a person when the transaction commits; who acted knows already.

    A queue that takes nothing is logged and never undoes what was committed.
    """
    told = {one.pk for one in notice.to if _is_reached(one)} - {entry.actor_id}
    for pk in sorted(told):
        queue = _queueing(pk, entry.pk, obj.get_absolute_url(), notice.todo)
        transaction.on_commit(queue, robust=True)


def _queueing(*arguments: object) -> Callable[[], None]:
    def queue() -> None:  # Django logs its name should it fail; a partial has none
        send_mail.enqueue(*arguments)

    return queue


def are_sent() -> bool:
    """Tell whether this server has been told how to send mail."""
    return not settings.EMAIL_BACKEND.endswith("dummy.EmailBackend")


def _is_reached(user: Any) -> bool:
    return user.is_active and bool(user.email)


@task(priority=AFTER_JOBS)
def send_mail(
    user_id: int, entry_id: int, url: str, todo: str, failures: int = 0
) -> None:
    """Send what a journal entry says to one person, unless the account was closed or
    lost its address meanwhile. A server that fails is tried again, ever later.
    """
    user = get_user_model().objects.get(pk=user_id)
    if not _is_reached(user):
        return
    message = mail_of(JournalEntry.objects.get(pk=entry_id), user, url, todo)
    try:
        message.send()
    except OSError as error:  # what the network and smtplib raise
        # Neither the address nor the server's words: they are nobody's business here.
        what = (entry_id, user_id, type(error).__name__)
        if failures == len(WAITS):
            log.error("Mail of entry %s to account %s given up: %s", *what)  # noqa: TRY400
            return
        log.warning("Mail of entry %s to account %s failed: %s", *what)
        later = send_mail.using(run_after=clock.now() + WAITS[failures])
        later.enqueue(user_id, entry_id, url, todo, failures + 1)


def mail_of(entry: JournalEntry, user: Any, url: str, todo: str) -> EmailMessage:
    """Return the plain text: who did what, why, where, and what is to be done.

    Sent again it carries the same id, so that a mailbox can tell a repetition.
    """
    base = settings.BASE_URL.rstrip("/")
    context = {
        "name": str(user),
        "entry": entry,
        "done": entry.sentence[:1].lower() + entry.sentence[1:],
        "todo": todo,
        "link": base + url,
        "account": base + reverse("account"),
    }
    subject = " ".join(f"{entry.sentence}: {entry.object_label}".split())
    return EmailMessage(
        subject,
        render_to_string("core/notice.txt", context),
        to=[user.email],
        headers={
            "Message-ID": f"<{entry.entry_hash}.{user.pk}@{urlsplit(base).hostname}>",
            "Auto-Submitted": "auto-generated",
        },
    )
