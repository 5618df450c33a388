"""Titles and initiatives of a pledge in a browser: chosen, pasted, refused at once."""

import pytest
from playwright.sync_api import expect

from emulation.enums import Aim
from tests.browser.grids import paste, seat
from tests.builders import world
from tests.emulation.aiming import blank, limit, personal, register, staff, title

pytestmark = pytest.mark.django_db(transaction=True)

LIST = "#luoi-ca-nhan"


@pytest.fixture
def built(db):
    return world()


@pytest.fixture
def clerk(built, open_window):
    built.user("clerk", "plain")
    return lambda: seat(open_window(), built.pledge())


def cell(somebody, row, name, within=LIST):
    return somebody.page.locator(f"{within} [name=row-{row.pk}-{name}]")


def choose(somebody, field, label):
    with somebody.page.expect_response(lambda one: one.request.method == "POST") as got:
        field.select_option(label=label)
    return got.value.status


def test_a_person_is_chosen_and_told_below(built, clerk):
    person = staff(built, "Lê Văn C", position="Trưởng phòng")
    personal()
    row = blank(built, Aim.INDIVIDUAL)
    at_work = clerk()
    assert choose(at_work, cell(at_work, row, "person"), "Lê Văn C") == 200
    below = at_work.page.locator(f"{LIST} tr.about[data-row='{row.pk}']")
    expect(below).to_contain_text("Trưởng phòng")
    row.refresh_from_db()
    assert row.person == person


def test_a_pasted_name_must_be_exactly_one_of_the_staff(built, clerk):
    known, near = staff(built, "Lê Văn C"), staff(built, "Nguyễn Thị Hòa")
    worker = personal()
    row = blank(built, Aim.INDIVIDUAL)
    at_work = clerk()
    block = (
        f"lê văn  c\t{worker.name}\tLĐTT 2023\tmột\r\n"
        f"Nguyễn Thị Hoa\t{worker.name}\t\thai\r\n"
        f"{near.pk}\t{worker.name}\t\tba\r\n"
    )
    paste(cell(at_work, row, "person"), block)
    said = at_work.page.locator(f"{LIST} .grid-said")
    expect(said).to_contain_text("Chưa đặt được 2 ô, ô cũ giữ nguyên")
    expect(said).to_contain_text("“Nguyễn Thị Hoa” (Họ và tên")
    expect(at_work.page.locator(f"{LIST} tr.has-about")).to_have_count(3)
    rows = list(built.pledge().registrations.all())
    assert [one.person for one in rows] == [known, None, None]
    assert [one.title for one in rows] == [worker] * 3
    assert rows[0].track_record == "LĐTT 2023"
    assert [one.note for one in rows] == ["một", "hai", "ba"]


def test_a_full_limit_is_told_in_the_row(built, clerk):
    flag = title()
    limit(built, flag, in_bloc=1)
    register(built, flag, unit="other")
    row = blank(built)
    at_work = clerk()
    field = cell(at_work, row, "title", "#luoi-tap-the")
    assert choose(at_work, field, flag.name) == 422
    note = at_work.page.locator("#luoi-tap-the .row-note")
    expect(note).to_contain_text("cả khối được đăng ký 1, đã có 1 đơn vị đăng ký.")
    field.press("Escape")
    expect(note).to_have_count(0)
    row.refresh_from_db()
    assert row.title is None


def test_rows_change_places_and_go(built, clerk):
    rows = [blank(built, Aim.INITIATIVE) for _ in range(2)]
    at_work = clerk()
    within = "#luoi-sang-kien"
    at_work.type_into(cell(at_work, rows[0], "name", within), "Một")
    field = cell(at_work, rows[1], "name", within)
    at_work.type_into(field, "Hai")
    with at_work.page.expect_response(lambda one: one.request.method == "POST"):
        field.press("Alt+Shift+ArrowUp")
    first = at_work.page.locator(f"{within} tr[data-row]").first
    expect(first.locator("textarea")).to_have_value("Hai")
    names = [one.name for one in built.pledge().initiatives.all()]
    assert names == ["Hai", "Một"]


def test_on_a_phone_nothing_scrolls_sideways(built, open_window):
    built.user("clerk", "plain")
    long = "Phó Trưởng phòng Theo dõi công tác phòng, chống tham nhũng, tiêu cực"
    person = staff(built, "Nguyễn Thị Hoàng Phương Thanh Thảo", position=long)
    register(built, personal(), person)
    phone = seat(open_window(390, 844), built.pledge())
    width = phone.page.evaluate("document.documentElement.scrollWidth")
    assert width == 390
