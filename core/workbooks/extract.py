"""A sheet as lines of its columns: what is wrong, what to know, what to ask."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from core.text import format_number
from core.workbooks.cells import (
    Cell,
    CellError,
    Held,
    Notation,
    ambiguous,
    clean,
    convert,
    is_decomposed,
)
from core.workbooks.columns import Column, Heading, find_heading
from core.workbooks.notes import Note, RefusedError, address, listed
from core.workbooks.reading import Sheet, Value
from core.workbooks.remarks import merged_cells, mixed_dates, refused_formula, remarks
from core.workbooks.scan import ROWS_CAP
from core.workbooks.spelling import spell_decimal, spell_thousands

ASKED_SAMPLES = 3


@dataclass(frozen=True)
class Line:
    """A row of the table; ``wrong`` names the columns whose cells were refused, and
    ``percents`` those whose number is shown with a percent sign.
    """

    number: int
    values: Mapping[str, Held]
    wrong: frozenset[str] = frozenset()
    percents: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Question:
    """Numbers of a column that read differently in two notations: asked once."""

    sheet: str
    column: str
    label: str
    samples: tuple[tuple[str, str], ...]
    count: int
    vietnamese: str
    english: str
    suggested: Notation | None


@dataclass
class Extract:
    """What a sheet holds; ``has`` names the columns that were found."""

    sheet: str
    has: frozenset[str] = frozenset()
    places: Mapping[str, int] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    faults: list[Note] = field(default_factory=list)
    notices: list[Note] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    def fault(self, line: Line, key: str, sentence: str) -> None:
        """Note what is wrong in a line, at the column's cell."""
        self.faults.append(self._at(line, key, sentence))

    def notice(self, line: Line, key: str, sentence: str) -> None:
        """Note what to know about a line, at the column's cell."""
        self.notices.append(self._at(line, key, sentence))

    def _at(self, line: Line, key: str, sentence: str) -> Note:
        place = address(line.number - 1, self.places.get(key, 0))
        return Note(self.sheet, place, sentence)


def extract(
    sheet: Sheet,
    columns: Sequence[Column],
    notations: Mapping[str, Notation] | None = None,
) -> Extract:
    """Read a sheet by its columns; ``notations`` are answers to earlier questions.

    A column with an unanswered question is read in Vietnamese notation meanwhile.
    """
    heading, wrong, unused = find_heading(sheet, columns)
    found = Extract(sheet.name, faults=wrong, notices=unused)
    if heading is None or wrong:
        return found
    found.has = frozenset(heading.places)
    found.places = heading.places
    _Reader(sheet, columns, heading, notations or {}, found).read()
    return found


