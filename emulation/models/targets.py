"""The figures that a pledge promises, and those that all pledges of a year share."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models

from core.text import fold, format_number
from emulation.enums import Comparator, Section, TargetKind
from emulation.models.pledges import Pledge
from emulation.models.years import EmulationYear

MEASURES = {TargetKind.PERCENTAGE: "%", TargetKind.YES_NO: "có/không"}
WHOLE = 100
SHAPE = (
    "section",
    "content",
    "kind",
    "unit_of_measure",
    "comparator",
    "value",
    "base",
    "note",
)
WORDING = tuple(name for name in SHAPE if name not in {"value", "note"})


def figure_text(kind: str, value: Decimal) -> str:
    """Return a figure of this kind as screen and paper print it, without its unit."""
    if kind == TargetKind.YES_NO:
        return "Có" if value else "Không"
    return format_number(value)


def refuse_impossible(kind: str, field: str, value: Decimal | None) -> None:
    """Raise for a rate above 100% and for a yes/no that is neither."""
    if value is None:
        return
    if kind == TargetKind.PERCENTAGE and value > WHOLE:
        raise ValidationError({field: "Tỷ lệ không vượt quá 100%."})
    if kind == TargetKind.YES_NO and value not in {0, 1}:
        raise ValidationError({field: "Chọn “Có” hoặc “Không”."})


class TargetShape(models.Model):
    """What a promised figure says, wherever it stands.

    ``value`` is ``None`` for "không giao chỉ tiêu" (not zero). ``base`` says what a
    percentage is of. "≤" is the direction "càng ít càng tốt". Yes is 1, no is 0.
    ``is_common``: the wording is the year's, the figure alone is the unit's.
    """

    is_common = False

    position = models.PositiveSmallIntegerField("thứ tự", default=1)
    section = models.CharField(
        "phần", max_length=10, choices=Section.choices, default=Section.POLITICAL
    )
    content = models.CharField("chỉ tiêu", max_length=400, blank=True)
    kind = models.CharField(
        "loại", max_length=10, choices=TargetKind.choices, default=TargetKind.NUMBER
    )
    unit_of_measure = models.CharField("đơn vị tính", max_length=40, blank=True)
    comparator = models.CharField(
        "so sánh",
        max_length=2,
        choices=Comparator.choices,
        default=Comparator.AT_LEAST,
    )
    value = models.DecimalField(
        "giao ước",
        max_digits=18,
        decimal_places=4,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    base = models.CharField("tính trên", max_length=200, blank=True)
    note = models.CharField("ghi chú về nguồn", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    search_key = models.CharField(max_length=400, editable=False, default="")

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.content

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key = fold(self.content)[:400]
        super().save(*args, **kwargs)

    def clean(self) -> None:
        refuse_impossible(self.kind, "value", self.value)

    @property
    def measure(self) -> str:
        """Return the unit that stands in a column of its own."""
        return self.unit_of_measure or MEASURES.get(self.kind, "")

    @property
    def sign(self) -> str:
        """Return the comparator as it is printed; a yes or no is always held equal."""
        return "=" if self.kind == TargetKind.YES_NO else self.get_comparator_display()

    @property
    def amount(self) -> str:
        """Return the figure alone, as it stands beside its unit; empty for none."""
        return "" if self.value is None else figure_text(self.kind, self.value)

    @property
    def figure(self) -> str:
        """Return comparator and figure as a sentence has them."""
        if not self.amount:
            return "Không giao"
        suffix = "%" if self.kind == TargetKind.PERCENTAGE else ""
        return f"{self.sign} {self.amount}{suffix}"

    @property
    def wording(self) -> str:
        """Return the promise as one line: content, figure, unit, base."""
        is_counted = self.kind == TargetKind.NUMBER and self.amount
        unit = self.unit_of_measure if is_counted else ""
        measure = unit if unit == "%" else f" {unit}".rstrip()
        base = f", tính trên {self.base}" if self.base else ""
        return f"{self.content}: {self.figure}{measure}{base}"

    def is_weaker_than(self, other: "TargetShape") -> bool:
        """Tell whether this promises less than the other of the same kind."""
        if other.value is None:
            return False
        if self.value is None or self.comparator != other.comparator:
            return True
        if self.comparator == Comparator.AT_MOST:
            return self.value > other.value
        return self.value < other.value

    def take(self, other: "TargetShape") -> None:
        """Say what the other says, in its section."""
        for name in SHAPE:
            setattr(self, name, getattr(other, name))


class CommonTarget(TargetShape):
    """A target that every pledge of the year carries; set by the secretariat."""

    year = models.ForeignKey(
        EmulationYear, on_delete=models.CASCADE, related_name="common_targets"
    )
    parent = models.ForeignKey(
        "self",
        verbose_name="trong đó của",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="parts",
    )

    class Meta(TargetShape.Meta):
        abstract = False
        verbose_name = "chỉ tiêu chung"

    @property
    def journal_chain(self) -> str:
        return self.year.journal_chain


class Target(TargetShape):
    """One promised figure of a unit; ``parent`` makes it a "trong đó" of another.

    ``common`` is the year's target that it carries out: the wording stays the year's,
    the figure is the unit's. ``dropped_by`` is the amendment that took it out.
    """

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="targets")
    parent = models.ForeignKey(
        "self",
        verbose_name="trong đó của",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="parts",
    )
    common = models.ForeignKey(
        CommonTarget,
        verbose_name="chỉ tiêu chung",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="carried",
    )
    dropped_by = models.ForeignKey(
        "emulation.Amendment",
        verbose_name="bỏ theo điều chỉnh",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="dropped",
    )

    class Meta(TargetShape.Meta):
        abstract = False
        verbose_name = "chỉ tiêu"
        constraints = [
            models.UniqueConstraint(
                fields=["pledge", "common"],
                condition=models.Q(common__isnull=False),
                name="common_target_once_a_pledge",
            )
        ]

    def clean(self) -> None:
        super().clean()
        if self.common is None:
            return
        if any(getattr(self, name) != getattr(self.common, name) for name in WORDING):
            raise ValidationError(
                "Chỉ tiêu chung của khối: đơn vị chỉ đổi số giao ước và ghi chú."
            )

    @property
    def is_common(self) -> bool:  # type: ignore[override]
        return self.common_id is not None

    @property
    def journal_chain(self) -> str:
        return self.pledge.journal_chain

    @property
    def journal_unit(self) -> int:
        return self.pledge.journal_unit
