"""Files that are not taken at all, each with its sentence."""

import struct
import time

import pytest

from core import workbooks
from core.workbooks import RefusedError, package
from core.workbooks.scan import ROWS_CAP
from tests.core.workbook_files import (
    FIXTURES,
    HEAD,
    SHEET,
    book_of,
    by_openpyxl,
    by_xlsxwriter,
    sheet_xml,
    with_parts,
    zipped,
)

ROW = [1, "Nội dung", 2.5, None, "Thường"]
EXTERNAL = "xl/externalLinks/externalLink1.xml"


def refusal(content: bytes) -> str:
    with pytest.raises(RefusedError) as caught:
        book_of(content)
    return str(caught.value)


@pytest.fixture(scope="module")
def good() -> bytes:
    return by_openpyxl([HEAD, ROW])


def test_empty_file_is_refused():
    assert refusal(b"") == "Tệp rỗng."


def test_large_file_is_refused_with_both_sizes():
    assert refusal(b"PK\x03\x04" + bytes(12 << 20)) == (
        "Tệp nặng 12 MB, chỉ nhận tệp tới 10 MB. "
        "Xóa ảnh và các trang không cần rồi lưu lại."
    )


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"<html><table>", "Mã;Tên".encode()])
def test_other_kinds_of_file_are_refused(content):
    assert refusal(content).startswith("Tệp này không phải sổ Excel .xlsx.")


def test_old_excel_is_told_to_save_anew():
    content = (FIXTURES / "libreoffice.xls").read_bytes()

    assert refusal(content) == (
        "Tệp theo dạng Excel cũ (.xls). "
        "Mở bằng Excel hoặc LibreOffice rồi lưu thành .xlsx."
    )


def test_password_is_told_to_be_taken_off():
    stream = "EncryptedPackage".encode("utf-16-le")
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + stream

    assert refusal(content).startswith("Tệp có mật khẩu")


@pytest.mark.parametrize(
    ("parts", "beginning"),
    [
        ({"tin.txt": "x"}, "Tệp nén này không phải sổ Excel."),
        ({"word/document.xml": "<a/>"}, "Đây là tệp Word."),
        ({"xl/workbook.bin": "x"}, "Tệp theo dạng nhị phân (.xlsb)."),
    ],
)
def test_zip_that_is_no_workbook_is_refused(parts, beginning):
    assert refusal(zipped(parts)).startswith(beginning)


@pytest.mark.parametrize(
    ("part", "beginning"),
    [
        ("xl/vbaProject.bin", "Tệp có macro nên không nhận."),
        ("xl/activeX/activeX1.bin", "Tệp có macro nên không nhận."),
        ("xl/macrosheets/sheet1.xml", "Tệp có macro nên không nhận."),
        (EXTERNAL, "Tệp có liên kết lấy số từ tệp hoặc nguồn khác"),
        ("xl/connections.xml", "Tệp có liên kết lấy số từ tệp hoặc nguồn khác"),
    ],
)
def test_macros_and_links_outward_are_refused(good, part, beginning):
    assert refusal(with_parts(good, {part: b"x"})).startswith(beginning)


def test_bomb_is_refused_before_it_is_unpacked(good):
    bomb = with_parts(good, {"xl/media/a.bin": bytes(300 << 20)})
    start = time.process_time()

    assert refusal(bomb).startswith("Tệp nhỏ nhưng nội dung nén bên trong quá lớn")
    assert len(bomb) < package.SIZE_CAP
    assert time.process_time() - start < 1


def test_bomb_below_the_cap_is_refused_by_its_ratio(good):
    bomb = with_parts(good, {"xl/media/a.bin": bytes(60 << 20)})

    assert refusal(bomb).startswith("Tệp nhỏ nhưng nội dung nén bên trong quá lớn")


def test_size_that_the_directory_lies_about_is_found_out(good):
    """The directory says one byte; the entry would unpack to much more."""
    content = with_parts(good, {"xl/sharedStrings.xml": b"<sst/>" + bytes(1 << 20)})
    at = content.index(b"xl/sharedStrings.xml", content.index(b"PK\x01\x02"))
    size_field = at - 46 + 24
    lying = content[:size_field] + struct.pack("<L", 1) + content[size_field + 4 :]

    assert refusal(lying).startswith("Tệp bị hỏng")


