"""The preview of an import as tables: what is wrong, what changes, what is new."""

from collections.abc import Iterable

from core.tables import Column, Row, Table
from core.text import format_number
from core.workbooks import Note
from emulation.imports.plans import Plan
from emulation.imports.rows import Row as Planned
from emulation.imports.rows import SheetPlan

SHOWN = 200

_LINE = Column("line", "Dòng", "int", width=12)


def counts_of(plan: Plan) -> list[dict[str, str]]:
    """Return the four sums that stand on top."""
    unchanged = sum(sheet.unchanged for sheet in plan.sheets)
    kept = sum(sheet.kept for sheet in plan.sheets)
    absent = f"{format_number(kept)} dòng không có trong tệp cũng giữ nguyên"
    figures = (
        ("Dòng mới", plan.count("new"), f"thêm vào {plan.into}"),
        ("Dòng sửa", plan.count("changed"), "ghi đè dòng đã có"),
        ("Dòng không đổi", unchanged, absent if kept else "giống trên hệ thống"),
        ("Chỗ sai", len(plan.faults), "phải sửa trong tệp"),
    )
    return [
        {"label": label, "value": format_number(count), "note": note}
        for label, count, note in figures
    ]


def faults_table(notes: list[Note]) -> Table:
    """Return what is wrong, by address."""
    columns = (
        Column("place", "Ô", width=30),
        Column("sentence", "Điều chưa đúng", width=150),
    )
    rows = [
        Row({"place": note.place, "sentence": note.sentence}) for note in notes[:SHOWN]
    ]
    return Table("Chỗ sai trong tệp", columns, rows, notes=_more(len(notes), "chỗ"))


def sheet_tables(plan: Plan) -> list[Table]:
    """Return the changed and the new rows of each sheet that brings some."""
    found = []
    for sheet in plan.sheets:
        if sheet.changed:
            found.append(_changed_table(sheet))
        if sheet.new:
            found.append(_new_table(sheet))
    return found


def _changed_table(sheet: SheetPlan) -> Table:
    columns = (
        _LINE,
        Column("label", sheet.name, width=80),
        Column("field", "Cột", width=26),
        Column("before", "Trên hệ thống", width=40),
        Column("after", "Trong tệp", width=40),
    )
    rows = [line for row in sheet.changed[:SHOWN] for line in _change_lines(row)]
    title = f"{sheet.name}: {len(sheet.changed)} dòng sửa"
    return Table(title, columns, rows, notes=_more(len(sheet.changed), "dòng"))


def _change_lines(row: Planned) -> Iterable[Row]:
    for place, one in enumerate(row.differences):
        cells = {
            "line": row.number,
            "label": row.label,
            "field": one.label,
            "before": one.before or None,
            "after": one.after or None,
        }
        follows = frozenset({"line", "label"}) if place else frozenset()
        yield Row(cells, continues=follows)


def _new_table(sheet: SheetPlan) -> Table:
    columns = (_LINE, Column("label", sheet.name, width=160))
    rows = [Row({"line": row.number, "label": row.label}) for row in sheet.new[:SHOWN]]
    title = f"{sheet.name}: {len(sheet.new)} dòng mới"
    return Table(title, columns, rows, notes=_more(len(sheet.new), "dòng"))


def _more(count: int, what: str) -> tuple[str, ...]:
    rest = count - SHOWN
    return (f"Và {format_number(rest)} {what} nữa.",) if rest > 0 else ()
