"""Two at once: one draw, and two checkers of one card."""

import pytest

from core.workflow import ReasonMissingError, run
from emulation.models import CheckDraw, CrossCheck, Scorecard
from emulation.services.draw import draw_checks, repeat
from tests.builders import MEMBERS
from tests.emulation.checking import checker, checks_on, give, waiting, with_checks

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_two_presses_draw_once(world, together):
    with_checks(world)
    people = [world.secretary, world.secretary]
    answers = together(2, lambda number: draw_checks(world.year, actor=people[number]))
    assert sum(isinstance(one, CheckDraw) for one in answers) == 1
    assert sum(isinstance(one, ReasonMissingError) for one in answers) == 1
    assert CrossCheck.objects.count() == 2 * len(MEMBERS)
    assert repeat(CheckDraw.objects.get()).is_same


def test_two_checkers_send_at_once(world, together):
    card = waiting(world)
    checks = checks_on(card)
    people = [checker(world, check) for check in checks]
    for check in checks:
        give(check, (58, 39))
    together(2, lambda number: run(checks[number], "send", actor=people[number]))
    assert {one.state for one in checks_on(card)} == {"sent"}
    card = Scorecard.objects.get(pk=card.pk)
    assert run(card, "close_checks", actor=world.secretary).checked_total == 97
