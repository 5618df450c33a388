"""Workbooks that people send and take: read with suspicion, written with care."""

from core.workbooks.columns import Column, Kind
from core.workbooks.extract import Extract, Line, Question, extract
from core.workbooks.notes import Note, RefusedError
from core.workbooks.reading import Book, Sheet, check, read
from core.workbooks.writing import GUIDE, SheetPlan, write

__all__ = [
    "GUIDE",
    "Book",
    "Column",
    "Extract",
    "Kind",
    "Line",
    "Note",
    "Question",
    "RefusedError",
    "Sheet",
    "SheetPlan",
    "check",
    "extract",
    "read",
    "write",
]
