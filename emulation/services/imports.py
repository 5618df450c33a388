"""Writing what a workbook brought: all of it or nothing."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from core.text import fold
from core.workflow import BlockedError
from emulation import selectors
from emulation.enums import Aim
from emulation.models import Initiative, Pledge, Target, TitleRegistration
from emulation.services.ordering import next_position
from emulation.services.pledges import refuse_unless_editable
from emulation.workflow import year_running

BATCH = 500
_WRITTEN = (
    "content",
    "kind",
    "unit_of_measure",
    "comparator",
    "value",
    "base",
    "note",
    "version",
    "search_key",
)
SEARCHED = 400


@dataclass
class PledgeChanges:
    """Rows to add and rows to change; ``contents`` is the whole new text.

    New targets stand in their order, each part after its whole, which may be new too.
    """

    new_targets: list[Target] = field(default_factory=list)
    changed_targets: list[Target] = field(default_factory=list)
    contents: str | None = None
    new_titles: list[TitleRegistration] = field(default_factory=list)
    changed_titles: list[TitleRegistration] = field(default_factory=list)
    new_initiatives: list[Initiative] = field(default_factory=list)
    changed_initiatives: list[Initiative] = field(default_factory=list)


def why_not_now(pledge: Pledge) -> list[str]:
    """Say why the pledge takes no rows now, without locking it; empty if it does."""
    if not pledge.is_editable:
        return [f"Giao ước {pledge.get_state_display().lower()}, không sửa được."]
    return list(year_running(pledge))


@transaction.atomic
def write_changes(pledge: Pledge, changes: PledgeChanges, *, actor: Any) -> None:
    """Write a draft's imported rows; a draft writes no journal. Raises, and writes
    nothing, when the pledge may not be edited or a row breaks a rule.
    """
    refuse_unless_editable(pledge, actor)
    _change_targets(changes.changed_targets)
    _add_targets(pledge, changes.new_targets)
    if changes.contents is not None:
        Pledge.objects.filter(pk=pledge.pk).update(
            contents=changes.contents, version=models.F("version") + 1
        )
    _save_titles(pledge, changes)
    _save_initiatives(pledge, changes)


def _change_targets(targets: list[Target]) -> None:
    for one in targets:
        one.version += 1
        one.search_key = fold(one.content)[:SEARCHED]
    Target.objects.bulk_update(targets, _WRITTEN, batch_size=BATCH)


def _add_targets(pledge: Pledge, targets: list[Target]) -> None:
    """Append them, wholes before their parts: a part needs its whole's key."""
    start = next_position(pledge.targets)
    depths: dict[int, int] = {}
    levels: dict[int, list[Target]] = {}
    for position, one in enumerate(targets, start):
        one.pledge, one.position = pledge, position
        one.search_key = fold(one.content)[:SEARCHED]
        depth = depths.get(id(one.parent), -1) + 1
        depths[id(one)] = depth
        levels.setdefault(depth, []).append(one)
    for depth in sorted(levels):
        Target.objects.bulk_create(levels[depth], batch_size=BATCH)


def _save_titles(pledge: Pledge, changes: PledgeChanges) -> None:
    for one in changes.changed_titles:
        _save_row(one)
    for one in changes.new_titles:
        one.position = next_position(selectors.rows_of(pledge, one.title.subject))
        _save_row(one)


def _save_initiatives(pledge: Pledge, changes: PledgeChanges) -> None:
    for one in changes.changed_initiatives:
        _save_row(one)
    rows = selectors.rows_of(pledge, Aim.INITIATIVE)
    for position, one in enumerate(changes.new_initiatives, next_position(rows)):
        one.position = position
        _save_row(one)


def _save_row(row: Any) -> None:
    """Save one row; rows of people are few, and the database checks each."""
    if row.pk is not None:
        row.version += 1
    try:
        row.full_clean()
    except ValidationError as error:
        sentences = [f"{row}: {one}" for one in error.messages]
        raise BlockedError(sentences) from error
    row.save()
