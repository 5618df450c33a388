"""The board of all scores as a page shows it, and as a workbook."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from core.tables import Column, Row, Table
from core.text import format_points
from emulation import scoring
from emulation.enums import CriterionKind
from emulation.selectors.board import (
    COUNTING,
    FIRST_CHECK,
    LAST,
    NOTHING,
    OWN,
    SECOND_CHECK,
    Board,
    BoardCell,
    BoardUnit,
)
from emulation.selectors.sheets import SheetRow

LABELS = {
    OWN: "Tự chấm",
    FIRST_CHECK: "Chấm chéo 1",
    SECOND_CHECK: "Chấm chéo 2",
    LAST: "Điểm cuối",
}
SLUGS = {"tu-cham": OWN, "cheo-1": FIRST_CHECK, "cheo-2": SECOND_CHECK, "cuoi": LAST}
LACKING = "chưa đủ dữ liệu"
PROVISIONAL = "tạm tính"
OTHERWISE = "khác"


@dataclass(frozen=True)
class Choice:
    """What the page narrows to; ``query`` is the address of another choice."""

    part: str = ""
    unit: int | None = None
    stage: str = ""
    only_differing: bool = False

    def query(self, **changes: Any) -> str:
        one = replace(self, **changes)
        chosen = {
            "phan": one.part,
            "don-vi": one.unit,
            "giai-doan": one.stage,
            "lech": 1 if one.only_differing else None,
        }
        return "?" + urlencode({key: value for key, value in chosen.items() if value})


@dataclass(frozen=True)
class Head:
    """A column: a unit in one stage, or in the one that counts."""

    unit: BoardUnit
    stage: int
    label: str
    short: str
    query: str
    total: str = ""


@dataclass(slots=True)
class ShownCell:
    """What stands in a cell; ``dress`` says whether it is above the self-score."""

    text: str
    label: str
    url: str = ""
    dress: str = ""
    change: str = ""
    small: str = ""


@dataclass
class ShownRow:
    """A node of the sheet with a cell for every column."""

    node: SheetRow
    cells: list[ShownCell] = field(default_factory=list)


@dataclass
class Shown:
    """The narrowed board."""

    heads: list[Head]
    rows: list[ShownRow]
    is_one_unit: bool


def shown(board: Board, choice: Choice) -> Shown:
    """Return the rows and columns that were chosen, written out."""
    units = [one for one in board.units if choice.unit in {None, one.card.pk}]
    nodes = _nodes(board, units, choice)
    is_one = choice.unit is not None
    stages = [COUNTING]
    if choice.stage or is_one:
        stages = _stages(board, choice)
    heads = [
        _head(one, stage, choice, is_one=is_one) for one in units for stage in stages
    ]
    rows = [
        ShownRow(node, [_cell(head, node, board.stages) for head in heads])
        for node in nodes
    ]
    return Shown(heads, rows, is_one)


def _stages(board: Board, choice: Choice) -> list[int]:
    return [SLUGS[choice.stage]] if choice.stage else list(board.stages)


def _nodes(board: Board, units: list[BoardUnit], choice: Choice) -> list[SheetRow]:
    """Return the rows of the part, and where asked only leaves that differ for one of
    the units, under their groups.
    """
    nodes, inside = [], not choice.part
    for node in board.nodes:
        if choice.part and not node.depth:
            inside = node.criterion.code == choice.part
        if inside:
            nodes.append(node)
    if not choice.only_differing:
        return nodes
    kept: set[int | None] = set()
    for node in reversed(nodes):
        leaf = node.criterion
        found = (one.leaves.get(leaf.pk) for one in units)
        if leaf.pk in kept or any(one.differs for one in found if one):
            kept |= {leaf.pk, leaf.parent_id}
    return [one for one in nodes if one.criterion.pk in kept]


def _head(unit: BoardUnit, stage: int, choice: Choice, *, is_one: bool) -> Head:
    name = unit.card.participation.name
    label = short = LABELS[stage] if is_one and stage in LABELS else name
    if is_one and (checker := unit.checkers.get(stage)):
        label = f"{label}: {checker.name}"
    total = unit.scores[stage].total if unit.has(stage) else None
    return Head(
        unit, stage, label, short, choice.query(unit=unit.card.pk), written(total)
    )


def _cell(head: Head, node: SheetRow, stages: Iterable[int]) -> ShownCell:
    unit, stage, leaf = head.unit, head.stage, node.criterion
    cell = unit.leaves.get(leaf.pk)
    if cell is None:
        return _sum_cell(head, node)
    kind = leaf.kind
    text = written(cell.values[stage], kind)
    shown_cell = ShownCell(
        text, head.short, f"{unit.card.get_absolute_url()}#dong-{cell.line}"
    )
    if stage != OWN:
        _mark(shown_cell, kind, cell.values[OWN], cell.values[stage])
    if cell.is_lacking and cell.values[stage] is None:
        shown_cell.text, shown_cell.dress = LACKING, "lack"
    elif stage == COUNTING:
        _spell(shown_cell, cell, kind, stages)
    return shown_cell


def _spell(cell: ShownCell, read: BoardCell, kind: str, stages: Iterable[int]) -> None:
    """Write all stages beneath the points that count, where they are not all alike."""
    parts = [written(read.values[one], kind) for one in stages]
    if len(set(parts)) > 1:
        cell.small = " · ".join(parts)
    if read.is_provisional:
        cell.small = PROVISIONAL


def _sum_cell(head: Head, node: SheetRow) -> ShownCell:
    unit, stage = head.unit, head.stage
    if not (node.is_group and node.has_points and unit.has(stage)):
        return ShownCell("" if node.is_group else "–", head.short)
    points = unit.scores[stage].sums.get(node.criterion.pk)
    cell = ShownCell(written(points), head.short)
    if stage != OWN:
        own = unit.scores[OWN].sums.get(node.criterion.pk)
        _mark(cell, CriterionKind.POINTS, own, points)
    return cell


def _mark(
    cell: ShownCell, kind: str, own: Decimal | None, points: Decimal | None
) -> None:
    """Say how the points differ from the unit's own, by sign and by colour."""
    if kind == CriterionKind.DISQUALIFIER:
        if scoring.differs(own, points):
            cell.dress, cell.change = "down", OTHERWISE
        return
    gap = _gap(kind, own, points)
    if gap:
        cell.dress = "up" if gap > 0 else "down"
        cell.change = f"+{format_points(gap)}" if gap > 0 else format_points(gap)


