"""Reading a list of people as Excel puts it on the clipboard: one person a line."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from core import clock, text

COLUMNS = ("full_name", "position", "birth_date", "staff_code")
LENGTHS = {"full_name": 120, "position": 160, "staff_code": 30}
LABELS = {"full_name": "họ và tên", "position": "chức vụ", "staff_code": "mã cán bộ"}
MOST_LINES = 300
_HEADS = ("ho va ten", "ho ten", "stt", "tt", "so tt")
_PLACE = re.compile(r"\d{1,4}\.?")


@dataclass
class PastedPerson:
    """One line: what it says, and what is wrong with it."""

    number: int
    full_name: str = ""
    position: str = ""
    birth_date: date | None = None
    staff_code: str = ""
    errors: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The name without marks, by which namesakes are found."""
        return text.fold(self.full_name)


def read(pasted: str) -> list[PastedPerson]:
    """Return the people of a pasted block; its heading and blank lines are left out, and
    so is a first column that only counts.
    """
    found = []
    for number, line in enumerate(pasted.splitlines(), 1):
        cells = [text.nfc(cell) for cell in line.split("\t")]
        if not any(cells) or (not found and text.fold(cells[0]) in _HEADS):
            continue
        found.append(_person(number, cells))
    return found


def _person(number: int, cells: list[str]) -> PastedPerson:
    if len(cells) > 1 and _PLACE.fullmatch(cells[0]):
        cells = cells[1:]
    one = PastedPerson(number)
    values = dict(zip(COLUMNS, cells, strict=False))
    for name, longest in LENGTHS.items():
        value = values.get(name, "")
        setattr(one, name, value)
        if len(value) > longest:
            one.errors.append(f"{LABELS[name]} dài quá {longest} ký tự.")
    if not any(ch.isalpha() for ch in one.full_name):
        one.errors.append("chưa có họ và tên.")
    _read_birth_date(one, values.get("birth_date", ""))
    if any(cells[len(COLUMNS) :]):
        one.errors.append("có nhiều cột hơn bốn cột của danh sách.")
    return one


def _read_birth_date(one: PastedPerson, typed: str) -> None:
    if not typed:
        return
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            one.birth_date = datetime.strptime(typed, form).date()  # noqa: DTZ007 -- a day
        except ValueError:
            continue
        break
    if one.birth_date is None:
        one.errors.append(
            f"ngày sinh “{typed}” chưa đúng: viết ngày/tháng/năm, hoặc để trống."
        )
    elif one.birth_date >= clock.today():
        one.errors.append("ngày sinh phải trước hôm nay.")
