"""TP.HCM's scale for emulation work (domain facts, 2.5b): bonuses pass the scale."""

from decimal import Decimal

import pytest

from emulation.scoring import Entry, Leaf, ranking, score

D = Decimal
SCALE = (10, 10, 20, 10, 10, 10, 20, 10)  # 100 in all; the last is what is not visible
CITY_FLAG, GOVERNMENT_FLAG = 10, 15
PARENTS = {1: None, 2: None}  # the scale, the bonuses


def card(points, bonuses=()):
    scale = [Leaf(10 + n, 1, "points", D(one)) for n, one in enumerate(points)]
    extra = [Leaf(50 + n, 2, "bonus", D(one)) for n, one in enumerate(bonuses)]
    return score([*scale, *extra], PARENTS)


@pytest.mark.parametrize(
    ("points", "bonuses", "total"),
    [
        (SCALE, (), 100),
        # 100 + 10 for the city's flag; 100 + 10 + 15 with the Government's as well.
        (SCALE, (CITY_FLAG,), 110),
        (SCALE, (CITY_FLAG, GOVERNMENT_FLAG), 125),
        # 10 + 10 + 18 + 10 + 8,5 + 10 + 20 + 10 = 96,5; with the city's flag 106,5.
        ((10, 10, 18, 10, "8.5", 10, 20, 10), (CITY_FLAG,), D("106.5")),
    ],
)
def test_the_total_may_pass_the_scale(points, bonuses, total):
    found = card(points, bonuses)
    assert found.total == total
    assert found.sums[2] == sum(bonuses)
    assert found.missing == 0


def test_a_bonus_lifts_a_unit_above_a_full_scale():
    full = card(SCALE).total
    flagged = card((10, 10, 18, 10, "8.5", 10, 20, 10), (CITY_FLAG,)).total
    places = {one.key: one.rank for one in ranking([Entry(1, full), Entry(2, flagged)])}
    assert places == {2: 1, 1: 2}
