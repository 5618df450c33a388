"""A unit's pledge and its signed versions."""

from typing import Any

from django.db import models
from django.db.models import CheckConstraint, Q
from django.urls import reverse

from core.constraints import DISAGREE, stamps_follow_state
from core.models import StoredFile
from emulation.enums import Capacity, PledgeState, SigningWay
from emulation.models.years import OfParticipation, Participation
from units.models import User


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
    accepted_at = models.DateTimeField(null=True, editable=False)
    accepted_by = models.ForeignKey(
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
                    PledgeState.ACCEPTED,
                    PledgeState.SIGNED,
                ],
                accepted=[PledgeState.ACCEPTED, PledgeState.SIGNED],
                signed=[PledgeState.SIGNED],
            ),
            CheckConstraint(  # a bloc may drop the leader's step
                condition=~Q(state=PledgeState.APPROVED) | Q(approved_at__isnull=False),
                name="pledge_approved_and_stamp",
                violation_error_message=DISAGREE,
            ),
            CheckConstraint(
                condition=Q(approved_at=None)
                | ~Q(
                    state__in=[
                        PledgeState.DRAFT,
                        PledgeState.RETURNED,
                        PledgeState.SUBMITTED,
                    ]
                ),
                name="pledge_not_approved_yet",
                violation_error_message=DISAGREE,
            ),
        ]

    def __str__(self) -> str:
        return f"Giao ước năm {self.year.year} của {self.participation}"

    def get_absolute_url(self) -> str:
        return reverse("pledge", args=[self.pk])

    def get_action_url(self, action: str) -> str:
        return reverse("pledge-action", args=[self.pk, action])

    def get_state_display(self) -> str:
        """Name the state; of a sent one, whom it waits for in this bloc."""
        if self.state == PledgeState.SUBMITTED:
            waits = "thủ trưởng duyệt" if self.year.leader_approves else "tiếp nhận"
            return f"Đã gửi, chờ {waits}"
        return str(PledgeState(self.state).label)

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
        for one in self.initiatives.select_related("person"):
            shown[f"Sáng kiến {one.pk}"] = str(one)
        return shown


class PledgeVersion(models.Model):
    """The text that was signed, with its hash and the signature's facts.

    Online it is "xác nhận trên hệ thống", no digital signature; a signature on paper
    is recorded by the secretariat with the scan. An adopted amendment adds a version.
    """

    pledge = models.ForeignKey(
        Pledge, on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveSmallIntegerField(default=1)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    way = models.CharField(
        "cách ký",
        max_length=8,
        choices=SigningWay.choices,
        default=SigningWay.ONLINE,
    )
    signed_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )
    amendment = models.OneToOneField(
        "emulation.Amendment",
        null=True,
        on_delete=models.PROTECT,
        related_name="version_made",
    )
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
            ),
            CheckConstraint(
                condition=Q(way=SigningWay.ONLINE, signed_by__isnull=False)
                | Q(
                    way=SigningWay.PAPER,
                    recorded_by__isnull=False,
                    scan__isnull=False,
                ),
                name="version_signed_by_someone",
                violation_error_message="Ký trên giấy phải có bản quét và người ghi.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pledge}, bản {self.number}"

    @property
    def is_on_paper(self) -> bool:
        return self.way == SigningWay.PAPER

    @property
    def journal_chain(self) -> str:
        return self.pledge.journal_chain

    @property
    def journal_unit(self) -> int:
        return self.pledge.journal_unit
