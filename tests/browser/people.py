"""People at their browsers: what somebody does on a page, in one line each."""

import re

from playwright.sync_api import Page, expect

from awards.management.demo.people import PASSWORD
from emulation.services.signing import CONSENT

SAVED = re.compile("Đã lưu")


class Somebody:
    """One person in a window of their own, signed in."""

    def __init__(self, page: Page, login: str, password: str = PASSWORD):
        self.page = page
        page.goto("/dang-nhap/")
        page.fill("input[name=username]", login)
        page.fill("input[name=password]", password)
        page.locator("form:has(input[name=password])").get_by_role(
            "button"
        ).first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Bàn làm việc")

    def open(self, path: str) -> None:
        self.page.goto(path)

    def follow(self, name: str) -> None:
        """Follow the link of this name in the page's main part."""
        self.page.locator("main").get_by_role("link", name=name).first.click()

    def press(self, name: str) -> None:
        """Press the button of this name in the page's main part."""
        self.page.locator("main").get_by_role("button", name=name).first.click()

    def act(self, action: str, reason: str = "") -> None:
        """Choose an action of the page, give a reason where asked, and confirm."""
        self.follow(action)
        if reason:
            self.page.get_by_label("Lý do").fill(reason)
        self.press(action.rstrip("…"))

    def sees(self, text: str) -> None:
        expect(self.page.locator("main")).to_contain_text(text)

    def sign(self) -> None:
        self.follow("Ký giao ước")
        self.page.get_by_label("Mật khẩu").fill(PASSWORD)
        self.page.locator("input[name=consent]").fill(CONSENT)
        self.press("Ký giao ước")

    def type_into(self, field, text: str) -> None:
        """Type into a cell, leave it, and wait until the page says that it is saved."""
        if field.input_value() == text:
            return
        with self.page.expect_response(lambda one: one.request.method == "POST") as got:
            field.fill(text)
            field.press("Tab")
        assert got.value.status == 200, got.value.text()
        expect(self.page.locator("[data-save-status]").first).to_have_text(SAVED)
