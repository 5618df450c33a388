"""The year's emulation movements, and each unit's answer to them."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core.text import fold, format_date
from emulation.models.years import EmulationYear, Participation


class Movement(models.Model):
    """An emulation movement (phong trào thi đua) of the year."""

    year = models.ForeignKey(
        EmulationYear, on_delete=models.CASCADE, related_name="movements"
    )
    position = models.PositiveSmallIntegerField("thứ tự", default=1)
    name = models.CharField("tên phong trào", max_length=300)
    launched_by = models.CharField("do ai phát động", max_length=200, blank=True)
    aim = models.CharField("mục đích, yêu cầu", max_length=500, blank=True)
    launched_on = models.DateField("ngày phát động", null=True, blank=True)
    reviewed_on = models.DateField("ngày tổng kết", null=True, blank=True)
    from_year = models.PositiveSmallIntegerField("từ năm", null=True, blank=True)
    to_year = models.PositiveSmallIntegerField("đến năm", null=True, blank=True)
    summary = models.TextField("đánh giá chung của khối", blank=True)
    note = models.CharField("ghi chú về nguồn", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    search_key = models.CharField(max_length=300, editable=False, default="")

    class Meta:
        verbose_name = "phong trào thi đua"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_year=None)
                | Q(from_year=None)
                | Q(to_year__gte=F("from_year")),
                name="movement_years_in_order",
                violation_error_message="Năm kết thúc phải từ năm bắt đầu trở đi.",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_on=None)
                | Q(launched_on=None)
                | Q(reviewed_on__gte=F("launched_on")),
                name="movement_dates_in_order",
                violation_error_message="Ngày tổng kết phải từ ngày phát động trở đi.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key = fold(self.name)[:300]
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("movements", args=[self.year.bloc.code, self.year.year])

    @property
    def journal_chain(self) -> str:
        return self.year.journal_chain

    @property
    def origin(self) -> str:
        """Return who launched it, when and for which years, as one sentence."""
        text = self.launched_by or "Chưa ghi cơ quan phát động"
        if self.from_year:
            text += f", từ năm {self.from_year}"
        if self.to_year:
            text += f" đến năm {self.to_year}"
        if self.launched_on:
            text += f", phát động ngày {format_date(self.launched_on)}"
        return f"{text}. Nguồn: {self.note}." if self.note else f"{text}."


class MovementAnswer(models.Model):
    """What one unit did in a movement."""

    movement = models.ForeignKey(
        Movement, on_delete=models.CASCADE, related_name="answers"
    )
    participation = models.ForeignKey(
        Participation, on_delete=models.PROTECT, related_name="movement_answers"
    )
    text = models.TextField("kết quả hưởng ứng", blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "kết quả hưởng ứng phong trào"
        ordering = ["movement__position", "participation__protocol_number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["movement", "participation"], name="one_answer_a_movement"
            )
        ]

    def __str__(self) -> str:
        return f"{self.participation}: {self.movement}"

    @property
    def journal_chain(self) -> str:
        return self.movement.journal_chain

    @property
    def journal_unit(self) -> int:
        return self.participation.unit_id
