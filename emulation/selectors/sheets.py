"""Criteria sheets as trees: rows in order, sums of maximum points."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from emulation.enums import CriterionKind
from emulation.models import CriteriaSheet, Criterion, EmulationYear
from emulation.selectors.rows import in_tree_order

DEEPEST = 2  # part, group, leaf


@dataclass
class SheetRow:
    """One node as it is shown: its place in the tree and what it may give."""

    criterion: Criterion
    depth: int
    is_group: bool
    scale: Decimal = Decimal(0)
    bonus: Decimal = Decimal(0)
    is_first: bool = False
    is_last: bool = False
    form: Any = None

    @property
    def level(self) -> int:
        """The dress of the row: part, group, or leaf wherever it hangs."""
        return self.depth + 1 if self.is_group or not self.depth else 3

    @property
    def may_have_children(self) -> bool:
        return self.depth < DEEPEST


def criteria_of(sheet: CriteriaSheet) -> list[Criterion]:
    """Return all nodes of a sheet."""
    return list(sheet.criteria.all())


def editable_criteria(sheet: CriteriaSheet) -> QuerySet[Criterion]:
    """Return the nodes for editing: each knows whether others hang on it."""
    children = Criterion.objects.filter(parent=OuterRef("pk"))
    return sheet.criteria.annotate(is_group=Exists(children))


def depth_of(criterion: Criterion) -> int:
    """Return how many nodes stand above this one."""
    depth, node = 0, criterion
    while node.parent_id is not None:
        node, depth = node.parent, depth + 1
    return depth


def tree_rows(criteria: Iterable[Criterion]) -> list[SheetRow]:
    """Return nodes in reading order, groups with the sums of what hangs on them."""
    ordered = in_tree_order(list(criteria))
    groups = {one.parent_id for one, _depth in ordered}
    rows = [SheetRow(one, depth, one.pk in groups) for one, depth in ordered]
    by_pk = {row.criterion.pk: row for row in rows}
    for row in rows:
        if not row.is_group:
            _add_up(row, by_pk)
    _mark_ends(rows)
    return rows


def _add_up(leaf: SheetRow, by_pk: dict[int, SheetRow]) -> None:
    criterion = leaf.criterion
    points = criterion.max_points or Decimal(0)
    node: SheetRow | None = leaf
    while node is not None:
        if criterion.kind == CriterionKind.POINTS:
            node.scale += points
        elif criterion.kind == CriterionKind.BONUS:
            node.bonus += points
        node = by_pk.get(node.criterion.parent_id)


def _mark_ends(rows: list[SheetRow]) -> None:
    by_parent: dict[int | None, list[SheetRow]] = {}
    for row in rows:
        by_parent.setdefault(row.criterion.parent_id, []).append(row)
    for siblings in by_parent.values():
        siblings[0].is_first = siblings[-1].is_last = True


def totals_of(rows: Iterable[SheetRow]) -> tuple[Decimal, Decimal]:
    """Return the scale and the most that bonuses may add."""
    parts = [row for row in rows if not row.depth]
    return (
        sum((row.scale for row in parts), Decimal(0)),
        sum((row.bonus for row in parts), Decimal(0)),
    )


def sheets_of_year(year: EmulationYear) -> QuerySet[CriteriaSheet]:
    """Return the year's sheets, the newest first, with their nodes."""
    people = ("frozen_by__person",)
    return year.sheets.select_related(*people).prefetch_related("criteria")


def sheet_in_use(year: EmulationYear) -> CriteriaSheet | None:
    """Return the year's newest sheet, the one that scorecards follow."""
    return year.sheets.first()
