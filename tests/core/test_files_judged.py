"""Which files are taken as proof: their content decides, whatever they are called."""

import hashlib
import io
import tracemalloc

import pytest

from core import filekinds
from core.officefiles import RefusedFileError
from tests.core import filesamples as made

MEGABYTE = 1 << 20
ALLOWED = "Chỉ nhận PDF, ảnh PNG hoặc JPEG, Word (.docx, .doc) và Excel (.xlsx, .xls)."
BOMB = "Tệp nhỏ nhưng nội dung nén bên trong quá lớn nên không nhận."
NO_OFFICE = "Đây là tệp nén, không phải Word hay Excel."
MACROS = "Tệp có macro nên không nhận."


def judge(content, name):
    return filekinds.judge(io.BytesIO(content), name)


def refusal(content, name="tệp.pdf"):
    with pytest.raises(RefusedFileError) as caught:
        judge(content, name)
    return str(caught.value)


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (made.PDF, "báo cáo.pdf", "pdf"),
        (made.PDF, "BAO CAO.PDF", "pdf"),
        (made.png(), "ảnh.png", "png"),
        (made.jpeg(), "ảnh.jpg", "jpeg"),
        (made.jpeg(), "ảnh.jpeg", "jpeg"),
        (
            made.jpeg(4000, 3000, before=b"\xff\xff\xd0\xff\xe1\x00\x04Ex"),
            "a.jpg",
            "jpeg",
        ),
        (made.office(made.WORD), "tờ trình.docx", "docx"),
        (made.office(made.EXCEL), "số liệu.xlsx", "xlsx"),
        (made.old_office("WordDocument"), "cũ.doc", "doc"),
        (made.old_office("Workbook"), "cũ.xls", "xls"),
        (made.old_office("Book"), "rất cũ.xls", "xls"),
    ],
)
def test_what_is_taken(content, name, kind):
    judged = judge(content, name)

    assert judged.kind is filekinds.KINDS[kind]
    assert judged.name == name
    assert judged.size == len(content)
    assert judged.sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"<html><script>alert(1)</script>", "a.pdf", "Bên trong là trang web (HTML)."),
        (b"\xef\xbb\xbf <!DOCTYPE html>", "a.pdf", "Bên trong là trang web (HTML)."),
        (b"<svg onload='alert(1)'/>", "a.png", "Bên trong là ảnh SVG."),
        (b"<?xml version='1.0'?><svg/>", "a.svg", "Bên trong là ảnh SVG."),
        (b"<?xml version='1.0'?><a/>", "a.xml", "Bên trong là tệp XML."),
        (b"MZ\x90\0", "a.pdf", "Bên trong là chương trình chạy được."),
        (b"#!/bin/sh\n", "a.pdf", "Bên trong là chương trình chạy được."),
        (b"Rar!\x1a\x07", "a.rar", "Bên trong là tệp nén RAR."),
        (b"GIF89a", "a.gif", "Bên trong là ảnh GIF."),
        (b"RIFF\0\0\0\0WEBPVP8 ", "a.webp", "Bên trong là ảnh WebP."),
        (b"\0\0\0\x18ftypheic", "a.heic", "Bên trong là ảnh HEIC."),
        (b"\0\0\0\x18ftypmp42", "a.mp4", "Bên trong là phim hoặc âm thanh."),
        (b"chi la chu", "a.txt", "Không nhận ra loại tệp này."),
        (b" %PDF-1.7 %%EOF", "a.pdf", "Không nhận ra loại tệp này."),
    ],
)
def test_what_is_refused_is_named_and_what_is_taken_is_said(content, name, said):
    assert refusal(content, name) == f"{said} {ALLOWED}"


def test_an_empty_file_is_refused():
    assert refusal(b"") == "Tệp rỗng, không có nội dung."


def test_the_largest_file_is_taken_and_one_byte_more_is_not():
    tail = b"%%EOF"
    most = b"%PDF-" + bytes(20 * MEGABYTE - 5 - len(tail)) + tail

    assert judge(most, "a.pdf").size == 20 * MEGABYTE
    assert refusal(most + b"\n") == filekinds.too_large()
    assert "đến 20 MB" in filekinds.too_large()


def test_a_pdf_that_breaks_off_is_refused():
    assert refusal(b"%PDF-1.7\n<html>").startswith("Tệp PDF không đầy đủ")


@pytest.mark.parametrize(
    "content", [made.png(10_000, 10_000), made.jpeg(10_000, 10_000)]
)
def test_a_huge_picture_is_refused_by_its_header(content):
    tracemalloc.start()
    said = refusal(content, "a.png")
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert said == (
        "Ảnh 10.000 × 10.000 điểm ảnh quá lớn: chỉ nhận ảnh đến 50 triệu điểm ảnh. "
        "Thu nhỏ ảnh rồi tải lên."
    )
    assert most < MEGABYTE


