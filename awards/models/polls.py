"""Polls counted from paper by two tellers who do not see each other's figures."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from awards.enums import Base, PollKind, PollState
from awards.models.meetings import Meeting, Teller
from awards.tally import Count, Fraction
from emulation.models import Participation, Title
from units.models import User


class Poll(models.Model):
    """One question put to the meeting, with its rule and, once counted, its result.

    Defaults of the rule are cautious ones of our own (no law read fixes them at bloc
    level) and are marked so on the screen: over half of those summoned.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="polls")
    position = models.PositiveSmallIntegerField("thứ tự", default=1)
    kind = models.CharField("loại", max_length=10, choices=PollKind.choices)
    question = models.CharField("nội dung", max_length=300)
    title = models.ForeignKey(
        Title,
        verbose_name="danh hiệu, hình thức",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="polls",
    )
    round = models.PositiveSmallIntegerField("vòng", default=1, editable=False)
    repeats = models.ForeignKey(
        "self",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="repeated_by",
    )
    seats = models.PositiveSmallIntegerField(
        "số được chọn", default=1, validators=[MinValueValidator(1)]
    )
    max_ticks = models.PositiveSmallIntegerField(
        "mỗi phiếu chọn tối đa", default=1, validators=[MinValueValidator(1)]
    )
    base = models.CharField(
        "tỷ lệ tính trên", max_length=10, choices=Base.choices, default=Base.SUMMONED
    )
    threshold_numerator = models.PositiveSmallIntegerField(
        "tử số", default=1, validators=[MinValueValidator(1)]
    )
    threshold_denominator = models.PositiveSmallIntegerField(
        "mẫu số", default=2, validators=[MinValueValidator(1)]
    )
    threshold_over = models.BooleanField("phải quá mức đó", default=True)
    state = models.CharField(
        "trạng thái", max_length=10, choices=PollState.choices, default=PollState.DRAFT
    )
    summoned = models.PositiveSmallIntegerField(null=True, editable=False)
    present = models.PositiveSmallIntegerField(null=True, editable=False)
    issued = models.PositiveSmallIntegerField(null=True, editable=False)
    returned = models.PositiveSmallIntegerField(null=True, editable=False)
    valid = models.PositiveSmallIntegerField(null=True, editable=False)
    invalid = models.PositiveSmallIntegerField(null=True, editable=False)
    conclusion = models.TextField(blank=True, editable=False)
    reason_for_difference = models.TextField(
        "lý do thứ hạng phiếu khác thứ hạng điểm", blank=True
    )
    opened_at = models.DateTimeField(null=True, editable=False)
    counted_at = models.DateTimeField(null=True, editable=False)
    confirmed_at = models.DateTimeField(null=True, editable=False)
    confirmed_by = models.ForeignKey(
        User, null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "cuộc bỏ phiếu"
        ordering = ["position", "round", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(threshold_denominator__gte=F("threshold_numerator")),
                name="poll_threshold_is_a_share",
                violation_error_message="Tỷ lệ cần đạt không thể lớn hơn 1.",
            ),
            models.CheckConstraint(
                condition=(
                    Q(kind=PollKind.TITLE, title__isnull=False)
                    | (~Q(kind=PollKind.TITLE) & Q(title=None))
                ),
                name="poll_title_where_due",
                violation_error_message="Chọn danh hiệu, hình thức để suy tôn.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[PollState.COUNTED, PollState.CONFIRMED])
                | Q(
                    issued__isnull=False,
                    returned__isnull=False,
                    valid__isnull=False,
                    invalid__isnull=False,
                    returned=F("valid") + F("invalid"),
                    issued__gte=F("returned"),
                ),
                name="poll_counts_agree",
                violation_error_message="Số phiếu không khớp.",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=PollState.DRAFT,
                    opened_at=None,
                    counted_at=None,
                    confirmed_at=None,
                )
                | Q(
                    state=PollState.OPEN,
                    opened_at__isnull=False,
                    counted_at=None,
                    confirmed_at=None,
                )
                | Q(
                    state=PollState.COUNTED,
                    opened_at__isnull=False,
                    counted_at__isnull=False,
                    confirmed_at=None,
                )
                | Q(
                    state=PollState.CONFIRMED,
                    opened_at__isnull=False,
                    counted_at__isnull=False,
                    confirmed_at__isnull=False,
                )
                # Cancelled at any step before the result was published.
                | Q(state=PollState.CANCELLED, counted_at=None, confirmed_at=None)
                | Q(
                    state=PollState.CANCELLED,
                    opened_at__isnull=False,
                    confirmed_at=None,
                ),
                name="poll_state_and_stamps",
                violation_error_message="Trạng thái và thời điểm không khớp.",
            ),
        ]

    def __str__(self) -> str:
        suffix = f" (vòng {self.round})" if self.round > 1 else ""
        return f"{self.question}{suffix}"

    def get_absolute_url(self) -> str:
        return reverse("poll", args=[self.pk])

    def get_action_url(self, action: str) -> str:
        return reverse("poll-action", args=[self.pk, action])

    @property
    def journal_chain(self) -> str:
        return self.meeting.journal_chain

    @property
    def threshold(self) -> Fraction:
        return Fraction(
            self.threshold_numerator, self.threshold_denominator, self.threshold_over
        )

    @property
    def not_returned(self) -> int | None:
        return None if self.issued is None else self.issued - self.returned

    @property
    def rule_text(self) -> str:
        """Return the rule in words."""
        return (
            f"Chọn {self.seats}; mỗi phiếu chọn tối đa {self.max_ticks}. Đạt khi được "
            f"{self.threshold.text} {self.get_base_display()} đồng ý."
        )


