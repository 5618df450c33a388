"""One table object that the page, the workbook and the paper all print alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from core.text import format_date, format_number, format_points

Kind = Literal["text", "int", "number", "points", "percent", "date", "badge"]
Align = Literal["left", "center", "right"]

NUMERIC_KINDS: frozenset[str] = frozenset({"int", "number", "points", "percent"})
_CENTRED_KINDS = frozenset({"date", "badge"})


@dataclass(frozen=True)
class Column:
    """A column; ``width`` is its share of a printed page in millimetres."""

    key: str
    label: str
    kind: Kind = "text"
    width: float | None = None
    note: str = ""
    align: Align | None = None
    blank: str = "–"

    @property
    def side(self) -> Align:
        """The side its cells lean to when none was asked for: digits to the right."""
        if self.align:
            return self.align
        if self.kind in NUMERIC_KINDS:
            return "right"
        return "center" if self.kind in _CENTRED_KINDS else "left"

    @property
    def is_numeric(self) -> bool:
        """Whether its cells are digits that must stay on one line."""
        return self.kind in NUMERIC_KINDS


@dataclass(frozen=True)
class Row:
    """A row; a key that is missing prints nothing, ``None`` prints the column's blank.

    ``continues`` names the cells that carry on the one above: they are one cell on
    paper and on the page, and are repeated in a workbook so that it can be filtered.
    """

    cells: Mapping[str, object]
    level: int = 0
    is_head: bool = False
    url: str | None = None
    continues: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Table:
    """Columns, rows and what is said about them; the only truth behind a report."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    totals: Row | None = None
    notes: Sequence[str] = ()
    caption: str = ""


@dataclass
class Cell:
    """A cell as it is drawn, with the rows and columns it covers."""

    column: Column
    text: str
    rowspan: int = 1
    colspan: int = 1
    level: int = 0


@dataclass
class Line:
    """A drawn row: its source and the cells that begin in it."""

    row: Row
    cells: list[Cell] = field(default_factory=list)
    is_total: bool = False


def cell_text(column: Column, value: object) -> str:
    """Return a value as people read it; text in a number column stays as it is.

    Refuses floats and moments: sums of floats do not add up in print, and a moment
    has no day until somebody says in which zone.
    """
    if value is None:
        return column.blank
    if isinstance(value, str):
        return value
    if isinstance(value, float | datetime):
        raise TypeError(f"Column {column.key}: {type(value).__name__} is not printable")
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, int | Decimal):
        return _number_text(column.kind, value)
    return str(value)


def _number_text(kind: str, value: int | Decimal) -> str:
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if kind == "points":
        return format_points(value)
    if kind == "percent":
        return f"{format_number(value)}%"
    return format_number(value)


def row_text(column: Column, row: Row) -> str:
    """Return what stands in this row under this column."""
    return cell_text(column, row.cells.get(column.key, ""))


def lines_of(table: Table) -> list[Line]:
    """Return the rows as drawn: cells that carry on are merged into the one above."""
    open_cells: dict[str, Cell] = {}
    lines = []
    for row in table.rows:
        line = _head_line(table, row) if row.is_head else None
        if line:
            open_cells = {}
        else:
            line = _body_line(table, row, open_cells)
        lines.append(line)
    if table.totals:
        line = _body_line(table, table.totals, {})
        line.is_total = True
        lines.append(line)
    return lines


def _head_line(table: Table, row: Row) -> Line | None:
    """Let a head row with a single text run over all columns; others are usual."""
    filled = [column for column in table.columns if row_text(column, row)]
    if len(filled) != 1:
        return None
    cell = Cell(filled[0], row_text(filled[0], row), colspan=len(table.columns))
    return Line(row, [cell])


def _body_line(table: Table, row: Row, open_cells: dict[str, Cell]) -> Line:
    line = Line(row)
    indent = row.level
    for column in table.columns:
        above = open_cells.get(column.key)
        if column.key in row.continues and above:
            above.rowspan += 1
            continue
        cell = Cell(column, row_text(column, row))
        if indent and column.kind == "text":
            cell.level, indent = indent, 0
        line.cells.append(cell)
        open_cells[column.key] = cell
    return line
