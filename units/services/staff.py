"""A unit's staff: who comes, who is corrected, who leaves."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from core import access, clock, journal
from core.workflow import BlockedError
from units import selectors
from units.enums import Role
from units.models import Appointment, Person, Unit
from units.services.people import appoint, end_appointment

ELSEWHERE = (
    "{person} còn giữ vai trò hoặc làm việc ở nơi khác: "
    "Ban Thi đua – Khen thưởng sửa thông tin của người này."
)


def _refuse_unless_keeper(unit: Unit, actor: Any) -> None:
    if actor is None:
        return
    answer = access.check(actor, "units.keep_staff", unit)
    if not answer.allowed:
        raise PermissionDenied(answer.why)


@transaction.atomic
def enrol(unit: Unit, people: Iterable[Person], *, actor: Any) -> list[Appointment]:
    """Put people on the unit's staff from today on; new ones are added to the register,
    who is there already stays. It gives nobody any rights.
    """
    _refuse_unless_keeper(unit, actor)
    Unit.objects.select_for_update().get(pk=unit.pk)
    here = set(
        Appointment.objects.on().filter(unit=unit).values_list("person", flat=True)
    )
    taken = []
    for person in people:
        if person.pk is None:
            journal.save(person, actor=actor)
        if person.pk in here:
            continue
        here.add(person.pk)
        taken.append(
            appoint(
                Appointment(
                    person=person,
                    unit=unit,
                    role=Role.STAFF,
                    valid_from=clock.today(),
                ),
                actor=actor,
            )
        )
    return taken


@transaction.atomic
def correct_staff(person: Person, unit: Unit, *, actor: Any) -> Person:
    """Save a person whom nobody but this unit has on its list; others are corrected
    by who keeps the register.
    """
    _refuse_unless_keeper(unit, actor)
    is_register = actor is None or selectors.keeps_registers(actor)
    if not is_register and not selectors.is_only_staff_of(person, unit):
        raise BlockedError([ELSEWHERE.format(person=person)])
    journal.save(person, actor=actor)
    return person


@transaction.atomic
def leave_staff(
    appointment: Appointment, last_day: date, *, actor: Any, reason: str
) -> Appointment:
    """Let somebody leave the staff after a day; what was registered stays."""
    if appointment.role != Role.STAFF:
        raise BlockedError(["Vai trò này do Ban Thi đua – Khen thưởng cho thôi."])
    _refuse_unless_keeper(appointment.unit, actor)
    return end_appointment(appointment, last_day, actor=actor, reason=reason)
