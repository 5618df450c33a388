"""A unit's pledge with its registered titles and its signed versions."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.constraints import stamps_follow_state
from core.models import StoredFile
from emulation.enums import Capacity, PledgeState, Subject
from emulation.models.catalogue import Title
from emulation.models.years import OfParticipation, Participation
from units.models import Person, User


class Pledge(OfParticipation, models.Model):
    """What a unit promises for the year; frozen by the signature."""

    participation = models.OneToOneField(
        Participation, on_delete=models.PROTECT, related_name="pledge"
    )
    contents = models.TextField(
        "nội dung và biện pháp",
        blank=True,
        help_text="Mỗi dòng một nội dung.",
    )
    state = models.CharField(
        "trạng thái",
        max_length=10,
        choices=PledgeState.choices,
        default=PledgeState.DRAFT,
    )
    submitted_at = models.DateTimeField(null=True, editable=False)
    submitted_by = models.ForeignKey(
        User, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, editable=False)
    approved_by = models.ForeignKey(
        User, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    signed_at = models.DateTimeField(null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "giao ước"
        ordering = ["participation__protocol_number", "pk"]
        constraints = [
            stamps_follow_state(
                "pledge_state_and_stamps",
                submitted=[
                    PledgeState.SUBMITTED,
                    PledgeState.APPROVED,
                    PledgeState.SIGNED,
                ],
                approved=[PledgeState.APPROVED, PledgeState.SIGNED],
                signed=[PledgeState.SIGNED],
            ),
        ]

    def __str__(self) -> str:
        return f"Giao ước năm {self.year.year} của {self.participation}"

    def get_absolute_url(self) -> str:
        return reverse("pledge", args=[self.pk])

    def get_action_url(self, action: str) -> str:
        return reverse("pledge-action", args=[self.pk, action])

    @property
    def is_editable(self) -> bool:
        return self.state in {PledgeState.DRAFT, PledgeState.RETURNED}

    def journal_snapshot(self) -> dict[str, Any]:
        """Return the whole text, for the journal's differences."""
        shown = {"Nội dung và biện pháp": self.contents}
        for target in self.targets.select_related("parent"):
            part = f", trong đó của “{target.parent}”" if target.parent else ""
            note = f" ({target.note})" if target.note else ""
            shown[f"Chỉ tiêu {target.pk}"] = f"{target.wording}{part}{note}"
        for one in self.registrations.select_related("title", "person"):
            shown[f"Đăng ký {one.pk}"] = str(one)
        return shown


class TitleRegistration(models.Model):
    """A title aimed at by the unit, or by one of its people."""

    pledge = models.ForeignKey(
        Pledge, on_delete=models.CASCADE, related_name="registrations"
    )
    title = models.ForeignKey(
        Title, verbose_name="danh hiệu, hình thức", on_delete=models.PROTECT
    )
    person = models.ForeignKey(
        Person,
        verbose_name="cá nhân",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="registrations",
    )
    note = models.CharField("ghi chú", max_length=300, blank=True)

    class Meta:
        verbose_name = "đăng ký danh hiệu"
        ordering = ["title__precedence", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["pledge", "title", "person"],
                condition=Q(person__isnull=False),
                name="title_once_a_person",
                violation_error_message="Cá nhân này đã đăng ký danh hiệu đó.",
            ),
            models.UniqueConstraint(
                fields=["pledge", "title"],
                condition=Q(person=None),
                name="title_once_a_unit",
                violation_error_message="Tập thể đã đăng ký danh hiệu này.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.person or self.pledge.participation}"

    def clean(self) -> None:
        if self.title_id is None:
            return
        is_personal = self.title.subject == Subject.INDIVIDUAL
        if is_personal and self.person_id is None:
            raise ValidationError({"person": "Danh hiệu của cá nhân: chọn người."})
        if not is_personal and self.person_id is not None:
            sentence = "Danh hiệu của tập thể: không chọn cá nhân."
            raise ValidationError({"person": sentence})

    @property
    def journal_chain(self) -> str:
        return self.pledge.journal_chain

    @property
    def journal_unit(self) -> int:
        return self.pledge.journal_unit


class PledgeVersion(models.Model):
    """The text that was signed, with its hash and the signature's facts.

    The product says "xác nhận trên hệ thống": this is no digital signature.
    """

    pledge = models.ForeignKey(
        Pledge, on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveSmallIntegerField(default=1)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signer_name = models.CharField(max_length=160)
    capacity = models.CharField(max_length=10, choices=Capacity.choices)
    office = models.CharField("chức danh khi ký", max_length=200)
    signed_at = models.DateTimeField()
    scan = models.ForeignKey(
        StoredFile, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["pledge", "number"], name="pledge_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.pledge}, bản {self.number}"
