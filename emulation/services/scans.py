"""Scanned papers: a PDF or a picture, of a size that can be kept."""

from typing import Any

from core import files
from core.models import StoredFile
from core.workflow import BlockedError

LARGEST_SCAN = 20  # MB
READABLE = {"application/pdf", "image/png", "image/jpeg"}
TOO_LARGE = f"Tệp quá lớn: bản quét chỉ được đến {LARGEST_SCAN} MB."
NO_SCAN = "Tệp không đọc được như bản quét: chỉ nhận PDF, PNG hoặc JPEG."


def faults_of_scan(upload: Any) -> list[str]:
    """Say why an uploaded file cannot be kept as a scan; its first bytes count, not its
    name.
    """
    if upload.size > LARGEST_SCAN * 1024 * 1024:
        return [TOO_LARGE]
    upload.seek(0)
    start = upload.read(16)
    upload.seek(0)
    return [] if files.sniff(start) in READABLE else [NO_SCAN]


def store_scan(upload: Any, *, actor: Any) -> StoredFile:
    """Keep an uploaded scan; raise when it is none."""
    if sentences := faults_of_scan(upload):
        raise BlockedError(sentences)
    return files.store(upload.read(), upload.name, actor=actor)
