"""What meetings tell the desk, the year's matrix and the closing of the year."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse

from awards.enums import MeetingKind, MeetingState
from awards.models import Delegate, Meeting
from core import clock, points
from emulation.enums import PhaseKind, YearState
from emulation.models import EmulationYear
from emulation.selectors import phase_of
from units.enums import Office, Role
from units.models import BlocOffice
from units.selectors import unit_ids_of


def closing_obstacles(year: EmulationYear) -> list[str]:
    """Say what of the meetings still keeps the year from closing."""
    found = [
        f"{meeting} chưa bế mạc."
        for meeting in year.meetings.exclude(state=MeetingState.CLOSED).select_related(
            "year"
        )
    ]
    has_head = BlocOffice.objects.filter(
        bloc=year.bloc, year=year.year + 1, office=Office.HEAD
    ).exists()
    if not has_head:
        found.append(f"Chưa bầu Trưởng khối năm {year.year + 1}.")
    return found


def desk_tasks(user: Any) -> Iterator[points.Task]:
    """Yield the meetings that the user plans, prepares or is summoned to."""
    years = _kept_years(user)
    kept = {one.pk: one for one in _kept_meetings(years)}
    for year in years:
        if year.state == YearState.RANKED and not year.has_year_end:
            yield _planner_task(year)
    for meeting in kept.values():
        yield _organiser_task(meeting)
    for delegate in _summons(user):
        if delegate.meeting_id not in kept:
            yield _delegate_task(delegate)


def _kept_years(user: Any) -> list[EmulationYear]:
    """Return the running years whose head's secretary the user is."""
    units = unit_ids_of(user, Role.SECRETARY)
    if not units:
        return []
    heads = BlocOffice.objects.filter(
        unit__in=units,
        office=Office.HEAD,
        bloc=OuterRef("bloc"),
        year=OuterRef("year"),
    )
    review = Meeting.objects.filter(year=OuterRef("pk"), kind=MeetingKind.YEAR_END)
    years = EmulationYear.objects.filter(Exists(heads)).exclude(state=YearState.CLOSED)
    return list(years.annotate(has_year_end=Exists(review)).select_related("bloc"))


def _kept_meetings(years: list[EmulationYear]) -> list[Meeting]:
    if not years:
        return []
    waiting = Meeting.objects.exclude(state=MeetingState.CLOSED)
    return list(waiting.filter(year__in=years).select_related("year"))


def _planner_task(year: EmulationYear) -> points.Task:
    phase = phase_of(year, PhaseKind.CONFERENCE)
    return points.Task(
        due=phase.due_on if phase else None,
        title=f"Lập hội nghị tổng kết năm {year.year}",
        note="Xếp hạng đã công bố; lập hội nghị, triệu tập đại biểu, cử Ban kiểm phiếu.",
        url=reverse("meeting-new", args=[year.bloc.code, year.year]),
        button="Lập hội nghị",
    )


def _summons(user: Any) -> list[Delegate]:
    waiting = Delegate.objects.filter(person=user.person_id).exclude(
        meeting__state=MeetingState.CLOSED
    )
    return list(
        waiting.exclude(meeting__year__state=YearState.CLOSED)
        .select_related("meeting__year")
        .order_by("meeting__held_at", "pk")
    )


def _organiser_task(meeting: Meeting) -> points.Task:
    in_session = meeting.state == MeetingState.IN_SESSION
    return points.Task(
        due=_day(meeting),
        title=f"{'Điều hành' if in_session else 'Chuẩn bị'} {_named(meeting)}",
        note=_place(meeting),
        url=meeting.get_absolute_url(),
        button="Điều hành" if in_session else "Chuẩn bị",
    )


def _delegate_task(delegate: Delegate) -> points.Task:
    meeting = delegate.meeting
    return points.Task(
        due=_day(meeting),
        title=f"Dự {_named(meeting)}",
        note=_place(meeting),
        url=meeting.get_absolute_url(),
        button="Xem",
    )


def _named(meeting: Meeting) -> str:
    name = str(meeting)
    return name[:1].lower() + name[1:]


def _day(meeting: Meeting) -> Any:
    return meeting.held_at.astimezone(clock.zone()).date()


def _place(meeting: Meeting) -> str:
    local = meeting.held_at.astimezone(clock.zone())
    return f"{local:%H:%M}, {meeting.place}"
