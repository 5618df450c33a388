"""What the secretariat types into the set-up of a year.

While the year is being prepared rows are saved as typed, without entries; opening the
year writes one with the whole of it. After that every change is an entry.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from core import access, grid, journal
from core.workflow import BlockedError, ReasonMissingError
from emulation.enums import YearState
from emulation.models import CommonTarget, EmulationYear, Movement
from emulation.services import ordering
from emulation.services.handout import drafts_of, follow, hand_out, take_back
from emulation.services.years import refuse_once_closed

MOST_COMMON = 200  # rows that the whole page can still send without script
MOST_MOVEMENTS = 60
IS_OPEN = "Năm đã mở: từng thay đổi phải ghi lý do."


def hold_year(year: EmulationYear, actor: Any) -> EmulationYear:
    """Lock the year for a change of its set-up; raise when it is closed or the actor
    may not prepare it.
    """
    access.demand(actor, "emulation.create_year", year)
    rows = EmulationYear.objects.select_related("bloc").select_for_update(of=("self",))
    locked = rows.get(pk=year.pk)
    refuse_once_closed(locked)
    return locked


def hold_preparing(year: EmulationYear, actor: Any) -> EmulationYear:
    """As ``hold_year``, for what only a year in preparation lets one do."""
    locked = hold_year(year, actor)
    if locked.state != YearState.PREPARING:
        raise BlockedError([IS_OPEN])
    return locked


def refuse_without_reason(year: EmulationYear, reason: str) -> None:
    """Raise when a year that has been opened is changed without a word."""
    if year.state != YearState.PREPARING and not reason.strip():
        raise ReasonMissingError([IS_OPEN])


class Entries:
    """Hooks around the saving of a row that keep what it said before."""

    def __init__(self, year: EmulationYear, actor: Any) -> None:
        """Note whose year it is and who acts."""
        self.year, self.actor = year, actor
        self.stored: Any = None

    def before(self, row: Any, _changed: list[str]) -> None:
        """Keep the row as it is stored."""
        self.stored = type(row).objects.get(pk=row.pk)

    def tell(self, row: Any, sentence: str, old: object, new: object) -> None:
        """Write the change down once the year has been opened."""
        if self.year.state == YearState.PREPARING or old == new:
            return
        name = str(row._meta.verbose_name)
        journal.record(
            row, "change", sentence, actor=self.actor, changes=[[name, old, new]]
        )


# ----- common targets and contents


@transaction.atomic
def save_commons(
    year: EmulationYear,
    form_class: type,
    typed: Mapping[str, Any],
    *,
    actor: Any,
    after: grid.Hook | None = None,
) -> grid.Outcome:
    """Save common targets as typed; drafts of an open year follow at once."""
    year = hold_year(year, actor)
    drafts = drafts_of(year)
    entries = Entries(year, actor)

    def pass_on(row: CommonTarget, changed: list[str]) -> None:
        if drafts:
            follow(row, entries.stored)
        before, now = entries.stored.wording, row.wording
        entries.tell(row, "Sửa chỉ tiêu chung", before, now)
        if after:
            after(row, changed)

    rows = year.common_targets.select_related("year__bloc")
    outcome = grid.save_rows(
        form_class, rows, typed, before=entries.before, after=pass_on
    )
    if drafts and outcome.saved:
        hand_out(year, drafts)
    return outcome


@transaction.atomic
def add_common(common: CommonTarget, *, actor: Any) -> CommonTarget:
    """Append a common target, still without words; a part stands under its whole."""
    year = hold_year(common.year, actor)
    drafts_of(year)
    refuse_too_many(year, 1)
    common.position = ordering.next_position(year.common_targets)
    if common.parent is not None:
        common.section = common.parent.section
    common.full_clean()
    common.save()
    return common


def refuse_too_many(year: EmulationYear, more: int) -> None:
    """Raise when the year would have more common targets than a page can send."""
    if year.common_targets.count() + more > MOST_COMMON:
        raise BlockedError([f"Một năm có nhiều nhất {MOST_COMMON} chỉ tiêu chung."])


@transaction.atomic
def add_commons(
    year: EmulationYear, section: str, count: int, *, actor: Any
) -> set[int]:
    """Append blank common targets to a section; return their keys."""
    year = hold_year(year, actor)
    drafts_of(year)
    return ordering.append_blank(
        year.common_targets, count, MOST_COMMON, year=year, section=section
    )


@transaction.atomic
def move_common(common: CommonTarget, step: int, *, actor: Any) -> None:
    """Move a common target among its siblings; pledges keep their own order."""
    year = hold_year(common.year, actor)
    ordering.move(common, _siblings(year, common), step)


@transaction.atomic
def order_commons(year: EmulationYear, ids: list[int], *, actor: Any) -> None:
    """Put all common targets of a section, or all parts of one, into this order."""
    year = hold_year(year, actor)
    first = year.common_targets.filter(pk__in=ids[:1]).first()
    rows = _siblings(year, first) if first else year.common_targets.none()
    ordering.put_in_order(rows, ids)


def _siblings(year: EmulationYear, common: CommonTarget) -> QuerySet[CommonTarget]:
    return year.common_targets.filter(parent=common.parent_id, section=common.section)


@transaction.atomic
def delete_common(common: CommonTarget, *, actor: Any) -> None:
    """Delete a common target with its parts, in the drafts too; the journal keeps a
    copy. What units have written on it stays as their own.
    """
    year = hold_year(common.year, actor)
    drafts_of(year)
    take_back(common)
    delete_with_parts(common, actor=actor)


def delete_with_parts(common: CommonTarget, *, actor: Any) -> None:
    """Delete a common target that no pledge carries, each row with its entry; for who
    has asked whether the actor may.
    """
    for part in common.parts.all():
        delete_with_parts(part, actor=actor)
    if used := list(common.criteria.values_list("code", flat=True)):
        raise BlockedError(
            [f"“{common}” là căn cứ chấm của mục {', '.join(used)}: đổi ở đó trước."]
        )
    journal.delete_draft(common, actor=actor)


@transaction.atomic
def save_common_contents(
    year: EmulationYear, form_class: type, typed: Mapping[str, Any], *, actor: Any
) -> grid.Outcome:
    """Save the contents that every pledge of the year carries."""
    held = hold_year(year, actor)
    drafts_of(held)
    entries = Entries(held, actor)

    def note(row: EmulationYear, _changed: list[str]) -> None:
        old, new = entries.stored.common_contents, row.common_contents
        entries.tell(row, "Sửa nội dung chung", old, new)

    rows = EmulationYear.objects.filter(pk=held.pk).select_related("bloc")
    return grid.save_rows(form_class, rows, typed, before=entries.before, after=note)


# ----- movements


@transaction.atomic
def save_movements(
    year: EmulationYear, form_class: type, typed: Mapping[str, Any], *, actor: Any
) -> grid.Outcome:
    """Save the movements of a year in preparation as typed."""
    year = hold_preparing(year, actor)
    rows = year.movements.select_related("year__bloc")
    return grid.save_rows(form_class, rows, typed)


@transaction.atomic
def add_movements(year: EmulationYear, count: int, *, actor: Any) -> set[int]:
    """Append blank movements to a year in preparation; return their keys."""
    year = hold_preparing(year, actor)
    return ordering.append_blank(year.movements, count, MOST_MOVEMENTS, year=year)


@transaction.atomic
def move_movement(movement: Movement, step: int, *, actor: Any) -> None:
    """Move a movement up or down the list."""
    year = hold_preparing(movement.year, actor)
    ordering.move(movement, year.movements.all(), step)


@transaction.atomic
def order_movements(year: EmulationYear, ids: list[int], *, actor: Any) -> None:
    """Put all movements of a year in preparation into this order."""
    year = hold_preparing(year, actor)
    ordering.put_in_order(year.movements.all(), ids)


# ----- the route of a pledge


@transaction.atomic
def set_route(
    year: EmulationYear, *, leader_approves: bool, actor: Any, reason: str = ""
) -> EmulationYear:
    """Say whether a unit's leader approves its pledge before the secretariat takes it.

    A pledge on its way follows the new route from where it stands.
    """
    year = hold_year(year, actor)
    if year.leader_approves == leader_approves:
        return year
    refuse_without_reason(year, reason)
    year.leader_approves = leader_approves
    journal.save(year, actor=actor, reason=reason.strip())
    return year
