"""Where a year stands among its steps."""

from datetime import date
from typing import Any

from django.urls import reverse

from core.templatetags.house import vi_date, vi_day
from emulation.enums import Period, PhaseKind, PhaseState, YearState
from emulation.models import EmulationYear, Phase
from emulation.selectors.years import phases_of


def now_phase(year: EmulationYear) -> Phase | None:
    """Return where the year stands: the last step that is open, else the next one;
    ``None`` before it is opened and once it is closed.
    """
    phases = phases_of(year)
    if year.state in {YearState.PREPARING, YearState.CLOSED}:
        return None
    opened = [one for one in phases if one.state == PhaseState.OPEN]
    waiting = [one for one in phases if one.state == PhaseState.WAITING]
    return next(iter([*opened[::-1], *waiting]), None)


def stepper_of(year: EmulationYear) -> list[dict[str, str]]:
    """Return the year's steps for ``components/stepper.html``."""
    now = now_phase(year)
    return [
        {
            "name": phase.get_kind_display(),
            "state": _step_state(year, phase, now),
            "note": _step_note(year, phase, now),
            "url": _step_url(year, phase),
        }
        for phase in phases_of(year)
    ]


def _step_state(year: EmulationYear, phase: Phase, now: Phase | None) -> str:
    if year.is_closed or phase.state == PhaseState.CLOSED:
        return "done"
    if phase == now:
        return "now"
    if phase.state == PhaseState.WAITING:
        return "next"
    return "late" if phase.is_overdue else "open"


def _step_note(year: EmulationYear, phase: Phase, now: Phase | None) -> str:
    if phase.due_on is None:
        return "chưa có ngày"
    day = day_in(year, phase.due_on)
    if phase.state == PhaseState.OPEN and not year.is_closed:
        return f"quá hạn {day}" if phase.is_overdue else f"đến {day}"
    return f"chưa mở, hạn {day}" if phase == now else day


def _step_url(year: EmulationYear, phase: Phase) -> str:
    place = [year.bloc.code, year.year]
    if year.state == YearState.PREPARING:
        return reverse("year-setup", args=place)
    targets: dict[str, tuple[str, list[Any]]] = {
        PhaseKind.REGISTER: ("pledges", place),
        PhaseKind.SIGN: ("signing-day", place),
        PhaseKind.MID_YEAR: ("reports", [*place, Period.HALF_YEAR]),
        PhaseKind.RESULTS: ("reports", [*place, Period.YEAR]),
        PhaseKind.SCORING: ("scores", place),
        PhaseKind.CONFERENCE: ("meetings", place),
    }
    name, args = targets.get(phase.kind, ("phases", place))
    return reverse(name, args=args)


def day_in(year: EmulationYear, day: date) -> str:
    """Write day and month, and the year where it is not the year's own."""
    return vi_day(day) if day.year == year.year else vi_date(day)
