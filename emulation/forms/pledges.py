"""Forms of a pledge: a row of its grid, its contents, a title aimed at."""

from decimal import Decimal
from typing import Any

from django import forms

from core.forms import HouseForm
from core.text import NotANumberError, nfc, parse_number
from emulation.enums import Comparator, TargetKind
from emulation.forms.figures import FigureField, dress
from emulation.models import Pledge, Target
from emulation.models.targets import WORDING

WHY_WEAKER = "Lý do nếu không đạt mức chung…"


class TargetForm(HouseForm, forms.ModelForm):
    """One row of the pledge; a blank figure is "không giao", never zero."""

    figure_label = "Giao ước"

    class Meta:
        model = Target
        fields = (
            "content",
            "kind",
            "unit_of_measure",
            "comparator",
            "value",
            "base",
            "note",
        )
        widgets = {
            "content": forms.Textarea(attrs={"rows": 2, "class": "is-text"}),
            "unit_of_measure": forms.TextInput(attrs={"class": "is-text"}),
            "base": forms.TextInput(
                attrs={"class": "is-text", "placeholder": "Tính trên…"}
            ),
            "note": forms.TextInput(
                attrs={"class": "is-text", "placeholder": "Ghi chú về nguồn…"}
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.kind
        blank = "Không giao"
        label = self.figure_label
        self.fields["value"] = FigureField(kind=kind, blank=blank, label=label)
        if kind != TargetKind.YES_NO:
            self.fields["value"].widget.attrs["placeholder"] = blank
        elif self.is_bound and self.instance.kind != kind:
            self._empty_untouched_figure()
        dress(self, self.instance.content or "dòng mới")
        if self.instance.is_common:
            self._hold_wording()

    def _hold_wording(self) -> None:
        """A common target says what the year says: figure and note alone are typed."""
        for name in set(self.fields) & set(WORDING):
            self.fields[name].disabled = True
            self.fields[name].widget.attrs["title"] = "Chỉ tiêu chung của khối"
            self.fields[name].widget.attrs.pop("placeholder", None)
        self.fields["note"].widget.attrs["placeholder"] = WHY_WEAKER

    @property
    def kind(self) -> str:
        """The kind chosen just now, else the row's."""
        if self.instance.is_common:
            return self.instance.kind
        chosen = self.data.get(self.add_prefix("kind")) if self.is_bound else None
        return chosen if chosen in TargetKind.values else self.instance.kind

    def _empty_untouched_figure(self) -> None:
        """A row that becomes yes/no leaves its number behind, not a word just typed."""
        name, known = self.add_prefix("value"), self.instance.value
        if known is not None and _number(self.data.get(name, "")) == known:
            self.data = self.data.copy()
            self.data[name] = ""

    def clean_content(self) -> str:
        return nfc(self.cleaned_data["content"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "value" not in cleaned:
            self.instance.value = None  # its field has said what is wrong, once
        if cleaned.get("kind") == TargetKind.YES_NO:
            cleaned["comparator"] = Comparator.EXACTLY
        if cleaned.get("kind") == TargetKind.PERCENTAGE:
            cleaned["unit_of_measure"] = cleaned.get("unit_of_measure") or "%"
        return cleaned


def _number(typed: str) -> Decimal | None:
    try:
        return parse_number(typed)
    except NotANumberError:
        return None


class ContentsForm(HouseForm, forms.ModelForm):
    """Contents and measures of the pledge, one a line."""

    class Meta:
        model = Pledge
        fields = ("contents",)
        widgets = {"contents": forms.Textarea(attrs={"rows": 8, "class": "is-text"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dress(self, "mỗi dòng một nội dung")

    def clean_contents(self) -> str:
        """One clean line a content: no blank lines, tabs or pasted bullets."""
        lines = self.cleaned_data["contents"].splitlines()
        bare = (nfc(line).lstrip("-–—+•* ") for line in lines)
        return "\n".join(line for line in bare if line)
