"""How far one hand's points lie from another's."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from emulation.scoring.sums import Leaf, contribution, rounded

Pair = tuple[int, str, Decimal | None, Decimal | None]


@dataclass(frozen=True)
class Lean:
    """Leaves that differ: how many, what they add up to, and where they differ most.

    Above nought is to the unit's favour.
    """

    gain: Decimal
    count: int
    farthest: int
    most: Decimal

    @property
    def mean(self) -> Decimal:
        """The difference of one differing leaf."""
        return rounded(self.gain / self.count)


def lean(pairs: Iterable[Pair]) -> Lean | None:
    """Hold points given against others: key and kind of the leaf, given, held against.

    A blank beside points counts as nothing, more of a deduction is less for the unit, a
    condition moves no points. ``None`` where no leaf differs.
    """
    gaps = [
        (key, _worth(kind, given) - _worth(kind, held))
        for key, kind, given, held in pairs
    ]
    found = [(key, gap) for key, gap in gaps if gap]
    if not found:
        return None
    farthest, most = max(found, key=lambda one: abs(one[1]))
    gain = sum((gap for _key, gap in found), Decimal(0))
    return Lean(gain, len(found), farthest, most)


def _worth(kind: str, points: Decimal | None) -> Decimal:
    return contribution(Leaf(0, None, kind, points))
