"""Rows of the year in the order people read them."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from emulation.enums import CriterionKind, Period
from emulation.models import (
    CriteriaSheet,
    Criterion,
    MovementAnswer,
    Participation,
    Report,
    Scorecard,
    ScoreLine,
)
from emulation.selectors.evidence import file_count

CAME_BACK = ("return", "renew")  # verbs that give a unit its paper back, with a reason


def in_tree_order(
    rows: list[Any],
    *,
    parent: Callable[[Any], int | None] = lambda row: row.parent_id,
    place: Callable[[Any], Any] = lambda row: (row.position, row.pk),
) -> list[tuple[Any, int]]:
    """Return rows with their depth, each after its parent, siblings by place."""
    children: dict[int | None, list[Any]] = {}
    known = {row.pk for row in rows}
    for row in sorted(rows, key=place):
        above = parent(row)
        children.setdefault(above if above in known else None, []).append(row)
    ordered: list[tuple[Any, int]] = []

    def walk(above: int | None, depth: int) -> None:
        for row in children.get(above, []):
            ordered.append((row, depth))
            walk(row.pk, depth + 1)

    walk(None, 0)
    return ordered


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


def card_lines() -> QuerySet[ScoreLine]:
    """Return lines with their leaves, who scored them and how many files prove them."""
    lines = ScoreLine.objects.select_related(
        "criterion", "final_by__person", "agreed_by__person", "explained_by__person"
    )
    return lines.annotate(file_count=file_count("line"))


def lines_of(scorecard: Scorecard) -> dict[int, ScoreLine]:
    """Return the card's lines by criterion; no query where they were prefetched."""
    lines = prefetched(scorecard, "lines")
    if lines is None:
        lines = card_lines().filter(scorecard=scorecard)
        lines = [_of(scorecard, line) for line in lines]
    return {line.criterion_id: line for line in lines}


def _of(scorecard: Scorecard, line: ScoreLine) -> ScoreLine:
    line.scorecard = scorecard
    return line


def prefetched(row: Any, name: str) -> list[Any] | None:
    """Return related rows that were read together with this one, if they were."""
    known = getattr(row, "_prefetched_objects_cache", {})
    return list(known[name]) if name in known else None


def lines_in_order(scorecard: Scorecard) -> list[ScoreLine]:
    """Return the card's lines as the sheet lists its leaves."""
    lines = lines_of(scorecard)
    return [lines[leaf.pk] for leaf in leaves_of(scorecard.sheet) if leaf.pk in lines]


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
