"""What the console shows of each poll: rule, state, counting, result, buttons."""

from dataclasses import dataclass
from typing import Any

from awards import selectors
from awards.enums import PollState
from awards.models import Meeting, Poll, Teller
from awards.selectors import Attempt, PollResult
from core import access
from core.views import action_buttons

_TELLERS = 2


@dataclass
class PollRow:
    """One poll on the console."""

    poll: Poll
    place: int
    rule: str
    result: PollResult | None
    attempt: Attempt | None
    actions: list[dict[str, Any]]
    waiting: list[Teller]

    @property
    def is_open(self) -> bool:
        return self.poll.state == PollState.OPEN

    @property
    def counted(self) -> int:
        """Return how many tellers' counts of the running attempt are in."""
        return len(self.attempt.counts) if self.attempt else 0

    @property
    def why(self) -> str:
        """Return what stands in the way of the next step."""
        return " ".join(one["why"] for one in self.actions if not one["allowed"])

    @property
    def pips(self) -> list[bool]:
        return [place < self.counted for place in range(_TELLERS)]


@dataclass
class Console:
    """The polls in their order, and the one whose slips stand in the panel."""

    rows: list[PollRow]
    panel: PollRow | None
    is_organiser: bool


def console_of(meeting: Meeting, user: Any) -> Console:
    """Return the console of a meeting read with ``meetings_for_page``."""
    may_run = access.check(user, "awards.run_poll", meeting).allowed
    unpublished = selectors.reads_unpublished(user, meeting)
    electorate = selectors.attendance(meeting)
    rows = [
        _row(poll, place, electorate, user, may_run=may_run, unpublished=unpublished)
        for place, poll in enumerate(meeting.polls.all(), 1)
    ]
    return Console(rows, _panel(rows), may_run)


def _row(
    poll: Poll,
    place: int,
    electorate: tuple[int, int],
    user: Any,
    *,
    may_run: bool,
    unpublished: bool,
) -> PollRow:
    attempts = selectors.attempts_of(poll) if poll.state == PollState.OPEN else []
    known = {"awards.run_poll": may_run}
    return PollRow(
        poll=poll,
        place=place,
        rule=selectors.rule_sentence(poll, electorate),
        result=selectors.result_of(poll, unpublished=unpublished),
        attempt=attempts[-1] if attempts else None,
        actions=action_buttons(poll, user, known=known) if may_run else [],
        waiting=tellers_to_count(poll, user) if poll.state == PollState.OPEN else [],
    )


def tellers_to_count(poll: Poll, user: Any) -> list[Teller]:
    """Return the tellers whose turn it is and for whom the user may type."""
    return [
        one
        for one in poll.meeting.tellers.all()
        if not selectors.turn_of(poll, one).refusal
        and access.check(user, "awards.enter_count", one).allowed
    ]


def _panel(rows: list[PollRow]) -> PollRow | None:
    is_open = next((row for row in rows if row.is_open), None)
    with_result = [row for row in rows if row.result]
    return is_open or (with_result[-1] if with_result else None)
