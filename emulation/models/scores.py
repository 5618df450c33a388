"""Criteria sheets, scorecards and the published ranking."""

from decimal import Decimal
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.text import format_points
from emulation.enums import CriterionKind, ScorecardState, SheetState
from emulation.models.years import EmulationYear, Participation
from units.models import User


class CriteriaSheet(models.Model):
    """The year's criteria, a version; frozen when issued."""

    year = models.ForeignKey(
        EmulationYear, on_delete=models.PROTECT, related_name="sheets"
    )
    number = models.PositiveSmallIntegerField("bản", default=1)
    name = models.CharField("tên bảng tiêu chí", max_length=200)
    state = models.CharField(
        "trạng thái",
        max_length=8,
        choices=SheetState.choices,
        default=SheetState.DRAFT,
    )
    frozen_at = models.DateTimeField(null=True, editable=False)
    frozen_by = models.ForeignKey(
        User, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    is_sample = models.BooleanField("là mẫu", default=False)

    class Meta:
        verbose_name = "bảng tiêu chí"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "number"], name="sheet_version_once"
            ),
            models.CheckConstraint(
                condition=Q(state=SheetState.FROZEN, frozen_at__isnull=False)
                | Q(state=SheetState.DRAFT, frozen_at=None),
                name="sheet_frozen_stamp",
                violation_error_message="Bảng đã ban hành phải có thời điểm.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, bản {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("sheet", args=[self.pk])

    def get_action_url(self, action: str) -> str:
        return reverse("sheet-action", args=[self.pk, action])

    @property
    def journal_chain(self) -> str:
        return self.year.journal_chain


class Criterion(models.Model):
    """A node of the tree; leaves carry points, groups the sum of theirs."""

    sheet = models.ForeignKey(
        CriteriaSheet, on_delete=models.CASCADE, related_name="criteria"
    )
    parent = models.ForeignKey(
        "self",
        verbose_name="thuộc nhóm",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="children",
    )
    position = models.PositiveSmallIntegerField("thứ tự", default=1)
    code = models.CharField("số mục", max_length=20)
    name = models.CharField("tiêu chí", max_length=400)
    kind = models.CharField(
        "cách tính",
        max_length=12,
        choices=CriterionKind.choices,
        default=CriterionKind.POINTS,
    )
    max_points = models.DecimalField(
        "điểm tối đa",
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "tiêu chí"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "code"],
                name="criterion_code_once",
                violation_error_message="Số mục này đã có.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.code}. {self.name}"

    @property
    def journal_chain(self) -> str:
        return self.sheet.journal_chain


class Scorecard(models.Model):
    """A unit's points on the year's sheet: self-score, then final score.

    Totals are sums of the rounded leaves, computed in Python and stored.
    """

    participation = models.OneToOneField(
        Participation, on_delete=models.PROTECT, related_name="scorecard"
    )
    sheet = models.ForeignKey(
        CriteriaSheet, on_delete=models.PROTECT, related_name="scorecards"
    )
    state = models.CharField(
        "trạng thái",
        max_length=12,
        choices=ScorecardState.choices,
        default=ScorecardState.DRAFT,
    )
    self_total = models.DecimalField(
        "tổng tự chấm", max_digits=9, decimal_places=2, default=Decimal(0)
    )
    final_total = models.DecimalField(
        "tổng điểm cuối", max_digits=9, decimal_places=2, null=True, editable=False
    )
    is_disqualified = models.BooleanField("bị loại trừ", default=False)
    self_scored_at = models.DateTimeField(null=True, editable=False)
    self_scored_by = models.ForeignKey(
        User, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    finalised_at = models.DateTimeField(null=True, editable=False)
    finalised_by = models.ForeignKey(
        User, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "phiếu điểm"
        ordering = ["participation__protocol_number", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=[ScorecardState.DRAFT, ScorecardState.RETURNED],
                    self_scored_at=None,
                    finalised_at=None,
                )
                | Q(
                    state=ScorecardState.SELF_SCORED,
                    self_scored_at__isnull=False,
                    finalised_at=None,
                )
                | Q(
                    state=ScorecardState.FINAL,
                    self_scored_at__isnull=False,
                    finalised_at__isnull=False,
                    final_total__isnull=False,
                ),
                name="scorecard_state_and_stamps",
                violation_error_message="Trạng thái và thời điểm không khớp.",
            ),
        ]

    def __str__(self) -> str:
        return f"Phiếu điểm năm {self.year.year} của {self.participation}"

    def get_absolute_url(self) -> str:
        return reverse("scorecard", args=[self.pk])

    def get_action_url(self, action: str) -> str:
        return reverse("scorecard-action", args=[self.pk, action])

    @property
    def year(self) -> EmulationYear:
        return self.participation.year

    @property
    def journal_chain(self) -> str:
        return self.participation.journal_chain

    @property
    def journal_unit(self) -> int:
        return self.participation.unit_id

    @property
    def is_editable(self) -> bool:
        return self.state in {ScorecardState.DRAFT, ScorecardState.RETURNED}

    def journal_snapshot(self) -> dict[str, Any]:
        """Return all points, for the journal's differences."""
        return {
            str(line.criterion): (
                f"tự chấm {format_points(line.self_points)}, "
                f"cuối {format_points(line.final_points)}"
            )
            for line in self.lines.select_related("criterion")
        }


class ScoreLine(models.Model):
    """One leaf of a scorecard with every stage's points and reasons."""

    scorecard = models.ForeignKey(
        Scorecard, on_delete=models.CASCADE, related_name="lines"
    )
    criterion = models.ForeignKey(
        Criterion, on_delete=models.PROTECT, related_name="lines"
    )
    self_points = models.DecimalField(
        "tự chấm",
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    self_note = models.CharField("thuyết minh", max_length=500, blank=True)
    final_points = models.DecimalField(
        "điểm cuối",
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    final_reason = models.CharField("lý do", max_length=500, blank=True)
    final_by = models.ForeignKey(
        User, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    final_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "dòng điểm"
        ordering = ["criterion__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scorecard", "criterion"], name="one_line_a_criterion"
            )
        ]

    def __str__(self) -> str:
        return str(self.criterion)

    @property
    def journal_chain(self) -> str:
        return self.scorecard.journal_chain

    @property
    def journal_unit(self) -> int:
        return self.scorecard.journal_unit

    @property
    def difference(self) -> Decimal | None:
        """Return final minus self, ``None`` while either is missing."""
        if self.self_points is None or self.final_points is None:
            return None
        return self.final_points - self.self_points


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

    class Meta:
        verbose_name = "xếp hạng"
        ordering = ["is_disqualified", "rank", "participation__protocol_number"]

    def __str__(self) -> str:
        return f"{self.participation}: {self.rank or 'không xếp hạng'}"
