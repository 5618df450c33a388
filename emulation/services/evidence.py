"""Adding files to rows, and taking them away again without losing their trace."""

from dataclasses import dataclass
from typing import IO, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from core import clock, filekinds, files, journal
from core.filekinds import Judged
from core.officefiles import RefusedFileError
from core.workflow import BlockedError
from emulation.models import Evidence, EvidenceUse, Participation, Result
from emulation.selectors.evidence import Row, link_to, owner_of
from emulation.services.proof_rights import Leave, keeps_library, leave_for

IS_REMOVED = "Tệp này đã bị xóa."
OTHER_UNIT = "Tệp này của đơn vị khác hoặc năm khác."
NO_REASON = "Ghi lý do xóa tệp."
NOT_YOURS = "Chỉ đơn vị có minh chứng làm việc này."


@dataclass(frozen=True)
class Added:
    """A file that now proves a row; ``is_known`` when the unit had it already."""

    evidence: Evidence
    is_known: bool


def add(row: Row, handle: IO[bytes], name: str, *, actor: Any) -> Added:
    """Store a file and let it prove the row; what the unit has already is linked
    instead. Raises ``BlockedError`` with a sentence for what is not taken.
    """
    try:
        judged = filekinds.judge(handle, name)
    except RefusedFileError as error:
        raise BlockedError([str(error)]) from error
    with transaction.atomic():
        leave = _opened(row, actor, "may_add")
        participation = _locked_library(owner_of(row).participation)
        known = participation.evidence.filter(
            file__sha256=judged.sha256, removed_at=None
        ).first()
        evidence = known or _store(participation, handle, judged, actor)
        _link(row, evidence, leave, actor)
    return Added(evidence, is_known=known is not None)


@transaction.atomic
def attach(row: Row, evidence: Evidence, *, actor: Any) -> None:
    """Let a file that the unit has prove one more row."""
    leave = _opened(row, actor, "may_add")
    _locked_library(owner_of(row).participation)
    evidence.refresh_from_db()
    if evidence.participation_id != owner_of(row).participation_id:
        raise BlockedError([OTHER_UNIT])
    if evidence.removed_at is not None:
        raise BlockedError([IS_REMOVED])
    _link(row, evidence, leave, actor)


@transaction.atomic
def detach(use: EvidenceUse, *, actor: Any) -> None:
    """Let a file prove this row no longer; the unit keeps it."""
    row = use.result or use.line
    leave = _opened(row, actor, "may_take")
    if use.evidence.removed_at is not None:
        raise BlockedError([IS_REMOVED])
    use.delete()
    if leave.is_told:
        _tell(row, f"Gỡ minh chứng “{use.evidence}”", leave, actor)


@transaction.atomic
def remove(evidence: Evidence, reason: str, *, actor: Any) -> None:
    """Delete a file's content; name, size, hash, who, when and why stay.

    Refused while it proves a row that is no longer open.
    """
    if not keeps_library(actor, evidence.participation):
        raise PermissionDenied(NOT_YOURS)
    if not reason.strip():
        raise BlockedError([NO_REASON])
    _locked_library(evidence.participation)
    evidence.refresh_from_db()
    if evidence.removed_at is not None:
        raise BlockedError([IS_REMOVED])
    if sentences := reasons_to_keep(evidence, actor):
        raise BlockedError(sentences)
    evidence.removed_at, evidence.removed_by = clock.now(), actor
    evidence.removal_reason = reason.strip()
    evidence.full_clean()
    evidence.save()
    files.erase(evidence.file)
    journal.record(
        evidence,
        "remove_evidence",
        f"Xóa minh chứng “{evidence}”",
        actor=actor,
        reason=evidence.removal_reason,
        changes=[["Tệp", _trace(evidence), None]],
    )


def reasons_to_keep(evidence: Evidence, user: Any) -> list[str]:
    """Say for each row that a file proves why it may not go now; nothing when it may."""
    found = []
    for use in evidence.uses.select_related(
        "result__target", "result__report", "line__criterion", "line__scorecard"
    ):
        row = use.result or use.line
        leave = leave_for(row, user)
        if not leave.may_take:
            found.append(f"Tệp đang chứng minh “{row}”. {leave.why}")
    return found


def _opened(row: Row, actor: Any, what: str) -> Leave:
    """Lock what the row stands in, so that nobody submits it meanwhile; raise when its
    evidence may not be changed.
    """
    rows = type(owner_of(row)).objects.select_related("participation__year")
    owner = rows.select_for_update(of=("self",)).get(pk=owner_of(row).pk)
    setattr(row, "report" if isinstance(row, Result) else "scorecard", owner)
    leave = leave_for(row, actor)
    if getattr(leave, what):
        return leave
    if not keeps_library(actor, owner.participation):
        raise PermissionDenied(leave.why)
    raise BlockedError([leave.why])


def _locked_library(participation: Participation) -> Participation:
    """Lock the unit's files: the same one may be sent twice at once."""
    rows = Participation.objects.select_for_update(of=("self",))
    return rows.get(pk=participation.pk)


def _store(
    participation: Participation, handle: IO[bytes], judged: Judged, actor: Any
) -> Evidence:
    stored = files.store_pieces(
        filekinds.pieces(handle),
        judged.name,
        actor=actor,
        content_type=judged.kind.content_type,
    )
    return Evidence.objects.create(
        participation=participation, file=stored, added_by=actor
    )


def _link(row: Row, evidence: Evidence, leave: Leave, actor: Any) -> None:
    _use, is_new = EvidenceUse.objects.get_or_create(evidence=evidence, **link_to(row))
    if is_new and leave.is_told:
        _tell(row, f"Thêm minh chứng “{evidence}”", leave, actor)


def _tell(row: Row, sentence: str, leave: Leave, actor: Any) -> None:
    """Write down what was changed after the draft, with the exception's reason."""
    journal.record(
        owner_of(row),
        "evidence",
        f"{sentence} ở “{row}”",
        actor=actor,
        reason=leave.under.reason if leave.under else "",
    )


def _trace(evidence: Evidence) -> str:
    stored = evidence.file
    return f"{stored.name}, {stored.size} byte, sha256 {stored.sha256}"
