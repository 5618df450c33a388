"""Who may: answers with their reasons and roles, and views that must declare."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, override_settings

from core import access
from core.checks import check_view_permissions, named_patterns, permission_of

TRIAL = override_settings(ROOT_URLCONF="tests.core.urls")


def test_an_unknown_permission_is_an_error_of_the_programmer(world):
    with pytest.raises(LookupError, match=r"'units\.fly'"):
        access.check(world.secretary, "units.fly")
    with pytest.raises(LookupError):
        access.check(None, "units.fly")


@pytest.mark.parametrize("user", [None, AnonymousUser()])
def test_nobody_may_anything(user):
    answer = access.check(user, "units.view_unit")
    assert answer == access.Answer(allowed=False, why="Bạn chưa đăng nhập.")


def test_a_closed_account_may_nothing(world):
    officer = world.user("board_officer", "board")
    assert access.check(officer, "units.keep_blocs").allowed
    officer.is_active = False
    answer = access.check(officer, "units.keep_blocs")
    assert (answer.allowed, answer.why) == (False, "Bạn chưa đăng nhập.")


def test_a_refusal_says_why_and_leaves_no_role(world, clerk):
    assert access.check(clerk, "emulation.edit_pledge", world.pledge()).allowed
    answer = access.check(clerk, "units.keep_blocs")
    assert not answer.allowed
    assert answer.why == "Chỉ Ban Thi đua – Khen thưởng lập khối và thành viên."
    assert access.capacity_of(clerk) == access.Capacity()


def test_the_answer_carries_the_appointment_that_let_through(world):
    deputy = world.user("deputy_leader", "plain")
    answer = access.check(deputy, "emulation.approve_pledge", world.pledge())
    assert answer.capacity == access.Capacity(
        "Phó thủ trưởng, Ban Nội chính Tỉnh ủy", deputy.appointments[0].pk
    )
    assert access.capacity_of(deputy) == answer.capacity


def test_a_person_with_two_roles_acts_in_the_one_that_counts(world):
    clerk = world.user("clerk", "plain")
    world.appoint("leader", "plain")
    leader = world.user("leader", "plain").appointments[0]
    leader.pk, leader.person = None, clerk.person
    leader.save()
    both = world.user("clerk", "plain")
    answers = [
        access.check(both, f"emulation.{verb}_pledge", world.pledge())
        for verb in ("submit", "approve")
    ]
    assert [answer.capacity.text.partition(",")[0] for answer in answers] == [
        "Chuyên viên thi đua",
        "Thủ trưởng",
    ]


def test_the_system_acts_in_no_role():
    assert access.capacity_of(None) == access.Capacity()


@TRIAL
def test_a_view_without_a_known_permission_is_found():
    found = {error.msg: error.id for error in check_view_permissions()}
    assert found == {
        "URL 'trial-bare' declares no known permission.": "core.E001",
        "URL 'trial-unknown' declares no known permission.": "core.E001",
        "URL 'thu/khong-ten/' declares no known permission.": "core.E001",
    }


def test_every_view_of_the_project_declares():
    assert check_view_permissions() == []
    declared = {name: permission_of(pattern) for name, pattern in named_patterns()}
    assert declared["job"] == access.SIGNED_IN
    assert len(declared) > 20


@TRIAL
def test_outcomes_for_people_and_visitors(world):
    officer, outsider, visitor = Client(), Client(), Client()
    officer.force_login(world.user("board_officer", "board"))
    outsider.force_login(world.user("clerk", "outside"))
    assert officer.get("/thu/so/").content == "mở".encode()
    refused = outsider.get("/thu/so/")
    assert refused.status_code == 403
    assert "Chỉ Ban Thi đua – Khen thưởng lập khối" in refused.content.decode()
    assert visitor.get("/thu/so/").url == "/dang-nhap/?next=/thu/so/"
    assert visitor.get("/thu/mo/").content == "ai cũng xem".encode()
