"""Moves the days of an open year, as its secretariat does."""

from datetime import timedelta

from core import clock
from emulation.services.years import set_phase_dates
from tests.builders import World


def move_due(built: World, kind: str, days: int) -> None:
    """Let a step of the open year be due in so many days."""
    today = clock.today()
    day = today + timedelta(days=days)
    opened = min(day, today - timedelta(days=30))
    set_phase_dates(
        built.year, {kind: (opened, day)}, actor=built.secretary, reason="Thử"
    )
