"""Opening an exception, and changing the one leaf it speaks of."""

from typing import Any

from django import forms

from core.forms import HouseForm, WholeNumberField
from emulation.forms.scores import FinalScoreForm, LineForm, SelfScoreForm
from emulation.models import Criterion
from emulation.services.reopenings import FEWEST, MOST

USUAL = 24


class ReopeningForm(HouseForm, forms.Form):
    """Which criterion, for how long, and why."""

    leaf = forms.ModelChoiceField(Criterion.objects.none(), label="Tiêu chí")
    hours = WholeNumberField(
        label="Số giờ",
        lowest=FEWEST,
        highest=MOST,
        initial=USUAL,
        help_text=f"Từ {FEWEST} đến {MOST} giờ; hết giờ thì tự đóng.",
    )
    reason = forms.CharField(
        label="Lý do",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Cả khối đọc được lý do này.",
    )

    def __init__(self, *args: Any, leaves: list[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = Criterion.objects.filter(pk__in=[one.pk for one in leaves])
        self.fields["leaf"].queryset = known


class AnsweredForm(LineForm):
    """A leaf that has been sent stays answered."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.is_wanted:
            field = self.fields[self.typed_name]
            field.required = True
            field.error_messages["required"] = "Tiêu chí này phải có điểm."


class ReopenedSelfForm(AnsweredForm, SelfScoreForm):
    """What the unit gives itself anew."""


class ReopenedFinalForm(AnsweredForm, FinalScoreForm):
    """The final score anew: always with its reason."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["final_reason"].required = True
