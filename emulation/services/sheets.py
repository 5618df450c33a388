"""Criteria sheets: created from a sample, edited as drafts, frozen when issued."""

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from core import access, journal
from core.grid import Hook, Outcome, save_rows
from core.workflow import BlockedError
from emulation.enums import CriterionKind, CriterionMethod, SheetState, YearState
from emulation.models import CriteriaSheet, Criterion, EmulationYear
from emulation.selectors.sheets import DEEPEST, depth_of, editable_criteria
from emulation.services import ordering

SAMPLES = Path(settings.BASE_DIR) / "fixtures" / "criteria"
PARTY_SAMPLE, LONG_SAMPLE = "mau-co-quan-dang", "mau-150-tieu-chi"
SAMPLE_NAMES = (PARTY_SAMPLE, LONG_SAMPLE)
MOST_ROWS = 400  # what the whole page can still send without script


def sample_facts(sample_name: str) -> dict[str, Any]:
    """Return a shipped sample's name, origin and tree."""
    path = SAMPLES / f"{sample_name}.json"
    return json.loads(path.read_text(encoding="utf-8"))


@transaction.atomic
def create_sheet_from_sample(
    year: EmulationYear, sample_name: str, *, actor: Any
) -> CriteriaSheet:
    """Give the year a draft sheet copied from a shipped sample, marked as a sample."""
    facts = sample_facts(sample_name)
    sheet = _new_sheet(year, facts["name"], is_sample=True, actor=actor)
    _plant(sheet, None, facts["criteria"])
    return sheet


@transaction.atomic
def create_blank_sheet(year: EmulationYear, *, actor: Any) -> CriteriaSheet:
    """Give the year a draft sheet with one empty part to begin with."""
    name = f"Bảng tiêu chí thi đua năm {year.year}"
    sheet = _new_sheet(year, name, is_sample=False, actor=actor)
    Criterion.objects.create(sheet=sheet, code="I", name="")
    return sheet


def _new_sheet(
    year: EmulationYear, name: str, *, is_sample: bool, actor: Any
) -> CriteriaSheet:
    access.demand(actor, "emulation.keep_year", year)
    year = EmulationYear.objects.select_for_update().get(pk=year.pk)
    if year.state != YearState.PREPARING:
        raise BlockedError(
            ["Năm thi đua đã mở, bảng tiêu chí đã chốt; không lập bảng mới được."]
        )
    latest = year.sheets.first()
    if latest is not None and latest.state == SheetState.DRAFT:
        raise BlockedError([f"Đã có bản nháp “{latest}”; sửa hoặc xóa bản đó trước."])
    number = latest.number + 1 if latest else 1
    sheet = CriteriaSheet(year=year, number=number, name=name, is_sample=is_sample)
    journal.save(sheet, actor=actor)
    return sheet


def _plant(
    sheet: CriteriaSheet, parent: Criterion | None, facts: list[Mapping[str, Any]]
) -> None:
    for place, fact in enumerate(facts, 1):
        figures = {
            name: Decimal(fact[name]) for name in ("max_points", "rate") if name in fact
        }
        words = {
            name: fact[name]
            for name in ("kind", "method", "needs_evidence", "guidance")
            if name in fact
        }
        criterion = Criterion.objects.create(
            sheet=sheet,
            parent=parent,
            position=place,
            code=fact["code"],
            name=fact["name"],
            **words,
            **figures,
        )
        _plant(sheet, criterion, fact.get("children", []))


def hold_draft(sheet: CriteriaSheet, actor: Any) -> CriteriaSheet:
    """Lock the sheet for one change; raise when it is frozen or not the actor's."""
    access.demand(actor, "emulation.keep_year", sheet)
    fresh = CriteriaSheet.objects.select_for_update(of=("self",))
    fresh = fresh.select_related("year__bloc").get(pk=sheet.pk)
    if fresh.state != SheetState.DRAFT:
        raise BlockedError(["Bảng tiêu chí đã ban hành, không sửa được."])
    return fresh


@transaction.atomic
def save_criteria(
    sheet: CriteriaSheet,
    form_class: type,
    post: Mapping[str, Any],
    *,
    actor: Any,
    after: Hook | None = None,
) -> Outcome:
    """Save typed rows of a draft, each with its version; a frozen sheet refuses."""
    hold_draft(sheet, actor)
    return save_rows(form_class, editable_criteria(sheet), post, after=after)


@transaction.atomic
def add_criterion(
    sheet: CriteriaSheet, parent: Criterion | None, *, actor: Any
) -> Criterion:
    """Add an empty row at the end of a group (or a new part) with the next code.

    A leaf that gets its first child becomes a group: its own maximum goes.
    """
    sheet = hold_draft(sheet, actor)
    if parent is not None and depth_of(parent) >= DEEPEST:
        raise BlockedError(["Bảng chỉ có ba cấp: phần, nhóm, tiêu chí."])
    siblings = list(sheet.criteria.filter(parent=parent))
    if parent is not None and not siblings:
        _make_group(parent)
    taken = _taken_codes(sheet)
    return Criterion.objects.create(
        sheet=sheet,
        parent=parent,
        position=max((one.position for one in siblings), default=0) + 1,
        code=_next_code(parent, len(siblings), taken),
        kind=siblings[-1].kind if siblings else CriterionKind.POINTS,
        name="",
    )


