"""Paper votes: a teller's figures are typed once, whoever sends them twice."""

import pytest

from awards.models import TellerCount
from awards.services import enter_count
from awards.tally import Count
from core import journal
from core.workflow import BlockedError, NotNowError, run
from emulation.models import EmulationYear
from tests import steps
from units.models import BlocOffice

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def poll(world):
    meeting = steps.hold_meeting(world)
    return run(steps.add_poll(world, meeting), "open", actor=world.secretary)


def type_figures(world, poll, teller, first=3):
    votes = (first, 4 - first)
    count = Count(issued=4, returned=4, valid=4, invalid=0, votes=votes)
    candidates = poll.candidates.order_by("position").values_list("pk", flat=True)
    figures = dict(zip(candidates, votes, strict=True))
    return enter_count(poll, teller, count, figures, actor=world.secretary)


def test_a_teller_counts_once(world, poll, together):
    teller = poll.meeting.tellers.first()
    answers = together(4, lambda _number: type_figures(world, poll, teller))
    kept = [one for one in answers if isinstance(one, TellerCount)]
    refused = [one for one in answers if isinstance(one, BlockedError | NotNowError)]
    assert (len(kept), len(refused)) == (1, 3)
    assert TellerCount.objects.filter(poll=poll).count() == 1


def test_two_tellers_at_once_both_count_for_the_same_attempt(world, poll, together):
    tellers = list(poll.meeting.tellers.all())
    answers = together(2, lambda number: type_figures(world, poll, tellers[number]))
    assert [one.attempt for one in answers] == [1, 1]


def test_an_election_is_published_once(world, together):
    meeting = steps.hold_meeting(world)
    poll = steps.counted_poll(world, meeting, "head")
    answers = together(
        2, lambda _number: run(poll, "confirm", actor=world.secretary).state
    )
    assert sorted(isinstance(one, NotNowError) for one in answers) == [False, True]
    following = world.year.year + 1
    assert BlocOffice.objects.filter(bloc=world.bloc, year=following).count() == 1
    assert EmulationYear.objects.filter(bloc=world.bloc, year=following).count() == 1
    assert journal.verify() == []
