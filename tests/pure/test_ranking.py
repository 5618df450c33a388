"""The ranking: shared ranks, tie-breakers, the disqualified."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from emulation.scoring import Entry, Standing, ranking

D = Decimal
amounts = st.decimals(min_value=0, max_value=10_000, places=2)
few = st.sampled_from([D(90), D(95), D("97.5")])


@st.composite
def entries(draw):
    """Return units of few different totals, so that ties are common."""
    count = draw(st.integers(min_value=1, max_value=12))
    return [
        Entry(key, draw(few), draw(st.booleans()), (draw(few), draw(few)))
        for key in range(count)
    ]


def test_ties_share_a_rank_and_the_next_is_skipped():
    found = ranking(
        [
            Entry(1, D(90)),
            Entry(2, D(95)),
            Entry(3, D("90.00")),
            Entry(4, D(80)),
        ]
    )
    assert found == [
        Standing(2, D(95), 1),
        Standing(1, D(90), 2),
        Standing(3, D("90.00"), 2),
        Standing(4, D(80), 4),
    ]


def test_the_disqualified_stand_last_without_a_rank():
    found = ranking(
        [
            Entry(1, D(99), is_disqualified=True),
            Entry(2, D(10)),
            Entry(3, D(98), is_disqualified=True),
        ]
    )
    assert found == [
        Standing(2, D(10), 1),
        Standing(1, D(99), None),
        Standing(3, D(98), None),
    ]


def test_nobody_is_ranked_in_an_empty_year():
    assert ranking([]) == []


def test_a_tie_breaker_decides_between_equal_totals():
    found = ranking(
        [
            Entry(1, D(90), ties=(D(60), D(5))),
            Entry(2, D(90), ties=(D(70), D(0))),
            Entry(3, D(90), ties=(D(60), D(8))),
            Entry(4, D(80), ties=(D(99), D(9))),
        ]
    )
    # 2 leads by the first tie-breaker; 3 and 1 are equal there, 3 has more of the next.
    assert [(one.key, one.rank, one.decided_by) for one in found] == [
        (2, 1, 0),
        (3, 2, 1),
        (1, 3, 1),
        (4, 4, None),
    ]


def test_what_the_tie_breakers_leave_equal_shares_its_rank():
    found = ranking([Entry(1, D(9), ties=(D(1),)), Entry(2, D(9), ties=(D(1),))])
    assert [(one.rank, one.decided_by) for one in found] == [(1, None), (1, None)]


@given(entries(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_move_a_rank(found, random):
    shuffled = list(found)
    random.shuffle(shuffled)
    assert ranking(shuffled) == ranking(found)


@given(entries())
def test_a_rank_counts_those_who_are_better(found):
    by_key = {one.key: one for one in found}
    competing = [one for one in found if not one.is_disqualified]
    for one in ranking(found):
        own = by_key[one.key]
        better = sum(
            (other.points, other.ties) > (own.points, own.ties) for other in competing
        )
        assert one.rank == (None if own.is_disqualified else better + 1)
