"""A figure of a line, under the rules that typing it has."""

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from core.forms import NumberField
from core.text import format_number
from emulation.enums import TargetKind
from emulation.imports.sheets import NO, NONE, YES
from emulation.models.targets import refuse_impossible

_FIGURE = NumberField(minimum=0, required=False)


class WrongError(ValueError):
    """A line cannot be taken; ``key`` names the column that says why."""

    def __init__(self, key: str, sentence: str) -> None:
        """Keep column and sentence."""
        super().__init__(sentence)
        self.key = key


def figure(kind: str, held: Any) -> Decimal | None:
    """Return a figure as typing it would; raises ``WrongError`` with the same words."""
    try:
        value = _yes_or_no(held) if kind == TargetKind.YES_NO else _number(held)
        refuse_impossible(kind, "value", value)
    except ValidationError as error:
        raise WrongError("value", " ".join(error.messages)) from error
    return value


def _yes_or_no(held: Any) -> Decimal | None:
    if held in {None, NONE}:
        return None
    if held in {YES, NO}:
        return Decimal(held == YES)
    return held


def _number(held: Any) -> Decimal | None:
    if held in {None, NONE}:
        return None
    if held in {YES, NO}:
        raise ValidationError(
            "“Có”, “Không” chỉ dùng cho chỉ tiêu loại “Có hoặc không”."
        )
    return _FIGURE.clean(format_number(held))
