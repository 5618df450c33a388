"""Workbooks for tests: from openpyxl, from xlsxwriter, and with parts changed by hand."""

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import xlsxwriter

from core.workbooks import Book, Column, Extract, extract, read

FIXTURES = Path(__file__).parent.parent / "fixtures" / "workbooks"
SHEET = "Bảng"
COLUMNS = (
    Column("code", "Mã", "whole"),
    Column("name", "Nội dung", required=True, max_length=60),
    Column("amount", "Số lượng", "number", words={"khong": "no"}),
    Column("day", "Ngày", "date"),
    Column(
        "kind", "Loại", "choice", choices={"Thường": "usual", "Gấp, khẩn": "urgent"}
    ),
)
HEAD = [column.label for column in COLUMNS]


def by_openpyxl(
    rows, change: Callable = lambda sheet: None, name: str = SHEET
) -> bytes:
    """Write rows from A1 on; ``change`` gets the sheet before it is saved."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = name
    for row in rows:
        sheet.append(row)
    change(sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def by_xlsxwriter(rows, change: Callable = lambda book, sheet: None) -> bytes:
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False}
    with xlsxwriter.Workbook(stream, options) as book:
        sheet = book.add_worksheet(SHEET)
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
        change(book, sheet)
    return stream.getvalue()


def with_parts(content: bytes, parts: Mapping[str, bytes | str]) -> bytes:
    """Return the workbook with parts added or replaced."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, text in parts.items():
            new.writestr(name, text)
    return target.getvalue()


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name, text in parts.items():
            new.writestr(name, text)
    return target.getvalue()


def sheet_xml(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return book.read("xl/worksheets/sheet1.xml").decode()


def book_of(content: bytes) -> Book:
    return read(content, [SHEET])


def taken(content: bytes, **notations) -> Extract:
    """Read the one sheet by the columns above."""
    return extract(book_of(content).sheets[SHEET], COLUMNS, notations)


def sentences(notes) -> list[str]:
    return [f"{note.address}: {note.sentence}" for note in notes]


def only_fault(content: bytes, **notations) -> str:
    (fault,) = sentences(taken(content, **notations).faults)
    return fault
