"""Uploaded workbooks between their preview and their writing."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models, transaction

from core import clock, files
from core.models import WorkbookUpload
from core.workbooks.notes import RefusedError

KEPT_FOR = timedelta(hours=24)
SWEPT_AT_ONCE = 20
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def uploads_of(obj: models.Model) -> models.QuerySet[WorkbookUpload]:
    """Return every upload for the object, the newest first."""
    return WorkbookUpload.objects.filter(
        object_type=obj._meta.label, object_id=str(obj.pk)
    ).select_related("file", "uploaded_by")


def waiting_for(obj: models.Model, actor: Any) -> WorkbookUpload | None:
    """Return what the actor has sent and not yet written, unless it is too old."""
    waiting = uploads_of(obj).filter(uploaded_by=actor, written_at=None)
    return waiting.filter(expires_at__gt=clock.now()).first()


def last_written(obj: models.Model) -> WorkbookUpload | None:
    """Return the upload that was written last."""
    written = uploads_of(obj).filter(written_at__isnull=False)
    return written.order_by("-written_at").first()


@transaction.atomic
def keep(obj: models.Model, content: bytes, name: str, *, actor: Any) -> WorkbookUpload:
    """Store a workbook for its preview, in place of what the actor sent before.

    The actor's row is locked: the same person may send twice at once.
    """
    get_user_model().objects.select_for_update(no_key=True).get(pk=actor.pk)
    for upload in uploads_of(obj).filter(uploaded_by=actor, written_at=None):
        discard(upload)
    _sweep()
    now = clock.now()
    return WorkbookUpload.objects.create(
        object_type=obj._meta.label,
        object_id=str(obj.pk),
        file=files.store(content, name, actor=actor, content_type=XLSX),
        uploaded_by=actor,
        uploaded_at=now,
        expires_at=now + KEPT_FOR,
    )


def content_of(upload: WorkbookUpload) -> bytes:
    """Return the bytes that were sent; raises ``RefusedError`` when they are gone."""
    try:
        return files.read(upload.file)
    except OSError as error:
        sentence = "Tệp đã tải lên không còn nguyên vẹn. Tải lên lại."
        raise RefusedError(sentence) from error


def answer(upload: WorkbookUpload, answers: Mapping[str, str]) -> None:
    """Keep the answers to what the preview asked."""
    upload.answers = {**upload.answers, **answers}
    upload.save(update_fields=["answers"])


def finish(upload: WorkbookUpload, outcome: str) -> None:
    """Note that the workbook was written; it stays as a proof of what was."""
    upload.written_at, upload.outcome = clock.now(), outcome[:200]
    upload.save(update_fields=["written_at", "outcome"])


@transaction.atomic
def discard(upload: WorkbookUpload) -> None:
    """Let go of a workbook that was not written, and of its file."""
    stored = upload.file
    upload.delete()
    files.remove(stored)


def _sweep() -> None:
    """Let go of a few that nobody came back for."""
    old = WorkbookUpload.objects.filter(written_at=None, expires_at__lte=clock.now())
    for upload in old.select_related("file")[:SWEPT_AT_ONCE]:
        discard(upload)
