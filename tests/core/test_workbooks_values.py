"""How the values of cells are read: letters, numbers, choices, days."""

import unicodedata
from datetime import date, datetime
from decimal import Decimal

import pytest

from tests.core.workbook_files import (
    HEAD,
    by_openpyxl,
    by_xlsxwriter,
    only_fault,
    sentences,
    taken,
)

MAY_MORNING = datetime(2024, 5, 3)  # noqa: DTZ001 -- workbooks know no zone
DECEMBER_MORNING = datetime(2024, 12, 5, 8, 30)  # noqa: DTZ001
TURNED = "Có phải là 25/12/2024? Viết ngày trước, tháng sau."
ROW = [1, "Nội dung", 2.5, None, "Thường"]


def test_spaces_of_every_kind_are_taken_off_and_told():
    found = taken(by_openpyxl([HEAD, [1, "\u200b Thăm\u00a0\u2009khám \ufeff"]]))

    assert found.lines[0].values["name"] == "Thăm khám"
    assert found.faults == []


def test_decomposed_letters_are_put_together_and_told():
    apart = unicodedata.normalize("NFD", "Giải quyết đơn thư")
    head = [unicodedata.normalize("NFD", one) for one in HEAD]
    found = taken(by_openpyxl([head, [1, apart]]))

    assert found.lines[0].values["name"] == "Giải quyết đơn thư"
    assert sentences(found.notices) == ["B2: Đã ghép lại chữ viết dấu rời ở B2."]


def test_numbers_have_no_noise_and_percentages_are_what_is_shown():
    def percents(book, sheet):
        for row, code in enumerate(("0%", "0.00%", '0.0"%"', "General"), 2):
            sheet.write_number(row, 2, 0.9615, book.add_format({"num_format": code}))

    found = taken(by_xlsxwriter([HEAD, [1, "x", 0.1 + 0.2], *[[2, "y"]] * 4], percents))

    assert [line.values["amount"] for line in found.lines] == [
        Decimal("0.3"),
        Decimal("96.15"),
        Decimal("96.15"),
        Decimal("0.9615"),
        Decimal("0.9615"),
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("3.5.", "“3.5.” không phải là số."),
        ("mười", "“mười” không phải là số."),
        (True, "“TRUE” không phải là số."),
        (MAY_MORNING, "“03/5/2024” không phải là số."),
    ],
)  # fmt: skip
def test_what_is_no_number_is_told(text, fault):
    assert only_fault(by_openpyxl([HEAD, [1, "x", text]])) == f"C2: {fault}"


def test_words_of_a_number_column_are_let_through():
    (line,) = taken(by_openpyxl([HEAD, [1, "x", "KHÔNG"]])).lines

    assert line.values["amount"] == "no"


def test_whole_numbers_have_no_fraction():
    assert only_fault(by_openpyxl([HEAD, [1.5, "x"]])) == (
        "A2: “1,5” không phải số nguyên."
    )


def test_text_columns_take_numbers_and_dates_as_shown():
    rows = [[1, 2024], [2, 3.25], [3, date(2024, 3, 5)], [4, True]]
    found = taken(by_openpyxl([HEAD, *rows]))

    names = [line.values["name"] for line in found.lines]
    assert names == ["2024", "3,25", "05/3/2024", "TRUE"]


def test_long_text_and_unknown_choice_are_told():
    found = taken(by_openpyxl([HEAD, [1, "x" * 61, None, None, "Lạ"]]))

    assert sentences(found.faults) == [
        "B2: Dài 61 ký tự, chỉ ghi được 60 ký tự.",
        "E2: “Lạ” không có trong danh mục. Ghi một trong: “Thường”, “Gấp, khẩn”.",
    ]


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (date(2024, 12, 5), date(2024, 12, 5)),
        (DECEMBER_MORNING, date(2024, 12, 5)),
        ("5/12/2024", date(2024, 12, 5)),
        (" 05-12-2024", date(2024, 12, 5)),
        ("2024-12-05", date(2024, 12, 5)),
    ],
)
def test_dates_are_read_day_first(value, day):
    (line,) = taken(by_openpyxl([HEAD, [1, "x", None, value]])).lines

    assert line.values["day"] == day


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("12/25/2024", f"“12/25/2024” không có trong lịch. {TURNED}"),
        ("31/4/2024", "“31/4/2024” không có trong lịch."),
        ("5/12/24", "“5/12/24” không phải ngày. Viết ngày/tháng/năm, ví dụ 15/3/2024."),
        ("quý I", "“quý I” không phải ngày. Viết ngày/tháng/năm, ví dụ 15/3/2024."),
        (45631, "“45631” là số, không phải ngày. Định dạng lại ô thành ngày."),
    ],
)  # fmt: skip
def test_what_is_no_day_is_told(value, fault):
    content = by_xlsxwriter([HEAD, [1, "x", None, value]])

    assert only_fault(content) == f"D2: {fault}"


def test_days_typed_the_american_way_beside_real_ones_are_told():
    """Excel set to month first turns 5/12 into 12 May and leaves 25/12 as text."""
    rows = [[1, "x", None, date(2024, 5, 12)], [2, "y", None, "25/12/2024"]]
    found = taken(by_openpyxl([HEAD, *rows]))

    (notice,) = sentences(found.notices)
    assert notice == (
        "D3: Cột “Ngày” có cả ngày thật lẫn ngày dạng chữ (D3). Kiểm tra các ngày thật "
        "có bị đảo ngày và tháng không."
    )
