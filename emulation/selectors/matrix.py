"""The year at a glance: its steps, and each unit's progress in them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.urls import reverse

from core import clock, points
from core.templatetags.house import vi_date, vi_day
from emulation.enums import (
    Period,
    PhaseKind,
    PhaseState,
    PledgeState,
    ReportState,
    ScorecardState,
    YearState,
)
from emulation.models import EmulationYear, Participation, Phase
from emulation.selectors.years import phase_of, phases_of


class Cell(NamedTuple):
    """One unit in one step; ``kind`` is ok, excuse (done late), now, wait, late or ""."""

    kind: str
    text: str
    url: str = ""


@dataclass(frozen=True)
class Column:
    """One step of the matrix; ``cells`` by participation, ``missing`` what a unit that
    is late has not done ("chưa gửi giao ước"), empty where units owe nothing.
    """

    name: str
    order: int
    cells: Mapping[int, Cell]
    due: date | None = None
    is_now: bool = False
    missing: str = ""
    kind: str = ""

    @property
    def note(self) -> str:
        return f"hạn {vi_day(self.due)}" if self.due else ""


@dataclass(frozen=True)
class Matrix:
    """Units × steps, and who is late."""

    columns: list[Column]
    rows: list[dict[str, Any]]
    late: list[dict[str, Any]] = field(default_factory=list)

    def count(self, *kinds: str) -> int:
        """Return how many cells of steps that units owe are of these kinds."""
        return sum(
            cell.kind in kinds
            for column in self.columns
            if column.missing
            for cell in column.cells.values()
        )

    @property
    def late_units(self) -> set[str]:
        return {name for line in self.late for name in line["units"]}


@dataclass(frozen=True)
class Progress:
    """How far a unit's paper is: done, waiting for someone, or under way."""

    done_at: datetime | None = None
    waiting: str = ""
    doing: str = ""


@dataclass(frozen=True)
class Step:
    """One column that the year itself brings."""

    kind: PhaseKind
    name: str
    missing: str
    paper: Callable[[Participation], Any]
    progress: Callable[[Any], Progress]


def _registered(pledge: Any) -> Progress:
    if pledge.state in {PledgeState.APPROVED, PledgeState.SIGNED}:
        return Progress(done_at=pledge.submitted_at)
    if pledge.state == PledgeState.SUBMITTED:
        return Progress(waiting="Chờ duyệt")
    is_returned = pledge.state == PledgeState.RETURNED
    return Progress(doing="Trả lại" if is_returned else "Đang soạn")


def _signed(pledge: Any) -> Progress:
    if pledge.state == PledgeState.SIGNED:
        return Progress(done_at=pledge.signed_at)
    return Progress(doing="Chờ ký")


def _reported(report: Any) -> Progress:
    if report.state == ReportState.APPROVED:
        return Progress(done_at=report.submitted_at)
    if report.state == ReportState.SUBMITTED:
        return Progress(waiting="Chờ duyệt")
    is_returned = report.state == ReportState.RETURNED
    return Progress(doing="Trả lại" if is_returned else "Đang nhập")


def _self_scored(card: Any) -> Progress:
    if card.state in {ScorecardState.SELF_SCORED, ScorecardState.FINAL}:
        return Progress(done_at=card.self_scored_at)
    is_returned = card.state == ScorecardState.RETURNED
    return Progress(doing="Trả lại" if is_returned else "Đang tự chấm")


def _final(card: Any) -> Progress:
    if card.state == ScorecardState.FINAL:
        return Progress(done_at=card.finalised_at)
    if card.state == ScorecardState.SELF_SCORED:
        return Progress(waiting="Chờ chấm")
    return Progress()


def pledge_in(unit: Participation) -> Any:
    """Return the unit's pledge, ``None`` where it has none."""
    return getattr(unit, "pledge", None)


def card_in(unit: Participation) -> Any:
    """Return the unit's scorecard, ``None`` where it has none."""
    return getattr(unit, "scorecard", None)


def report_in(unit: Participation, period: str) -> Any:
    """Return the unit's prefetched report of a period."""
    return next((one for one in unit.reports.all() if one.period == period), None)


STEPS = (
    Step(PhaseKind.REGISTER, "Đăng ký", "chưa gửi giao ước", pledge_in, _registered),
    Step(PhaseKind.SIGN, "Ký giao ước", "chưa ký giao ước", pledge_in, _signed),
    Step(
        PhaseKind.MID_YEAR,
        "Sơ kết",
        "chưa gửi kết quả 6 tháng",
        lambda unit: report_in(unit, Period.HALF_YEAR),
        _reported,
    ),
    Step(
        PhaseKind.RESULTS,
        "Kết quả năm",
        "chưa gửi kết quả năm",
        lambda unit: report_in(unit, Period.YEAR),
        _reported,
    ),
    Step(PhaseKind.SCORING, "Tự chấm", "chưa gửi điểm tự chấm", card_in, _self_scored),
    Step(PhaseKind.SCORING, "Điểm cuối", "", card_in, _final),
)