class Candidate(models.Model):
    """Who may be chosen; frozen with score and rank when the poll opens."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="candidates")
    participation = models.ForeignKey(
        Participation,
        verbose_name="đơn vị",
        null=True,
        on_delete=models.PROTECT,
        related_name="candidacies",
    )
    label = models.CharField("tên trên phiếu", max_length=200)
    position = models.PositiveSmallIntegerField("thứ tự", default=1)
    score = models.DecimalField(
        "điểm", max_digits=9, decimal_places=2, null=True, editable=False
    )
    score_rank = models.PositiveSmallIntegerField(
        "hạng theo điểm", null=True, editable=False
    )
    votes = models.PositiveSmallIntegerField("số phiếu", null=True, editable=False)
    vote_rank = models.PositiveSmallIntegerField(null=True, editable=False)
    is_elected = models.BooleanField("được chọn", default=False, editable=False)
    is_tied = models.BooleanField("bằng phiếu", default=False, editable=False)
    sentence = models.CharField(max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = "ứng cử"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["poll", "participation"],
                name="candidate_once",
                violation_error_message="Đơn vị đã có trong danh sách.",
            )
        ]

    def __str__(self) -> str:
        return self.label


class TellerCount(models.Model):
    """What one teller counted from the paper slips; a recount is a new row.

    Both tellers' figures are kept, also those that differed.
    """

    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="counts")
    teller = models.ForeignKey(Teller, on_delete=models.PROTECT, related_name="counts")
    attempt = models.PositiveSmallIntegerField(default=1)
    issued = models.PositiveSmallIntegerField("phát ra")
    returned = models.PositiveSmallIntegerField("thu về")
    valid = models.PositiveSmallIntegerField("hợp lệ")
    invalid = models.PositiveSmallIntegerField("không hợp lệ")
    typed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    typed_at = models.DateTimeField()

    class Meta:
        verbose_name = "số đếm của kiểm phiếu viên"
        ordering = ["attempt", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["poll", "teller", "attempt"],
                name="one_count_a_teller_and_attempt",
                violation_error_message="Người này đã nhập số đếm của lần này.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.teller}, lần {self.attempt}"

    @property
    def journal_chain(self) -> str:
        return self.poll.journal_chain

    @property
    def as_count(self) -> Count:
        """Return the figures for the tally; votes in the candidates' order."""
        votes = sorted(
            self.votes.all(), key=lambda one: (one.candidate.position, one.candidate_id)
        )
        return Count(
            issued=self.issued,
            returned=self.returned,
            valid=self.valid,
            invalid=self.invalid,
            votes=tuple(one.votes for one in votes),
        )


class TellerVotes(models.Model):
    """The votes of one candidate in one teller's count."""

    count = models.ForeignKey(
        TellerCount, on_delete=models.CASCADE, related_name="votes"
    )
    candidate = models.ForeignKey(
        Candidate, on_delete=models.PROTECT, related_name="counts"
    )
    votes = models.PositiveSmallIntegerField("số phiếu")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["count", "candidate"], name="one_figure_a_candidate"
            )
        ]

    def __str__(self) -> str:
        return f"{self.candidate}: {self.votes}"