def _make_group(leaf: Criterion) -> None:
    leaf.kind, leaf.method = CriterionKind.POINTS, CriterionMethod.TYPED
    leaf.max_points, leaf.needs_evidence, leaf.guidance = None, False, ""
    leaf.forget_parameters()
    leaf.version += 1
    leaf.save()


@transaction.atomic
def append_beside(criterion: Criterion, count: int, *, actor: Any) -> set[int]:
    """Add empty rows after the last sibling of a row, codes running on; return their
    keys. Raise when the sheet would grow beyond what a page can send.
    """
    sheet = hold_draft(criterion.sheet, actor)
    if sheet.criteria.count() + count > MOST_ROWS:
        raise BlockedError([f"Bảng có nhiều nhất {MOST_ROWS} dòng."])
    taken = _taken_codes(sheet)
    siblings = list(sheet.criteria.filter(parent=criterion.parent_id))
    made = []
    for place in range(count):
        code = _next_code(criterion.parent, len(siblings) + place, taken)
        taken.add(code)
        kept = {"sheet": sheet, "parent": criterion.parent, "kind": siblings[-1].kind}
        position = siblings[-1].position + place + 1
        made.append(Criterion(position=position, code=code, name="", **kept))
    return {one.pk for one in Criterion.objects.bulk_create(made)}


@transaction.atomic
def order_criteria(sheet: CriteriaSheet, ids: list[int], *, actor: Any) -> None:
    """Put siblings of a draft into this order; what hangs on them moves along."""
    sheet = hold_draft(sheet, actor)
    first = sheet.criteria.filter(pk__in=ids[:1]).first()
    if first is None:
        raise BlockedError([ordering.ROWS_CHANGED])
    ordering.put_in_order(sheet.criteria.filter(parent=first.parent_id), ids)


def _taken_codes(sheet: CriteriaSheet) -> set[str]:
    """Codes of this sheet and of issued ones: points follow codes, so a new leaf must
    not come by the points of one that was dropped.
    """
    issued = Q(sheet__year=sheet.year_id, sheet__state=SheetState.FROZEN)
    nodes = Criterion.objects.filter(issued | Q(sheet=sheet))
    return set(nodes.values_list("code", flat=True))


def _next_code(parent: Criterion | None, count: int, taken: set[str]) -> str:
    number = count + 1
    while True:
        code = f"{parent.code}.{number}" if parent else roman(number)
        if code not in taken:
            return code
        number += 1


def roman(number: int) -> str:
    """Return 4 as IV: how the parts of a sheet are numbered."""
    digits = [
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ]
    text = ""
    for value, letters in digits:
        while number >= value:
            text += letters
            number -= value
    return text


@transaction.atomic
def move_criterion(criterion: Criterion, step: int, *, actor: Any) -> None:
    """Swap a row with the one above (-1) or below (+1) among its siblings."""
    sheet = hold_draft(criterion.sheet, actor)
    ordering.move(criterion, sheet.criteria.filter(parent=criterion.parent_id), step)


@transaction.atomic
def delete_criterion(criterion: Criterion, *, actor: Any) -> None:
    """Delete a row of a draft, its copy kept in the journal; a group goes last."""
    hold_draft(criterion.sheet, actor)
    inside = criterion.children.count()
    if inside:
        raise BlockedError(
            [f"“{criterion.code}” còn {inside} mục bên trong; xóa các mục đó trước."]
        )
    journal.delete_draft(criterion, actor=actor)


@transaction.atomic
def rename_sheet(sheet: CriteriaSheet, *, actor: Any) -> CriteriaSheet:
    """Save a draft's name and whether it is the sample, with a journal entry."""
    hold_draft(sheet, actor)
    journal.save(sheet, actor=actor)
    return sheet


@transaction.atomic
def delete_sheet(sheet: CriteriaSheet, *, actor: Any) -> None:
    """Delete a draft sheet with its rows; the journal keeps a copy of both."""
    _discard(hold_draft(sheet, actor), actor)


def discard_drafts(year: EmulationYear, *, actor: Any) -> None:
    """Delete the year's draft sheets, their copies kept in the journal; for who has
    asked whether the actor may.
    """
    for sheet in year.sheets.filter(state=SheetState.DRAFT):
        _discard(sheet, actor)


def _discard(sheet: CriteriaSheet, actor: Any) -> None:
    journal.record(
        sheet,
        "delete",
        "Xóa bản nháp bảng tiêu chí",
        actor=actor,
        snapshot=sheet.journal_snapshot(),
    )
    sheet.delete()
