"""Meetings of a bloc's year, their delegates and tellers."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from awards.enums import MeetingKind, MeetingState
from core.constraints import stamps_follow_state
from emulation.models import EmulationYear, Participation
from units.models import Person, Unit, User


class Meeting(models.Model):
    """A signing day, a review or a council session; general on purpose.

    The quorum's fraction is a setting; 2/3 is the marked default (``domain.md`` knows
    it for the Central Council only, Nghị định 98/2023/NĐ-CP Điều 47).
    """

    view_permission = "awards.view_meeting"

    year = models.ForeignKey(
        EmulationYear, on_delete=models.PROTECT, related_name="meetings"
    )
    kind = models.CharField("loại hội nghị", max_length=10, choices=MeetingKind.choices)
    held_at = models.DateTimeField("thời gian")
    place = models.CharField("địa điểm", max_length=200)
    agenda = models.TextField(
        "chương trình", blank=True, help_text="Mỗi dòng một nội dung."
    )
    chair = models.ForeignKey(
        Person,
        verbose_name="chủ trì",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    secretary = models.ForeignKey(
        Person,
        verbose_name="thư ký",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    quorum_numerator = models.PositiveSmallIntegerField(
        "tử số", default=2, validators=[MinValueValidator(1)]
    )
    quorum_denominator = models.PositiveSmallIntegerField(
        "mẫu số", default=3, validators=[MinValueValidator(1)]
    )
    state = models.CharField(
        "trạng thái",
        max_length=10,
        choices=MeetingState.choices,
        default=MeetingState.PLANNED,
    )
    opened_at = models.DateTimeField(null=True, editable=False)
    opened_by = models.ForeignKey(
        User, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, editable=False)
    closed_by = models.ForeignKey(
        User, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "hội nghị"
        ordering = ["-held_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quorum_denominator__gte=F("quorum_numerator")),
                name="quorum_is_a_share",
                violation_error_message="Tỷ lệ có mặt không thể lớn hơn 1.",
            ),
            stamps_follow_state(
                "meeting_state_and_stamps",
                opened=[MeetingState.IN_SESSION, MeetingState.CLOSED],
                closed=[MeetingState.CLOSED],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} năm {self.year.year}"

    def get_absolute_url(self) -> str:
        return reverse("meeting", args=[self.pk])

    def get_action_url(self, action: str) -> str:
        return reverse("meeting-action", args=[self.pk, action])

    @property
    def journal_chain(self) -> str:
        return self.year.journal_chain


class Delegate(models.Model):
    """Somebody summoned for a unit; voting or not, present or not."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="delegates"
    )
    participation = models.ForeignKey(
        Participation,
        verbose_name="đơn vị",
        on_delete=models.PROTECT,
        related_name="delegates",
    )
    person = models.ForeignKey(
        Person, verbose_name="đại biểu", on_delete=models.PROTECT, related_name="+"
    )
    is_voting = models.BooleanField("được bỏ phiếu", default=True)
    is_present = models.BooleanField("có mặt", default=False)
    absence_reason = models.CharField("lý do vắng", max_length=200, blank=True)

    class Meta:
        verbose_name = "đại biểu"
        ordering = ["participation__protocol_number", "person__name_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                name="delegate_once",
                violation_error_message="Người này đã có trong danh sách đại biểu.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.participation}"

    @property
    def journal_chain(self) -> str:
        return self.meeting.journal_chain


class Teller(models.Model):
    """A member of the counting board (Ban kiểm phiếu); needs no account."""

    meeting = models.ForeignKey(
        Meeting, on_delete=models.CASCADE, related_name="tellers"
    )
    person = models.ForeignKey(
        Person, verbose_name="người", on_delete=models.PROTECT, related_name="+"
    )
    unit = models.ForeignKey(
        Unit, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="+"
    )
    is_chief = models.BooleanField("Trưởng ban", default=False)

    class Meta:
        verbose_name = "thành viên Ban kiểm phiếu"
        ordering = ["-is_chief", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                name="teller_once",
                violation_error_message="Người này đã ở trong Ban kiểm phiếu.",
            ),
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(is_chief=True),
                name="one_chief_teller",
                violation_error_message="Ban kiểm phiếu đã có Trưởng ban.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.unit}"

    @property
    def journal_chain(self) -> str:
        return self.meeting.journal_chain
