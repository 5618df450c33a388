"""Which entries of the journal a user reads."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from django.db.models import Q, QuerySet

from core import clock
from core.journal import GENERAL_CHAIN
from core.models import JournalEntry
from units.enums import Role
from units.selectors.rights import (
    chains_of_offices,
    keeps_registers,
    overseen_chains,
    readable_unit_ids,
    sees_the_province,
    unit_ids_of,
)
from units.selectors.search import any_name, words_of


def journal_visible_to(user: Any) -> QuerySet[JournalEntry]:
    """Board and administrator read everything, the province every bloc's year;
    others their own acts, their units' entries and the years that their units run.
    """
    entries = JournalEntry.objects.select_related("chain")
    if not user.appointments:
        return entries.none()
    if keeps_registers(user):
        return entries
    if sees_the_province(user):
        return entries.filter(~Q(chain__key=GENERAL_CHAIN) | Q(actor=user))
    return entries.filter(
        Q(actor=user)
        | Q(unit__in=readable_unit_ids(user))
        | Q(chain__key__in=overseen_chains(user))
    )


def who_reads_withheld(user: Any) -> Callable[[JournalEntry], bool]:
    """Return what tells whether the user reads values in an entry that are not to be
    published: the unit, the secretariats of its year and the board do. One query.
    """
    if unit_ids_of(user, Role.BOARD_OFFICER):
        return lambda _entry: True
    own = readable_unit_ids(user)
    chains = set(chains_of_offices(unit_ids_of(user, Role.SECRETARY)))
    return lambda entry: entry.unit in own or entry.chain.key in chains


def journal_found(
    user: Any,
    *,
    words: str = "",
    person: str = "",
    first: date | None = None,
    last: date | None = None,
) -> QuerySet[JournalEntry]:
    """Return the visible entries of these days, by this person, with these words."""
    entries = journal_visible_to(user)
    if first:
        entries = entries.filter(at__gte=_midnight(first))
    if last:
        entries = entries.filter(at__lt=_midnight(last + date.resolution))
    for word in words_of(person):
        entries = entries.filter(any_name(word, "actor__person__search_key"))
    for word in words_of(words):
        entries = entries.filter(any_name(word, "search_key"))
    return entries


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=clock.zone())
