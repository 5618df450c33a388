"""The zip around a workbook: judged before anything in it is opened."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from core.text import format_number
from core.workbooks.notes import RefusedError
from core.workbooks.walking import DAMAGED, local, walk

MEGABYTE = 1 << 20
SIZE_CAP = 10 * MEGABYTE
UNPACKED_CAP = 200 * MEGABYTE  # 200,000 rows fit, to be counted and refused
KEPT_CAP = 64 * MEGABYTE  # of what is handed on to be read into memory
RATIO_CAP, RATIO_FROM = 150, 20 * MEGABYTE
PARTS_CAP = 2000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    KeyError,
    NotImplementedError,
    RuntimeError,
)
_SAVE_AS = "Mở bằng Excel hoặc LibreOffice rồi lưu thành .xlsx."
_NO_WORKBOOK = f"Tệp này không phải sổ Excel .xlsx. {_SAVE_AS}"
_ACTIVE = ("vbaproject", "/activex/", "/macrosheets/")
_LINKED = ("/externallinks/", "xl/connections", "/querytables/")
_MAIN = "xl/workbook.xml"
_MAIN_LINKS = "xl/_rels/workbook.xml.rels"
STYLES = "xl/styles.xml"
_FRAME = {
    "[Content_Types].xml",
    "_rels/.rels",
    _MAIN,
    _MAIN_LINKS,
    STYLES,
    "xl/sharedStrings.xml",
}


@dataclass(frozen=True)
class Part:
    """A worksheet of the package."""

    name: str
    path: str
    is_hidden: bool


class Package:
    """A workbook whose zip has passed the checks; parts are read as streams."""

    def __init__(self, content: bytes) -> None:
        """Refuse what is too large, no workbook, or more than a table of values."""
        refuse_by_size(len(content))
        _refuse_by_kind(content)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except _BROKEN as error:
            raise RefusedError(DAMAGED) from error
        self._names = {info.filename for info in self._zip.infolist()}
        _refuse_bombs(self._zip.infolist())
        _refuse_strangers(self._names)
        _refuse_active(self._names)

    def has(self, path: str) -> bool:
        return path in self._names

    @contextmanager
    def stream(self, path: str) -> Iterator[IO[bytes]]:
        """Open a part; a damaged one is refused with a sentence."""
        try:
            with self._zip.open(path) as stream:
                yield stream
        except _BROKEN as error:
            raise RefusedError(DAMAGED) from error

    def worksheets(self) -> list[Part]:
        """Return the worksheets in their order; charts are none."""
        targets = self._targets()
        found: list[Part] = []

        def start(name: str, attributes: dict[str, str]) -> None:
            if local(name) != "sheet":
                return
            known = {local(key): value for key, value in attributes.items()}
            path = targets.get(known.get("id", ""), "")
            if path in self._names:
                is_hidden = known.get("state", "visible") != "visible"
                found.append(Part(known.get("name", ""), path, is_hidden))

        with self.stream(_MAIN) as stream:
            walk(stream, start)
        return found

    def _targets(self) -> dict[str, str]:
        """Return the path of each worksheet by the name of its relation."""
        found: dict[str, str] = {}

        def start(name: str, attributes: dict[str, str]) -> None:
            if local(name) != "Relationship":
                return
            if attributes.get("Type", "").endswith("/worksheet"):
                target = attributes.get("Target", "")
                path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
                found[attributes.get("Id", "")] = posixpath.normpath(path)

        with self.stream(_MAIN_LINKS) as stream:
            walk(stream, start)
        return found

    def repacked(self, sheets: Iterable[Part]) -> io.BytesIO:
        """Return only what holds these sheets' values, uncompressed.

        Sizes in a zip's directory may lie; what is handed on has been unpacked once
        within them and can grow no more.
        """
        wanted = _FRAME | {sheet.path for sheet in sheets}
        kept = sorted(wanted & self._names)
        if sum(self._zip.getinfo(name).file_size for name in kept) > KEPT_CAP:
            raise RefusedError(_too_large_inside())
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as copy:
            for name in kept:
                with self.stream(name) as stream:
                    copy.writestr(name, stream.read())
        target.seek(0)
        return target


def refuse_by_size(size: int) -> None:
    """Raise for a file that is empty or over the cap."""
    if not size:
        raise RefusedError("Tệp rỗng.")
    if size > SIZE_CAP:
        megabytes = format_number(round(size / MEGABYTE))
        most = SIZE_CAP // MEGABYTE
        raise RefusedError(
            f"Tệp nặng {megabytes} MB, chỉ nhận tệp tới {most} MB. "
            "Xóa ảnh và các trang không cần rồi lưu lại."
        )


def _refuse_by_kind(content: bytes) -> None:
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise RefusedError(
                "Tệp có mật khẩu nên không đọc được. Bỏ mật khẩu rồi lưu lại."
            )
        raise RefusedError(f"Tệp theo dạng Excel cũ (.xls). {_SAVE_AS}")
    if not content.startswith(b"PK\x03\x04"):
        raise RefusedError(_NO_WORKBOOK)


def _refuse_bombs(entries: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    is_dense = unpacked > RATIO_FROM and unpacked / packed > RATIO_CAP
    if unpacked > UNPACKED_CAP or is_dense or len(entries) > PARTS_CAP:
        raise RefusedError(_too_large_inside())
    if any(entry.flag_bits & 1 for entry in entries):
        raise RefusedError(
            "Tệp nén có mật khẩu nên không đọc được. Bỏ mật khẩu rồi lưu lại."
        )


def _too_large_inside() -> str:
    return (
        "Tệp nhỏ nhưng nội dung nén bên trong quá lớn nên không mở. "
        "Xóa các trang, dòng và định dạng không cần rồi lưu lại."
    )


def _refuse_strangers(names: set[str]) -> None:
    if {_MAIN, _MAIN_LINKS} <= names:
        return
    if "word/document.xml" in names:
        raise RefusedError("Đây là tệp Word. Hãy chọn tệp Excel .xlsx.")
    if "xl/workbook.bin" in names:
        raise RefusedError(f"Tệp theo dạng nhị phân (.xlsb). {_SAVE_AS}")
    if "mimetype" in names and "content.xml" in names:
        raise RefusedError(f"Tệp theo dạng OpenDocument. {_SAVE_AS}")
    raise RefusedError(f"Tệp nén này không phải sổ Excel. {_SAVE_AS}")


def _refuse_active(names: set[str]) -> None:
    lowered = [name.lower() for name in names]
    if any(mark in name for name in lowered for mark in _ACTIVE):
        raise RefusedError(
            "Tệp có macro nên không nhận. "
            "Lưu thành .xlsx (không macro) rồi tải lên lại."
        )
    if any(mark in name for name in lowered for mark in _LINKED):
        raise RefusedError(
            "Tệp có liên kết lấy số từ tệp hoặc nguồn khác nên không nhận. "
            "Dán lại thành giá trị (Paste Values), ngắt liên kết rồi lưu."
        )
