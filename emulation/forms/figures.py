"""A figure of a target or a result: a number, or yes and no to choose from."""

from decimal import Decimal
from typing import Any

from django import forms

from core.forms import NumberField, NumberInput
from core.text import fold
from emulation.enums import TargetKind

YES_NO_WORDS = {"1": 1, "co": 1, "0": 0, "khong": 0}


class FigureField(NumberField):
    """A number from 0; of a yes/no the words, kept as 1 and 0. ``blank`` names none."""

    def __init__(self, *, kind: str, blank: str, **kwargs: Any) -> None:
        self.is_yes_no = kind == TargetKind.YES_NO
        choices = [("", blank), ("1", "Có"), ("0", "Không")]
        widget = forms.Select(choices=choices) if self.is_yes_no else NumberInput()
        super().__init__(minimum=0, required=False, widget=widget, **kwargs)

    def prepare_value(self, value: object) -> str:
        if self.is_yes_no and isinstance(value, Decimal | int):
            return "1" if value else "0"
        return super().prepare_value(value)

    def to_python(self, value: object) -> Decimal | None:
        if not self.is_yes_no or value is None or isinstance(value, Decimal):
            return super().to_python(value)
        word = fold(str(value))
        if not word:
            return None
        if word not in YES_NO_WORDS:
            raise forms.ValidationError("Chọn “Có” hoặc “Không”.")
        return Decimal(YES_NO_WORDS[word])


def dress(form: forms.BaseForm, row_name: str) -> None:
    """Name each cell of a grid's row for screen readers and for the page's script."""
    for field in form.fields.values():
        label = str(field.label)
        label = label[:1].upper() + label[1:]
        field.widget.attrs["data-label"] = label
        field.widget.attrs["aria-label"] = f"{label}: {row_name}"