def with_papers(rows: QuerySet[Participation]) -> QuerySet[Participation]:
    """Join units with pledge, scorecard and reports: two queries for any number."""
    return rows.select_related(
        "unit", "successor__successor", "pledge", "scorecard"
    ).prefetch_related("reports")


def step_columns(year: EmulationYear, roster: list[Participation]) -> Iterator[Column]:
    """Yield the year's own columns; ``roster`` comes from ``with_papers``."""
    now = now_phase(year)
    for place, step in enumerate(STEPS, 1):
        phase = phase_of(year, step.kind)
        yield Column(
            name=step.name,
            order=10 * place,
            cells={unit.pk: _cell(year, phase, step, unit) for unit in roster},
            due=phase.due_on if phase else None,
            is_now=now is not None and now.kind == step.kind,
            missing=step.missing,
            kind=step.kind,
        )


def _cell(
    year: EmulationYear, phase: Phase | None, step: Step, unit: Participation
) -> Cell:
    paper = step.paper(unit)
    if paper is None:
        return Cell("", "–")
    progress, url = step.progress(paper), paper.get_absolute_url()
    if progress.done_at is not None:
        due = phase.due_on if phase and step.missing else None
        return Cell(*_done(progress.done_at, due), url)
    if progress.waiting:
        return Cell("wait", progress.waiting, url)
    if unit.has_left:
        return Cell("", "Thôi tham gia")
    return Cell(*_not_done(year, phase, step, progress.doing), url)


def _done(at: datetime, due: date | None) -> tuple[str, str]:
    on = at.astimezone(clock.zone()).date()
    days = (on - due).days if due else 0
    if days > 0:
        return "excuse", f"{vi_day(on)} (+{days} ngày)"
    return "ok", vi_day(on)


def _not_done(
    year: EmulationYear, phase: Phase | None, step: Step, doing: str
) -> tuple[str, str]:
    if phase is None or phase.state == PhaseState.WAITING or not step.missing:
        return "", "Chưa đến"
    if year.state != YearState.OPEN:
        return "late", "Không gửi"
    if phase.is_overdue:
        return "late", f"Trễ {(clock.today() - phase.due_on).days} ngày"
    if phase.state == PhaseState.CLOSED:
        return "late", "Chưa gửi"
    return "now", doing


def matrix_of(
    year: EmulationYear, roster: list[Participation], own: Iterable[int] = ()
) -> Matrix:
    """Draw the roster against all steps, those of higher apps included; rows of units
    in ``own`` stand out.
    """
    columns = sorted(points.YEAR_COLUMNS(year, roster), key=lambda one: one.order)
    mine = set(own)
    rows = [
        {
            "number": unit.protocol_number,
            "name": unit.name,
            "is_you": unit.responsible_unit_id in mine,
            "cells": [one.cells.get(unit.pk, Cell("", "–")) for one in columns],
        }
        for unit in roster
    ]
    return Matrix(columns, rows, _late(columns, roster))


def _late(columns: list[Column], roster: list[Participation]) -> list[dict[str, Any]]:
    found = []
    for column in columns:
        late = [
            unit.name
            for unit in roster
            if unit.pk in column.cells and column.cells[unit.pk].kind == "late"
        ]
        if late and column.missing:
            found.append({"missing": column.missing, "units": late})
    return found


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
    if phase == now:
        return "now"
    if phase.state == PhaseState.WAITING:
        return "next"
    if phase.state == PhaseState.CLOSED or year.is_closed:
        return "done"
    return "late" if phase.is_overdue else "next"


def _step_note(year: EmulationYear, phase: Phase, now: Phase | None) -> str:
    if phase.due_on is None:
        return "chưa có ngày"
    is_same_year = phase.due_on.year == year.year
    day = vi_day(phase.due_on) if is_same_year else vi_date(phase.due_on)
    if phase.state == PhaseState.OPEN and not year.is_closed:
        return f"quá hạn {day}" if phase.is_overdue else f"đến {day}"
    return f"chưa mở, hạn {day}" if phase == now else day


def _step_url(year: EmulationYear, phase: Phase) -> str:
    place = [year.bloc.code, year.year]
    if year.state == YearState.PREPARING:
        return reverse("phases", args=place)
    targets: dict[str, tuple[str, list[Any]]] = {
        PhaseKind.REGISTER: ("pledges", place),
        PhaseKind.SIGN: ("pledges", place),
        PhaseKind.MID_YEAR: ("reports", [*place, Period.HALF_YEAR]),
        PhaseKind.RESULTS: ("reports", [*place, Period.YEAR]),
        PhaseKind.SCORING: ("scores", place),
        PhaseKind.CONFERENCE: ("meetings", place),
    }
    name, args = targets.get(phase.kind, ("phases", place))
    return reverse(name, args=args)
