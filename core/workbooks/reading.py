"""A workbook's values, once its package and its sheets have passed the checks."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineWorkbook

from core.text import fold
from core.workbooks.notes import RefusedError
from core.workbooks.package import Package, Part
from core.workbooks.scan import Scan, scan
from core.workbooks.styles import percent_styles
from core.workbooks.walking import DAMAGED

Value = float | str | bool | date | datetime | time | timedelta


@dataclass(frozen=True)
class Sheet:
    """A sheet's values from A1 on, blank cells as empty text, and what the scan saw."""

    name: str
    is_hidden: bool
    rows: Sequence[Sequence[Value]]
    scan: Scan


@dataclass(frozen=True)
class Book:
    """The wanted sheets by the name they were asked for, and the names of the rest."""

    sheets: dict[str, Sheet]
    others: tuple[str, ...]


def read(content: bytes, wanted: Sequence[str]) -> Book:
    """Read the wanted sheets of an uploaded workbook; raises ``RefusedError``.

    Names are compared without marks and case. When none is found in a workbook of one
    visible sheet, that sheet stands for the first wanted. Other sheets are not opened.
    """
    package = Package(content)
    parts = package.worksheets()
    chosen = _choose(parts, wanted)
    percents = percent_styles(package)
    scans = {name: scan(package, part, percents) for name, part in chosen.items()}
    values = _values(package.repacked(chosen.values()), chosen)
    sheets = {
        name: Sheet(part.name, part.is_hidden, values[name], scans[name])
        for name, part in chosen.items()
    }
    taken = {part.path for part in chosen.values()}
    others = [one.name for one in parts if one.path not in taken and not one.is_hidden]
    return Book(sheets, tuple(others))


def check(content: bytes) -> None:
    """Refuse what is no workbook, without reading its sheets."""
    Package(content).worksheets()


def _choose(parts: list[Part], wanted: Sequence[str]) -> dict[str, Part]:
    named: dict[str, Part] = {}
    for part in parts:
        named.setdefault(fold(part.name), part)
    chosen = {name: named[fold(name)] for name in wanted if fold(name) in named}
    visible = [part for part in parts if not part.is_hidden]
    if not chosen and len(visible) == 1:
        return {wanted[0]: visible[0]}
    return chosen


def _values(
    stream: io.BytesIO, chosen: dict[str, Part]
) -> dict[str, list[list[Value]]]:
    """Let calamine read; whatever it stumbles over is a damaged file to the person."""
    try:
        with CalamineWorkbook.from_filelike(stream) as book:
            return {
                name: book.get_sheet_by_name(part.name).to_python(skip_empty_area=False)
                for name, part in chosen.items()
            }
    except Exception as error:
        raise RefusedError(DAMAGED) from error
    except BaseException as error:  # a panic of the library is no Exception
        if type(error).__name__ != "PanicException":
            raise
        raise RefusedError(DAMAGED) from error
