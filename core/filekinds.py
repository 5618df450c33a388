"""Which files are taken as proof: known by their content, never by their name."""

import hashlib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO

from core.imagesize import picture_size
from core.officefiles import RefusedFileError, office_kind, old_office_kind
from core.text import format_number

MEGABYTE = 1 << 20
SIZE_CAP = 20 * MEGABYTE
PIXELS_CAP, SIDE_CAP = 50_000_000, 20_000
NAME_LENGTH = 200
CHUNK = 1 << 16
HEAD, TAIL = 512, 4096

ALLOWED = "Chỉ nhận PDF, ảnh PNG hoặc JPEG, Word (.docx, .doc) và Excel (.xlsx, .xls)."


@dataclass(frozen=True)
class Kind:
    """A kind of file that is taken; ``is_shown`` where a page may preview it."""

    content_type: str
    label: str
    extensions: tuple[str, ...]
    icon: str
    is_shown: bool = False


_OFFICE = "application/vnd.openxmlformats-officedocument"
PDF = Kind("application/pdf", "PDF", ("pdf",), "pdf", is_shown=True)
PNG = Kind("image/png", "ảnh PNG", ("png",), "image", is_shown=True)
JPEG = Kind("image/jpeg", "ảnh JPEG", ("jpg", "jpeg"), "image", is_shown=True)
KINDS = {
    "pdf": PDF,
    "png": PNG,
    "jpeg": JPEG,
    "docx": Kind(
        f"{_OFFICE}.wordprocessingml.document", "Word (.docx)", ("docx",), "word"
    ),
    "xlsx": Kind(f"{_OFFICE}.spreadsheetml.sheet", "Excel (.xlsx)", ("xlsx",), "sheet"),
    "doc": Kind("application/msword", "Word cũ (.doc)", ("doc",), "word"),
    "xls": Kind("application/vnd.ms-excel", "Excel cũ (.xls)", ("xls",), "sheet"),
}
ACCEPT = ",".join(f".{one}" for kind in KINDS.values() for one in kind.extensions)
BY_TYPE = {kind.content_type: kind for kind in KINDS.values()}
_SIGNATURES = (
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"PK\x03\x04", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
)
_STRANGERS = (
    (b"<svg", "ảnh SVG"),
    (b"<html", "trang web (HTML)"),
    (b"<!doctype", "trang web (HTML)"),
    (b"<script", "trang web (HTML)"),
    (b"<?xml", "tệp XML"),
)
_OTHERS = (
    (b"MZ", "chương trình chạy được"),
    (b"\x7fELF", "chương trình chạy được"),
    (b"#!", "chương trình chạy được"),
    (b"Rar!", "tệp nén RAR"),
    (b"7z\xbc\xaf", "tệp nén 7-Zip"),
    (b"GIF8", "ảnh GIF"),
    (b"{\\rtf", "tệp RTF"),
)
_BOXES = {b"heic": "ảnh HEIC", b"heix": "ảnh HEIC", b"mif1": "ảnh HEIC"}


@dataclass(frozen=True)
class Judged:
    """What a file is: its kind, the name to keep, size and hash."""

    kind: Kind
    name: str
    size: int
    sha256: str


def judge(handle: IO[bytes], name: str) -> Judged:
    """Say what a file is, reading it in pieces; raises ``RefusedFileError`` with a
    sentence for what is not taken.
    """
    size = _size_of(handle)
    refuse_by_size(size)
    kind = KINDS[_kind_of(handle, size)]
    kept = _named(clean_name(name), kind)
    digest = hashlib.sha256()
    for chunk in pieces(handle):
        digest.update(chunk)
    return Judged(kind, kept, size, digest.hexdigest())


def pieces(handle: IO[bytes]) -> Iterator[bytes]:
    """Yield the whole content from its beginning, a little at a time."""
    handle.seek(0)
    while chunk := handle.read(CHUNK):
        yield chunk


