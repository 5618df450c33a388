"""Rows of a scorecard: one form a leaf and stage."""

from decimal import Decimal
from typing import Any

from django import forms

from core.forms import HouseForm, NumberField
from emulation.enums import CriterionKind
from emulation.models import Criterion, ScoreLine

MOST_POINTS = Decimal(100_000)  # where the sheet sets no maximum


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


class AppliesField(forms.TypedChoiceField):
    """Whether a condition applies: kept as 1 or 0, blank while nobody answered."""

    def __init__(self) -> None:
        super().__init__(
            choices=[("", "Chọn…"), ("0", "Không"), ("1", "Có")],
            coerce=Decimal,
            empty_value=None,
            required=False,
        )

    def prepare_value(self, value: object) -> object:
        return str(int(value)) if isinstance(value, Decimal) else value

    def has_changed(self, initial: object, data: object) -> bool:
        return str(data or "") != str(self.prepare_value(initial) or "")


def points_field(criterion: Criterion) -> forms.Field:
    """Return the field in which this criterion is scored."""
    if criterion.kind == CriterionKind.DISQUALIFIER:
        return AppliesField()
    if criterion.kind == CriterionKind.DEDUCTION:
        return DeductionField(criterion.max_points)
    return PointsField(criterion.max_points)


class LineForm(HouseForm, forms.ModelForm):
    """One leaf in one stage: points and a remark."""

    points_name = remark_name = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        line, code = self.instance, self.instance.criterion.code
        label = ScoreLine._meta.get_field(self.points_name).verbose_name
        field = points_field(line.criterion)
        field.label = label.capitalize()
        field.widget.attrs |= {
            "aria-label": f"{field.label}, tiêu chí {code}",
            "data-label": field.label,
        }
        if line.is_wanted:
            field.widget.attrs["data-wanted"] = ""
            if getattr(line, self.points_name) is None:
                field.widget.attrs["class"] = "is-blank"
        self.fields[self.points_name] = field
        remark = self.fields[self.remark_name]
        remark.widget.attrs |= {
            "aria-label": f"{remark.label}, tiêu chí {code}",
            "data-label": remark.label,
            "class": "is-text",
        }

    @property
    def points(self) -> forms.BoundField:
        return self[self.points_name]

    @property
    def remark(self) -> forms.BoundField:
        return self[self.remark_name]


class SelfScoreForm(LineForm):
    """What a unit gives itself, with a word of explanation."""

    points_name, remark_name = "self_points", "self_note"

    class Meta:
        model = ScoreLine
        fields = ["self_points", "self_note"]


class FinalScoreForm(LineForm):
    """The final score, with the reason where it differs."""

    points_name, remark_name = "final_points", "final_reason"

    class Meta:
        model = ScoreLine
        fields = ["final_points", "final_reason"]
