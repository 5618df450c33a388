"""Widths of a printed table, from what stands in it: it never runs over the margin."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.documents.blocks import Block, Heading, TableBlock
from core.documents.metrics import text_mm
from core.documents.paperforms import FormSpec
from core.tables import Cell, Column, Line, Table, lines_of

SIZES = (12.0, 11.0, 10.0, 9.0)
_SMALLEST_UPRIGHT = 10.0
_PADDING = 3.4
_LONGEST_LINE = 90.0
_COMFORT = 26.0
_FLOOR = 10.0
_RAGGED = 5.0
_A4_LONG_SIDE = 297


@dataclass(frozen=True)
class Fit:
    """Type size in points and the width of each column in millimetres."""

    size: float
    widths: tuple[float, ...]
    is_wide: bool = False


@dataclass(frozen=True)
class Section:
    """Blocks that share pages of one orientation."""

    is_wide: bool
    blocks: tuple[Block, ...]


def layout_of(block: TableBlock, spec: FormSpec) -> Fit:
    """Return how a table is set; it is turned when upright its type would be small.

    A table that no page can carry at the smallest type is squeezed, long words broken.
    """
    upright = spec.text_width
    wide = _A4_LONG_SIDE - spec.margins[1] - spec.margins[3]
    lines = lines_of(block.table)
    if block.is_landscape is not True:
        found = _fit(block.table, lines, upright)
        if found and (block.is_landscape is False or found.size >= _SMALLEST_UPRIGHT):
            return found
    is_wide = block.is_landscape is not False
    available = wide if is_wide else upright
    found = _fit(block.table, lines, available) or _squeezed(
        block.table, lines, available
    )
    return replace(found, is_wide=is_wide)


def sections_of(blocks: Sequence[Block], spec: FormSpec) -> list[Section]:
    """Return blocks by orientation; headings go with the turned table they announce."""
    turned = [
        isinstance(block, TableBlock) and layout_of(block, spec).is_wide
        for block in blocks
    ]
    for index in range(len(blocks) - 2, -1, -1):
        if isinstance(blocks[index], Heading) and turned[index + 1]:
            turned[index] = True
    sections: list[Section] = []
    for block, is_wide in zip(blocks, turned, strict=True):
        if sections and sections[-1].is_wide == is_wide:
            sections[-1] = Section(is_wide, (*sections[-1].blocks, block))
        else:
            sections.append(Section(is_wide, (block,)))
    return sections


def _fit(table: Table, lines: Sequence[Line], available: float) -> Fit | None:
    """Return the largest size at which text columns are not too narrow to read."""
    for size in SIZES:
        demands = [_Demand.of(column, lines, size) for column in table.columns]
        if sum(demand.least for demand in demands) <= available:
            return Fit(size, _shared(demands, available))
    return None


def _squeezed(table: Table, lines: Sequence[Line], available: float) -> Fit:
    size = SIZES[-1]
    demands = [_Demand.of(column, lines, size, comfort=0) for column in table.columns]
    if sum(demand.least for demand in demands) > available:
        floors = [min(demand.least, _FLOOR) for demand in demands]
        shrink = min(1.0, available / sum(floors))
        demands = [
            _Demand(floor * shrink, demand.least, can_grow=False)
            for floor, demand in zip(floors, demands, strict=True)
        ]
    return Fit(size, _shared(demands, available))


@dataclass(frozen=True)
class _Demand:
    """What a column needs so that no word breaks, and what it would like to have."""

    least: float
    wanted: float
    can_grow: bool

    @classmethod
    def of(
        cls,
        column: Column,
        lines: Sequence[Line],
        size: float,
        comfort: float = _COMFORT,
    ) -> "_Demand":
        """Measure a column; text wants ``comfort`` mm if it has that much to say."""
        cells = _cells(column, lines)
        words = [*column.label.split(), *_unbroken(column, cells)]
        widest = max((text_mm(word, size, is_bold=True) for word in words), default=0)
        texts = [_in_rows(cell, size) for cell in cells]
        texts.append(text_mm(column.label, size, is_bold=True) / 2)
        ideal = min(max(texts) + _PADDING, _LONGEST_LINE)
        least = max(widest + _PADDING, column.width or min(ideal, comfort))
        return cls(least, column.width or max(ideal, least), column.side == "left")


def _cells(column: Column, lines: Sequence[Line]) -> list[Cell]:
    return [
        cell
        for line in lines
        for cell in line.cells
        if cell.column is column and cell.colspan == 1
    ]


def _in_rows(cell: Cell, size: float) -> float:
    """Return the width of a cell; one that spans rows may run over two lines."""
    width = text_mm(cell.text, size)
    return width if cell.rowspan == 1 else width / 2 + _RAGGED


def _unbroken(column: Column, cells: Sequence[Cell]) -> list[str]:
    """Digits never wrap, words do between themselves."""
    if column.is_numeric:
        return [cell.text for cell in cells]
    return [word for cell in cells for word in cell.text.split()]


def _shared(demands: Sequence[_Demand], available: float) -> tuple[float, ...]:
    """Small wishes are met first, large ones share what is left; text takes the rest."""
    widths = [demand.least for demand in demands]
    spare = available - sum(widths)
    order = sorted(
        range(len(demands)), key=lambda i: demands[i].wanted - demands[i].least
    )
    for position, index in enumerate(order):
        wish = demands[index].wanted - demands[index].least
        given = min(wish, spare / (len(order) - position))
        widths[index] += given
        spare -= given
    growing = [i for i, demand in enumerate(demands) if demand.can_grow]
    growing = growing or list(range(len(demands)))
    total = sum(widths[index] for index in growing)
    for index in growing:
        widths[index] += spare * widths[index] / total
    return tuple(widths)
