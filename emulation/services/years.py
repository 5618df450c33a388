"""Setting up and opening a year, and what its units get to fill in."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from core import access, clock, journal
from core.workflow import BlockedError, ReasonMissingError, run, verb
from emulation import selectors
from emulation.enums import Period, PhaseKind, SheetState, YearState
from emulation.models import (
    CriteriaSheet,
    EmulationYear,
    Movement,
    MovementAnswer,
    Participation,
    Phase,
    Pledge,
    Report,
    Scorecard,
    ScoreLine,
)
from emulation.services.handout import hand_out
from emulation.services.plans import store_plan
from emulation.services.results import prepare_narratives
from emulation.workflow import YEAR
from units.models import Bloc
from units.selectors import members_on


@transaction.atomic
def create_year(
    bloc: Bloc, number: int, *, actor: Any, theme: str = "", note: str = ""
) -> EmulationYear:
    """Create a year in preparation with its eight steps, no dates yet, and the blank
    sections of the bloc's own report.
    """
    year = EmulationYear(bloc=bloc, year=number, theme=theme, note=note)
    access.demand(actor, "emulation.create_year", year)
    return found_year(year, actor=actor)


@transaction.atomic
def found_year(year: EmulationYear, *, actor: Any) -> EmulationYear:
    """Save a new year with its steps and sections; whoever calls has asked whether the
    actor may, or does it as the consequence of an election.
    """
    journal.save(year, actor=actor)
    Phase.objects.bulk_create(Phase(year=year, kind=kind) for kind in PhaseKind.values)
    prepare_narratives(year)
    return year


@transaction.atomic
def update_year(year: EmulationYear, *, actor: Any, plan: Any = None) -> EmulationYear:
    """Save theme, plan and note; a closed year stays as it is. ``plan`` is an uploaded
    plan document; the one before stays stored, and the entry names both.
    """
    access.demand(actor, "emulation.create_year", year)
    refuse_once_closed(year)
    if plan is not None:
        year.plan_file = store_plan(plan, actor=actor)
    journal.save(year, actor=actor)
    return year


def refuse_once_closed(year: EmulationYear) -> None:
    """Raise when the year is closed."""
    if year.is_closed:
        raise BlockedError([f"Năm thi đua {year.year} đã khép, không sửa được."])


@transaction.atomic
def set_phase_dates(
    year: EmulationYear,
    dates: Mapping[str, tuple[date | None, date | None]],
    *,
    actor: Any,
    reason: str = "",
) -> None:
    """Set opening and due days by step; each change is a journal entry.

    Once the year has been opened, a change of days needs a reason.
    """
    access.demand(actor, "emulation.create_year", year)
    move_phases(year, dates, actor=actor, reason=reason)


def move_phases(
    year: EmulationYear,
    dates: Mapping[str, tuple[date | None, date | None]],
    *,
    actor: Any,
    reason: str = "",
) -> None:
    """As ``set_phase_dates``, for who has asked whether the actor may. Call inside a
    transaction.
    """
    phases = year.phases.select_for_update().filter(kind__in=dates)
    moved = [
        one for one in phases if (one.opens_on, one.due_on) != tuple(dates[one.kind])
    ]
    if not moved:
        return
    refuse_once_closed(year)
    if year.state != YearState.PREPARING and not reason.strip():
        raise ReasonMissingError(["Năm đã mở: đổi ngày của một bước phải ghi lý do."])
    for phase in moved:
        phase.opens_on, phase.due_on = dates[phase.kind]
        journal.save(phase, actor=actor, reason=reason.strip())


@verb(YEAR, "open")
@transaction.atomic
def open_year(year: EmulationYear, *, actor: Any, **_data: object) -> list[list[Any]]:
    """Freeze the roster and the criteria; give each unit its papers to fill in, with
    the common targets in its pledge.
    """
    sheet = year.sheets.first()
    if sheet.state == SheetState.DRAFT:
        sheet = run(sheet, "freeze", actor=actor)
    members, today = list(members_on(year.bloc)), clock.today()
    pledges = []
    for member in members:
        held = member.unit.name_on(today)
        participation = Participation.objects.create(
            year=year,
            unit=member.unit,
            name=held.name if held else member.unit.name,
            protocol_number=member.protocol_number,
            joined_on=member.valid_from,
        )
        pledges.append(give_papers(participation, sheet))
    hand_out(year, pledges)
    return [["Số đơn vị", None, len(members)]]


def give_papers(participation: Participation, sheet: CriteriaSheet) -> Pledge:
    """Create what a unit fills in: pledge, reports, answers, scorecard. Return the
    pledge, still without the common targets.
    """
    pledge = Pledge.objects.create(participation=participation)
    for period in Period.values:
        Report.objects.create(participation=participation, period=period)
    MovementAnswer.objects.bulk_create(
        MovementAnswer(movement=movement, participation=participation)
        for movement in participation.year.movements.all()
    )
    card = Scorecard.objects.create(participation=participation, sheet=sheet)
    ScoreLine.objects.bulk_create(
        ScoreLine(scorecard=card, criterion=leaf) for leaf in selectors.leaves_of(sheet)
    )
    return pledge


@transaction.atomic
def add_movement(movement: Movement, *, actor: Any) -> Movement:
    """Add a movement; units of an open year get a row to answer it."""
    journal.save(movement, actor=actor)
    MovementAnswer.objects.bulk_create(
        MovementAnswer(movement=movement, participation=one)
        for one in movement.year.participations.all()
    )
    return movement
