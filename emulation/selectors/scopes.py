"""Who sees which rows of a year."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from emulation.enums import AmendmentState, PledgeState
from emulation.models import (
    Amendment,
    CriteriaSheet,
    CrossCheck,
    EmulationYear,
    Participation,
    Pledge,
    Report,
    Scorecard,
)
from units.enums import Role
from units.models import BlocOffice, Membership
from units.selectors import readable_unit_ids, sees_the_province, unit_ids_of

STANDING_ROLES = (Role.SECRETARY, Role.LEADER)


def offices_held_by(user: Any) -> list[BlocOffice]:
    """Return the bloc offices of the units in which the user is leader or secretary."""
    if not hasattr(user, "_bloc_offices"):
        units = unit_ids_of(user, *STANDING_ROLES)
        user._bloc_offices = (
            list(BlocOffice.objects.filter(unit__in=units).select_related("bloc"))
            if units
            else []
        )
    return user._bloc_offices


def overseen(user: Any, path: str = "") -> Q:
    """Return the condition for rows of years that the user's unit heads or deputises
    for; ``path`` leads from the row to its year.
    """
    units = unit_ids_of(user, *STANDING_ROLES)
    if not units:
        return Q(pk__in=[])
    held = BlocOffice.objects.filter(
        unit__in=units, bloc=OuterRef(f"{path}bloc"), year=OuterRef(f"{path}year")
    )
    return Q(Exists(held))


def oversees(user: Any, year: EmulationYear) -> bool:
    """Tell whether the user reads everything in the year."""
    return sees_the_province(user) or any(
        (held.bloc_id, held.year) == (year.bloc_id, year.year)
        for held in offices_held_by(user)
    )


def years_visible_to(user: Any) -> QuerySet[EmulationYear]:
    """The board and the province see all years; others those of their blocs."""
    years = EmulationYear.objects.select_related("bloc")
    if sees_the_province(user):
        return years
    units = readable_unit_ids(user)
    if not units:
        return years.none()
    blocs = Membership.objects.filter(unit__in=units).values("bloc")
    took_part = Participation.objects.filter(unit__in=units).values("year")
    return years.filter(Q(bloc__in=blocs) | Q(pk__in=took_part) | overseen(user))


def _rows_of_units(user: Any, rows: QuerySet, to: str, public: Q) -> QuerySet:
    """Keep rows of the user's units and of those they took over from (at two removes
    at most), of overseen years, or public to its members.
    """
    if sees_the_province(user):
        return rows
    units = readable_unit_ids(user)
    if not units:
        return rows.none()
    taken_over = ("", "successor__", "successor__successor__")
    own = Q(pk__in=[])
    for path in taken_over:
        own |= Q(**{f"{to}{path}unit__in": units})
    members = Participation.objects.filter(unit__in=units).values("year")
    shared = public & Q(**{f"{to}year__in": members})
    return rows.filter(own | shared | overseen(user, f"{to}year__"))


def participations_visible_to(user: Any) -> QuerySet[Participation]:
    """The roster is public within its year."""
    rows = Participation.objects.select_related("year__bloc", "unit")
    return _rows_of_units(user, rows, "", ~Q(pk=None))


def pledges_visible_to(user: Any) -> QuerySet[Pledge]:
    """Own pledges and overseen ones; signed ones by all members of the year."""
    rows = Pledge.objects.select_related(
        "participation__year__bloc", "participation__unit", "participation__successor"
    )
    return _rows_of_units(user, rows, "participation__", Q(state=PledgeState.SIGNED))


def amendments_visible_to(user: Any) -> QuerySet[Amendment]:
    """As the pledge: own and overseen ones; adopted ones by all members of the year."""
    rows = Amendment.objects.select_related(
        "pledge__participation__year__bloc",
        "pledge__participation__unit",
        "pledge__participation__successor",
    )
    public = Q(state=AmendmentState.ADOPTED)
    return _rows_of_units(user, rows, "pledge__participation__", public)


def reports_visible_to(user: Any) -> QuerySet[Report]:
    """Own reports and overseen ones; all members once the ranking is public."""
    rows = Report.objects.select_related(
        "participation__year__bloc", "participation__unit", "participation__successor"
    )
    public = Q(participation__year__ranked_at__isnull=False)
    return _rows_of_units(user, rows, "participation__", public)


def scorecards_visible_to(user: Any) -> QuerySet[Scorecard]:
    """Own scorecards and overseen ones; all members once the ranking is public."""
    rows = Scorecard.objects.select_related(
        "participation__year__bloc",
        "participation__unit",
        "participation__successor",
        "sheet",
    )
    public = Q(participation__year__ranked_at__isnull=False)
    return _rows_of_units(user, rows, "participation__", public)


def checks_visible_to(user: Any) -> QuerySet[CrossCheck]:
    """A checker's own checks and overseen ones; the checked unit and all members read
    the points on the scorecard, once they are public there.
    """
    rows = CrossCheck.objects.select_related(
        "participation__year__bloc",
        "participation__unit",
        "participation__successor",
        "scorecard__participation__year__bloc",
    )
    return _rows_of_units(user, rows, "participation__", Q(pk__in=[]))


def sheets_visible_to(user: Any) -> QuerySet[CriteriaSheet]:
    """Criteria are known to everyone who sees the year."""
    return CriteriaSheet.objects.filter(year__in=years_visible_to(user)).select_related(
        "year__bloc"
    )
