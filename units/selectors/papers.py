"""Issued papers and their numbers."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Max, Q, QuerySet

from core import access, clock, text
from core.points import Hit
from units.models import IssuedPaper, NumberBook, Unit
from units.selectors.search import any_name, words_of


def papers_visible_to(user: Any) -> QuerySet[IssuedPaper]:
    """A paper is read by whoever sees what it is about.

    The subject's model names the permission to see it as ``view_permission``.
    """
    papers = IssuedPaper.objects.select_related("unit", "file", "issued_by__person")
    readable = Q(pk__in=[])
    for type_id in _subject_types():
        model = ContentType.objects.get_for_id(type_id).model_class()
        known = access.PERMISSIONS.get(getattr(model, "view_permission", ""))
        if known is not None and known.scope is not None:
            seen = known.scope(user).order_by().values("pk")
            readable |= Q(subject_type=type_id, subject_id__in=seen)
    return papers.filter(readable)


def _subject_types() -> list[int]:
    kinds = IssuedPaper.objects.order_by("subject_type").values_list("subject_type")
    return [type_id for (type_id,) in kinds.distinct()]


def papers_found(user: Any, words: str = "", kind: str = "") -> QuerySet[IssuedPaper]:
    """Return the visible papers of a kind whose number or title holds the words."""
    papers = papers_visible_to(user)
    if kind:
        papers = papers.filter(kind=kind)
    for word in words_of(words):
        papers = papers.filter(
            any_name(word, "search_key") | any_name(word, "unit__search_key")
        )
    return papers


def paper_hits(words: str, user: Any) -> Iterator[Hit]:
    """Answer the search point: papers by number, kind and title."""
    if not words_of(words):
        return
    for paper in papers_found(user, words)[:20]:
        yield Hit("Văn bản", paper.code, paper.title, paper.get_absolute_url())


def papers_of(unit: Unit, user: Any) -> QuerySet[IssuedPaper]:
    """Return a unit's issued papers that the user may read, newest first."""
    return papers_visible_to(user).filter(unit=unit)


def books_of(unit: Unit) -> QuerySet[NumberBook]:
    """Return a unit's number books, the newest series first."""
    return unit.books.order_by("-series", "kind")


def series_today(unit: Unit) -> str:
    """Return the series that a paper issued today falls in."""
    return series_of(unit, clock.today())


def facts_of_paper(paper: IssuedPaper) -> list[tuple[str, str]]:
    """Return what the page of a paper says of it."""
    local = paper.issued_at.astimezone(clock.zone())
    return [
        ("Số, ký hiệu", paper.code),
        ("Loại", paper.get_kind_display()),
        ("Ngày ban hành", text.format_date(paper.issued_on)),
        ("Cơ quan ban hành", str(paper.unit)),
        ("Người ký", paper.signer),
        ("Về", str(paper.subject)),
        (
            "Người phát hành",
            f"{paper.issued_by}, {local:%H:%M} ngày {text.format_date(local)}",
        ),
        ("Dung lượng", f"{text.format_number(paper.file.size)} byte"),
    ]


def series_of(unit: Unit, day: date) -> str:
    """Return the number series of a day: the year, or the Party term it lies in.

    Terms of five years by congress (2020–2025, 2025–2030): Hướng dẫn 05-HD/VPTW by
    way of secondary notes, unverified; so a plain rule of the calendar is used.
    """
    held = unit.name_on(day)
    if held is not None and held.paper_form == "party":
        first = day.year - day.year % 5
        return f"{first}-{first + 5}"
    return str(day.year)


def papers_about(subject: models.Model) -> QuerySet[IssuedPaper]:
    """Return the papers issued about a row, newest first; who sees it reads them."""
    papers = IssuedPaper.objects.select_related("unit", "file", "issued_by__person")
    return papers.filter(
        subject_type=ContentType.objects.get_for_model(subject), subject_id=subject.pk
    )


def highest_number(book: NumberBook) -> int:
    """Return the highest number of a book that a paper carries, 0 for none."""
    papers = IssuedPaper.objects.filter(
        unit=book.unit_id, kind=book.kind, series=book.series
    )
    return papers.aggregate(highest=Max("number"))["highest"] or 0
