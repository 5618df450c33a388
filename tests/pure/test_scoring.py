"""Scores: rounding, sums of leaves, differences, and their properties."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulation.scoring import (
    Leaf,
    contribution,
    difference,
    differs,
    rounded,
    score,
)

D = Decimal
KINDS = ("points", "bonus", "deduction", "disqualifier")
amounts = st.decimals(min_value=0, max_value=10_000, places=4)
PARENTS = {1: None, 2: 1, 3: 1, 4: None}


@st.composite
def leaves(draw):
    """Return leaves of every kind under the groups of ``PARENTS``."""
    count = draw(st.integers(min_value=1, max_value=12))
    return [
        Leaf(
            key=100 + place,
            parent=draw(st.sampled_from([None, *PARENTS])),
            kind=draw(st.sampled_from(KINDS)),
            points=draw(st.none() | amounts),
        )
        for place in range(count)
    ]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2.005", "2.01"),
        ("2.004", "2.00"),
        ("2.0049", "2.00"),
        ("0.005", "0.01"),
        ("-0.005", "-0.01"),
        ("7", "7.00"),
    ],
)
def test_a_leaf_is_rounded_half_up(typed, kept):
    assert str(rounded(D(typed))) == kept


@pytest.mark.parametrize(
    ("kind", "points", "adds"),
    [
        ("points", D("12.345"), D("12.35")),
        ("bonus", D(10), D(10)),
        ("deduction", D("2.5"), D("-2.5")),
        ("disqualifier", D(1), D(0)),
        ("points", None, D(0)),
        ("deduction", None, D(0)),
    ],
)
def test_what_a_leaf_adds(kind, points, adds):
    assert contribution(Leaf(1, None, kind, points)) == adds


def test_groups_add_up_to_every_level():
    found = score(
        [
            Leaf(10, 2, "points", D("58.005")),
            Leaf(11, 2, "points", D("39.005")),
            Leaf(12, 3, "bonus", D(5)),
            Leaf(13, 4, "deduction", D(2)),
            Leaf(14, None, "points", D(1)),
        ],
        PARENTS,
    )
    assert found.sums == {1: D("102.02"), 2: D("97.02"), 3: D(5), 4: D(-2)}
    assert found.total == D("101.02")
    assert (found.missing, found.is_disqualified) == (0, False)


def test_a_total_may_pass_the_scale_and_fall_below_nought():
    above = [Leaf(1, None, "points", D(100)), Leaf(2, None, "bonus", D(10))]
    below = [Leaf(1, None, "points", D(3)), Leaf(2, None, "deduction", D(5))]
    assert score(above, {}).total == D(110)
    assert score(below, {}).total == D(-2)


def test_only_points_and_conditions_are_missed():
    blank = [Leaf(place, None, kind, None) for place, kind in enumerate(KINDS)]
    assert score(blank, {}).missing == 2
    assert score(blank, {}).total == 0


@pytest.mark.parametrize(
    ("kind", "points", "disqualifies"),
    [
        ("disqualifier", D(1), True),
        ("disqualifier", D(0), False),
        ("deduction", D(1), False),
    ],
)
def test_only_a_condition_that_applies_disqualifies(kind, points, disqualifies):
    found = score([Leaf(1, None, kind, points)], {})
    assert found.is_disqualified is disqualifies


@pytest.mark.parametrize(
    ("kind", "own", "final", "moves"),
    [
        ("points", D(148), D(140), D(-8)),
        ("points", D("78.5"), D(80), D("1.5")),
        ("points", None, D(80), D(80)),
        ("points", D(80), None, None),
        ("bonus", None, D(5), D(5)),
        ("deduction", None, D(2), D(-2)),
        ("deduction", D(5), D(2), D(3)),
        ("disqualifier", D(0), D(1), D(0)),
    ],
)
def test_a_difference_is_what_the_total_feels(kind, own, final, moves):
    assert difference(kind, own, final) == moves


@pytest.mark.parametrize(
    ("own", "final", "says_otherwise"),
    [
        (D(1), D(1), False),
        (D(1), D("1.004"), False),
        (D(1), D("1.005"), True),
        (None, D(0), False),
        (None, D(1), True),
        (D(1), None, False),
        (None, None, False),
    ],
)
def test_a_final_score_differs(own, final, says_otherwise):
    assert differs(own, final) is says_otherwise


@given(leaves())
def test_the_total_is_the_sum_of_the_rounded_leaves(found):
    assert score(found, PARENTS).total == sum(map(contribution, found))


@given(leaves())
def test_top_groups_and_loose_leaves_make_the_total(found):
    result = score(found, PARENTS)
    tops = sum(result.sums[key] for key, above in PARENTS.items() if above is None)
    loose = sum(contribution(one) for one in found if one.parent is None)
    assert result.total == tops + loose


@given(leaves(), st.data())
def test_the_total_is_monotone_in_each_line(found, data):
    place = data.draw(st.integers(min_value=0, max_value=len(found) - 1))
    more = data.draw(amounts)
    line = found[place]
    changed = Leaf(line.key, line.parent, line.kind, (line.points or D(0)) + more)
    before = score(found, PARENTS).total
    after = score([*found[:place], changed, *found[place + 1 :]], PARENTS).total
    if line.kind in {"points", "bonus"}:
        assert after >= before
    elif line.kind == "deduction":
        assert after <= before
    else:
        assert after == before


@given(leaves(), st.randoms(use_true_random=False))
def test_the_order_of_leaves_does_not_matter(found, random):
    shuffled = list(found)
    random.shuffle(shuffled)
    assert score(shuffled, PARENTS) == score(found, PARENTS)


@given(amounts, amounts, st.sampled_from(["points", "bonus", "deduction"]))
def test_differences_of_leaves_make_the_difference_of_totals(own, final, kind):
    before = score([Leaf(1, None, kind, own)], {}).total
    after = score([Leaf(1, None, kind, final)], {}).total
    assert difference(kind, own, final) == after - before
    assert differs(own, final) is (after != before)
