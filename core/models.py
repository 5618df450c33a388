"""Rows of the kernel: the journal, stored files, jobs, uploads, forms kept for later."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.urls import reverse

from core import clock


class AppendOnlyError(TypeError):
    """Somebody tried to change or remove what may only be added."""


class AppendOnlyQuerySet(models.QuerySet):
    """Refuses the bulk verbs that would write around ``save`` and ``delete``."""

    def bulk_create(self, *_args: object, **_kwargs: object) -> NoReturn:
        raise AppendOnlyError("Nhật ký chỉ được ghi thêm.")

    def update(self, **_kwargs: object) -> NoReturn:
        raise AppendOnlyError("Nhật ký chỉ được ghi thêm.")

    def delete(self) -> NoReturn:
        raise AppendOnlyError("Nhật ký chỉ được ghi thêm.")


class JournalChain(models.Model):
    """The head of one chain of entries: one a bloc and year, one for the rest."""

    key = models.CharField(max_length=80, unique=True)
    head_hash = models.CharField(max_length=64, blank=True)
    length = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.key


class JournalEntry(models.Model):
    """Who did what, in which role, from → to, why; chained by hash."""

    chain = models.ForeignKey(
        JournalChain, on_delete=models.PROTECT, related_name="entries"
    )
    number = models.PositiveIntegerField()
    at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    actor_name = models.CharField(max_length=200, blank=True)
    capacity = models.CharField(max_length=200, blank=True)
    appointment = models.PositiveBigIntegerField(null=True)
    verb = models.CharField(max_length=60)
    sentence = models.CharField(max_length=400)
    object_type = models.CharField(max_length=80)
    object_id = models.CharField(max_length=40)
    object_label = models.CharField(max_length=300)
    unit = models.PositiveBigIntegerField(null=True, db_index=True)
    from_state = models.CharField(max_length=30, blank=True)
    to_state = models.CharField(max_length=30, blank=True)
    reason = models.TextField(blank=True)
    changes = models.JSONField(default=list)
    snapshot = models.JSONField(null=True)
    search_key = models.TextField(editable=False, default="")
    request_id = models.CharField(max_length=36, blank=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    entry_hash = models.CharField(max_length=64)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["chain", "number"], name="journal_number_once_a_chain"
            ),
        ]
        indexes = [models.Index(fields=["object_type", "object_id"])]

    def __str__(self) -> str:
        return f"{self.chain_id}/{self.number} {self.sentence}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise AppendOnlyError("Nhật ký chỉ được ghi thêm.")
        super().save(*args, **kwargs)

    def delete(self, *_args: object, **_kwargs: object) -> NoReturn:
        raise AppendOnlyError("Nhật ký chỉ được ghi thêm.")


class StoredFile(models.Model):
    """A file under ``FILES_ROOT``: random name, sniffed type, sha256.

    Who may read it is decided by the row that links to it, never by the file.
    """

    path = models.CharField(max_length=120, unique=True)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_at = models.DateTimeField(default=clock.now)
    stored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return self.name


class JobState(models.TextChoices):
    """Where a long piece of work stands."""

    QUEUED = "queued", "Đang chờ"
    RUNNING = "running", "Đang làm"
    DONE = "done", "Đã xong"
    FAILED = "failed", "Không làm được"


class Job(models.Model):
    """Long work done by the worker, with its progress and its file."""

    title = models.CharField(max_length=200)
    state = models.CharField(
        max_length=10, choices=JobState.choices, default=JobState.QUEUED
    )
    done = models.PositiveSmallIntegerField(default=0)
    total = models.PositiveSmallIntegerField(default=1)
    message = models.CharField(max_length=500, blank=True)
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("job", args=[self.pk])

    @property
    def is_finished(self) -> bool:
        return self.state in {JobState.DONE, JobState.FAILED}

    @property
    def percent(self) -> int:
        return 100 * self.done // max(self.total, 1)


class KeptForm(models.Model):
    """What somebody had typed when the session expired: encrypted, for one hour."""

    token = models.CharField(max_length=43, unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    path = models.CharField(max_length=500)
    body = models.BinaryField()
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.path


class WorkbookUpload(models.Model):
    """A workbook sent for an object: previewed, then written once or let go.

    ``answers`` are those to the questions that the preview asked. One waits for each
    user and object; ``written_at`` says when it was taken, ``outcome`` what it brought.
    """

    object_type = models.CharField(max_length=80)
    object_id = models.CharField(max_length=40)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    answers = models.JSONField(default=dict)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    written_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["object_type", "object_id", "uploaded_by"],
                condition=models.Q(written_at=None),
                name="one_waiting_upload_a_user",
            )
        ]
        indexes = [models.Index(fields=["object_type", "object_id"])]

    def __str__(self) -> str:
        return self.file.name
