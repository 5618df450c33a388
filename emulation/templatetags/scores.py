"""Filters of the score pages."""

from decimal import Decimal

from django import template
from django.utils.safestring import SafeString

from core.templatetags import house
from core.text import format_points
from emulation.selectors.sheets import SheetRow

register = template.Library()


@register.filter
def signed(value: Decimal | None) -> str:
    """Write a difference with its sign (+1,5 or −8); nothing where there is none."""
    if not value:
        return ""
    return f"+{format_points(value)}" if value > 0 else format_points(value)


@register.filter
def direction(value: Decimal | None) -> str:
    """Name the way a difference points: up, down, or nowhere."""
    if not value:
        return ""
    return "up" if value > 0 else "down"


@register.filter
def as_scored(points: Decimal | None, kind: str) -> SafeString | str:
    """Write a leaf's points as they count: deductions below nought, conditions as
    words, a blank as a dash.
    """
    if kind == "disqualifier":
        return "–" if points is None else ("Có" if points else "Không")
    if kind == "deduction" and points:
        return house.points(-points)
    return house.points(points)


@register.filter
def most(row: SheetRow) -> str:
    """Write the most that a node may give: a bonus and a deduction have a ceiling, a
    condition gives nothing.
    """
    if row.scale:
        return format_points(row.scale)
    if row.bonus:
        return f"≤ {format_points(row.bonus)}"
    ceiling = row.criterion.max_points
    if row.criterion.kind == "deduction" and ceiling:
        return f"≥ {format_points(-ceiling)}"
    return ""
