"""Who holds which role today, and which rows follow from it."""

from typing import Any

from django.db.models import Q, QuerySet

from units.enums import Role
from units.models import (
    Appointment,
    Bloc,
    BlocOffice,
    Membership,
    Person,
    Succession,
    Unit,
    User,
)

PROVINCE_ROLES = {Role.BOARD_OFFICER, Role.PROVINCIAL_LEADER, Role.COUNCIL_MEMBER}
KEEPER_ROLES = {Role.BOARD_OFFICER, Role.ADMINISTRATOR}
STANDING_ROLES = {Role.SECRETARY, Role.LEADER}


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
        pairs = list(
            Unit.objects.filter(Q(pk__in=own) | Q(parent__in=own)).values_list(
                "pk", "predecessions__predecessor"
            )
        )
        found = {unit for unit, _before in pairs}
        before = {before for _unit, before in pairs if before} - found
        user._readable_units = found | before | predecessor_ids(before)
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


def keeps_registers(user: Any) -> bool:
    """Tell whether the user keeps units, people and blocs."""
    return bool(appointments_of(user, *KEEPER_ROLES))


def overseen_chains(user: Any) -> list[str]:
    """Return the journal chains of the bloc years that the user's units run."""
    return chains_of_offices(unit_ids_of(user, *STANDING_ROLES))


def chains_of_offices(units: set[int]) -> list[str]:
    """Return the journal chains of the bloc years that these units run."""
    if not units:
        return []
    held = BlocOffice.objects.filter(unit__in=units)
    pairs = held.values_list("bloc__code", "year").order_by("bloc__code", "year")
    return [f"{code}/{year}" for code, year in pairs.distinct()]


def working_administrators() -> QuerySet[User]:
    """Return the accounts that can administer the system today."""
    held = Appointment.objects.on().filter(role=Role.ADMINISTRATOR)
    return User.objects.filter(is_active=True, person__in=held.values("person"))


def accounts_in(unit_id: int, role: str) -> QuerySet[User]:
    """Return the open accounts of those who hold the role in the unit today."""
    held = Appointment.objects.on().filter(unit=unit_id, role=role)
    return User.objects.filter(is_active=True, person__in=held.values("person"))
