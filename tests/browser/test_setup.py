"""The set-up of a year in a browser: grids saved as typed, states that follow."""

import pytest
from playwright.sync_api import expect

from tests.browser.grids import paste
from tests.browser.people import Somebody
from tests.builders import PASSWORD, world
from tests.emulation.setting_up import add_common, add_title, address

pytestmark = pytest.mark.django_db(transaction=True)

BLOCK = "Hồ sơ đúng hạn\tTỷ lệ %\t%\t>=\t95\nVi phạm\tSố lượng\tvụ\t<=\t0"


@pytest.fixture
def built(transactional_db):
    """A year in preparation with one common target and one title."""
    built = world(opened=False)
    add_common(built, "Nhiệm vụ được giao")
    built.year.quotas.create(title=add_title())
    return built


@pytest.fixture
def secretary(built, page):
    login = built.secretary.login
    somebody = Somebody(page, login, PASSWORD)
    somebody.open(address("year-setup", built))
    return somebody


def test_a_limit_is_saved_as_typed_and_judged_at_once(built, secretary):
    quota, page = built.year.quotas.get(), secretary.page
    in_bloc = page.locator(f"[name=row-{quota.pk}-most_in_bloc]")
    per_unit = page.locator(f"[name=row-{quota.pk}-most_per_unit]")
    secretary.type_into(in_bloc, "3")
    per_unit.fill("4")
    per_unit.press("Tab")
    sentence = "Số của mỗi đơn vị không lớn hơn số của cả khối (3)."
    expect(page.locator("#danh-hieu")).to_contain_text(sentence)
    quota.refresh_from_db()
    assert (quota.most_in_bloc, quota.most_per_unit) == (3, None)


def test_a_block_from_a_spreadsheet_becomes_common_targets(built, secretary):
    first, page = built.year.common_targets.get(), secretary.page
    paste(page.locator(f"#chi-tieu [name=row-{first.pk}-content]"), BLOCK)
    said = page.locator("#chi-tieu-chung .grid-said").first
    expect(said).to_contain_text("Đã dán 2 dòng, trong đó 1 dòng mới thêm.")
    rows = built.year.common_targets.order_by("position")
    assert [one.wording for one in rows] == ["Hồ sơ đúng hạn: ≥ 95%", "Vi phạm: ≤ 0 vụ"]


def test_what_is_missing_goes_away_as_it_is_typed(built, secretary):
    row, page = built.year.common_targets.get(), secretary.page
    content = page.locator(f"#chi-tieu [name=row-{row.pk}-content]")
    secretary.type_into(content, "")
    expect(page.locator("#dau-common")).to_contain_text("Còn thiếu")
    expect(page.locator("#mo-nam")).to_contain_text(
        "Chỉ tiêu chung 1: chưa ghi nội dung."
    )
    secretary.type_into(content, "Nhiệm vụ được giao hoàn thành")
    expect(page.locator("#dau-common")).to_contain_text("Đủ")
    expect(page.locator("#mo-nam")).not_to_contain_text("Chưa mở được năm")
