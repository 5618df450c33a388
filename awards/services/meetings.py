"""Planning a meeting: its delegates, who is present, and the counting board."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from awards.enums import MeetingKind, MeetingState
from awards.models import Delegate, Meeting, Teller
from awards.selectors import summonable_units
from awards.services.permits import hold_meeting, refuse_once_open, refuse_unless
from core import journal
from core.workflow import BlockedError
from emulation.models import EmulationYear
from emulation.services.years import refuse_once_closed
from units.models import Person
from units.selectors import leader_of


@transaction.atomic
def plan_meeting(  # noqa: PLR0913 -- a meeting has this many facts
    year: EmulationYear,
    kind: MeetingKind | str,
    held_at: datetime,
    place: str,
    *,
    actor: Any,
    agenda: str = "",
    chair: Person | None = None,
    secretary: Person | None = None,
    quorum: tuple[int, int] = (2, 3),
) -> Meeting:
    """Plan a meeting of the year, which must not be closed; ``quorum`` is the share
    that must be present.
    """
    refuse_unless(actor, "awards.run_meeting", year)
    refuse_once_closed(EmulationYear.objects.select_for_update().get(pk=year.pk))
    meeting = Meeting(
        year=year,
        kind=kind,
        held_at=held_at,
        place=place,
        agenda=agenda,
        chair=chair,
        secretary=secretary,
        quorum_numerator=quorum[0],
        quorum_denominator=quorum[1],
    )
    journal.save(meeting, actor=actor)
    return meeting


@transaction.atomic
def change_meeting(meeting: Meeting, *, actor: Any) -> Meeting:
    """Save changed facts of a meeting that has not begun."""
    fresh = hold_meeting(meeting, actor)
    if fresh.state != MeetingState.PLANNED:
        raise BlockedError(["Hội nghị đã khai mạc, không sửa được thông tin."])
    journal.save(meeting, actor=actor)
    return meeting


@transaction.atomic
def summon(delegate: Delegate, *, actor: Any) -> Delegate:
    """Add a delegate to the list."""
    hold_meeting(delegate.meeting, actor)
    journal.save(delegate, actor=actor)
    return delegate


@transaction.atomic
def summon_leaders(meeting: Meeting, *, actor: Any) -> int:
    """Summon the head of each unit on the roster that day; return how many were added."""
    hold_meeting(meeting, actor)
    known = set(meeting.delegates.values_list("person_id", flat=True))
    added = 0
    for participation in summonable_units(meeting):
        person = leader_of(participation.unit)
        if person is not None and person.pk not in known:
            known.add(person.pk)
            summon(
                Delegate(meeting=meeting, participation=participation, person=person),
                actor=actor,
            )
            added += 1
    return added


@transaction.atomic
def summon_people(
    meeting: Meeting,
    pairs: Iterable[tuple[int, int]],
    *,
    is_voting: bool,
    actor: Any,
) -> int:
    """Summon people for units, given as ``(participation, person)``; all or none."""
    hold_meeting(meeting, actor)
    added = 0
    for participation_id, person_id in pairs:
        delegate = Delegate(
            meeting=meeting,
            participation_id=participation_id,
            person_id=person_id,
            is_voting=is_voting,
        )
        try:
            journal.save(delegate, actor=actor)
        except ValidationError as error:
            name = Person.objects.get(pk=person_id)
            raise BlockedError([f"{name}: {one}" for one in error.messages]) from error
        added += 1
    return added


@transaction.atomic
def release_delegate(delegate: Delegate, *, actor: Any) -> None:
    """Take somebody off the list before the meeting; the journal keeps a copy."""
    refuse_once_open(hold_meeting(delegate.meeting, actor))
    journal.delete_draft(delegate, actor=actor)


@transaction.atomic
def take_attendance(
    meeting: Meeting,
    present: set[int],
    *,
    actor: Any,
    absent: set[int] | None = None,
    reasons: Mapping[int, str] | None = None,
) -> int:
    """Tick who is present, by delegate; one journal entry for the whole list.

    Without ``absent`` everybody else is absent; with it, delegates in neither set stay
    as they are. Returns how many changed. The electorate of a poll is frozen when the
    poll opens: later ticks do not move it.
    """
    hold_meeting(meeting, actor)
    changes: list[list[Any]] = []
    for one in meeting.delegates.select_for_update().select_related("person"):
        before = (_presence(one), one.absence_reason)
        if one.pk in present:
            one.is_present = True
        elif absent is None or one.pk in absent:
            one.is_present = False
        one.absence_reason = (reasons or {}).get(one.pk, one.absence_reason).strip()
        if one.is_present:
            one.absence_reason = ""
        after = (_presence(one), one.absence_reason)
        if before != after:
            one.save(update_fields=["is_present", "absence_reason"])
            changes.append([str(one.person), _told(*before), _told(*after)])
    if changes:
        journal.record(meeting, "attendance", "Điểm danh", actor=actor, changes=changes)
    return len(changes)


def _presence(delegate: Delegate) -> str:
    return "có mặt" if delegate.is_present else "vắng"


def _told(presence: str, reason: str) -> str:
    return f"{presence} ({reason})" if reason else presence


@transaction.atomic
def name_teller(teller: Teller, *, actor: Any) -> Teller:
    """Name a member of the counting board."""
    hold_meeting(teller.meeting, actor)
    journal.save(teller, actor=actor)
    return teller


@transaction.atomic
def make_chief(teller: Teller, *, actor: Any) -> Teller:
    """Let this member lead the board; whoever led it before steps back."""
    hold_meeting(teller.meeting, actor)
    for one in teller.meeting.tellers.filter(is_chief=True).exclude(pk=teller.pk):
        one.is_chief = False
        journal.save(one, actor=actor)
    teller.is_chief = True
    journal.save(teller, actor=actor)
    return teller


@transaction.atomic
def release_teller(teller: Teller, *, actor: Any) -> None:
    """Take somebody off the board who has counted nothing yet."""
    hold_meeting(teller.meeting, actor)
    if teller.counts.exists():
        raise BlockedError(
            [f"{teller.person} đã nhập số đếm, không rút khỏi Ban được."]
        )
    journal.delete_draft(teller, actor=actor)
