"""Pledges of a year as tables: targets, what is registered, against the quotas."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch

from core.tables import Column, Row, Table
from emulation import selectors
from emulation.enums import Section, Subject
from emulation.models import (
    CommonTarget,
    EmulationYear,
    Pledge,
    Target,
    Title,
    TitleRegistration,
)
from emulation.models.targets import SHAPE
from emulation.reports.pledge_text import participation_lines
from emulation.selectors.targets import Numbered, by_section

PART = "Trong đó: "
COMMON = "chỉ tiêu chung của Khối"
NOT_SIGNED = "chưa ký giao ước"

_TARGETS = (
    Column("number", "TT", "int", width=11, align="center"),
    Column("content", "Chỉ tiêu", width=66),
    Column("measure", "ĐVT", width=18, align="center", blank=""),
    Column("figure", "Giao ước", "number", width=20),
    Column("remark", "Tính trên, ghi chú", width=50),
)


def targets_table(
    rows: list[tuple[Any, int]], *, title: str = "", names_common: bool = True
) -> Table:
    """Return one pledge's targets (tree order, with depth) by section."""
    drawn: list[Row] = []
    section = None
    ordered = by_section(rows)
    several = len({row.section for row, depth in ordered if not depth}) > 1
    for one in selectors.numbered(ordered):
        if several and not one.depth and one.row.section != section:
            section = one.row.section
            drawn.append(Row({"content": Section(section).label}, is_head=True))
        drawn.append(_target_row(one, names_common=names_common))
    return Table(title, _TARGETS, drawn)


def _target_row(one: Numbered, *, names_common: bool) -> Row:
    row = one.row
    is_common = names_common and getattr(row, "common_id", None)
    remarks = [
        f"tính trên {row.base}" if row.base else "",
        COMMON if is_common else "",
        row.note,
    ]
    remark = "; ".join(one for one in remarks if one)
    return Row(
        {
            "number": one.number,
            "content": f"{PART if one.depth else ''}{row.content}",
            "measure": row.measure,
            "figure": f"{row.sign} {row.amount}" if row.amount else "Không giao",
            "remark": remark[:1].upper() + remark[1:],
        },
        level=one.depth,
    )


def common_targets(year: EmulationYear) -> list[tuple[CommonTarget, int]]:
    """Return the year's common targets in tree order."""
    return by_section(selectors.in_tree_order(list(year.common_targets.all())))


def pledges_of(year: EmulationYear) -> list[Pledge]:
    """Return the year's pledges in protocol order with all that their papers say."""
    kept = Target.objects.filter(dropped_by=None).select_related("common")
    registered = TitleRegistration.objects.select_related("title", "person").order_by(
        "subject", "position", "pk"
    )
    return list(
        Pledge.objects.filter(participation__year=year)
        .select_related(
            "participation__year", "participation__unit", "participation__successor"
        )
        .prefetch_related(
            Prefetch("targets", queryset=kept.order_by("position", "pk")),
            Prefetch("registrations", queryset=registered),
            "participation__predecessors",
            "versions",
        )
        .order_by("participation__protocol_number", "pk")
    )


def bloc_targets_table(
    pledges: Iterable[Pledge],
    common: list[tuple[CommonTarget, int]],
    *,
    signed_only: bool,
) -> Table:
    """Return every unit's targets under its name: beside it the common ones that it
    carries as they are, below those that say more. What is not signed is named so, and
    with ``signed_only`` its targets stay out.
    """
    numbers = {one.row.pk: one.number for one in selectors.numbered(common)}
    rows: list[Row] = []
    for pledge in pledges:
        if signed_only and pledge.signed_at is None:
            rows.append(Row({"content": _unit_line(pledge)}, is_head=True))
            continue
        taken, own = _divided(pledge)
        line = f"{_unit_line(pledge)}{_taken(taken, numbers)}"
        rows.append(Row({"content": line}, is_head=True))
        rows.extend(_target_row(one, names_common=True) for one in own)
    return Table("Chỉ tiêu giao ước của các đơn vị", _TARGETS, rows)


