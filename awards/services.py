"""What happens at meetings and in polls; importing registers the verbs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from awards import selectors
from awards.enums import MeetingKind, MeetingState, PollKind, PollState
from awards.models import (
    Candidate,
    Delegate,
    Meeting,
    Poll,
    Teller,
    TellerCount,
    TellerVotes,
)
from awards.tally import Count, decide, faults
from awards.workflow import POLL
from core import access, clock, journal
from core.workflow import BlockedError, verb
from emulation.models import EmulationYear
from emulation.services.years import prepare_next_year
from units.enums import Office
from units.models import BlocOffice
from units.selectors import leader_of
from units.services import give_office


def _refuse_unless(actor: Any, permission: str, obj: Any) -> None:
    answer = access.check(actor, permission, obj)
    if not answer.allowed:
        raise PermissionDenied(answer.why)


@transaction.atomic
def plan_meeting(
    year: EmulationYear,
    kind: MeetingKind | str,
    held_at: datetime,
    place: str,
    *,
    actor: Any,
    agenda: str = "",
) -> Meeting:
    """Plan a meeting of the year."""
    _refuse_unless(actor, "awards.run_meeting", year)
    meeting = Meeting(year=year, kind=kind, held_at=held_at, place=place, agenda=agenda)
    journal.save(meeting, actor=actor)
    return meeting


def _refuse_once_closed(meeting: Meeting) -> None:
    if meeting.state == MeetingState.CLOSED:
        raise BlockedError(["Hội nghị đã bế mạc, danh sách không sửa được."])


@transaction.atomic
def summon(delegate: Delegate, *, actor: Any) -> Delegate:
    """Add a delegate to the list."""
    _refuse_unless(actor, "awards.run_meeting", delegate.meeting)
    _refuse_once_closed(delegate.meeting)
    journal.save(delegate, actor=actor)
    return delegate


@transaction.atomic
def summon_leaders(meeting: Meeting, *, actor: Any) -> int:
    """Summon the head of each unit on the roster; return how many were added."""
    known = set(meeting.delegates.values_list("person_id", flat=True))
    added = 0
    for participation in meeting.year.participations.select_related("unit"):
        person = leader_of(participation.unit)
        if person is not None and person.pk not in known:
            summon(
                Delegate(meeting=meeting, participation=participation, person=person),
                actor=actor,
            )
            added += 1
    return added


@transaction.atomic
def take_attendance(meeting: Meeting, present: set[int], *, actor: Any) -> None:
    """Tick who is present, by delegate; one journal entry for the whole list.

    The electorate of a poll is frozen when the poll opens: later ticks do not move it.
    """
    _refuse_unless(actor, "awards.run_meeting", meeting)
    _refuse_once_closed(meeting)
    changes = []
    for one in meeting.delegates.select_for_update().select_related("person"):
        is_present = one.pk in present
        if is_present != one.is_present:
            one.is_present = is_present
            one.save(update_fields=["is_present"])
            changes.append([str(one.person), not is_present, is_present])
    if changes:
        journal.record(meeting, "attendance", "Điểm danh", actor=actor, changes=changes)


@transaction.atomic
def name_teller(teller: Teller, *, actor: Any) -> Teller:
    """Name a member of the counting board."""
    _refuse_unless(actor, "awards.run_meeting", teller.meeting)
    _refuse_once_closed(teller.meeting)
    journal.save(teller, actor=actor)
    return teller


@transaction.atomic
def plan_poll(poll: Poll, *, actor: Any) -> Poll:
    """Save a draft poll."""
    _refuse_unless(actor, "awards.run_poll", poll.meeting)
    if poll.state != PollState.DRAFT:
        raise BlockedError(["Cuộc bỏ phiếu đã mở, không sửa được."])
    if poll.pk is None:
        poll.position = poll.meeting.polls.count() + 1
    journal.save(poll, actor=actor)
    return poll


@transaction.atomic
def set_candidates(poll: Poll, participation_ids: list[int], *, actor: Any) -> None:
    """List the units on a draft poll, ranked by final score where there is one."""
    _refuse_unless(actor, "awards.run_poll", poll)
    if poll.state != PollState.DRAFT:
        raise BlockedError(["Cuộc bỏ phiếu đã mở, danh sách không sửa được."])
    before = [str(one) for one in poll.candidates.all()]
    poll.candidates.all().delete()
    chosen = poll.meeting.year.participations.filter(pk__in=participation_ids)
    ordered = sorted(
        chosen.select_related("standing"),
        key=lambda one: (_rank_of(one) or 999, one.protocol_number),
    )
    Candidate.objects.bulk_create(
        Candidate(poll=poll, participation=one, label=one.name, position=place)
        for place, one in enumerate(ordered, 1)
    )
    after = [one.name for one in ordered]
    journal.record(
        poll,
        "candidates",
        "Lập danh sách trên phiếu",
        actor=actor,
        changes=[["Danh sách", before, after]],
    )


def _rank_of(participation: Any) -> int | None:
    standing = getattr(participation, "standing", None)
    return standing.rank if standing else None


@verb(POLL, "open")
def open_poll(poll: Poll, *, actor: Any, **_data: object) -> list[list[Any]]:
    """Freeze the electorate and the candidates with their scores."""
    poll.summoned, poll.present = selectors.attendance(poll.meeting)
    for one in poll.candidates.select_related("participation__standing"):
        standing = getattr(one.participation, "standing", None)
        if standing is not None:
            one.score, one.score_rank = standing.final_total, standing.rank
            one.save(update_fields=["score", "score_rank"])
    return [
        ["Đại biểu được triệu tập", None, poll.summoned],
        ["Đại biểu có mặt", None, poll.present],
    ]


@transaction.atomic
def enter_count(
    poll: Poll, teller: Teller, count: Count, votes: Mapping[int, int], *, actor: Any
) -> TellerCount:
    """Keep what a teller counted; ``votes`` by candidate. Sums that do not add up are
    refused with sentences. When the last two counts differ, this begins a recount.
    """
    _refuse_unless(actor, "awards.run_poll", poll)
    poll = Poll.objects.select_for_update(of=("self",)).get(pk=poll.pk)
    if poll.state != PollState.OPEN:
        raise BlockedError(["Cuộc bỏ phiếu không ở bước kiểm phiếu."])
    wrong = faults(count, present=poll.present or 0, max_ticks=poll.max_ticks)
    if wrong:
        raise BlockedError(wrong)
    earlier = selectors.last_counts(poll)
    attempt = earlier[0].attempt if earlier else 1
    if any(one.teller_id == teller.pk for one in earlier):
        if len(earlier) < 2:  # noqa: PLR2004 -- the two tellers
            raise BlockedError(["Người này đã nhập số đếm; chờ người thứ hai."])
        attempt += 1
    kept = TellerCount.objects.create(
        poll=poll,
        teller=teller,
        attempt=attempt,
        issued=count.issued,
        returned=count.returned,
        valid=count.valid,
        invalid=count.invalid,
        typed_by=actor,
        typed_at=clock.now(),
    )
    TellerVotes.objects.bulk_create(
        TellerVotes(count=kept, candidate_id=pk, votes=number)
        for pk, number in votes.items()
    )
    journal.record(poll, "enter_count", f"Nhập số đếm của {teller.person}", actor=actor)
    return kept


@verb(POLL, "count")
def count_poll(poll: Poll, *, actor: Any, **_data: object) -> list[list[Any]]:
    """Freeze the figures that both tellers counted, and apply the poll's rule."""
    agreed = selectors.last_counts(poll)[0].as_count
    poll.issued, poll.returned = agreed.issued, agreed.returned
    poll.valid, poll.invalid = agreed.valid, agreed.invalid
    base = selectors.base_of(poll, issued=agreed.issued, valid=agreed.valid)
    outcomes = decide(
        agreed.votes,
        seats=poll.seats,
        base=base,
        base_text=poll.get_base_display(),
        threshold=poll.threshold,
    )
    candidates = list(poll.candidates.order_by("position", "pk"))
    for candidate, outcome in zip(candidates, outcomes, strict=True):
        candidate.votes = outcome.votes
        candidate.vote_rank = 1 + sum(other.votes > outcome.votes for other in outcomes)
        candidate.is_elected, candidate.is_tied = outcome.is_elected, outcome.is_tied
        candidate.sentence = outcome.sentence
        candidate.save()
    chosen = [one.label for one in candidates if one.is_elected]
    tied = [one.label for one in candidates if one.is_tied]
    poll.conclusion = _conclusion(chosen, tied)
    return [["Kết luận", None, poll.conclusion]]


