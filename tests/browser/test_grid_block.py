"""How the page reads a block of cells, and matches one cell to a field."""

import pytest

PARSE = "text => import('/static/js/grid-block.js').then(one => one.parseBlock(text))"
FOLD = "text => import('/static/js/grid-block.js').then(one => one.fold(text))"
PUT = """async ([html, cell]) => {
  const { put } = await import("/static/js/grid-block.js");
  const holder = document.createElement("form");
  holder.innerHTML = html;
  document.body.append(holder);
  const field = holder.elements[0];
  const isPut = put(field, cell);
  const value = field.type === "checkbox" ? field.checked : field.value;
  holder.remove();
  return [isPut, value];
}"""
CHOICE = """<select><option value="number">Số lượng</option>
<option value="percentage" selected>Tỷ lệ %</option>
<option value="ge">≥</option></select>"""

OPTIONAL = (
    "<select><option value=1 selected>Một</option><option value=''>Không</select>"
)


@pytest.fixture(scope="module")
def blank(browser, live_server):
    """Return a page of the program that has no grid."""
    context = browser.new_context(base_url=live_server.url)
    page = context.new_page()
    page.goto("/dang-nhap/")
    yield page
    context.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("một", [["một"]]),
        ("một\r\n", [["một"]]),
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
        ("a\tb\nc\n", [["a", "b"], ["c", ""]]),
        ("a\t\n\t\n\t\n", [["a", ""]]),
        ("a\n\nb", [["a"], [""], ["b"]]),
        ('"hai\nhàng"\tb', [["hai\nhàng", "b"]]),
        ('"hai\r\nhàng"\r\n"c"', [["hai\nhàng"], ['"c"']]),
        ('"một ""hai"" ba"\tb', [['một "hai" ba', "b"]]),
        ('"có\ttab"\tb', [["có tab", "b"]]),
        ('"Ủng hộ" người nghèo\tb', [['"Ủng hộ" người nghèo', "b"]]),
        ('5" ống\tb', [['5" ống', "b"]]),
        ('"chưa đóng\tb', [['"chưa đóng', "b"]]),
        ("\u00a0 1.035 \u00a0\tb", [["1.035", "b"]]),
        ("Tie\u0302\u0301ng Vie\u0323\u0302t", [["Tiếng Việt"]]),
    ],
)
def test_a_clipboard_becomes_rows_of_cells(blank, text, rows):
    assert blank.evaluate(PARSE, text) == rows


@pytest.mark.django_db(transaction=True)
def test_words_are_compared_without_marks_and_case(blank):
    assert blank.evaluate(FOLD, "  TỶ  LỆ ĐÚNG hạn >= ") == "ty le dung han ≥"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("html", "cell", "outcome"),
    [
        (CHOICE, "so luong", [True, "number"]),
        (CHOICE, "SỐ LƯỢNG", [True, "number"]),
        (CHOICE, "ge", [True, "ge"]),
        (CHOICE, ">=", [True, "ge"]),
        (CHOICE, "", [True, "percentage"]),
        (CHOICE, "Điểm", [False, "percentage"]),
        (OPTIONAL, "", [True, ""]),
        ("<input type=checkbox>", "x", [True, True]),
        ("<input type=checkbox>", "Có", [True, True]),
        ("<input type=checkbox>", "1", [True, True]),
        ("<input type=checkbox checked>", "", [True, False]),
        ("<input type=checkbox checked>", "Không", [True, False]),
        ("<input type=checkbox checked>", "chưa rõ", [False, True]),
        ("<input type=date>", "5/3/2024", [True, "2024-03-05"]),
        ("<input type=date>", "2024-03-05", [True, "2024-03-05"]),
        ("<input type=date>", "tháng ba", [False, ""]),
        ("<input>", "hai\nhàng", [True, "hai hàng"]),
        ("<textarea></textarea>", "hai\nhàng", [True, "hai\nhàng"]),
        ("<input readonly value=cũ>", "mới", [False, "cũ"]),
        ("<input readonly value=cũ>", "cũ", [True, "cũ"]),
        ("<input hidden>", "mới", [False, ""]),
    ],
)
def test_a_cell_becomes_a_value_or_is_refused(blank, html, cell, outcome):
    assert blank.evaluate(PUT, [html, cell]) == outcome
