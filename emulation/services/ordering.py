"""Rows of a grid in their order: appended, moved by one place, put in a new order."""

from typing import Any

from core.workflow import BlockedError

ROWS_CHANGED = "Các dòng vừa thay đổi. Tải lại trang rồi xếp lại."


def next_position(rows: Any) -> int:
    """Return the position after the last row."""
    last = rows.order_by("-position").values_list("position", flat=True).first()
    return (last or 0) + 1


def append_blank(rows: Any, count: int, most: int, **kept: Any) -> set[int]:
    """Append blank rows to a related set and return their keys; raise when the set
    would hold more than ``most``.
    """
    if rows.count() + count > most:
        raise BlockedError([f"Bảng có nhiều nhất {most} dòng."])
    start = next_position(rows)
    places = range(start, start + count)
    blank = [rows.model(position=place, **kept) for place in places]
    return {one.pk for one in rows.model.objects.bulk_create(blank)}


def move(row: Any, siblings: Any, step: int) -> None:
    """Move a row up (-1) or down (1) among its siblings; at either end it stays."""
    ordered = list(siblings.order_by("position", "pk"))
    place = ordered.index(row)
    other = place + step
    if not 0 <= other < len(ordered):
        return
    ordered[place], ordered[other] = ordered[other], ordered[place]
    _place(ordered)


def put_in_order(siblings: Any, ids: list[int]) -> None:
    """Put siblings into this order; raise unless each of them is named once."""
    known = siblings.in_bulk()
    if not ids or sorted(ids) != sorted(known):
        raise BlockedError([ROWS_CHANGED])
    _place([known[pk] for pk in ids])


def _place(ordered: list[Any]) -> None:
    for position, one in enumerate(ordered, 1):
        one.position = position
    type(ordered[0]).objects.bulk_update(ordered, ["position"])
