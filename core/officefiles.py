"""Word and Excel files: told apart by what is inside, without unpacking them."""

import re
import struct
import zipfile
import zlib
from typing import IO

MEGABYTE = 1 << 20
CHUNK = 1 << 16
PARTS_CAP = 3000
DIRECTORY_CAP = MEGABYTE  # bytes of the list of parts: read whole by zipfile
UNPACKED_CAP = 400 * MEGABYTE
RATIO_CAP, RATIO_FROM = 150, 20 * MEGABYTE
TYPES = "[Content_Types].xml"
TYPES_CAP = 2 * MEGABYTE

_END, _END_64 = b"PK\x05\x06", b"PK\x06\x07"
_END_SIZE, _COMMENT_CAP, _LOCATOR_SIZE = 22, 0xFFFF, 20
_MAIN = {
    "docx": "wordprocessingml.document.main+xml",
    "xlsx": "spreadsheetml.sheet.main+xml",
}
_ACTIVE = ("vbaproject", "/activex/", "/macrosheets/")
_PROGRAMS = re.compile(r"\.(?:exe|dll|bat|cmd|com|scr|js|vbs|ps1|html?|svg|jar|lnk)$")
_OLE_KINDS = {
    "doc": ["WordDocument"],
    "xls": ["Workbook", "Book"],
}
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    KeyError,
    NotImplementedError,
    RuntimeError,
)
DAMAGED = (
    "Tệp bị hỏng, không đọc được. Mở lại bằng Word hoặc Excel rồi lưu thành tệp mới."
)
LOCKED = "Tệp có mật khẩu nên không xem được. Bỏ mật khẩu rồi lưu lại."
WITH_MACROS = "Tệp có macro nên không nhận. Lưu thành .docx hoặc .xlsx không macro."
NO_OFFICE = (
    "Đây là tệp nén, không phải Word hay Excel. Giải nén rồi tải từng tệp PDF, ảnh, "
    "Word hoặc Excel."
)
BOMB = "Tệp nhỏ nhưng nội dung nén bên trong quá lớn nên không nhận."


class RefusedFileError(ValueError):
    """A file is not taken; the message is a sentence for the person."""


def office_kind(handle: IO[bytes], size: int) -> str:
    """Return ``docx`` or ``xlsx``; a zip that is neither, or no safe one, is refused."""
    _refuse_long_directory(handle, size)
    try:
        with zipfile.ZipFile(handle) as package:
            parts = package.infolist()
            _refuse_bombs(parts)
            _refuse_active([part.filename.lower() for part in parts])
            return _kind_by_types(_types_of(package))
    except RefusedFileError:
        raise
    except _BROKEN as error:
        raise RefusedFileError(DAMAGED) from error


def _refuse_long_directory(handle: IO[bytes], size: int) -> None:
    """Judge the list of parts by its length before it is read into memory."""
    start = max(0, size - _END_SIZE - _COMMENT_CAP - _LOCATOR_SIZE)
    handle.seek(start)
    tail = handle.read()
    place = tail.rfind(_END)
    if place < 0 or len(tail) - place < _END_SIZE:
        raise RefusedFileError(DAMAGED)
    parts, length = struct.unpack("<HI", tail[place + 10 : place + 16])
    before = tail[max(0, place - _LOCATOR_SIZE) : place]
    if parts > PARTS_CAP or length > DIRECTORY_CAP or before.startswith(_END_64):
        raise RefusedFileError(BOMB)
    handle.seek(0)


def _refuse_bombs(parts: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    is_dense = unpacked > RATIO_FROM and unpacked / packed > RATIO_CAP
    if unpacked > UNPACKED_CAP or is_dense or len(parts) > PARTS_CAP:
        raise RefusedFileError(BOMB)
    if any(part.flag_bits & 1 for part in parts):
        raise RefusedFileError(LOCKED)


def _refuse_active(names: list[str]) -> None:
    if any(mark in name for name in names for mark in _ACTIVE):
        raise RefusedFileError(WITH_MACROS)
    if any(_PROGRAMS.search(name) or ".." in name.split("/") for name in names):
        raise RefusedFileError(NO_OFFICE)


def _types_of(package: zipfile.ZipFile) -> str:
    """Return the text that names the kinds of the parts, cut at a safe length."""
    if TYPES not in package.namelist():
        raise RefusedFileError(NO_OFFICE)
    with package.open(TYPES) as stream:
        text = stream.read(TYPES_CAP)
    if text[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return text.decode("utf-16", "replace")
    return text.decode("utf-8", "replace")


def _kind_by_types(text: str) -> str:
    if "macroEnabled" in text or "vbaProject" in text:
        raise RefusedFileError(WITH_MACROS)
    for kind, mark in _MAIN.items():
        if mark in text:
            return kind
    raise RefusedFileError(NO_OFFICE)


def old_office_kind(handle: IO[bytes]) -> str:
    """Return ``doc`` or ``xls`` by the names of the streams inside."""
    found = _names_found(
        handle,
        {
            *("EncryptedPackage", "_VBA_PROJECT", "_VBA_PROJECT_CUR", "Macros"),
            *(name for names in _OLE_KINDS.values() for name in names),
        },
    )
    if "EncryptedPackage" in found:
        raise RefusedFileError(LOCKED)
    if found & {"_VBA_PROJECT", "_VBA_PROJECT_CUR"}:
        raise RefusedFileError(WITH_MACROS)
    for kind, names in _OLE_KINDS.items():
        if found.intersection(names):
            return kind
    raise RefusedFileError(
        "Không nhận ra loại tệp này. Lưu lại thành PDF, .docx hoặc .xlsx rồi tải lên."
    )


def _names_found(handle: IO[bytes], names: set[str]) -> set[str]:
    """Return which names stand in the file as a directory entry writes them."""
    marks = {f"{name}\0".encode("utf-16-le"): name for name in names}
    longest = max(map(len, marks))
    found: set[str] = set()
    handle.seek(0)
    before = b""
    while chunk := handle.read(CHUNK):
        window = before + chunk
        found |= {name for mark, name in marks.items() if mark in window}
        before = window[-longest:]
    return found
