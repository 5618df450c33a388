"""What happens to units: founded, renamed, succeeded."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from core import clock, journal, text
from units.models import Succession, Unit, UnitName


@transaction.atomic
def found_unit(unit: Unit, name: UnitName, *, actor: Any) -> Unit:
    """Create a unit with its first name."""
    unit.name, unit.short_name = text.nfc(name.name), text.nfc(name.short_name)
    journal.save(unit, actor=actor)
    name.unit = unit
    journal.save(name, actor=actor)
    return unit


@transaction.atomic
def rename_unit(name: UnitName, *, actor: Any, reason: str = "") -> UnitName:
    """Add or correct a dated name; an open earlier name ends the day before."""
    unit = Unit.objects.select_for_update().get(pk=name.unit_id)
    if name.pk is None:
        before = unit.names.filter(valid_to=None, valid_from__lt=name.valid_from)
        for one in before:
            one.valid_to = name.valid_from - date.resolution
            journal.save(one, actor=actor)
    journal.save(name, actor=actor, reason=reason)
    refresh_unit_name(unit)
    return name


def refresh_unit_name(unit: Unit) -> None:
    """Copy the name in force today to the unit, for lists and search."""
    held = Unit.objects.prefetch_related("names").get(pk=unit.pk)
    current = held.name_on(clock.today())
    if current is not None:
        unit.name, unit.short_name = current.name, current.short_name
        unit.save()


def refresh_names_in_force() -> None:
    """Bring in names that came into force by the passing of days."""
    today = clock.today()
    due = Unit.objects.filter(
        Q(names__valid_to=None) | Q(names__valid_to__gte=today),
        ~Q(name=F("names__name")) | ~Q(short_name=F("names__short_name")),
        names__valid_from__lte=today,
    )
    for unit in due.distinct():
        refresh_unit_name(unit)


@transaction.atomic
def record_succession(succession: Succession, *, actor: Any) -> Succession:
    """Record that one unit came after another; its readers follow by themselves."""
    pair = [succession.predecessor_id, succession.successor_id]
    list(Unit.objects.select_for_update().filter(pk__in=pair).order_by("pk"))
    journal.save(succession, actor=actor)
    return succession
