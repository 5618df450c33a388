"""Rows that hold from a day to a day, the last day included."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from core import clock


class DatedQuerySet(models.QuerySet):
    """Finds what held on a day."""

    def on(self, day: date | None = None) -> "DatedQuerySet":
        """Rows in force on the day (today by default)."""
        day = day or clock.today()
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


class Dated(models.Model):
    """``valid_from`` and an open or closed ``valid_to``, in order."""

    valid_from = models.DateField("từ ngày", default=clock.today)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="%(app_label)s_%(class)s_dates_in_order",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            )
        ]

    def holds_on(self, day: date | None = None) -> bool:
        """Tell whether the row is in force on the day (today by default)."""
        day = day or clock.today()
        return self.valid_from <= day and (
            self.valid_to is None or day <= self.valid_to
        )


def refuse_overlap(row: Dated, others: models.QuerySet, sentence: str) -> None:
    """Raise ``ValidationError`` when another row holds on one of this row's days."""
    clashing = others.exclude(pk=row.pk).filter(
        Q(valid_to=None) | Q(valid_to__gte=row.valid_from)
    )
    if row.valid_to:
        clashing = clashing.filter(valid_from__lte=row.valid_to)
    if clashing.exists():
        raise ValidationError({"valid_from": sentence})
