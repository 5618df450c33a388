"""One pass over a sheet's XML for what its values alone do not show.

A formula without a stored value reads as an empty cell, a hidden row as any other, a
merged cell as blanks: this pass finds their addresses before the values are read.
"""

import re
from dataclasses import dataclass, field

from core.text import format_number
from core.workbooks.notes import RefusedError, address, split_address
from core.workbooks.package import Package, Part
from core.workbooks.walking import CHUNK, DAMAGED, StopWalking, local, walk

ROWS_CAP = 5000
TITLE_ROWS = 50  # above and around the table
COLUMNS_CAP = 100
CELLS_CAP = 1_000_000  # drawn but empty cells count too
LAST_ROW = 20_000
_FORMULA_SHOWN = 80
_ROW_TAG = re.compile(rb"<(?:\w+:)?row[\s/>]")

Place = tuple[int, int]
Area = tuple[int, int, int, int]


@dataclass
class Scan:
    """What a sheet holds besides its values; rows and columns count from 0."""

    filled_rows: int = 0
    last: Place = (0, 0)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    formulas: dict[Place, str] = field(default_factory=dict)
    without_value: set[Place] = field(default_factory=set)
    errors: dict[Place, str] = field(default_factory=dict)
    percents: set[Place] = field(default_factory=set)


def scan(package: Package, part: Part, percent_styles: frozenset[str]) -> Scan:
    """Pass over a sheet; refuses one of too many rows, columns or drawn cells."""
    walker = _Walker(percent_styles)
    try:
        with package.stream(part.path) as stream:
            walk(stream, walker.start, walker.end, walker.text)
    except StopWalking:
        found = _count_rows(package, part)
        raise RefusedError(
            f"Trang “{part.name}” có {format_number(found)} dòng, "
            f"chỉ nhận tới {format_number(ROWS_CAP)} dòng một trang. "
            "Chia thành nhiều tệp."
        ) from None
    _refuse_wide(part, walker.found)
    return walker.found


def _count_rows(package: Package, part: Part) -> int:
    """Count rows by their tags: many times faster than parsing the rest."""
    count, kept = 0, b""
    with package.stream(part.path) as stream:
        while chunk := stream.read(CHUNK):
            text = kept + chunk
            cut = max(text.rfind(b"<"), 0)
            count += len(_ROW_TAG.findall(text, 0, cut))
            kept = text[cut:]
    return count + len(_ROW_TAG.findall(kept))


def _refuse_wide(part: Part, found: Scan) -> None:
    row, column = found.last
    if column >= COLUMNS_CAP:
        raise RefusedError(
            f"Trang “{part.name}” có {format_number(column + 1)} cột, "
            f"chỉ nhận tới {COLUMNS_CAP} cột."
        )
    if row >= LAST_ROW:
        raise RefusedError(
            f"Trang “{part.name}” có dữ liệu ở dòng {format_number(row + 1)}, xa dưới "
            f"bảng; chỉ đọc tới dòng {format_number(LAST_ROW)}. Xóa phần thừa rồi lưu."
        )


class _Walker:
    """Collects while the sheet streams by."""

    def __init__(self, percent_styles: frozenset[str]) -> None:
        self.found = Scan()
        self._percent_styles = percent_styles
        self._row, self._column = -1, -1
        self._letters: dict[str, int] = {}
        self._cells = 0
        self._kind = ""
        self._inside = ""
        self._is_formula = self._has_value = self._is_percent = False
        self._row_filled = False
        self._formula: list[str] = []
        self._value: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._start_cell(attributes)
        elif name in {"v", "t", "f"}:
            self._inside = name
            if name == "f":
                self._is_formula = True
        elif name == "row":
            self._start_row(attributes)
        elif ":" in name:
            self.start(local(name), attributes)
        else:
            self._start_other(name, attributes)

    def _start_row(self, attributes: dict[str, str]) -> None:
        given = attributes.get("r", "")
        self._row = int(given) - 1 if given.isdecimal() else self._row + 1
        self._column = -1
        self._row_filled = False
        if attributes.get("hidden") in {"1", "true"}:
            self.found.hidden_rows.append(self._row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._cells += 1
        if self._cells > CELLS_CAP:
            raise RefusedError(
                f"Trang có quá {format_number(CELLS_CAP)} ô được kẻ hoặc tô màu. "
                "Xóa định dạng ở các ô trống rồi lưu lại."
            )
        if given := attributes.get("r"):
            letters = given.rstrip("0123456789")
            if letters not in self._letters:
                self._letters[letters] = split_address(f"{letters}1")[1]
            self._column = self._letters[letters]
            # the cell's own row, not its row's: calamine goes by the cell's
            self._row = int(given[len(letters) :]) - 1
        else:
            self._column += 1
        self._kind = attributes.get("t", "n")
        self._is_percent = attributes.get("s") in self._percent_styles
        self._is_formula = self._has_value = False

    def _start_other(self, name: str, attributes: dict[str, str]) -> None:
        if name == "mergeCell":
            self.found.merged.append(_area(attributes.get("ref", "")))
        elif name == "col" and attributes.get("hidden") in {"1", "true"}:
            first, last = int(attributes["min"]), int(attributes["max"])
            self.found.hidden_columns.extend(range(first - 1, min(last, COLUMNS_CAP)))

    def text(self, text: str) -> None:
        if self._inside == "f":
            self._formula.append(text)
        elif self._inside:
            self._has_value = True
            if self._kind == "e":
                self._value.append(text)

    def end(self, name: str) -> None:
        if name == "c":
            self._end_cell()
        elif name in {"v", "t", "f"}:
            self._inside = ""
        elif ":" in name:
            self.end(local(name))

    def _end_cell(self) -> None:
        place = (self._row, self._column)
        if self._has_value or self._is_formula:
            self._fill(place)
        if self._is_formula:
            shown = "".join(self._formula)[:_FORMULA_SHOWN]
            self.found.formulas[place] = shown
            if not self._has_value and self._kind != "str":
                self.found.without_value.add(place)
        if self._kind == "e" and self._has_value:
            self.found.errors[place] = "".join(self._value)
        if self._is_percent and self._has_value:
            self.found.percents.add(place)
        self._formula.clear()
        self._value.clear()

    def _fill(self, place: Place) -> None:
        row, column = self.found.last
        self.found.last = (max(row, place[0]), max(column, place[1]))
        if not self._row_filled:
            self._row_filled = True
            self.found.filled_rows += 1
            if self.found.filled_rows > ROWS_CAP + TITLE_ROWS:
                raise StopWalking


def _area(text: str) -> Area:
    first, _, last = text.partition(":")
    try:
        return (*split_address(first), *split_address(last or first))
    except ValueError as error:
        raise RefusedError(DAMAGED) from error


def area_text(area: Area) -> str:
    """Return ``B5:B7``."""
    return f"{address(area[0], area[1])}:{address(area[2], area[3])}"
