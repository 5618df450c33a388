"""Preparing, opening, counting and publishing a poll."""

from typing import Any

from django.db import transaction

from awards import selectors
from awards.enums import MeetingState, PollKind, PollState
from awards.models import Candidate, Meeting, Poll
from awards.services.elections import give_elected_offices
from awards.services.permits import refuse_unless
from awards.tally import Count, decide
from awards.workflow import POLL, difference_is_explained
from core import journal
from core.workflow import BlockedError, NotNowError, verb


def _hold_draft(poll: Poll, actor: Any) -> None:
    """Lock the draft for a change by the organiser."""
    refuse_unless(actor, "awards.run_poll", poll)
    kept = Poll.objects.select_for_update(of=("self",)).get(pk=poll.pk)
    if kept.state != PollState.DRAFT:
        raise BlockedError(["Cuộc bỏ phiếu không còn là bản nháp, không sửa được."])


def _locked_meeting(poll: Poll) -> Meeting:
    """Return the meeting, which nobody closes now: closing counts its polls."""
    return Meeting.objects.select_for_update(of=("self",)).get(pk=poll.meeting_id)


@transaction.atomic
def plan_poll(poll: Poll, *, actor: Any) -> Poll:
    """Save a draft poll; a new one goes to the end of the list."""
    refuse_unless(actor, "awards.run_poll", poll.meeting)
    if _locked_meeting(poll).state == MeetingState.CLOSED:
        raise BlockedError(["Hội nghị đã bế mạc, không lập thêm cuộc bỏ phiếu."])
    if poll.pk is None:
        poll.position = selectors.next_position(poll.meeting)
    else:
        _hold_draft(poll, actor)
    journal.save(poll, actor=actor)
    return poll


@transaction.atomic
def set_candidates(poll: Poll, participation_ids: list[int], *, actor: Any) -> None:
    """List the units on a draft poll, ranked by final score where there is one."""
    chosen = selectors.by_score(poll.meeting.year, participation_ids)
    _list(poll, [(one, one.name) for one in chosen], actor)


@transaction.atomic
def set_options(poll: Poll, labels: list[str], *, actor: Any) -> None:
    """List free answers on a draft poll, in the order given."""
    _list(poll, [(None, label) for label in labels], actor)


def _list(poll: Poll, lines: list[tuple[Any, str]], actor: Any) -> None:
    _hold_draft(poll, actor)
    before = [one.label for one in poll.candidates.all()]
    after = [label for _participation, label in lines]
    if before == after:
        return
    poll.candidates.all().delete()
    Candidate.objects.bulk_create(
        Candidate(poll=poll, participation=participation, label=label, position=place)
        for place, (participation, label) in enumerate(lines, 1)
    )
    journal.record(
        poll,
        "candidates",
        "Lập danh sách trên phiếu",
        actor=actor,
        changes=[["Danh sách", before, after]],
    )


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


@verb(POLL, "count")
def count_poll(poll: Poll, *, actor: Any, **_data: object) -> None:
    """Freeze the figures that both tellers counted, and apply the poll's rule.

    Nothing of them enters the journal before the result is published.
    """
    agreed = selectors.last_counts(poll)[0].as_count
    poll.issued, poll.returned = agreed.issued, agreed.returned
    poll.valid, poll.invalid = agreed.valid, agreed.invalid
    candidates = _apply(poll, agreed)
    poll.conclusion = selectors.conclusion_of(poll, candidates)


def _apply(poll: Poll, agreed: Count) -> list[Candidate]:
    outcomes = decide(
        agreed.votes,
        seats=poll.seats,
        base=selectors.base_of(poll, issued=agreed.issued, valid=agreed.valid),
        base_text=poll.get_base_display(),
        threshold=poll.threshold,
    )
    candidates = list(poll.candidates.order_by("position", "pk"))
    for candidate, outcome in zip(candidates, outcomes, strict=True):
        candidate.votes, candidate.vote_rank = outcome.votes, outcome.rank
        candidate.is_elected, candidate.is_tied = outcome.is_elected, outcome.is_tied
        candidate.sentence = outcome.sentence
        candidate.save()
    return candidates


@transaction.atomic
def explain_difference(poll: Poll, reason: str, *, actor: Any) -> Poll:
    """Keep why the vote left the order of scores, before the result is published."""
    refuse_unless(actor, "awards.run_poll", poll)
    kept = Poll.objects.select_for_update(of=("self",)).get(pk=poll.pk)
    if kept.state != PollState.COUNTED:
        label = kept.get_state_display()
        raise NotNowError(f"Cuộc bỏ phiếu hiện ở trạng thái “{label}”.")
    kept.reason_for_difference = reason.strip()
    if sentences := difference_is_explained(kept):
        raise BlockedError(sentences)
    kept.save(update_fields=["reason_for_difference"])
    journal.record(
        kept,
        "explain_difference",
        "Ghi lý do thứ hạng phiếu khác thứ hạng điểm",
        actor=actor,
    )
    return kept


@verb(POLL, "confirm")
def confirm_poll(poll: Poll, *, actor: Any, **_data: object) -> list[list[Any]]:
    """Publish; the journal keeps every figure. An election gives the office of the next
    year, and rights move with it.
    """
    figures = [
        ["Phát ra", None, poll.issued],
        ["Thu về", None, poll.returned],
        ["Hợp lệ", None, poll.valid],
        ["Không hợp lệ", None, poll.invalid],
        *([one.label, None, one.votes] for one in poll.candidates.all()),
        ["Kết luận", None, poll.conclusion],
    ]
    if poll.reason_for_difference:
        figures.append(["Lý do khác thứ hạng điểm", None, poll.reason_for_difference])
    if poll.kind in {PollKind.HEAD, PollKind.DEPUTY}:
        figures.extend(give_elected_offices(poll, actor=actor))
    return figures


@transaction.atomic
def second_round(poll: Poll, *, actor: Any) -> Poll:
    """Plan a new round with the tied candidates for the seats left."""
    refuse_unless(actor, "awards.run_poll", poll)
    _locked_meeting(poll)
    poll = Poll.objects.select_for_update(of=("self",)).get(pk=poll.pk)
    if sentences := selectors.second_round_obstacles(poll):
        raise BlockedError(sentences)
    tied = list(poll.candidates.filter(is_tied=True).select_related("participation"))
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
        max_ticks=left,
        base=poll.base,
        threshold_numerator=poll.threshold_numerator,
        threshold_denominator=poll.threshold_denominator,
        threshold_over=poll.threshold_over,
    )
    journal.save(again, actor=actor)
    _list(again, [(one.participation, one.label) for one in tied], actor)
    return again
