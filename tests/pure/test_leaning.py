"""How far one hand's points lie from another's, by hand."""

from decimal import Decimal

from emulation.scoring.leaning import lean

D = Decimal


def test_points_above_and_below_are_added_up_over_what_differs():
    # 40-36 = +4; 20-21 = -1; 10-10 does not differ: together +3 over 2, mean 1.5
    found = lean(
        [
            (1, "points", D(40), D(36)),
            (2, "points", D(20), D(21)),
            (3, "points", D(10), D(10)),
        ]
    )
    assert (found.gain, found.count, found.mean) == (D(3), 2, D("1.5"))
    assert (found.farthest, found.most) == (1, D(4))


def test_less_of_a_deduction_is_more_for_the_unit():
    # the unit takes 2 off, the final score 5: -2 - (-5) = +3
    assert lean([(1, "deduction", D(2), D(5))]).gain == D(3)


def test_a_blank_counts_as_nothing_beside_points():
    # blank against 6 is 0 - 6
    assert lean([(1, "points", None, D(6))]).gain == D(-6)


def test_a_mean_is_rounded_half_up():
    # (1 + 0.5 + 0.5) / 3 = 0.666…
    pairs = [(1, "points", D(2), D(1)), (2, "bonus", D("1.5"), D(1))]
    found = lean([*pairs, (3, "points", D("0.5"), None)])
    assert found.mean == D("0.67")


def test_no_difference_says_nothing():
    assert lean([(1, "points", None, D(0)), (2, "disqualifier", D(1), D(0))]) is None
    assert lean([]) is None
