"""Files outside the web root: stored under random names, typed by their content."""

import hashlib
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import transaction
from django.http import FileResponse

from core.models import StoredFile

NAME_LENGTH = 200  # what the column holds; the end carries the kind of file
SHOWN = {"application/pdf", "image/png", "image/jpeg"}  # what a browser may show
# A PDF's own reader refuses to work in a sandbox; a picture needs nothing else.
_FRAMED = {
    "application/pdf": "default-src 'none'; object-src 'none'; frame-ancestors 'self'",
}
_FRAMED_PICTURE = "default-src 'none'; img-src 'self'; sandbox; frame-ancestors 'self'"
_SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"PK\x03\x04", "application/zip"),
)


def sniff(content: bytes) -> str:
    """Return the type that the first bytes show."""
    for signature, content_type in _SIGNATURES:
        if content.startswith(signature):
            return content_type
    return "application/octet-stream"


def store(
    content: bytes, name: str, *, actor: Any, content_type: str = ""
) -> StoredFile:
    """Write the content under a random name and return its row.

    A transaction that rolls back leaves an unreferenced file, never a missing one.
    """
    kind = content_type or sniff(content)
    return store_pieces([content], name, actor=actor, content_type=kind)


def store_pieces(
    pieces: Iterable[bytes], name: str, *, actor: Any, content_type: str
) -> StoredFile:
    """Write content that arrives in pieces, as ``store`` does; memory stays flat."""
    path = f"{secrets.token_hex(1)}/{secrets.token_urlsafe(24)}"
    target = Path(settings.FILES_ROOT) / path
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with target.open("xb") as handle:
        for piece in pieces:
            digest.update(piece)
            size += len(piece)
            handle.write(piece)
    return StoredFile.objects.create(
        path=path,
        name=Path(name.replace("\\", "/")).name[-NAME_LENGTH:],
        content_type=content_type,
        size=size,
        sha256=digest.hexdigest(),
        stored_by=actor,
    )


def read(stored: StoredFile) -> bytes:
    """Return the content; raises ``OSError`` when the file is gone or was changed."""
    content = (Path(settings.FILES_ROOT) / stored.path).read_bytes()
    if hashlib.sha256(content).hexdigest() != stored.sha256:
        raise OSError(f"{stored.path}: sha256 differs")
    return content


def is_intact(stored: StoredFile) -> bool:
    """Tell whether the content is there and unchanged."""
    try:
        read(stored)
    except OSError:
        return False
    return True


def remove(stored: StoredFile) -> None:
    """Delete a file that no row links to any more; its content goes at the commit."""
    erase(stored)
    stored.delete()


def erase(stored: StoredFile) -> None:
    """Delete the content at the commit; the row stays with name, size and hash."""
    path = Path(settings.FILES_ROOT) / stored.path
    transaction.on_commit(lambda: path.unlink(missing_ok=True))


def respond(
    stored: StoredFile, *, inline: bool = True, framed: bool = False
) -> FileResponse:
    """Serve a file; the caller has checked the row that links to it.

    Only what a browser shows without running it is shown; all else is downloaded.
    ``framed`` lets a page of this house show it in place.
    """
    handle = (Path(settings.FILES_ROOT) / stored.path).open("rb")
    response = FileResponse(handle, content_type=stored.content_type)
    kind = "inline" if inline and stored.content_type in SHOWN else "attachment"
    response["Content-Disposition"] = f"{kind}; filename*=UTF-8''{quote(stored.name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    if framed and kind == "inline":
        policy = _FRAMED.get(stored.content_type, _FRAMED_PICTURE)
        response["Content-Security-Policy"] = policy
        response["X-Frame-Options"] = "SAMEORIGIN"
    return response
