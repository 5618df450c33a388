"""Setting up, opening, ranking and closing a year, and preparing the next one."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from core import clock, journal
from core.workflow import BlockedError, ReasonMissingError, run, verb
from emulation import selectors
from emulation.enums import Period, PhaseKind, ScorecardState, SheetState, YearState
from emulation.models import (
    CriteriaSheet,
    Criterion,
    EmulationYear,
    Movement,
    MovementAnswer,
    Participation,
    Phase,
    Pledge,
    RankingLine,
    Report,
    Scorecard,
    ScoreLine,
)
from emulation.scoring import Entry, ranking
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
    journal.save(year, actor=actor)
    Phase.objects.bulk_create(Phase(year=year, kind=kind) for kind in PhaseKind.values)
    prepare_narratives(year)
    return year


def update_year(year: EmulationYear, *, actor: Any) -> EmulationYear:
    """Save theme, plan and note; a closed year stays as it is."""
    refuse_once_closed(year)
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
    """Freeze the roster and the criteria; give each unit its papers to fill in."""
    sheet = year.sheets.first()
    if sheet.state == SheetState.DRAFT:
        sheet = run(sheet, "freeze", actor=actor)
    members = list(members_on(year.bloc))
    today = clock.today()
    for member in members:
        held = member.unit.name_on(today)
        participation = Participation.objects.create(
            year=year,
            unit=member.unit,
            name=held.name if held else member.unit.name,
            protocol_number=member.protocol_number,
            joined_on=member.valid_from,
        )
        give_papers(participation, sheet)
    return [["Số đơn vị", None, len(members)]]


def give_papers(participation: Participation, sheet: CriteriaSheet) -> None:
    """Create what a unit fills in: pledge, reports, answers, scorecard."""
    Pledge.objects.create(participation=participation)
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


@transaction.atomic
def add_movement(movement: Movement, *, actor: Any) -> Movement:
    """Add a movement; units of an open year get a row to answer it."""
    journal.save(movement, actor=actor)
    MovementAnswer.objects.bulk_create(
        MovementAnswer(movement=movement, participation=one)
        for one in movement.year.participations.all()
    )
    return movement


@verb(YEAR, "publish_ranking")
def publish_ranking(
    year: EmulationYear, *, actor: Any, **_data: object
) -> list[list[Any]]:
    """Store the ranking as it stands; later changes of rows do not move it. A unit that
    left without a final score is not ranked.
    """
    final = Scorecard.objects.filter(
        participation__year=year, state=ScorecardState.FINAL
    )
    cards = {card.participation_id: card for card in final}
    standings = ranking(
        Entry(pk, card.final_total, card.is_disqualified) for pk, card in cards.items()
    )
    RankingLine.objects.bulk_create(
        RankingLine(
            year=year,
            participation_id=one.key,
            rank=one.rank,
            self_total=cards[one.key].self_total,
            final_total=one.points,
            is_disqualified=one.rank is None,
        )
        for one in standings
    )
    return [["Số đơn vị được xếp hạng", None, len(standings)]]


@transaction.atomic
def prepare_next_year(year: EmulationYear, *, actor: Any) -> EmulationYear:
    """Create the next year in preparation from this one: steps a year later, running
    movements, the criteria as a draft. An existing next year is left as it is.
    """
    found = EmulationYear.objects.filter(bloc=year.bloc, year=year.year + 1).first()
    if found is not None:
        return found
    following = create_year(year.bloc, year.year + 1, actor=actor)
    set_phase_dates(
        following,
        {
            phase.kind: (a_year_later(phase.opens_on), a_year_later(phase.due_on))
            for phase in year.phases.all()
        },
        actor=actor,
        reason=f"Chuyển từ năm {year.year}.",
    )
    for movement in year.movements.all():
        if movement.to_year is None or movement.to_year > year.year:
            copy_movement(movement, following, actor=actor)
    sheet = year.sheets.first()
    if sheet is not None:
        copy_sheet(sheet, following, actor=actor)
    return following


def a_year_later(day: date | None) -> date | None:
    """Return the same day of the next year (28 February for the 29th)."""
    if day is None:
        return None
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + 1, day=28 if is_leap_day else day.day)


def copy_movement(movement: Movement, year: EmulationYear, *, actor: Any) -> Movement:
    """Carry a running movement into another year, without its evaluation."""
    kept = {
        name: getattr(movement, name)
        for name in ("position", "name", "launched_by", "from_year", "to_year", "note")
    }
    return add_movement(Movement(year=year, **kept), actor=actor)


def copy_sheet(
    sheet: CriteriaSheet, year: EmulationYear, *, actor: Any
) -> CriteriaSheet:
    """Copy a criteria sheet with its tree into another year as a draft."""
    copy = CriteriaSheet(year=year, name=sheet.name, is_sample=sheet.is_sample)
    journal.save(copy, actor=actor)
    copied: dict[int, Criterion] = {}
    for one, _depth in selectors.in_tree_order(list(sheet.criteria.all())):
        copied[one.pk] = Criterion.objects.create(
            sheet=copy,
            parent=copied.get(one.parent_id),
            position=one.position,
            code=one.code,
            name=one.name,
            kind=one.kind,
            max_points=one.max_points,
        )
    return copy
