"""Counting, whatever the numbers are."""

from hypothesis import given
from hypothesis import strategies as st

from awards.tally import Count, Fraction, decide, faults, parse_share, quorum

numbers = st.integers(min_value=0, max_value=400)


@st.composite
def fractions(draw):
    denominator = draw(st.integers(1, 100))
    numerator = draw(st.integers(1, denominator))
    return Fraction(numerator, denominator, over=draw(st.booleans()))


@st.composite
def polls(draw):
    """A count without faults and its rule."""
    electorate = draw(st.integers(0, 60))
    issued = draw(st.integers(0, electorate))
    returned = draw(st.integers(0, issued))
    valid = draw(st.integers(0, returned))
    votes = draw(st.lists(st.integers(0, valid), min_size=1, max_size=8))
    ticks = max(1, len(votes))
    count = Count(issued, returned, valid, returned - valid, tuple(votes))
    return electorate, count, ticks, draw(st.integers(1, 8)), draw(fractions())


def outcomes(votes, seats, base, threshold):
    return decide(
        votes, seats=seats, base=base, base_text="số phiếu", threshold=threshold
    )


@given(fractions(), numbers)
def test_needed_is_the_smallest_number_that_meets(threshold, base):
    needed = threshold.needed(base)
    assert threshold.is_met(needed, base)
    assert not threshold.is_met(needed - 1, base)


@given(fractions())
def test_what_is_printed_can_be_typed(threshold):
    numerator, denominator = parse_share(threshold.share)
    assert (numerator, denominator) == (threshold.numerator, threshold.denominator)


@given(polls())
def test_no_sum_ever_passes_the_electorate(poll):
    electorate, count, ticks, _seats, _threshold = poll
    assert faults(count, present=electorate, max_ticks=ticks) == []
    assert max(count.valid, *count.votes) <= electorate
    assert count.valid + count.invalid + count.not_returned == count.issued


@given(polls(), st.integers(1, 9))
def test_a_vote_too_many_is_always_found(poll, extra):
    electorate, count, ticks, _seats, _threshold = poll
    more = Count(
        count.issued,
        count.returned,
        count.valid,
        count.invalid,
        (count.valid + extra, *count.votes[1:]),
    )
    assert faults(more, present=electorate, max_ticks=ticks)


@given(polls())
def test_never_more_are_elected_than_there_are_seats(poll):
    electorate, count, _ticks, seats, threshold = poll
    found = outcomes(count.votes, seats, electorate, threshold)
    elected = [one for one in found if one.is_elected]
    tied = [one for one in found if one.is_tied]
    assert len(elected) <= seats
    assert all(threshold.is_met(one.votes, electorate) for one in (*elected, *tied))
    if tied:
        assert len({one.votes for one in tied}) == 1
        assert len(elected) + len(tied) > seats
        assert len(elected) < seats


@given(polls())
def test_nobody_with_more_votes_is_passed_over(poll):
    electorate, count, _ticks, seats, threshold = poll
    found = outcomes(count.votes, seats, electorate, threshold)
    chosen = [one.votes for one in found if one.is_elected]
    others = [one.votes for one in found if not one.is_elected]
    if chosen and others:
        assert min(chosen) > max(others)


@given(polls(), st.randoms(use_true_random=False))
def test_the_order_on_the_ballot_changes_nothing(poll, chance):
    electorate, count, _ticks, seats, threshold = poll
    shuffled = list(range(len(count.votes)))
    chance.shuffle(shuffled)
    plain = outcomes(count.votes, seats, electorate, threshold)
    mixed = outcomes([count.votes[n] for n in shuffled], seats, electorate, threshold)
    for place, source in enumerate(shuffled):
        one, other = mixed[place], plain[source]
        assert (one.votes, one.rank, one.is_elected, one.is_tied, one.sentence) == (
            other.votes,
            other.rank,
            other.is_elected,
            other.is_tied,
            other.sentence,
        )


@given(numbers, numbers, fractions())
def test_a_quorum_is_what_needed_says(summoned, present, threshold):
    found = quorum(summoned, present, threshold)
    assert found.is_met == (summoned > 0 and present >= found.needed)
