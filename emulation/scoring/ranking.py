"""The ranking, with the bloc's tie-breakers."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Entry:
    """One unit's total; ``ties`` are what decides between equal totals, the first
    first, more being better.
    """

    key: int
    points: Decimal
    is_disqualified: bool = False
    ties: tuple[Decimal, ...] = ()


@dataclass(frozen=True)
class Standing:
    """One unit's place; disqualified units stand without a rank.

    ``decided_by`` is the place of the tie-breaker that set the unit apart from another
    of the same total, ``None`` where none was needed.
    """

    key: int
    points: Decimal
    rank: int | None
    decided_by: int | None = None


def ranking(entries: Iterable[Entry]) -> list[Standing]:
    """Rank by points, then by tie-breakers; what stays equal shares a rank and the next
    rank is skipped (1, 2, 2, 4). The order of rows does not matter.
    """
    ordered = sorted(entries, key=_order)
    competing = [one for one in ordered if not one.is_disqualified]
    standings: list[Standing] = []
    rank = 0
    for place, entry in enumerate(competing):
        last = competing[place - 1] if place else None
        if last is None or (last.points, last.ties) != (entry.points, entry.ties):
            rank = place + 1
        decided = _decided_by(entry, competing)
        standings.append(Standing(entry.key, entry.points, rank, decided))
    rest = (one for one in ordered if one.is_disqualified)
    return [*standings, *(Standing(one.key, one.points, None) for one in rest)]


def _order(entry: Entry) -> tuple[bool, Decimal, tuple[Decimal, ...], int]:
    better_first = tuple(-tie for tie in entry.ties)
    return entry.is_disqualified, -entry.points, better_first, entry.key


def _decided_by(entry: Entry, others: Iterable[Entry]) -> int | None:
    """Return the last tie-breaker that this unit's place hangs on."""
    places = [
        place
        for other in others
        if other.key != entry.key and other.points == entry.points
        for place in [_first_difference(entry.ties, other.ties)]
        if place is not None
    ]
    return max(places, default=None)


def _first_difference(
    ours: tuple[Decimal, ...], theirs: tuple[Decimal, ...]
) -> int | None:
    pairs = enumerate(zip(ours, theirs, strict=True))
    return next((place for place, (one, other) in pairs if one != other), None)
