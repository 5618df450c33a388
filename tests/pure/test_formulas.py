"""How points follow from figures: worked examples, holes, and what always holds."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulation.scoring import (
    Figure,
    occurrences,
    pass_fail,
    ratio,
    relative,
    rounded,
    share_met,
)

D = Decimal
positive = st.decimals(min_value="0.01", max_value=10_000, places=2)
results = st.decimals(min_value=0, max_value=10_000, places=2)


def case(key, target, actual, **facts):
    whole = {
        name: None if one is None else D(str(one))
        for name, one in {"target": target, "actual": actual}.items()
    }
    return Figure(key, **whole, **facts)


# ----- the police clusters' formula (domain facts, 2.5a)


def test_the_police_formula_by_hand():
    # M = 40, so half is 20.
    #   unit 1: 8 of 10,  80%            20 × 0,8              = 16
    #   unit 2: 10 of 10, exactly met                          = 20
    #   unit 3: 12 of 10, exceeds by 20% 20 + 20 × 20/140      = 22,857… → 22,86
    #   unit 4: 12 of 5,  exceeds by 140%, the leader          = 40
    #   unit 5: no target, 30 cases; 6: no target, 12 cases    → 40 and 40 × 12/30 = 16
    found = relative(
        D(40),
        [
            case(1, 10, 8),
            case(2, 10, 10),
            case(3, 10, 12),
            case(4, 5, 12),
            case(5, None, 30),
            case(6, None, 12),
        ],
    )
    points = {key: one.points for key, one in found.items()}
    assert points == {1: 16, 2: 20, 3: D("22.86"), 4: 40, 5: 40, 6: 16}
    assert found[3].sentence == (
        "Vượt 20%, cao nhất 140%: 20 + 20 × 14,29% = 22,86 điểm."
    )
    assert not any(one.is_provisional for one in found.values())


def test_less_is_better_turns_the_excess_round():
    # Ceiling 10 complaints. 4 stay 60% under it (the leader), 8 stay 20% under:
    # 10 + 10 × 20/60 = 13,33; 20 complaints reach half: 10 × 0,5 = 5.
    figures = [
        case(key, 10, n, comparator="le") for key, n in ((1, 4), (2, 8), (3, 20))
    ]
    found = relative(D(20), figures)
    assert [found[key].points for key in (1, 2, 3)] == [20, D("13.33"), 5]


def test_all_equal_above_the_target_all_lead():
    found = relative(D(10), [case(key, 5, 6) for key in (1, 2, 3)])
    assert {one.points for one in found.values()} == {D(10)}


def test_one_unit_alone_leads_when_it_exceeds_and_gets_half_when_it_meets():
    assert relative(D(10), [case(1, 5, 6)])[1].points == 10
    assert relative(D(10), [case(1, 5, 5)])[1].points == 5


def test_provisional_until_all_have_closed():
    found = relative(D(10), [case(1, 5, 6), case(2, 5, 9, is_closed=False)])
    assert all(one.is_provisional for one in found.values())
    assert found[1].sentence.endswith("Tạm tính, chờ đủ kết quả của các đơn vị.")
    blank = relative(D(10), [case(1, 5, 6), case(2, 5, None)])
    assert blank[1].is_provisional
    assert (blank[2].points, blank[2].is_provisional) == (None, False)


def test_who_left_is_neither_scored_nor_compared():
    found = relative(D(10), [case(1, 5, 6), case(2, 5, 50, has_left=True)])
    assert found[1].points == 10
    assert found[2].points is None
    assert "không còn tham gia" in found[2].sentence


HOLES = [
    (case(1, 5, None), "chưa có kết quả"),
    (case(1, None, 5), "không giao chỉ tiêu"),
    (case(1, 0, 5), "chỉ tiêu bằng 0"),
]


@pytest.mark.parametrize(("figure", "why"), HOLES)
def test_a_hole_is_not_enough_data_and_never_nought(figure, why):
    for found in (ratio(D(10), figure), relative(D(10), [figure])[1]):
        assert found.points is None
        assert found.sentence.startswith("Chưa đủ dữ liệu")
        assert why in found.sentence


def test_without_targets_and_without_any_result_nothing_can_be_said():
    found = relative(D(10), [case(1, None, 0), case(2, None, 0)])
    assert [one.points for one in found.values()] == [None, None]
    less = [case(key, None, n, comparator="le") for key, n in ((1, 0), (2, 3), (3, 6))]
    found = relative(D(10), less)
    assert [found[key].points for key in (1, 2, 3)] == [10, 0, 0]
    more = [case(key, None, n, comparator="le") for key, n in ((1, 2), (2, 3))]
    assert relative(D(10), more)[2].points == D("6.67")


# ----- ratio to the target


@pytest.mark.parametrize(
    ("figure", "cap", "points", "words"),
    [
        (case(1, 10, 8), 1, 40, "Đạt 80% chỉ tiêu: 50 × 80% = 40 điểm."),
        (
            case(1, 5, 12),
            1,
            50,
            "Đạt 240% chỉ tiêu, tính tối đa 100%: 50 × 100% = 50 điểm.",
        ),
        (case(1, 10, 13), "1.2", 60, "tính tối đa 120%"),
        (case(1, 10, 0), 1, 0, "Đạt 0% chỉ tiêu"),
        (case(1, 95, "96.15", kind="percentage"), 1, 50, "Đạt 101,21% chỉ tiêu"),
        (case(1, 1, 1, kind="yes_no"), 1, 50, "Đạt 100%"),
        (case(1, 1, 0, kind="yes_no"), 1, 0, "Đạt 0%"),
        (case(1, 10, 10, comparator="eq"), 1, 50, "Đạt 100%"),
        (case(1, 10, 8, comparator="eq"), 1, 40, "Đạt 80%"),
        (case(1, 8, 10, comparator="eq"), 1, 40, "Đạt 80%"),
        (case(1, 0, 0, comparator="eq"), 1, 50, "Đạt 100%"),
        (case(1, 0, 0, comparator="le"), 1, 50, "Đạt 100%"),
        (case(1, 0, 3, comparator="le"), 1, 0, "Đạt 0%"),
        (case(1, 4, 5, comparator="le"), 1, 40, "Đạt 80%"),
        (case(1, 4, 2, comparator="le"), 1, 50, "Đạt 150%"),
    ],
)
def test_ratio_by_hand(figure, cap, points, words):
    found = ratio(D(50), figure, D(str(cap)))
    assert found.points == points
    assert words in found.sentence


def test_a_ratio_is_provisional_until_the_unit_has_closed():
    assert ratio(D(50), case(1, 10, 8, is_closed=False)).is_provisional


# ----- the other kinds


def test_pass_or_fail():
    assert pass_fail(D(5), answer=True).points == 5
    assert pass_fail(D(5), answer=False).points == 0
    assert pass_fail(D(5), answer=None).points is None


def test_occurrences_up_to_their_cap():
    # 7 articles at 1,5 points are 10,5; the cap is 10.
    found = occurrences(D("1.5"), D(10), D(7))
    assert found.points == 10
    assert found.sentence == (
        "7 lần × 1,5 điểm = 10,5, vượt mức trần, lấy 10 điểm điểm."
    ).replace("điểm điểm", "điểm")
    assert occurrences(D("1.5"), D(10), D(2)).points == 3
    assert occurrences(D(2), None, D(40)).points == 80
    assert occurrences(D(2), D(10), None).points is None
    assert occurrences(D(2), D(10), D(0)).points == 0


def test_the_share_of_targets_that_are_met():
    # 5 of 6 pledged targets at 150 points: 125.
    assert share_met(D(150), [True] * 5 + [False]).points == 125
    assert share_met(D(150), []).points is None
    waiting = share_met(D(150), [True, None, None])
    assert waiting.points is None
    assert "còn 2 chỉ tiêu" in waiting.sentence


# ----- what always holds


@given(positive, positive, results, results)
def test_a_ratio_is_monotone_in_the_result(most, target, one, more):
    first = ratio(most, Figure(1, target, one))
    second = ratio(most, Figure(1, target, one + more))
    assert second.points >= first.points
    assert 0 <= first.points <= rounded(most)


@given(positive, st.lists(st.tuples(positive, results), min_size=1, max_size=8))
def test_relative_points_stay_within_the_maximum_and_do_not_depend_on_order(most, rows):
    figures = [Figure(key, *row) for key, row in enumerate(rows)]
    found = relative(most, figures)
    assert found == relative(most, figures[::-1])
    assert all(0 <= one.points <= rounded(most) for one in found.values())


@given(
    positive, st.lists(st.tuples(positive, results), min_size=1, max_size=8), results
)
def test_doing_more_never_costs_points_of_ones_own(most, rows, more):
    figures = [Figure(key, *row) for key, row in enumerate(rows)]
    first = figures[0]
    better = Figure(first.key, first.target, first.actual + more)
    before = relative(most, figures)[0].points
    assert relative(most, [better, *figures[1:]])[0].points >= before
