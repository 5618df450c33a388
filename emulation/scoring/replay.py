"""Why a ranking changed: points at two moments, and what moved in between."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from emulation.scoring.ranking import Entry, ranking
from emulation.scoring.sums import Leaf, contribution

STAGES = ("self", "checked", "final")  # the last one present counts

Place = tuple[int, int]  # unit, leaf


@dataclass(frozen=True)
class Change:
    """One change of a leaf's points in a stage, as it was written down."""

    at: datetime
    unit: int
    leaf: int
    stage: str
    after: Decimal | None
    who: str = ""
    why: str = ""


@dataclass(frozen=True)
class Effect:
    """A change with what it did to the unit's total."""

    change: Change
    points: Decimal


@dataclass(frozen=True)
class Moved:
    """One unit at two moments; ``effects`` lead from one total to the other, in the
    order in which they happened.
    """

    unit: int
    rank_before: int | None
    rank_after: int | None
    total_before: Decimal
    total_after: Decimal
    effects: list[Effect] = field(default_factory=list)


def points_at(
    changes: Iterable[Change], moment: datetime
) -> dict[Place, dict[str, Decimal | None]]:
    """Return every leaf's points by stage as they stood at the moment."""
    found: dict[Place, dict[str, Decimal | None]] = {}
    for one in _in_order(changes):
        if one.at <= moment:
            found.setdefault((one.unit, one.leaf), {})[one.stage] = one.after
    return found


def standing_points(stages: Mapping[str, Decimal | None]) -> Decimal | None:
    """Return the points of the last stage that has any."""
    known = (stages.get(stage) for stage in reversed(STAGES))
    return next((points for points in known if points is not None), None)


def moved(
    changes: Iterable[Change],
    kinds: Mapping[int, str],
    before: datetime,
    after: datetime,
    ties: Sequence[Collection[int]] = (),
) -> list[Moved]:
    """Say for every unit how total and rank went from one moment to the other.

    ``kinds`` maps each leaf to ``points``, ``bonus``, ``deduction`` or
    ``disqualifier``; ``ties`` are the leaves under each tie-breaker, the first first.
    Sorted by the rank at the later moment.
    """
    known = list(_in_order(changes))
    units = {one.unit for one in known if one.at <= after}
    first, last = points_at(known, before), points_at(known, after)
    old = _standings(first, kinds, units, ties)
    new = _standings(last, kinds, units, ties)
    between = [one for one in known if before < one.at <= after]
    found = [
        Moved(
            unit,
            old[unit][1],
            new[unit][1],
            old[unit][0],
            new[unit][0],
            _effects([one for one in between if one.unit == unit], first, kinds),
        )
        for unit in units
    ]
    return sorted(found, key=lambda one: (one.rank_after is None, one.rank_after or 0))


def _in_order(changes: Iterable[Change]) -> list[Change]:
    return sorted(changes, key=lambda one: one.at)


def _standings(
    points: Mapping[Place, Mapping[str, Decimal | None]],
    kinds: Mapping[int, str],
    units: Iterable[int],
    ties: Sequence[Collection[int]],
) -> dict[int, tuple[Decimal, int | None]]:
    found = {unit: [Decimal(0)] * (len(ties) + 1) for unit in units}
    disqualified = set()
    for (unit, leaf), stages in points.items():
        amount = _counted(leaf, stages, kinds)
        for place, leaves in enumerate((kinds, *ties)):  # all, then what decides
            if leaf in leaves:
                found[unit][place] += amount
        if kinds[leaf] == "disqualifier" and standing_points(stages):
            disqualified.add(unit)
    entries = (
        Entry(unit, total, unit in disqualified, tuple(deciding))
        for unit, (total, *deciding) in found.items()
    )
    return {one.key: (one.points, one.rank) for one in ranking(entries)}


def _effects(
    changes: Iterable[Change],
    first: Mapping[Place, Mapping[str, Decimal | None]],
    kinds: Mapping[int, str],
) -> list[Effect]:
    """Let the changes of one unit happen one after the other."""
    now = {place: dict(stages) for place, stages in first.items()}
    found = []
    for one in changes:
        stages = now.setdefault((one.unit, one.leaf), {})
        was = _counted(one.leaf, stages, kinds)
        stages[one.stage] = one.after
        found.append(Effect(one, _counted(one.leaf, stages, kinds) - was))
    return found


def _counted(
    leaf: int, stages: Mapping[str, Decimal | None], kinds: Mapping[int, str]
) -> Decimal:
    return contribution(Leaf(leaf, None, kinds[leaf], standing_points(stages)))
