"""One view for all transitions: what it asks, does, refuses and keeps."""

import pytest
from django.test import Client

from core import journal
from core.views import action_buttons
from core.workflow import run
from emulation.enums import PhaseKind
from emulation.models import Pledge
from tests import steps


@pytest.fixture
def pledge(world):
    return steps.fill_pledge(world)


@pytest.fixture
def leader(world):
    return world.user("leader", "plain")


def browser(user):
    client = Client()
    client.force_login(user)
    return client


def url(pledge, action):
    return pledge.get_action_url(action)


def said(response):
    return [str(message) for message in response.context["messages"]]


def state_of(pledge):
    return Pledge.objects.get(pk=pledge.pk).state


def test_asking_changes_nothing(pledge, clerk):
    response = browser(clerk).get(url(pledge, "submit"))
    page = response.content.decode()
    assert response.status_code == 200
    assert "Gửi giao ước" in page
    assert 'name="expected" value="draft"' in page
    assert "Lý do" not in page
    assert state_of(pledge) == "draft"


def test_confirming_acts_and_says_so(pledge, clerk):
    response = browser(clerk).post(
        url(pledge, "submit"), {"expected": "draft"}, follow=True
    )
    assert response.redirect_chain == [(pledge.get_absolute_url(), 302)]
    assert said(response) == ["Đã gửi giao ước."]
    assert state_of(pledge) == "submitted"


def test_submitting_twice_says_that_it_is_done(pledge, clerk):
    client = browser(clerk)
    client.post(url(pledge, "submit"), {"expected": "draft"})
    again = client.post(url(pledge, "submit"), {"expected": "draft"}, follow=True)
    assert said(again)[-1].startswith("Người khác vừa xử lý: hiện ở trạng thái")
    assert journal.entries_of(pledge).filter(verb="submit").count() == 1
    asked = client.get(url(pledge, "submit"), follow=True)
    assert "Không làm được lúc này" in said(asked)[-1]


def test_what_guards_say_stands_on_the_page(pledge, world, clerk):
    phase = world.year.phases.get(kind=PhaseKind.REGISTER)
    run(phase, "close", actor=world.secretary)
    client = browser(clerk)
    for response, status in (
        (client.get(url(pledge, "submit")), 200),
        (client.post(url(pledge, "submit"), {"expected": "draft"}), 409),
    ):
        assert response.status_code == status
        assert "Bước “Đăng ký” đã đóng." in response.content.decode()
    assert state_of(pledge) == "draft"


def test_a_reason_is_asked_for_where_the_table_wants_one(pledge, clerk, leader):
    run(pledge, "submit", actor=clerk)
    client = browser(leader)
    assert "Lý do" in client.get(url(pledge, "return")).content.decode()
    refused = client.post(url(pledge, "return"), {"reason": "  "})
    assert refused.status_code == 422
    assert state_of(pledge) == "submitted"
    client.post(url(pledge, "return"), {"reason": "Thiếu căn cứ"})
    assert state_of(pledge) == "returned"
    assert journal.entries_of(pledge).first().reason == "Thiếu căn cứ"


def test_a_reason_is_not_lost_when_somebody_was_faster(pledge, clerk, leader):
    run(run(pledge, "submit", actor=clerk), "approve", actor=leader)
    client = browser(leader)
    response = client.post(
        url(pledge, "return"), {"reason": "Thiếu căn cứ", "expected": "submitted"}
    )
    page = response.content.decode()
    assert response.status_code == 409
    assert "Người khác vừa xử lý" in page
    assert "Thiếu căn cứ</textarea>" in page
    assert 'name="expected" value="approved"' in page


def test_a_reason_is_not_lost_when_something_stands_in_the_way(pledge, clerk, leader):
    run(pledge, "submit", actor=clerk)
    year = type(pledge.year).objects.filter(pk=pledge.year.pk)
    year.update(state="ranked", ranked_at="2025-01-01T00:00+07:00")
    page = browser(leader).post(url(pledge, "return"), {"reason": "Thiếu căn cứ"})
    assert page.status_code == 409
    assert "Thiếu căn cứ</textarea>" in page.content.decode()


def test_who_may_not_is_told_why_and_who_sees_nothing_gets_404(pledge, world, leader):
    for method in ("get", "post"):
        visible = getattr(browser(leader), method)(url(pledge, "submit"))
        assert visible.status_code == 403
        assert "Chỉ chuyên viên thi đua của đơn vị" in visible.content.decode()
        hidden = browser(world.user("clerk", "other"))
        assert getattr(hidden, method)(url(pledge, "submit")).status_code == 404


@pytest.mark.parametrize("action", ["fly", "signed"])
def test_an_unknown_action_is_not_found(pledge, clerk, action):
    assert browser(clerk).get(url(pledge, action)).status_code == 404


def test_buttons_one_primary_and_the_dangerous_apart(pledge, clerk, leader):
    sent = run(pledge, "submit", actor=clerk)
    shown = [
        (one["verb"], one["is_primary"], one["is_danger"], one["allowed"])
        for one in action_buttons(sent, leader)
    ]
    assert shown == [("return", False, True, True), ("approve", True, False, True)]
    assert [one["verb"] for one in action_buttons(sent, clerk)] == ["withdraw"]


def test_a_button_that_is_not_possible_says_why(world, clerk):
    (button,) = action_buttons(world.pledge(), clerk)
    assert (button["allowed"], button["is_primary"]) == (False, False)
    assert button["why"] == "Chưa có chỉ tiêu nào."
    assert button["url"] == world.pledge().get_action_url("submit")
