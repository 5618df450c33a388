"""Copying a year's set-up into a later year: part by part, nothing lost silently."""

from collections.abc import Callable, Collection
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Model

from core import journal
from core.workflow import BlockedError
from emulation import selectors
from emulation.enums import SetupPart
from emulation.models import (
    CommonTarget,
    CriteriaSheet,
    Criterion,
    EmulationYear,
    Movement,
    Quota,
    ScoringRules,
    TieBreaker,
    Title,
)
from emulation.models.targets import SHAPE
from emulation.selectors.comparison import years_later
from emulation.selectors.setup import amount_in, is_carried_on
from emulation.services.setup import delete_with_parts, hold_preparing
from emulation.services.sheets import discard_drafts
from emulation.services.years import found_year, move_phases

Copier = Callable[[EmulationYear, EmulationYear, Any], None]
COPIED = [part for part in SetupPart if part != SetupPart.PLAN]


@transaction.atomic
def copy_setup(
    source: EmulationYear,
    target: EmulationYear,
    parts: Collection[str],
    *,
    actor: Any,
) -> EmulationYear:
    """Take parts of an earlier year's set-up over into a year in preparation.

    What stands in such a part is replaced, each row with its copy in the journal; the
    other parts stay. Theme and plan are never copied.
    """
    target = hold_preparing(target, actor)
    if source.bloc_id != target.bloc_id or source.year >= target.year:
        raise BlockedError(["Chỉ sao chép từ một năm trước của chính khối này."])
    wanted = [part for part in COPIED if part in parts]
    if not wanted:
        raise BlockedError(["Chọn ít nhất một phần để sao chép."])
    return _copy(source, target, wanted, actor)


@transaction.atomic
def prepare_next_year(year: EmulationYear, *, actor: Any) -> EmulationYear:
    """Create the next year in preparation from this one, all that can be copied; the
    consequence of an election. An existing next year is left as it is.
    """
    found = EmulationYear.objects.filter(bloc=year.bloc, year=year.year + 1).first()
    if found is not None:
        return found
    following = EmulationYear(bloc=year.bloc, year=year.year + 1)
    return _copy(year, found_year(following, actor=actor), COPIED, actor)


def _copy(
    source: EmulationYear, target: EmulationYear, parts: list[SetupPart], actor: Any
) -> EmulationYear:
    before = {part: amount_in(target, part) for part in parts}
    if SetupPart.SHEET in parts and source.sheets.exists():
        # first: its rows may rest on common targets that go
        discard_drafts(target, actor=actor)
    for part in parts:
        COPIERS[part](source, target, actor)
    changes = [[part.label, before[part], amount_in(target, part)] for part in parts]
    target.copied_from = source
    target.save(
        update_fields=["copied_from", "common_contents", "leader_approves", "version"]
    )
    sentence = f"Sao chép thiết lập từ năm {source.year}"
    journal.record(target, "copy", sentence, actor=actor, changes=changes)
    return target


def _copy_phases(source: EmulationYear, target: EmulationYear, actor: Any) -> None:
    years = target.year - source.year
    own = {one.kind: one for one in target.phases.all()}
    dates = {
        one.kind: (
            _later(one.opens_on, years) or own[one.kind].opens_on,
            _later(one.due_on, years) or own[one.kind].due_on,
        )
        for one in source.phases.all()
    }
    move_phases(target, dates, actor=actor)


def _later(day: date | None, years: int) -> date | None:
    return day and years_later(day, years)


def _copy_movements(source: EmulationYear, target: EmulationYear, actor: Any) -> None:
    """Movements that go on, without their evaluation; a review that has been held or is
    due before the year begins is not carried over.
    """
    for one in target.movements.all():
        journal.delete_draft(one, actor=actor)
    names = ("name", "launched_by", "aim", "launched_on", "from_year", "to_year")
    going_on = [one for one in source.movements.all() if is_carried_on(one, target)]
    Movement.objects.bulk_create(
        Movement(
            year=target,
            position=place,
            note=one.note,
            search_key=one.search_key,
            reviewed_on=_still_to_come(one.reviewed_on, target),
            **{name: getattr(one, name) for name in names},
        )
        for place, one in enumerate(going_on, 1)
    )


