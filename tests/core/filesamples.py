"""Files as people and attackers send them, made in memory."""

import io
import struct
import zipfile
import zlib

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
TYPES = "[Content_Types].xml"
MAIN = "application/vnd.openxmlformats-officedocument."
WORD = "wordprocessingml.document.main+xml"
EXCEL = "spreadsheetml.sheet.main+xml"


def _chunk(name: bytes, body: bytes) -> bytes:
    checked = struct.pack(">I", zlib.crc32(name + body))
    return struct.pack(">I", len(body)) + name + body + checked


def png(width: int = 2, height: int = 2) -> bytes:
    """Return a picture whose header names these sizes; one line of pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress((b"\0" + b"\xff\xff\xff" * min(width, 2)) * min(height, 2))
    parts = _chunk(b"IHDR", header) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def jpeg(width: int = 2, height: int = 2, *, before: bytes = b"") -> bytes:
    """Return the head of a photo; ``before`` stands between start and frame."""
    frame = struct.pack(">HBHHB", 8, 8, height, width, 1)
    return b"\xff\xd8\xff\xe0\x00\x04JF" + before + b"\xff\xc0" + frame + b"\xff\xd9"


def office(main: str = WORD, **parts: bytes) -> bytes:
    """Return a package of this main type, with more parts if named."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(
            TYPES, f'<Types><Override ContentType="{MAIN}{main}"/></Types>'
        )
        package.writestr("word/document.xml", b"<document/>")
        for name, content in parts.items():
            package.writestr(name, content)
    return target.getvalue()


def zipped(*names: str) -> bytes:
    """Return an ordinary archive."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name in names:
            package.writestr(name, b"x")
    return target.getvalue()


def bomb() -> bytes:
    """Return a small document that would unpack to 100 MB."""
    return office(**{"word/media/a.xml": bytes(100 << 20)})


def old_office(*streams: str) -> bytes:
    """Return the beginning of an old document whose directory names these streams."""
    names = b"".join(f"{one}\0".encode("utf-16-le").ljust(64, b"\0") for one in streams)
    return OLE + bytes(600) + names
