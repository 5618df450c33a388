"""One cell's value as what its column holds, or the sentence why not."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from core.text import NotANumberError, fold, format_date, nfc, parse_number
from core.workbooks.columns import Column
from core.workbooks.reading import Value

Notation = Literal["vi", "en"]
Held = str | int | Decimal | date | None

_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff\u00ad]")
_CONTROL = re.compile("[\x00-\x1f\x7f]")
_AMBIGUOUS = re.compile(r"[+\-]?([1-9]\d{0,2})([.,])(\d{3})%?", re.ASCII)
_COMMAND = re.compile(r"[=+\-@]\s*(?:cmd\b|\w+\s*\|.*!)", re.IGNORECASE)
_DAY_FIRST = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_SWAP = str.maketrans(".,", ",.")
_MONTHS = 12


class CellError(ValueError):
    """A cell cannot be what its column holds; the message is a sentence."""


@dataclass(frozen=True)
class Cell:
    """A raw value with what the scan knows of it and the column's notation."""

    value: Value
    column: Column
    is_percent: bool = False
    notation: Notation = "vi"


def clean(text: str) -> str:
    """Return text composed, trimmed of every kind of space, seen characters only."""
    if text.isascii() and text.isalnum():
        return text
    return nfc(_CONTROL.sub(" ", _INVISIBLE.sub("", text)))


def is_decomposed(text: str) -> bool:
    """Tell whether letters and their marks are written apart (NFD)."""
    return not unicodedata.is_normalized("NFC", text)


def ambiguous(text: str) -> re.Match[str] | None:
    """Match a number that is one thing in Vietnamese notation and another in English."""
    return _AMBIGUOUS.fullmatch(text.replace("−", "-"))


def convert(cell: Cell) -> Held:
    """Return what the column holds; blank is ``None``; raises ``CellError``."""
    value = cell.value
    if isinstance(value, str):
        value = clean(value)
        if not value:
            return None
        if _COMMAND.match(value):
            raise CellError(f"“{value[:40]}” là lệnh gọi chương trình, không nhận.")
        cell = Cell(value, cell.column, cell.is_percent, cell.notation)
    return _KINDS[cell.column.kind](cell)


def exact(number: float) -> Decimal:
    """Return a stored number as people typed it: 15 digits, no noise of binary."""
    return Decimal(f"{number:.15g}")


def _text(cell: Cell) -> str:
    text = shown(cell)
    most = cell.column.max_length
    if most and len(text) > most:
        raise CellError(f"Dài {len(text)} ký tự, chỉ ghi được {most} ký tự.")
    return text


def shown(cell: Cell) -> str:
    """Return a raw value as the sheet shows it, near enough to name it."""
    value = cell.value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float | int):
        number = exact(value) * (100 if cell.is_percent else 1)
        percent = "%" if cell.is_percent else ""
        return f"{number.normalize():f}".replace(".", ",") + percent
    if isinstance(value, date):
        return format_date(value)
    return str(value)


def _number(cell: Cell) -> Held:
    value, words = cell.value, cell.column.words
    if isinstance(value, bool) or not isinstance(value, str | float | int):
        word = words.get(shown(cell).lower())
        if word is None:
            raise CellError(f"“{shown(cell)}” không phải là số.")
        return word
    if isinstance(value, str):
        word = words.get(fold(value))
        return _typed_number(value, cell.notation) if word is None else word
    number = exact(value)
    return number * 100 if cell.is_percent else number


def _typed_number(text: str, notation: Notation) -> Decimal | None:
    if notation == "vi":
        try:
            return parse_number(text)
        except NotANumberError as error:
            raise CellError(str(error)) from error
    try:
        return parse_number(text.translate(_SWAP))
    except NotANumberError as error:
        raise CellError(
            f"“{text}” không theo cách viết đã chọn cho cột này: dấu phẩy tách hàng "
            "nghìn, dấu chấm tách phần lẻ."
        ) from error


def _whole(cell: Cell) -> Held:
    number = _number(cell)
    if isinstance(number, Decimal):
        if number != number.to_integral_value():
            raise CellError(f"“{shown(cell)}” không phải số nguyên.")
        return int(number)
    return number


def _choice(cell: Cell) -> Held:
    text = shown(cell)
    column = cell.column
    found = column.spelled.get(fold(text))
    if found is None:
        labels = ", ".join(f"“{one}”" for one in column.choices)
        raise CellError(
            f"“{text[:60]}” không có trong danh mục. Ghi một trong: {labels}."
        )
    return found


def _date(cell: Cell) -> Held:
    value = cell.value
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        raise CellError(
            f"“{shown(cell)}” là số, không phải ngày. Định dạng lại ô thành ngày."
        )
    return typed_date(value)


def typed_date(text: str) -> date:
    """Read ``5/12/2024``, day first; raises ``CellError`` with a hint."""
    if found := _DAY_FIRST.fullmatch(text):
        day, month, year = map(int, found.groups())
    elif found := _YEAR_FIRST.fullmatch(text):
        year, month, day = map(int, found.groups())
    else:
        raise CellError(
            f"“{text[:40]}” không phải ngày. Viết ngày/tháng/năm, ví dụ 15/3/2024."
        )
    try:
        return date(year, month, day)
    except ValueError as error:
        hint = ""
        if day <= _MONTHS < month:
            hint = f" Có phải là {month}/{day}/{year}? Viết ngày trước, tháng sau."
        raise CellError(f"“{text}” không có trong lịch.{hint}") from error


_KINDS: dict[str, Callable[[Cell], Held]] = {
    "text": _text,
    "number": _number,
    "whole": _whole,
    "choice": _choice,
    "date": _date,
}