def _gap(kind: str, own: Decimal | None, points: Decimal | None) -> Decimal | None:
    if own == points:
        return None
    if kind == CriterionKind.POINTS and own is not None and points is not None:
        return points - own
    return scoring.difference(kind, own, points)


@lru_cache(maxsize=4096)
def written(points: Decimal | None, kind: str = CriterionKind.POINTS) -> str:
    """Write points as they count: deductions below nought, conditions as words."""
    if kind == CriterionKind.DISQUALIFIER and points is not None:
        return "Có" if points else "Không"
    return format_points(-points if kind == "deduction" and points else points)


def board_table(board: Board, choice: Choice, title: str) -> Table:
    """Return what was chosen as a table: a column for each unit in each stage."""
    units = [one for one in board.units if choice.unit in {None, one.card.pk}]
    stages = _stages(board, choice)
    keys = [(unit, stage) for unit in units for stage in stages]
    columns = [
        Column("code", "Số mục", width=16),
        Column("name", "Tiêu chí", width=90),
        Column("most", "Tối đa", "points", width=16, blank=""),
        *(
            Column(
                f"{unit.card.pk}-{stage}",
                f"{unit.card.participation.name}: {LABELS[stage].lower()}",
                "points",
                width=18,
            )
            for unit, stage in keys
        ),
    ]
    rows = [_table_row(node, keys) for node in _nodes(board, units, choice)]
    totals: dict[str, object] = {"code": "", "name": "Tổng điểm", "most": board.scale}
    totals |= {
        f"{unit.card.pk}-{stage}": unit.scores[stage].total if unit.has(stage) else None
        for unit, stage in keys
    }
    return Table(title, columns, rows, totals=None if choice.part else Row(totals))


def _table_row(node: SheetRow, keys: list[tuple[BoardUnit, int]]) -> Row:
    leaf = node.criterion
    cells: dict[str, object] = {"code": leaf.code, "name": leaf.name}
    cells["most"] = node.scale or node.bonus or leaf.max_points
    for unit, stage in keys:
        cells[f"{unit.card.pk}-{stage}"] = _table_cell(unit, stage, node)
    return Row(cells, level=node.depth)


def _table_cell(unit: BoardUnit, stage: int, node: SheetRow) -> object:
    leaf = node.criterion
    if node.is_group:
        sums = unit.scores[stage].sums
        return sums.get(leaf.pk) if node.has_points and unit.has(stage) else ""
    cell = unit.leaves.get(leaf.pk)
    points = (cell.values if cell else NOTHING)[stage]
    if cell and cell.is_lacking and points is None:
        return LACKING
    if leaf.kind == CriterionKind.DISQUALIFIER and points is not None:
        return written(points, leaf.kind)
    return -points if leaf.kind == CriterionKind.DEDUCTION and points else points
