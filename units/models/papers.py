"""The number book and the papers a unit has issued."""

import re
from typing import Any

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse

from core import text
from core.models import StoredFile
from units.enums import PaperKind
from units.models.organisation import Unit
from units.models.people import User


class NumberBook(models.Model):
    """The last number that a unit gave to a kind of paper in a series.

    A series is a year (State) or a term (Party), as text: ``2024``, ``2020-2025``.
    """

    unit = models.ForeignKey(
        Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="books"
    )
    kind = models.CharField("loại văn bản", max_length=5, choices=PaperKind.choices)
    series = models.CharField(
        "năm hoặc nhiệm kỳ",
        max_length=20,
        validators=[
            RegexValidator(
                r"^\d{4}(-\d{4})?$", "Ghi năm (2024) hoặc nhiệm kỳ (2020-2025)."
            )
        ],
    )
    last_number = models.PositiveIntegerField("số cuối", default=0)

    class Meta:
        verbose_name = "sổ văn bản"
        ordering = ["unit__sort_key", "kind", "series"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "series"],
                name="one_book_a_series",
                violation_error_message="Sổ này đã có.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.series}, {self.unit}"

    def get_absolute_url(self) -> str:
        return reverse("unit", args=[self.unit_id])

    @property
    def journal_unit(self) -> int:
        return self.unit_id


class IssuedPaper(models.Model):
    """A paper with its number: stored once, served from storage, never rendered again.

    ``subject`` is the row that the paper is about; it decides who may read it.
    """

    unit = models.ForeignKey(
        Unit,
        verbose_name="cơ quan ban hành",
        on_delete=models.PROTECT,
        related_name="papers",
    )
    kind = models.CharField("loại văn bản", max_length=5, choices=PaperKind.choices)
    series = models.CharField(max_length=20)
    number = models.PositiveIntegerField("số")
    code = models.CharField("số, ký hiệu", max_length=60)
    title = models.CharField("trích yếu", max_length=300)
    issued_on = models.DateField("ngày ban hành")
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signer = models.CharField("người ký", max_length=160, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    subject_type = models.ForeignKey(ContentType, on_delete=models.PROTECT)
    subject_id = models.PositiveBigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    search_key = models.CharField(max_length=500, editable=False, default="")

    class Meta:
        verbose_name = "văn bản đã phát hành"
        ordering = ["-issued_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "series", "number"], name="number_given_once"
            )
        ]
        indexes = [models.Index(fields=["subject_type", "subject_id"])]

    def __str__(self) -> str:
        return f"{self.code}: {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        parts = " ".join(re.split(r"[/.-]", self.code))
        self.search_key = text.fold(f"{self.code} {parts} {self.title}")[:500]
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("paper", args=[self.pk])

    @property
    def journal_unit(self) -> int:
        return self.unit_id

    @property
    def journal_chain(self) -> str | None:
        return getattr(self.subject, "journal_chain", None)
