"""Two people and one amendment: one begins, one decides, the other is told."""

import threading

import pytest
from django.db import IntegrityError, transaction

from core import journal
from core.workflow import BlockedError, NotNowError, run
from emulation.enums import AmendmentState, Period, ReportState
from emulation.models import Amendment, Pledge, Report
from tests import steps
from tests.emulation import amending

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def pledge(world) -> Pledge:
    """A signed pledge; everybody has an account before the threads begin."""
    for role in ("clerk", "leader", "deputy_leader"):
        world.user(role, "plain")
    return steps.sign_pledge(world)


@pytest.fixture
def signed(world, pledge) -> Amendment:
    amendment = amending.start(world, pledge)
    cases = pledge.targets.get(content="Giải quyết vụ việc")
    amending.change(world, amendment, cases, value=10)
    amending.add(world, amendment, "Đơn thư quá hạn", comparator="le", value=0)
    return amending.signed(world, amendment)


def unlocked_start(pledge, both_have_read):
    """Begin as one would who trusts what was read."""
    number = pledge.amendments.count() + 1
    both_have_read.wait()
    return Amendment.objects.create(pledge=pledge, number=number)


def test_without_the_lock_the_second_meets_the_constraint(pledge, together):
    meet = threading.Barrier(2, timeout=10)
    answers = together(2, lambda _number: unlocked_start(pledge, meet))
    assert sorted(isinstance(one, IntegrityError) for one in answers) == [False, True]


def test_of_two_who_begin_one_is_told(world, pledge, together):
    answers = together(2, lambda _number: amending.start(world, pledge))
    (told,) = [one for one in answers if not isinstance(one, Amendment)]
    assert isinstance(told, BlockedError)
    assert told.sentences == ["Điều chỉnh lần 1 chưa xong."]
    assert pledge.amendments.count() == 1


def test_an_amendment_is_adopted_once(world, pledge, signed, together):
    answers = together(2, lambda _number: amending.adopt(world, signed).state)
    assert [isinstance(one, NotNowError) for one in answers].count(True) == 1
    assert AmendmentState.ADOPTED in answers
    assert pledge.versions.count() == 2
    assert pledge.targets.filter(content="Đơn thư quá hạn").count() == 1
    assert journal.verify() == []


def test_a_line_typed_while_it_is_submitted_waits_and_is_refused(
    world, pledge, alone, until_somebody_waits
):
    amendment = amending.start(world, pledge)
    cases = pledge.targets.get(content="Giải quyết vụ việc")
    rate = pledge.targets.get(content="Xử lý đúng hạn")
    amending.change(world, amendment, cases, value=10)
    with transaction.atomic():
        run(amendment, "submit", actor=world.user("clerk", "plain"))
        late = alone(lambda: amending.drop(world, amendment, rate))
        until_somebody_waits()
    assert isinstance(late.result(10), BlockedError)
    assert amendment.lines.count() == 1


def test_a_report_approved_meanwhile_keeps_what_it_was_held_against(
    world, signed, alone, until_somebody_waits
):
    report = steps.fill_report(world, period=Period.HALF_YEAR)
    run(report, "submit", actor=world.user("clerk", "plain"))
    with transaction.atomic():
        run(report, "approve", actor=world.user("leader", "plain"))
        adopting = alone(lambda: amending.adopt(world, signed).state)
        until_somebody_waits()
    assert adopting.result(10) == AmendmentState.ADOPTED
    report = Report.objects.get(pk=report.pk)
    assert report.state == ReportState.APPROVED
    assert [row.value for row in report.results.all()] == [12, 95]


def test_a_report_amended_meanwhile_is_not_approved_with_a_row_blank(
    world, signed, alone, until_somebody_waits
):
    report = steps.fill_report(world, period=Period.HALF_YEAR)
    run(report, "submit", actor=world.user("clerk", "plain"))
    leader = world.user("leader", "plain")
    with transaction.atomic():
        amending.adopt(world, signed)
        approving = alone(lambda: run(report, "approve", actor=leader).state)
        until_somebody_waits()
    refused = approving.result(10)
    assert isinstance(refused, BlockedError)
    assert refused.sentences == ["Dòng 3: chưa nhập kết quả."]
