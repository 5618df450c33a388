"""Workflow: a frozen table of transitions and the only engine that follows it.

``run`` is the only way to a new state: one transaction, the row locked and re-read,
state as expected, permission, guards, stamps, verb, constraints, save, journal; mail
on commit.
Buttons come from ``available``, so screen and server cannot disagree.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction

from core import access, clock, journal, notices
from core.models import JournalEntry

Guard = Callable[[Any], Iterable[str]]


class NotNowError(Exception):
    """The object is no longer in the state that the request was drawn from."""


class BlockedError(Exception):
    """Guards refuse; ``sentences`` say what is missing."""

    def __init__(self, sentences: Iterable[str]) -> None:
        """Keep the sentences for the screen."""
        self.sentences = list(sentences)
        super().__init__(" ".join(self.sentences))


class ReasonMissingError(BlockedError):
    """The transition wants a reason and none was given."""


@dataclass(frozen=True)
class Transition:
    """One row of a machine's table.

    ``label`` is the button, ``done`` the journal's sentence, ``consequence`` what the
    confirm page says. ``stamp`` sets ``<stamp>_at`` and ``<stamp>_by`` where the model
    has them; each of ``clears`` is emptied likewise. An ``automatic`` one is run by the
    verb of another transition alone: nobody has a button for it.
    """

    name: str
    sources: frozenset[str]
    target: str
    permission: str
    label: str
    done: str
    consequence: str = ""
    guards: tuple[Guard, ...] = ()
    reason: bool = False
    stamp: str = ""
    clears: tuple[str, ...] = ()
    danger: bool = False
    snapshot: bool = False
    automatic: bool = False


class Machine:
    """The table of one model; machines are found by model."""

    by_model: dict[type[models.Model], "Machine"] = {}

    def __init__(
        self,
        model: type[models.Model],
        states: type[models.TextChoices],
        *transitions: Transition,
        name: str,
    ) -> None:
        """Bind the table to the model's ``state`` field."""
        self.model = model
        self.states = states
        self.name = name
        self.transitions = {one.name: one for one in transitions}
        self.verbs: dict[str, Callable[..., Any]] = {}
        self.tellers: dict[str, notices.Teller] = {}
        Machine.by_model[model] = self

    def transition(self, name: str) -> Transition:
        """Return a transition by name; ``KeyError`` for an unknown one."""
        return self.transitions[name]


def verb(machine: Machine, name: str) -> Callable[[Callable], Callable]:
    """Register what else happens in a transition; runs inside its transaction.

    The function gets ``(obj, *, actor, reason, **data)``, may set fields on ``obj``
    (saved with the state) and may return changes ``[label, from, to]`` to journal.
    """
    if name not in machine.transitions:
        raise LookupError(f"{machine.name} has no transition {name!r}")

    def register(function: Callable) -> Callable:
        machine.verbs[name] = function
        return function

    return register


@dataclass(frozen=True)
class Action:
    """A transition as a button: possible, or with the sentences why not."""

    transition: Transition
    sentences: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.transition.name

    @property
    def allowed(self) -> bool:
        return not self.sentences


def machine_of(obj: models.Model) -> Machine:
    """Return the machine of the object's model."""
    return Machine.by_model[type(obj)]


def blocks(obj: Any, transition: Transition) -> list[str]:
    """Return all guards' sentences."""
    return [sentence for guard in transition.guards for sentence in guard(obj)]


def available(
    obj: Any, user: Any, *, known: Mapping[str, bool] | None = None
) -> list[Action]:
    """Return the transitions that leave the object's state and that the user may run,
    each with the sentences that stand in its way. ``known`` answers permissions that
    a list has asked once for all its rows.
    """
    asked = dict(known or {})
    return [
        Action(transition, tuple(blocks(obj, transition)))
        for transition in machine_of(obj).transitions.values()
        if obj.state in transition.sources
        and not transition.automatic
        and _may(obj, user, transition, asked)
    ]


def _may(obj: Any, user: Any, transition: Transition, asked: dict[str, bool]) -> bool:
    """Ask for each permission once, however many transitions want it."""
    name = transition.permission
    if name not in asked:
        asked[name] = access.check(user, name, obj).allowed
    return asked[name]


def run(
    obj: Any,
    name: str,
    *,
    actor: Any,
    reason: str = "",
    expected: str | None = None,
    **data: object,
) -> Any:
    """Run a transition and return the fresh object.

    Raises ``NotNowError`` when someone else was faster, ``PermissionDenied`` with the
    rule's sentence, ``BlockedError`` with the guards' sentences.
    """
    machine = machine_of(obj)
    transition = machine.transition(name)
    with transaction.atomic():
        fresh = machine.model._default_manager.select_for_update(of=("self",)).get(
            pk=obj.pk
        )
        capacity = _refuse(fresh, transition, actor, reason, expected)
        before = fresh.state
        _stamp(fresh, transition, actor)
        perform = machine.verbs.get(name)
        changes = (
            perform(fresh, actor=actor, reason=reason, **data) if perform else None
        )
        _save(fresh)
        tell = machine.tellers.get(name)
        notice = tell(fresh, actor=actor, reason=reason) if tell else None
        actor.acting_as = capacity  # both may have asked other rules meanwhile
        entry = _journal(fresh, transition, actor, reason, before, changes)
        if notice:
            notices.announce(fresh, notice, entry)
    return fresh


def _refuse(
    fresh: Any, transition: Transition, actor: Any, reason: str, expected: str | None
) -> access.Capacity:
    stale = expected is not None and fresh.state != expected
    if stale or fresh.state not in transition.sources:
        label = fresh.get_state_display()
        raise NotNowError(
            f"Người khác vừa xử lý: hiện ở trạng thái “{label}”. "
            "Xem lại trang rồi làm tiếp."
        )
    answer = access.check(actor, transition.permission, fresh)
    if not answer.allowed:
        raise PermissionDenied(answer.why)
    if transition.reason and not reason.strip():
        raise ReasonMissingError(["Cần ghi rõ lý do."])
    if sentences := blocks(fresh, transition):
        raise BlockedError(sentences)
    return answer.capacity


def _stamp(fresh: Any, transition: Transition, actor: Any) -> None:
    fresh.state = transition.target
    for prefix in transition.clears:
        _set_stamp(fresh, prefix, None, None)
    if transition.stamp:
        _set_stamp(fresh, transition.stamp, clock.now(), actor)


def _set_stamp(fresh: Any, prefix: str, at: object, by: object) -> None:
    for suffix, value in (("at", at), ("by", by)):
        if hasattr(fresh, f"{prefix}_{suffix}"):
            setattr(fresh, f"{prefix}_{suffix}", value)


def _save(fresh: Any) -> None:
    try:
        fresh.validate_constraints()
    except ValidationError as error:
        raise BlockedError(dict.fromkeys(error.messages)) from error
    fresh.save()


def _journal(
    fresh: Any,
    transition: Transition,
    actor: Any,
    reason: str,
    before: str,
    changes: list[list[Any]] | None,
) -> JournalEntry:
    snapshot = None
    if transition.snapshot:
        snapshot = journal.plain(fresh.journal_snapshot())
        known = journal.last_snapshot(fresh)
        changes = [*(changes or []), *journal.differences(known, snapshot)]
    return journal.record(
        fresh,
        transition.name,
        transition.done,
        actor=actor,
        states=(before, fresh.state),
        reason=reason.strip(),
        changes=changes,
        snapshot=snapshot,
    )
