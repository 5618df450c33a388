"""The last place of a strict limit: without the lock two units take it, with it one."""

import threading

import pytest
from django.db import transaction
from django.test import Client

from core.workflow import BlockedError
from emulation import selectors
from emulation.models import Pledge, TitleRegistration
from emulation.selectors import Wanted
from emulation.services import registrations as services
from tests.emulation.aiming import SCRIPT, address, blank, limit, title, typed

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

UNITS = ("plain", "other")


@pytest.fixture
def flag(world):
    flag = title()
    limit(world, flag, in_bloc=1)
    for unit in UNITS:
        world.user("clerk", unit)
    return flag


def unlocked(pledge, flag, both_have_read):
    """Register as one would who trusts what was read."""
    standing = selectors.standing_of(pledge)
    refused = standing.refusals(Wanted(0, flag, None))
    both_have_read.wait()
    if refused:
        return None
    return TitleRegistration.objects.create(pledge=pledge, title=flag)


def taken(flag):
    return TitleRegistration.objects.filter(title=flag).count()


def test_without_the_lock_two_units_take_the_last_place(world, flag, together):
    meet = threading.Barrier(2, timeout=10)
    pledges = [world.pledge(unit) for unit in UNITS]
    together(2, lambda number: unlocked(pledges[number], flag, meet))
    assert taken(flag) == 2


def test_one_of_two_units_takes_the_last_place(world, flag, together):
    def register(number):
        unit = UNITS[number]
        row = TitleRegistration(pledge=world.pledge(unit), title=flag)
        return services.register_title(row, actor=world.user("clerk", unit))

    answers = together(2, register)
    refused = [one for one in answers if isinstance(one, BlockedError)]
    assert taken(flag) == 1
    assert len(refused) == 1
    assert "cả khối được đăng ký 1, đã có 1 đơn vị đăng ký" in str(refused[0])


def test_rows_saved_as_typed_wait_for_each_other_too(world, flag, together):
    rows = [blank(world, unit=unit) for unit in UNITS]
    browsers = []
    for unit in UNITS:
        browser = Client()
        browser.force_login(world.user("clerk", unit))
        browsers.append(browser)

    def save(number):
        row = rows[number]
        url = address(Pledge.objects.get(pk=row.pledge_id), row.subject)
        sent = typed(row, title=flag.pk)
        return browsers[number].post(url, sent, **SCRIPT).status_code

    assert sorted(together(2, save)) == [200, 422]
    assert taken(flag) == 1


def test_a_unit_waits_only_for_the_same_title(world, flag, alone, until_somebody_waits):
    other = title("TTLDXS")
    limit(world, other, in_bloc=5)

    def register(of, unit):
        row = TitleRegistration(pledge=world.pledge(unit), title=of)
        return services.register_title(row, actor=world.user("clerk", unit))

    with transaction.atomic():
        register(flag, "plain")
        assert alone(register, other, "other").result(10).pk
        late = alone(register, flag, "other")
        until_somebody_waits()
    assert isinstance(late.result(10), BlockedError)
