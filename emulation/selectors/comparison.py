"""What a year's set-up changed against an earlier year, part by part."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from core.text import fold, format_date, format_points
from emulation.enums import SetupPart
from emulation.models import EmulationYear, Movement, Phase
from emulation.selectors.readiness import Setup
from emulation.selectors.setup import route_text

ALIKE = 0.6  # how much of two wordings must agree to be the same thing reworded
LEAP_DAY = (2, 29)


@dataclass(frozen=True)
class Row:
    """One thing of a set-up: what it is known by, what it is called, what it says.

    ``text`` is shown; ``sense`` is compared, where it differs from what is shown.
    """

    key: str
    name: str
    text: str
    sense: str = ""

    @property
    def compared(self) -> str:
        return self.sense or self.text


@dataclass(frozen=True)
class Change:
    """One difference: new without ``old``, dropped without ``new``."""

    name: str
    old: str = ""
    new: str = ""

    @property
    def word(self) -> str:
        if self.old and self.new:
            return "Đổi"
        return "Mới" if self.new else "Bỏ"


@dataclass(frozen=True)
class Compared:
    """The differences in one part, and how much stayed as it was."""

    part: SetupPart
    changes: list[Change]
    same: int


def changes_between(source: EmulationYear, year: EmulationYear) -> list[Compared]:
    """Compare the set-ups of two years as they stand now; dates that moved by exactly
    the years between count as the same.
    """
    before, after = Setup(source), Setup(year)
    return [
        _compare(part, _named(rows(before, year)), _named(rows(after, year)))
        for part, rows in ROWS.items()
    ]


def _named(rows: Iterator[Row]) -> list[Row]:
    """Leave out rows that nobody has given words yet."""
    return [one for one in rows if one.name.strip()]


def _compare(part: SetupPart, old: list[Row], new: list[Row]) -> Compared:
    known = {one.key: one for one in old}
    pairs = [(known.pop(one.key, None), one) for one in new]
    left = list(known.values())
    changes, same = [], 0
    for earlier, one in pairs:
        counterpart = earlier or _reworded(one, left)
        if counterpart is None:
            changes.append(Change(one.name, new=one.text))
        elif counterpart.compared == one.compared:
            same += 1
        else:
            changes.append(Change(one.name, counterpart.text, one.text))
    changes.extend(Change(one.name, old=one.text) for one in left)
    return Compared(part, changes, same)


def _reworded(row: Row, left: list[Row]) -> Row | None:
    """Find and take out what most likely became this row by other words."""
    likeness = {
        one: SequenceMatcher(None, fold(one.name), fold(row.name)).ratio()
        for one in left
    }
    best = max(left, key=lambda one: likeness[one], default=None)
    if best is None or likeness[best] < ALIKE:
        return None
    left.remove(best)
    return best


# ----- what each part consists of


def _plan(setup: Setup, _year: EmulationYear) -> Iterator[Row]:
    year = setup.year
    day = format_date(year.plan_date) if year.plan_date else ""
    file = str(year.plan_file) if year.plan_file else ""
    facts = (
        ("Chủ đề", year.theme),
        ("Số, ký hiệu kế hoạch", year.plan_number),
        ("Ngày kế hoạch", day),
        ("Tệp kế hoạch", file),
    )
    yield from (Row(name, name, text) for name, text in facts if text)


def _movements(setup: Setup, _year: EmulationYear) -> Iterator[Row]:
    for one in setup.movements:
        yield Row(fold(one.name), one.name, "; ".join(_movement(one)))


def _movement(movement: Movement) -> Iterator[str]:
    yield movement.name
    if movement.launched_by:
        yield f"do {movement.launched_by} phát động"
    if movement.aim:
        yield movement.aim
    if movement.launched_on:
        yield f"từ ngày {format_date(movement.launched_on)}"
    if movement.reviewed_on:
        yield f"tổng kết ngày {format_date(movement.reviewed_on)}"
    if movement.from_year or movement.to_year:
        yield f"giai đoạn {movement.from_year or '…'}–{movement.to_year or '…'}"


def _phases(setup: Setup, year: EmulationYear) -> Iterator[Row]:
    years = year.year - setup.year.year
    for one in setup.phases:
        moved = _days(one, lambda day: years_later(day, years))
        yield Row(one.kind, one.get_kind_display(), _days(one), moved)


def _days(phase: Phase, move: Callable[[date], Any] = lambda day: day) -> str:
    opens, due = (
        format_date(move(day)) if day else "chưa có"
        for day in (phase.opens_on, phase.due_on)
    )
    return f"mở {opens}, hạn {due}"


def years_later(day: date, years: int) -> date:
    """Return the same day so many years later (28 February for the 29th)."""
    is_leap_day = (day.month, day.day) == LEAP_DAY
    return day.replace(year=day.year + years, day=28 if is_leap_day else day.day)


def _common(setup: Setup, _year: EmulationYear) -> Iterator[Row]:
    above: dict[int, str] = {}
    for one in setup.commons:
        whole = above.get(one.row.parent_id, one.row.section)
        above[one.row.pk] = f"{whole} › {fold(one.row.content)}"
        part = "trong đó: " if one.depth else ""
        text = f"{part}{one.row.wording}"
        yield Row(above[one.row.pk], one.row.content, text)
    for line in setup.contents:
        yield Row(f"nội dung {fold(line)}", line, line)


def _titles(setup: Setup, _year: EmulationYear) -> Iterator[Row]:
    for one in setup.quotas:
        yield Row(one.title.code, one.title.name, one.limits)


def _sheet(setup: Setup, _year: EmulationYear) -> Iterator[Row]:
    if setup.sheet is None:
        return
    for one in setup.sheet.criteria.all():
        most = f", tối đa {format_points(one.max_points)}" if one.max_points else ""
        text = f"{one}: {one.get_kind_display().lower()}{most}"
        yield Row(one.code, one.name, text)


def _route(setup: Setup, _year: EmulationYear) -> Iterator[Row]:
    text = route_text(leader_approves=setup.year.leader_approves)
    yield Row("route", SetupPart.ROUTE.label, text)


ROWS: dict[SetupPart, Callable[[Setup, EmulationYear], Iterator[Row]]] = {
    SetupPart.PLAN: _plan,
    SetupPart.MOVEMENTS: _movements,
    SetupPart.PHASES: _phases,
    SetupPart.COMMON: _common,
    SetupPart.TITLES: _titles,
    SetupPart.SHEET: _sheet,
    SetupPart.ROUTE: _route,
}
