"""System checks: every view declares its permission."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error
from django.urls import URLPattern, URLResolver, get_resolver

from core import access

# Views of libraries, which cannot declare anything; all the others must.
LIBRARY_VIEWS: set[str] = set()


def named_patterns(
    resolver: URLResolver | None = None,
) -> Iterator[tuple[str, URLPattern]]:
    """Yield every URL pattern of the project with its name."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from named_patterns(pattern)
        else:
            yield pattern.name or str(pattern.pattern), pattern


def permission_of(pattern: URLPattern) -> str:
    """Return what the pattern's view declares, empty for nothing."""
    view_class = getattr(pattern.callback, "view_class", None)
    return getattr(view_class or pattern.callback, "permission", "")


def check_view_permissions(**_kwargs: Any) -> list[CheckMessage]:
    """Refuse a view without a permission, or with one that no rule knows."""
    known = {access.PUBLIC, access.SIGNED_IN, *access.PERMISSIONS}
    return [
        Error(
            f"URL {name!r} declares no known permission.",
            hint="Set `permission` on the view and register it in rules.py.",
            id="core.E001",
        )
        for name, pattern in named_patterns()
        if name not in LIBRARY_VIEWS and permission_of(pattern) not in known
    ]
