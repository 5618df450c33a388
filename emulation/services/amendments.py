"""Amending a signed pledge: writing, signing, and what a decision does to the targets."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from core import access, grid, journal
from core.workflow import BlockedError
from emulation import selectors
from emulation.enums import AmendmentAction, PledgeState
from emulation.models import Amendment, AmendmentLine, Pledge, Target
from emulation.models.amendments import OPEN
from emulation.services.pledges import MOST_TARGETS
from emulation.workflow import year_running

PART_OF_DROPPED = "Chỉ tiêu bao trùm đang được bỏ; giữ lại chỉ tiêu đó trước."


def _refuse_strangers(actor: Any, obj: Any) -> None:
    answer = access.check(actor, "emulation.amend_pledge", obj)
    if not answer.allowed:
        raise PermissionDenied(answer.why)


@transaction.atomic
def start_amendment(pledge: Pledge, *, actor: Any, reason: str = "") -> Amendment:
    """Begin the next amendment of a signed pledge; raise while another is undecided.
    The pledge is locked, so that two people cannot begin at once.
    """
    _refuse_strangers(actor, pledge)
    rows = Pledge.objects.select_related("participation__year")
    locked = rows.select_for_update(of=("self",)).get(pk=pledge.pk)
    if locked.state != PledgeState.SIGNED:
        raise BlockedError(["Giao ước chưa ký: sửa thẳng trong giao ước."])
    if locked.participation.has_left:
        raise BlockedError(["Đơn vị đã thôi tham gia năm thi đua."])
    if sentences := year_running(locked):
        raise BlockedError(sentences)
    known = list(locked.amendments.order_by("-number"))
    for one in known:
        if one.state in OPEN:
            raise BlockedError([f"Điều chỉnh lần {one.number} chưa xong."])
    number = known[0].number + 1 if known else 1
    return Amendment.objects.create(pledge=locked, number=number, reason=reason)


def _refuse_unless_editable(amendment: Amendment, actor: Any) -> None:
    """Lock the amendment; raise when it is no draft of a running year, or the actor may
    not write it.
    """
    _refuse_strangers(actor, amendment)
    rows = Amendment.objects.select_related("pledge__participation__year")
    locked = rows.select_for_update(of=("self",)).get(pk=amendment.pk)
    if not locked.is_editable:
        label = locked.get_state_display().lower()
        raise BlockedError([f"Điều chỉnh ở trạng thái “{label}”, không sửa được."])
    if sentences := year_running(locked):
        raise BlockedError(sentences)


@transaction.atomic
def save_lines(
    amendment: Amendment,
    form_class: type,
    typed: Mapping[str, Any],
    *,
    actor: Any,
    after: Callable[[Any, list[str]], None] | None = None,
) -> grid.Outcome:
    """Save the draft's lines as typed; a draft writes no journal."""
    _refuse_unless_editable(amendment, actor)
    rows = amendment.lines.exclude(action=AmendmentAction.DROP)
    joined = rows.select_related("target", "amendment")
    return grid.save_rows(form_class, joined, typed, after=after)


@transaction.atomic
def save_reason(
    amendment: Amendment, form_class: type, typed: Mapping[str, Any], *, actor: Any
) -> grid.Outcome:
    """Save the draft's reason as typed."""
    _refuse_unless_editable(amendment, actor)
    return grid.save_rows(form_class, Amendment.objects.filter(pk=amendment.pk), typed)


def _line_about(amendment: Amendment, target: Target, action: str) -> AmendmentLine:
    """Return the line about a target, new or existing, as this action."""
    if target.pledge_id != amendment.pledge_id or target.dropped_by_id is not None:
        raise BlockedError(["Chỉ tiêu không còn trong giao ước này."])
    line = amendment.lines.filter(target=target).first()
    line = line or AmendmentLine(amendment=amendment, target=target)
    line.take(target)
    line.action, line.position = action, target.position
    return line


@transaction.atomic
def change_target(amendment: Amendment, target: Target, *, actor: Any) -> AmendmentLine:
    """Take a target up for another figure; the line begins with what stands now."""
    _refuse_unless_editable(amendment, actor)
    if _whole_is_dropped(amendment, target):
        raise BlockedError([PART_OF_DROPPED])
    line = _line_about(amendment, target, AmendmentAction.CHANGE)
    line.save()
    return line


