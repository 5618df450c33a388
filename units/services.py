"""What happens to units, people, blocs and number books."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from core import clock, files, journal, text
from core.models import StoredFile
from units import selectors
from units.models import (
    Bloc,
    BlocOffice,
    IssuedPaper,
    NumberBook,
    Person,
    Succession,
    Unit,
    UnitName,
    User,
)


@transaction.atomic
def found_unit(unit: Unit, name: UnitName, *, actor: Any) -> Unit:
    """Create a unit with its first name."""
    unit.name, unit.short_name = text.nfc(name.name), text.nfc(name.short_name)
    journal.save(unit, actor=actor)
    name.unit = unit
    journal.save(name, actor=actor)
    return unit


@transaction.atomic
def rename_unit(name: UnitName, *, actor: Any) -> UnitName:
    """Add or correct a dated name; an open earlier name ends the day before."""
    unit = Unit.objects.select_for_update().get(pk=name.unit_id)
    if name.pk is None:
        before = unit.names.filter(valid_to=None, valid_from__lt=name.valid_from)
        for one in before:
            one.valid_to = name.valid_from - date.resolution
            journal.save(one, actor=actor)
    journal.save(name, actor=actor)
    refresh_unit_name(unit)
    return name


def refresh_unit_name(unit: Unit) -> None:
    """Copy the name in force today to the unit, for lists and search."""
    held = Unit.objects.prefetch_related("names").get(pk=unit.pk)
    current = held.name_on(clock.today())
    if current is not None:
        unit.name, unit.short_name = current.name, current.short_name
        unit.save(update_fields=["name", "short_name", "search_key"])


def record_succession(succession: Succession, *, actor: Any) -> Succession:
    """Record that one unit came after another; its readers follow by themselves."""
    journal.save(succession, actor=actor)
    return succession


@transaction.atomic
def open_account(
    person: Person, login: str, password: str, *, actor: Any, email: str = ""
) -> User:
    """Create the person's account."""
    user = User.objects.create_user(login, password, person)
    user.email = email
    user.save(update_fields=["email"])
    journal.record(user, "create", "Cấp tài khoản", actor=actor)
    return user


def give_office(office: BlocOffice, *, actor: Any, reason: str = "") -> BlocOffice:
    """Record who heads or deputises for a bloc in a year; rights follow at once."""
    journal.save(office, actor=actor, reason=reason)
    return office


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
    """Return number and symbol in the unit's form: ``12/BC-SNV`` or ``12-BC/BTGTU``.

    State: Nghị định 30/2020/NĐ-CP; Party: Hướng dẫn 36-HD/VPTW.
    """
    name = _name_in_force(unit, day)
    if name.paper_form == "party":
        return f"{number:02d}-{kind}/{name.symbol}"
    return f"{number:02d}/{kind}-{name.symbol}"


def _name_in_force(unit: Unit, day: date) -> UnitName:
    """Return the name in force, refusing a unit that has none."""
    held = unit.name_on(day)
    if held is None:
        raise ValidationError(f"{unit.code} chưa có tên để phát hành văn bản.")
    return held


@transaction.atomic
def issue_paper(
    *,
    unit: Unit,
    kind: str,
    title: str,
    issued_on: date,
    subject: models.Model,
    render: Callable[[str], bytes],
    actor: Any,
    signer: str = "",
) -> IssuedPaper:
    """Number a paper, render it once with that number and freeze it in storage.

    ``render`` gets the number and symbol. A failure leaves no number taken.
    """
    series = selectors.series_of(unit, issued_on)
    number = next_number(unit, kind, series)
    code = paper_code(unit, kind, number, issued_on)
    stored: StoredFile = files.store(
        render(code),
        f"{code.replace('/', '_')}.pdf",
        actor=actor,
        content_type="application/pdf",
    )
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
    journal.record(
        paper,
        "issue",
        "Phát hành văn bản",
        actor=actor,
        changes=[["sha256", None, stored.sha256]],
    )
    return paper


def add_bloc(bloc: Bloc, *, actor: Any) -> Bloc:
    """Create a bloc."""
    journal.save(bloc, actor=actor)
    return bloc
