"""Criteria sheets as trees: rows in order, sums of maximum points."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from emulation.enums import CriterionKind, SheetState, YearState
from emulation.models import CriteriaSheet, Criterion, EmulationYear
from emulation.selectors.rows import in_tree_order, leaves_of

DEEPEST = 2  # part, group, leaf


@dataclass
class SheetRow:
    """One node as it is shown: its place in the tree and what it may give."""

    criterion: Criterion
    depth: int
    is_group: bool
    scale: Decimal = Decimal(0)
    bonus: Decimal = Decimal(0)
    has_points: bool = False
    is_first: bool = False
    is_last: bool = False
    form: Any = None
    stale: list[tuple[str, str, str]] = field(default_factory=list)

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
        node.has_points |= criterion.kind != CriterionKind.DISQUALIFIER
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


@dataclass(frozen=True)
class SheetLine:
    """A sheet in the list of its year."""

    sheet: CriteriaSheet
    leaves: int
    scale: Decimal
    bonus: Decimal


def sheet_lines(year: EmulationYear) -> list[SheetLine]:
    """Return the year's sheets, the newest first, with what their nodes add up to."""
    sheets = year.sheets.select_related("frozen_by__person")
    lines = []
    for sheet in sheets.prefetch_related("criteria"):
        rows = tree_rows(sheet.criteria.all())
        leaves = sum(not row.is_group for row in rows)
        lines.append(SheetLine(sheet, leaves, *totals_of(rows)))
    return lines


def sheet_in_use(year: EmulationYear) -> CriteriaSheet | None:
    """Return the year's newest sheet, the one that scorecards follow."""
    return year.sheets.first()


def missing_in_sheet(sheet: CriteriaSheet) -> list[str]:
    """Return what keeps a draft sheet from being issued: rows without a name, ordinary
    leaves without a maximum.
    """
    leaves = leaves_of(sheet)
    if not leaves:
        return ["Bảng chưa có tiêu chí nào."]
    nameless = sorted(one.code for one in sheet.criteria.all() if not one.name)
    return [
        *(f"Mục {code}: chưa ghi tên." for code in nameless),
        *(
            f"Tiêu chí {leaf.code}: chưa có điểm tối đa."
            for leaf in leaves
            if leaf.kind == CriterionKind.POINTS and not leaf.max_points
        ),
    ]


def may_begin(year: EmulationYear) -> bool:
    """Tell whether the year still takes a new sheet: not open, no draft waiting."""
    drafts = year.sheets.filter(state=SheetState.DRAFT)
    return year.state == YearState.PREPARING and not drafts.exists()
