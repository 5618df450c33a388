"""Criteria sheets: a tree of parts, groups and scored leaves."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
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
METHODS: dict[str, tuple[str, ...]] = {  # how the points of each kind may come about
    CriterionKind.POINTS: tuple(CriterionMethod.values),
    CriterionKind.BONUS: (
        CriterionMethod.TYPED,
        CriterionMethod.PASS_FAIL,
        CriterionMethod.OCCURRENCE,
    ),
    CriterionKind.DEDUCTION: (CriterionMethod.TYPED, CriterionMethod.OCCURRENCE),
    CriterionKind.DISQUALIFIER: (CriterionMethod.TYPED,),
}
PARAMETERS: dict[str, tuple[str, ...]] = {  # what a method wants to know beside it
    CriterionMethod.OCCURRENCE: ("rate",),
    CriterionMethod.RATIO: ("cap_percent", "common_target"),
    CriterionMethod.RELATIVE: ("common_target",),
}
FULL, HIGHEST_CAP = 100, 300
MOST_POINTS = 10_000
WRONG_METHOD = "“{}” không dùng cho loại “{}”."
BLANK: dict[str, Any] = {"rate": None, "cap_percent": FULL, "common_target": None}


def _method_fits() -> Q:
    fits = Q()
    for kind, methods in METHODS.items():
        fits |= Q(kind=kind, method__in=methods)
    return fits


def _methods_with(parameter: str) -> list[str]:
    return [method for method, names in PARAMETERS.items() if parameter in names]


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
    cap_percent = models.PositiveSmallIntegerField(
        "tính tối đa (%)",
        default=FULL,
        validators=[MinValueValidator(1), MaxValueValidator(HIGHEST_CAP)],
    )
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
            ),
            models.CheckConstraint(
                condition=_method_fits(),
                name="criterion_method_fits_kind",
                violation_error_message="Căn cứ chấm không dùng cho loại điểm này.",
            ),
            models.CheckConstraint(
                condition=Q(rate=None) | Q(method__in=_methods_with("rate")),
                name="criterion_rate_where_counted",
                violation_error_message="Điểm mỗi lần chỉ dùng khi tính theo số lần.",
            ),
            models.CheckConstraint(
                condition=Q(common_target=None)
                | Q(method__in=_methods_with("common_target")),
                name="criterion_target_where_held",
                violation_error_message="Căn cứ chấm này không theo chỉ tiêu chung.",
            ),
            models.CheckConstraint(
                condition=~Q(kind=CriterionKind.DISQUALIFIER) | Q(max_points=None),
                name="criterion_condition_without_points",
                violation_error_message="Điều kiện loại trừ không có điểm tối đa.",
            ),
            models.CheckConstraint(
                condition=Q(cap_percent__gte=1, cap_percent__lte=HIGHEST_CAP),
                name="criterion_cap_in_bounds",
                violation_error_message=f"Tính tối đa từ 1% đến {HIGHEST_CAP}%.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}. {self.name}"

    def clean(self) -> None:
        """A target is one of the sheet's own year."""
        target = self.common_target
        if target is not None and target.year_id != self.sheet.year_id:
            raise ValidationError(
                {"common_target": "Chỉ tiêu chung phải là của năm thi đua này."}
            )

    @property
    def parameters(self) -> tuple[str, ...]:
        """Return what this leaf's method wants to know beside the maximum."""
        return PARAMETERS.get(self.method, ())

    def forget_parameters(self) -> None:
        """Empty what means nothing for this kind and method."""
        if self.kind == CriterionKind.DISQUALIFIER:
            self.max_points = None
        for name, blank in BLANK.items():
            if name not in self.parameters:
                setattr(self, name, blank)

    @property
    def terms(self) -> str:
        """Return the parameters as one sentence; empty where there are none."""
        shown = []
        if self.rate is not None:
            shown.append(f"{format_points(self.rate)} điểm mỗi lần")
        if self.common_target is not None:
            shown.append(f"chỉ tiêu “{self.common_target.content}”")
        if self.cap_percent != FULL:
            shown.append(f"tính tối đa {self.cap_percent}%")
        return ", ".join(shown)

    @property
    def journal_chain(self) -> str:
        return self.sheet.journal_chain

    @property
    def is_computed(self) -> bool:
        """Points follow from results; nobody types them."""
        return self.method in COMPUTED
