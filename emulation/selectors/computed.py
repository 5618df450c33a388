"""Points that follow from results: figures of the whole bloc, and their outcomes."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from django.db.models import Q

from emulation.enums import CriterionMethod, Period, ReportState
from emulation.models import Criterion, EmulationYear, Report, Result, Scorecard
from emulation.scoring import Figure, Outcome, ratio, relative, share_met
from emulation.scoring.formulas import lacking

NOT_CARRIED = lacking("đơn vị không nhận chỉ tiêu này")
KEPT_BACK = "Tính theo số liệu không công bố."
TENTATIVE = "Tạm tính, kết quả năm của đơn vị chưa được duyệt."
HUNDRED = Decimal(100)

Outcomes = dict[int, dict[int, Outcome]]  # by participation, by criterion


def outcomes_of(card: Scorecard, criteria: Iterable[Criterion]) -> dict[int, Outcome]:
    """Return the outcomes of a card's computed leaves by criterion. Two queries, none
    for a sheet without such leaves.
    """
    leaves = [one for one in criteria if one.is_computed]
    found = outcomes(card.year, leaves, only=card.participation_id)
    return found.get(card.participation_id, {})


def outcomes(
    year: EmulationYear,
    leaves: list[Criterion],
    *,
    only: int | None = None,
    fresh: Report | None = None,
) -> Outcomes:
    """Return what every computed leaf gives every unit of the year.

    ``only`` one unit's own targets are read where that suffices; ``fresh`` is a report
    whose new state is not stored yet.
    """
    if not leaves:
        return {}
    reports = _reports(year, fresh)
    results = _results(reports, leaves, only)
    found: Outcomes = {one.participation_id: {} for one in reports}
    for leaf in leaves:
        for key, outcome in _leaf(leaf, reports, results).items():
            found[key][leaf.pk] = outcome
    return found


def _reports(year: EmulationYear, fresh: Report | None) -> list[Report]:
    rows = Report.objects.filter(participation__year=year, period=Period.YEAR)
    reports = list(rows.select_related("participation").order_by("pk"))
    return [fresh if one == fresh else one for one in reports]


def _results(
    reports: list[Report], leaves: list[Criterion], only: int | None
) -> dict[int, list[Result]]:
    """Return the results that the leaves are about, by report."""
    wanted = Q(target__common__in={one.common_target_id for one in leaves} - {None})
    if any(one.method == CriterionMethod.SHARE_MET for one in leaves):
        wanted |= ~Q(pk=None) if only is None else Q(report__participation=only)
    rows = Result.objects.filter(wanted, report__in=reports, target__isnull=False)
    found: dict[int, list[Result]] = {one.pk: [] for one in reports}
    for row in rows.select_related("target"):
        found[row.report_id].append(row)
    return found


def _leaf(
    leaf: Criterion, reports: list[Report], results: dict[int, list[Result]]
) -> dict[int, Outcome]:
    most = leaf.max_points or Decimal(0)
    if leaf.method == CriterionMethod.SHARE_MET:
        return {
            one.participation_id: _share(most, one, results[one.pk]) for one in reports
        }
    figures = [
        _figure(report, row)
        for report in reports
        for row in results[report.pk]
        if row.target.common_id == leaf.common_target_id
    ]
    nothing = {one.participation_id: NOT_CARRIED for one in reports}
    withheld = _withheld(leaf, reports, results)
    if leaf.method == CriterionMethod.RELATIVE:
        found = relative(most, figures)
        closed = set(found) if withheld else set()
    else:
        cap = Decimal(leaf.cap_percent) / HUNDRED
        found = {one.key: ratio(most, one, cap) for one in figures}
        closed = withheld
    return nothing | {
        key: _kept_back(one) if key in closed else one for key, one in found.items()
    }


def _withheld(
    leaf: Criterion, reports: list[Report], results: dict[int, list[Result]]
) -> set[int]:
    """Return the units whose figure for the leaf is not to be published."""
    return {
        report.participation_id
        for report in reports
        for row in results[report.pk]
        if row.is_withheld and row.target.common_id == leaf.common_target_id
    }


def _kept_back(outcome: Outcome) -> Outcome:
    """Give the points without the arithmetic, which would tell the figure."""
    if outcome.points is None:
        return outcome
    return replace(outcome, sentence=KEPT_BACK)


def _figure(report: Report, row: Result) -> Figure:
    promised = row.promised
    return Figure(
        key=report.participation_id,
        target=promised.value,
        actual=row.actual,
        comparator=promised.comparator,
        kind=row.kind,
        is_closed=report.state == ReportState.APPROVED,
        has_left=report.participation.has_left,
    )


def _share(most: Decimal, report: Report, rows: list[Result]) -> Outcome:
    outcome = share_met(
        most, [row.completion.is_met for row in rows if row.value is not None]
    )
    if report.state == ReportState.APPROVED or outcome.points is None:
        return outcome
    sentence = f"{outcome.sentence} {TENTATIVE}"
    return Outcome(outcome.points, sentence, is_provisional=True)
