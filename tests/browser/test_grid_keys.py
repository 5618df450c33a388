"""Moving through a grid by keyboard: to the side, down, in cells of several lines."""

import pytest
from playwright.sync_api import expect

from tests.browser.grids import cell, value_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def rows(pledge):
    return list(pledge.targets.order_by("position"))


def put_caret(field, place):
    field.evaluate(
        "(field, place) => { field.focus(); field.setSelectionRange(place, place); }",
        place,
    )


def test_left_and_right_leave_a_field_at_its_ends(clerk, rows):
    first = rows[0]
    value, base = value_of(clerk, first), cell(clerk, first, "base")
    value.fill("120")
    put_caret(value, 1)
    value.press("ArrowRight")
    value.press("ArrowRight")
    expect(value).to_be_focused()
    value.press("ArrowRight")
    expect(base).to_be_focused()
    base.press("ArrowLeft")
    expect(value).to_be_focused()
    put_caret(value, 0)
    value.press("ArrowLeft")
    expect(cell(clerk, first, "comparator")).to_be_focused()


def test_the_first_field_of_a_row_is_not_left_to_the_left(clerk, rows):
    content = cell(clerk, rows[1], "content")
    put_caret(content, 0)
    content.press("ArrowLeft")
    expect(content).to_be_focused()


def test_up_and_down_change_the_row(clerk, rows):
    value_of(clerk, rows[0]).press("ArrowDown")
    expect(value_of(clerk, rows[1])).to_be_focused()
    value_of(clerk, rows[1]).press("ArrowUp")
    expect(value_of(clerk, rows[0])).to_be_focused()
    end = len("Vụ việc được xử lý")
    content = cell(clerk, rows[0], "content")
    put_caret(content, 3)
    content.press("ArrowUp")
    expect(content).to_be_focused()
    put_caret(content, end)
    content.press("ArrowDown")
    expect(cell(clerk, rows[1], "content")).to_be_focused()


def test_enter_in_a_cell_of_the_table_goes_down(clerk, rows):
    first, second = (cell(clerk, one, "content") for one in rows)
    with clerk.page.expect_response(lambda one: one.request.method == "POST"):
        first.fill("Vụ án")
        first.press("Enter")
    expect(second).to_be_focused()
    second.press("Shift+Enter")
    expect(first).to_be_focused()
    rows[0].refresh_from_db()
    assert rows[0].content == "Vụ án"


def test_alt_enter_begins_a_line(clerk, rows):
    content = cell(clerk, rows[0], "content")
    content.fill("Một")
    content.press("Alt+Enter")
    content.press_sequentially("hai")
    expect(content).to_have_value("Một\nhai")
    expect(content).to_be_focused()


def test_enter_in_a_text_begins_a_line_and_ctrl_enter_saves_it(pledge, clerk):
    contents = clerk.page.locator(f"[name=row-{pledge.pk}-contents]")
    contents.press_sequentially("Một")
    contents.press("Enter")
    contents.press_sequentially("Hai")
    expect(contents).to_have_value("Một\nHai")
    with clerk.page.expect_response(lambda one: one.request.method == "POST"):
        contents.press("Control+Enter")
    pledge.refresh_from_db()
    assert pledge.contents == "Một\nHai"


def test_tab_goes_through_the_fields_of_a_row(clerk, rows):
    names = ("content", "kind", "unit_of_measure", "comparator", "value", "base")
    cell(clerk, rows[0], names[0]).focus()
    for name in names[1:]:
        clerk.page.keyboard.press("Tab")
        expect(cell(clerk, rows[0], name)).to_be_focused()
