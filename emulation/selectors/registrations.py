"""Titles and initiatives of a pledge: their rows, who may be named, what is missing."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet

from emulation.enums import Aim
from emulation.models import Pledge, TitleRegistration
from emulation.selectors.standing import Standing, Wanted
from units.models import Person
from units.selectors import people_in, told_apart


def rows_of(pledge: Pledge, aim: str) -> QuerySet:
    """Return one of the three lists of what the pledge aims at, in its order."""
    if aim == Aim.INITIATIVE:
        rows = pledge.initiatives.select_related("person")
    else:
        rows = pledge.registrations.filter(subject=aim).select_related(
            "title", "person"
        )
    return rows.order_by("position", "pk")


def people_to_register(pledge: Pledge) -> QuerySet[Person]:
    """Return the people of the unit that answers for the pledge, and of its parts, with
    or without an account, by given name.
    """
    return people_in([pledge.participation.responsible_unit_id])


def people_named(pledge: Pledge) -> QuerySet[Person]:
    """Return who may be named in the pledge, and who already is, by given name."""
    named = Q(pk__in=people_to_register(pledge).order_by().values("pk"))
    named |= Q(pk__in=pledge.registrations.values("person"))
    named |= Q(pk__in=pledge.initiatives.values("person"))
    return Person.objects.filter(named)


def names_in(pledge: Pledge) -> dict[int, str]:
    """Return names as papers print them before the position: two people of one name and
    position are told apart.
    """
    return told_apart(people_named(pledge), beside_position=True)


def standing_of(pledge: Pledge, user: Any = None) -> Standing:
    """Return how the pledge's titles stand in the year; ``user`` decides which units
    are named.
    """
    people = people_named(pledge).order_by().values("pk")
    return Standing(pledge, people, user)


def missing_registrations(pledge: Pledge) -> list[tuple[str, str]]:
    """Return what keeps the titles and initiatives from being submitted: the id of the
    row and the sentence.
    """
    lists = {aim: list(rows_of(pledge, aim)) for aim in Aim.values}
    has_titles = lists[Aim.COLLECTIVE] or lists[Aim.INDIVIDUAL]
    standing = standing_of(pledge) if has_titles else None
    return [
        (anchor_of(row), f"{Aim(aim).label}, dòng {number}: {sentence}")
        for aim, rows in lists.items()
        for number, row in enumerate(rows, 1)
        for sentence in _missing_in(row, standing)
    ]


def anchor_of(row: Any) -> str:
    """Return the id under which the page shows the row."""
    kind = "danh-hieu" if isinstance(row, TitleRegistration) else "sang-kien"
    return f"{kind}-{row.pk}"


def _missing_in(row: Any, standing: Standing | None) -> Iterator[str]:
    if not isinstance(row, TitleRegistration):
        if not row.name.strip():
            yield "chưa ghi tên sáng kiến."
        return
    if row.subject == Aim.INDIVIDUAL and row.person is None:
        yield "chưa chọn người."
    if row.title is None:
        yield "chưa chọn danh hiệu, hình thức."
    elif standing is not None:
        wanted = Wanted(row.pk, row.title, row.person)
        yield from (sentence for _field, sentence in standing.refusals(wanted))
