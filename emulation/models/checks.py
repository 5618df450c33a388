"""How a bloc scores: its rules, the draw, the cross-checks, changes, exceptions."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core import clock
from core.constraints import stamps_follow_state
from emulation import scoring
from emulation.enums import CheckState, ScoreStage
from emulation.models.scores import Scorecard, ScoreLine
from emulation.models.sheets import Criterion
from emulation.models.years import EmulationYear, OfParticipation, Participation
from units.models import User

CHECKS = [(0, "Không chấm chéo"), (1, "Một đơn vị chấm"), (2, "Hai đơn vị chấm")]


class ScoringRules(models.Model):
    """What the bloc has set for scoring in the year; without a row the defaults hold."""

    year = models.OneToOneField(
        EmulationYear, on_delete=models.CASCADE, related_name="scoring_rules"
    )
    checks_per_card = models.PositiveSmallIntegerField(
        "chấm chéo", choices=CHECKS, default=2
    )
    difference_limit = models.DecimalField(
        "chênh lệch phải đối chiếu",
        max_digits=8,
        decimal_places=2,
        default=Decimal(5),
        validators=[MinValueValidator(0)],
        help_text="Hai đơn vị chấm lệch nhau quá số điểm này thì phải đối chiếu.",
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "quy định chấm điểm"

    def __str__(self) -> str:
        return f"Quy định chấm điểm năm {self.year.year}"

    @property
    def journal_chain(self) -> str:
        return self.year.journal_chain


class TieBreaker(models.Model):
    """A node of the sheet that decides between equal totals: more points there win.

    Kept by code, so that it survives a new version of the sheet.
    """

    year = models.ForeignKey(
        EmulationYear, on_delete=models.CASCADE, related_name="tie_breakers"
    )
    position = models.PositiveSmallIntegerField("thứ tự", default=1)
    code = models.CharField("số mục", max_length=20)

    class Meta:
        verbose_name = "tiêu chí phụ"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "code"],
                name="tie_breaker_once",
                violation_error_message="Mục này đã là tiêu chí phụ.",
            )
        ]

    def __str__(self) -> str:
        return f"Mục {self.code}"

    @property
    def journal_chain(self) -> str:
        return self.year.journal_chain


class CheckDraw(models.Model):
    """One draw of checkers: with this seed it can be repeated by anybody."""

    year = models.ForeignKey(
        EmulationYear, on_delete=models.PROTECT, related_name="draws"
    )
    number = models.PositiveSmallIntegerField("lần", default=1)
    seed = models.PositiveBigIntegerField("số gieo")
    drawn_at = models.DateTimeField(default=clock.now)
    drawn_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    dropped = models.JSONField(default=list)
    reason = models.CharField("lý do bốc lại", max_length=500, blank=True)

    class Meta:
        verbose_name = "lần bốc thăm chấm chéo"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="draw_number_once")
        ]

    def __str__(self) -> str:
        return f"Bốc thăm chấm chéo lần {self.number}, {self.year}"

    def get_absolute_url(self) -> str:
        return reverse("checks", args=[self.year.bloc.code, self.year.year])

    @property
    def journal_chain(self) -> str:
        return self.year.journal_chain


class CrossCheck(OfParticipation, models.Model):
    """One unit's check of another unit's scorecard.

    ``participation`` is the checker. Checkers of one card do not see each other's
    points until all are sent.
    """

    scorecard = models.ForeignKey(
        Scorecard, on_delete=models.PROTECT, related_name="checks"
    )
    participation = models.ForeignKey(
        Participation,
        verbose_name="đơn vị chấm",
        on_delete=models.PROTECT,
        related_name="checks",
    )
    draw = models.ForeignKey(CheckDraw, on_delete=models.PROTECT, related_name="checks")
    place = models.PositiveSmallIntegerField("thứ tự", default=1)
    state = models.CharField(
        "trạng thái", max_length=8, choices=CheckState.choices, default=CheckState.OPEN
    )
    total = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    sent_at = models.DateTimeField(null=True, editable=False)
    sent_by = models.ForeignKey(
        User, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "phiếu chấm chéo"
        ordering = ["scorecard__participation__protocol_number", "place", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["scorecard", "participation"], name="checker_once_a_card"
            ),
            models.UniqueConstraint(
                fields=["scorecard", "place"], name="check_place_once"
            ),
            stamps_follow_state("check_state_and_stamp", sent=[CheckState.SENT]),
        ]

    def __str__(self) -> str:
        return f"{self.participation} chấm chéo {self.scorecard.participation}"

    def get_absolute_url(self) -> str:
        return reverse("check", args=[self.pk])

    def get_action_url(self, action: str) -> str:
        return reverse("check-action", args=[self.pk, action])

    @property
    def is_editable(self) -> bool:
        return self.state == CheckState.OPEN


class CheckLine(models.Model):
    """A checker's points for one leaf, with the reason where they differ."""

    check_of = models.ForeignKey(
        CrossCheck, on_delete=models.CASCADE, related_name="lines"
    )
    line = models.ForeignKey(ScoreLine, on_delete=models.PROTECT, related_name="checks")
    count = models.PositiveIntegerField("số lần", null=True, blank=True)
    points = models.DecimalField(
        "chấm chéo",
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    reason = models.CharField("lý do", max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "dòng chấm chéo"
        ordering = ["line__criterion__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["check_of", "line"], name="check_line_once")
        ]

    def __str__(self) -> str:
        return str(self.line)

    @property
    def lacks_points(self) -> bool:
        """Tell whether the checker still has to answer this leaf."""
        line = self.line
        if self.points is not None or line.criterion.is_computed:
            return False
        return line.is_wanted or bool(line.self_points)

    @property
    def lacks_reason(self) -> bool:
        """Tell whether a difference from the self-score still wants its reason."""
        differs = scoring.differs(self.line.self_points, self.points)
        return differs and not self.reason.strip()


class Reopening(OfParticipation, models.Model):
    """An open exception: one unit may change one criterion for a few hours, and the
    whole bloc reads why.
    """

    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="reopenings"
    )
    criterion = models.ForeignKey(
        Criterion, on_delete=models.PROTECT, related_name="reopenings"
    )
    reason = models.CharField("lý do", max_length=500)
    opened_at = models.DateTimeField(default=clock.now)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    closes_at = models.DateTimeField("đến")
    closed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = "mở lại có thời hạn"
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opened_at")),
                name="reopening_ends_after_it_begins",
                violation_error_message="Thời hạn phải sau lúc mở.",
            )
        ]

    def __str__(self) -> str:
        return f"Mở lại {self.criterion.code} cho {self.participation}"

    def get_absolute_url(self) -> str:
        return reverse("reopening", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.closed_at is None and clock.now() < self.closes_at


class ScoreChange(models.Model):
    """One change of a leaf's points, written down as it counted: what a replay reads."""

    line = models.ForeignKey(
        ScoreLine, on_delete=models.PROTECT, related_name="changes"
    )
    stage = models.CharField(max_length=8, choices=ScoreStage.choices)
    before = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    after = models.DecimalField(max_digits=8, decimal_places=2, null=True)
    at = models.DateTimeField(default=clock.now, db_index=True)
    by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500, blank=True)
    reopening = models.ForeignKey(
        Reopening, null=True, on_delete=models.PROTECT, related_name="changes"
    )

    class Meta:
        verbose_name = "thay đổi điểm"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.line}: {self.get_stage_display()}"
