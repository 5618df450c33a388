"""What is read from a workbook, and what is said about it."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from core import workbooks
from core.workbooks.notes import address, runs, split_address
from tests.core.workbook_files import (
    COLUMNS,
    FIXTURES,
    HEAD,
    SHEET,
    by_openpyxl,
    by_xlsxwriter,
    only_fault,
    sentences,
    sheet_xml,
    taken,
    with_parts,
)

MAY_MORNING = datetime(2024, 5, 3)  # noqa: DTZ001 -- workbooks know no zone
DECEMBER_MORNING = datetime(2024, 12, 5, 8, 30)  # noqa: DTZ001
TURNED = "Có phải là 25/12/2024? Viết ngày trước, tháng sau."
ROW = [1, "Nội dung", 2.5, None, "Thường"]


def test_file_from_libreoffice_is_read():
    found = taken((FIXTURES / "libreoffice.xlsx").read_bytes())

    assert [line.values["amount"] for line in found.lines] == [
        Decimal(95),
        Decimal(3515),
        Decimal(3525),
        Decimal("96.15"),
        Decimal("1035.5"),
    ]
    assert found.lines[0].values["day"] == date(2024, 3, 15)
    assert found.lines[2].values["name"] == "Tổng hai dòng trên"
    assert found.faults == []
    assert sentences(found.notices) == [
        "A7: Dòng 7 đang ẩn, vẫn được đọc.",
        "C6: C6 là công thức, đã lấy kết quả đang lưu trong tệp.",
        "B6: Đã bỏ khoảng trắng thừa ở B6.",
    ]


def test_columns_stand_in_any_order_below_titles():
    rows = [["BẢNG CHỈ TIÊU"], [], ["  nội  DUNG *", "Loại", "Số lượng:"]]
    found = taken(by_openpyxl([*rows, ["Một", "thuong", 5]]))

    assert found.has == {"name", "kind", "amount"}
    (line,) = found.lines
    assert line.number == 4
    assert line.values == {"name": "Một", "kind": "usual", "amount": Decimal(5)}
    assert found.faults == []


def test_renamed_column_is_named_with_the_nearest():
    head = ["Mã", "Nội dung công việc", "Số lượng", "Ngày", "Loại"]

    assert only_fault(by_openpyxl([head, ROW])) == (
        "B1: Không thấy cột “Nội dung”; gần nhất là cột “Nội dung công việc”. "
        "Đổi lại tên cột thành “Nội dung”."
    )


def test_required_column_without_anything_like_it():
    assert only_fault(by_openpyxl([["Mã", "Số lượng"], [1, 2]])) == (
        "A1: Thiếu cột “Nội dung”."
    )


def test_column_of_no_use_is_only_told():
    found = taken(by_openpyxl([[*HEAD, "Người nhập"], [*ROW, "An"]]))

    assert sentences(found.notices) == ["F1: Cột “Người nhập” không dùng đến."]
    assert len(found.lines) == 1


def test_heading_that_stands_twice_is_wrong():
    assert only_fault(by_openpyxl([[*HEAD, "LOẠI"], ROW])) == (
        "F1: Cột “LOẠI” có hai lần, ở E1 và F1."
    )


def test_sheet_without_a_heading_names_the_columns():
    assert only_fault(by_openpyxl([["a", "b"], [1, 2]])).startswith(
        ": Không thấy dòng tiêu đề của bảng. Các cột cần có: “Mã”, “Nội dung”"
    )


def test_blank_rows_are_passed_over_and_addresses_stay():
    found = taken(by_openpyxl([HEAD, [], [" ", "\u00a0"], [1, "x", "ba", None, None]]))

    assert [line.number for line in found.lines] == [4]
    assert sentences(found.faults) == ["C4: “ba” không phải là số."]
    assert found.lines[0].wrong == {"amount"}


def test_formula_without_a_value_is_an_error_at_its_address():
    content = by_openpyxl([HEAD, ROW, [2, "x", "=C2*2"]])

    assert only_fault(content) == (
        "C3: Công thức chưa có kết quả lưu trong tệp. Mở bằng Excel, lưu lại, "
        "hoặc dán thành giá trị."
    )


def test_formula_with_a_value_is_taken_and_told():
    def formulas(_book, sheet):
        sheet.write_formula(1, 2, "=SUM(1,2)", None, 3)
        sheet.write_formula(1, 1, '="a"&"b"', None, "ab")

    found = taken(by_xlsxwriter([HEAD, [1]], formulas))

    assert found.lines[0].values["amount"] == 3
    assert found.lines[0].values["name"] == "ab"
    assert sentences(found.notices) == [
        "B2: B2, C2 là công thức, đã lấy kết quả đang lưu trong tệp."
    ]


@pytest.mark.parametrize(
    "formula", ["cmd|' /C calc'!A0", "+cmd|'/C calc'!A0", "[1]Sheet1!A1"]
)
def test_formula_that_reaches_outward_is_refused(formula):
    def command(_book, sheet):
        sheet.write_formula(1, 2, f"={formula}", None, 3)

    assert only_fault(by_xlsxwriter([HEAD, [1, "x"]], command)) == (
        f"C2: Công thức “={formula}” gọi ra ngoài tệp nên không nhận. Ghi giá trị."
    )


@pytest.mark.parametrize("text", ["=cmd|'/C calc'!A0", "@SUM|x!A1", "=cmd"])
def test_text_that_is_a_command_is_refused(text):
    content = by_xlsxwriter([HEAD, [1, text]])

    assert only_fault(content) == f"B2: “{text}” là lệnh gọi chương trình, không nhận."


def test_text_that_only_begins_like_a_formula_is_text():
    (line,) = taken(by_xlsxwriter([HEAD, [1, "- Tổ chức = 3 | 5"]])).lines

    assert line.values["name"] == "- Tổ chức = 3 | 5"


def test_error_cell_is_named():
    def error(_book, sheet):
        sheet.write_formula(1, 2, "=1/0", None, "#DIV/0!")

    assert only_fault(by_xlsxwriter([HEAD, [1, "x"]], error)) == (
        "C2: Ô báo lỗi #DIV/0!. Sửa công thức hoặc số."
    )


def test_hidden_rows_columns_and_sheet_are_read_and_told():
    def hide(sheet):
        for row in (3, 4, 6):
            sheet.row_dimensions[row].hidden = True
        sheet.column_dimensions["C"].hidden = True

    found = taken(by_openpyxl([HEAD, *[[at, "x", at] for at in range(1, 7)]], hide))

    assert len(found.lines) == 6
    assert sentences(found.notices) == [
        "A3: Dòng 3–4, 6 đang ẩn, vẫn được đọc.",
        ": Cột C đang ẩn, vẫn được đọc.",
    ]


def test_merged_cells_of_the_table_are_wrong_and_of_the_title_are_not():
    def merge(sheet):
        sheet.merge_cells("A1:E1")
        sheet.merge_cells("E3:E4")

    content = by_openpyxl([["BẢNG"], HEAD, ROW, [2, "y", 1]], merge)

    assert only_fault(content) == (
        "E3: Các ô E3:E4 đang gộp. Bỏ gộp ô, ghi giá trị vào từng ô."
    )


def test_other_sheets_are_named_and_a_single_sheet_may_bear_any_name():
    def more(sheet):
        sheet.parent.create_sheet("Số liệu gốc")

    content = by_openpyxl([HEAD, ROW], more, name="BANG")
    book = workbooks.read(content, [SHEET])
    alone = workbooks.read(by_openpyxl([HEAD, ROW], name="Sheet1"), [SHEET, "Khác"])

    assert book.others == ("Số liệu gốc",)
    assert book.sheets[SHEET].name == "BANG"
    assert list(alone.sheets) == [SHEET]
    assert alone.sheets[SHEET].name == "Sheet1"


def test_workbook_of_other_sheets_has_none_of_the_wanted():
    def more(sheet):
        sheet.parent.create_sheet("Số liệu gốc")

    book = workbooks.read(by_openpyxl([HEAD], more, name="Sheet1"), [SHEET])

    assert book.sheets == {}
    assert book.others == ("Sheet1", "Số liệu gốc")


def test_cells_without_addresses_and_with_prefixes_are_scanned():
    """Addresses are optional, and a writer may put every name under a prefix."""
    content = by_openpyxl([HEAD])
    xml = (
        '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/'
        'main"><x:sheetData><x:row hidden="1"><x:c><x:f>A9</x:f></x:c>'
        "<x:c><x:v>5</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    )
    scan = (
        workbooks.read(with_parts(content, {"xl/worksheets/sheet1.xml": xml}), [SHEET])
        .sheets[SHEET]
        .scan
    )

    assert scan.without_value == {(0, 0)}
    assert scan.hidden_rows == [0]
    assert scan.last == (0, 1)
    assert "<x:" not in sheet_xml(content)


def test_addresses():
    assert [address(0, 0), address(4, 27), address(9, 701)] == ["A1", "AB5", "ZZ10"]
    assert split_address("AB5") == (4, 27)
    assert runs([9, 3, 5, 6, 7, 3]) == "3, 5–7, 9"
    assert len(COLUMNS) == len(HEAD)
    for wrong in ("", "5", "A", "A0", "a1"):
        with pytest.raises(ValueError, match="no address"):
            split_address(wrong)
