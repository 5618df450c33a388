"""Entering results and the written sections."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from core import access, grid, journal
from core.workflow import BlockedError, verb
from emulation import selectors
from emulation.enums import NarrativeSection
from emulation.models import EmulationYear, Narrative, Report, Result
from emulation.selectors.results import carriable_rows
from emulation.services.computed import refresh_year
from emulation.workflow import REPORT, year_running


def refuse_unless_editable(report: Report, actor: Any) -> None:
    """Lock the report; raise when it is no draft of a running year, or the actor may
    not write it. Call inside a transaction: submitting waits for the lock.
    """
    answer = access.check(actor, "emulation.edit_report", report)
    if not answer.allowed:
        raise PermissionDenied(answer.why)
    rows = Report.objects.select_related("participation__year")
    locked = rows.select_for_update(of=("self",)).get(pk=report.pk)
    if not locked.is_editable:
        label = locked.get_state_display().lower()
        raise BlockedError([f"Kết quả {label}, không sửa được."])
    if sentences := year_running(locked):
        raise BlockedError(sentences)


@transaction.atomic
def save_results(
    report: Report, form_class: type, typed: Mapping[str, Any], *, actor: Any
) -> grid.Outcome:
    """Save the draft's figures as typed; a draft writes no journal."""
    refuse_unless_editable(report, actor)
    return grid.save_rows(
        form_class, report.results.select_related("target__dropped_by", "report"), typed
    )


@transaction.atomic
def carry_over(report: Report, *, actor: Any) -> int:
    """Fill the blank rows of the year's draft with the half-year's figures and return
    how many. Each is marked as an estimate, and is withheld where the half-year's is.
    """
    refuse_unless_editable(report, actor)
    rows = []
    for row, earlier in carriable_rows(report):
        row.actual, row.is_estimate = earlier.actual, True
        row.is_withheld = row.is_withheld or earlier.is_withheld
        row.version += 1
        rows.append(row)
    Result.objects.bulk_update(
        rows, ["actual", "is_estimate", "is_withheld", "version"]
    )
    return len(rows)


@transaction.atomic
def save_narratives(
    report: Report, form_class: type, typed: Mapping[str, Any], *, actor: Any
) -> grid.Outcome:
    """Save the draft's written sections as typed."""
    refuse_unless_editable(report, actor)
    return grid.save_rows(form_class, report.narratives.all(), typed)


def prepare_rows(report: Report) -> None:
    """Give the report a blank row for each target of the unit's pledge, and its
    written sections. Rows that exist are left alone.
    """
    pledge = report.participation.pledge
    known = set(report.results.values_list("target_id", flat=True))
    Result.objects.bulk_create(
        Result(
            report=report,
            target=target,
            position=place,
            section=target.section,
        )
        for place, (target, _depth) in enumerate(selectors.targets_of(pledge), 1)
        if target.pk not in known
    )
    written = set(report.narratives.values_list("section", flat=True))
    Narrative.objects.bulk_create(
        Narrative(year=report.year, report=report, section=section)
        for section in NarrativeSection.values
        if section not in written
    )


def follow_amendments(report: Report) -> None:
    """Bring the rows of a report not yet approved up to the pledge as amended: a blank
    row for each new target, none for a dropped one. A row of a dropped target that says
    something stays; nobody asks for its figure.
    """
    said_nothing = {"actual": None, "note": "", "is_estimate": False, "proofs": None}
    dropped = report.results.filter(target__dropped_by__isnull=False, parts=None)
    dropped.filter(**said_nothing).delete()
    prepare_rows(report)


@verb(REPORT, "approve")
def hold_promises(report: Report, *, actor: Any, **_data: object) -> None:
    """Keep with each result the promise that it was held against: an amendment that
    comes later does not change what was approved. Points that follow from results do.
    """
    held = list(
        report.results.select_related("target").filter(
            target__isnull=False, target__dropped_by=None
        )
    )
    for row in held:
        row.held_comparator, row.held_value = row.target.comparator, row.target.value
    Result.objects.bulk_update(held, ["held_comparator", "held_value"])
    refresh_year(report.year, actor=actor, fresh=report)


@verb(REPORT, "return")
def release_promises(report: Report, *, actor: Any, **_data: object) -> None:
    """Hold the results against the pledge as it stands now, and bring the rows up to
    what was amended since.
    """
    report.results.update(held_comparator="", held_value=None)
    follow_amendments(report)
    refresh_year(report.year, actor=actor, fresh=report)


@transaction.atomic
def add_result(result: Result, *, actor: Any) -> Result:
    """Add a result that was never pledged, or a part of any, in the whole's section."""
    refuse_unless_editable(result.report, actor)
    if result.parent_id and result.parent.report_id != result.report_id:
        raise BlockedError(["Kết quả “trong đó” phải thuộc cùng báo cáo."])
    if result.parent_id:
        result.section = result.parent.section
    last = result.report.results.order_by("-position").first()
    result.position = (last.position if last else 0) + 1
    result.full_clean()
    result.save()
    return result


@transaction.atomic
def delete_result(result: Result, *, actor: Any) -> None:
    """Delete a result that was never pledged; the journal keeps a copy."""
    refuse_unless_editable(result.report, actor)
    if result.target_id is not None:
        raise BlockedError(["Dòng của chỉ tiêu đã giao ước không xóa được."])
    for part in result.parts.all():
        delete_result(part, actor=actor)
    journal.delete_draft(result, actor=actor)


@transaction.atomic
def prepare_narratives(year: EmulationYear) -> None:
    """Give the bloc's year its own written sections."""
    written = selectors.narratives_of(year)
    Narrative.objects.bulk_create(
        Narrative(year=year, section=section)
        for section in NarrativeSection.values
        if section not in written
    )
