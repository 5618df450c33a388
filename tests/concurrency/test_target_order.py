"""The order of a pledge's rows: two who drag at once, one who drags while rows come."""

import pytest
from django.db import transaction

from core.workflow import BlockedError
from emulation.models import Target
from emulation.services.pledges import add_target, order_targets
from tests import steps

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def pledge(world):
    """Return a draft with four rows in one section."""
    found = steps.fill_pledge(world)
    clerk = world.user("clerk", "plain")
    for content in ("Ba", "Bốn"):
        add_target(Target(pledge=found, content=content), actor=clerk)
    return found


def order_of(pledge):
    return list(pledge.targets.order_by("position").values_list("pk", flat=True))


def test_of_two_orders_at_once_one_stands_whole(world, pledge, together):
    ids = order_of(pledge)
    wanted = [ids[::-1], [ids[1], ids[0], ids[3], ids[2]]]

    def order(number):
        clerk = world.user("clerk", "plain")
        order_targets(pledge, wanted[number], actor=clerk)

    assert together(2, order) == [None, None]
    assert order_of(pledge) in wanted
    places = pledge.targets.values_list("position", flat=True)
    assert sorted(places) == [1, 2, 3, 4]


def test_an_order_that_does_not_know_a_new_row_waits_and_is_refused(
    world, pledge, alone, until_somebody_waits
):
    ids = order_of(pledge)
    clerk = world.user("clerk", "plain")

    def order():
        order_targets(pledge, ids[::-1], actor=world.user("clerk", "plain"))

    with transaction.atomic():
        new = add_target(Target(pledge=pledge, content="Năm"), actor=clerk)
        late = alone(order)
        until_somebody_waits()
    assert isinstance(late.result(10), BlockedError)
    assert order_of(pledge) == [*ids, new.pk]
