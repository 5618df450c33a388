"""Targets and results in the order people read them, numbered, and what is missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from emulation.enums import Comparator, Period, Section
from emulation.models import Pledge, Report, Result, Target
from emulation.selectors.evidence import file_count
from emulation.selectors.rows import in_tree_order

Ordered = list[tuple[Any, int]]


@dataclass(frozen=True)
class Numbered:
    """A row with its depth and the number that page and guards call it by: ``2.1``."""

    row: Any
    depth: int
    number: str


def by_section(ordered: Ordered) -> Ordered:
    """Group rows in tree order by the section of their roots."""
    place = {value: index for index, value in enumerate(Section.values)}
    keyed, section = [], 0
    for row, depth in ordered:
        section = section if depth else place[row.section]
        keyed.append((section, row, depth))
    return [(row, depth) for _, row, depth in sorted(keyed, key=lambda one: one[0])]


def numbered(ordered: Ordered) -> list[Numbered]:
    """Number rows in tree order: 1, 2, 2.1, 2.2, 3."""
    counts: list[int] = []
    found = []
    for row, depth in ordered:
        counts = [*counts[: depth + 1], *[0] * (depth + 1 - len(counts))]
        counts[depth] += 1
        found.append(Numbered(row, depth, ".".join(str(one) for one in counts)))
    return found


def targets_of(pledge: Pledge) -> list[tuple[Target, int]]:
    """Return the pledge's targets with depth, by section, "trong đó" under their
    whole.
    """
    rows = pledge.targets.filter(dropped_by=None).select_related("common")
    return by_section(in_tree_order(list(rows)))


def results_of(report: Report) -> list[tuple[Result, int]]:
    """Return the report's results with depth: in each section the pledged ones in the
    pledge's order, then what was never pledged.
    """
    rows = report.results.select_related("target__dropped_by")
    return in_reading_order(list(rows.annotate(file_count=file_count("result"))))


def in_reading_order(rows: list[Result]) -> list[tuple[Result, int]]:
    """Order one report's results as ``results_of`` does, from rows already read."""
    of_target = {row.target_id: row.pk for row in rows if row.target_id}

    def parent(row: Result) -> int | None:
        return of_target.get(row.target.parent_id) if row.target else row.parent_id

    def place(row: Result) -> tuple[bool, int, int]:
        return (row.target is None, (row.target or row).position, row.pk)

    return by_section(in_tree_order(rows, parent=parent, place=place))


def missing_targets(pledge: Pledge) -> list[tuple[Numbered, str]]:
    """Return the rows that keep a pledge from being submitted, each with why."""
    rows = numbered(targets_of(pledge))
    return [(one, why) for one in rows for why in _gaps(one.number, one.row)]


def _gaps(number: str, target: Target) -> Iterator[str]:
    if not target.content.strip():
        yield f"Dòng {number}: chưa ghi nội dung chỉ tiêu."
    if weaker := below_common(target):
        yield f"Dòng {number}: {weaker}"


def below_common(target: Target) -> str:
    """Say that a common target is promised below its level and that the reason is
    wanted; empty where it is not, or the note gives one.
    """
    common = target.common
    if common is None or target.note.strip() or not target.is_weaker_than(common):
        return ""
    if target.value is None:
        how = "chưa có số, mức chung là"
    elif target.comparator == Comparator.AT_MOST:
        how = "cao hơn mức chung"
    else:
        how = "thấp hơn mức chung"
    return f"{how} {common.figure}, ghi lý do ở cột ghi chú."


def missing_results(report: Report) -> list[tuple[Numbered, str]]:
    """Return the rows that keep a report from being submitted, each with why.

    Zero is a result. At half-year a blank with a note will do, for what is measured
    once a year. Of a target that an amendment dropped nothing is asked.
    """
    note_will_do = report.period == Period.HALF_YEAR
    return [
        (one, f"Dòng {one.number}: chưa nhập kết quả.")
        for one in numbered(results_of(report))
        if one.row.actual is None
        and not one.row.is_dropped
        and not (note_will_do and one.row.note.strip())
    ]
