"""One transition by two people: one wins, the other is told; nothing happens twice."""

import threading

import pytest
from django.db import transaction

from core import clock, journal
from core.workflow import BlockedError, NotNowError, run
from emulation.enums import PledgeState
from emulation.models import Participation, Pledge, Target
from emulation.services.acceptance import accept_several
from emulation.services.pledges import add_target, save_targets
from tests import builders, steps
from tests.core.test_grid import TargetForm, body

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def unlocked_submit(pk, both_have_read):
    """Submit as one would who trusts what was read."""
    pledge = Pledge.objects.get(pk=pk)
    assert pledge.state == PledgeState.DRAFT
    both_have_read.wait()
    pledge.state, pledge.submitted_at = PledgeState.SUBMITTED, clock.now()
    pledge.save()
    journal.record(pledge, "submit", "Gửi", actor=None)
    return pledge.state


def entries(pledge):
    return journal.entries_of(pledge).filter(verb="submit").count()


def test_without_the_lock_both_submit(world, together):
    pledge = steps.fill_pledge(world)
    meet = threading.Barrier(2, timeout=10)
    answers = together(2, lambda _number: unlocked_submit(pledge.pk, meet))
    assert answers == [PledgeState.SUBMITTED] * 2
    assert entries(pledge) == 2


@pytest.mark.parametrize("expected", [None, PledgeState.DRAFT])
def test_exactly_one_of_two_submits(world, together, expected):
    pledge = steps.fill_pledge(world)
    world.user("clerk", "plain")

    def submit(_number):
        clerk = world.user("clerk", "plain")
        return run(pledge, "submit", actor=clerk, expected=expected).state

    answers = together(2, submit)
    assert PledgeState.SUBMITTED in answers
    (loser,) = [one for one in answers if one != PledgeState.SUBMITTED]
    assert isinstance(loser, NotNowError)
    assert "chờ thủ trưởng duyệt" in str(loser)
    assert entries(pledge) == 1
    assert journal.verify() == []


def test_approving_and_returning_at_once_do_one_of_them(world, together):
    pledge = run(steps.fill_pledge(world), "submit", actor=world.user("clerk", "plain"))
    for role in ("leader", "deputy_leader"):
        world.user(role, "plain")

    def act(number):
        who = ("leader", "deputy_leader")[number]
        verb = ("approve", "return")[number]
        user = world.user(who, "plain")
        return run(
            pledge, verb, actor=user, reason="Sửa", expected=PledgeState.SUBMITTED
        ).state

    answers = together(2, act)
    assert [isinstance(one, NotNowError) for one in answers].count(True) == 1
    (moved,) = [one for one in answers if isinstance(one, str)]
    assert Pledge.objects.get(pk=pledge.pk).state == moved


def test_a_year_is_opened_once(db, together):
    world = builders.world(opened=False)
    world.user("secretary", "head")
    answers = together(
        4, lambda _number: run(world.year, "open", actor=world.secretary).state
    )
    assert sorted(isinstance(one, NotNowError) for one in answers) == [
        False,
        True,
        True,
        True,
    ]
    assert Participation.objects.filter(year=world.year).count() == 4
    assert journal.verify() == []


def test_what_is_typed_while_somebody_submits_waits_and_is_refused(
    world, alone, until_somebody_waits
):
    pledge = steps.fill_pledge(world)
    clerk = world.user("clerk", "plain")

    def type_on():
        target = Target(pledge=pledge, content="Muộn", value=1)
        return add_target(target, actor=world.user("clerk", "plain"))

    with transaction.atomic():
        run(pledge, "submit", actor=clerk)
        late = alone(type_on)
        until_somebody_waits()
    assert isinstance(late.result(10), BlockedError)
    assert pledge.targets.count() == 2


def test_what_was_typed_before_is_submitted_along(world, alone, until_somebody_waits):
    pledge = steps.fill_pledge(world)
    clerk = world.user("clerk", "plain")
    with transaction.atomic():
        add_target(Target(pledge=pledge, content="Kịp", value=1), actor=clerk)
        sending = alone(
            lambda: run(pledge, "submit", actor=world.user("clerk", "plain"))
        )
        until_somebody_waits()
    assert sending.result(10).state == PledgeState.SUBMITTED
    snapshot = journal.last_snapshot(pledge)
    assert any("Kịp" in str(text) for text in snapshot.values())


def test_two_browsers_on_one_row_one_saves_the_other_is_asked(world, together):
    pledge = steps.fill_pledge(world)
    first = pledge.targets.first()
    world.user("clerk", "plain")

    def save(number):
        sent = body(first, value=str(20 + number))
        return save_targets(
            pledge, TargetForm, sent, actor=world.user("clerk", "plain")
        )

    outcomes = together(2, save)
    assert sorted(one.is_clean for one in outcomes) == [False, True]
    (asked,) = [one for one in outcomes if not one.is_clean]
    (values,) = [row["fields"]["value"] for row in asked.stale]
    first.refresh_from_db()
    assert (str(first.value.to_integral()), first.version) == (values["theirs"], 2)
    assert {values["yours"], values["theirs"]} == {"20", "21"}


def test_a_pledge_is_signed_once_on_line_or_on_paper(world, together):
    pledge = steps.accept_pledge(world, steps.fill_pledge(world))

    def sign(number):
        name = ("sign", "record_signature")[number]
        user = (world.user("leader", "plain"), world.secretary)[number]
        data = (steps.SIGNATURE, steps.on_paper())[number]
        return run(pledge, name, actor=user, **data).state

    answers = together(2, sign)
    assert answers.count(PledgeState.SIGNED) == 1
    assert [isinstance(one, NotNowError) for one in answers].count(True) == 1
    assert pledge.versions.count() == 1
    assert journal.verify() == []


def test_two_secretariats_accepting_the_same_pledges_share_them(world, together):
    units = ("plain", "other", "deputy")
    for unit in units:
        pledge = steps.fill_pledge(world, unit)
        run(pledge, "submit", actor=world.user("clerk", unit))
        run(pledge, "approve", actor=world.user("leader", unit))
    pledges = [world.pledge(unit) for unit in units]
    world.user("secretary", "head")

    answers = together(
        2, lambda _number: accept_several(pledges, actor=world.secretary)
    )
    done = [one.pk for answer in answers for one in answer.done]
    refused = [one.pk for answer in answers for one, _why in answer.refused]
    assert sorted(done) == sorted(refused) == sorted(one.pk for one in pledges)
    states = Pledge.objects.filter(pk__in=done).values_list("state", flat=True)
    assert set(states) == {PledgeState.ACCEPTED}
    assert journal.verify() == []
