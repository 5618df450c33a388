"""Why a ranking changed between two moments."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from emulation.scoring import Change, moved, points_at

D = Decimal
START = datetime(2024, 12, 1, tzinfo=UTC)
KINDS = {1: "points", 2: "bonus", 3: "deduction", 4: "disqualifier"}


def day(number):
    return START + timedelta(days=number)


def change(number, unit, leaf, stage, after, why=""):
    value = None if after is None else D(str(after))
    return Change(day(number), unit, leaf, stage, value, who="Người chấm", why=why)


HISTORY = [
    change(1, 10, 1, "self", 90),
    change(1, 20, 1, "self", 88),
    change(2, 20, 2, "self", 5),
    change(5, 10, 1, "checked", 80, "Thiếu minh chứng."),
    change(6, 20, 3, "final", 2, "Nộp chậm."),
    change(7, 10, 1, "final", 85, "Đã bổ sung minh chứng."),
]


def test_the_last_stage_present_counts():
    # Day 2: 10 has 90, 20 has 88 + 5 = 93. Day 5: 10 falls to 80. Day 7: 10 has 85, 20
    # has 93 − 2 = 91.
    found = moved(HISTORY, KINDS, day(2), day(7))
    assert [
        (one.unit, one.rank_before, one.rank_after, one.total_before, one.total_after)
        for one in found
    ] == [(20, 1, 1, 93, 91), (10, 2, 2, 90, 85)]


def test_the_effects_lead_from_one_total_to_the_other_with_their_reasons():
    ten = next(one for one in moved(HISTORY, KINDS, day(2), day(7)) if one.unit == 10)
    assert [(one.points, one.change.why) for one in ten.effects] == [
        (-10, "Thiếu minh chứng."),
        (5, "Đã bổ sung minh chứng."),
    ]


def test_a_rank_changes_when_the_leader_is_disqualified():
    history = [*HISTORY, change(8, 20, 4, "final", 1, "Kỷ luật.")]
    found = moved(history, KINDS, day(7), day(8))
    assert [(one.unit, one.rank_before, one.rank_after) for one in found] == [
        (10, 2, 1),
        (20, 1, None),
    ]


def test_a_stage_taken_back_lets_the_one_before_count_again():
    history = [*HISTORY, change(9, 10, 1, "final", None)]
    assert points_at(history, day(9))[10, 1] == {
        "self": 90,
        "checked": 80,
        "final": None,
    }
    ten = next(one for one in moved(history, KINDS, day(8), day(9)) if one.unit == 10)
    assert (ten.total_before, ten.total_after) == (85, 80)


@st.composite
def histories(draw):
    points = st.one_of(st.none(), st.decimals(min_value=0, max_value=100, places=2))
    rows = st.tuples(
        st.integers(min_value=0, max_value=20),
        st.sampled_from([10, 20, 30]),
        st.sampled_from(list(KINDS)),
        st.sampled_from(["self", "checked", "final"]),
        points,
    )
    return [
        Change(day(at), unit, leaf, stage, after)
        for at, unit, leaf, stage, after in draw(st.lists(rows, max_size=30))
    ]


@given(histories(), st.integers(0, 20), st.integers(0, 20))
def test_effects_add_up_to_the_difference(history, one, two):
    before, after = sorted((day(one), day(two)))
    for unit in moved(history, KINDS, before, after):
        gained = sum((effect.points for effect in unit.effects), D(0))
        assert unit.total_after - unit.total_before == gained


@given(histories(), st.integers(0, 20))
def test_replay_of_the_same_moment_equals(history, at):
    for unit in moved(history, KINDS, day(at), day(at)):
        assert (unit.rank_before, unit.total_before) == (
            unit.rank_after,
            unit.total_after,
        )
        assert unit.effects == []


def test_tie_breakers_decide_between_equal_totals():
    # 10 has 60 + 30 and 20 has 50 + 40: 90 each, and the second leaf decides.
    history = [
        change(1, 10, 1, "self", 60),
        change(1, 10, 2, "self", 30),
        change(1, 20, 1, "self", 50),
        change(1, 20, 2, "self", 40),
        change(2, 10, 2, "final", 41),
        change(2, 10, 1, "final", 49),
    ]

    def ranks(ties):
        found = moved(history, KINDS, day(1), day(2), ties)
        return {one.unit: (one.rank_before, one.rank_after) for one in found}

    assert ranks([]) == {10: (1, 1), 20: (1, 1)}
    assert ranks([{2}]) == {10: (2, 1), 20: (1, 2)}
    assert ranks([{3}, {1}]) == {10: (1, 2), 20: (2, 1)}
