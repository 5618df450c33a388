"""Who sees which meetings, polls and results."""

from typing import Any

from django.db.models import Q, QuerySet

from awards.enums import PollState
from awards.models import Meeting, Poll
from emulation.selectors import years_visible_to
from units.enums import Office, Role
from units.models import BlocOffice
from units.selectors import unit_ids_of


def meetings_visible_to(user: Any) -> QuerySet[Meeting]:
    """Everyone who sees the year sees its meetings."""
    meetings = Meeting.objects.select_related("year__bloc", "chair", "secretary")
    return meetings.filter(year__in=years_visible_to(user))


def polls_visible_to(user: Any) -> QuerySet[Poll]:
    """Polls are seen with their meeting; figures only through ``results_visible_to``."""
    polls = Poll.objects.select_related("meeting__year__bloc", "title", "repeats")
    return polls.filter(meeting__year__in=years_visible_to(user))


def results_visible_to(user: Any) -> QuerySet[Poll]:
    """Published results, and for the secretariat of the year also counted ones."""
    published = Q(state=PollState.CONFIRMED)
    counted = Q(state=PollState.COUNTED) & _kept_by(user)
    return polls_visible_to(user).filter(published | counted)


def _kept_by(user: Any) -> Q:
    """Return the condition for polls of years whose secretariat the user is in."""
    units = unit_ids_of(user, Role.SECRETARY)
    condition = Q(pk__in=[])
    if not units:
        return condition
    held = BlocOffice.objects.filter(unit__in=units, office=Office.HEAD)
    for bloc_id, number in held.values_list("bloc_id", "year"):
        condition |= Q(meeting__year__bloc=bloc_id, meeting__year__year=number)
    return condition
