"""Writing a pledge."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from core import access, grid, journal
from core.workflow import BlockedError
from emulation.models import Pledge, Target
from emulation.services import ordering
from emulation.workflow import year_running

MOST_TARGETS = 500  # what the whole page can still send without script


def refuse_unless_editable(pledge: Pledge, actor: Any) -> None:
    """Lock the pledge; raise when it is no draft of a running year, or the actor may
    not write it. Call inside a transaction: submitting waits for the lock.
    """
    answer = access.check(actor, "emulation.edit_pledge", pledge)
    if not answer.allowed:
        raise PermissionDenied(answer.why)
    rows = Pledge.objects.select_related("participation__year")
    locked = rows.select_for_update(of=("self",)).get(pk=pledge.pk)
    if not locked.is_editable:
        label = locked.get_state_display().lower()
        raise BlockedError([f"Giao ước {label}, không sửa được."])
    if sentences := year_running(locked):
        raise BlockedError(sentences)


@transaction.atomic
def save_targets(
    pledge: Pledge,
    form_class: type,
    typed: Mapping[str, Any],
    *,
    actor: Any,
    after: Callable[[Any, list[str]], None] | None = None,
) -> grid.Outcome:
    """Save the draft's targets as typed; a draft writes no journal."""
    refuse_unless_editable(pledge, actor)
    rows = pledge.targets.select_related("pledge", "common")
    return grid.save_rows(form_class, rows, typed, after=after)


@transaction.atomic
def save_contents(
    pledge: Pledge, form_class: type, typed: Mapping[str, Any], *, actor: Any
) -> grid.Outcome:
    """Save the draft's contents and measures as typed."""
    refuse_unless_editable(pledge, actor)
    return grid.save_rows(form_class, Pledge.objects.filter(pk=pledge.pk), typed)


@transaction.atomic
def add_target(target: Target, *, actor: Any) -> Target:
    """Append a target to a draft; a part stands under its whole, in its section and
    unit of measure. The content may still be blank.
    """
    refuse_unless_editable(target.pledge, actor)
    if target.parent_id and target.parent.pledge_id != target.pledge_id:
        raise BlockedError(["Chỉ tiêu “trong đó” phải thuộc cùng giao ước."])
    target.position = ordering.next_position(target.pledge.targets)
    if target.parent_id:
        target.section = target.parent.section
    target.full_clean()
    target.save()
    return target


@transaction.atomic
def add_targets(pledge: Pledge, section: str, count: int, *, actor: Any) -> set[int]:
    """Append blank targets to a section of a draft; return their keys."""
    refuse_unless_editable(pledge, actor)
    return ordering.append_blank(
        pledge.targets, count, MOST_TARGETS, pledge=pledge, section=section
    )


@transaction.atomic
def move_target(target: Target, step: int, *, actor: Any) -> None:
    """Move a target up (-1) or down (1) among its siblings of the same section; at
    either end nothing happens.
    """
    refuse_unless_editable(target.pledge, actor)
    ordering.move(target, _siblings(target.pledge, target), step)


@transaction.atomic
def order_targets(pledge: Pledge, ids: list[int], *, actor: Any) -> None:
    """Put targets into this order; raise unless they are, each once, all the rows of
    a section or all the parts of a target.
    """
    refuse_unless_editable(pledge, actor)
    first = pledge.targets.filter(pk__in=ids[:1]).first()
    rows = _siblings(pledge, first) if first else pledge.targets.none()
    ordering.put_in_order(rows, ids)


def _siblings(pledge: Pledge, target: Target) -> QuerySet[Target]:
    return pledge.targets.filter(parent=target.parent_id, section=target.section)


@transaction.atomic
def delete_target(target: Target, *, actor: Any) -> None:
    """Delete a draft's target with its parts; the journal keeps a copy. What all
    pledges of the year carry stays.
    """
    refuse_unless_editable(target.pledge, actor)
    if target.is_common:
        raise BlockedError([f"“{target}” là chỉ tiêu chung của khối, không xóa được."])
    for part in target.parts.all():
        delete_target(part, actor=actor)
    journal.delete_draft(target, actor=actor)
