"""Scores as sums of rounded leaves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
ALWAYS_ANSWERED = frozenset({"points", "disqualifier"})


def rounded(points: Decimal) -> Decimal:
    """Return points with two places, half up: the rounding of every leaf."""
    return points.quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class Leaf:
    """One scored line: ``kind`` points, bonus, deduction or disqualifier.

    A deduction's points are given as a positive amount and taken off; a disqualifier
    counts 1 when it applies.
    """

    key: int
    parent: int | None
    kind: str
    points: Decimal | None


@dataclass(frozen=True)
class Score:
    """A card's total with the sums of its groups and how many leaves want an answer:
    bonuses and deductions may stay blank.
    """

    total: Decimal
    sums: Mapping[int, Decimal]
    missing: int
    is_disqualified: bool


def contribution(leaf: Leaf) -> Decimal:
    """Return what a leaf adds to its groups and to the total."""
    if leaf.points is None or leaf.kind == "disqualifier":
        return Decimal(0)
    points = rounded(leaf.points)
    return -points if leaf.kind == "deduction" else points


def difference(
    kind: str, self_points: Decimal | None, final_points: Decimal | None
) -> Decimal | None:
    """Return how much the final score of a leaf moves the total against the self-score.

    ``None`` while there is no final score; a blank self-score counts as nothing. More
    points of a deduction are a lower score; a disqualifier moves no total.
    """
    if final_points is None:
        return None
    before = contribution(Leaf(0, None, kind, self_points))
    return contribution(Leaf(0, None, kind, final_points)) - before


def differs(self_points: Decimal | None, final_points: Decimal | None) -> bool:
    """Tell whether a final score stands and says something else than the self-score."""
    if final_points is None:
        return False
    return rounded(final_points) != rounded(self_points or Decimal(0))


def score(leaves: Iterable[Leaf], parents: Mapping[int, int | None]) -> Score:
    """Add up the leaves of one stage.

    ``parents`` maps each group to the group above it. The total may pass the scale
    (bonuses) and may fall below zero (deductions are uncapped).
    """
    total, missing, disqualified = Decimal(0), 0, False
    sums: dict[int, Decimal] = dict.fromkeys(parents, Decimal(0))
    for leaf in leaves:
        if leaf.points is None:
            missing += leaf.kind in ALWAYS_ANSWERED
            continue
        disqualified = disqualified or (leaf.kind == "disqualifier" and leaf.points > 0)
        amount = contribution(leaf)
        total += amount
        group = leaf.parent
        while group is not None:
            sums[group] += amount
            group = parents[group]
    return Score(rounded(total), sums, missing, disqualified)
