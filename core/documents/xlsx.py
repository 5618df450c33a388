"""A table as a workbook: numbers stay numbers, text that looks like a formula stays text."""

import io
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter

from core.tables import Column, Row, Table, cell_text, row_text

_LEAST, _MOST = 8, 60
_UPRIGHT = 95
_FACE = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
_BOX = {**_FACE, "border": 1}


def render(table: Table) -> bytes:
    """Return the table as XLSX, written row by row so that a large one fits in memory.

    Cells that carry on the one above are repeated: the sheet can be sorted and filtered.
    """
    stream = io.BytesIO()
    options = {
        "constant_memory": True,
        "in_memory": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"title": table.title})
        _Sheet(book, table).write()
    return stream.getvalue()


class _Sheet:
    """The one sheet of a workbook, with the styles it has made so far."""

    def __init__(self, book: xlsxwriter.Workbook, table: Table) -> None:
        self.book = book
        self.table = table
        self.sheet = book.add_worksheet("Bảng")
        self.styles: dict[tuple[tuple[str, Any], ...], Any] = {}

    def write(self) -> None:
        """Write title, head, rows, totals and notes, in this order and only once."""
        table, sheet = self.table, self.sheet
        for index, column in enumerate(table.columns):
            sheet.set_column(index, index, _width(table, column))
        sheet.write_string(
            0, 0, table.title, self._style(_FACE, bold=True, font_size=14)
        )
        if table.caption:
            sheet.write_string(1, 0, table.caption, self._style(_FACE, italic=True))
        head = 3
        labels = self._style(
            _BOX, bold=True, align="center", text_wrap=True, bg_color="#E7E7E7"
        )
        for index, column in enumerate(table.columns):
            sheet.write_string(head, index, column.label, labels)
        rows = [*table.rows, *([table.totals] if table.totals else [])]
        for at, row in enumerate(rows, head + 1):
            self._row(at, row, is_strong=row.is_head or row is table.totals)
        note = self._style(_FACE, italic=True)
        for at, text in enumerate(table.notes, head + 2 + len(rows)):
            sheet.write_string(at, 0, text, note)
        self._finish(head, len(table.rows))

    def _finish(self, head: int, count: int) -> None:
        sheet, last = self.sheet, len(self.table.columns) - 1
        sheet.freeze_panes(head + 1, 0)
        if count:
            sheet.autofilter(head, 0, head + count, last)
        sheet.repeat_rows(head)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        if sum(_width(self.table, column) for column in self.table.columns) > _UPRIGHT:
            sheet.set_landscape()

    def _row(self, at: int, row: Row, *, is_strong: bool) -> None:
        indent = row.level
        for index, column in enumerate(self.table.columns):
            look: dict[str, Any] = {"bold": is_strong}
            if indent and column.kind == "text" and column.key not in row.continues:
                look["indent"], indent = indent, 0
            self._cell((at, index), column, row.cells.get(column.key, ""), look)

    def _cell(
        self,
        place: tuple[int, int],
        column: Column,
        value: object,
        look: dict[str, Any],
    ) -> None:
        look = {**look, "align": column.side}
        if isinstance(value, bool) or not isinstance(value, int | Decimal | date):
            text = cell_text(column, value)
            style = self._style(_BOX, **look, text_wrap=True)
            self.sheet.write_string(*place, text, style)
        elif isinstance(value, date):
            cell_text(column, value)  # refuses a moment, which has no day yet
            style = self._style(_BOX, **look, num_format="d/m/yyyy")
            self.sheet.write_datetime(*place, value, style)
        else:
            style = self._style(_BOX, **look, num_format=_number_format(column, value))
            number = value / Decimal(100) if column.kind == "percent" else value
            self.sheet.write_number(*place, number, style)

    def _style(self, base: Mapping[str, Any], **more: object) -> object:
        look = {**base, **more}
        key = tuple(sorted(look.items()))
        if key not in self.styles:
            self.styles[key] = self.book.add_format(look)
        return self.styles[key]


def _number_format(column: Column, value: int | Decimal) -> str:
    """As many decimals as the value has; the program shows them with its own signs."""
    places = _places(value, 2 if column.kind == "points" else 6)
    decimals = f".{'0' * places}" if places else ""
    return f"0{decimals}%" if column.kind == "percent" else f"#,##0{decimals}"


def _places(value: int | Decimal, most: int) -> int:
    exponent = Decimal(value).normalize().as_tuple().exponent
    return min(max(-int(exponent), 0), most)


def _width(table: Table, column: Column) -> float:
    rows = [*table.rows, *([table.totals] if table.totals else [])]
    texts = [row_text(column, row) for row in rows if not row.is_head]
    longest = max((len(text) for text in texts), default=0)
    words = max((len(word) for word in column.label.split()), default=0)
    return min(max(longest, words, len(column.label) / 2, _LEAST), _MOST) + 2