def refuse_by_size(size: int) -> None:
    """Raise for a file that is empty or over the cap."""
    if not size:
        raise RefusedFileError("Tệp rỗng, không có nội dung.")
    if size > SIZE_CAP:
        raise RefusedFileError(too_large())


def too_large() -> str:
    """Return the sentence about a file over the cap."""
    most = SIZE_CAP // MEGABYTE
    return f"Tệp quá lớn: mỗi tệp chỉ được đến {most} MB. Chia nhỏ hoặc nén ảnh lại."


def _size_of(handle: IO[bytes]) -> int:
    size = handle.seek(0, 2)
    handle.seek(0)
    return size


def _kind_of(handle: IO[bytes], size: int) -> str:
    head = handle.read(HEAD)
    found = next((kind for start, kind in _SIGNATURES if head.startswith(start)), "")
    if found == "zip":
        return office_kind(handle, size)
    if found == "ole":
        return old_office_kind(handle)
    if found == "pdf":
        _refuse_broken_pdf(handle, size)
    elif found:
        _refuse_huge_picture(handle, found)
    else:
        raise RefusedFileError(_stranger(head))
    return found


def _refuse_broken_pdf(handle: IO[bytes], size: int) -> None:
    handle.seek(max(0, size - TAIL))
    if b"%%EOF" not in handle.read(TAIL):
        raise RefusedFileError(
            "Tệp PDF không đầy đủ hoặc không phải PDF thật. Mở lại rồi lưu thành PDF."
        )


def _refuse_huge_picture(handle: IO[bytes], kind: str) -> None:
    """Read the sizes that the header names; the picture itself is never unpacked."""
    width, height = picture_size(handle, kind)
    if not width or not height:
        raise RefusedFileError("Ảnh bị hỏng, không đọc được. Lưu lại ảnh rồi tải lên.")
    if width * height > PIXELS_CAP or max(width, height) > SIDE_CAP:
        most = format_number(PIXELS_CAP // 1_000_000)
        sides = f"{format_number(width)} × {format_number(height)}"
        raise RefusedFileError(
            f"Ảnh {sides} điểm ảnh quá lớn: chỉ nhận ảnh đến {most} triệu điểm ảnh. "
            "Thu nhỏ ảnh rồi tải lên."
        )


def _stranger(head: bytes) -> str:
    """Name what a file looks like instead, as far as its beginning tells."""
    lowered = head.lower()
    found = [label for mark, label in _STRANGERS if mark in lowered]
    found += [label for start, label in _OTHERS if head.startswith(start)]
    if head[4:8] == b"ftyp":
        found.append(_BOXES.get(head[8:12], "phim hoặc âm thanh"))
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        found.append("ảnh WebP")
    seen = f"Bên trong là {found[0]}." if found else "Không nhận ra loại tệp này."
    return f"{seen} {ALLOWED}"


def clean_name(name: str) -> str:
    """Return the last part of a name as composed, printable text; never a path."""
    last = PurePosixPath(name.replace("\\", "/").replace("\0", "")).name
    shown = "".join(ch if ch.isprintable() else " " for ch in last)
    kept = " ".join(unicodedata.normalize("NFC", shown).split()).lstrip(". ")
    return kept or "tep"


def _named(name: str, kind: Kind) -> str:
    """Return the name with an ending that agrees with the content.

    A name without an ending is given one; another one is refused.
    """
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > len("jpeg") or " " in ending:
        stem, ending = name, kind.extensions[0]
    elif ending.lower() not in kind.extensions:
        right = " hoặc ".join(f".{one}" for one in kind.extensions)
        raise RefusedFileError(
            f"Tên tệp có đuôi .{ending} nhưng bên trong là {kind.label}. "
            f"Đổi đuôi thành {right} rồi tải lên, nếu đúng là tệp cần nộp."
        )
    return f"{stem[: NAME_LENGTH - len(ending) - 1]}.{ending}"
