"""The criteria grid in a browser: order by keys, a block among siblings, live sums."""

import pytest
from playwright.sync_api import expect

from emulation.models import Criterion
from emulation.selectors.sheets import tree_rows
from tests.browser.grids import paste, said
from tests.browser.people import Somebody
from tests.builders import PASSWORD, world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sheet(transactional_db):
    return world(opened=False).year.sheets.get()


@pytest.fixture
def secretary(page, sheet):
    somebody = Somebody(page, "secretary.head", PASSWORD)
    somebody.open(sheet.get_absolute_url())
    return somebody


def node(code):
    return Criterion.objects.get(code=code)


def cell(somebody, code, name):
    return somebody.page.locator(f"[name=row-{node(code).pk}-{name}]")


def codes(sheet):
    return [row.criterion.code for row in tree_rows(sheet.criteria.all())]


def moving(somebody):
    return somebody.page.expect_response(lambda one: one.request.method == "POST")


def test_a_group_moves_by_keys_with_all_that_hangs_on_it(sheet, secretary):
    with moving(secretary):
        cell(secretary, "I.2", "name").press("Alt+Shift+ArrowUp")
    assert codes(sheet) == ["I", "I.2", "I.1", "II", "III", "IV"]
    with moving(secretary):
        cell(secretary, "I", "name").press("Alt+Shift+ArrowDown")
    assert codes(sheet) == ["II", "I", "I.2", "I.1", "III", "IV"]


def test_a_pasted_block_stays_in_its_group_and_brings_rows(sheet, secretary):
    block = (
        "Hai\tChấm điểm\tNhập điểm\t30\n"
        "Ba\tChấm điểm\tTheo số lần\t10\n"
        "Bốn\tĐiểm thưởng\tNhập điểm\t5"
    )
    paste(cell(secretary, "I.2", "name"), block)
    expect(said(secretary)).to_contain_text("Đã dán 3 dòng, trong đó 2 dòng mới thêm.")
    assert codes(sheet) == ["I", "I.1", "I.2", "I.3", "I.4", "II", "III", "IV"]
    expect(secretary.page.locator("[data-total=scale]").first).to_have_text("100")
    shown = [
        (one.name, one.kind, one.method, one.max_points, one.rate)
        for one in (node("I.2"), node("I.3"), node("I.4"), node("II"))
    ]
    assert shown == [
        ("Hai", "points", "typed", 30, None),
        ("Ba", "points", "occurrence", 10, None),
        ("Bốn", "bonus", "typed", 5, None),
        ("Tiêu chí II", "bonus", "typed", 10, None),
    ]


def test_a_method_brings_its_parameters_and_takes_them_away(sheet, secretary):
    rate = cell(secretary, "I.1", "rate")
    expect(rate).to_have_count(0)
    cell(secretary, "I.1", "method").select_option("occurrence")
    expect(rate).to_be_visible()
    rate.fill("4")
    with moving(secretary):
        rate.press("Enter")
    assert node("I.1").rate == 4
    cell(secretary, "I.1", "kind").select_option("disqualifier")
    expect(rate).to_have_count(0)
    expect(cell(secretary, "I.1", "max_points")).to_have_count(0)
    expect(secretary.page.locator("[data-total=scale]").first).to_have_text("40")
    assert (node("I.1").rate, node("I.1").max_points) == (None, None)
