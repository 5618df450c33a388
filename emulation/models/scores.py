"""Scorecards: each leaf with every stage's points and reasons."""

from decimal import Decimal
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core.constraints import DISAGREE, stamps_follow_state
from core.text import format_points
from emulation import scoring
from emulation.enums import ScorecardState
from emulation.models.sheets import CriteriaSheet, Criterion
from emulation.models.years import OfParticipation, Participation
from units.models import User


class Scorecard(OfParticipation, models.Model):
    """A unit's points on the year's sheet: self-score, cross-check, final score.

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
    checked_total = models.DecimalField(
        "tổng điểm chấm chéo", max_digits=9, decimal_places=2, null=True, editable=False
    )
    is_disqualified = models.BooleanField("bị loại trừ", default=False)
    checked_at = models.DateTimeField(null=True, editable=False)
    checked_by = models.ForeignKey(
        User, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    explained_at = models.DateTimeField(null=True, editable=False)
    explained_by = models.ForeignKey(
        User, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
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
            stamps_follow_state(
                "scorecard_state_and_stamps",
                self_scored=[
                    ScorecardState.SELF_SCORED,
                    ScorecardState.CHECKED,
                    ScorecardState.EXPLAINED,
                    ScorecardState.FINAL,
                ],
                finalised=[ScorecardState.FINAL],
            ),
            models.CheckConstraint(  # a bloc may go without cross-checks
                condition=~Q(
                    state__in=[ScorecardState.CHECKED, ScorecardState.EXPLAINED]
                )
                | Q(checked_at__isnull=False, checked_total__isnull=False),
                name="checked_scorecard_stamp",
                violation_error_message=DISAGREE,
            ),
            models.CheckConstraint(
                condition=~Q(state=ScorecardState.EXPLAINED)
                | Q(explained_at__isnull=False),
                name="explained_scorecard_stamp",
                violation_error_message=DISAGREE,
            ),
            models.CheckConstraint(
                condition=Q(checked_at=None, explained_at=None)
                | Q(state=ScorecardState.CHECKED, explained_at=None)
                | Q(
                    state__in=[ScorecardState.EXPLAINED, ScorecardState.FINAL],
                    checked_at__isnull=False,
                ),
                name="scorecard_checked_before_explained",
                violation_error_message=DISAGREE,
            ),
            models.CheckConstraint(
                condition=~Q(state=ScorecardState.FINAL) | Q(final_total__isnull=False),
                name="final_scorecard_has_its_total",
                violation_error_message="Phiếu đã chốt phải có tổng điểm cuối.",
            ),
        ]

    def __str__(self) -> str:
        return f"Phiếu điểm năm {self.year.year} của {self.participation}"

    def get_absolute_url(self) -> str:
        return reverse("scorecard", args=[self.pk])

    def get_action_url(self, action: str) -> str:
        return reverse("scorecard-action", args=[self.pk, action])

    @property
    def difference(self) -> Decimal | None:
        """Return the stored final total minus the self-scored, ``None`` without one."""
        if self.final_total is None:
            return None
        return self.final_total - self.self_total

    @property
    def is_editable(self) -> bool:
        return self.state in {ScorecardState.DRAFT, ScorecardState.RETURNED}

    def journal_snapshot(self) -> dict[str, Any]:
        """Return all points, for the journal's differences; those of a later stage,
        which the unit reads too, only once that stage has closed.
        """
        shown = {}
        for line in self.lines.select_related("criterion"):
            points = f"tự chấm {format_points(line.self_points)}"
            if self.checked_at:
                points += f", chấm chéo {format_points(line.checked_points)}"
            if self.state == ScorecardState.FINAL:
                points += f", cuối {format_points(line.final_points)}"
            shown[str(line.criterion)] = points
        return shown


class CurrentLines(models.Manager):
    """Lines of the sheet that the card follows now."""

    def get_queryset(self) -> models.QuerySet:
        """Leave out leaves that a later version of the sheet dropped."""
        return super().get_queryset().filter(criterion__sheet=F("scorecard__sheet"))


class ScoreLine(models.Model):
    """One leaf of a scorecard with every stage's points and reasons.

    A new version of the sheet takes a line along by its leaf's code; where the leaf is
    gone the line stays behind as history, out of ``objects`` and of all sums.
    """

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
    self_count = models.PositiveIntegerField("số lần tự chấm", null=True, blank=True)
    checked_points = models.DecimalField(
        "chấm chéo",
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    agreed_reason = models.CharField("kết luận đối chiếu", max_length=500, blank=True)
    agreed_at = models.DateTimeField(null=True, editable=False)
    agreed_by = models.ForeignKey(
        User, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    explanation = models.TextField("giải trình", max_length=2000, blank=True)
    explained_at = models.DateTimeField(null=True, editable=False)
    explained_by = models.ForeignKey(
        User, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    is_provisional = models.BooleanField("tạm tính", default=False, editable=False)
    final_count = models.PositiveIntegerField("số lần điểm cuối", null=True, blank=True)
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

    objects = CurrentLines()
    ever = models.Manager()  # noqa: DJ012 -- the first manager is the default

    class Meta:
        verbose_name = "dòng điểm"
        ordering = ["criterion__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scorecard", "criterion"], name="one_line_a_criterion"
            ),
            models.CheckConstraint(
                condition=Q(
                    final_points=None, final_by__isnull=True, final_at__isnull=True
                )
                | Q(
                    final_points__isnull=False,
                    final_by__isnull=False,
                    final_at__isnull=False,
                ),
                name="score_line_final_stamp",
                violation_error_message="Điểm cuối phải có người chấm và thời điểm.",
            ),
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
        """Return what the final score changes in the total, ``None`` without one."""
        return scoring.difference(
            self.criterion.kind, self.self_points, self.final_points
        )

    @property
    def exceeds(self) -> bool:
        """Tell whether the unit gave itself more than the leaf may give (any more)."""
        leaf, points = self.criterion, self.self_points
        if points is None or leaf.max_points is None or leaf.is_computed:
            return False
        return points > leaf.max_points

    @property
    def differs(self) -> bool:
        """Tell whether the final score says something else than the self-score."""
        return scoring.differs(self.self_points, self.final_points)

    @property
    def points_before(self) -> Decimal | None:
        """Return what counted before the final score: the cross-check, else the unit."""
        is_checked = self.scorecard.checked_at is not None
        return self.checked_points if is_checked else self.self_points

    @property
    def lacks_reason(self) -> bool:
        """Tell whether a difference from the stage before still wants its reason."""
        differs = scoring.differs(self.points_before, self.final_points)
        return differs and not self.final_reason.strip()

    @property
    def lacks_final(self) -> bool:
        """Tell whether the secretariat still has to answer: what must be answered, and
        what the unit claims beyond it.
        """
        claimed = self.self_points or self.checked_points
        is_open = self.final_points is None and not self.criterion.is_computed
        return is_open and (self.is_wanted or bool(claimed))

    @property
    def is_wanted(self) -> bool:
        """Tell whether the line must be answered; bonuses, deductions and what follows
        from results need not.
        """
        is_answered = self.criterion.kind in scoring.ALWAYS_ANSWERED
        return is_answered and not self.criterion.is_computed
