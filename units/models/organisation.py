"""Units with their names by date and their successors."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core import text
from core.dated import Dated, refuse_overlap
from units.enums import PaperForm, SuccessionKind, UnitKind

code_validator = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*$",
    "Mã chỉ gồm chữ thường không dấu, chữ số và dấu gạch nối, ví dụ “ban-to-chuc”.",
)


class Unit(models.Model):
    """An agency, or a part of one; the code is never reused.

    ``name`` and ``short_name`` mirror the name in force, for lists and ordering;
    ``UnitName`` rows say what it was called on any day.
    """

    code = models.CharField(
        "mã đơn vị",
        max_length=60,
        unique=True,
        validators=[code_validator],
        error_messages={"unique": "Mã này đã có đơn vị dùng; mã không dùng lại."},
    )
    kind = models.CharField("loại", max_length=20, choices=UnitKind.choices)
    parent = models.ForeignKey(
        "self",
        verbose_name="trực thuộc",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    name = models.CharField("tên hiện nay", max_length=200, editable=False)
    short_name = models.CharField("tên ngắn", max_length=80, editable=False, blank=True)
    search_key = models.CharField(max_length=1000, editable=False)
    sort_key = models.CharField(
        max_length=800, editable=False, db_index=True, default=""
    )
    note = models.CharField(
        "ghi chú về nguồn", max_length=300, blank=True, help_text="Ví dụ: giả định."
    )

    class Meta:
        verbose_name = "đơn vị"
        ordering = ["sort_key", "pk"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = text.sort_key(self.name)
        self.search_key = " ".join(dict.fromkeys(self._searched()))[:1000]
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("unit", args=[self.pk])

    def clean(self) -> None:
        above = self.parent
        while above is not None and self.pk is not None:
            if above.pk == self.pk:
                raise ValidationError(
                    {"parent": "Đơn vị không thể trực thuộc chính mình hoặc cấp dưới."}
                )
            above = above.parent

    def _searched(self) -> list[str]:
        names = [self.name, self.short_name]
        if self.pk is not None:  # whoever knows an old name finds the unit
            names += [part for one in self.names.all() for part in one.searched]
        return [text.fold(name) for name in names]

    @property
    def journal_unit(self) -> int:
        return self.pk

    def name_on(self, day: date) -> "UnitName | None":
        """Return the name that held on the day, the earliest one for days before."""
        names = sorted(self.names.all(), key=lambda one: one.valid_from)
        held = [one for one in names if one.valid_from <= day]
        return held[-1] if held else next(iter(names), None)


class UnitName(Dated):
    """What a unit was called, and which form its papers had, from a day to a day."""

    unit = models.ForeignKey(
        Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="names"
    )
    name = models.CharField("tên đầy đủ", max_length=200)
    short_name = models.CharField("tên ngắn", max_length=80, blank=True)
    symbol = models.CharField(
        "ký hiệu văn bản", max_length=20, help_text="Ví dụ BTGTU, SNV."
    )
    paper_form = models.CharField(
        "thể thức văn bản", max_length=10, choices=PaperForm.choices
    )
    superior = models.CharField(
        "cơ quan cấp trên (dòng đầu)", max_length=120, blank=True
    )
    letterhead = models.CharField(
        "tên trên đầu văn bản",
        max_length=120,
        blank=True,
        help_text="Bỏ trống thì lấy tên đầy đủ.",
    )
    place = models.CharField("địa danh", max_length=60, default="Bắc Kạn")

    class Meta(Dated.Meta):
        verbose_name = "tên gọi của đơn vị"
        ordering = ["valid_from", "pk"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self.name = text.nfc(self.name)
        self.short_name = text.nfc(self.short_name)
        if self.unit_id:
            refuse_overlap(
                self,
                UnitName.objects.filter(unit=self.unit_id),
                "Thời gian này trùng với một tên khác của đơn vị.",
            )

    def get_absolute_url(self) -> str:
        return reverse("unit", args=[self.unit_id])

    @property
    def journal_unit(self) -> int:
        return self.unit_id

    @property
    def searched(self) -> tuple[str, str, str]:
        return self.name, self.short_name, self.symbol


class Succession(models.Model):
    """One unit came after another on a day; the successor reads the predecessor."""

    predecessor = models.ForeignKey(
        Unit,
        verbose_name="đơn vị cũ",
        on_delete=models.PROTECT,
        related_name="successions",
    )
    successor = models.ForeignKey(
        Unit,
        verbose_name="đơn vị mới",
        on_delete=models.PROTECT,
        related_name="predecessions",
    )
    kind = models.CharField("hình thức", max_length=10, choices=SuccessionKind.choices)
    took_effect_on = models.DateField("từ ngày")
    decision = models.CharField("căn cứ (quyết định)", max_length=200, blank=True)

    class Meta:
        verbose_name = "kế thừa đơn vị"
        ordering = ["took_effect_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"],
                name="succession_once",
                violation_error_message="Quan hệ kế thừa này đã được ghi.",
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="succession_not_to_itself",
                violation_error_message="Đơn vị không thể kế thừa chính mình.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"

    def get_absolute_url(self) -> str:
        return reverse("unit", args=[self.successor_id])

    @property
    def journal_unit(self) -> int:
        return self.successor_id

    def clean(self) -> None:
        if not (self.predecessor_id and self.successor_id):
            return
        if self.predecessor_id == self.successor_id:
            return  # the constraint says it
        seen, following = {self.successor_id}, [self.successor_id]
        while following:
            next_ids = Succession.objects.filter(predecessor__in=following).values_list(
                "successor_id", flat=True
            )
            following = [one for one in next_ids if one not in seen]
            seen.update(following)
        if self.predecessor_id in seen:
            raise ValidationError("Hai đơn vị không thể kế thừa lẫn nhau.")
