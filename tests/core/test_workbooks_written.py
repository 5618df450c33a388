"""Workbooks to fill in: what is locked, offered and kept as text; and the way back."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import workbooks
from core.text import format_date, format_number, nfc
from core.workbooks import SheetPlan
from core.workbooks.writing import CHOICES, GUIDE, HEAD_ROW
from tests.core.workbook_files import COLUMNS, HEAD, SHEET, book_of, by_openpyxl, taken

ROW = {
    "code": 7,
    "name": "=cmd|' /C calc'!A0",
    "amount": Decimal("1035.5"),
    "day": date(2024, 12, 5),
    "kind": "Gấp, khẩn",
}


def written(*rows):
    plan = SheetPlan(SHEET, "Bảng thử năm 2024", COLUMNS, rows)
    return workbooks.write([plan], ["Hướng dẫn nhập", "Điền vào trang “Bảng”."])


@pytest.fixture(scope="module")
def book():
    return openpyxl.load_workbook(io.BytesIO(written(ROW)))


def test_sheets_stand_in_order_and_the_lists_are_hidden(book):
    assert book.sheetnames == [SHEET, GUIDE, CHOICES]
    assert book[CHOICES].sheet_state == "hidden"
    assert book[GUIDE]["A2"].value == "Điền vào trang “Bảng”."


def test_headings_are_locked_and_cells_below_are_not(book):
    sheet = book[SHEET]
    heads = [cell for cell in sheet[HEAD_ROW] if cell.value]

    assert [cell.value for cell in heads] == HEAD
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    assert all(cell.protection.locked for cell in heads)
    assert not any(cell.protection.locked for cell in sheet[HEAD_ROW + 1])
    assert not sheet.column_dimensions["B"].protection.locked
    assert sheet.freeze_panes == f"A{HEAD_ROW + 1}"


def test_text_that_begins_like_a_formula_is_text(book):
    cell = book[SHEET].cell(HEAD_ROW + 1, 2)

    assert (cell.value, cell.data_type) == (ROW["name"], "s")
    assert cell.quotePrefix


def test_numbers_and_days_keep_their_kind_and_format(book):
    _code, _name, amount, day, _kind = book[SHEET][HEAD_ROW + 1]

    assert (amount.value, amount.number_format) == (1035.5, "#,##0.####")
    assert day.value.date() == date(2024, 12, 5)
    assert day.number_format == "d/m/yyyy"


def test_choices_with_commas_are_offered_whole(book):
    (rule,) = book[SHEET].data_validations.dataValidation

    assert rule.formula1 == f"'{CHOICES}'!$A$1:$A$2"
    assert [cell.value for cell in book[CHOICES]["A"]] == ["Thường", "Gấp, khẩn"]
    assert str(rule.sqref).startswith(f"E{HEAD_ROW + 1}:E")


def test_what_was_written_is_read_again_without_a_remark():
    found = taken(
        written({**ROW, "name": "- Nội dung", "kind": "Thường"}, {"name": "x"})
    )

    assert [dict(line.values) for line in found.lines] == [
        {**ROW, "name": "- Nội dung", "kind": "usual"},
        {"code": None, "name": "x", "amount": None, "day": None, "kind": None},
    ]
    assert (found.faults, found.notices, found.questions) == ([], [], [])


NUMBERS = st.decimals(0, 10**11 - 1, places=4).map(Decimal.normalize)
DAYS = st.dates(date(1900, 3, 1), date(2999, 12, 31))
LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậđĐỖ -–“”%/,.=+@'0123456789"
TEXTS = st.text(LETTERS, min_size=1, max_size=60).map(nfc).filter(bool)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(NUMBERS, DAYS, TEXTS), min_size=1, max_size=8))
def test_numbers_days_and_texts_come_back_as_they_went(rows):
    plans = [{"amount": one, "day": day, "name": text} for one, day, text in rows]
    found = taken(written(*plans))

    back = [
        (line.values["amount"], line.values["day"], line.values["name"])
        for line in found.lines
    ]
    assert back == rows
    assert (found.faults, found.questions) == ([], [])


@settings(max_examples=60, deadline=None)
@given(NUMBERS, DAYS)
def test_numbers_and_days_typed_as_text_are_read_as_people_wrote_them(number, day):
    row = [1, "x", format_number(number), format_date(day)]
    found = taken(by_openpyxl([HEAD, row]), amount="vi")

    (line,) = found.lines
    assert line.values["amount"] == number
    assert line.values["day"] == day


def test_empty_plan_is_a_template():
    sheet = book_of(written()).sheets[SHEET]

    assert len(sheet.rows) == HEAD_ROW
