"""Blocs, their members in protocol order, and the offices of each year."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse

from core.dated import Dated, refuse_overlap
from units.enums import BlocKind, Office
from units.models.organisation import Unit, code_validator

FIRST_YEAR, LAST_YEAR = 1990, 2200
year_validators = [MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]


class Bloc(models.Model):
    """An emulation bloc or cluster."""

    code = models.CharField(
        "mã khối",
        max_length=60,
        unique=True,
        validators=[code_validator],
        error_messages={"unique": "Mã này đã có khối khác dùng."},
    )
    name = models.CharField("tên khối", max_length=200)
    kind = models.CharField(
        "loại", max_length=10, choices=BlocKind.choices, default=BlocKind.BLOC
    )
    founded_by = models.CharField("căn cứ thành lập", max_length=200, blank=True)

    class Meta:
        verbose_name = "khối thi đua"
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("bloc", args=[self.code])


class Membership(Dated):
    """A unit belongs to a bloc from a day to a day, at a place in protocol order."""

    bloc = models.ForeignKey(
        Bloc, verbose_name="khối", on_delete=models.PROTECT, related_name="memberships"
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name="đơn vị",
        on_delete=models.PROTECT,
        related_name="memberships",
    )
    protocol_number = models.PositiveSmallIntegerField(
        "số thứ tự", validators=[MinValueValidator(1)]
    )

    class Meta(Dated.Meta):
        verbose_name = "thành viên khối"
        ordering = ["protocol_number", "pk"]

    def __str__(self) -> str:
        return f"{self.unit}, {self.bloc}"

    def get_absolute_url(self) -> str:
        return self.bloc.get_absolute_url()

    @property
    def journal_unit(self) -> int:
        return self.unit_id

    def clean(self) -> None:
        if self.unit_id and self.bloc_id:
            same = Membership.objects.filter(bloc=self.bloc_id, unit=self.unit_id)
            refuse_overlap(self, same, "Đơn vị đã là thành viên trong thời gian này.")


class BlocOffice(models.Model):
    """A unit heads (or deputises for) a bloc in one emulation year.

    Rights over that year follow this row: whoever is secretary or leader in the unit.
    """

    bloc = models.ForeignKey(
        Bloc, verbose_name="khối", on_delete=models.PROTECT, related_name="offices"
    )
    year = models.PositiveSmallIntegerField("năm thi đua", validators=year_validators)
    unit = models.ForeignKey(
        Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="offices"
    )
    office = models.CharField("chức danh", max_length=10, choices=Office.choices)
    elected_on = models.DateField("bầu ngày", null=True, blank=True)
    recognised_by = models.CharField("quyết định công nhận", max_length=120, blank=True)
    note = models.CharField("ghi chú về nguồn", max_length=300, blank=True)

    class Meta:
        verbose_name = "chức danh khối"
        ordering = ["-year", "-office", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bloc", "year", "unit"],
                name="one_office_a_unit_and_year",
                violation_error_message="Đơn vị đã giữ một chức danh trong năm này.",
            ),
            models.UniqueConstraint(
                fields=["bloc", "year"],
                condition=models.Q(office=Office.HEAD),
                name="one_head_a_year",
                violation_error_message="Năm này đã có Trưởng khối.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.get_office_display()} năm {self.year}"

    def get_absolute_url(self) -> str:
        return self.bloc.get_absolute_url()

    @property
    def journal_unit(self) -> int:
        return self.unit_id
