"""Reports of a period and the results in them."""

from copy import copy
from decimal import Decimal
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.constraints import stamps_follow_state
from core.timeline import WITHHELD
from emulation import completion
from emulation.enums import (
    Comparator,
    Period,
    ReportState,
    Section,
    TargetKind,
)
from emulation.models.targets import Target, figure_text, refuse_impossible
from emulation.models.years import OfParticipation, Participation
from units.models import User


class Report(OfParticipation, models.Model):
    """A unit's results and written sections for one period."""

    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="reports"
    )
    period = models.CharField("kỳ", max_length=10, choices=Period.choices)
    state = models.CharField(
        "trạng thái",
        max_length=10,
        choices=ReportState.choices,
        default=ReportState.DRAFT,
    )
    submitted_at = models.DateTimeField(null=True, editable=False)
    submitted_by = models.ForeignKey(
        User, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, editable=False)
    approved_by = models.ForeignKey(
        User, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "báo cáo kết quả"
        ordering = ["participation__protocol_number", "period", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "period"], name="one_report_a_period"
            ),
            stamps_follow_state(
                "report_state_and_stamps",
                submitted=[ReportState.SUBMITTED, ReportState.APPROVED],
                approved=[ReportState.APPROVED],
            ),
        ]

    def __str__(self) -> str:
        period = self.get_period_display().lower()
        return f"Kết quả {period} {self.year.year} của {self.participation}"

    def get_absolute_url(self) -> str:
        return reverse("report", args=[self.pk])

    def get_action_url(self, action: str) -> str:
        return reverse("report-action", args=[self.pk, action])

    @property
    def is_editable(self) -> bool:
        return self.state in {ReportState.DRAFT, ReportState.RETURNED}

    @property
    def has_estimates(self) -> bool:
        """Tell whether some figure is not the final one."""
        return self.results.filter(is_estimate=True, actual__isnull=False).exists()

    def journal_snapshot(self) -> dict[str, Any]:
        """Return all figures and texts, for the journal's differences."""
        shown = {
            f"{one.label} (dòng {one.pk})": one.journaled
            for one in self.results.select_related("target")
        }
        for narrative in self.narratives.all():
            shown[narrative.get_section_display()] = narrative.text
        if self.period == Period.YEAR:  # what the year's report locks with it
            answers = self.participation.movement_answers.select_related("movement")
            shown |= {f"Phong trào “{one.movement}”": one.text for one in answers}
        return shown


class Result(models.Model):
    """A figure reached: of a pledged target, or of something never pledged.

    ``actual`` is ``None`` while blank; zero is a result. Without a target the row
    names its own content and unit; ``parent`` makes it a "trong đó". Approval keeps in
    ``held_…`` the promise that the figure was held against: an amendment comes later.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="results")
    target = models.ForeignKey(
        Target,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="results",
    )
    parent = models.ForeignKey(
        "self",
        verbose_name="trong đó của",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="parts",
    )
    position = models.PositiveSmallIntegerField("thứ tự", default=1)
    section = models.CharField(
        "phần", max_length=10, choices=Section.choices, default=Section.POLITICAL
    )
    content = models.CharField("kết quả", max_length=400, blank=True)
    unit_of_measure = models.CharField("đơn vị tính", max_length=40, blank=True)
    actual = models.DecimalField(
        "thực hiện",
        max_digits=18,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    held_comparator = models.CharField(max_length=2, blank=True, editable=False)
    held_value = models.DecimalField(
        max_digits=18, decimal_places=4, null=True, editable=False
    )
    is_withheld = models.BooleanField(WITHHELD, default=False)
    is_estimate = models.BooleanField("ước thực hiện", default=False)
    note = models.CharField("ghi chú", max_length=500, blank=True)
    source_note = models.CharField("ghi chú về nguồn", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "kết quả"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "target"],
                condition=Q(target__isnull=False),
                name="one_result_a_target",
            ),
            models.CheckConstraint(
                condition=Q(target__isnull=False) | ~Q(content=""),
                name="result_says_of_what",
                violation_error_message="Ghi rõ kết quả về việc gì.",
            ),
        ]

    is_hidden = False  # shown to a reader who may not see the figure

    def __str__(self) -> str:
        return self.label

    def hide(self) -> None:
        """Forget figure, note and files: the reader may not see them."""
        self.is_hidden, self.is_estimate = True, False
        self.actual, self.note, self.source_note, self.file_count = None, "", "", 0

    @property
    def journal_chain(self) -> str:
        return self.report.journal_chain

    @property
    def journal_unit(self) -> int:
        return self.report.journal_unit

    def clean(self) -> None:
        refuse_impossible(self.kind, "actual", self.actual)

    @property
    def label(self) -> str:
        return self.target.content if self.target else self.content

    @property
    def measure(self) -> str:
        return self.target.measure if self.target else self.unit_of_measure

    @property
    def kind(self) -> str:
        return self.target.kind if self.target else TargetKind.NUMBER

    @property
    def promised(self) -> Target | None:
        """Return the promise that this is held against: the one that approval kept,
        else the target's present one; a target that an amendment dropped asks nothing.
        """
        if self.target is None or not (self.held_comparator or self.is_dropped):
            return self.target
        held = copy(self.target)
        held.comparator = self.held_comparator or held.comparator
        held.value = self.held_value
        return held

    @property
    def is_dropped(self) -> bool:
        """An amendment dropped the target before the figure was approved."""
        is_gone = self.target is not None and self.target.dropped_by_id is not None
        return is_gone and not self.held_comparator

    @property
    def value(self) -> Decimal | None:
        promised = self.promised
        return promised.value if promised else None

    @property
    def actual_text(self) -> str:
        """Return the figure as screen and paper print it."""
        return "" if self.actual is None else figure_text(self.kind, self.actual)

    @property
    def is_estimated(self) -> bool:
        """There is a figure, and it is not the final one."""
        return self.is_estimate and self.actual is not None

    @property
    def wording(self) -> str:
        """Return figure, unit, estimate and note as one line; empty while blank."""
        measure = f" {self.measure}" if self.kind == TargetKind.NUMBER else ""
        suffix = "%" if self.kind == TargetKind.PERCENTAGE else measure
        figure = f"{self.actual_text}{suffix}" if self.actual_text else ""
        estimate = " (ước)" if self.is_estimate else ""
        note = f"; {self.note}" if self.note else ""
        return f"{figure}{estimate}{note}".strip("; ")

    @property
    def journaled(self) -> str:
        """Return the wording as the journal keeps it; it says who may not read it."""
        mark = f" [{WITHHELD}]" if self.is_withheld else ""
        return f"{self.wording}{mark}".strip()

    @property
    def completion(self) -> completion.Completion:
        """Return how the figure stands against its target."""
        promised = self.promised
        return completion.completion(
            self.kind,
            promised.comparator if promised else Comparator.AT_LEAST,
            promised.value if promised else None,
            self.actual,
            measure=self.measure,
        )

    def doubt(
        self, earlier: Decimal | None = None, whole: "Result | None" = None
    ) -> str:
        """Return the question about a figure 100 times off its target or the earlier
        period's figure, or larger than the whole that it is a part of; empty for none.
        """
        if self.kind == TargetKind.YES_NO:
            return ""
        others = [("chỉ tiêu", self.value), ("số kỳ trước", earlier)]
        question = completion.doubt(self.actual, others)
        if question or whole is None or self.kind != TargetKind.NUMBER:
            return question
        if (whole.kind, whole.measure) != (self.kind, self.measure):
            return ""
        return completion.part_doubt(self.actual, whole.actual)
