"""What a workbook would do to a pledge, row by row."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.workbooks import Extract, Line, Note, Question
from core.workbooks.notes import split_address


@dataclass(frozen=True)
class Difference:
    """One field of a row, before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Row:
    """A line of the file with the row that it makes or changes."""

    number: int
    label: str
    instance: Any
    differences: tuple[Difference, ...] = ()


@dataclass
class SheetPlan:
    """What one sheet brings. ``kept`` counts rows that the file does not speak of."""

    name: str
    new: list[Row] = field(default_factory=list)
    changed: list[Row] = field(default_factory=list)
    unchanged: int = 0
    kept: int = 0
    faults: list[Note] = field(default_factory=list)
    notices: list[Note] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.changed)

    def take_over(self, found: Extract) -> None:
        """Keep what the reading of the sheet had to say, in the order of the rows."""
        self.faults = sorted(found.faults, key=_place_of)
        self.notices = found.notices
        self.questions = found.questions


def _place_of(note: Note) -> tuple[int, int]:
    return split_address(note.address) if note.address else (0, 0)


def by_code(
    found: Extract, known: Mapping[Any, Any], line: Line, taken: dict[Any, int]
) -> Any:
    """Return the row that a line's code names; notes a code that is strange or twice.

    ``taken`` remembers which line named a row first.
    """
    code = line.values.get("code")
    if code is None:
        return None
    if code not in known:
        found.fault(
            line,
            "code",
            f"Mã dòng {code} không có trong giao ước này. Để trống nếu là dòng mới.",
        )
        return None
    if code in taken:
        sentence = f"Mã dòng {code} có hai lần, ở dòng {taken[code]} và {line.number}."
        found.fault(line, "code", sentence)
        return None
    taken[code] = line.number
    return known[code]


def differences(
    labels: Mapping[str, str], before: Mapping[str, str], after: Mapping[str, str]
) -> tuple[Difference, ...]:
    """Return what differs, in the order of the labels."""
    return tuple(
        Difference(label, before[name], after[name])
        for name, label in labels.items()
        if before[name] != after[name]
    )
