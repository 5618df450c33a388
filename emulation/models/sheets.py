"""Criteria sheets: a tree of parts, groups and scored leaves."""

from typing import Any

from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse

from core.constraints import stamps_follow_state
from core.text import format_points
from emulation.enums import CriterionKind, CriterionMethod, SheetState
from emulation.models.targets import CommonTarget
from emulation.models.years import EmulationYear
from units.models import User

COMPUTED = {
    CriterionMethod.RATIO,
    CriterionMethod.SHARE_MET,
    CriterionMethod.RELATIVE,
}


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
    reason = models.CharField("lý do ban hành bản mới", max_length=300, blank=True)
    is_sample = models.BooleanField("là mẫu", default=False)

    class Meta:
        verbose_name = "bảng tiêu chí"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "number"], name="sheet_version_once"
            ),
            stamps_follow_state("sheet_frozen_stamp", frozen=[SheetState.FROZEN]),
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

    @property
    def is_editable(self) -> bool:
        return self.state == SheetState.DRAFT

    def journal_snapshot(self) -> dict[str, Any]:
        """Return all nodes with kind and maximum, for the journal."""
        return {
            str(one): f"{one.get_kind_display()}, {format_points(one.max_points)}"
            for one in self.criteria.all()
        }


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
    method = models.CharField(
        "căn cứ chấm",
        max_length=12,
        choices=CriterionMethod.choices,
        default=CriterionMethod.TYPED,
    )
    common_target = models.ForeignKey(
        CommonTarget,
        verbose_name="chỉ tiêu chung",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="criteria",
    )
    rate = models.DecimalField(
        "điểm mỗi lần",
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    cap_percent = models.PositiveSmallIntegerField("tính tối đa (%)", default=100)
    needs_evidence = models.BooleanField("cần minh chứng", default=False)
    guidance = models.CharField("hướng dẫn chấm", max_length=500, blank=True)
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

    @property
    def is_computed(self) -> bool:
        """Points follow from results; nobody types them."""
        return self.method in COMPUTED
