"""XML of a workbook read as a stream: flat memory, no entities, no recursion."""

from collections.abc import Callable
from typing import IO
from xml.parsers import expat

from core.workbooks.notes import RefusedError

CHUNK = 1 << 16
DAMAGED = "Tệp bị hỏng, không đọc được. Mở lại bằng Excel rồi lưu thành tệp mới."
_WITH_ENTITIES = "Tệp có phần khai báo lạ (DOCTYPE) nên không nhận."

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


class StopWalking(Exception):  # noqa: N818 -- no error: the walker has seen enough
    """Raised by a handler that needs no more."""


def _refuse(*_facts: object) -> None:
    raise RefusedError(_WITH_ENTITIES)


def walk(
    stream: IO[bytes], start: Start, end: End | None = None, text: Text | None = None
) -> None:
    """Send the elements of a stream to the handlers.

    Refuses a document type, so that nothing can be expanded, and damaged XML.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = start
    if end:
        parser.EndElementHandler = end
    if text:
        parser.CharacterDataHandler = text
    try:
        while chunk := stream.read(CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, KeyError) as error:
        raise RefusedError(DAMAGED) from error


def local(name: str) -> str:
    """Return an element's or attribute's name without its prefix."""
    return name.rpartition(":")[2]
