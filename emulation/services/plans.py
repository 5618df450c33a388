"""The year's plan document: PDF, Word or a scan, known by its content."""

import io
import zipfile
from typing import Any

from core import files
from core.models import StoredFile
from core.workflow import BlockedError
from emulation.services.scans import LARGEST_SCAN, READABLE

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OLD_WORD = "application/msword"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
STREAM_OF_WORD = "WordDocument".encode("utf-16-le")
TOO_LARGE = f"Tệp quá lớn: kế hoạch chỉ được đến {LARGEST_SCAN} MB."
NO_PLAN = (
    "Tệp không đọc được như một văn bản: chỉ nhận PDF, Word không có macro, hoặc bản "
    "quét PNG, JPEG."
)


def faults_of_plan(upload: Any) -> list[str]:
    """Say why an uploaded file cannot be kept as the plan; its content counts, not its
    name.
    """
    if upload.size > LARGEST_SCAN * 1024 * 1024:
        return [TOO_LARGE]
    return [] if kind_of(_content(upload)) else [NO_PLAN]


def store_plan(upload: Any, *, actor: Any) -> StoredFile:
    """Keep an uploaded plan; raise when it is none."""
    if sentences := faults_of_plan(upload):
        raise BlockedError(sentences)
    content = _content(upload)
    kind = kind_of(content)
    return files.store(content, upload.name, actor=actor, content_type=kind)


def _content(upload: Any) -> bytes:
    upload.seek(0)
    return bytes(upload.read())


def kind_of(content: bytes) -> str:
    """Return the type of a document, empty for what is none."""
    kind = files.sniff(content)
    if kind in READABLE:
        return kind
    if kind == "application/zip":
        return WORD if _is_word(content) else ""
    return OLD_WORD if content.startswith(OLE) and STREAM_OF_WORD in content else ""


def _is_word(content: bytes) -> bool:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(content)).namelist())
    except zipfile.BadZipFile:
        return False
    has_macros = any(one.endswith("vbaProject.bin") for one in names)
    return "word/document.xml" in names and not has_macros
