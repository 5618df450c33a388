"""The journal's chain: without the lock two entries fight for one number."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import OperationalError

from core import clock, journal
from core.journal_check import entry_hash
from core.models import JournalChain, JournalEntry
from tests import builders

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

KEY = "khoi/2024"


def person_of(key):
    person = builders.add_person("Lò Thị Ơn")
    person.journal_chain = key
    return person


def unlocked_entry(person, both_have_read):
    """Append an entry to the head that was read, locking nothing."""
    chain = JournalChain.objects.get(key=KEY)
    both_have_read.wait()
    entry = JournalEntry(
        chain=chain,
        number=chain.length + 1,
        at=clock.now(),
        verb="thu",
        sentence="Thử",
        object_type="units.Person",
        object_id=str(person.pk),
        previous_hash=chain.head_hash,
    )
    entry.entry_hash = entry_hash(journal.exported(entry))
    entry.save()
    return entry.number


def test_without_the_lock_one_of_two_acts_fails(db, together):
    person = person_of(KEY)
    journal.record(person, "thu", "Thử", actor=None)
    meet = threading.Barrier(2, timeout=10)
    answers = together(2, lambda _number: unlocked_entry(person, meet))
    assert 2 in answers
    assert [type(one) for one in answers if one != 2] == [IntegrityError]


def test_eight_at_once_make_one_clean_chain(db, together):
    person = person_of(KEY)

    def record(number):
        for turn in range(5):
            journal.record(person, "thu", f"Việc {number}.{turn}", actor=None)

    assert together(8, record) == [None] * 8
    chain = JournalChain.objects.get(key=KEY)
    numbers = chain.entries.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 41))
    assert chain.length == 40
    assert journal.verify() == []


def record_in_a_hurry(person):
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '300ms'")
        return journal.record(person, "thu", "Thử", actor=None).number


def test_two_chains_do_not_wait_for_each_other(db, alone):
    one, other = person_of(KEY), person_of("khoi-khac/2024")
    with transaction.atomic():
        journal.record(one, "thu", "Còn dở", actor=None)
        assert alone(record_in_a_hurry, other).result(10) == 1
        late = alone(record_in_a_hurry, one).result(10)
        assert isinstance(late, OperationalError)
    assert journal.verify() == []


def test_an_act_that_is_taken_back_leaves_no_hole(db, together):
    person = person_of(KEY)

    def record(number):
        with transaction.atomic():
            journal.record(person, "thu", f"Việc {number}", actor=None)
            transaction.set_rollback(bool(number % 2))

    together(6, record)
    assert JournalChain.objects.get(key=KEY).length == 3
    assert journal.verify() == []
