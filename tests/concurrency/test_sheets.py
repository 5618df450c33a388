"""A later version of the sheet is issued while a unit sends its scorecard."""

import pytest
from django.db import transaction

from core.workflow import BlockedError, run
from emulation.enums import ScorecardState
from emulation.models import Scorecard
from emulation.services.sheet_versions import begin_version
from tests import steps

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def card(world):
    """Return a card that is ready to be sent, and a version ready to be issued."""
    steps.sign_pledge(world)
    steps.approve_report(world)
    return steps.self_score(world)


@pytest.fixture
def draft(world, card):
    found = begin_version(world.year, "Thông qua muộn.", actor=world.secretary)
    found.criteria.filter(code="I.1").update(max_points=50)
    return found


def test_a_card_sent_first_comes_back(world, card, draft, alone, until_somebody_waits):
    def issue():
        run(draft, "freeze", actor=world.secretary)

    with transaction.atomic():
        run(card, "submit", actor=world.user("clerk", "plain"))
        late = alone(issue)
        until_somebody_waits()
    assert late.result(10) is None
    card = Scorecard.objects.get(pk=card.pk)
    assert (card.state, card.sheet) == (ScorecardState.RETURNED, draft)


def test_a_card_sent_later_is_held_against_the_new_version(
    world, card, draft, alone, until_somebody_waits
):
    def submit():
        run(card, "submit", actor=world.user("clerk", "plain"))

    with transaction.atomic():
        run(draft, "freeze", actor=world.secretary)
        late = alone(submit)
        until_somebody_waits()
    refused = late.result(10)
    assert isinstance(refused, BlockedError)
    assert "Tiêu chí I.1: điểm tự chấm vượt điểm tối đa, cần sửa." in refused.sentences
    card = Scorecard.objects.get(pk=card.pk)
    assert (card.state, card.sheet) == (ScorecardState.DRAFT, draft)
