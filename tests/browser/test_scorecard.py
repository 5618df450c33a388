"""A scorecard in a browser: by keyboard alone, two checkers at once, offline."""

import pytest
from playwright.sync_api import expect

from emulation.models import CheckLine, Scorecard
from tests.browser.people import SAVED, Somebody
from tests.builders import PASSWORD
from tests.emulation.checking import checker, checks_on, waiting
from tests.emulation.scorecards import line_of
from tests.steps import approve_report, sign_pledge

pytestmark = pytest.mark.django_db(transaction=True)


def status(somebody):
    return somebody.page.locator("[data-save-status]").first


def at(window, user, path):
    """Return somebody who has this page open."""
    somebody = Somebody(window, user.login, PASSWORD)
    somebody.open(path)
    return somebody


def own(somebody, card, code):
    """Return the cell of the unit's points."""
    line = line_of(card, code)
    return somebody.page.locator(f"[name=row-{line.pk}-self_points]")


def given(somebody, check, code):
    """Return the cell of a checker's points."""
    line = CheckLine.objects.get(check_of=check, line__criterion__code=code)
    return somebody.page.locator(f"[name=row-{line.pk}-points]")


def points_of(check, code):
    return CheckLine.objects.get(check_of=check, line__criterion__code=code).points


@pytest.fixture
def card(built) -> Scorecard:
    """A blank card whose unit has its results approved."""
    sign_pledge(built)
    approve_report(built)
    return built.card()


def test_a_card_is_scored_and_sent_by_keyboard_alone(built, card, open_window):
    clerk = at(open_window(), built.user("clerk", "plain"), card.get_absolute_url())
    keys = clerk.page.keyboard
    own(clerk, card, "I.1").focus()
    keys.type("58")
    keys.press("Enter")
    expect(own(clerk, card, "I.2")).to_be_focused()
    keys.type("39")
    keys.press("Tab")
    expect(status(clerk)).to_have_text(SAVED)
    own(clerk, card, "IV").focus()
    keys.type("K")  # the answer "Không"
    keys.press("Tab")
    expect(clerk.page.locator("[data-total=self-missing]").first).to_have_text("0")
    expect(status(clerk)).to_have_text(SAVED)
    clerk.open(card.get_action_url("submit"))
    clerk.page.locator("main form button[type=submit]").first.focus()
    with clerk.page.expect_navigation():
        keys.press("Enter")
    sent = Scorecard.objects.get(pk=card.pk)
    assert (sent.state, sent.self_total) == ("self_scored", 97)


def test_two_checkers_type_at_once_and_do_not_see_each_other(built, open_window):
    card = waiting(built)
    checks = checks_on(card)
    people = [
        at(open_window(), checker(built, check), check.get_absolute_url())
        for check in checks
    ]
    for person, check, points in zip(people, checks, ("41", "52"), strict=True):
        person.type_into(given(person, check, "I.1"), points)
    assert [points_of(check, "I.1") for check in checks] == [41, 52]
    for person, check, other in zip(people, checks, ("52", "41"), strict=True):
        person.open(check.get_absolute_url())
        table = person.page.locator("main table").first.inner_text()
        assert other not in table
    first, second = people
    assert first.page.goto(checks[1].get_absolute_url()).status == 404
    assert second.page.goto(checks[0].get_absolute_url()).status == 404


def test_points_typed_offline_are_saved_when_the_line_is_back(built, card, open_window):
    clerk = at(open_window(), built.user("clerk", "plain"), card.get_absolute_url())
    clerk.page.context.set_offline(True)
    for code, points in (("I.1", "55"), ("I.2", "38")):
        own(clerk, card, code).fill(points)
        own(clerk, card, code).press("Tab")
    expect(status(clerk)).to_have_text("Mất kết nối: 2 ô đang giữ trên máy này")
    assert line_of(card, "I.1").self_points is None
    clerk.page.context.set_offline(False)
    expect(status(clerk)).to_contain_text("Đã lưu lúc")
    assert line_of(card, "I.1").self_points == 55
    assert line_of(card, "I.2").self_points == 38
