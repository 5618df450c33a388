"""Changing the order of rows: by dragging, by keys, by buttons, with their parts."""

import pytest
from playwright.sync_api import expect

from emulation import selectors
from emulation.models import Target
from emulation.services.pledges import add_target, delete_target
from tests.browser.grids import cell, seat, value_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pledge(built):
    """Return a draft of three targets in one section, the first with two parts."""
    found = built.pledge("plain")
    clerk = built.user("clerk", "plain")
    rows = {}
    for name, parent in (("A", ""), ("B", ""), ("C", ""), ("a1", "A"), ("a2", "A")):
        target = Target(pledge=found, content=name, parent=rows.get(parent), value=5)
        rows[name] = add_target(target, actor=clerk)
    return found


def order_of(pledge):
    return "".join(f"{row.content} " for row, _depth in selectors.targets_of(pledge))


def row(pledge, name):
    return pledge.targets.get(content=name)


def handle(somebody, target):
    return somebody.page.locator(f"#dong-{target.pk} [data-grip]")


def shown(somebody):
    """Return numbers and contents of the rows as they stand on the page."""
    return somebody.page.locator("#chi-tieu tr[data-row]").evaluate_all(
        "rows => rows.map(row => row.querySelector('[data-number]').textContent + "
        "row.querySelector('textarea').value).join(' ')"
    )


def moving(somebody):
    return somebody.page.expect_response(lambda one: one.request.method == "POST")


def drag(somebody, target, beyond):
    """Drag a row's handle to the lower edge of another row."""
    mouse = somebody.page.mouse
    start = handle(somebody, target).bounding_box()
    line = somebody.page.locator(f"#dong-{beyond.pk}").bounding_box()
    mouse.move(start["x"] + 8, start["y"] + 8)
    mouse.down()
    mouse.move(start["x"] + 8, start["y"] + 30, steps=3)
    mouse.move(start["x"] + 8, line["y"] + line["height"] - 4, steps=8)


def test_a_row_is_dragged_with_its_parts(pledge, clerk):
    drag(clerk, row(pledge, "A"), row(pledge, "B"))
    with moving(clerk):
        clerk.page.mouse.up()

    assert order_of(pledge) == "B A a1 a2 C "
    assert shown(clerk) == "1B 2A 2.1a1 2.2a2 3C"
    announced = clerk.page.locator("#chi-tieu [aria-live=polite]")
    expect(announced).to_have_text("Dòng 1 chuyển đến vị trí 2 trong 3.")


def test_escape_ends_a_drag_where_it_began(pledge, clerk):
    drag(clerk, row(pledge, "A"), row(pledge, "C"))
    clerk.page.keyboard.press("Escape")
    clerk.page.mouse.up()

    assert shown(clerk) == "1A 1.1a1 1.2a2 2B 3C"
    assert (
        clerk.page.locator(".is-dragged, .is-drop-above, .is-drop-below").count() == 0
    )


def test_a_finger_drags_too(pledge, phone):
    clerk = seat(phone, pledge)
    grip = handle(clerk, row(pledge, "B"))
    grip.scroll_into_view_if_needed()
    start = grip.bounding_box()
    x, y = start["x"] + 10, start["y"] + 10
    touch = phone.context.new_cdp_session(phone)

    def send(kind, height):
        points = [] if kind == "touchEnd" else [{"x": x, "y": height}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    send("touchStart", y)
    for step in range(1, 9):
        send("touchMove", y + (60 - y) * step / 8)
    phone.wait_for_function("() => scrollY === 0")  # held at the edge, it scrolls
    with moving(clerk):
        send("touchEnd", 0)
    assert order_of(pledge) == "B A a1 a2 C "


def test_keys_move_a_row_and_leave_the_focus_in_it(pledge, clerk):
    value = value_of(clerk, row(pledge, "C"))
    value.fill("77")
    for expected in ("A a1 a2 C B ", "C A a1 a2 B "):
        with moving(clerk):
            value.press("Alt+Shift+ArrowUp")
        clerk.page.wait_for_timeout(100)
        assert order_of(pledge) == expected
    expect(value).to_be_focused()
    expect(value).to_have_value("77")
    value.press("Alt+Shift+ArrowUp")
    announced = clerk.page.locator("#chi-tieu [aria-live=polite]")
    expect(announced).to_have_text("Dòng 1 đã ở đầu phần này.")


def test_parts_change_places_under_their_whole(pledge, clerk):
    handle(clerk, row(pledge, "a1")).focus()
    with moving(clerk):
        clerk.page.keyboard.press("ArrowDown")
    clerk.page.keyboard.press("ArrowDown")

    assert order_of(pledge) == "A a2 a1 B C "
    expect(handle(clerk, row(pledge, "a1"))).to_be_focused()


def test_the_button_moves_in_place_and_without_script(pledge, clerk, open_window):
    button = f"#dong-{row(pledge, 'A').pk} button[title=Xuống]"
    cell(clerk, row(pledge, "B"), "note").fill("đang gõ")
    with clerk.page.expect_response(
        lambda one: b"order" in one.request.post_data_buffer
    ):
        clerk.page.locator(button).click()
    assert order_of(pledge) == "B A a1 a2 C "
    expect(cell(clerk, row(pledge, "B"), "note")).to_have_value("đang gõ")

    other = seat(open_window(java_script_enabled=False), pledge)
    assert not handle(other, row(pledge, "A")).is_visible()
    other.page.locator(button).click()
    assert order_of(pledge) == "B C A a1 a2 "


def test_a_refused_order_goes_back_and_says_why(built, pledge, clerk):
    gone = row(pledge, "B")
    delete_target(gone, actor=built.user("clerk", "plain"))
    handle(clerk, row(pledge, "C")).focus()
    with moving(clerk):
        clerk.page.keyboard.press("ArrowUp")

    clerk.sees(
        "Chưa đổi được thứ tự. Các dòng vừa thay đổi. Tải lại trang rồi xếp lại."
    )
    assert shown(clerk) == "1A 1.1a1 1.2a2 2B 3C"
    assert order_of(pledge) == "A a1 a2 C "


def test_without_connection_the_order_goes_back(pledge, clerk):
    clerk.page.context.set_offline(True)
    handle(clerk, row(pledge, "C")).focus()
    clerk.page.keyboard.press("ArrowUp")
    clerk.page.keyboard.press("ArrowUp")

    clerk.sees("Chưa đổi được thứ tự. Mất kết nối.")
    assert shown(clerk) == "1A 1.1a1 1.2a2 2B 3C"
    expect(handle(clerk, row(pledge, "C"))).to_be_focused()
