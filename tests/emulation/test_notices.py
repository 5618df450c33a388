"""A reason reaches who has to act on it, and a pledge its leaders; nobody else."""

import pytest
from django.core import mail
from django_tasks_db.models import DBTaskResult

from core.workflow import Machine, run
from emulation.models import EmulationYear
from tests import steps
from tests.emulation import amending
from units import services
from units.models import Appointment, User

pytestmark = pytest.mark.django_db

REASON = "Chỉ tiêu “Xử lý đúng hạn” phải có nguồn số liệu."


@pytest.fixture
def built(shared_world):
    return shared_world


@pytest.fixture
def staff(built):
    """Everybody of the bloc has an address: the login at example.vn."""
    for login, user in built.staff().items():
        user.email = f"{login}@example.vn"
        user.save()
    return built


@pytest.fixture
def told(django_capture_on_commit_callbacks):
    """Run a transition, let the mails go out, and return who got one."""

    def act(paper, name, *, actor, **data):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            run(type(paper).objects.get(pk=paper.pk), name, actor=actor, **data)
        for one in DBTaskResult.objects.all():
            one.task.call(*one.args_kwargs["args"])
        DBTaskResult.objects.all().delete()
        return sorted(one.to[0].removesuffix("@example.vn") for one in mail.outbox)

    return act


def test_a_submitted_pledge_is_told_to_the_leaders_of_the_unit(staff, told):
    pledge, clerk = steps.fill_pledge(staff), staff.user("clerk", "plain")
    assert told(pledge, "submit", actor=clerk) == [
        "deputy_leader.plain",
        "leader.plain",
    ]
    assert "Việc cần làm: Đọc giao ước, rồi duyệt hoặc trả lại" in mail.outbox[0].body
    assert f"Mở tại: http://127.0.0.1:8000/giao-uoc/{pledge.pk}/" in mail.outbox[0].body


def test_where_leaders_are_not_asked_they_are_not_told(staff, told):
    EmulationYear.objects.update(leader_approves=False)
    pledge, clerk = steps.fill_pledge(staff), staff.user("clerk", "plain")
    assert told(pledge, "submit", actor=clerk) == []


def test_the_reason_for_a_returned_pledge_reaches_the_clerk(staff, told):
    pledge = steps.fill_pledge(staff)
    run(pledge, "submit", actor=staff.user("clerk", "plain"))
    leader = staff.user("leader", "plain")
    assert told(pledge, "return", actor=leader, reason=REASON) == ["clerk.plain"]
    (sent,) = mail.outbox
    assert sent.subject == f"Trả lại giao ước: {pledge}"
    assert "leader plain (Thủ trưởng, Ban Nội chính Tỉnh ủy) đã trả lại" in sent.body
    assert f"Lý do:\n{REASON}\n" in sent.body
    assert "Việc cần làm: Sửa theo lý do trên rồi gửi lại." in sent.body


def test_the_secretariat_returns_a_pledge_to_the_clerk_of_its_unit(staff, told):
    pledge = steps.fill_pledge(staff)
    run(pledge, "submit", actor=staff.user("clerk", "plain"))
    run(pledge, "approve", actor=staff.user("leader", "plain"))
    got = told(pledge, "return", actor=staff.secretary, reason=REASON)
    assert got == ["clerk.plain"]


def test_a_returned_report_is_told_to_the_clerk(staff, told):
    steps.sign_pledge(staff)
    report = steps.approve_report(staff)
    leader = staff.user("leader", "plain")
    assert told(report, "return", actor=leader, reason=REASON) == ["clerk.plain"]


def test_a_returned_scorecard_is_told_to_the_leader_who_sent_it_too(staff, told):
    steps.sign_pledge(staff)
    steps.approve_report(staff)
    card = steps.self_score(staff)
    secretary = staff.secretary
    run(card, "submit", actor=staff.user("clerk", "plain"))
    assert told(card, "return", actor=secretary, reason=REASON) == ["clerk.plain"]
    run(card, "submit", actor=staff.user("leader", "plain"))
    got = told(card, "return", actor=secretary, reason=REASON)
    assert got == ["clerk.plain", "leader.plain"]


def test_an_amendment_that_was_refused_is_told_with_its_reason(staff, told):
    pledge = steps.sign_pledge(staff)
    amendment = amending.start(staff, pledge)
    amending.change(staff, amendment, pledge.targets.first(), value=10)
    amending.signed(staff, amendment)
    secretary = staff.secretary
    got = told(amendment, "refuse", actor=secretary, reason=REASON)
    assert got == ["clerk.plain"]
    assert f"Lý do:\n{REASON}\n" in mail.outbox[0].body
    assert f"/dieu-chinh/{amendment.pk}/" in mail.outbox[0].body
    assert "Giao ước giữ nguyên như đã ký" in mail.outbox[0].body


def test_who_has_left_the_unit_is_not_told(staff, told):
    clerk = staff.user("clerk", "plain")
    pledge = steps.fill_pledge(staff)
    run(pledge, "submit", actor=clerk)
    leave(clerk)
    leader = staff.user("leader", "plain")
    assert told(pledge, "return", actor=leader, reason=REASON) == []


def leave(user):
    Appointment.objects.filter(person=user.person).update(valid_to="2021-01-01")


def test_a_closed_account_is_not_told(staff, told):
    pledge, clerk = steps.fill_pledge(staff), staff.user("clerk", "plain")
    run(pledge, "submit", actor=clerk)
    administrator = User.objects.get(login="administrator.board")
    services.let_sign_in(clerk, active=False, actor=administrator, reason="Nghỉ")
    leader = staff.user("leader", "plain")
    assert told(pledge, "return", actor=leader, reason=REASON) == []


def test_who_is_told_of_what_is_listed_here_and_no_vote_is_among_it():
    tellers = {
        one.name: sorted(one.tellers)
        for one in Machine.by_model.values()
        if one.tellers
    }
    assert tellers == {
        "amendment": ["refuse", "return"],
        "pledge": ["return", "submit"],
        "report": ["return"],
        "scorecard": ["close_checks", "explain", "return"],
        "sheet": ["freeze"],
    }
