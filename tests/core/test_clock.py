"""The only clock, and rows that hold from a day to a day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from core import clock
from core.dated import refuse_overlap
from tests import builders
from units.models import UnitName

NAMED = date(2024, 7, 1)


def test_the_clock_tells_the_time_of_the_world():
    assert abs(clock.now() - timezone.now()) < timedelta(seconds=5)


def test_the_whole_process_lives_at_a_moment():
    noon = clock.moment(2024, 12, 5, 12)
    with clock.at(noon):
        assert clock.now() == noon
        with clock.at(noon + timedelta(days=1)):
            assert clock.today() == date(2024, 12, 6)
        assert clock.now() == noon
    assert clock.now().year > 2024


def test_an_error_gives_the_present_back():
    def fail():
        with clock.at(clock.moment(2000, 1, 1)):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert clock.now().year > 2000


def test_the_day_ends_at_midnight_in_vietnam():
    assert clock.moment(2024, 12, 5, 9) == datetime(2024, 12, 5, 2, tzinfo=UTC)
    with clock.at(datetime(2024, 12, 5, 16, 59, 59, tzinfo=UTC)):
        assert clock.today() == date(2024, 12, 5)
    with clock.at(datetime(2024, 12, 5, 17, 0, tzinfo=UTC)):
        assert clock.today() == date(2024, 12, 6)


@pytest.mark.parametrize(
    ("first", "last", "day", "held"),
    [
        (NAMED, None, NAMED, True),
        (NAMED, None, date(2024, 6, 30), False),
        (NAMED, date(2024, 12, 31), date(2024, 12, 31), True),
        (NAMED, date(2024, 12, 31), date(2025, 1, 1), False),
        (NAMED, NAMED, NAMED, True),
    ],
)
def test_a_row_holds_to_the_end_of_its_last_day(db, first, last, day, held):
    unit = builders.add_unit("ban-mot", "Ban Một")
    unit.names.update(valid_from=first, valid_to=last)
    row = unit.names.get()
    assert row.holds_on(day) is held
    assert UnitName.objects.on(day).filter(pk=row.pk).exists() is held
    with clock.at(clock.moment(day.year, day.month, day.day, 23, 59)):
        assert row.holds_on() is held
        assert UnitName.objects.on().filter(pk=row.pk).exists() is held


@pytest.mark.parametrize(
    ("first", "last", "clashes"),
    [
        (date(2024, 7, 1), None, True),
        (date(2023, 1, 1), date(2024, 6, 30), False),
        (date(2023, 1, 1), date(2024, 7, 1), True),
        (date(2024, 12, 31), date(2026, 1, 1), True),
        (date(2025, 1, 1), None, False),
        (date(2023, 1, 1), None, True),
    ],
)
def test_two_rows_do_not_hold_on_one_day(db, first, last, clashes):
    unit = builders.add_unit("ban-mot", "Ban Một")
    unit.names.update(valid_from=NAMED, valid_to=date(2024, 12, 31))
    new = UnitName(unit=unit, valid_from=first, valid_to=last)
    if not clashes:
        refuse_overlap(new, unit.names.all(), "Trùng.")
        return
    with pytest.raises(ValidationError) as refused:
        refuse_overlap(new, unit.names.all(), "Trùng.")
    assert refused.value.message_dict == {"valid_from": ["Trùng."]}


def test_a_row_does_not_clash_with_itself(db):
    name = builders.add_unit("ban-mot", "Ban Một").names.get()
    refuse_overlap(name, UnitName.objects.all(), "Trùng.")