def test_a_very_long_picture_is_refused():
    assert "quá lớn" in refusal(made.png(20_001, 1))
    assert judge(made.png(20_000, 2_500), "a.png").kind is filekinds.PNG


@pytest.mark.parametrize(
    "content",
    [
        made.png(0, 5),
        b"\x89PNG\r\n\x1a\n",
        b"\x89PNG\r\n\x1a\n\0\0\0\x0dIDATxxxxxxxx",
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xe0",
        b"\xff\xd8\xff\xe0\x00\x04JFxx",
        b"\xff\xd8\xff\xc0\x00\x08\x08",
        b"\xff\xd8\xff\xda\x00\x08",
        b"\xff\xd8" + b"\xff" * 5000,
        b"\xff\xd8" + b"\xff\xe0\x00\x02" * 3000,
    ],
)
def test_a_broken_picture_is_refused(content):
    assert refusal(content).startswith("Ảnh bị hỏng")


def test_a_bomb_is_refused_without_being_unpacked():
    content = made.bomb()
    assert len(content) < MEGABYTE
    tracemalloc.start()
    said = refusal(content, "a.docx")
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert said == BOMB
    assert most < MEGABYTE


def test_a_package_of_countless_parts_is_refused_before_they_are_listed():
    content = made.zipped(*map(str, range(3001)))
    assert refusal(content, "a.docx") == BOMB


def test_a_package_within_a_package_stays_packed():
    inner = {"word/embeddings/a.xlsx": made.office(made.EXCEL)}
    assert judge(made.office(**inner), "a.docx").kind is filekinds.KINDS["docx"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (made.zipped("a.txt"), NO_OFFICE),
        (made.office("presentationml.presentation.main+xml"), NO_OFFICE),
        (made.office(**{"word/run.exe": b"MZ"}), NO_OFFICE),
        (made.office(**{"../../etc/passwd": b"x"}), NO_OFFICE),
        (made.office(**{"word/vbaProject.bin": b"x"}), MACROS),
        (made.office(f"{made.WORD}macroEnabled"), MACROS),
        (b"PK\x03\x04 nothing more", "Tệp bị hỏng"),
        (made.office()[:-30], "Tệp bị hỏng"),
        (made.old_office("EncryptedPackage"), "Tệp có mật khẩu"),
        (made.old_office("WordDocument", "_VBA_PROJECT"), MACROS),
        (made.old_office("Khác"), "Không nhận ra loại tệp này."),
    ],
)
def test_what_is_no_plain_document_is_refused(content, said):
    assert refusal(content, "a.docx").startswith(said)


def test_a_package_with_a_password_is_refused():
    content = bytearray(made.office())
    directory = content.index(b"PK\x01\x02")
    content[directory + 8] |= 1
    assert refusal(bytes(content), "a.docx").startswith("Tệp có mật khẩu")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/x.pdf", "x.pdf"),
        (r"C:\Users\an\Tờ trình.pdf", "Tờ trình.pdf"),
        ("x.exe\0.pdf", "x.exe.pdf"),
        ("a\r\nb\u202efdp.pdf", "a b fdp.pdf"),
        ("  hai   chữ .pdf", "hai chữ .pdf"),
        (".htaccess.pdf", "htaccess.pdf"),
        ("Báo cáo".encode().decode() + ".pdf", "Báo cáo.pdf"),
        ("Ba\u0301o ca\u0301o.pdf", "Báo cáo.pdf"),
        ("không đuôi", "không đuôi.pdf"),
        ("Báo cáo năm 2024. Bản cuối", "Báo cáo năm 2024. Bản cuối.pdf"),
        ("..", "tep.pdf"),
        ("dài" * 100 + ".pdf", ("dài" * 100)[:196] + ".pdf"),
    ],
)
def test_the_name_that_is_kept(name, kept):
    assert judge(made.PDF, name).name == kept


@pytest.mark.parametrize("name", ["a.pdf.exe", "a.html", "a.docx", "a.jpg"])
def test_an_ending_that_says_something_else_is_refused(name):
    ending = name.rpartition(".")[2]
    assert refusal(made.PDF, name) == (
        f"Tên tệp có đuôi .{ending} nhưng bên trong là PDF. "
        "Đổi đuôi thành .pdf rồi tải lên, nếu đúng là tệp cần nộp."
    )


def test_a_file_of_two_kinds_is_what_its_beginning_says():
    """Whatever follows, it is served as this kind and nothing else."""
    both = made.jpeg() + made.office()
    assert judge(both, "a.jpg").kind is filekinds.JPEG
    assert refusal(both, "a.docx").startswith("Tên tệp có đuôi .docx")
