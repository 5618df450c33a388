"""A later version of an open year's sheet: copied, issued, scorecards taken along."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from core import access, journal
from core.workflow import BlockedError, ReasonMissingError, run, verb
from emulation import selectors
from emulation.enums import CheckState, ScorecardState, SheetState, YearState
from emulation.models import (
    CheckLine,
    CriteriaSheet,
    Criterion,
    CrossCheck,
    EmulationYear,
    Reopening,
    Scorecard,
    ScoreLine,
)
from emulation.selectors.scores import SELF
from emulation.selectors.sheets import why_no_new_version
from emulation.services.changes import note_changes
from emulation.services.computed import refresh_card
from emulation.workflow import SHEET

_OWN = {"id", "sheet", "parent", "version"}
_MEANING = ("kind", "method")


@transaction.atomic
def begin_version(year: EmulationYear, reason: str, *, actor: Any) -> CriteriaSheet:
    """Give an open year a draft copied from the sheet in use, to be changed and issued.

    Raises without a reason, while another draft waits, and once scores have been
    checked.
    """
    access.demand(actor, "emulation.keep_year", year)
    year = EmulationYear.objects.select_for_update().get(pk=year.pk)
    if sentences := why_no_new_version(year):
        raise BlockedError(sentences)
    if not reason.strip():
        raise ReasonMissingError(["Chưa ghi lý do ban hành bản mới."])
    latest = year.sheets.first()
    if latest.state == SheetState.DRAFT:
        raise BlockedError([f"Đã có bản nháp “{latest}”; sửa hoặc xóa bản đó trước."])
    copy = CriteriaSheet(
        year=year,
        number=latest.number + 1,
        name=latest.name,
        is_sample=latest.is_sample,
        reason=reason.strip(),
    )
    journal.save(copy, actor=actor, reason=copy.reason)
    copy_tree(latest, copy)
    return copy


def copy_tree(source: CriteriaSheet, target: CriteriaSheet) -> None:
    """Give a sheet of the same year all nodes of another."""
    copied: dict[int | None, Criterion] = {}
    for one, _depth in selectors.in_tree_order(list(source.criteria.all())):
        facts = {
            field.attname: getattr(one, field.attname)
            for field in Criterion._meta.concrete_fields
            if field.name not in _OWN
        }
        copied[one.pk] = Criterion.objects.create(
            sheet=target, parent=copied.get(one.parent_id), **facts
        )


@verb(SHEET, "freeze")
def issue(sheet: CriteriaSheet, *, actor: Any, **_data: object) -> list[list[Any]]:
    """In an open year, move every scorecard to this version: what was typed stays with
    its leaf's code; cards that were sent go back to their units with the reason.
    """
    if sheet.year.state == YearState.PREPARING:
        return []
    year = EmulationYear.objects.select_for_update().get(pk=sheet.year_id)
    cards = Scorecard.objects.filter(participation__year=year).order_by("pk")
    moved = list(
        cards.select_for_update(of=("self",))
    )  # all, before the journal's head
    if sentences := why_no_new_version(year):
        raise BlockedError(sentences)
    leaves = {one.code: one for one in selectors.leaves_of(sheet)}
    take_lines_along(moved, leaves)
    cards.update(sheet=sheet)
    _follow_reopenings(year, leaves)
    _follow_checks(year)
    return [["Số phiếu điểm theo bản mới", None, len(moved)], *_send_back(sheet, actor)]


def _send_back(sheet: CriteriaSheet, actor: Any) -> list[list[Any]]:
    """Store the totals anew, and give back what was sent."""
    cards = Scorecard.objects.filter(sheet=sheet).select_related("participation")
    reason = f"Bảng tiêu chí bản {sheet.number}. {sheet.reason}".strip()
    names = []
    for card in cards:
        refresh_card(card)
        Scorecard.objects.filter(pk=card.pk).update(self_total=card.self_total)
        _note_what_went(card, actor, reason)
        if card.state == ScorecardState.SELF_SCORED:
            run(card, "renew", actor=actor, reason=reason)
            names.append(card.participation.name)
    return [["Phiếu điểm trả lại", None, "; ".join(names)]] if names else []


def _note_what_went(card: Scorecard, actor: Any, reason: str) -> None:
    """Write down which points count no more: their leaf is gone, or scored otherwise."""
    gone = list(
        ScoreLine.ever.filter(scorecard=card).exclude(criterion__sheet=card.sheet_id)
    )
    for line in gone:
        line.self_points = None  # what was typed stays in the row, as history
    emptied = card.lines.filter(self_points=None)
    note_changes(
        card, SELF, actor=actor, why=lambda _line: reason, lines=[*gone, *emptied]
    )


def take_lines_along(cards: Iterable[Scorecard], leaves: dict[str, Criterion]) -> None:
    """Point each line at the new leaf of its code, and add lines for new leaves.

    Points typed for another kind or method say nothing any more and go. A line whose
    leaf is gone stays with the old version.
    """
    lines = list(
        ScoreLine.objects.filter(scorecard__in=cards).select_related("criterion")
    )
    known: set[tuple[int, str]] = set()
    kept, emptied = [], []
    for line in lines:
        leaf = leaves.get(line.criterion.code)
        if leaf is None:
            continue
        known.add((line.scorecard_id, leaf.code))
        if not _point_at(line, leaf):
            emptied.append(line)
        kept.append(line)
    fields = ["criterion", "self_points", "self_count", "is_provisional", "version"]
    ScoreLine.ever.bulk_update(kept, fields, batch_size=500)
    CheckLine.objects.filter(line__in=emptied).update(count=None, points=None)
    ScoreLine.objects.bulk_create(
        ScoreLine(scorecard=card, criterion=leaf)
        for card in cards
        for code, leaf in leaves.items()
        if (card.pk, code) not in known
    )


def _point_at(line: ScoreLine, leaf: Criterion) -> bool:
    """Move a line to the new leaf; tell whether its points still mean the same."""
    old = line.criterion
    is_same = all(getattr(old, name) == getattr(leaf, name) for name in _MEANING)
    if not is_same or leaf.is_computed:
        line.self_points = line.self_count = None
        line.is_provisional = False
    line.criterion = leaf
    line.version += 1
    return is_same


def _follow_reopenings(year: EmulationYear, leaves: dict[str, Criterion]) -> None:
    """An exception that is still open speaks of the leaf's new version."""
    open_ones = Reopening.objects.filter(participation__year=year, closed_at=None)
    for one in open_ones.select_related("criterion"):
        one.criterion = leaves.get(one.criterion.code, one.criterion)
        one.save(update_fields=["criterion"])


def _follow_checks(year: EmulationYear) -> None:
    """Checks that were drawn and not sent get exactly the card's lines."""
    checks = CrossCheck.objects.filter(
        scorecard__participation__year=year, state=CheckState.OPEN
    )
    for check in checks:
        if not check.lines.exists():
            continue  # its lines are made when the card is there to be checked
        lines = set(ScoreLine.objects.filter(scorecard=check.scorecard_id))
        check.lines.exclude(line__in=lines).delete()
        known = set(check.lines.values_list("line", flat=True))
        CheckLine.objects.bulk_create(
            CheckLine(check_of=check, line=line)
            for line in lines
            if line.pk not in known
        )
