"""Changes to a signed pledge: proposed, signed by the head, decided."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.constraints import stamps_follow_state
from core.models import StoredFile
from emulation.enums import AmendmentAction, AmendmentState, Capacity
from emulation.models.pledges import Pledge
from emulation.models.targets import Target, TargetShape
from emulation.models.years import EmulationYear, Participation
from units.models import User

OPEN = [
    AmendmentState.DRAFT,
    AmendmentState.SUBMITTED,
    AmendmentState.RETURNED,
    AmendmentState.SIGNED,
]


class Amendment(models.Model):
    """An amendment of targets (điều chỉnh chỉ tiêu) after the signature.

    ``text`` with ``sha256`` is the whole amended pledge as its head signed it; the
    decision's number and day come with the adoption. One is open at a time.
    """

    pledge = models.ForeignKey(
        Pledge, on_delete=models.PROTECT, related_name="amendments"
    )
    number = models.PositiveSmallIntegerField("lần")
    reason = models.TextField("lý do điều chỉnh", blank=True)
    state = models.CharField(
        "trạng thái",
        max_length=10,
        choices=AmendmentState.choices,
        default=AmendmentState.DRAFT,
    )
    submitted_at = models.DateTimeField(null=True, editable=False)
    submitted_by = models.ForeignKey(
        User, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    signed_at = models.DateTimeField(null=True, editable=False)
    signed_by = models.ForeignKey(
        User, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    capacity = models.CharField(max_length=10, choices=Capacity.choices, blank=True)
    office = models.CharField("chức danh khi ký", max_length=200, blank=True)
    text = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(
        User, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    decision_number = models.CharField("số, ký hiệu văn bản", max_length=60, blank=True)
    decision_date = models.DateField("ngày văn bản", null=True, blank=True)
    decision_file = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = "điều chỉnh giao ước"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["pledge", "number"], name="amendment_number_once"
            ),
            models.UniqueConstraint(
                fields=["pledge"],
                condition=Q(state__in=OPEN),
                name="one_open_amendment",
                violation_error_message="Giao ước đang có một lần điều chỉnh chưa xong.",
            ),
            stamps_follow_state(
                "amendment_state_and_stamps",
                submitted=[
                    AmendmentState.SUBMITTED,
                    AmendmentState.SIGNED,
                    AmendmentState.ADOPTED,
                    AmendmentState.REFUSED,
                ],
                signed=[
                    AmendmentState.SIGNED,
                    AmendmentState.ADOPTED,
                    AmendmentState.REFUSED,
                ],
                decided=[AmendmentState.ADOPTED, AmendmentState.REFUSED],
            ),
        ]

    def __str__(self) -> str:
        return f"Điều chỉnh lần {self.number}, {self.pledge}"

    def get_absolute_url(self) -> str:
        return reverse("amendment", args=[self.pk])

    def get_action_url(self, action: str) -> str:
        return reverse("amendment-action", args=[self.pk, action])

    @property
    def participation(self) -> Participation:
        return self.pledge.participation

    @property
    def year(self) -> EmulationYear:
        return self.pledge.year

    @property
    def journal_chain(self) -> str:
        return self.pledge.journal_chain

    @property
    def journal_unit(self) -> int:
        return self.pledge.journal_unit

    @property
    def is_editable(self) -> bool:
        return self.state in {AmendmentState.DRAFT, AmendmentState.RETURNED}

    def journal_snapshot(self) -> dict[str, Any]:
        """Return reason and lines, for the journal's differences."""
        shown = {"Lý do": self.reason}
        for line in self.lines.select_related("target"):
            shown[f"Dòng {line.pk}"] = str(line)
        return shown


class AmendmentLine(TargetShape):
    """What an amendment does with one target: changed and added ones say it anew.

    An added one may be a part: of a target (``parent``) or of one added along with it
    (``whole``).
    """

    amendment = models.ForeignKey(
        Amendment, on_delete=models.CASCADE, related_name="lines"
    )
    action = models.CharField(
        "điều chỉnh", max_length=6, choices=AmendmentAction.choices
    )
    target = models.ForeignKey(
        Target,
        verbose_name="chỉ tiêu",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="amendment_lines",
    )
    parent = models.ForeignKey(
        Target,
        verbose_name="trong đó của",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    whole = models.ForeignKey(
        "self",
        verbose_name="trong đó của dòng bổ sung",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="parts",
    )

    class Meta(TargetShape.Meta):
        abstract = False
        verbose_name = "dòng điều chỉnh"
        constraints = [
            models.UniqueConstraint(
                fields=["amendment", "target"],
                condition=Q(target__isnull=False),
                name="target_once_an_amendment",
                violation_error_message="Chỉ tiêu này đã có trong lần điều chỉnh.",
            ),
            models.CheckConstraint(
                condition=Q(action=AmendmentAction.ADD)
                | Q(target__isnull=False, parent=None),
                name="amendment_line_of_a_target",
                violation_error_message="Chọn chỉ tiêu cần điều chỉnh hoặc bỏ.",
            ),
            models.CheckConstraint(
                condition=Q(whole=None) | Q(action=AmendmentAction.ADD, parent=None),
                name="amendment_line_part_of_one",
                violation_error_message="“Trong đó” chỉ thuộc một chỉ tiêu.",
            ),
        ]

    def __str__(self) -> str:
        if self.action == AmendmentAction.DROP:
            return f"Bỏ: {self.target.wording}"
        if self.action == AmendmentAction.ADD:
            return f"Bổ sung: {self.wording}"
        return f"Điều chỉnh: {self.target.content} thành {self.figure}"

    @property
    def journal_chain(self) -> str:
        return self.amendment.journal_chain

    @property
    def journal_unit(self) -> int:
        return self.amendment.journal_unit
