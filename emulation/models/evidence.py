"""Files that prove results and scores."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from core import clock, filekinds
from core.models import StoredFile
from emulation.models.results import Result
from emulation.models.scores import ScoreLine
from emulation.models.years import OfParticipation, Participation
from units.models import User


class Evidence(OfParticipation, models.Model):
    """A file of one unit in one year; it may prove several rows.

    A removed one leaves its name, size and hash with who removed it and why; its
    content is gone.
    """

    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="evidence"
    )
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    title = models.CharField("tên minh chứng", max_length=200, blank=True)
    added_at = models.DateTimeField(default=clock.now)
    added_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, editable=False)
    removed_by = models.ForeignKey(
        User, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    removal_reason = models.CharField("lý do xóa", max_length=300, blank=True)

    class Meta:
        verbose_name = "minh chứng"
        ordering = ["added_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by=None)
                | Q(removed_at__isnull=False, removed_by__isnull=False),
                name="evidence_removed_by_someone",
                violation_error_message="Minh chứng bị xóa phải có người xóa.",
            )
        ]

    def __str__(self) -> str:
        return self.title or self.file.name

    def get_absolute_url(self) -> str:
        return reverse("evidence", args=[self.pk])

    @property
    def icon(self) -> str:
        """Return the symbol of the file's kind."""
        kind = filekinds.BY_TYPE.get(self.file.content_type)
        return kind.icon if kind else "file"


class EvidenceUse(models.Model):
    """What a file proves: a row of the results, or a leaf of the scorecard."""

    evidence = models.ForeignKey(
        Evidence, on_delete=models.CASCADE, related_name="uses"
    )
    result = models.ForeignKey(
        Result, null=True, on_delete=models.CASCADE, related_name="proofs"
    )
    line = models.ForeignKey(
        ScoreLine, null=True, on_delete=models.CASCADE, related_name="proofs"
    )

    class Meta:
        verbose_name = "dòng có minh chứng"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(result__isnull=False, line=None)
                | Q(result=None, line__isnull=False),
                name="evidence_proves_one_row",
                violation_error_message="Minh chứng phải gắn với một dòng.",
            ),
            models.UniqueConstraint(
                fields=["evidence", "result"],
                condition=Q(result__isnull=False),
                name="evidence_once_a_result",
            ),
            models.UniqueConstraint(
                fields=["evidence", "line"],
                condition=Q(line__isnull=False),
                name="evidence_once_a_line",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evidence}: {self.result or self.line}"