class _Reader:
    """Reads the rows below the heading into an ``Extract``."""

    def __init__(
        self,
        sheet: Sheet,
        columns: Sequence[Column],
        heading: Heading,
        notations: Mapping[str, Notation],
        found: Extract,
    ) -> None:
        self.sheet, self.heading, self.found = sheet, heading, found
        self.columns = [one for one in columns if one.key in heading.places]
        self.notations = notations
        self.spaced: list[str] = []
        self.decomposed: list[str] = []
        self.typed: dict[str, list[tuple[str, str]]] = defaultdict(list)

    def read(self) -> None:
        # a formula without a value is no value: the last rows may hold nothing else
        end = max(len(self.sheet.rows), self.sheet.scan.last[0] + 1)
        for row in range(self.heading.row + 1, end):
            line = self._line(row)
            if line is not None:
                self.found.lines.append(line)
        count = len(self.found.lines)
        if count > ROWS_CAP:
            raise RefusedError(
                f"Trang “{self.sheet.name}” có {format_number(count)} dòng, chỉ nhận "
                f"tới {format_number(ROWS_CAP)} dòng một trang. Chia thành nhiều tệp."
            )
        self._remark()

    def _line(self, row: int) -> Line | None:
        values: dict[str, Held] = {}
        wrong: set[str] = set()
        percents: set[str] = set()
        cells = self.sheet.rows[row] if row < len(self.sheet.rows) else ()
        for column in self.columns:
            place = self.heading.places[column.key]
            raw = cells[place] if place < len(cells) else ""
            if (row, place) in self.sheet.scan.percents or str(raw)[-1:] == "%":
                percents.add(column.key)
            try:
                values[column.key] = self._held(column, raw, (row, place))
            except CellError as error:
                wrong.add(column.key)
                values[column.key] = None
                note = Note(self.sheet.name, address(row, place), str(error))
                self.found.faults.append(note)
        if not wrong and all(value is None for value in values.values()):
            return None
        return Line(row + 1, values, frozenset(wrong), frozenset(percents))

    def _held(self, column: Column, raw: Value, place: tuple[int, int]) -> Held:
        scan = self.sheet.scan
        if place in scan.formulas and (why := refused_formula(scan, place)):
            raise CellError(why)
        if place in scan.errors:
            raise CellError(f"Ô báo lỗi {scan.errors[place]}. Sửa công thức hoặc số.")
        if raw == "":
            return None
        notation = self.notations.get(column.key, "vi")
        if isinstance(raw, str):
            self._notice_text(column, raw, place)
        return convert(Cell(raw, column, place in scan.percents, notation))

    def _notice_text(self, column: Column, raw: str, place: tuple[int, int]) -> None:
        where = address(*place)
        if raw != raw.strip():
            self.spaced.append(where)
        if is_decomposed(raw):
            self.decomposed.append(where)
        if column.kind == "number":
            self.typed[column.key].append((where, clean(raw)))

    def _remark(self) -> None:
        found, name = self.found, self.sheet.name
        found.faults.extend(merged_cells(self.sheet, self.heading))
        found.notices.extend(remarks(self.sheet, self.heading, found.lines))
        found.notices.extend(mixed_dates(self.sheet, self.heading, self.columns))
        if self.spaced:
            sentence = f"Đã bỏ khoảng trắng thừa ở {listed(self.spaced)}."
            found.notices.append(Note(name, self.spaced[0], sentence))
        if self.decomposed:
            sentence = f"Đã ghép lại chữ viết dấu rời ở {listed(self.decomposed)}."
            found.notices.append(Note(name, self.decomposed[0], sentence))
        for column in self.columns:
            question = self._question(column)
            if question is not None:
                found.questions.append(question)

    def _question(self, column: Column) -> Question | None:
        typed = self.typed.get(column.key, [])
        doubtful = [(at, text) for at, text in typed if ambiguous(text)]
        if not doubtful:
            return None
        vietnamese, english = _readings(doubtful[0][1])
        return Question(
            sheet=self.sheet.name,
            column=column.key,
            label=column.label,
            samples=tuple(doubtful[:ASKED_SAMPLES]),
            count=len(doubtful),
            vietnamese=vietnamese,
            english=english,
            suggested=_suggested([text for _at, text in typed]),
        )


def _readings(text: str) -> tuple[str, str]:
    """Return how a doubtful number reads in Vietnamese and in English notation."""
    found = ambiguous(text)
    assert found  # noqa: S101 -- only doubtful texts are asked about
    whole, sign, rest = found.groups()
    grouped, decimal = spell_thousands(whole, rest), spell_decimal(whole, rest)
    return (grouped, decimal) if sign == "." else (decimal, grouped)


def _suggested(texts: list[str]) -> Notation | None:
    """Return the notation that other numbers of the column can only have."""
    found: set[Notation] = set()
    for text in texts:
        if ambiguous(text):
            continue
        if "," in text and "." in text:
            found.add("vi" if text.rindex(",") > text.rindex(".") else "en")
        elif text.count(",") == 1:
            found.add("vi")
        elif text.count(".") == 1:
            found.add("en")
    return found.pop() if len(found) == 1 else None