def _divided(pledge: Pledge) -> tuple[list[Target], list[Numbered]]:
    """Return the common targets carried as they are, and the others numbered."""
    tree = by_section(selectors.in_tree_order(list(pledge.targets.all())))
    taken: list[Target] = []
    own: list[tuple[Target, int]] = []
    for branch in _branches(tree):
        if all(is_carried_as_it_is(row) for row, _depth in branch):
            taken.extend(row for row, _depth in branch)
        else:
            own.extend(branch)
    return taken, selectors.numbered(own)


def _branches(tree: list[tuple[Target, int]]) -> list[list[tuple[Target, int]]]:
    """Divide rows in tree order by their roots."""
    found: list[list[tuple[Target, int]]] = []
    for row, depth in tree:
        if not depth:
            found.append([])
        found[-1].append((row, depth))
    return found


def is_carried_as_it_is(target: Target) -> bool:
    """Tell whether the target says what the year's common one says, no more, no less."""
    common = target.common
    return common is not None and all(
        getattr(target, name) == getattr(common, name) for name in SHAPE
    )


def _taken(taken: list[Target], numbers: dict[int, str]) -> str:
    if not taken:
        return ""
    if len(taken) == len(numbers):
        return f": cả {len(numbers)} chỉ tiêu chung của Khối"
    named = ", ".join(numbers.get(one.common_id, "") for one in taken)
    return f": chỉ tiêu chung của Khối số {named}"


def _unit_line(pledge: Pledge) -> str:
    unit = pledge.participation
    remarks = [line[:1].lower() + line[1:] for line in participation_lines(unit)]
    if pledge.signed_at is None:
        remarks.append(NOT_SIGNED)
    name = f"{unit.protocol_number}. {unit.name}"
    return f"{name} ({'; '.join(remarks)})" if remarks else name


@dataclass
class Registered:
    """A title of the year: its quota, and by whom it is aimed at how often."""

    title: Title
    most: int | None = None
    by_unit: dict[str, int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return sum(self.by_unit.values())

    @property
    def exceeds(self) -> bool:
        return self.most is not None and self.count > self.most

    @property
    def units(self) -> str:
        """Units by name; for people how many each."""
        if self.title.subject == Subject.COLLECTIVE:
            return "; ".join(self.by_unit)
        return "; ".join(f"{name}: {count}" for name, count in self.by_unit.items())


def registered_in(year: EmulationYear, pledges: Iterable[Pledge]) -> list[Registered]:
    """Return the titles that the year opens or a pledge aims at, by precedence."""
    found = {
        one.title_id: Registered(one.title, one.most_in_bloc)
        for one in year.quotas.select_related("title")
    }
    for pledge in pledges:
        for one in pledge.registrations.all():
            if one.title is None:
                continue
            line = found.setdefault(one.title_id, Registered(one.title))
            name = pledge.participation.name
            line.by_unit[name] = line.by_unit.get(name, 0) + 1
    return sorted(found.values(), key=lambda one: (one.title.precedence, one.title.pk))


_TITLES = (
    Column("title", "Danh hiệu, hình thức", width=46),
    Column("subject", "Đối tượng", width=20, align="center"),
    Column("count", "Đăng ký", "int", width=17),
    Column("most", "Được đề nghị", "int", width=19, blank="–"),
    Column("units", "Đơn vị đăng ký", width=63, blank=""),
)


def titles_table(lines: Iterable[Registered]) -> Table:
    """Return what is registered against what the bloc may propose."""
    lines = list(lines)
    over = [one for one in lines if one.exceeds]
    return Table(
        "Đăng ký danh hiệu, hình thức khen thưởng",
        _TITLES,
        [
            Row(
                {
                    "title": one.title.name,
                    "subject": Subject(one.title.subject).label,
                    "count": one.count,
                    "most": one.most,
                    "units": one.units,
                }
            )
            for one in lines
        ],
        notes=list(_over_notes(over)),
    )


def _over_notes(over: list[Registered]) -> Iterator[str]:
    for one in over:
        yield (
            f"{one.title.name}: đăng ký {one.count}, được đề nghị {one.most}; "
            "hội nghị của Khối bình xét, lựa chọn."
        )
