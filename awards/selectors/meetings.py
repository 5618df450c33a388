"""Meetings as lists and as one page: who is summoned, who is there."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from awards.models import Delegate, Meeting, Teller
from awards.selectors.polls import joined_polls, joined_tellers
from awards.selectors.scopes import meetings_visible_to
from awards.tally import Fraction, Quorum, quorum
from core import clock
from emulation.models import EmulationYear, Participation
from emulation.selectors import roster_of
from units.models import Appointment, Person


def meetings_for_list(user: Any, year: EmulationYear) -> QuerySet[Meeting]:
    """Return a year's meetings with how many are summoned, present and voted on."""
    voting = Q(delegates__is_voting=True)
    present = voting & Q(delegates__is_present=True)
    return (
        meetings_visible_to(user)
        .filter(year=year)
        .annotate(
            summoned=Count("delegates", filter=voting, distinct=True),
            present=Count("delegates", filter=present, distinct=True),
            poll_count=Count("polls", distinct=True),
        )
        .order_by("-held_at", "pk")
    )


def meetings_for_page(user: Any) -> QuerySet[Meeting]:
    """Return visible meetings with all that their page shows."""
    return meetings_visible_to(user).prefetch_related(
        Prefetch("delegates", queryset=_joined_delegates()),
        Prefetch("tellers", queryset=joined_tellers()),
        Prefetch("polls", queryset=joined_polls()),
    )


def _joined_delegates() -> QuerySet[Delegate]:
    return Delegate.objects.select_related("participation", "person").order_by(
        "participation__protocol_number", "participation", "person__name_key", "pk"
    )


def tellers_of(meeting: Meeting) -> QuerySet[Teller]:
    """Return the counting board, its chief first."""
    return joined_tellers().filter(meeting=meeting)


def attendance(meeting: Meeting) -> tuple[int, int]:
    """Return how many voting delegates are summoned and present."""
    voting = [one for one in meeting.delegates.all() if one.is_voting]
    return len(voting), sum(one.is_present for one in voting)


def quorum_of(meeting: Meeting) -> Quorum:
    """Return whether enough delegates are present, in words."""
    share = Fraction(meeting.quorum_numerator, meeting.quorum_denominator)
    return quorum(*attendance(meeting), share)


def absence_text(delegates: Iterable[Delegate]) -> str:
    """Return how many are away, and how many of them gave a reason."""
    away = [one for one in delegates if not one.is_present]
    if not away:
        return "Không ai vắng mặt."
    excused = sum(bool(one.absence_reason) for one in away)
    return f"Vắng mặt {len(away)} đại biểu, trong đó có lý do {excused}."


@dataclass
class UnitDelegates:
    """One unit's line of the attendance: its delegates and how many voters are there."""

    participation: Participation
    delegates: list[Delegate] = field(default_factory=list)

    @property
    def summoned(self) -> int:
        return sum(one.is_voting for one in self.delegates)

    @property
    def present(self) -> int:
        return sum(one.is_voting and one.is_present for one in self.delegates)

    @property
    def away(self) -> int:
        return self.summoned - self.present


def delegates_by_unit(delegates: Iterable[Delegate]) -> list[UnitDelegates]:
    """Group delegates, given in protocol order, by their unit."""
    groups: dict[int, UnitDelegates] = {}
    for one in delegates:
        group = groups.setdefault(
            one.participation_id, UnitDelegates(one.participation)
        )
        group.delegates.append(one)
    return list(groups.values())


def summonable_units(meeting: Meeting) -> list[Participation]:
    """Return the units that take part in the competition on the meeting's day."""
    day = meeting.held_at.astimezone(clock.zone()).date()
    roster = roster_of(meeting.year).order_by("protocol_number", "pk")
    return [one for one in roster if one.takes_part_on(day)]


def people_by_unit(
    meeting: Meeting, *, without: set[int]
) -> list[tuple[Participation, list[Person]]]:
    """Return today's people of each participating unit, but for those named."""
    units = summonable_units(meeting)
    held = (
        Appointment.objects.on()
        .filter(unit__in=[one.unit_id for one in units])
        .exclude(person__in=without)
        .select_related("person")
        .order_by("person__name_key", "person_id")
    )
    by_unit: dict[int, dict[int, Person]] = {}
    for one in held:
        by_unit.setdefault(one.unit_id, {})[one.person_id] = one.person
    return [
        (one, list(by_unit[one.unit_id].values()))
        for one in units
        if one.unit_id in by_unit
    ]


def people_of_year(year: EmulationYear) -> QuerySet[Person]:
    """Return today's people of the year's units, for chair and secretary."""
    units = year.participations.values("unit")
    held = Appointment.objects.on().filter(unit__in=units)
    return Person.objects.filter(pk__in=held.values("person")).order_by(
        "name_key", "pk"
    )
