"""The targets of a year's pledges, unit by unit."""

from typing import Any

from core.tables import Column, Row, Table
from emulation import selectors
from emulation.enums import Section, TargetKind
from emulation.models import EmulationYear, Pledge
from emulation.selectors.targets import by_section

_COLUMNS = (
    Column("unit", "Đơn vị", width=55),
    Column("state", "Trạng thái", width=26),
    Column("section", "Phần", width=32),
    Column("number", "TT", width=12, align="center"),
    Column("content", "Chỉ tiêu", width=80),
    Column("measure", "ĐVT", width=18, align="center", blank=""),
    Column("sign", "So sánh", width=14, align="center", blank=""),
    Column("value", "Giao ước", "number", width=20, blank="Không giao"),
    Column("base", "Tính trên", width=40),
    Column("note", "Ghi chú", width=40),
)


def targets_table(year: EmulationYear, user: Any) -> Table:
    """Return the targets of the pledges that the user may read, in protocol order."""
    visible = (
        selectors.pledges_visible_to(user)
        .filter(participation__year=year)
        .select_related("participation__unit", "participation__year")
        .prefetch_related("targets")
        .order_by("participation__protocol_number", "pk")
    )
    pledges = list(visible)
    rows = [row for pledge in pledges for row in _rows(pledge)]
    total = year.participations.count()
    hidden = total - len(pledges)
    notes = [f"{hidden} giao ước chưa công khai không có ở đây."] if hidden else []
    return Table(
        title=f"Chỉ tiêu giao ước năm {year.year}",
        columns=_COLUMNS,
        rows=rows,
        notes=notes,
        caption=str(year.bloc),
    )


def _rows(pledge: Pledge) -> list[Row]:
    found = []
    targets = [one for one in pledge.targets.all() if one.dropped_by_id is None]
    tree = by_section(selectors.in_tree_order(targets))
    for one in selectors.numbered(tree):
        target = one.row
        is_word = target.kind == TargetKind.YES_NO
        cells: dict[str, object] = {
            "unit": pledge.participation.name,
            "state": pledge.get_state_display(),
            "section": str(Section(target.section).label),
            "number": one.number,
            "content": target.content,
            "measure": target.measure,
            "sign": target.sign if target.amount else None,
            "value": target.amount if is_word and target.amount else target.value,
            "base": target.base,
            "note": target.note,
        }
        found.append(Row(cells, level=one.depth))
    return found
