"""Number books and the papers that a unit issues."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from core import clock, files, journal, text
from core.documents.paperforms import form_for
from core.models import StoredFile
from units import selectors
from units.models import IssuedPaper, NumberBook, Unit, UnitName


@transaction.atomic
def next_number(unit: Unit, kind: str, series: str) -> int:
    """Take the next number of a book; gapless, the book's row is locked."""
    NumberBook.objects.get_or_create(unit=unit, kind=kind, series=series)
    book = NumberBook.objects.select_for_update().get(
        unit=unit, kind=kind, series=series
    )
    book.last_number += 1
    book.save(update_fields=["last_number"])
    return book.last_number


def paper_code(unit: Unit, kind: str, number: int, day: date) -> str:
    """Return number and symbol in the unit's form: ``12/BC-SNV`` or ``12-BC/BTGTU``."""
    name = _name_in_force(unit, day)
    pattern = form_for(name.paper_form, day).number_pattern
    written = pattern.format(number=f"{number:02d}", code=kind, symbol=name.symbol)
    return written.removeprefix("Số").lstrip(": ")


def _name_in_force(unit: Unit, day: date) -> UnitName:
    """Return the name in force, refusing a unit that has none."""
    held = unit.name_on(day)
    if held is None:
        raise ValidationError(f"{unit.code} chưa có tên để phát hành văn bản.")
    return held


@transaction.atomic
def issue_paper(  # noqa: PLR0913 -- a paper has this many facts
    *,
    unit: Unit,
    kind: str,
    title: str,
    issued_on: date,
    subject: models.Model,
    render: Callable[[int], bytes],
    actor: Any,
    signer: str = "",
    carries: list[list[Any]] | None = None,
) -> IssuedPaper:
    """Number a paper, render it once with that number and freeze it in storage.

    ``render`` gets the number. A failure leaves no number taken. The journal keeps the
    file's hash, and what the paper ``carries`` as changes beside it.
    """
    series = selectors.series_of(unit, issued_on)
    number = next_number(unit, kind, series)
    code = paper_code(unit, kind, number, issued_on)
    stored = _freeze(render(number), code, actor)
    paper = IssuedPaper.objects.create(
        unit=unit,
        kind=kind,
        series=series,
        number=number,
        code=code,
        title=title,
        issued_on=issued_on,
        issued_at=clock.now(),
        issued_by=actor,
        signer=signer,
        file=stored,
        subject=subject,
    )
    changes = [["sha256", None, stored.sha256], *(carries or [])]
    journal.record(paper, "issue", "Phát hành văn bản", actor=actor, changes=changes)
    return paper


def _freeze(content: bytes, code: str, actor: Any) -> StoredFile:
    name = f"{code.replace('/', '_')}.pdf"
    return files.store(content, name, actor=actor, content_type="application/pdf")


@transaction.atomic
def set_last_number(
    book: NumberBook, last_number: int, *, actor: Any, reason: str
) -> NumberBook:
    """Set from where a book counts on; never below a number that a paper carries."""
    if book.pk is None:
        book.last_number = last_number
        journal.save(book, actor=actor, reason=reason)
        return book
    held = NumberBook.objects.select_for_update().get(pk=book.pk)
    used = selectors.highest_number(held)
    if last_number < used:
        shown = text.format_number(used)
        raise ValidationError(
            {
                "last_number": f"Số {shown} đã cấp cho văn bản; số cuối từ {shown} trở lên."
            }
        )
    held.last_number = last_number
    journal.save(held, actor=actor, reason=reason)
    return held
