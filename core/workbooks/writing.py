"""A workbook to be filled in: headings locked, choices offered, nothing executed."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from core.workbooks.columns import Column
from core.workbooks.notes import column_letters

GUIDE = "Hướng dẫn"
CHOICES = "Danh mục"
HEAD_ROW = 3
SPARE_ROWS = 200
_FACE = "Times New Roman"
_LEADING = ("=", "+", "-", "@", "\t", "\r")
_OPEN = Protection(locked=False)
_THIN = Side(style="thin", color="BFBFBF")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD_FILL = PatternFill("solid", fgColor="E7E7E7")
_GUIDE_WIDTH = 100

Held = str | int | Decimal | date | None


@dataclass(frozen=True)
class SheetPlan:
    """A sheet to write: its columns, its rows by key and what stands above them."""

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Mapping[str, Held]]


def write(plans: Sequence[SheetPlan], guide: Sequence[str]) -> bytes:
    """Return a workbook of these sheets with the guide as its last.

    Text that begins like a formula stays text. Headings are locked without a
    password: they are kept from slips, not from people.
    """
    book = Workbook()
    book.remove(book.active)
    lists = _Lists(book)
    for plan in plans:
        _write_sheet(book.create_sheet(plan.name), plan, lists)
    _write_guide(book, guide)
    lists.finish()
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


class _Lists:
    """The hidden sheet that the offered choices are read from.

    A list inside the rule itself is parted by commas, which labels contain.
    """

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._columns: list[tuple[str, ...]] = []

    def reference(self, labels: Sequence[str]) -> str:
        known = tuple(labels)
        if known not in self._columns:
            self._columns.append(known)
        letters = column_letters(self._columns.index(known))
        return f"'{CHOICES}'!${letters}$1:${letters}${len(known)}"

    def finish(self) -> None:
        if not self._columns:
            return
        sheet = self._book.create_sheet(CHOICES)
        for place, labels in enumerate(self._columns, 1):
            for row, label in enumerate(labels, 1):
                _put(sheet.cell(row, place), label)
        sheet.sheet_state = "hidden"


def _write_sheet(sheet: Worksheet, plan: SheetPlan, lists: _Lists) -> None:
    title = sheet.cell(1, 1)
    _put(title, plan.title)
    title.font = Font(name=_FACE, size=14, bold=True)
    last = HEAD_ROW + len(plan.rows) + SPARE_ROWS
    for place, column in enumerate(plan.columns, 1):
        _write_heading(sheet, place, column)
        _offer_choices(sheet, (place, last), column, lists)
    _write_rows(sheet, plan)
    sheet.freeze_panes = sheet.cell(HEAD_ROW + 1, 1)
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    _protect(sheet)


def _write_heading(sheet: Worksheet, place: int, column: Column) -> None:
    cell = sheet.cell(HEAD_ROW, place)
    _put(cell, column.label)
    cell.font = Font(name=_FACE, size=12, bold=True)
    cell.fill, cell.border = _HEAD_FILL, _BOX
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    if column.hint:
        cell.comment = Comment(column.hint, "", width=260, height=90)
    below = sheet.column_dimensions[column_letters(place - 1)]
    below.width = column.width
    below.protection = _OPEN


def _write_rows(sheet: Worksheet, plan: SheetPlan) -> None:
    """Write the rows; a look made once is shared by all cells of a column."""
    looks = []
    for place, column in enumerate(plan.columns, 1):
        cell = sheet.cell(HEAD_ROW + 1, place)
        cell.font = Font(name=_FACE, size=12)
        cell.border, cell.protection = _BOX, _OPEN
        cell.alignment = _alignment(column)
        cell.number_format = _number_format(column)
        looks.append(cell._style)  # noqa: SLF001 -- no public way shares a look
    for at, row in enumerate(plan.rows, HEAD_ROW + 1):
        for place, column in enumerate(plan.columns, 1):
            cell = sheet.cell(at, place)
            cell._style = looks[place - 1]  # noqa: SLF001
            _put(cell, row.get(column.key))


def _put(cell: Cell, value: Held) -> None:
    """Set a value; text that begins like a formula is marked as text."""
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub(" ", value)
    cell.value = value
    if isinstance(value, str) and value.startswith(_LEADING):
        cell.data_type = "s"
        cell.quotePrefix = True


def _alignment(column: Column) -> Alignment:
    side = {"number": "right", "text": "left"}.get(column.kind, "center")
    is_long = column.kind in {"text", "choice"}
    return Alignment(horizontal=side, vertical="top", wrap_text=is_long)


def _number_format(column: Column) -> str:
    if column.kind == "date":
        return "d/m/yyyy"
    if column.kind == "number":
        return "#,##0.####"
    return "0" if column.kind == "whole" else "General"


def _offer_choices(
    sheet: Worksheet, place_and_last: tuple[int, int], column: Column, lists: _Lists
) -> None:
    labels = tuple(column.choices) or column.offered
    if not labels:
        return
    place, last = place_and_last
    rule = DataValidation(
        type="list",
        formula1=lists.reference(labels),
        allow_blank=True,
        showErrorMessage=bool(column.choices),
        errorTitle=column.label,
        error="Chọn một mục trong danh sách.",
    )
    letters = column_letters(place - 1)
    rule.add(f"{letters}{HEAD_ROW + 1}:{letters}{last}")
    sheet.add_data_validation(rule)


def _protect(sheet: Worksheet) -> None:
    """Lock what is not unlocked; rows may still be put in, sorted and sized."""
    protection = sheet.protection
    protection.sheet = True
    for allowed in ("insertRows", "formatRows", "formatColumns", "sort", "autoFilter"):
        setattr(protection, allowed, False)


def _write_guide(book: Workbook, guide: Sequence[str]) -> None:
    sheet = book.create_sheet(GUIDE)
    sheet.column_dimensions["A"].width = _GUIDE_WIDTH
    for row, text in enumerate(guide, 1):
        cell = sheet.cell(row, 1)
        _put(cell, text)
        cell.font = Font(name=_FACE, size=14 if row == 1 else 12, bold=row == 1)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.protection.sheet = True