@transaction.atomic
def drop_target(amendment: Amendment, target: Target, *, actor: Any) -> AmendmentLine:
    """Take a target out, its parts with it: lines about the parts go, those added to
    them too. What the whole bloc carries stays.
    """
    _refuse_unless_editable(amendment, actor)
    if _whole_is_dropped(amendment, target):
        raise BlockedError([PART_OF_DROPPED])
    gone = [target, *parts_below(target)]
    if any(one.common_id is not None for one in gone):
        raise BlockedError(
            ["Chỉ tiêu chung của khối không bỏ được; chỉ điều chỉnh được mức."]
        )
    amendment.lines.filter(parent__in=gone).delete()
    amendment.lines.filter(target__in=gone[1:]).delete()
    line = _line_about(amendment, target, AmendmentAction.DROP)
    line.save()
    return line


def parts_below(target: Target) -> list[Target]:
    """Return the parts of a target that stand, and theirs."""
    found = []
    for part in target.parts.filter(dropped_by=None):
        found += [part, *parts_below(part)]
    return found


def _whole_is_dropped(amendment: Amendment, target: Target | None) -> bool:
    """Tell whether what the target is a part of is on its way out."""
    above = target.parent if target is not None else None
    while above is not None:
        drops = amendment.lines.filter(target=above, action=AmendmentAction.DROP)
        if drops.exists():
            return True
        above = above.parent
    return False


@transaction.atomic
def add_line(line: AmendmentLine, *, actor: Any) -> AmendmentLine:
    """Add a target to the amendment, at the end of its section or of its whole; a part
    takes section, kind and unit of its whole. The content may still be blank.
    """
    amendment = line.amendment
    _refuse_unless_editable(amendment, actor)
    kept = sum(one.is_kept for one in selectors.amended_rows(amendment))
    if kept >= MOST_TARGETS:
        raise BlockedError([f"Một giao ước có nhiều nhất {MOST_TARGETS} chỉ tiêu."])
    whole = line.parent or line.whole
    if whole is not None:
        _refuse_foreign(line)
        line.section, line.kind = whole.section, whole.kind
        line.unit_of_measure = whole.unit_of_measure
    line.action = AmendmentAction.ADD
    line.position = _next_position(amendment)
    line.full_clean()
    line.save()
    return line


def _refuse_foreign(line: AmendmentLine) -> None:
    amendment, parent, whole = line.amendment, line.parent, line.whole
    if whole is not None and whole.amendment_id != amendment.pk:
        raise BlockedError(["Dòng “trong đó” phải thuộc cùng lần điều chỉnh."])
    if parent is None:
        return
    if parent.pledge_id != amendment.pledge_id or parent.dropped_by_id is not None:
        raise BlockedError(["Chỉ tiêu “trong đó” phải thuộc cùng giao ước."])
    drops = amendment.lines.filter(target=parent, action=AmendmentAction.DROP)
    if drops.exists() or _whole_is_dropped(amendment, parent):
        raise BlockedError([PART_OF_DROPPED])


def _next_position(amendment: Amendment) -> int:
    """Return the place after all targets that the pledge ever had and all lines."""
    places = [
        *amendment.pledge.targets.values_list("position", flat=True),
        *amendment.lines.values_list("position", flat=True),
    ]
    return max(places, default=0) + 1


@transaction.atomic
def remove_line(line: AmendmentLine, *, actor: Any) -> None:
    """Take a line back: its target stays as it is; what was added goes with its parts."""
    _refuse_unless_editable(line.amendment, actor)
    line.delete()


@transaction.atomic
def delete_amendment(amendment: Amendment, *, actor: Any) -> None:
    """Delete what is not submitted, or was returned; the journal keeps a copy."""
    _refuse_unless_editable(amendment, actor)
    journal.record(
        amendment,
        "delete",
        "Xóa điều chỉnh giao ước",
        actor=actor,
        states=(amendment.state, ""),
        snapshot=amendment.journal_snapshot(),
    )
    amendment.delete()
