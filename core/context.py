"""What ``base.html`` needs on every page."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from core import points


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return navigation, year menu and who is signed in; nothing for the public."""
    user = getattr(request, "user", None)
    context: dict[str, Any] = {"demo": settings.DEMO}
    if user is None or not user.is_authenticated:
        return context
    items = sorted(points.NAVIGATION(request), key=lambda item: item.order)
    groups: dict[str, list[dict[str, Any]]] = {}
    current = _current(items, request.path)
    for item in items:
        groups.setdefault(item.group, []).append(
            {
                "label": item.label,
                "url": item.url,
                "icon": item.icon,
                "count": item.count,
                "is_current": item is current,
            }
        )
    context["nav"] = [
        {"title": title, "items": lines} for title, lines in groups.items()
    ]
    context["year_menu"] = next(points.YEAR_MENU(request), None)
    context["who"] = user.card
    return context


def _current(items: list[points.NavItem], path: str) -> points.NavItem | None:
    matching = [
        item
        for item in items
        if path == item.url or (item.url != "/" and path.startswith(item.url))
    ]
    return max(matching, key=lambda item: len(item.url), default=None)
