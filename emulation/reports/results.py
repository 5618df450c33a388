"""Results of the year as tables."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch

from core.tables import Column, Row, Table
from emulation.enums import Period, Section
from emulation.models import EmulationYear, Report, Result
from emulation.selectors import in_tree_order

WITHHELD = "Không công bố"
_COLUMNS = (
    Column("content", "Chỉ tiêu", width=65),
    Column("measure", "ĐVT", width=22, align="center", blank=""),
    Column("target", "Giao ước", "number", width=17),
    Column("actual", "Kết quả", "number", width=15),
    Column("completion", "Mức hoàn thành", width=46),
)


@dataclass(frozen=True)
class UnitResults:
    """One unit's results of the year in print order, with their depth."""

    name: str
    rows: tuple[tuple[Result, int], ...]

    @property
    def measured(self) -> list[Result]:
        """Results that can be held against a target."""
        return [row for row, _depth in self.rows if row.completion.is_met is not None]

    @property
    def unmet(self) -> list[Result]:
        """Results that miss their target."""
        return [row for row in self.measured if not row.completion.is_met]

    @property
    def unmet_text(self) -> str:
        """Name what was missed; of what is not to be published only how many."""
        named = [row.label for row in self.unmet if not row.is_withheld]
        count = len(self.unmet) - len(named)
        kept_back = [f"{count} chỉ tiêu không công bố số liệu"] if count else []
        return "; ".join([*named, *kept_back]) or "Không"


def year_results(year: EmulationYear) -> list[UnitResults]:
    """Return every unit's year results: targets first, then what was not pledged."""
    rows = Result.objects.select_related("target__dropped_by").order_by(
        "position", "pk"
    )
    reports = (
        Report.objects.filter(participation__year=year, period=Period.YEAR)
        .select_related("participation")
        .prefetch_related(Prefetch("results", queryset=rows))
        .order_by("participation__protocol_number", "pk")
    )
    return [
        UnitResults(report.participation.name, tuple(_in_order(report)))
        for report in reports
    ]


def _in_order(report: Report) -> Iterator[tuple[Result, int]]:
    rows = list(report.results.all())
    by_target = {row.target_id: row for row in rows if row.target_id}
    targets = [row.target for row in rows if row.target_id]
    for target, depth in in_tree_order(targets):
        yield by_target[target.pk], depth
    yield from in_tree_order([row for row in rows if row.target_id is None])


def results_table(
    year: EmulationYear, *, sections: frozenset[str] = frozenset(Section.values)
) -> Table:
    """Return target, actual and completion of each unit in the named sections.

    Where a row carries a remark on its source, a number leads to the remark below.
    The paper goes outside: what is not to be published is never printed in it.
    """
    rows: list[Row] = []
    shown: list[Result] = []
    sources: dict[str, int] = {}
    for unit in year_results(year):
        lines = [(row, depth) for row, depth in unit.rows if row.section in sections]
        if lines:
            rows.append(Row({"content": unit.name}, is_head=True))
        for row, depth in lines:
            source = _source(row)
            mark = sources.setdefault(source, len(sources) + 1) if source else 0
            rows.append(_row(row, depth, mark))
            shown.append(row)
    return Table(
        title=f"Kết quả thực hiện chỉ tiêu giao ước năm {year.year}",
        columns=_COLUMNS,
        rows=rows,
        notes=[*_remarks(shown), *(f"[{n}] {text}." for text, n in sources.items())],
    )


def _source(row: Result) -> str:
    """Return the remark on the source; what is withheld has only the target's."""
    own = "" if row.is_withheld else row.source_note
    return own or (row.target.note if row.target else "")


def _remarks(shown: list[Result]) -> list[str]:
    remarks = []
    if any(row.value is None and not row.is_dropped for row in shown):
        remarks.append("Dấu “–” ở cột giao ước: không giao chỉ tiêu, không tính tỷ lệ.")
    if any(row.is_estimated and not row.is_withheld for row in shown):
        remarks.append("Dấu (*) ở cột kết quả: số ước thực hiện cả năm.")
    if any(row.is_withheld for row in shown):
        remarks.append(
            "“Không công bố”: số liệu không công bố của đơn vị, vẫn tính vào số chỉ "
            "tiêu đạt và điểm."
        )
    return remarks


def _row(row: Result, depth: int, mark: int) -> Row:
    part = "Trong đó: " if depth else ""
    remark = f" [{mark}]" if mark else ""
    cells: dict[str, object] = {
        "content": f"{part}{row.label}{remark}",
        "measure": row.measure,
        "target": row.promised.figure if row.value is not None else None,
        "actual": _actual(row),
        "completion": _completion(row),
    }
    return Row(cells, level=depth, url=row.report.get_absolute_url())


def _actual(row: Result) -> str | None:
    if row.is_withheld:
        return WITHHELD
    return f"{row.actual_text}{' (*)' if row.is_estimated else ''}" or None


def _completion(row: Result) -> str:
    if row.is_dropped:
        return f"chỉ tiêu đã bỏ theo điều chỉnh lần {row.target.dropped_by.number}"
    return in_sentence(WITHHELD if row.is_withheld else row.completion.text)


def in_sentence(text: str) -> str:
    """Return a sentence's text as it stands in the middle of one."""
    return text[:1].lower() + text[1:]


def met_table(year: EmulationYear) -> Table:
    """Return how many measured targets each unit met, and which it missed."""
    rows = [
        Row(
            {
                "unit": unit.name,
                "measured": len(unit.measured),
                "met": len(unit.measured) - len(unit.unmet),
                "unmet": unit.unmet_text,
            }
        )
        for unit in year_results(year)
    ]
    totals = Row(
        {
            "unit": "Toàn khối",
            "measured": sum(int(str(row.cells["measured"])) for row in rows),
            "met": sum(int(str(row.cells["met"])) for row in rows),
            "unmet": "",
        }
    )
    return Table(
        title=f"Số chỉ tiêu đạt giao ước năm {year.year}",
        columns=(
            Column("unit", "Đơn vị", width=55),
            Column("measured", "Chỉ tiêu có giao", "int", width=22),
            Column("met", "Số đạt", "int", width=18),
            Column("unmet", "Chỉ tiêu chưa đạt", width=70),
        ),
        rows=rows,
        totals=totals,
    )


def ratios(unit: UnitResults) -> list[tuple[Result, Decimal]]:
    """Return a unit's results whose ratio to the target may be drawn as a bar."""
    return [
        (row, row.completion.percent)
        for row, _depth in unit.rows
        if row.completion.percent is not None and not row.is_withheld
    ]
