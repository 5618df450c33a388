"""What is said about a workbook, and where in it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_LETTERS = 26
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9]\d{0,8})", re.ASCII)


class RefusedError(Exception):
    """A file is not taken at all; the message is a sentence for the person."""


@dataclass(frozen=True)
class Note:
    """A sentence about a place of a sheet; without an address, about the sheet."""

    sheet: str
    address: str
    sentence: str

    @property
    def place(self) -> str:
        """Return the place as people write it: ``Chỉ tiêu!C5``."""
        return f"{self.sheet}!{self.address}" if self.address else self.sheet


def column_letters(index: int) -> str:
    """Return the letters of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    rest = index + 1
    while rest:
        rest, place = divmod(rest - 1, _LETTERS)
        letters = chr(ord("A") + place) + letters
    return letters


def address(row: int, column: int) -> str:
    """Return the address of a cell, both counted from 0."""
    return f"{column_letters(column)}{row + 1}"


def split_address(text: str) -> tuple[int, int]:
    """Return row and column from 0 of ``C5``; ``ValueError`` for anything else."""
    found = _ADDRESS.fullmatch(text)
    if found is None:
        raise ValueError(f"no address: {text!r}")
    column = 0
    for letter in found[1]:
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1


def runs(numbers: Iterable[int]) -> str:
    """Return row numbers as people list them: ``3, 5–9``."""
    found: list[list[int]] = []
    for number in sorted(set(numbers)):
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return ", ".join(
        str(first) if first == last else f"{first}–{last}" for first, last in found
    )


def listed(items: Iterable[str], most: int = 5) -> str:
    """Return the first items with commas, and how many more there are."""
    known = list(items)
    more = len(known) - most
    tail = f" và {more} ô nữa" if more > 0 else ""
    return ", ".join(known[:most]) + tail
