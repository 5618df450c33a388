"""What the directory's rows need beside their object."""

from django import forms, template

from core import clock
from units.models import Unit, UnitName

register = template.Library()


@register.simple_tag
def name_today(unit: Unit) -> UnitName | None:
    """Return the name in force today, from the names already fetched."""
    return unit.name_on(clock.today())


@register.simple_tag
def member_of(field: forms.BoundField) -> str:
    """Return the key of the membership that an order field places."""
    return field.name.removeprefix("place-")
