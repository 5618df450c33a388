"""Width and height that a picture's header names; nothing is unpacked."""

import struct
from typing import IO

MARKERS_CAP = 2000
_FRAMES = {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}
_ALONE = {0x01, *range(0xD0, 0xD8)}
_END = {0xD9, 0xDA}
Size = tuple[int, int]
NONE: Size = (0, 0)


def picture_size(handle: IO[bytes], kind: str) -> Size:
    """Return width and height of a ``png`` or ``jpeg``, noughts for a broken one."""
    return _png(handle) if kind == "png" else _jpeg(handle)


def _png(handle: IO[bytes]) -> Size:
    handle.seek(8)
    head = handle.read(16)
    if len(head) < 16 or head[4:8] != b"IHDR":  # noqa: PLR2004 -- length, name, two sizes
        return NONE
    width, height = struct.unpack(">II", head[8:16])
    return width, height


def _jpeg(handle: IO[bytes]) -> Size:
    """Walk from marker to marker until the frame that names the sizes."""
    handle.seek(2)
    for _count in range(MARKERS_CAP):
        marker = _next_marker(handle)
        if marker is None or marker in _END:
            return NONE
        if marker in _ALONE:
            continue
        length = handle.read(2)
        if len(length) < 2:  # noqa: PLR2004 -- a length is two bytes
            return NONE
        if marker in _FRAMES:
            return _frame(handle.read(5))
        handle.seek(max(int.from_bytes(length, "big") - 2, 0), 1)
    return NONE


def _next_marker(handle: IO[bytes]) -> int | None:
    if handle.read(1) != b"\xff":
        return None
    for _fill in range(MARKERS_CAP):
        byte = handle.read(1)
        if byte != b"\xff":
            return byte[0] if byte else None
    return None


def _frame(head: bytes) -> Size:
    if len(head) < 5:  # noqa: PLR2004 -- precision and two sizes
        return NONE
    height, width = struct.unpack(">HH", head[1:5])
    return width, height
