"""The catalogue of what may be aimed at; law as dated data."""

from django.db import models

from core.dated import Dated
from emulation.enums import Subject


class Title(Dated):
    """A title or form of commendation, by date, with its citation.

    Shipped rows come from ``fixtures/catalogue.json`` by (code, valid_from); local
    rows are never touched by loading.
    """

    code = models.CharField("mã", max_length=30)
    name = models.CharField("tên", max_length=200)
    subject = models.CharField("đối tượng", max_length=12, choices=Subject.choices)
    is_form = models.BooleanField("là hình thức khen thưởng", default=False)
    precedence = models.PositiveSmallIntegerField("thứ bậc", default=100)
    decided_by = models.CharField("thẩm quyền quyết định", max_length=200, blank=True)
    citation = models.CharField("căn cứ", max_length=300, blank=True)
    is_verified = models.BooleanField("đã đối chiếu văn bản gốc", default=False)
    is_local = models.BooleanField("do địa phương quy định", default=False)

    class Meta(Dated.Meta):
        verbose_name = "danh hiệu, hình thức"
        ordering = ["precedence", "code", "valid_from"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["code", "valid_from"], name="title_once_a_date"
            ),
        ]

    def __str__(self) -> str:
        return self.name
