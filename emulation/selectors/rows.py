"""Rows of pledges, reports and scorecards in the order people read them."""

from typing import Any

from django.db.models import QuerySet

from emulation.enums import CriterionKind, Period
from emulation.models import (
    CriteriaSheet,
    Criterion,
    MovementAnswer,
    Participation,
    Pledge,
    Report,
    Result,
    Scorecard,
    ScoreLine,
    Target,
)


def in_tree_order(rows: list[Any]) -> list[tuple[Any, int]]:
    """Return rows with their depth, each after its parent, siblings by position."""
    children: dict[int | None, list[Any]] = {}
    known = {row.pk for row in rows}
    for row in sorted(rows, key=lambda one: (one.position, one.pk)):
        parent = row.parent_id if row.parent_id in known else None
        children.setdefault(parent, []).append(row)
    ordered: list[tuple[Any, int]] = []

    def walk(parent: int | None, depth: int) -> None:
        for row in children.get(parent, []):
            ordered.append((row, depth))
            walk(row.pk, depth + 1)

    walk(None, 0)
    return ordered


def targets_of(pledge: Pledge) -> list[tuple[Target, int]]:
    """Return the pledge's targets with depth, "trong đó" under their whole."""
    return in_tree_order(list(pledge.targets.all()))


def results_of(report: Report) -> list[tuple[Result, int]]:
    """Return the report's results with depth: targets first, in the pledge's order,
    then what was never pledged.
    """
    rows = list(report.results.select_related("target"))
    by_target = {row.target_id: row for row in rows if row.target_id}
    targets = Target.objects.filter(pk__in=by_target)
    ordered = [
        (by_target[target.pk], depth) for target, depth in in_tree_order(list(targets))
    ]
    free = [row for row in rows if row.target_id is None]
    return ordered + in_tree_order(free)


def report_of(participation: Participation, period: str) -> Report | None:
    """Return the unit's report of a period."""
    return participation.reports.filter(period=period).first()


def year_report_of(participation: Participation) -> Report | None:
    """Return the unit's report of the whole year."""
    return report_of(participation, Period.YEAR)


def leaves_of(sheet: CriteriaSheet) -> list[Criterion]:
    """Return the criteria that carry points, in the sheet's order."""
    criteria = list(sheet.criteria.all())
    groups = {one.parent_id for one in criteria}
    return [one for one, _depth in in_tree_order(criteria) if one.pk not in groups]


def lines_of(scorecard: Scorecard) -> dict[int, ScoreLine]:
    """Return the card's lines by criterion."""
    lines = scorecard.lines.select_related("criterion", "final_by__person")
    return {line.criterion_id: line for line in lines}


def scale_of(sheet: CriteriaSheet) -> Any:
    """Return the sum of the maximum points of all ordinary leaves."""
    return sum(
        (
            leaf.max_points or 0
            for leaf in leaves_of(sheet)
            if leaf.kind == CriterionKind.POINTS
        ),
        start=0,
    )


def answers_of(participation: Participation) -> QuerySet[MovementAnswer]:
    """Return the unit's answers to the year's movements."""
    return participation.movement_answers.select_related("movement")
