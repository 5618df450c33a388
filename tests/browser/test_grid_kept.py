"""A lost connection: what is typed stays on the computer until it has been saved."""

import contextlib

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Error, expect

from core.workflow import run
from emulation.models import Target
from emulation.services.pledges import add_target
from tests.browser.grids import cell, seat, value_of

pytestmark = pytest.mark.django_db(transaction=True)

KEPT = "() => Object.keys(localStorage).filter(key => key.startsWith('giao-uoc:'))"


@pytest.fixture
def user(built):
    return built.user("clerk", "plain")


@pytest.fixture
def targets(pledge, user):
    """Return the three targets of the draft."""
    add_target(Target(pledge=pledge, content="Đoàn kiểm tra", value=5), actor=user)
    return list(pledge.targets.order_by("position"))


@pytest.fixture
def clerk(pledge, targets, open_window):
    """Return the clerk at the page with the three rows."""
    return seat(open_window(), pledge)


def status(somebody):
    return somebody.page.locator("[data-save-status]").first


def type_offline(somebody, target, text):
    field = value_of(somebody, target)
    field.fill(text)
    field.press("Tab")


def values(targets):
    return [Target.objects.get(pk=one.pk).value for one in targets]


def crash(page):
    """End the page's process: nothing in it runs any more, no farewell is said."""
    with page.expect_event("crash"), contextlib.suppress(Error):
        page.goto("chrome://crash", wait_until="commit", timeout=3000)
    page.close()


def visit_again(somebody, pledge):
    """Let the page crash, and open it again in the same browser."""
    context = somebody.page.context
    crash(somebody.page)
    context.set_offline(False)
    somebody.page = context.new_page()
    somebody.open(pledge.get_absolute_url())


def test_autosave_goes_on_after_a_lost_connection(clerk, targets):
    clerk.page.context.set_offline(True)
    for target, text in zip(targets, ("11", "12", "13"), strict=True):
        type_offline(clerk, target, text)
    expect(status(clerk)).to_have_text("Mất kết nối: 3 ô đang giữ trên máy này")
    assert values(targets) == [5, 5, 5]

    clerk.page.context.set_offline(False)
    expect(status(clerk)).to_contain_text("Đã lưu lúc")
    assert values(targets) == [11, 12, 13]
    assert clerk.page.evaluate(KEPT) == []


def test_what_was_not_saved_is_offered_at_the_next_visit(pledge, clerk, targets):
    clerk.page.context.set_offline(True)
    type_offline(clerk, targets[0], "11")
    type_offline(clerk, targets[1], "12")
    value_of(clerk, targets[2]).fill("13")  # the cell has not been left
    clerk.page.wait_for_timeout(500)
    visit_again(clerk, pledge)

    clerk.sees("Trên máy này còn 3 ô chưa lưu lúc")
    expect(value_of(clerk, targets[0])).to_have_value("5")
    with clerk.page.expect_response(lambda one: one.request.method == "POST"):
        clerk.press("Khôi phục")
    expect(status(clerk)).to_contain_text("Đã lưu lúc")
    assert values(targets) == [11, 12, 13]
    assert clerk.page.evaluate(KEPT) == []
    clerk.open(pledge.get_absolute_url())
    assert "Trên máy này còn" not in clerk.page.locator("main").inner_text()


def test_what_is_dropped_is_not_offered_again(pledge, clerk, targets):
    clerk.page.context.set_offline(True)
    type_offline(clerk, targets[0], "11")
    clerk.page.wait_for_timeout(500)
    visit_again(clerk, pledge)
    clerk.press("Bỏ")

    assert clerk.page.evaluate(KEPT) == []
    expect(value_of(clerk, targets[0])).to_have_value("5")


def test_a_row_that_changed_meanwhile_shows_both_values(pledge, clerk, targets):
    clerk.page.context.set_offline(True)
    type_offline(clerk, targets[0], "11")
    clerk.page.wait_for_timeout(500)
    Target.objects.filter(pk=targets[0].pk).update(value=8, note="mới", version=2)
    visit_again(clerk, pledge)
    with clerk.page.expect_response(lambda one: one.status == 409):
        clerk.press("Khôi phục")

    clerk.sees("Của tôi: 11")
    clerk.sees("Mới: 8")
    with clerk.page.expect_response(lambda one: one.status == 200):
        clerk.press("Giữ số của tôi")
    found = Target.objects.get(pk=targets[0].pk)
    assert (found.value, found.note) == (11, "mới")


def test_rows_that_are_gone_can_still_be_copied(pledge, clerk, targets):
    clerk.page.context.set_offline(True)
    type_offline(clerk, targets[0], "11")
    type_offline(clerk, targets[1], "12")
    clerk.page.wait_for_timeout(500)
    targets[1].delete()
    visit_again(clerk, pledge)
    clerk.press("Khôi phục")

    clerk.sees("1 ô không còn chỗ trên trang, chép lại nếu cần: “12” (Giao ước).")
    expect(status(clerk)).to_contain_text("Đã lưu lúc")
    clerk.press("Bỏ")
    assert values(targets[:1]) == [11]
    assert clerk.page.evaluate(KEPT) == []


def test_a_page_that_is_closed_to_writing_shows_what_was_typed(
    pledge, user, clerk, targets
):
    clerk.page.context.set_offline(True)
    type_offline(clerk, targets[0], "11")
    clerk.page.wait_for_timeout(500)
    run(pledge, "submit", actor=user)
    visit_again(clerk, pledge)

    clerk.sees("Trang này không còn cho sửa, chép lại nếu cần: “11” (Giao ước).")


def test_another_account_on_the_same_computer_is_offered_nothing(
    built, pledge, clerk, targets
):
    built.user("leader", "plain")
    clerk.page.context.set_offline(True)
    type_offline(clerk, targets[0], "11")
    clerk.page.wait_for_timeout(500)
    Session.objects.all().delete()
    context = clerk.page.context
    crash(clerk.page)
    context.set_offline(False)
    leader = seat(context.new_page(), pledge, "leader.plain")

    expect(value_of(leader, targets[0])).to_have_value("5")
    assert "Trên máy này còn" not in leader.page.locator("main").inner_text()
    assert len(leader.page.evaluate(KEPT)) == 1


def test_signing_out_leaves_nothing_behind(pledge, clerk, targets):
    page = clerk.page
    page.on("dialog", lambda dialog: dialog.accept())
    with page.expect_response(lambda one: one.status == 422):
        value_of(clerk, targets[0]).fill("năm vụ")
        value_of(clerk, targets[0]).press("Tab")
    page.wait_for_timeout(500)
    assert len(page.evaluate(KEPT)) == 1
    page.locator("summary.user").click()
    page.get_by_role("button", name="Đăng xuất").click()

    page.wait_for_url("**/dang-nhap/**")
    assert page.evaluate(KEPT) == []


def test_a_refused_row_is_kept_too(pledge, clerk, targets):
    with clerk.page.expect_response(lambda one: one.status == 422):
        cell(clerk, targets[0], "value").fill("năm vụ")
        cell(clerk, targets[0], "value").press("Tab")
    clerk.page.wait_for_timeout(500)
    visit_again(clerk, pledge)
    clerk.press("Khôi phục")

    clerk.sees("“năm vụ” không phải là số.")
