"""Tags and filters that every page shares: icons, states, numbers, dates, cells.

Strings are made by plain Python: in long tables the built-in date and number filters
cost more than the query that fetched the rows.
"""

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.tables import Cell, Column, Line, Table, lines_of
from core.text import format_date, format_number, format_points

register = template.Library()


WEEKDAYS = (
    "Thứ Hai",
    "Thứ Ba",
    "Thứ Tư",
    "Thứ Năm",
    "Thứ Sáu",
    "Thứ Bảy",
    "Chủ nhật",
)

# Machine value of a state → (tone of the badge, icon). The word comes from the state.
STATES: dict[str, tuple[str, str]] = {
    # being prepared
    "draft": ("", "edit"),
    "planned": ("", "clock"),
    "waiting": ("", "clock"),
    "preparing": ("", "edit"),
    "registered": ("info", "pact"),
    "entering": ("info", "half"),
    "cross_checked": ("info", "score"),
    # waits for someone
    "submitted": ("warn", "wait"),
    "self_scored": ("warn", "wait"),
    "pending": ("warn", "wait"),
    "queued": ("", "clock"),
    "disputed": ("warn", "chat"),
    "explaining": ("warn", "chat"),
    "returned": ("warn", "undo"),
    "reopened": ("warn", "unlock"),
    # running
    "open": ("now", "half"),
    "in_session": ("now", "half"),
    "voting": ("now", "vote"),
    "running": ("info", "half"),
    "ready": ("info", "ok"),
    # done
    "approved": ("ok", "check"),
    "accepted": ("ok", "check"),
    "signed": ("ok", "sign"),
    "sent": ("ok", "check"),
    "checked": ("warn", "chat"),
    "explained": ("warn", "wait"),
    "scored": ("ok", "score"),
    "final": ("ok", "lock"),
    "frozen": ("ok", "lock"),
    "ranked": ("ok", "lock"),
    "counted": ("ok", "list"),
    "confirmed": ("ok", "check"),
    "published": ("ok", "check"),
    "issued": ("ok", "file"),
    "adopted": ("ok", "check"),
    "done": ("ok", "check"),
    "closed": ("ok", "lock"),
    "archived": ("", "archive"),
    # ended otherwise
    "withdrawn": ("", "undo"),
    "cancelled": ("", "close"),
    "rejected": ("bad", "bad"),
    "refused": ("bad", "bad"),
    "failed": ("bad", "bad"),
    "late": ("bad", "bad"),
}
NO_STATE = ("", "dash")

TONES = {"error": "bad", "warning": "warn", "success": "ok", "info": "info"}
MATRIX_ICONS = {
    "ok": ("check", "Xong"),
    "excuse": ("check", "Xong, muộn"),
    "now": ("half", ""),
    "wait": ("wait", ""),
    "late": ("bad", ""),
}


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw one symbol of the sprite; with a label it is read out as an image."""
    href = f"{static('vendor/icons.svg')}#i-{name}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>',
            label,
            href,
        )
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}"/></svg>', href
    )


@register.simple_tag
def badge(state: str, label: str) -> SafeString:
    """Show a state as icon and word; an unknown state gets the neutral dress."""
    tone, symbol = STATES.get(str(state), NO_STATE)
    return format_html(
        '<span class="state{}">{}{}</span>',
        f" state-{tone}" if tone else "",
        icon(symbol),
        label,
    )


@register.simple_tag
def mark(kind: str) -> SafeString:
    """Draw the icon of a matrix cell; done steps say so to a screen reader."""
    symbol = MATRIX_ICONS.get(kind)
    return icon(*symbol) if symbol else SafeString("")


@register.filter
def tone(level_tag: str) -> str:
    """Name the tone of a notice after the level of a Django message."""
    return TONES.get(level_tag, "info")


@register.filter
def num(value: Decimal | int | None, places: int | None = None) -> str:
    """Write a number the Vietnamese way; a blank is a dash, a zero is 0."""
    return "–" if value is None else format_number(value, places)


def _slotted(text: str, slot: str = "f") -> SafeString:
    whole, comma, fraction = text.partition(",")
    return format_html('{}<span class="{}">{}</span>', whole, slot, comma + fraction)


@register.filter
def points(value: Decimal | int | None) -> SafeString:
    """Write points so that the commas of a column stand in one line."""
    return _slotted(format_points(value))


@register.filter
def slot(value: Decimal | int | None) -> SafeString:
    """Write any number with its decimals in the slot that lines the commas up."""
    return _slotted(num(value))


def _local(value: date | datetime) -> date | datetime:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


@register.filter
def vi_date(value: date | datetime | None) -> str:
    """Write a date as 05/12/2024 or 26/3/2024.

    A nought stands before days under 10 and months 1 and 2, as on papers.
    """
    return format_date(_local(value)) if value else ""


@register.filter
def vi_day(value: date | datetime | None) -> str:
    """Write day and month only: 05/12."""
    return format_date(_local(value)).rsplit("/", 1)[0] if value else ""


@register.filter
def vi_weekday(value: date | datetime | None) -> str:
    """Write a date with its weekday: Thứ Hai, 16/12/2024."""
    if not value:
        return ""
    day = _local(value)
    return f"{WEEKDAYS[day.weekday()]}, {format_date(day)}"


@register.filter
def vi_time(value: datetime | None) -> str:
    """Write the time of day in Vietnam: 09:41."""
    if not value:
        return ""
    local = _local(value)
    return f"{local.hour:02d}:{local.minute:02d}"


@register.filter
def vi_datetime(value: datetime | None) -> str:
    """Write time and date: 09:41, 05/12/2024."""
    return f"{vi_time(value)}, {vi_date(value)}" if value else ""


@register.filter
def initials(full_name: str) -> str:
    """Return the first letters of family and given name: Hoàng Bích Ngọc → HN."""
    words = full_name.split()
    if not words:
        return ""
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


@register.filter
def lines(table: Table) -> list[Line]:
    """Return a table's rows as they are drawn."""
    return lines_of(table)


@register.filter
def figure(cell: Cell) -> str:
    """Return a cell's text; digits get the slot that lines their commas up."""
    is_figure = cell.text[-1:].isdigit() or cell.text == cell.column.blank
    if cell.column.kind in {"number", "points"} and is_figure:
        return _slotted(cell.text)
    return cell.text


@register.filter
def side_class(column: Column) -> str:
    """Return the grid's class for the side that a column leans to."""
    return {"right": "n", "center": "c"}.get(column.side, "")


@register.filter
def name_column(table: Table) -> str:
    """Return the key of the first text column: it names the row."""
    return next((one.key for one in table.columns if one.kind == "text"), "")
