"""The published ranking."""

from django.db import models
from django.db.models import Q

from emulation.models.sheets import CriteriaSheet
from emulation.models.years import EmulationYear, Participation


class RankingLine(models.Model):
    """One line of the published ranking: a copy, never recomputed."""

    year = models.ForeignKey(
        EmulationYear, on_delete=models.PROTECT, related_name="ranking"
    )
    participation = models.OneToOneField(
        Participation, on_delete=models.PROTECT, related_name="standing"
    )
    rank = models.PositiveSmallIntegerField("hạng", null=True)
    self_total = models.DecimalField(max_digits=9, decimal_places=2)
    final_total = models.DecimalField(max_digits=9, decimal_places=2)
    is_disqualified = models.BooleanField(default=False)
    sheet = models.ForeignKey(
        CriteriaSheet, null=True, on_delete=models.PROTECT, related_name="+"
    )
    formula_version = models.PositiveSmallIntegerField(default=1)
    decided_by = models.CharField("tiêu chí phụ quyết định", max_length=400, blank=True)

    class Meta:
        verbose_name = "xếp hạng"
        ordering = ["is_disqualified", "rank", "participation__protocol_number", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_disqualified=True, rank=None)
                | Q(is_disqualified=False, rank__isnull=False, rank__gte=1),
                name="disqualified_without_rank",
                violation_error_message="Đơn vị bị loại trừ thì không xếp hạng.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.participation}: {self.rank or 'không xếp hạng'}"
