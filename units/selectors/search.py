"""Finding units, people and blocs by words, marks ignored."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet

from core import text
from core.points import Hit
from units.models import Bloc, Person, Unit
from units.selectors.rights import (
    blocs_visible_to,
    people_visible_to,
    units_visible_to,
)

MOST_WORDS = 8


def words_of(typed: str) -> list[str]:
    """Return the folded words of a search, at most eight, without control signs."""
    kept = "".join(ch if ch.isprintable() else " " for ch in typed)
    return text.fold(kept).split()[:MOST_WORDS]


def any_name(word: str, field: str) -> Q:
    """Return the condition that a word of the folded field begins with this one."""
    return Q(**{f"{field}__startswith": word}) | Q(**{f"{field}__contains": f" {word}"})


def holding(rows: QuerySet, words: str) -> QuerySet:
    """Keep the rows whose ``search_key`` holds all the words, in any order."""
    for word in words_of(words):
        rows = rows.filter(any_name(word, "search_key"))
    return rows


def matching(words: str, user: Any, limit: int = 8) -> tuple[list[Unit], list[Person]]:
    """Return units and people whose names hold all the words, marks ignored."""
    units = holding(units_visible_to(user), words)
    people = holding(people_visible_to(user), words)
    return list(units[:limit]), list(people[:limit])


def blocs_matching(words: str, user: Any) -> list[Bloc]:
    """Return the blocs whose names hold all the words; there are few blocs."""
    wanted = words_of(words)
    return [
        bloc
        for bloc in blocs_visible_to(user)
        if all(f" {word}" in f" {text.fold(bloc.name)}" for word in wanted)
    ]


def hits(words: str, user: Any) -> Iterator[Hit]:
    """Answer the search point: units, blocs and people, each as its own kind.

    An agency such as “Đảng ủy Khối” is a unit, a “khối thi đua” a bloc: two kinds.
    """
    if not words_of(words):
        return
    units, people = matching(words, user, limit=20)
    for unit in units:
        yield Hit("Đơn vị", unit.name, unit.get_kind_display(), unit.get_absolute_url())
    for bloc in blocs_matching(words, user):
        yield Hit(
            bloc.get_kind_display(), bloc.name, bloc.founded_by, bloc.get_absolute_url()
        )
    for person in people:
        yield Hit("Người", person.full_name, person.position, person.get_absolute_url())
