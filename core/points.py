"""Extension points: what a lower app asks without knowing who answers.

A provider is a selector of a higher app, registered in its ``AppConfig.ready()``.
The list of points and providers is compared in ``tests/house/test_points.py``.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

Provider = Callable[..., Iterable[Any]]


class Point:
    """A named question; calling it yields every provider's answers in order."""

    def __init__(self, name: str, asks: str) -> None:
        """Name the point and say what it asks."""
        self.name = name
        self.asks = asks
        self.providers: list[Provider] = []

    def register(self, provider: Provider) -> Provider:
        """Add a provider once; usable as a decorator."""
        if provider not in self.providers:
            self.providers.append(provider)
        return provider

    def __call__(self, *args: object, **kwargs: object) -> Iterator[Any]:
        """Yield the answers of all providers."""
        for provider in self.providers:
            yield from provider(*args, **kwargs)


@dataclass(frozen=True)
class Task:
    """One thing that waits for a person, shown on the desk."""

    due: date | None
    title: str
    note: str
    url: str
    button: str


@dataclass(frozen=True)
class NavItem:
    """One line of the side bar; ``also`` lists other paths that belong to it."""

    label: str
    url: str
    icon: str
    group: str = ""
    order: int = 0
    count: int = 0
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hit:
    """One search result."""

    kind: str
    title: str
    note: str
    url: str


@dataclass(frozen=True)
class BlocYear:
    """One year of a bloc, on the bloc's page."""

    year: int
    state: str
    label: str
    url: str


@dataclass(frozen=True)
class Past:
    """What a unit, or one of its people, earned or aimed at in an earlier year."""

    person: int | None
    year: int
    text: str


# Called with the request.
NAVIGATION = Point("navigation", "which lines does this user's side bar have?")
YEAR_MENU = Point("year_menu", "which years can this user switch to?")
# Called with the user.
DESK_TASKS = Point("desk_tasks", "what waits for this user?")
# Called with the year and its roster.
YEAR_COLUMNS = Point("year_columns", "which steps does the matrix of a year show?")
CLOSING_OBSTACLES = Point("closing_obstacles", "what still keeps a year from closing?")
REGISTRATION_HINTS = Point("registration_hints", "what may this subject aim at?")
# Called with the user, the unit, the keys of people and the year that looks back.
TRACK_RECORD = Point("track_record", "what has this subject earned or aimed at before?")
BLOC_YEARS = Point("bloc_years", "which years of this bloc may this user open?")
DEMO_ACCOUNTS = Point("demo_accounts", "which accounts may a visitor try?")
SEARCH = Point("search", "what matches these words for this user?")
# Called by ``manage.py write_docs``.
DOC_PAGES = Point("doc_pages", "which pages of docs/ do this app's tables write?")

ALL = (
    NAVIGATION,
    YEAR_MENU,
    DESK_TASKS,
    YEAR_COLUMNS,
    CLOSING_OBSTACLES,
    REGISTRATION_HINTS,
    TRACK_RECORD,
    BLOC_YEARS,
    DEMO_ACCOUNTS,
    SEARCH,
    DOC_PAGES,
)
