"""What is shown of units, people and blocs, and who holds what."""

from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from core import text
from units.enums import Office, Role
from units.models import (
    Appointment,
    Bloc,
    BlocOffice,
    IssuedPaper,
    Membership,
    Person,
    Succession,
    Unit,
)

PROVINCE_ROLES = {Role.BOARD_OFFICER, Role.PROVINCIAL_LEADER, Role.COUNCIL_MEMBER}


def appointments_of(user: Any, *roles: str) -> list[Appointment]:
    """Return the user's appointments of today, of these roles if any are named."""
    return [one for one in user.appointments if not roles or one.role in roles]


def unit_ids_of(user: Any, *roles: str) -> set[int]:
    """Return the units in which the user holds (one of) the roles today."""
    return {one.unit_id for one in appointments_of(user, *roles)}


def sees_the_province(user: Any) -> bool:
    """Tell whether the user reads all blocs."""
    return bool(appointments_of(user, *PROVINCE_ROLES))


def readable_unit_ids(user: Any) -> set[int]:
    """Return the user's own units, their sections and all their predecessors."""
    if not hasattr(user, "_readable_units"):
        own = unit_ids_of(user)
        found = own | set(
            Unit.objects.filter(parent__in=own).values_list("pk", flat=True)
        )
        user._readable_units = found | predecessor_ids(found)
    return user._readable_units


def predecessor_ids(unit_ids: set[int]) -> set[int]:
    """Return all units that these came after, however long ago."""
    found: set[int] = set()
    following = set(unit_ids)
    while following:
        before = set(
            Succession.objects.filter(successor__in=following).values_list(
                "predecessor_id", flat=True
            )
        )
        following = before - found
        found |= following
    return found


def units_visible_to(user: Any) -> QuerySet[Unit]:
    """Units are public to everyone who works here."""
    return Unit.objects.all() if user.appointments else Unit.objects.none()


def units_with_names() -> QuerySet[Unit]:
    """Units joined for the list page."""
    return Unit.objects.select_related("parent").prefetch_related("names")


def blocs_visible_to(user: Any) -> QuerySet[Bloc]:
    """Blocs are public to everyone who works here."""
    return Bloc.objects.all() if user.appointments else Bloc.objects.none()


def people_visible_to(user: Any) -> QuerySet[Person]:
    """Everyone sees the colleagues of the own units; a secretariat those of its bloc;
    the board and the administrator everybody.
    """
    if appointments_of(user, Role.ADMINISTRATOR, Role.BOARD_OFFICER):
        return Person.objects.all()
    colleagues = Q(appointments__unit__in=unit_ids_of(user))
    secretariat = unit_ids_of(user, Role.SECRETARY)
    if secretariat:
        blocs = BlocOffice.objects.filter(unit__in=secretariat).values("bloc")
        members = Membership.objects.filter(bloc__in=blocs).values("unit")
        colleagues |= Q(appointments__unit__in=members)
    return Person.objects.filter(Q(pk=user.person_id) | colleagues).distinct()


def people_of_unit(unit: Unit) -> QuerySet[Appointment]:
    """Return the appointments of today in a unit, leaders first."""
    return (
        Appointment.objects.on()
        .filter(unit=unit)
        .select_related("person", "person__user")
        .order_by("role", "person__name_key", "pk")
    )


def leader_of(unit: Unit, day: date | None = None) -> Person | None:
    """Return the head of the unit on the day, not a deputy."""
    held = Appointment.objects.on(day).filter(
        unit=unit, role=Role.LEADER, is_deputy=False
    )
    found = held.select_related("person").order_by("pk").first()
    return found.person if found else None


def members_on(bloc: Bloc, day: date | None = None) -> QuerySet[Membership]:
    """Return the bloc's members on the day, in protocol order."""
    held = Membership.objects.on(day).filter(bloc=bloc)
    return held.select_related("unit").order_by("protocol_number", "pk")


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


def blocs_with_members() -> QuerySet[Bloc]:
    """Blocs joined for the list page: today's members and this year's offices."""
    members = Membership.objects.on().select_related("unit")
    offices = BlocOffice.objects.select_related("unit")
    return Bloc.objects.prefetch_related(
        Prefetch("memberships", queryset=members, to_attr="members_today"),
        Prefetch("offices", queryset=offices),
    )


def matching(words: str, user: Any, limit: int = 8) -> tuple[list[Unit], list[Person]]:
    """Return units and people whose names hold all the words, marks ignored."""
    units, people = units_visible_to(user), people_visible_to(user)
    for word in text.fold(words).split():
        units = units.filter(search_key__contains=word)
        people = people.filter(search_key__contains=word)
    return list(units[:limit]), list(people[:limit])


def papers_of(unit: Unit) -> QuerySet[IssuedPaper]:
    """Return a unit's issued papers, newest first."""
    return unit.papers.select_related("file", "issued_by__person")


def series_of(unit: Unit, day: date) -> str:
    """Return the number series of a day: the year, or the Party term it lies in.

    Terms of five years by congress (2020–2025, 2025–2030): Hướng dẫn 05-HD/VPTW by
    way of secondary notes, unverified; so a plain rule of the calendar is used.
    """
    held = unit.name_on(day)
    if held is not None and held.paper_form == "party":
        first = day.year - day.year % 5
        return f"{first}-{first + 5}"
    return str(day.year)
