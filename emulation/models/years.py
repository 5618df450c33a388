"""The year of a bloc with its phases, its frozen roster and its movements."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core import clock
from core.constraints import stamps_follow_state
from core.models import StoredFile
from core.text import format_date
from emulation.enums import PhaseKind, PhaseState, YearState
from units.models import Bloc, Unit, User
from units.models.blocs import year_validators


class EmulationYear(models.Model):
    """One year of a bloc; not the calendar year of its events.

    ``leader_approves`` says whether a unit's leader approves a pledge before the
    secretariat takes it; ``copied_from`` is the year that the set-up was copied from.
    """

    view_permission = "emulation.view_year"

    bloc = models.ForeignKey(Bloc, on_delete=models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField("năm thi đua", validators=year_validators)
    theme = models.CharField("chủ đề", max_length=300, blank=True)
    plan_number = models.CharField("số, ký hiệu kế hoạch", max_length=60, blank=True)
    plan_date = models.DateField("ngày kế hoạch", null=True, blank=True)
    plan_file = models.ForeignKey(
        StoredFile,
        verbose_name="tệp kế hoạch",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    common_contents = models.TextField(
        "nội dung chung",
        blank=True,
        help_text="Mỗi dòng một nội dung mà mọi giao ước trong khối đều có.",
    )
    leader_approves = models.BooleanField(
        "thủ trưởng duyệt giao ước trước khi gửi Thường trực khối", default=True
    )
    copied_from = models.ForeignKey(
        "self",
        verbose_name="sao chép từ năm",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    state = models.CharField(
        "trạng thái",
        max_length=12,
        choices=YearState.choices,
        default=YearState.PREPARING,
    )
    opened_at = models.DateTimeField(null=True, editable=False)
    opened_by = models.ForeignKey(
        User, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    ranked_at = models.DateTimeField(null=True, editable=False)
    ranked_by = models.ForeignKey(
        User, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, editable=False)
    closed_by = models.ForeignKey(
        User, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    note = models.CharField("ghi chú về nguồn", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "năm thi đua"
        ordering = ["-year", "bloc__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bloc", "year"],
                name="one_year_a_bloc",
                violation_error_message="Khối đã có năm thi đua này.",
            ),
            stamps_follow_state(
                "year_state_and_stamps",
                opened=[YearState.OPEN, YearState.RANKED, YearState.CLOSED],
                ranked=[YearState.RANKED, YearState.CLOSED],
                closed=[YearState.CLOSED],
            ),
        ]

    def __str__(self) -> str:
        return f"Năm {self.year}, {self.bloc}"

    def get_absolute_url(self) -> str:
        return reverse("year", args=[self.bloc.code, self.year])

    def get_action_url(self, action: str) -> str:
        return reverse("year-action", args=[self.pk, action])

    @property
    def journal_chain(self) -> str:
        return f"{self.bloc.code}/{self.year}"

    @property
    def ranking_is_public(self) -> bool:
        return self.state in {YearState.RANKED, YearState.CLOSED}

    @property
    def is_closed(self) -> bool:
        return self.state == YearState.CLOSED

    def journal_snapshot(self) -> dict[str, Any]:
        """Return the whole set-up, which opening the year pins."""
        shown = {
            "Chủ đề": self.theme,
            "Nội dung chung": self.common_contents,
            "Thủ trưởng duyệt giao ước": "có" if self.leader_approves else "không",
        }
        shown |= {str(one): one.days for one in self.phases.all()}
        shown |= {f"Phong trào {one.pk}": str(one) for one in self.movements.all()}
        commons = self.common_targets.all()
        shown |= {f"Chỉ tiêu chung {one.pk}": one.wording for one in commons}
        quotas = self.quotas.select_related("title")
        return shown | {str(one.title): one.limits for one in quotas}


class Phase(models.Model):
    """A step of the year with its days; open only when the secretariat says so."""

    year = models.ForeignKey(
        EmulationYear, on_delete=models.CASCADE, related_name="phases"
    )
    kind = models.CharField("bước", max_length=12, choices=PhaseKind.choices)
    opens_on = models.DateField("từ ngày", null=True, blank=True)
    due_on = models.DateField("hạn", null=True, blank=True)
    state = models.CharField(
        "trạng thái",
        max_length=8,
        choices=PhaseState.choices,
        default=PhaseState.WAITING,
    )

    class Meta:
        verbose_name = "bước của năm"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["year", "kind"], name="phase_once_a_year"),
            models.CheckConstraint(
                condition=Q(opens_on=None)
                | Q(due_on=None)
                | Q(due_on__gte=F("opens_on")),
                name="phase_dates_in_order",
                violation_error_message="Hạn phải từ ngày mở trở đi.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.year}"

    def get_absolute_url(self) -> str:
        return self.year.get_absolute_url()

    def get_action_url(self, action: str) -> str:
        return reverse("phase-action", args=[self.pk, action])

    @property
    def journal_chain(self) -> str:
        return self.year.journal_chain

    @property
    def days(self) -> str:
        """Return when it opens and when it is due, in words."""
        opens, due = (
            format_date(day) if day else "chưa có"
            for day in (self.opens_on, self.due_on)
        )
        return f"mở {opens}, hạn {due}"

    @property
    def is_open(self) -> bool:
        """Opened by the secretariat, and not past the last second of its day."""
        return self.state == PhaseState.OPEN and not self.is_overdue

    @property
    def is_overdue(self) -> bool:
        return self.due_on is not None and self.due_on < clock.today()

    def refusal(self) -> str:
        """Return why nothing may be sent in this phase now, empty if it may."""
        name = f"Bước “{self.get_kind_display()}”"
        if self.state == PhaseState.WAITING:
            return f"{name} chưa mở."
        if self.state == PhaseState.CLOSED:
            return f"{name} đã đóng."
        if self.is_overdue:
            return (
                f"{name} đã hết hạn ngày {format_date(self.due_on)}. Nội dung đã nhập "
                "vẫn được giữ; đề nghị Thường trực khối lùi hạn."
            )
        return ""


class Participation(models.Model):
    """A unit on the roster of a year: frozen when the year opens.

    The name is a copy of what the unit was called then. After a merger ``successor``
    takes over what is open.
    """

    year = models.ForeignKey(
        EmulationYear, on_delete=models.PROTECT, related_name="participations"
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="participations"
    )
    name = models.CharField(max_length=200)
    protocol_number = models.PositiveSmallIntegerField("số thứ tự")
    joined_on = models.DateField("tham gia từ ngày", null=True, blank=True)
    left_on = models.DateField("thôi tham gia từ ngày", null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecessors",
    )

    class Meta:
        verbose_name = "đơn vị tham gia"
        ordering = ["protocol_number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "unit"], name="unit_once_on_the_roster"
            ),
            models.CheckConstraint(
                condition=Q(left_on=None)
                | Q(joined_on=None)
                | Q(left_on__gt=F("joined_on")),
                name="participation_dates_in_order",
                violation_error_message="Ngày thôi phải sau ngày tham gia.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def journal_chain(self) -> str:
        return self.year.journal_chain

    @property
    def journal_unit(self) -> int:
        return self.unit_id

    @property
    def has_left(self) -> bool:
        """The unit has left the year and nobody took over for it."""
        is_gone = self.left_on is not None and self.left_on <= clock.today()
        return is_gone and self.successor_id is None

    def takes_part_on(self, day: date) -> bool:
        """Tell whether the unit is in the competition on the day."""
        return (self.joined_on is None or self.joined_on <= day) and (
            self.left_on is None or day < self.left_on
        )

    @property
    def responsible_unit_id(self) -> int:
        """The unit that acts for this row: itself, or what it was merged into."""
        return self.successor.responsible_unit_id if self.successor else self.unit_id


class OfParticipation:
    """What a unit's papers of a year know through their ``participation``."""

    participation: Participation

    @property
    def year(self) -> EmulationYear:
        return self.participation.year

    @property
    def journal_chain(self) -> str:
        return self.participation.journal_chain

    @property
    def journal_unit(self) -> int:
        return self.participation.unit_id
