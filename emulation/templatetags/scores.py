"""Filters of the score pages."""

from decimal import Decimal

from django import template
from django.utils.safestring import SafeString

from core.templatetags import house
from core.text import format_points
from emulation.selectors.cards import Card
from emulation.selectors.sheets import SheetRow

register = template.Library()

OWN_AND_LAST = 2  # columns of a card without cross-checks


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
def remark_head(stage: str, shows_final: bool) -> str:
    """Head the column of remarks by what is typed into it."""
    typed = {
        "final_points": "Lý do khác bước trước",
        "checked_points": "Lý do kết luận",
        "explanation": "Giải trình",
        "self_points": "Thuyết minh",
    }
    return typed.get(stage, "Người chấm" if shows_final else "")


@register.filter
def has_later_stage(sheet: Card) -> bool:
    """Tell whether anybody but the unit has given points that are shown."""
    return sheet.scored or len(sheet.columns) > OWN_AND_LAST


@register.filter
def written(points: Decimal | None, kind: str) -> str:
    """Write a leaf's points within a sentence, as they count."""
    if kind == "disqualifier":
        return str(as_scored(points, kind))
    return format_points(-points if kind == "deduction" and points else points)


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
