"""Drawing who checks whom."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from random import Random

TRIES = 400
FEWEST = 2

Pair = tuple[int, int]  # checker, checked


@dataclass(frozen=True)
class Dropped:
    """A soft rule that could not be kept, with the pairs that break it."""

    rule: str  # "mutual", "last_year" or "too_few"
    pairs: tuple[Pair, ...]


@dataclass(frozen=True)
class Draw:
    """Checkers by the unit that they check, and what had to be dropped."""

    checkers: dict[int, tuple[int, ...]]
    dropped: list[Dropped] = field(default_factory=list)


def draw(
    units: Sequence[int],
    *,
    rng: Random,
    each: int = 2,
    last_year: Collection[Pair] = (),
) -> Draw:
    """Give every unit ``each`` checkers, and every checker as many units.

    Never oneself. Not mutual, and not last year's pair, as far as that can be done;
    what had to be dropped is named. Fewer units than checkers wanted: all the others
    check. Raises ``ValueError`` for fewer than two units.
    """
    if len(set(units)) < FEWEST:
        raise ValueError("a draw needs two units")
    possible = min(each, len(units) - 1)
    before = frozenset(last_year)
    best: list[Pair] = []
    for _try in range(TRIES):
        found = _circle(units, possible, rng, before)
        if not best or _faults(found, before) < _faults(best, before):
            best = found
        if not _faults(best, before):
            break
    return _described(best, before, is_short=possible < each)


def _circle(
    units: Sequence[int], each: int, rng: Random, before: frozenset[Pair]
) -> list[Pair]:
    """Seat the units in a random circle, each checking those a few seats further, and
    let two change seats as long as that helps.
    """
    seats = list(units)
    rng.shuffle(seats)
    shifts = rng.sample(range(1, len(seats)), each)
    best = _faults(_seated(seats, shifts), before)
    for one, other in combinations(range(len(seats)), 2):
        if not best:
            break
        seats[one], seats[other] = seats[other], seats[one]
        faults = _faults(_seated(seats, shifts), before)
        if faults < best:
            best = faults
        else:
            seats[one], seats[other] = seats[other], seats[one]
    return _seated(seats, shifts)


def _seated(seats: Sequence[int], shifts: Sequence[int]) -> list[Pair]:
    count = len(seats)
    return [
        (seats[(place + shift) % count], seat)
        for place, seat in enumerate(seats)
        for shift in shifts
    ]


def _faults(pairs: list[Pair], before: frozenset[Pair]) -> int:
    return len(_mutual(pairs)) + sum(pair in before for pair in pairs)


def _mutual(pairs: list[Pair]) -> list[Pair]:
    known = set(pairs)
    return sorted(
        (one, other) for one, other in known if one < other and (other, one) in known
    )


def _described(pairs: list[Pair], before: frozenset[Pair], *, is_short: bool) -> Draw:
    checkers: dict[int, tuple[int, ...]] = {}
    for checker, checked in sorted(pairs):
        checkers[checked] = (*checkers.get(checked, ()), checker)
    dropped = []
    if is_short:
        dropped.append(Dropped("too_few", tuple(combinations(sorted(checkers), 2))))
    if mutual := _mutual(pairs):
        dropped.append(Dropped("mutual", tuple(mutual)))
    if repeated := sorted(pair for pair in pairs if pair in before):
        dropped.append(Dropped("last_year", tuple(repeated)))
    return Draw(checkers, dropped)
