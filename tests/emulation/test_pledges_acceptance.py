"""Accepting pledges: in whose hands, with and without the leader's step, many at once."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from core.access import check
from core.workflow import BlockedError, available, run
from emulation.enums import PledgeState
from emulation.models import Pledge
from emulation.rules import handles_case
from emulation.selectors.route import handler_of_cases, to_accept, waits_for
from emulation.services.acceptance import accept_several
from emulation.workflow import PLEDGE
from emulation.workflow.pledges import worded
from tests.builders import MEMBERS, World
from tests.steps import accept_pledge, fill_pledge

pytestmark = pytest.mark.django_db


def browser_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def secretary(built) -> Client:
    return browser_of(built.secretary)


def send(built: World, unit: str = "plain") -> Pledge:
    return run(fill_pledge(built, unit), "submit", actor=built.user("clerk", unit))


def approve(built: World, unit: str = "plain") -> Pledge:
    return run(send(built, unit), "approve", actor=built.user("leader", unit))


def drop_the_leaders_step(built: World) -> None:
    built.year.leader_approves = False
    built.year.save()


def buttons(pledge: Pledge, user) -> list[str]:
    return [one.name for one in available(pledge, user) if one.allowed]


# ----- whom it waits for


def test_each_state_says_whom_it_waits_for(built):
    year, clerk = built.year, built.user("clerk", "plain")
    pledge = built.pledge()
    assert waits_for(pledge, year) == "Đang soạn"
    pledge = send(built)
    assert waits_for(pledge, year) == "Chờ thủ trưởng duyệt"
    assert pledge.get_state_display() == "Đã gửi, chờ thủ trưởng duyệt"
    pledge = run(pledge, "approve", actor=built.user("leader", "plain"))
    assert waits_for(pledge, year) == "Chờ Thường trực khối tiếp nhận"
    pledge = run(pledge, "accept", actor=built.secretary)
    assert waits_for(pledge, year) == "Chờ ký"
    pledge = run(pledge, "return", actor=built.secretary, reason="Thiếu căn cứ")
    assert waits_for(pledge, year) == "Trả lại, đang sửa"
    assert pledge.accepted_at is None
    assert buttons(pledge, clerk) == ["submit"]


def test_without_the_leaders_step_the_secretariat_takes_it_at_once(built):
    drop_the_leaders_step(built)
    pledge, leader = send(built), built.user("leader", "plain")
    assert waits_for(pledge, built.year) == "Chờ Thường trực khối tiếp nhận"
    assert pledge.get_state_display() == "Đã gửi, chờ tiếp nhận"
    assert buttons(pledge, leader) == ["return"]
    refused = check(leader, "emulation.approve_pledge", pledge)
    assert "ở khối có bước thủ trưởng duyệt" in refused.why
    accepted = run(pledge, "accept", actor=built.secretary)
    assert (accepted.approved_at, accepted.accepted_by) == (None, built.secretary)


def test_with_it_the_secretariat_waits_for_the_leader(built):
    pledge = send(built)
    with pytest.raises(BlockedError, match="Thủ trưởng đơn vị chưa duyệt giao ước"):
        run(pledge, "accept", actor=built.secretary)


def test_the_consequence_names_who_is_next(built):
    submit, pledge = PLEDGE.transition("submit"), built.pledge()
    assert "chuyển thủ trưởng đơn vị duyệt" in worded(submit, pledge).consequence
    pledge.year.leader_approves = False
    told = worded(submit, pledge).consequence
    assert "chuyển thẳng Thường trực khối tiếp nhận" in told
    approve = PLEDGE.transition("approve")
    assert worded(approve, pledge) is approve


def test_the_page_of_sending_names_who_is_next(built):
    clerk = browser_of(built.user("clerk", "plain"))
    url = fill_pledge(built).get_action_url("submit")
    assert "chuyển thủ trưởng đơn vị duyệt" in clerk.get(url).content.decode()
    drop_the_leaders_step(built)
    assert "chuyển thẳng Thường trực khối" in clerk.get(url).content.decode()


# ----- back to the clerk


def test_the_clerk_takes_a_sent_pledge_back_until_it_is_approved(built):
    clerk = built.user("clerk", "plain")
    draft = run(send(built), "withdraw", actor=clerk)
    assert (draft.state, draft.submitted_at) == (PledgeState.DRAFT, None)
    run(draft, "submit", actor=clerk)
    approved = run(draft, "approve", actor=built.user("leader", "plain"))
    assert buttons(approved, clerk) == []


@pytest.mark.parametrize("role", ["leader.plain", "secretary.head"])
def test_leader_and_secretariat_return_it_until_it_is_signed(built, role):
    user = built.user(*role.split("."))
    for to_state in (send, approve):
        pledge = run(to_state(built), "return", actor=user, reason="Ghi căn cứ")
        assert pledge.state == PledgeState.RETURNED
        pledge.targets.all().delete()
    accepted = accept_pledge(built, fill_pledge(built))
    returned = run(accepted, "return", actor=user, reason="Ghi căn cứ")
    stamps = (returned.submitted_at, returned.approved_at, returned.accepted_at)
    assert stamps == (None, None, None)


def test_the_heads_own_pledge_is_not_returned_by_its_secretariat(built):
    pledge = approve(built, "head")
    with pytest.raises(PermissionDenied, match="không phải của chính mình"):
        run(pledge, "return", actor=built.secretary, reason="Thử")
    returned = run(
        pledge, "return", actor=built.user("secretary", "deputy"), reason="Thử"
    )
    assert returned.state == PledgeState.RETURNED


# ----- who takes it


def test_a_list_knows_whose_cases_are_handled_as_the_rule_does(built):
    year = built.year
    pledges = [built.pledge(unit) for unit in MEMBERS]
    for login, user in built.staff().items():
        handles = handler_of_cases(user, year)
        for pledge in pledges:
            told = handles(pledge.participation.responsible_unit_id)
            assert told == handles_case(user, pledge), (login, pledge)


def test_what_waits_for_whom_in_the_list(built):
    plain, own, _sent = approve(built), approve(built, "head"), send(built, "other")
    listed = Pledge.objects.filter(participation__year=built.year)
    assert to_accept(listed, built.year, built.secretary) == {plain.pk}
    deputy = built.user("secretary", "deputy")
    assert to_accept(listed, built.year, deputy) == {own.pk}
    assert to_accept(listed, built.year, built.board) == {own.pk}
    assert to_accept(listed, built.year, built.user("leader", "plain")) == set()


# ----- several at once


def test_each_is_accepted_by_itself_and_the_refused_are_named(built):
    good, own = approve(built), approve(built, "head")
    early, gone = send(built, "other"), built.pledge("deputy")
    outcome = accept_several([own, early, good, gone], actor=built.secretary)
    assert [one.pk for one in outcome.done] == [good.pk]
    refused = {one.pk: " ".join(sentences) for one, sentences in outcome.refused}
    assert set(refused) == {own.pk, early.pk, gone.pk}
    assert "chính cơ quan Trưởng khối" in refused[own.pk]
    assert refused[early.pk] == "Thủ trưởng đơn vị chưa duyệt giao ước."
    assert "Người khác vừa xử lý" in refused[gone.pk]
    states = dict(Pledge.objects.values_list("pk", "state"))
    assert states[good.pk] == "accepted"
    assert states[early.pk] == "submitted"


def address(built: World, name: str = "pledges-accept") -> str:
    return reverse(name, args=[built.bloc.code, built.year.year])


def said(answer) -> list[str]:
    return [str(one) for one in answer.context["messages"]]


def test_the_list_accepts_what_is_ticked(built, secretary):
    first, second = approve(built), approve(built, "other")
    page = secretary.get(address(built, "pledges")).content.decode()
    for pledge in (first, second):
        assert f'name="pledge" value="{pledge.pk}">' in page
    chosen = secretary.get(address(built, "pledges") + "?chon=tat-ca").content.decode()
    assert chosen.count(" checked>") == 2
    answer = secretary.post(
        address(built), {"pledge": [first.pk, second.pk]}, follow=True
    )
    assert said(answer) == [
        "Đã tiếp nhận giao ước của 2 đơn vị: Ban Nội chính Tỉnh ủy; Văn phòng Tỉnh ủy."
    ]
    assert "Tiếp nhận giao ước đã chọn" not in answer.content.decode()


def test_what_was_refused_is_said_by_name(built, secretary):
    good, early = approve(built), send(built, "other")
    answer = secretary.post(
        address(built), {"pledge": [good.pk, early.pk]}, follow=True
    )
    assert said(answer) == [
        "Đã tiếp nhận giao ước của 1 đơn vị: Ban Nội chính Tỉnh ủy.",
        "Văn phòng Tỉnh ủy: Thủ trưởng đơn vị chưa duyệt giao ước.",
    ]


@pytest.mark.parametrize("sent", [{}, {"pledge": ["x", "0"]}])
def test_nothing_ticked_is_said(built, secretary, sent):
    answer = secretary.post(address(built), sent, follow=True)
    assert said(answer) == ["Chưa chọn giao ước nào để tiếp nhận."]
    assert secretary.get(address(built)).url == address(built, "pledges")


def test_others_have_no_boxes_and_are_refused(built):
    pledge = approve(built)
    clerk = browser_of(built.user("clerk", "plain"))
    assert "checkbox" not in clerk.get(address(built, "pledges")).content.decode()
    assert clerk.post(address(built), {"pledge": [pledge.pk]}).status_code == 403
    assert Pledge.objects.get(pk=pledge.pk).state == PledgeState.APPROVED


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number(
    built, secretary, count, django_assert_num_queries
):
    for unit in list(MEMBERS)[:count]:
        approve(built, unit)
    with django_assert_num_queries(14):
        secretary.get(address(built, "pledges"))
