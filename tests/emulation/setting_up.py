"""A year's set-up in tests: titles, common targets, the addresses of its pages."""

from datetime import date, timedelta

from django.urls import reverse

from core import clock
from core.workflow import run
from emulation.models import CommonTarget, Pledge, Target, Title
from emulation.selectors import targets_of
from emulation.services import setup
from tests.builders import World, open_year, world


def address(name: str, built: World, *more: object) -> str:
    return reverse(name, args=[built.bloc.code, built.year.year, *more])


def add_title(code: str = "co", *, ends: date | None = None) -> Title:
    return Title.objects.create(
        code=code,
        name=f"Danh hiệu {code}",
        subject="collective",
        valid_from=clock.today() - timedelta(days=400),
        valid_to=ends,
    )


def add_common(built: World, content: str = "Đúng hạn", **kept) -> CommonTarget:
    """Ask every pledge for at least 95%, unless told otherwise."""
    facts = {"kind": "percentage", "unit_of_measure": "%", "value": 95} | kept
    row = CommonTarget(year=built.year, content=content, **facts)
    return setup.add_common(row, actor=built.secretary)


def row_of(one, **typed: str) -> dict[str, str]:
    """Return what the page sends of one row."""
    sent = {f"row-{one.pk}-{name}": value for name, value in typed.items()}
    return sent | {f"row-{one.pk}-version": str(one.version)}


def open_with_commons() -> World:
    """Open a year, all its steps too, with a whole, its part, and afterwards a common
    target without words.
    """
    built = world(opened=False)
    whole = add_common(built, "Tổ chức đảng hoàn thành tốt", note="Nguồn")
    add_common(built, "hoàn thành xuất sắc", parent=whole, value=20)
    open_year(built)
    add_common(built, "", section="movement")
    return built


def held(built: World, unit: str = "plain") -> list[Target]:
    """Return a unit's targets in their order."""
    return [row for row, _depth in targets_of(built.pledge(unit))]


def send(built: World, unit: str = "plain") -> Pledge:
    return run(built.pledge(unit), "submit", actor=built.user("clerk", unit))
