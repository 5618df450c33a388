"""Completion of a target: derived from target and actual, never typed."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Completion:
    """How a result stands against its target.

    ``percent`` is actual ÷ target × 100 (``None`` where a ratio means nothing),
    ``is_met`` whether the comparator holds (``None`` without target or result),
    ``text`` the sentence that screen and paper print, empty for nothing to say.
    """

    percent: Decimal | None
    is_met: bool | None
    text: str


NOTHING = Completion(None, None, "")
NOT_ENTERED = Completion(None, None, "Chưa nhập")
NO_TARGET = Completion(None, None, "Không giao chỉ tiêu")


def decimal_text(value: Decimal) -> str:
    """Return a number with at most two places in Vietnamese notation."""
    rounded = value.quantize(Decimal("0.01"), ROUND_HALF_UP)
    text = f"{rounded:,f}".rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


def completion(
    kind: str, comparator: str, target: Decimal | None, actual: Decimal | None
) -> Completion:
    """Hold the actual figure against the target.

    ``kind`` is ``number``, ``percentage`` or ``yes_no`` (1 is yes, 0 is no),
    ``comparator`` ``ge``, ``eq`` or ``le``. A target that is absent is not a target
    of zero, and a result of zero is not a blank.
    """
    if actual is None:
        return NOT_ENTERED
    if target is None:
        return NO_TARGET
    is_met = _holds(comparator, target, actual)
    if kind == "yes_no":
        return Completion(None, is_met, "Đạt" if is_met else "Không đạt")
    if kind == "percentage":
        return Completion(None, is_met, _points_text(comparator, target, actual))
    if comparator == "le":
        return Completion(None, is_met, _ceiling_text(target, actual))
    if target == 0:
        return Completion(None, is_met, "Đạt" if is_met else "Không đạt")
    return _ratio(target, actual, is_met=is_met)


def _holds(comparator: str, target: Decimal, actual: Decimal) -> bool:
    if comparator == "le":
        return actual <= target
    if comparator == "eq":
        return actual == target
    return actual >= target


def _ratio(target: Decimal, actual: Decimal, *, is_met: bool) -> Completion:
    percent = actual / target * HUNDRED
    excess = percent - HUNDRED
    text = f"Đạt {decimal_text(percent)}%"
    if excess > 0:
        text += f" (vượt {decimal_text(excess)}%)"
    return Completion(percent, is_met, text)


def _points_text(comparator: str, target: Decimal, actual: Decimal) -> str:
    difference = actual - target
    word = "Đạt" if _holds(comparator, target, actual) else "Không đạt"
    if difference == 0:
        return word
    amount = decimal_text(abs(difference))
    if comparator == "le":
        side = "dưới mức trần" if difference < 0 else "quá mức trần"
    else:
        side = "vượt" if difference > 0 else "thiếu"
    return f"{word} ({side} {amount} điểm phần trăm)"


def _ceiling_text(target: Decimal, actual: Decimal) -> str:
    difference = actual - target
    if difference == 0:
        return "Đạt (bằng mức trần)"
    amount = decimal_text(abs(difference))
    if difference < 0:
        return f"Đạt (dưới mức trần {amount})"
    return f"Không đạt (quá mức trần {amount})"
