"""Choosing two moments of a year's scoring."""

from typing import Any

from django import forms

from core.forms import HouseForm
from emulation.selectors.replay import Moment


class MomentsForm(HouseForm, forms.Form):
    """From when to when; the earlier of the two comes first whichever way it is asked."""

    tu = forms.ChoiceField(label="Từ lúc")
    den = forms.ChoiceField(label="Đến lúc")

    def __init__(self, *args: Any, moments: list[Moment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.moments = {one.key: one for one in moments}
        choices = [(one.key, one.label) for one in moments]
        for name in ("tu", "den"):
            self.fields[name].choices = choices

    def pair(self) -> tuple[Moment, Moment]:
        """Return the chosen moments in order; call on a valid form."""
        chosen = [self.moments[self.cleaned_data[name]] for name in ("tu", "den")]
        first, last = sorted(chosen, key=list(self.moments.values()).index)
        return first, last
