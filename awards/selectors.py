"""What is shown of meetings and polls."""

from typing import Any

from django.db.models import Prefetch, QuerySet

from awards.enums import Base, PollState
from awards.models import Candidate, Delegate, Meeting, Poll, Teller, TellerCount
from awards.tally import Fraction, Quorum, quorum
from emulation.models import EmulationYear, Participation
from emulation.selectors import years_visible_to
from units.enums import Office
from units.models import BlocOffice


def meetings_visible_to(user: Any) -> QuerySet[Meeting]:
    """Everyone who sees the year sees its meetings."""
    meetings = Meeting.objects.select_related("year__bloc", "chair", "secretary")
    return meetings.filter(year__in=years_visible_to(user))


def polls_visible_to(user: Any) -> QuerySet[Poll]:
    """Polls are seen with their meeting; figures only once published."""
    polls = Poll.objects.select_related("meeting__year__bloc", "title", "repeats")
    return polls.filter(meeting__year__in=years_visible_to(user))


def delegates_of(meeting: Meeting) -> QuerySet[Delegate]:
    """Return the delegates in protocol order."""
    return meeting.delegates.select_related("participation", "person")


def tellers_of(meeting: Meeting) -> QuerySet[Teller]:
    """Return the counting board, its chief first."""
    return meeting.tellers.select_related("person", "unit")


def attendance(meeting: Meeting) -> tuple[int, int]:
    """Return how many voting delegates are summoned and present."""
    voting = [one for one in meeting.delegates.all() if one.is_voting]
    return len(voting), sum(one.is_present for one in voting)


def quorum_of(meeting: Meeting) -> Quorum:
    """Return whether enough delegates are present, in words."""
    share = Fraction(meeting.quorum_numerator, meeting.quorum_denominator)
    return quorum(*attendance(meeting), share)


def polls_of(meeting: Meeting) -> QuerySet[Poll]:
    """Return the meeting's polls with candidates and both tellers' counts."""
    counts = TellerCount.objects.select_related("teller__person").prefetch_related(
        "votes__candidate"
    )
    return meeting.polls.select_related("title").prefetch_related(
        Prefetch("candidates", queryset=Candidate.objects.order_by("position", "pk")),
        Prefetch("counts", queryset=counts),
    )


def last_counts(poll: Poll) -> list[TellerCount]:
    """Return the counts of the last attempt."""
    counts = list(
        poll.counts.select_related("teller__person").prefetch_related(
            "votes__candidate"
        )
    )
    last = max((one.attempt for one in counts), default=1)
    return [one for one in counts if one.attempt == last]


def base_of(poll: Poll, *, issued: int, valid: int) -> int:
    """Return the number of which the threshold is a share."""
    return {
        Base.SUMMONED: poll.summoned or 0,
        Base.PRESENT: poll.present or 0,
        Base.ISSUED: issued,
        Base.VALID: valid,
    }[Base(poll.base)]


def elected_in(year: EmulationYear, kind: str) -> list[Candidate]:
    """Return who was elected in the year's confirmed polls of a kind."""
    return list(
        Candidate.objects.filter(
            poll__meeting__year=year,
            poll__kind=kind,
            poll__state=PollState.CONFIRMED,
            is_elected=True,
        ).select_related("participation__unit", "poll__title")
    )


def confirmed_polls(year: EmulationYear) -> QuerySet[Poll]:
    """Return the year's published polls with candidates by votes."""
    by_votes = Candidate.objects.select_related("participation").order_by(
        "-votes", "position"
    )
    return (
        Poll.objects.filter(meeting__year=year, state=PollState.CONFIRMED)
        .select_related("meeting", "title")
        .prefetch_related(Prefetch("candidates", queryset=by_votes))
    )


def closing_obstacles(year: EmulationYear) -> list[str]:
    """Say what of the meetings still keeps the year from closing."""
    found = [
        f"{meeting} chưa bế mạc."
        for meeting in year.meetings.exclude(state="closed").select_related("year")
    ]
    has_head = BlocOffice.objects.filter(
        bloc=year.bloc, year=year.year + 1, office=Office.HEAD
    ).exists()
    if not has_head:
        found.append(f"Chưa bầu Trưởng khối năm {year.year + 1}.")
    return found


def unlisted(poll: Poll) -> QuerySet[Participation]:
    """Return the year's units that are not among the candidates."""
    listed = poll.candidates.exclude(participation=None).values("participation")
    return poll.meeting.year.participations.exclude(pk__in=listed)
