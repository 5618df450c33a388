"""Criteria sheets as trees: rows in order, sums of maximum points."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from core.text import format_points
from emulation.enums import (
    CheckState,
    CriterionKind,
    CriterionMethod,
    ScorecardState,
    SheetState,
    YearState,
)
from emulation.models import (
    CriteriaSheet,
    Criterion,
    CrossCheck,
    EmulationYear,
    Scorecard,
)
from emulation.selectors.rows import in_tree_order, leaves_of

DEEPEST = 2  # part, group, leaf
TEN, HUNDRED = Decimal(10), Decimal(100)
PAST_SELF_SCORE = (
    ScorecardState.CHECKED,
    ScorecardState.EXPLAINED,
    ScorecardState.FINAL,
)
FULL_OR_NOTHING = {CriterionMethod.PASS_FAIL}


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
    nodes = sheet.criteria.select_related("common_target")
    return nodes.annotate(is_group=Exists(children))


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
    """Return the sheet that scorecards follow: the newest issued one, before the year
    opens the newest of all.
    """
    sheets = year.sheets.all()
    if year.state != YearState.PREPARING:
        sheets = sheets.filter(state=SheetState.FROZEN)
    return sheets.first()


def roundness(scale: Decimal) -> str:
    """Say how far the scale is from a round one; empty when it is round."""
    step = HUNDRED if scale > HUNDRED else TEN
    if not scale or not scale % step:
        return ""
    nearest = (scale / HUNDRED).to_integral_value(ROUND_HALF_UP) * HUNDRED or HUNDRED
    word = "còn thiếu" if scale < nearest else "thừa"
    rest = format_points(abs(nearest - scale))
    shown = format_points(scale), format_points(nearest)
    return f"Tổng điểm tối đa là {shown[0]}, {word} {rest} so với thang {shown[1]}."


def missing_in_sheet(sheet: CriteriaSheet) -> list[str]:
    """Return what keeps a draft sheet from being issued: rows without a name, leaves
    that lack what their kind and method ask for.
    """
    leaves = leaves_of(sheet)
    if not leaves:
        return ["Bảng chưa có tiêu chí nào."]
    nameless = sorted(one.code for one in sheet.criteria.all() if not one.name)
    return [
        *(f"Mục {code}: chưa ghi tên." for code in nameless),
        *(
            f"Tiêu chí {leaf.code}: {what}."
            for leaf in leaves
            for what in lacking_in_leaf(leaf)
        ),
    ]


def lacking_in_leaf(leaf: Criterion) -> list[str]:
    """Return what a leaf still lacks for its points to come about."""
    lacks = []
    wants_most = leaf.kind == CriterionKind.POINTS or leaf.method in FULL_OR_NOTHING
    if wants_most and not leaf.max_points:
        lacks.append("chưa có điểm tối đa")
    if "rate" in leaf.parameters and not leaf.rate:
        lacks.append("tính theo số lần, chưa có điểm mỗi lần")
    if "common_target" in leaf.parameters and leaf.common_target_id is None:
        label = CriterionMethod(leaf.method).label.lower()
        lacks.append(f"chấm {label}, chưa chọn chỉ tiêu chung")
    return lacks


def why_no_new_version(year: EmulationYear) -> list[str]:
    """Say why an open year takes no new version of its sheet: once others have scored
    by one, or a score is final, it stays.
    """
    if year.state != YearState.OPEN:
        return [f"Năm thi đua {year.get_state_display().lower()}."]
    cards = Scorecard.objects.filter(participation__year=year)
    past = cards.filter(state__in=PAST_SELF_SCORE).select_related("participation")
    if card := past.first():
        label = card.get_state_display().lower()
        return [f"{card.participation}: {label}. Bảng tiêu chí không đổi được nữa."]
    sent = CrossCheck.objects.filter(
        scorecard__participation__year=year, state=CheckState.SENT
    ).select_related("participation")
    if check := sent.first():
        who = check.participation
        return [f"{who} đã gửi điểm chấm chéo. Bảng tiêu chí không đổi được nữa."]
    return []


def may_begin_version(year: EmulationYear) -> bool:
    """Tell whether an open year still takes a later version: no draft waits."""
    if year.state != YearState.OPEN:
        return False
    drafts = year.sheets.filter(state=SheetState.DRAFT)
    return not drafts.exists() and not why_no_new_version(year)


def may_begin(year: EmulationYear) -> bool:
    """Tell whether the year still takes a new sheet: not open, no draft waiting."""
    drafts = year.sheets.filter(state=SheetState.DRAFT)
    return year.state == YearState.PREPARING and not drafts.exists()
