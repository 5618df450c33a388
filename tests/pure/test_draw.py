"""The draw of checkers exists for every bloc, and says what it had to drop."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from emulation.scoring import draw

sizes = st.integers(min_value=3, max_value=30)


def seeded(seed):
    return Random(seed)  # noqa: S311 -- a draw that can be repeated


def pairs_of(found):
    return {
        (checker, checked)
        for checked, checkers in found.checkers.items()
        for checker in checkers
    }


@given(sizes, st.integers(), st.integers())
def test_everybody_is_checked_twice_checks_twice_and_never_oneself(size, seed, last):
    units = list(range(size))
    before = pairs_of(draw(units, rng=seeded(last)))
    found = draw(units, rng=seeded(seed), last_year=before)
    pairs = pairs_of(found)
    assert all(checker != checked for checker, checked in pairs)
    assert Counter(checked for _one, checked in pairs) == Counter(units * 2)
    assert Counter(checker for checker, _one in pairs) == Counter(units * 2)


@given(st.integers(min_value=5, max_value=30), st.integers(), st.integers())
def test_from_five_units_on_no_soft_rule_is_dropped(size, seed, last):
    units = list(range(size))
    before = pairs_of(draw(units, rng=seeded(last)))
    assert draw(units, rng=seeded(seed), last_year=before).dropped == []


@given(sizes, st.integers(), st.integers())
def test_what_is_dropped_is_named_and_true(size, seed, last):
    units = list(range(size))
    before = pairs_of(draw(units, rng=seeded(last)))
    found = draw(units, rng=seeded(seed), last_year=before)
    pairs = pairs_of(found)
    named = {one.rule: set(one.pairs) for one in found.dropped}
    mutual = {(one, two) for one, two in pairs if one < two and (two, one) in pairs}
    assert named.get("mutual", set()) == mutual
    assert named.get("last_year", set()) == pairs & before


def test_three_units_all_check_each_other():
    found = draw([1, 2, 3], rng=seeded(1))
    assert found.checkers == {1: (2, 3), 2: (1, 3), 3: (1, 2)}
    assert [one.rule for one in found.dropped] == ["mutual"]


def test_two_units_cannot_give_two_checkers():
    found = draw([1, 2], rng=seeded(1))
    assert found.checkers == {1: (2,), 2: (1,)}
    assert [one.rule for one in found.dropped] == ["too_few", "mutual"]


def test_one_unit_has_nobody():
    with pytest.raises(ValueError, match="two units"):
        draw([1], rng=seeded(1))


def test_the_same_seed_draws_the_same():
    units = list(range(12))
    assert draw(units, rng=seeded(7)) == draw(units, rng=seeded(7))
    assert draw(units, rng=seeded(7)) != draw(units, rng=seeded(8))
