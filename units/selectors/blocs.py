"""Members and offices of a bloc."""

from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from core import clock
from units.enums import Office
from units.models import Bloc, BlocOffice, Membership, Unit


def members_on(bloc: Bloc, day: date | None = None) -> QuerySet[Membership]:
    """Return the bloc's members on the day, in protocol order."""
    held = Membership.objects.on(day).filter(bloc=bloc)
    return held.select_related("unit").order_by("protocol_number", "pk")


def members_meanwhile(bloc: Bloc, first: date, last: date | None) -> QuerySet:
    """Return the memberships that hold on any day from the first to the last."""
    held = Membership.objects.filter(bloc=bloc).select_related("unit")
    held = held.filter(Q(valid_to=None) | Q(valid_to__gte=first))
    return held if last is None else held.filter(valid_from__lte=last)


def other_members(bloc: Bloc) -> tuple[list[Membership], list[Membership]]:
    """Return the former members, latest first, and those still to come."""
    today = clock.today()
    rows = bloc.memberships.select_related("unit")
    former = rows.filter(valid_to__lt=today).order_by("-valid_to", "pk")
    return list(former), list(rows.filter(valid_from__gt=today).order_by("valid_from"))


def next_protocol_number(bloc: Bloc) -> int:
    """Return the first free place at the end of today's protocol order."""
    taken = members_on(bloc).values_list("protocol_number", flat=True)
    return max(taken, default=0) + 1


def order_mark(bloc: Bloc) -> str:
    """Return today's order as text, by which a stale page is noticed."""
    return "-".join(str(pk) for pk in members_on(bloc).values_list("pk", flat=True))


def offices_of(bloc: Bloc, year: int) -> QuerySet[BlocOffice]:
    """Return head and deputies of a year, the head first."""
    return bloc.offices.filter(year=year).select_related("unit").order_by("-office")


def office_units(bloc_id: int, year: int, office: str) -> set[int]:
    """Return the units that hold an office of a bloc's year."""
    held = BlocOffice.objects.filter(bloc=bloc_id, year=year, office=office)
    return set(held.values_list("unit_id", flat=True))


def head_unit(bloc: Bloc, year: int) -> Unit | None:
    """Return the unit that heads the bloc in that year."""
    held = bloc.offices.filter(year=year, office=Office.HEAD).select_related("unit")
    found = held.first()
    return found.unit if found else None


def offices_by_year(bloc: Bloc) -> list[BlocOffice]:
    """Return all offices, the latest year first, the head before the deputies."""
    return list(bloc.offices.select_related("unit").order_by("-year", "-office", "pk"))


def blocs_with_members() -> QuerySet[Bloc]:
    """Blocs joined for the list page: today's members and this year's offices."""
    members = Membership.objects.on().select_related("unit")
    year = clock.today().year
    offices = BlocOffice.objects.filter(year=year).select_related("unit")
    return Bloc.objects.prefetch_related(
        Prefetch("memberships", queryset=members, to_attr="members_today"),
        Prefetch(
            "offices", queryset=offices.order_by("-office", "pk"), to_attr="offices_now"
        ),
    )
