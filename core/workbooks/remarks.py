"""Sentences about what a sheet does besides holding values."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from core.workbooks.columns import Column, Heading
from core.workbooks.notes import Note, address, column_letters, listed, runs
from core.workbooks.reading import Sheet
from core.workbooks.scan import Place, Scan, area_text

if TYPE_CHECKING:
    from core.workbooks.extract import Line

_OUTWARD = re.compile(r"[-+@=\s]*[\w.]+\s*\||\[\d+\]|\bDDE\b", re.IGNORECASE)

_MONTHS = 12


def refused_formula(scan: Scan, place: Place) -> str:
    """Return why a formula's value is not taken; empty when it is."""
    formula = scan.formulas[place]
    if _OUTWARD.match(formula):
        return f"Công thức “={formula}” gọi ra ngoài tệp nên không nhận. Ghi giá trị."
    if place in scan.without_value:
        return (
            "Công thức chưa có kết quả lưu trong tệp. Mở bằng Excel, lưu lại, "
            "hoặc dán thành giá trị."
        )
    return ""


def merged_cells(sheet: Sheet, heading: Heading) -> Iterator[Note]:
    """Name each merged area below the heading that touches a column in use: all its
    cells but the first read as blank, and what they should hold is a guess.
    """
    used = set(heading.places.values())
    for area in sheet.scan.merged:
        if area[2] > heading.row and used & set(range(area[1], area[3] + 1)):
            yield Note(
                sheet.name,
                address(area[0], area[1]),
                f"Các ô {area_text(area)} đang gộp. Bỏ gộp ô, ghi giá trị vào từng ô.",
            )


def mixed_dates(
    sheet: Sheet, heading: Heading, columns: Sequence[Column]
) -> Iterator[Note]:
    """Doubt the real dates of a column where others stayed text because their second
    number is no month: Excel set to month first has turned the former round.
    """
    for column in columns:
        if column.kind != "date":
            continue
        place = heading.places[column.key]
        texts, days = [], []
        for row in range(heading.row + 1, len(sheet.rows)):
            value = sheet.rows[row][place]
            if isinstance(value, date):
                days.append(value.day)
            elif isinstance(value, str) and value.strip():
                texts.append(address(row, place))
        if texts and days and max(days) <= _MONTHS:
            sentence = (
                f"Cột “{column.label}” có cả ngày thật lẫn ngày dạng chữ "
                f"({listed(texts)}). Kiểm tra các ngày thật có bị đảo ngày và tháng "
                "không."
            )
            yield Note(sheet.name, texts[0], sentence)


def remarks(sheet: Sheet, heading: Heading, lines: Sequence["Line"]) -> Iterator[Note]:
    """Tell of hidden sheets, rows and columns, and of formulas whose value is taken."""
    if sheet.is_hidden:
        yield Note(sheet.name, "", "Trang đang ẩn, vẫn được đọc.")
    yield from _hidden_rows(sheet, lines)
    yield from _hidden_columns(sheet, heading)
    yield from _formulas(sheet, heading, lines)


def _hidden_rows(sheet: Sheet, lines: Sequence["Line"]) -> Iterator[Note]:
    hidden = {row + 1 for row in sheet.scan.hidden_rows}
    found = [line.number for line in lines if line.number in hidden]
    if found:
        sentence = f"Dòng {runs(found)} đang ẩn, vẫn được đọc."
        yield Note(sheet.name, f"A{found[0]}", sentence)


def _hidden_columns(sheet: Sheet, heading: Heading) -> Iterator[Note]:
    hidden = set(sheet.scan.hidden_columns) & set(heading.places.values())
    if hidden:
        letters = ", ".join(column_letters(index) for index in sorted(hidden))
        yield Note(sheet.name, "", f"Cột {letters} đang ẩn, vẫn được đọc.")


def _formulas(
    sheet: Sheet, heading: Heading, lines: Sequence["Line"]
) -> Iterator[Note]:
    used = set(heading.places.values())
    rows = {line.number - 1 for line in lines}
    taken = sorted(
        place
        for place in sheet.scan.formulas
        if place[0] in rows
        and place[1] in used
        and not refused_formula(sheet.scan, place)
        and place not in sheet.scan.errors
    )
    if taken:
        where = listed(address(*place) for place in taken)
        sentence = f"{where} là công thức, đã lấy kết quả đang lưu trong tệp."
        yield Note(sheet.name, address(*taken[0]), sentence)
