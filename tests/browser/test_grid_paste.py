"""Pasting from a spreadsheet into a pledge: what lands where, and what is said."""

import pytest
from playwright.sync_api import expect

from tests.browser.grids import cell, paste, said, seat, value_of

pytestmark = pytest.mark.django_db(transaction=True)

BLOCK = (
    "Tỷ lệ giải quyết đơn thư\tTỷ lệ %\t%\t>=\t96,15\tđơn nhận trong năm\t\r\n"
    '"Kết nạp đảng viên\nmới"\tso luong\tđảng viên\t=\t3.515\t\t"theo ""NQ 12"""\r\n'
    "Không để xảy ra cháy nổ\tCó hoặc không\t\t=\tCó\t\t\r\n"
    "Vi phạm\tSỐ LƯỢNG\tvụ\t≤\t0\t\t\r\n"
)


def rows_of(pledge):
    return list(pledge.targets.order_by("position"))


def test_a_block_fills_the_rows_and_makes_the_missing_ones(pledge, clerk):
    first, second = rows_of(pledge)
    paste(cell(clerk, first, "content"), BLOCK)

    expect(said(clerk)).to_contain_text("Đã dán 4 dòng, trong đó 2 dòng mới thêm.")
    expect(clerk.page.locator("#chi-tieu tr[data-row]")).to_have_count(4)
    rows = rows_of(pledge)
    assert [one.wording for one in rows] == [
        "Tỷ lệ giải quyết đơn thư: ≥ 96,15%, tính trên đơn nhận trong năm",
        "Kết nạp đảng viên mới: = 3.515 đảng viên",
        "Không để xảy ra cháy nổ: = Có",
        "Vi phạm: ≤ 0 vụ",
    ]
    assert rows[:2] == [first, second]
    assert rows[1].note == 'theo "NQ 12"'
    assert {one.section for one in rows} == {first.section}
    expect(value_of(clerk, rows[2])).to_have_value("1")
    expect(clerk.page.locator(f"#dong-{rows[3].pk} .tt")).to_have_text("4")


def test_a_paste_is_taken_back_but_not_what_was_typed_since(pledge, clerk):
    first = rows_of(pledge)[0]
    paste(cell(clerk, first, "content"), BLOCK)
    expect(said(clerk)).to_contain_text("Đã dán 4 dòng")
    clerk.type_into(cell(clerk, first, "note"), "gõ sau khi dán")
    with clerk.page.expect_response(lambda one: one.request.method == "POST"):
        clerk.press("Hoàn tác")

    expect(said(clerk)).to_contain_text("Đã hoàn tác. 2 dòng mới thêm được để trống.")
    rows = rows_of(pledge)
    assert [(one.content, one.value) for one in rows] == [
        ("Vụ việc được xử lý", 5),
        ("Đơn thư được giải quyết", 5),
        ("", None),
        ("", None),
    ]
    assert [one.kind for one in rows] == ["number"] * 4
    assert rows[0].note == "gõ sau khi dán"


def test_what_finds_no_place_is_said_and_keeps_its_old_value(pledge, clerk):
    first = rows_of(pledge)[0]
    paste(cell(clerk, first, "kind"), "Điểm\tđơn\t≥\t7\ttổng số\tghi chú\tthừa\tnữa")

    expect(said(clerk)).to_contain_text("Đã dán 1 dòng.")
    expect(said(clerk)).to_contain_text(
        "2 cột cuối của khối chưa dán: bảng chỉ còn 6 cột từ ô này."
    )
    expect(said(clerk)).to_contain_text(
        "Chưa đặt được 1 ô, ô cũ giữ nguyên: “Điểm” (Loại, dòng 1)"
    )
    first.refresh_from_db()
    assert (first.kind, first.value, first.note) == ("number", 7, "ghi chú")


def test_a_wrong_figure_is_answered_in_its_row_and_a_doubtful_one_is_named(
    pledge, clerk
):
    first, second = rows_of(pledge)
    paste(value_of(clerk, first), "năm vụ\r\n1,035\r\n")

    clerk.sees("“năm vụ” không phải là số.")
    expect(said(clerk)).to_contain_text(
        "“1,035” được hiểu là 1 phẩy 035; nếu là hàng nghìn, viết 1.035."
    )
    expect(value_of(clerk, first)).to_have_value("năm vụ")
    second.refresh_from_db()
    assert f"{second.value:f}" == "1.0350"


def test_too_many_rows_are_refused_before_anything_is_written(pledge, clerk):
    first = rows_of(pledge)[0]
    paste(cell(clerk, first, "content"), "một\n" * 501)

    expect(said(clerk)).to_contain_text(
        "Chưa dán: khối có 501 dòng, mỗi lần dán nhiều nhất 500 dòng."
    )
    expect(cell(clerk, first, "content")).to_have_value("Vụ việc được xử lý")
    assert pledge.targets.count() == 2


def test_a_long_block_is_made_and_saved_in_parts(pledge, clerk):
    first, second = rows_of(pledge)
    second.delete()
    clerk.open(pledge.get_absolute_url())
    lines = [f"Chỉ tiêu thứ {number}\tSố lượng\tvụ" for number in range(1, 151)]
    paste(cell(clerk, first, "content"), "\r\n".join(lines))

    expect(said(clerk)).to_contain_text(
        "Đã dán 150 dòng, trong đó 149 dòng mới thêm.", timeout=60_000
    )
    assert pledge.targets.filter(content__startswith="Chỉ tiêu thứ").count() == 150


def test_one_cell_goes_where_the_caret_is_without_its_line_end(pledge, clerk):
    first = rows_of(pledge)[0]
    content = cell(clerk, first, "content")
    content.evaluate("field => { field.focus(); field.setSelectionRange(8, 8); }")
    paste(content, "hi\u0300nh sự\r\n")
    expect(content).to_have_value("Vụ việc hình sựđược xử lý")
    content.press("Tab")
    paste(cell(clerk, first, "kind"), "tỷ lệ %\n")

    expect(said(clerk)).to_contain_text("Đã dán 1 dòng.")
    first.refresh_from_db()
    assert first.kind == "percentage"


def test_a_copied_block_is_pasted_by_the_keyboard(pledge, open_window):
    page = open_window(permissions=["clipboard-read", "clipboard-write"])
    clerk = seat(page, pledge)
    first, second = rows_of(pledge)
    page.evaluate(
        "text => navigator.clipboard.writeText(text)", "7\ttổng số\n8\tmột nửa"
    )
    value_of(clerk, first).focus()
    page.keyboard.press("Control+V")

    expect(said(clerk)).to_contain_text("Đã dán 2 dòng.")
    second.refresh_from_db()
    assert (second.value, second.base) == (8, "một nửa")


def test_a_text_of_several_lines_takes_a_paste_as_it_is(pledge, clerk):
    contents = clerk.page.locator(f"[name=row-{pledge.pk}-contents]")
    contents.focus()
    clerk.page.evaluate("text => document.execCommand('insertText', false, text)", "a")
    paste(contents, "Nội dung một\tvà hai")
    assert clerk.page.locator(".grid-said p").count() == 0


def test_missing_rows_are_not_made_without_a_connection(pledge, clerk):
    first = rows_of(pledge)[0]
    clerk.page.context.set_offline(True)
    paste(cell(clerk, first, "content"), "một\nhai\nba")

    expect(said(clerk)).to_contain_text("Chưa dán: cần thêm 1 dòng mới. Mất kết nối.")
    expect(cell(clerk, first, "content")).to_have_value("Vụ việc được xử lý")
