"""Numbers of papers: without the lock one number is given twice, with it never."""

import threading
from itertools import chain

import pytest
from django.db import transaction

from tests import builders
from units.models import NumberBook
from units.services import next_number

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

SERIES = "2024"


def unlocked_number(unit, both_have_read):
    """Take a number as one would without thinking of others."""
    book = NumberBook.objects.get(unit=unit, kind="BC", series=SERIES)
    both_have_read.wait()
    book.last_number += 1
    book.save(update_fields=["last_number"])
    return book.last_number


def test_without_the_lock_a_number_is_given_twice(db, together):
    unit = builders.add_unit("ban-mot", "Ban Một")
    next_number(unit, "BC", SERIES)
    meet = threading.Barrier(2, timeout=10)
    assert together(2, lambda _number: unlocked_number(unit, meet)) == [2, 2]
    assert NumberBook.objects.get().last_number == 2


def test_eight_at_once_get_numbers_without_gaps(db, together):
    unit = builders.add_unit("ban-mot", "Ban Một")

    def take(_number):
        return [next_number(unit, "BC", SERIES) for _ in range(5)]

    taken = together(8, take)
    assert sorted(chain.from_iterable(taken)) == list(range(1, 41))
    assert all(own == sorted(own) for own in taken)
    assert NumberBook.objects.get().last_number == 40


def test_a_number_of_a_paper_that_failed_is_given_again(db, together):
    unit = builders.add_unit("ban-mot", "Ban Một")

    def take(number):
        with transaction.atomic():
            taken = next_number(unit, "BC", SERIES)
            if number % 2:
                transaction.set_rollback(True)
                return None
        return taken

    kept = [taken for taken in together(6, take) if taken is not None]
    assert sorted(kept) == [1, 2, 3]


def test_books_do_not_wait_for_each_other(db, alone):
    units = [builders.add_unit(f"ban-{n}", f"Ban {n}") for n in (1, 2)]
    for unit in units:
        next_number(unit, "BC", SERIES)
    with transaction.atomic():
        next_number(units[0], "BC", SERIES)
        assert alone(next_number, units[1], "BC", SERIES).result(10) == 2
