"""A poll with its rule and its candidates; why a vote left the order of scores."""

from typing import Any

from django import forms

from awards import selectors
from awards.enums import OFFICES, PollKind
from awards.forms.shares import ShareField
from awards.models import Meeting, Poll
from core.forms import HouseForm, NumberField

CAUTIOUS = "Mặc định thận trọng, sửa được."
LARGEST = 500


class PollForm(HouseForm, forms.ModelForm):
    """Question, rule and ballot of a draft; the kind is settled before."""

    threshold = ShareField(
        label="Tỷ lệ cần đạt",
        help_text=f"Phân số hoặc phần trăm: 1/2, 2/3, 90%. {CAUTIOUS}",
    )
    seats = NumberField(
        label="Số được chọn", places=0, minimum=1, maximum=LARGEST, initial=1
    )
    max_ticks = NumberField(
        label="Mỗi phiếu chọn tối đa", places=0, minimum=1, maximum=LARGEST, initial=1
    )
    units = forms.TypedMultipleChoiceField(label="Danh sách trên phiếu", coerce=int)
    options = forms.CharField(
        label="Các phương án trên phiếu",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Mỗi dòng một phương án.",
    )

    class Meta:
        model = Poll
        fields = ["title", "question", "seats", "max_ticks", "base", "threshold_over"]
        help_texts = {
            "question": "Bỏ trống thì lấy theo loại và danh hiệu.",
            "base": CAUTIOUS,
            "threshold_over": "Bỏ dấu này nếu đạt đúng tỷ lệ là được.",
        }
        labels = {"threshold_over": "Phải quá tỷ lệ đó"}

    field_order = [
        "title",
        "question",
        "units",
        "options",
        "seats",
        "max_ticks",
        "threshold",
        "threshold_over",
        "base",
    ]

    def __init__(self, *args: Any, meeting: Meeting, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = PollKind(kind)
        self.instance.meeting, self.instance.kind = meeting, self.kind
        self.pickable = selectors.pickable(meeting, kind)
        self._limit()
        self._drop()
        self._begin()

    def _limit(self) -> None:
        self.fields["units"].choices = [(one.pk, one.name) for one in self.pickable]
        self.fields["question"].required = self.kind == PollKind.QUESTION
        if self.kind == PollKind.QUESTION:
            self.fields["question"].help_text = ""

    def _drop(self) -> None:
        unused = ["units"] if self.kind == PollKind.QUESTION else ["options"]
        if self.kind == PollKind.TITLE:
            titles = self.fields["title"]
            titles.queryset = selectors.titles_on(self.instance.meeting)
            titles.required = True
            titles.empty_label = "Chọn danh hiệu, hình thức"
        else:
            unused.append("title")
        for name in unused:
            del self.fields[name]

    def _begin(self) -> None:
        poll = self.instance
        self.initial["threshold"] = (
            poll.threshold_numerator,
            poll.threshold_denominator,
        )
        listed = list(poll.candidates.all()) if poll.pk else []
        if "units" in self.fields:
            everyone = [] if self.kind in OFFICES else [one.pk for one in self.pickable]
            known = [one.participation_id for one in listed]
            self.initial["units"] = known if poll.pk else everyone
        else:
            labels = [one.label for one in listed] or ["Đồng ý", "Không đồng ý"]
            self.initial["options"] = "\n".join(labels)
        if not poll.pk:
            year = poll.meeting.year
            self.initial["question"] = selectors.default_question(self.kind, None, year)

    @property
    def ticks(self) -> list[dict[str, Any]]:
        """Return the units offered, with their published score and whether ticked."""
        ticked = {str(one) for one in self["units"].value() or []}
        return [
            {
                "unit": one,
                "standing": getattr(one, "standing", None),
                "is_ticked": str(one.pk) in ticked,
            }
            for one in self.pickable
        ]

    def clean_seats(self) -> int:
        return int(self.cleaned_data["seats"])

    def clean_max_ticks(self) -> int:
        return int(self.cleaned_data["max_ticks"])

    def clean_threshold(self) -> tuple[int, int]:
        share = self.cleaned_data["threshold"]
        poll = self.instance
        poll.threshold_numerator, poll.threshold_denominator = share
        return share

    def clean_options(self) -> list[str]:
        lines = self.cleaned_data["options"].splitlines()
        options = [line.strip()[:200] for line in lines if line.strip()]
        if len(set(options)) != len(options):
            raise forms.ValidationError("Hai phương án trùng nhau.")
        return options

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.get("question"):
            cleaned["question"] = selectors.default_question(
                self.kind, cleaned.get("title"), self.instance.meeting.year
            )
        listed = cleaned.get("units") or cleaned.get("options") or []
        for name in ("seats", "max_ticks"):
            wanted = cleaned.get(name)
            if listed and wanted and wanted > len(listed):
                self.add_error(name, f"Danh sách chỉ có {len(listed)}.")
        return cleaned


class DifferenceForm(HouseForm, forms.Form):
    """Why the vote left the order of scores."""

    reason = forms.CharField(
        label="Lý do thứ hạng phiếu khác thứ hạng điểm",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Ghi lý do; lý do đi vào biên bản."},
    )