def _conclusion(chosen: list[str], tied: list[str]) -> str:
    parts = []
    if chosen:
        parts.append(f"Được chọn: {', '.join(chosen)}.")
    if tied:
        parts.append(f"Bằng phiếu, phải bỏ phiếu lại: {', '.join(tied)}.")
    return " ".join(parts) or "Không đơn vị nào đạt."


@verb(POLL, "confirm")
def confirm_poll(poll: Poll, *, actor: Any, **_data: object) -> list[list[Any]]:
    """Publish; an election gives the office of the next year, and rights move.

    Electing the head also prepares the next year for the new secretariat.
    """
    offices = {PollKind.HEAD: Office.HEAD, PollKind.DEPUTY: Office.DEPUTY}
    office = offices.get(PollKind(poll.kind))
    if office is None:
        return []
    year = poll.meeting.year
    changes = []
    for one in poll.candidates.filter(is_elected=True).select_related(
        "participation__unit"
    ):
        held = BlocOffice(
            bloc=year.bloc,
            year=year.year + 1,
            unit=one.participation.unit,
            office=office,
            elected_on=poll.meeting.held_at.astimezone(clock.zone()).date(),
        )
        give_office(held, actor=actor, reason=str(poll))
        changes.append([f"{held.get_office_display()} {held.year}", None, one.label])
    if office == Office.HEAD and changes:
        prepare_next_year(year, actor=actor)
    return changes


@transaction.atomic
def second_round(poll: Poll, *, actor: Any) -> Poll:
    """Plan a new round with the tied candidates for the seats left."""
    _refuse_unless(actor, "awards.run_poll", poll)
    tied = list(poll.candidates.filter(is_tied=True))
    if not tied:
        raise BlockedError(["Không có ứng cử nào bằng phiếu."])
    left = poll.seats - poll.candidates.filter(is_elected=True).count()
    again = Poll(
        meeting=poll.meeting,
        position=poll.position,
        kind=poll.kind,
        question=poll.question,
        title=poll.title,
        round=poll.round + 1,
        repeats=poll,
        seats=left,
        max_ticks=min(left, len(tied)),
        base=poll.base,
        threshold_numerator=poll.threshold_numerator,
        threshold_denominator=poll.threshold_denominator,
        threshold_over=poll.threshold_over,
    )
    journal.save(again, actor=actor)
    set_candidates(again, [one.participation_id for one in tied], actor=actor)
    return again
