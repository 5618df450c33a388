"""Writing what a pledge aims at: titles of the unit and of its people, initiatives."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from core import grid, journal
from core.workflow import BlockedError
from emulation import selectors
from emulation.enums import Aim, Subject
from emulation.models import Initiative, Pledge, Quota, TitleRegistration
from emulation.selectors import Standing, Wanted
from emulation.services import ordering
from emulation.services.pledges import refuse_unless_editable

MOST_ROWS = 500  # what the whole page can still send without script
_TITLE = re.compile(r"row-\d{1,18}-title")
_KEY = re.compile(r"\d{1,18}")

Row = TitleRegistration | Initiative
FormFor = Callable[[Standing | None], Any]


def lock_quotas(pledge: Pledge, titles: set[int]) -> None:
    """Lock the limits of these titles in the year: whoever registers them next waits,
    so that two units never take the last place both.
    """
    rows = Quota.objects.filter(year=pledge.year, title__in=titles)
    list(rows.select_for_update().order_by("pk"))


def _titles_in(typed: Mapping[str, Any]) -> set[int]:
    sent = (str(value) for name, value in typed.items() if _TITLE.fullmatch(name))
    return {int(one) for one in sent if _KEY.fullmatch(one)}


@transaction.atomic
def save_aims(
    pledge: Pledge, aim: str, form_for: FormFor, typed: Mapping[str, Any], *, actor: Any
) -> grid.Outcome:
    """Save rows of one of the three lists as typed; a draft writes no journal.

    ``form_for`` makes the rows' form from how titles stand, read under the lock.
    """
    refuse_unless_editable(pledge, actor)
    rows = selectors.rows_of(pledge, aim)
    if aim == Aim.INITIATIVE:
        return grid.save_rows(form_for(None), rows, typed)
    lock_quotas(pledge, _titles_in(typed))
    standing = selectors.standing_of(pledge, actor)
    return grid.save_rows(form_for(standing), rows, typed, after=standing.keep)


@transaction.atomic
def register_title(registration: TitleRegistration, *, actor: Any) -> TitleRegistration:
    """Register a title for the unit or one of its people, within the year's limits."""
    pledge, title = registration.pledge, registration.title
    refuse_unless_editable(pledge, actor)
    lock_quotas(pledge, {title.pk})
    registration.position = ordering.next_position(
        selectors.rows_of(pledge, title.subject)
    )
    registration.full_clean()
    if title.subject == Subject.INDIVIDUAL and registration.person is None:
        raise ValidationError({"person": "Danh hiệu của cá nhân: chọn người."})
    wanted = Wanted(registration.pk or 0, title, registration.person)
    standing = selectors.standing_of(pledge, actor)
    if refused := [sentence for _field, sentence in standing.refusals(wanted)]:
        raise BlockedError(refused)
    registration.save()
    return registration


@transaction.atomic
def add_initiative(initiative: Initiative, *, actor: Any) -> Initiative:
    """Append an initiative of the unit or one of its people."""
    refuse_unless_editable(initiative.pledge, actor)
    rows = selectors.rows_of(initiative.pledge, Aim.INITIATIVE)
    initiative.position = ordering.next_position(rows)
    initiative.full_clean()
    initiative.save()
    return initiative


@transaction.atomic
def add_aims(pledge: Pledge, aim: str, count: int, *, actor: Any) -> set[int]:
    """Append blank rows to a list of a draft; return their keys."""
    refuse_unless_editable(pledge, actor)
    kept = {"pledge": pledge} | ({} if aim == Aim.INITIATIVE else {"subject": aim})
    rows = selectors.rows_of(pledge, aim)
    return ordering.append_blank(rows, count, MOST_ROWS, **kept)


def is_blank(row: Row) -> bool:
    """Tell whether a row says nothing yet."""
    names = ("title_id", "person_id", "track_record", "name", "note")
    return not any(getattr(row, name, None) for name in names)


@transaction.atomic
def move_aim(row: Row, aim: str, step: int, *, actor: Any) -> None:
    """Move a row up (-1) or down (1) in its list; at either end it stays."""
    refuse_unless_editable(row.pledge, actor)
    ordering.move(row, selectors.rows_of(row.pledge, aim), step)


@transaction.atomic
def order_aims(pledge: Pledge, aim: str, ids: list[int], *, actor: Any) -> None:
    """Put a list into this order; raise unless each of its rows is named once."""
    refuse_unless_editable(pledge, actor)
    ordering.put_in_order(selectors.rows_of(pledge, aim), ids)


@transaction.atomic
def delete_aim(row: Row, *, actor: Any) -> None:
    """Take a row out of a draft; the journal keeps a copy."""
    refuse_unless_editable(row.pledge, actor)
    journal.delete_draft(row, actor=actor)
