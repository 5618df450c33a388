"""Typing what each teller counted, without seeing the other's figures."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from awards import selectors
from awards.models import Poll, Teller, TellerCount, TellerVotes
from awards.services.permits import refuse_unless
from awards.tally import Count, faults
from core import clock, journal
from core.workflow import BlockedError, NotNowError


@transaction.atomic
def enter_count(
    poll: Poll,
    teller: Teller,
    count: Count,
    votes: Mapping[int, int],
    *,
    actor: Any,
    attempt: int | None = None,
) -> TellerCount:
    """Keep what a teller counted; ``votes`` by candidate. Sums that do not add up are
    refused with sentences. When the last two counts differ, this begins a recount;
    both values stay. The journal says that a count came in, and no figure of it.

    ``attempt`` is the one that the form was drawn for: a repeat is ``NotNowError``.
    """
    refuse_unless(actor, "awards.enter_count", teller)
    poll = Poll.objects.select_for_update(of=("self",)).get(pk=poll.pk)
    turn = selectors.turn_of(poll, teller)
    if attempt is not None and (attempt != turn.attempt or turn.has_counted):
        raise NotNowError("Số đếm của lần này đã được ghi. Xem lại trang rồi làm tiếp.")
    if sentences := [turn.refusal] if turn.refusal else _faults(poll, count):
        raise BlockedError(sentences)
    kept = TellerCount.objects.create(
        poll=poll,
        teller=teller,
        attempt=turn.attempt,
        typed_by=actor,
        typed_at=clock.now(),
        issued=count.issued,
        returned=count.returned,
        valid=count.valid,
        invalid=count.invalid,
    )
    TellerVotes.objects.bulk_create(
        TellerVotes(count=kept, candidate_id=pk, votes=number)
        for pk, number in votes.items()
    )
    journal.record(poll, "enter_count", f"Nhập số đếm của {teller.person}", actor=actor)
    return kept


def _faults(poll: Poll, count: Count) -> list[str]:
    names = list(poll.candidates.values_list("label", flat=True))
    present = poll.present or 0
    return faults(count, present=present, max_ticks=poll.max_ticks, names=names)
