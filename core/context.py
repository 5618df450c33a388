"""What ``base.html`` needs on every page."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

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
    menu = next(points.YEAR_MENU(request), None)
    context["year_menu"] = menu
    context["bloc_name"] = menu["bloc_name"] if menu else ""
    context["who"] = user.card
    context["search_url"] = reverse("search")
    return context


def _current(items: list[points.NavItem], path: str) -> points.NavItem | None:
    """Return the line whose address begins the path; the longest beginning wins."""
    found, longest = None, 0
    for item in items:
        for start in (item.url, *item.also):
            is_here = path == start or (start != "/" and path.startswith(start))
            if is_here and len(start) > longest:
                found, longest = item, len(start)
    return found
