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
    if attempt is not None and attempt != turn.attempt:
        raise NotNowError("Số đếm của lần này đã được ghi. Xem lại trang rồi làm tiếp.")
    if turn.refusal:
        raise BlockedError([turn.refusal])
    names = list(poll.candidates.values_list("label", flat=True))
    present = poll.present or 0
    wrong = faults(count, present=present, max_ticks=poll.max_ticks, names=names)
    if wrong:
        raise BlockedError(wrong)
    kept = TellerCount.objects.create(
        poll=poll,
        teller=teller,
        attempt=turn.attempt,
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
