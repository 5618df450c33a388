"""Amendments of a pledge: the targets as they would be, and what is still lacking."""

from copy import copy
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from emulation.enums import AmendmentAction, TargetKind
from emulation.models import Amendment, AmendmentLine, Pledge, Target
from emulation.models.amendments import OPEN
from emulation.selectors.rows import in_tree_order
from emulation.selectors.scopes import amendments_visible_to
from emulation.selectors.targets import below_common, by_section, numbered

CHANGEABLE = ("comparator", "value", "base", "note")
_NOT_YET = 10**12  # added to a line's key: a target that is not written yet

Ordered = list[tuple[Target, int]]


@dataclass(frozen=True)
class Amended:
    """One target as the amendment would make it; ``before`` where it is changed.

    ``action`` is empty for what stays. A part of a dropped whole is dropped without a
    line of its own. What is dropped has no number.
    """

    row: Target
    depth: int
    number: str
    action: str = ""
    line: AmendmentLine | None = None
    before: Target | None = None

    @property
    def is_kept(self) -> bool:
        return self.action != AmendmentAction.DROP


def amended_rows(amendment: Amendment) -> list[Amended]:
    """Return the pledge's targets in reading order as an undecided amendment would make
    them, what it drops left in its place.
    """
    kept = amendment.pledge.targets.filter(dropped_by=None)
    targets = list(kept.select_related("common"))
    lines = list(amendment.lines.all())
    changed = {one.target_id: one for one in lines if one.target_id}
    dropped = _dropped(targets, changed)
    found: dict[int, dict[str, Any]] = {}
    rows = []
    for target in targets:
        line = changed.get(target.pk)
        if target.pk in dropped:
            row, facts = target, {"action": AmendmentAction.DROP, "line": line}
        elif line is not None:
            row = _changed(target, line)
            facts = {"action": line.action, "line": line, "before": target}
        else:
            row, facts = target, {}
        found[row.pk] = facts
        rows.append(row)
    for line in lines:
        if line.action == AmendmentAction.ADD:
            row = added(line)
            found[row.pk] = {"action": line.action, "line": line}
            rows.append(row)
    ordered = by_section(in_tree_order(rows))
    kept = [one for one in ordered if one[0].pk not in dropped]
    numbers = {one.row.pk: one.number for one in numbered(kept)}
    return [
        Amended(row, depth, numbers.get(row.pk, ""), **found[row.pk])
        for row, depth in ordered
    ]


def amended_targets(amendment: Amendment) -> Ordered:
    """Return what the pledge promises after the amendment, in the pledge's order."""
    return [(one.row, one.depth) for one in amended_rows(amendment) if one.is_kept]


def added(line: AmendmentLine) -> Target:
    """Return the target that a line adds, not written; its key is a stand-in."""
    parent = line.parent_id or (line.whole_id and line.whole_id + _NOT_YET)
    target = Target(
        pk=line.pk + _NOT_YET,
        pledge_id=line.amendment.pledge_id,
        parent_id=parent,
        position=line.position,
    )
    target.take(line)
    return target


def _changed(target: Target, line: AmendmentLine) -> Target:
    row = copy(target)
    for name in CHANGEABLE:
        setattr(row, name, getattr(line, name))
    return row


def _dropped(targets: list[Target], lines: dict[int, AmendmentLine]) -> set[int]:
    """Return the targets that go: those named, and their parts at any depth."""
    gone: set[int] = set()
    for target, _depth in in_tree_order(targets):
        line = lines.get(target.pk)
        is_named = line is not None and line.action == AmendmentAction.DROP
        if is_named or target.parent_id in gone:
            gone.add(target.pk)
    return gone


def is_changed(line: AmendmentLine, target: Target) -> bool:
    """Tell whether a line says anything else than its target."""
    names = CHANGEABLE
    if target.kind == TargetKind.YES_NO:  # always held equal
        names = tuple(one for one in CHANGEABLE if one != "comparator")
    return any(getattr(line, one) != getattr(target, one) for one in names)


def amendment_gaps(amendment: Amendment) -> list[tuple[int | None, str]]:
    """Return what an amendment still lacks, with the line that the sentence is about."""
    rows = amended_rows(amendment)
    gaps: list[tuple[int | None, str]] = [
        (one.line.pk, f"Dòng {one.number}: {sentence}")
        for one in rows
        if (sentence := _gap(one))
    ]
    if rows and not any(one.is_kept for one in rows):
        gaps.append((None, "Giao ước phải còn ít nhất một chỉ tiêu."))
    return gaps


def _gap(one: Amended) -> str:
    """Say what a line lacks; empty for nothing, or where there is no line."""
    if one.action == AmendmentAction.ADD and not one.row.content.strip():
        return "chưa ghi nội dung chỉ tiêu."
    if one.before is None:
        return ""
    if not is_changed(one.line, one.before):
        return "chưa khác gì so với giao ước."
    return below_common(one.row)


def missing_amendment_lines(amendment: Amendment) -> list[str]:
    """Say which lines do not yet say what they change."""
    return [sentence for _line, sentence in amendment_gaps(amendment)]


def amendments_of(pledge: Pledge, user: Any) -> QuerySet[Amendment]:
    """Return the pledge's amendments that the user may read, the latest first."""
    rows = amendments_visible_to(user).filter(pledge=pledge).order_by("-number")
    return rows.select_related("version_made")


def open_amendment_of(pledge: Pledge) -> Amendment | None:
    """Return the pledge's amendment that is not decided yet."""
    return pledge.amendments.filter(state__in=OPEN).first()
