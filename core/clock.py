"""The only clock: everything that asks for the time asks here."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

_set_moment: list[datetime] = []


def zone() -> ZoneInfo:
    """Return the zone in which deadlines and dates are read."""
    return ZoneInfo(settings.TIME_ZONE)


def now() -> datetime:
    """Return the present moment, aware."""
    return _set_moment[-1] if _set_moment else timezone.now()


def today() -> date:
    """Return the present day in the zone of the province."""
    return now().astimezone(zone()).date()


def moment(year: int, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
    """Return a local moment as an aware datetime."""
    return datetime(year, month, day, hour, minute, tzinfo=zone()).astimezone(UTC)


@contextmanager
def at(when: datetime) -> Iterator[None]:
    """Let the whole process live at ``when``: for the demo's loading and for tests."""
    _set_moment.append(when)
    try:
        yield
    finally:
        _set_moment.pop()
