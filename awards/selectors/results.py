"""Results of polls, for those who may read them now."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from awards.enums import PollState
from awards.models import Candidate, Meeting, Poll
from awards.selectors.polls import base_of
from emulation.models import EmulationYear
from units.enums import Office, Role
from units.selectors import office_units, unit_ids_of

BAR = 200  # the width of a bar's drawing


@dataclass(frozen=True)
class PollResult:
    """What a count came to; made only for those who may read it."""

    slips: tuple[tuple[str, int], ...]
    not_returned: int
    base: int
    needed: int
    candidates: tuple[Candidate, ...]
    conclusion: str
    has_elected: bool
    has_tied: bool

    @property
    def bars(self) -> list[tuple[Candidate, int, int]]:
        """Return each candidate with the length of its bar and the threshold's place,
        both of ``BAR``.
        """
        whole = max(self.base, *(one.votes or 0 for one in self.candidates), 1)
        tick = BAR * min(self.needed, whole) // whole
        return [(one, BAR * (one.votes or 0) // whole, tick) for one in self.candidates]

    @property
    def account(self) -> str:
        """Return the account of the slips in one sentence."""
        parts = ", ".join(f"{label} {number}" for label, number in self.slips)
        return f"{parts}, không thu về {self.not_returned}."


def reads_unpublished(user: Any, meeting: Meeting) -> bool:
    """Tell whether the user may read counts before they are published: the secretariat
    of the year alone.
    """
    units = unit_ids_of(user, Role.SECRETARY)
    if not units:
        return False
    year = meeting.year
    return bool(units & office_units(year.bloc_id, year.year, Office.HEAD))


def result_of(poll: Poll, *, unpublished: bool) -> PollResult | None:
    """Return the result by votes, or nothing while it is not to be read.

    ``unpublished`` is the answer of ``reads_unpublished``; only published results go
    to everybody else.
    """
    readable = {PollState.CONFIRMED, *([PollState.COUNTED] if unpublished else [])}
    if poll.state not in readable:
        return None
    candidates = sorted(
        poll.candidates.all(), key=lambda one: (-(one.votes or 0), one.position)
    )
    issued, valid = poll.issued or 0, poll.valid or 0
    returned, invalid = poll.returned or 0, poll.invalid or 0
    base = base_of(poll, issued=issued, valid=valid)
    return PollResult(
        slips=(
            ("Phát ra", issued),
            ("thu về", returned),
            ("hợp lệ", valid),
            ("không hợp lệ", invalid),
        ),
        not_returned=issued - returned,
        base=base,
        needed=poll.threshold.needed(base),
        candidates=tuple(candidates),
        conclusion=poll.conclusion,
        has_elected=any(one.is_elected for one in candidates),
        has_tied=any(one.is_tied for one in candidates),
    )


def elected_in(year: EmulationYear, kind: str) -> list[Candidate]:
    """Return who was elected in the year's confirmed polls of a kind."""
    return list(
        Candidate.objects.filter(
            poll__meeting__year=year,
            poll__kind=kind,
            poll__state=PollState.CONFIRMED,
            is_elected=True,
        )
        .select_related("participation__unit", "poll__title")
        .order_by("poll__position", "poll__round", "-votes", "position")
    )


def confirmed_polls(year: EmulationYear) -> QuerySet[Poll]:
    """Return the year's published polls as they were held, candidates by votes."""
    by_votes = Candidate.objects.select_related("participation").order_by(
        "-votes", "position"
    )
    return (
        Poll.objects.filter(meeting__year=year, state=PollState.CONFIRMED)
        .select_related("meeting", "title")
        .prefetch_related(Prefetch("candidates", queryset=by_votes))
        .order_by("meeting__held_at", "meeting_id", "position", "round", "pk")
    )
