"""What a pledge aims at: titles and forms with their limits, and initiatives."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from emulation.enums import InitiativeScope, Subject
from emulation.models.catalogue import Title
from emulation.models.pledges import Pledge
from emulation.models.years import EmulationYear
from units.models import Person


class Quota(models.Model):
    """A title or form that may be registered in the year, and how many times.

    A blank limit is none. A strict one refuses the registration that exceeds it; the
    others are shown, and the conference chooses.
    """

    year = models.ForeignKey(
        EmulationYear, on_delete=models.CASCADE, related_name="quotas"
    )
    title = models.ForeignKey(
        Title, verbose_name="danh hiệu, hình thức", on_delete=models.PROTECT
    )
    most_in_bloc = models.PositiveSmallIntegerField(
        "số lượng cả khối được đề nghị", null=True, blank=True
    )
    most_per_unit = models.PositiveSmallIntegerField(
        "số lượng mỗi đơn vị được đăng ký", null=True, blank=True
    )
    is_strict = models.BooleanField("không nhận đăng ký vượt", default=False)
    note = models.CharField("căn cứ, ghi chú", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "chỉ tiêu khen thưởng"
        ordering = ["title__precedence", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "title"],
                name="quota_once_a_title",
                violation_error_message="Danh hiệu này đã có trong danh sách.",
            ),
            models.CheckConstraint(
                condition=Q(most_in_bloc=None)
                | Q(most_per_unit=None)
                | Q(most_per_unit__lte=F("most_in_bloc")),
                name="quota_of_a_unit_within_the_bloc",
                violation_error_message=(
                    "Số của mỗi đơn vị không lớn hơn số của cả khối."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, năm {self.year.year}"

    @property
    def limits(self) -> str:
        """Return how many times it may be proposed and registered, in words."""
        parts = []
        if self.most_in_bloc is not None:
            parts.append(f"cả khối {self.most_in_bloc}")
        if self.most_per_unit is not None:
            parts.append(f"mỗi đơn vị {self.most_per_unit}")
        if self.is_strict and parts:
            parts.append("không nhận vượt")
        return ", ".join(parts) or "không hạn số lượng"

    @property
    def journal_chain(self) -> str:
        return self.year.journal_chain


class TitleRegistration(models.Model):
    """A title aimed at by the unit, or by one of its people.

    While it is being typed, title and person may be missing; ``subject`` says in which
    of the two lists the row stands, and follows the title.
    """

    pledge = models.ForeignKey(
        Pledge, on_delete=models.CASCADE, related_name="registrations"
    )
    subject = models.CharField(
        "đối tượng",
        max_length=12,
        choices=Subject.choices,
        default=Subject.COLLECTIVE,
        editable=False,
    )
    title = models.ForeignKey(
        Title,
        verbose_name="danh hiệu, hình thức",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
    )
    person = models.ForeignKey(
        Person,
        verbose_name="cá nhân",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="registrations",
    )
    track_record = models.CharField(
        "thành tích đã có",
        max_length=600,
        blank=True,
        help_text="Danh hiệu, hình thức đã đạt: năm, số quyết định, cơ quan quyết định.",
    )
    note = models.CharField("ghi chú", max_length=300, blank=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=1)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "đăng ký danh hiệu"
        ordering = ["subject", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pledge", "title", "person"],
                condition=Q(person__isnull=False),
                name="title_once_a_person",
                violation_error_message="Cá nhân này đã đăng ký danh hiệu đó.",
            ),
            models.UniqueConstraint(
                fields=["pledge", "title"],
                condition=Q(subject=Subject.COLLECTIVE),
                name="title_once_a_unit",
                violation_error_message="Tập thể đã đăng ký danh hiệu này.",
            ),
            models.CheckConstraint(
                condition=Q(subject=Subject.INDIVIDUAL) | Q(person=None),
                name="title_of_a_unit_has_no_person",
                violation_error_message="Danh hiệu của tập thể: không chọn cá nhân.",
            ),
        ]

    def __str__(self) -> str:
        title = self.title or "Chưa chọn danh hiệu"
        return f"{title}: {self.person or self.pledge.participation}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.title is not None:
            self.subject = self.title.subject
        super().save(*args, **kwargs)

    def clean(self) -> None:
        if self.title is None:
            return
        self.subject = self.title.subject
        if self.subject == Subject.COLLECTIVE and self.person_id is not None:
            sentence = "Danh hiệu của tập thể: không chọn cá nhân."
            raise ValidationError({"person": sentence})

    @property
    def journal_chain(self) -> str:
        return self.pledge.journal_chain

    @property
    def journal_unit(self) -> int:
        return self.pledge.journal_unit


class Initiative(models.Model):
    """An initiative (sáng kiến) that stands behind a registration."""

    pledge = models.ForeignKey(
        Pledge, on_delete=models.CASCADE, related_name="initiatives"
    )
    person = models.ForeignKey(
        Person,
        verbose_name="tác giả",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="initiatives",
    )
    position = models.PositiveSmallIntegerField("thứ tự", default=1)
    name = models.CharField("tên sáng kiến, đề tài", max_length=400, blank=True)
    scope = models.CharField(
        "phạm vi ảnh hưởng",
        max_length=12,
        choices=InitiativeScope.choices,
        default=InitiativeScope.GRASSROOTS,
    )
    note = models.CharField("ghi chú", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "sáng kiến"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        author = self.person or self.pledge.participation
        return f"{self.name} ({author}, {self.get_scope_display().lower()})"

    @property
    def journal_chain(self) -> str:
        return self.pledge.journal_chain

    @property
    def journal_unit(self) -> int:
        return self.pledge.journal_unit
