"""Typing into a grid: by keyboard, by two people at once, past the end of a session."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from tests.browser.grids import seat, value_of
from tests.builders import PASSWORD


@pytest.mark.django_db(transaction=True)
def test_enter_saves_and_goes_down_and_escape_restores(pledge, clerk):
    first, second = pledge.targets.order_by("position")
    with clerk.page.expect_response(lambda one: one.request.method == "POST"):
        value_of(clerk, first).fill("3.515")
        value_of(clerk, first).press("Enter")

    expect(value_of(clerk, second)).to_be_focused()
    value_of(clerk, second).fill("9")
    value_of(clerk, second).press("Escape")
    expect(value_of(clerk, second)).to_have_value("5")
    first.refresh_from_db()
    assert first.value == 3515


@pytest.mark.django_db(transaction=True)
def test_text_in_a_number_is_answered_in_its_row_and_kept(pledge, clerk):
    target = pledge.targets.order_by("position").first()
    with clerk.page.expect_response(lambda one: one.status == 422):
        value_of(clerk, target).fill("năm vụ")
        value_of(clerk, target).press("Tab")

    clerk.sees("“năm vụ” không phải là số.")
    expect(value_of(clerk, target)).to_have_value("năm vụ")
    target.refresh_from_db()
    assert target.value == 5


@pytest.mark.django_db(transaction=True)
def test_two_people_editing_one_row_see_both_values(pledge, clerk, open_window):
    target = pledge.targets.order_by("position").first()
    other = seat(open_window(), pledge)
    other.type_into(value_of(other, target), "8")
    with clerk.page.expect_response(lambda one: one.status == 409):
        value_of(clerk, target).fill("7")
        value_of(clerk, target).press("Tab")

    clerk.sees("Của tôi: 7")
    clerk.sees("Mới: 8")
    with clerk.page.expect_response(lambda one: one.status == 200):
        clerk.press("Giữ số của tôi")
    target.refresh_from_db()
    assert target.value == 7


@pytest.mark.django_db(transaction=True)
def test_a_row_that_somebody_deleted_is_told_and_stays_to_be_copied(pledge, clerk):
    target = pledge.targets.order_by("position").first()
    pledge.targets.filter(pk=target.pk).delete()
    value_of(clerk, target).fill("7")
    value_of(clerk, target).press("Tab")

    clerk.sees("Dòng này không còn: người khác vừa xóa. Chép lại nội dung nếu cần.")
    clerk.sees("Chưa lưu được 1 dòng")
    expect(value_of(clerk, target)).to_have_value("7")


@pytest.mark.django_db(transaction=True)
def test_a_session_that_ended_is_renewed_in_place(pledge, clerk):
    target = pledge.targets.order_by("position").first()
    Session.objects.all().delete()
    value_of(clerk, target).fill("12")
    value_of(clerk, target).press("Tab")
    dialog = clerk.page.get_by_role("dialog")
    expect(dialog).to_contain_text("Đăng nhập lại")
    dialog.locator("input[name=username]").fill("clerk.plain")
    dialog.locator("input[name=password]").fill(PASSWORD)
    with clerk.page.expect_response(
        lambda one: one.url.endswith(pledge.get_absolute_url()) and one.status == 200
    ):
        dialog.locator("input[name=password]").press("Enter")

    target.refresh_from_db()
    assert target.value == 12


@pytest.mark.django_db(transaction=True)
def test_without_script_a_late_form_comes_back_after_signing_in(pledge, open_window):
    somebody = seat(open_window(java_script_enabled=False), pledge)
    target = pledge.targets.order_by("position").first()
    Session.objects.all().delete()
    value_of(somebody, target).fill("15")
    somebody.press("Lưu bảng")
    somebody.page.fill("input[name=username]", "clerk.plain")
    somebody.page.get_by_label("Mật khẩu").fill(PASSWORD)
    somebody.page.get_by_label("Mật khẩu").press("Enter")
    somebody.page.locator("main form button[type=submit]").first.click()

    somebody.page.wait_for_url("**/giao-uoc/**")
    target.refresh_from_db()
    assert target.value == 15
