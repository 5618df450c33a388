"""Units × steps: each unit's progress, and who is late."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery

from core import clock, points
from emulation.enums import (
    Period,
    PhaseKind,
    PhaseState,
    PledgeState,
    ReportState,
    ScorecardState,
    YearState,
)
from emulation.models import EmulationYear, Participation, Phase, PledgeVersion
from emulation.selectors.route import waits_for
from emulation.selectors.stepper import day_in, now_phase
from emulation.selectors.years import phase_of


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
    note: str = ""
    is_now: bool = False
    missing: str = ""
    kind: str = ""


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
    progress: Callable[[Any, EmulationYear], Progress]


def _registered(pledge: Any, year: EmulationYear) -> Progress:
    if pledge.state in {PledgeState.ACCEPTED, PledgeState.SIGNED}:
        return Progress(done_at=pledge.submitted_at)
    if pledge.is_editable:
        return Progress(doing=waits_for(pledge, year))
    return Progress(waiting=waits_for(pledge, year))


def _signed(pledge: Any, _year: EmulationYear) -> Progress:
    if pledge.state == PledgeState.SIGNED:
        return Progress(done_at=pledge.signed_at)
    is_accepted = pledge.state == PledgeState.ACCEPTED
    return Progress(doing="Chờ ký" if is_accepted else "Chưa tiếp nhận")


def _reported(report: Any, _year: EmulationYear) -> Progress:
    if report.state == ReportState.APPROVED:
        return Progress(done_at=report.submitted_at)
    if report.state == ReportState.SUBMITTED:
        return Progress(waiting="Chờ duyệt")
    is_returned = report.state == ReportState.RETURNED
    return Progress(doing="Trả lại" if is_returned else "Đang nhập")


def _self_scored(card: Any, _year: EmulationYear) -> Progress:
    if not card.is_editable:
        return Progress(done_at=card.self_scored_at)
    is_returned = card.state == ScorecardState.RETURNED
    return Progress(doing="Trả lại" if is_returned else "Đang tự chấm")


SCORING = {  # what a card waits for, once its unit has scored itself
    ScorecardState.SELF_SCORED: "Chờ chấm",
    ScorecardState.CHECKED: "Chờ giải trình",
    ScorecardState.EXPLAINED: "Đã giải trình",
}


def _final(card: Any, _year: EmulationYear) -> Progress:
    if card.state == ScorecardState.FINAL:
        return Progress(done_at=card.finalised_at)
    return Progress(waiting=SCORING.get(card.state, ""))


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
    versions = PledgeVersion.objects.filter(pledge__participation=OuterRef("pk"))
    latest = versions.order_by("-number").values("number")[:1]
    return (
        rows.select_related("unit", "successor__successor", "pledge", "scorecard")
        .prefetch_related("reports")
        .annotate(pledge_version=Subquery(latest))
    )


def rosters_of(years: list[EmulationYear], user: Any) -> dict[int, list[Participation]]:
    """Return units with their papers by year; read once a request for each year."""
    known: dict[int, list[Participation]] = getattr(user, "rosters", {})
    wanted = [one for one in years if one.pk not in known]
    if wanted:
        known |= {one.pk: [] for one in wanted}
        rows = Participation.objects.filter(year__in=wanted).order_by(
            "protocol_number", "pk"
        )
        for one in with_papers(rows):
            known[one.year_id].append(one)
        user.rosters = known
    return {one.pk: known[one.pk] for one in years}


def step_columns(year: EmulationYear, roster: list[Participation]) -> Iterator[Column]:
    """Yield the year's own columns; ``roster`` comes from ``with_papers``."""
    now = now_phase(year)
    for place, step in enumerate(STEPS, 1):
        phase = phase_of(year, step.kind)
        yield Column(
            name=step.name,
            order=10 * place,
            cells={unit.pk: _cell(year, phase, step, unit) for unit in roster},
            note=_due_note(year, phase),
            is_now=now is not None and now.kind == step.kind,
            missing=step.missing,
            kind=step.kind,
        )


def _due_note(year: EmulationYear, phase: Phase | None) -> str:
    if phase is None or phase.due_on is None:
        return ""
    return f"hạn {day_in(year, phase.due_on)}"


def _cell(
    year: EmulationYear, phase: Phase | None, step: Step, unit: Participation
) -> Cell:
    paper = step.paper(unit)
    if paper is None:
        return Cell("", "–")
    progress, url = step.progress(paper, year), paper.get_absolute_url()
    if progress.done_at is not None:
        due = phase.due_on if phase and step.missing else None
        kind, text = _done(year, progress.done_at, due)
        is_amended = step.kind == PhaseKind.SIGN and (unit.pledge_version or 1) > 1
        if is_amended:
            text += f", bản {unit.pledge_version}"
        return Cell(kind, text, url)
    if progress.waiting:
        return Cell("wait", progress.waiting, url)
    if unit.has_left:
        return Cell("", "Thôi tham gia")
    return Cell(*_not_done(year, phase, step, progress.doing), url)


def _done(year: EmulationYear, at: datetime, due: date | None) -> tuple[str, str]:
    on = at.astimezone(clock.zone()).date()
    days = (on - due).days if due else 0
    if days > 0:
        return "excuse", f"{day_in(year, on)} (+{days} ngày)"
    return "ok", day_in(year, on)


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
