"""One criterion is reopened once, and not while the ranking is being published."""

import threading

import pytest
from django.db import transaction

from core.workflow import BlockedError, run
from emulation.models import Criterion, Reopening, Scorecard
from emulation.selectors.reopenings import open_reopenings
from emulation.services.reopenings import open_exception
from tests.emulation.scorecards import submitted
from tests.steps import whole_year
from units.models import User

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

REASON = "Bổ sung số liệu"


def leaf_of(card: Scorecard) -> Criterion:
    return card.sheet.criteria.get(code="I.1")


def reopen(card: Scorecard, login: str):
    actor = User.objects.get(login=login)
    return open_exception(card, leaf_of(card), 24, REASON, actor=actor)


def test_without_the_lock_a_criterion_is_reopened_twice(world, together):
    card, actor = submitted(world), world.secretary
    both_have_read = threading.Barrier(2, timeout=10)

    def unlocked(_number):
        known = open_reopenings(card)
        both_have_read.wait()
        if not known:
            Reopening.objects.create(
                participation=card.participation,
                criterion=leaf_of(card),
                reason=REASON,
                opened_by=actor,
                closes_at="2999-01-01T00:00Z",
            )

    together(2, unlocked)
    assert len(open_reopenings(card)) == 2


def test_one_of_two_opens_it(world, together):
    card, login = submitted(world), world.secretary.login
    answers = together(2, lambda _number: reopen(card, login))
    (refused,) = [one for one in answers if isinstance(one, BlockedError)]
    assert "đang được mở lại" in str(refused)
    assert len(open_reopenings(card)) == 1


def test_nothing_is_reopened_behind_the_ranking(world, alone, until_somebody_waits):
    whole_year(world)
    card, login = world.card(), world.secretary.login
    with transaction.atomic():
        run(world.year, "publish_ranking", actor=world.secretary)
        late = alone(reopen, Scorecard.objects.get(pk=card.pk), login)
        until_somebody_waits()
    assert isinstance(late.result(10), BlockedError)
    assert not Reopening.objects.exists()
