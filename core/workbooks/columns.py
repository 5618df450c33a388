"""Columns of a sheet: described once, found by their headings, written as a template."""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from core.text import fold
from core.workbooks.notes import Note, address
from core.workbooks.reading import Sheet

Kind = Literal["text", "number", "whole", "date", "choice"]

SEARCHED_ROWS = 25
_NEAR = 0.6
_NO_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Column:
    """A column that is read and written.

    ``choices`` maps a label to its value; ``spellings`` maps further folded texts to
    a value. In a number column ``words`` maps folded texts that are let through to
    what they stand for. A column without ``required`` may be missing altogether. What
    is ``offered`` may be picked from a list or typed over.
    """

    key: str
    label: str
    kind: Kind = "text"
    required: bool = False
    aliases: tuple[str, ...] = ()
    choices: Mapping[str, str] = field(default_factory=dict)
    spellings: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    max_length: int = 0
    width: float = 16
    hint: str = ""
    offered: tuple[str, ...] = ()

    @cached_property
    def spelled(self) -> dict[str, str]:
        """Each choice by its folded label and by its other spellings."""
        labels = {fold(label): value for label, value in self.choices.items()}
        return {**labels, **self.spellings}


@dataclass(frozen=True)
class Heading:
    """Where the heading row is and which column of the sheet is which of ours."""

    row: int
    places: Mapping[str, int]


def bare(text: str) -> str:
    """Return a heading as it is compared: without marks, case and signs."""
    return _NO_WORD.sub(" ", fold(text)).strip()


def find_heading(
    sheet: Sheet, columns: Sequence[Column]
) -> tuple[Heading | None, list[Note], list[Note]]:
    """Return the heading with what is wrong about it and what was left aside.

    Columns stand in any order and titles may stand above. A heading that is near to
    a column that is missing is taken for a renamed one: that is wrong, not left aside.
    """
    known = _known(columns)
    row = _best_row(sheet, known)
    if row is None:
        labels = ", ".join(f"“{one.label}”" for one in columns)
        sentence = f"Không thấy dòng tiêu đề của bảng. Các cột cần có: {labels}."
        return None, [Note(sheet.name, "", sentence)], []
    places: dict[str, int] = {}
    strange: dict[int, str] = {}
    wrong: list[Note] = []
    for index, text in _texts(sheet, row):
        key = known.get(bare(text))
        if key is None:
            strange[index] = text
        elif key in places:
            first = address(row, places[key])
            sentence = f"Cột “{text}” có hai lần, ở {first} và {address(row, index)}."
            wrong.append(Note(sheet.name, address(row, index), sentence))
        else:
            places[key] = index
    missing = [column for column in columns if column.key not in places]
    wrong += _renamed(sheet.name, row, missing, strange)
    unused = [
        Note(sheet.name, address(row, index), f"Cột “{text}” không dùng đến.")
        for index, text in strange.items()
    ]
    return Heading(row, places), wrong, unused


def _known(columns: Sequence[Column]) -> dict[str, str]:
    known = {bare(alias): one.key for one in columns for alias in one.aliases}
    return known | {bare(one.label): one.key for one in columns}


def _texts(sheet: Sheet, row: int) -> Iterator[tuple[int, str]]:
    for index, value in enumerate(sheet.rows[row]):
        if isinstance(value, str) and (text := " ".join(value.split())):
            yield index, text


def _best_row(sheet: Sheet, known: Mapping[str, str]) -> int | None:
    """Return the row with the most headings; the first of equals."""
    best, most = None, 0
    enough = min(2, len(set(known.values())))
    for row in range(min(SEARCHED_ROWS, len(sheet.rows))):
        found = {known.get(bare(text)) for _index, text in _texts(sheet, row)}
        count = len(found - {None})
        if count > most and count >= enough:
            best, most = row, count
    return best


def _renamed(
    sheet: str, row: int, missing: Sequence[Column], strange: dict[int, str]
) -> Iterator[Note]:
    """Name each missing column that is required, or that seems to be renamed."""
    for column in missing:
        nearest = _nearest(column, strange)
        if nearest is not None:
            text = strange.pop(nearest)
            sentence = (
                f"Không thấy cột “{column.label}”; gần nhất là cột “{text}”. "
                f"Đổi lại tên cột thành “{column.label}”."
            )
            yield Note(sheet, address(row, nearest), sentence)
        elif column.required:
            yield Note(sheet, address(row, 0), f"Thiếu cột “{column.label}”.")


def _nearest(column: Column, strange: Mapping[int, str]) -> int | None:
    wanted = bare(column.label)
    best, most = None, _NEAR
    for index, text in strange.items():
        found = bare(text)
        ratio = difflib.SequenceMatcher(None, wanted, found).ratio()
        if wanted and found.startswith(wanted):
            ratio = max(ratio, _NEAR)
        if ratio >= most:
            best, most = index, ratio
    return best