def _still_to_come(day: date | None, year: EmulationYear) -> date | None:
    return day if day and day.year >= year.year else None


def _copy_commons(source: EmulationYear, target: EmulationYear, actor: Any) -> None:
    for one in target.common_targets.filter(parent=None):
        delete_with_parts(one, actor=actor)
    copied: dict[int, CommonTarget] = {}
    ordered = selectors.in_tree_order(list(source.common_targets.all()))
    for place, (one, _depth) in enumerate(ordered, 1):
        copied[one.pk] = CommonTarget.objects.create(
            year=target,
            parent=copied.get(one.parent_id),
            position=place,
            **{name: getattr(one, name) for name in SHAPE},
        )
    target.common_contents = source.common_contents
    target.version += 1


def _copy_quotas(source: EmulationYear, target: EmulationYear, actor: Any) -> None:
    """Limits of titles still in force; a title that has a newer row follows it."""
    for one in target.quotas.select_related("title"):
        journal.delete_draft(one, actor=actor)
    in_force = {one.code: one for one in Title.objects.on()}
    names = ("most_in_bloc", "most_per_unit", "is_strict", "note")
    Quota.objects.bulk_create(
        Quota(
            year=target,
            title=in_force[one.title.code],
            **{name: getattr(one, name) for name in names},
        )
        for one in source.quotas.select_related("title")
        if one.title.code in in_force
    )


def _copy_sheet(source: EmulationYear, target: EmulationYear, actor: Any) -> None:
    """The sheet in use, as a draft; its name speaks of the new year."""
    sheet = source.sheets.first()
    if sheet is None:
        return
    latest = target.sheets.first()
    number = latest.number + 1 if latest else 1
    name = sheet.name.replace(str(source.year), str(target.year))
    copy = CriteriaSheet(
        year=target, number=number, name=name, is_sample=sheet.is_sample
    )
    journal.save(copy, actor=actor)
    commons = {
        (one.section, one.search_key): one for one in target.common_targets.all()
    }
    copied: dict[int, Criterion] = {}
    criteria = list(sheet.criteria.select_related("common_target"))
    for one, _depth in selectors.in_tree_order(criteria):
        base = one.common_target
        copied[one.pk] = Criterion.objects.create(
            sheet=copy,
            parent=copied.get(one.parent_id),
            common_target=commons.get((base.section, base.search_key))
            if base
            else None,
            **_facts(one, {"id", "sheet", "parent", "common_target", "version"}),
        )
    _copy_rules(source, target)


def _copy_rules(source: EmulationYear, target: EmulationYear) -> None:
    """How cards are checked and ties are broken goes along with the sheet."""
    rules = ScoringRules.objects.filter(year=source).first()
    if rules is not None:
        facts = _facts(rules, {"id", "year", "version"})
        ScoringRules.objects.update_or_create(year=target, defaults=facts)
    target.tie_breakers.all().delete()
    TieBreaker.objects.bulk_create(
        TieBreaker(year=target, position=one.position, code=one.code)
        for one in source.tie_breakers.all()
    )


def _facts(row: Model, skipped: set[str]) -> dict[str, Any]:
    """Return what a row says, but for what ties it to its year."""
    return {
        field.name: getattr(row, field.name)
        for field in row._meta.concrete_fields
        if field.name not in skipped
    }


def _copy_route(source: EmulationYear, target: EmulationYear, _actor: Any) -> None:
    target.leader_approves = source.leader_approves


COPIERS: dict[SetupPart, Copier] = {
    SetupPart.MOVEMENTS: _copy_movements,
    SetupPart.PHASES: _copy_phases,
    SetupPart.COMMON: _copy_commons,
    SetupPart.TITLES: _copy_quotas,
    SetupPart.SHEET: _copy_sheet,
    SetupPart.ROUTE: _copy_route,
}
