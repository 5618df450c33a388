"""What one teller counted."""

from collections.abc import Sequence
from typing import Any

from django import forms

from awards.models import Candidate
from awards.tally import Count
from core.forms import HouseForm, NumberField

_SLIPS = (
    ("issued", "Phát ra"),
    ("returned", "Thu về"),
    ("valid", "Hợp lệ"),
    ("invalid", "Không hợp lệ"),
)


def _figure(label: str) -> NumberField:
    missing = {"required": "Chưa nhập; nếu không có thì ghi 0."}
    return NumberField(label=label, places=0, minimum=0, error_messages=missing)


class CountForm(HouseForm, forms.Form):
    """Four numbers of slips, and one for each candidate."""

    attempt = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, candidates: Sequence[Candidate], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.candidates = candidates
        for name, label in _SLIPS:
            self.fields[name] = _figure(label)
        for place, one in enumerate(candidates, 1):
            self.fields[f"votes-{one.pk}"] = _figure(f"{place}. {one.label}")

    @property
    def slip_fields(self) -> list[forms.BoundField]:
        return [self[name] for name, _label in _SLIPS]

    @property
    def vote_fields(self) -> list[tuple[Candidate, forms.BoundField]]:
        return [(one, self[f"votes-{one.pk}"]) for one in self.candidates]

    @property
    def votes(self) -> dict[int, int]:
        """Return the votes by candidate."""
        data = self.cleaned_data
        return {one.pk: int(data[f"votes-{one.pk}"]) for one in self.candidates}

    @property
    def count(self) -> Count:
        """Return the figures for the tally."""
        slips = {name: int(self.cleaned_data[name]) for name, _label in _SLIPS}
        return Count(**slips, votes=tuple(self.votes.values()))
