"""A workbook keeps numbers as numbers and text as text."""

import io
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from core.documents import xlsx
from core.tables import Column, Row, Table
from tests.documents import samples


def _sheet(table):
    return openpyxl.load_workbook(io.BytesIO(xlsx.render(table))).active


def _one_cell(kind, value):
    column = Column("a", "A", kind)
    return _sheet(Table("Thử", (column,), (Row({"a": value}),)))["A5"]


@pytest.mark.parametrize(
    "text",
    ["=1+1", '=HYPERLINK("http://192.0.2.1")', "+84 209", "-5", "@SUM(A1)", "{=1}"],
)
def test_text_that_looks_like_a_formula_stays_text(text):
    cell = _one_cell("text", text)
    assert cell.value == text
    assert cell.data_type == "s"


def test_address_and_digits_in_text_stay_text():
    assert _one_cell("text", "http://192.0.2.1").hyperlink is None
    assert _one_cell("text", "0912").value == "0912"


@pytest.mark.parametrize(
    ("kind", "value", "stored", "shown"),
    [
        ("int", 37735, 37735, "#,##0"),
        ("number", Decimal("18.4"), 18.4, "#,##0.0"),
        ("points", Decimal("96.15"), 96.15, "#,##0.00"),
        ("percent", 240, 2.4, "0%"),
        ("percent", Decimal("96.15"), 0.9615, "0.00%"),
        ("number", 0, 0, "#,##0"),
        ("number", Decimal("1E+3"), 1000, "#,##0"),
    ],
)
def test_numbers_stay_numbers_with_their_decimals(kind, value, stored, shown):
    cell = _one_cell(kind, value)
    assert cell.value == pytest.approx(stored)
    assert cell.number_format == shown


def test_date_is_a_date_shown_day_first():
    cell = _one_cell("date", date(2024, 12, 5))
    assert cell.value == datetime(2024, 12, 5)  # noqa: DTZ001 - a sheet has no zone
    assert cell.number_format == "d/m/yyyy"


def test_absent_value_is_the_blank_of_its_column():
    assert _one_cell("number", None).value == "–"


def test_title_head_rows_and_notes_stand_in_order():
    sheet = _sheet(samples.results_table())
    assert sheet["A1"].value == "Kết quả nổi bật"
    head = [cell.value for cell in sheet[4]]
    assert head == [
        "Đơn vị",
        "Chỉ tiêu",
        "ĐVT",
        "Giao ước",
        "Kết quả",
        "Mức hoàn thành",
    ]
    assert sheet.freeze_panes == "A5"
    assert sheet.auto_filter.ref == "A4:F13"
    assert sheet["A15"].value.startswith("Dấu “–”")


def test_carried_on_cells_are_repeated_for_filtering():
    sheet = _sheet(samples.results_table())
    assert [sheet.cell(row, 1).value for row in (5, 6, 7)] == [samples.AFFAIRS] * 3


def test_total_is_written_last_and_bold():
    sheet = _sheet(samples.long_table(3))
    assert sheet["B9"].value == "Tổng cộng"
    assert sheet["C9"].value == 7.5
    assert sheet["C9"].font.bold


def test_moment_is_refused():
    with pytest.raises(TypeError):
        _one_cell("date", datetime(2024, 12, 5))  # noqa: DTZ001 - refused for that
