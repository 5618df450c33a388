"""Rows of a scorecard: one form a leaf and stage, by how the leaf is scored."""

from decimal import Decimal
from typing import Any

from django import forms

from core.forms import HouseForm, NumberField
from emulation.enums import CriterionKind, CriterionMethod
from emulation.models import CheckLine, Criterion, ScoreLine

MOST_POINTS = Decimal(100_000)  # where the sheet sets no maximum
MOST_TIMES = 10_000


class PointsField(NumberField):
    """Points from nothing to the criterion's maximum, two places."""

    def __init__(self, most: Decimal | None) -> None:
        super().__init__(
            places=2, minimum=0, maximum=most or MOST_POINTS, required=False
        )


class DeductionField(PointsField):
    """Points to take off: shown with a minus, typed with or without."""

    def prepare_value(self, value: object) -> str:
        shown = super().prepare_value(value)
        is_amount = isinstance(value, Decimal) and value > 0
        return f"-{shown}" if is_amount else shown

    def to_python(self, value: object) -> Decimal | None:
        typed = str(value).strip() if isinstance(value, str) else value
        if isinstance(typed, str) and typed[:1] in {"-", "−"}:
            typed = typed[1:]
        return super().to_python(typed)


class TimesField(NumberField):
    """How often something occurred."""

    def __init__(self) -> None:
        super().__init__(places=0, minimum=0, maximum=MOST_TIMES, required=False)

    def to_python(self, value: object) -> int | None:
        times = super().to_python(value)
        return None if times is None else int(times)

    def has_changed(self, initial: object, data: object) -> bool:
        try:
            return self.to_python(data) != initial
        except forms.ValidationError:
            return True


class AnswerField(forms.TypedChoiceField):
    """Yes or no, kept as points: ``worth`` or nothing; blank while nobody answered."""

    def __init__(self, no: str, yes: str, worth: Decimal) -> None:
        self.worth = worth
        super().__init__(
            choices=[("", "Chọn…"), ("0", no), ("1", yes)],
            coerce=self.as_points,
            empty_value=None,
            required=False,
        )

    def as_points(self, answer: str) -> Decimal:
        return self.worth if answer == "1" else Decimal(0)

    def prepare_value(self, value: object) -> object:
        return str(int(bool(value))) if isinstance(value, Decimal) else value

    def has_changed(self, initial: object, data: object) -> bool:
        return str(data or "") != str(self.prepare_value(initial) or "")


def points_field(criterion: Criterion) -> forms.Field:
    """Return the field in which this criterion is scored."""
    if criterion.kind == CriterionKind.DISQUALIFIER:
        return AnswerField("Không", "Có", Decimal(1))
    if criterion.method == CriterionMethod.PASS_FAIL:
        return AnswerField("Không đạt", "Đạt", criterion.max_points or Decimal(0))
    if criterion.kind == CriterionKind.DEDUCTION:
        return DeductionField(criterion.max_points)
    return PointsField(criterion.max_points)


class LineForm(HouseForm, forms.ModelForm):
    """One leaf in one stage: points, or a count that they follow from, and a remark.

    A stage without ``points_name`` takes words alone.
    """

    points_name = count_name = remark_name = ""
    is_wanted_here = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        line = self.get_line()
        code = line.criterion.code
        if self.points_name:
            self._give_points(line.criterion)
        remark = self.fields[self.remark_name]
        remark.widget.attrs |= {
            "aria-label": f"{remark.label}, tiêu chí {code}",
            "data-label": remark.label,
            "class": "is-text",
        }

    def get_line(self) -> ScoreLine:
        return self.instance

    def _give_points(self, criterion: Criterion) -> None:
        is_counted = (
            bool(self.count_name) and criterion.method == CriterionMethod.OCCURRENCE
        )
        self.typed_name = self.count_name if is_counted else self.points_name
        unused = self.points_name if is_counted else self.count_name
        if unused:
            del self.fields[unused]
        field = TimesField() if is_counted else points_field(criterion)
        label = self._meta.model._meta.get_field(self.typed_name).verbose_name
        field.label = label.capitalize()
        field.widget.attrs |= {
            "aria-label": f"{field.label}, tiêu chí {criterion.code}",
            "data-label": field.label,
        }
        if self.get_line().is_wanted:
            field.widget.attrs["data-wanted"] = ""
            if getattr(self.instance, self.typed_name) is None:
                field.widget.attrs["class"] = "is-blank"
        self.fields[self.typed_name] = field

    @property
    def points(self) -> forms.BoundField | None:
        return self[self.typed_name] if self.points_name else None

    @property
    def is_counted(self) -> bool:
        """Whether occurrences are typed, from which the points follow."""
        return bool(self.points_name) and self.typed_name == self.count_name

    @property
    def remark(self) -> forms.BoundField:
        return self[self.remark_name]


class SelfScoreForm(LineForm):
    """What a unit gives itself, with a word of explanation."""

    points_name, count_name = "self_points", "self_count"
    remark_name = "self_note"

    class Meta:
        model = ScoreLine
        fields = ["self_points", "self_count", "self_note"]


class FinalScoreForm(LineForm):
    """The final score, with the reason where it differs from the stage before."""

    points_name, count_name = "final_points", "final_count"
    remark_name = "final_reason"

    class Meta:
        model = ScoreLine
        fields = ["final_points", "final_count", "final_reason"]


class AgreedForm(LineForm):
    """What the bloc concludes where its checkers are too far apart."""

    points_name, remark_name = "checked_points", "agreed_reason"

    class Meta:
        model = ScoreLine
        fields = ["checked_points", "agreed_reason"]


class ExplanationForm(LineForm):
    """What the unit says to points that differ from its own."""

    remark_name = "explanation"

    class Meta:
        model = ScoreLine
        fields = ["explanation"]
        widgets = {"explanation": forms.Textarea(attrs={"rows": 2})}


class CheckLineForm(LineForm):
    """A checker's points for a leaf, with the reason where they differ."""

    points_name, count_name = "points", "count"
    remark_name = "reason"

    class Meta:
        model = CheckLine
        fields = ["points", "count", "reason"]

    def get_line(self) -> ScoreLine:
        return self.instance.line
