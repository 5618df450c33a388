"""The year's movements: what the secretariat keeps, and what each unit answers."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from core import access, grid, journal
from core.workflow import BlockedError
from emulation import selectors
from emulation.enums import YearState
from emulation.models import (
    EmulationYear,
    Movement,
    MovementAnswer,
    Participation,
    Report,
)
from emulation.rules import WHY_CLERK
from emulation.selectors.movements import units_to_answer_for
from emulation.services.years import add_movement, refuse_once_closed


def refuse_unless_keeping(year: EmulationYear, actor: Any) -> None:
    """Raise when the actor does not keep the year, or it is closed."""
    answer = access.check(actor, "emulation.create_year", year)
    if not answer.allowed:
        raise PermissionDenied(answer.why)
    refuse_once_closed(year)


@transaction.atomic
def save_movement(movement: Movement, *, actor: Any) -> Movement:
    """Add a movement at the end of the list, or save a changed one."""
    refuse_unless_keeping(movement.year, actor)
    if movement.pk is not None:
        movement.version += 1
        journal.save(movement, actor=actor)
        return movement
    last = movement.year.movements.order_by("-position").first()
    movement.position = last.position + 1 if last else 1
    return add_movement(movement, actor=actor)


@transaction.atomic
def remove_movement(movement: Movement, *, actor: Any) -> None:
    """Remove a movement that no unit has answered yet; the journal keeps a copy."""
    refuse_unless_keeping(movement.year, actor)
    if sentences := removal_obstacles(movement):
        raise BlockedError(sentences)
    journal.delete_draft(movement, actor=actor)


def removal_obstacles(movement: Movement) -> list[str]:
    """Say who has answered the movement already."""
    written = movement.answers.exclude(text="").select_related("participation")
    names = [one.participation.name for one in written]
    if not names:
        return []
    return [f"Đã có đơn vị ghi kết quả hưởng ứng: {', '.join(names)}."]


def refuse_unless_answering(participation: Participation, actor: Any) -> None:
    """Raise when the unit's answers may not be written now: they belong to its report
    of the year and are locked with it.
    """
    report = selectors.year_report_of(participation)
    if report is None:
        raise BlockedError([f"{participation} chưa có báo cáo kết quả năm."])
    answer = access.check(actor, "emulation.edit_report", report)
    if not answer.allowed:
        raise PermissionDenied(answer.why)
    if participation.year.state != YearState.OPEN:
        label = participation.year.get_state_display().lower()
        raise BlockedError([f"Năm thi đua {label}, không sửa được."])
    if not report.is_editable:
        label = report.get_state_display().lower()
        raise BlockedError([f"Kết quả năm {label}, không sửa được."])


def answering_units(
    year: EmulationYear, user: Any
) -> tuple[list[Participation], list[str]]:
    """Return the user's units whose answers are open, and why the others are not."""
    is_open, locked = [], []
    for unit in units_to_answer_for(year, user):
        try:
            refuse_unless_answering(unit, user)
        except BlockedError as error:
            locked.extend(error.sentences)
        else:
            is_open.append(unit)
    return is_open, locked


@transaction.atomic
def save_answers(
    form_class: type, year: EmulationYear, post: Mapping[str, Any], *, actor: Any
) -> grid.Outcome:
    """Save the answers of the actor's units; their reports are held meanwhile, so that
    nothing slips in behind a report that is being sent.
    """
    candidates = [one.pk for one in units_to_answer_for(year, actor)]
    held = Report.objects.filter(participation__in=candidates).order_by("pk")
    list(held.select_for_update(of=("self",)))
    units, locked = answering_units(year, actor)
    if not units:
        raise BlockedError(locked or [WHY_CLERK])
    rows = MovementAnswer.objects.filter(participation__in=units)
    return grid.save_rows(form_class, rows.select_related("movement"), post)


@transaction.atomic
def save_texts(  # noqa: PLR0913 -- the parts of one save
    form_class: type,
    rows: QuerySet,
    year: EmulationYear,
    post: Mapping[str, Any],
    *,
    actor: Any,
    before: Callable[..., None] | None = None,
    after: Callable[..., None] | None = None,
) -> grid.Outcome:
    """Save the bloc's own texts; the year is held meanwhile, so that none is written
    into one that is being closed.
    """
    year = EmulationYear.objects.select_for_update(of=("self",)).get(pk=year.pk)
    refuse_unless_keeping(year, actor)
    return grid.save_rows(form_class, rows, post, before=before, after=after)


def journal_public_text(row: Any, before: str, after: str, *, actor: Any) -> None:
    """Note a change of the bloc's own text once the ranking is public; before that a
    text saved as typed is a draft and leaves no entry.
    """
    if row.year.ranking_is_public:
        journal.record(
            row,
            "change",
            f"Sửa {row._meta.verbose_name}",
            actor=actor,
            changes=[[str(row), before, after]],
        )
