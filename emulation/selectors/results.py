"""What is asked about figures, taken over from the half-year, or kept from a reader."""

from collections.abc import Iterable

from emulation.models import Report, Result
from emulation.selectors.pledges import figure_before, figures_before
from emulation.selectors.targets import Ordered


def hide_withheld(rows: Iterable[Result]) -> None:
    """Take out of rows already read what is not to be published, for a reader who may
    not see it. The rows are to be shown, never saved.
    """
    for row in rows:
        if row.is_withheld:
            row.hide()


def doubts_of(rows: Ordered, before: dict[int, Result]) -> dict[int, str]:
    """Return the question about each row's figure, empty for none: against its target,
    the half-year's figure, and the whole that it is a part of.
    """
    found: dict[int, str] = {}
    above: list[Result] = []
    for row, depth in rows:
        whole = above[depth - 1] if depth else None
        above = [*above[:depth], row]
        found[row.pk] = row.doubt(figure_before(row, before), whole)
    return found


def is_carriable(row: Result, earlier: Result | None) -> bool:
    """Tell whether a blank row may take over the half-year's figure."""
    if row.actual is not None or row.is_dropped or earlier is None:
        return False
    return earlier.actual is not None


def carriable_rows(report: Report) -> list[tuple[Result, Result]]:
    """Return the blank rows, each with the half-year's row whose figure it may take."""
    before = figures_before(report)
    blank = report.results.filter(actual=None).select_related("target__dropped_by")
    pairs = [(row, before.get(row.target_id)) for row in blank]
    return [
        (row, earlier)
        for row, earlier in pairs
        if earlier is not None and is_carriable(row, earlier)
    ]