def test_truncated_file_is_refused(good):
    assert refusal(good[: len(good) // 2]).startswith("Tệp bị hỏng")


def test_two_hundred_thousand_rows_are_counted_and_refused():
    xml = sheet_xml(by_openpyxl([HEAD]))
    row = (
        '<row><c t="n"><v>1</v></c><c t="inlineStr"><is><t>Nội dung</t></is></c></row>'
    )
    long = xml.replace("</sheetData>", row * 199_999 + "</sheetData>")
    content = with_parts(by_openpyxl([HEAD]), {"xl/worksheets/sheet1.xml": long})
    start = time.process_time()

    assert refusal(content) == (
        "Trang “Bảng” có 200.000 dòng, chỉ nhận tới 5.000 dòng một trang. "
        "Chia thành nhiều tệp."
    )
    assert time.process_time() - start < 2


def test_one_row_too_many_is_refused_and_the_last_allowed_is_not():
    rows = [[at, "x"] for at in range(1, ROWS_CAP + 1)]
    columns = [workbooks.Column("code", "Mã"), workbooks.Column("name", "Tên")]

    def count(content):
        sheet = book_of(content).sheets[SHEET]
        return len(workbooks.extract(sheet, columns).lines)

    assert count(by_xlsxwriter([["Mã", "Tên"], *rows])) == ROWS_CAP
    with pytest.raises(RefusedError, match=r"có 5\.001 dòng, chỉ nhận tới 5\.000"):
        count(by_xlsxwriter([["Mã", "Tên"], *rows, [0, "y"]]))


def test_too_many_columns_are_refused_with_both_numbers():
    assert refusal(by_openpyxl([HEAD, [1] * 150])) == (
        "Trang “Bảng” có 150 cột, chỉ nhận tới 100 cột."
    )


def test_cell_far_below_the_table_is_refused_without_filling_memory():
    def far(sheet):
        sheet["A1048576"] = "x"

    sentence = refusal(by_openpyxl([HEAD, ROW], far))
    assert sentence.startswith("Trang “Bảng” có dữ liệu ở dòng 1.048.576")


def test_cell_that_lies_about_its_row_is_found_out(good):
    far = '<row r="3"><c r="A1048576"><v>1</v></c></row></sheetData>'
    xml = sheet_xml(good).replace("</sheetData>", far)

    sentence = refusal(with_parts(good, {"xl/worksheets/sheet1.xml": xml}))
    assert sentence.startswith("Trang “Bảng” có dữ liệu ở dòng 1.048.576")


def test_huge_declared_dimension_is_not_believed(good):
    xml = sheet_xml(good)
    start = xml.index('<dimension ref="') + len('<dimension ref="')
    declared = xml[:start] + "A1:XFD1048576" + xml[xml.index('"', start) :]
    content = with_parts(good, {"xl/worksheets/sheet1.xml": declared})

    assert len(book_of(content).sheets[SHEET].rows) == 2


@pytest.mark.parametrize(
    "path", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"]
)
def test_entities_are_never_expanded(good, path):
    laughs = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'

    assert refusal(with_parts(good, {path: laughs})).startswith(
        "Tệp có phần khai báo lạ"
    )


@pytest.mark.parametrize(
    "text",
    [
        "<worksheet><sheetData><row>",
        '<worksheet><row r="1"><c r="không"><v>1</v></c></row></worksheet>',
        '<worksheet><mergeCell ref="?"/></worksheet>',
        '<worksheet><col hidden="1"/></worksheet>',
    ],
)
def test_damaged_sheet_is_refused(good, text):
    content = with_parts(good, {"xl/worksheets/sheet1.xml": text})

    assert refusal(content).startswith("Tệp bị hỏng")


def test_shared_text_that_is_missing_is_refused(good):
    xml = sheet_xml(good).replace(
        "<sheetData>", '<sheetData><row r="9"><c r="A9" t="s"><v>7</v></c></row>'
    )
    content = with_parts(good, {"xl/worksheets/sheet1.xml": xml})

    assert refusal(content).startswith("Tệp bị hỏng")


def test_encrypted_zip_is_refused(good):
    flagged = bytearray(good)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = flagged.find(mark)
        while at >= 0:
            flagged[at + offset] |= 1
            at = flagged.find(mark, at + 4)

    assert refusal(bytes(flagged)).startswith("Tệp nén có mật khẩu")


def test_drawn_but_empty_cells_are_limited(good, monkeypatch):
    monkeypatch.setattr("core.workbooks.scan.CELLS_CAP", 1000)
    blank = "<row>" + '<c s="1"/>' * 90 + "</row>"
    xml = sheet_xml(good).replace("</sheetData>", blank * 20 + "</sheetData>")
    content = with_parts(good, {"xl/worksheets/sheet1.xml": xml})

    assert refusal(content).startswith("Trang có quá 1.000 ô được kẻ hoặc tô màu.")


def test_parts_beyond_the_cap_are_refused(good):
    many = {f"xl/media/{at}.txt": b"" for at in range(package.PARTS_CAP)}

    assert refusal(with_parts(good, many)).startswith("Tệp nhỏ nhưng nội dung nén")
