"""Workbooks of a pledge for tests: taken out, changed, sent in."""

import io
from collections.abc import Callable

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.workbooks import uploads
from emulation import imports
from emulation.imports.sheets import TARGETS
from emulation.models import Pledge

HEAD = [
    "Mã dòng",
    "Phần",
    "Cấp",
    "Chỉ tiêu",
    "Loại",
    "Đơn vị tính",
    "So sánh",
    "Giao ước",
    "Tính trên",
    "Ghi chú",
]
FIRST = 4  # the first row below the template's headings


def changed(pledge: Pledge, change: Callable) -> bytes:
    """Return the pledge's own workbook after ``change`` has had it."""
    book = openpyxl.load_workbook(io.BytesIO(imports.workbook_of(pledge)))
    change(book)
    return saved(book)


def own(*rows, name: str = TARGETS, head=HEAD) -> bytes:
    """Return a workbook that somebody made without the template."""
    book = openpyxl.Workbook()
    book.active.title = name
    for row in (head, *rows):
        book.active.append(row)
    return saved(book)


def saved(book) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def plan(pledge: Pledge, content: bytes, actor, **answers) -> imports.Plan:
    """Send a workbook in and return what it would do."""
    upload = uploads.keep(pledge, content, "giao-uoc.xlsx", actor=actor)
    uploads.answer(upload, answers)
    fresh = Pledge.objects.get(pk=pledge.pk)
    return imports.plan_of(fresh, upload)


def write(pledge: Pledge, content: bytes, actor, **answers) -> imports.Plan:
    """Send a workbook in and confirm its preview."""
    shown = plan(pledge, content, actor, **answers)
    upload = uploads.waiting_for(pledge, actor)
    return imports.confirm(pledge, upload, shown.digest, actor=actor)


def send(browser, pledge: Pledge, content: bytes, name: str = "giao-uoc.xlsx"):
    """Upload through the page."""
    return browser.post(
        reverse("pledge-upload", args=[pledge.pk]),
        {"file": SimpleUploadedFile(name, content)},
    )


def faults(found: imports.Plan) -> list[str]:
    return [f"{note.place}: {note.sentence}" for note in found.faults]
