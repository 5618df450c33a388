"""Lists of pledges and reports of a year, and what stands beside them."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet

from emulation.enums import Period
from emulation.models import (
    EmulationYear,
    Participation,
    Pledge,
    PledgeVersion,
    Report,
    Result,
)
from emulation.selectors.scopes import pledges_visible_to, reports_visible_to
from units.enums import Role
from units.selectors import unit_ids_of


@dataclass(frozen=True)
class Listed:
    """One unit's pledge or report in a list; closed ones show name and state only."""

    row: Any
    is_open: bool
    is_own: bool

    @property
    def participation(self) -> Participation:
        return self.row.participation


def _listed(rows: QuerySet, visible: QuerySet, user: Any) -> list[Listed]:
    """Mark what the user may open; own rows come first, then protocol order."""
    open_ids = set(visible.values_list("pk", flat=True))
    own = unit_ids_of(user, Role.CLERK, Role.LEADER)
    listed = [
        Listed(
            row,
            is_open=row.pk in open_ids,
            is_own=row.participation.responsible_unit_id in own,
        )
        for row in rows
    ]
    return sorted(listed, key=lambda one: not one.is_own)


def pledges_for_list(year: EmulationYear, user: Any) -> list[Listed]:
    """Return the year's pledges with their targets counted and their signatures."""
    rows = (
        Pledge.objects.filter(participation__year=year)
        .select_related(
            "participation__year", "participation__unit", "participation__successor"
        )
        .annotate(target_count=Count("targets", filter=Q(targets__dropped_by=None)))
        .prefetch_related("versions")
    )
    visible = pledges_visible_to(user).filter(participation__year=year)
    return _listed(rows, visible, user)


def reports_for_list(year: EmulationYear, period: str, user: Any) -> list[Listed]:
    """Return the period's reports with their rows counted, filled and in all."""
    rows = (
        Report.objects.filter(participation__year=year, period=period)
        .select_related("participation__unit", "participation__successor")
        .annotate(
            row_count=Count("results"),
            filled_count=Count("results", filter=Q(results__actual__isnull=False)),
            estimate_count=Count(
                "results",
                filter=Q(results__is_estimate=True, results__actual__isnull=False),
            ),
        )
    )
    visible = reports_visible_to(user).filter(participation__year=year)
    return _listed(rows, visible.filter(period=period), user)


def signed_version_of(pledge: Pledge) -> PledgeVersion | None:
    """Return the text that was signed last."""
    return pledge.versions.select_related(
        "signed_by", "recorded_by__person", "scan"
    ).first()


def figures_before(report: Report) -> dict[int, Result]:
    """Return the half-year's results by target, for a report of the whole year."""
    if report.period != Period.YEAR:
        return {}
    rows = Result.objects.filter(
        report__participation=report.participation_id,
        report__period=Period.HALF_YEAR,
        target__isnull=False,
    )
    return {row.target_id: row for row in rows.select_related("target")}


def figure_before(result: Result, before: dict[int, Result]) -> Decimal | None:
    """Return the same target's figure of the period before."""
    earlier = before.get(result.target_id)
    return earlier.actual if earlier else None
