"""Completion of a target: derived from target and actual, never typed."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

HUNDRED = Decimal(100)
FAR_OFF = 100  # times: what a misread dot or comma makes of a figure
_CENT = Decimal("0.01")
_ASK = "kiểm tra lại."

_HOLDS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "ge": lambda actual, target: actual >= target,
    "eq": lambda actual, target: actual == target,
    "le": lambda actual, target: actual <= target,
}
# Comparator → the words for a result above and below its target.
_SIDES = {
    "ge": ("vượt", "thiếu"),
    "eq": ("hơn mức giao", "kém mức giao"),
    "le": ("quá mức trần", "dưới mức trần"),
}


@dataclass(frozen=True)
class Completion:
    """How a result stands against its target.

    ``percent`` is actual ÷ target × 100 (``None`` where a ratio means nothing),
    ``is_met`` whether the comparator holds (``None`` without target or result),
    ``word`` and ``detail`` what screen and paper print, together in ``text``.
    """

    percent: Decimal | None
    is_met: bool | None
    word: str
    detail: str = ""

    @property
    def text(self) -> str:
        """Return the whole sentence: ``Đạt 240% (vượt 140%)``."""
        return f"{self.word} ({self.detail})" if self.detail else self.word


NOT_ENTERED = Completion(None, None, "Chưa nhập")
NO_TARGET = Completion(None, None, "Không giao chỉ tiêu")


def decimal_text(value: Decimal) -> str:
    """Return a number with at most two places in Vietnamese notation."""
    digits = f"{value.quantize(_CENT, ROUND_HALF_UP):,f}"
    return digits.rstrip("0").rstrip(".").translate(str.maketrans(",.", ".,"))


def completion(
    kind: str,
    comparator: str,
    target: Decimal | None,
    actual: Decimal | None,
    *,
    measure: str = "",
) -> Completion:
    """Hold the actual figure against the target.

    ``kind`` is ``number``, ``percentage`` or ``yes_no`` (1 is yes, 0 is no; held as
    equal whatever the comparator), ``comparator`` ``ge``, ``eq`` or ``le``,
    ``measure`` the unit that a difference is named in. A target that is absent is not
    a target of zero, and a result of zero is not a blank.
    """
    if actual is None:
        return NOT_ENTERED
    if target is None:
        return NO_TARGET
    if kind == "yes_no":
        return _judged(is_met=actual == target)
    is_met = _HOLDS[comparator](actual, target)
    if kind == "number" and comparator == "ge" and target > 0:
        return _ratio(target, actual, is_met=is_met)
    unit = "điểm phần trăm" if kind == "percentage" else measure
    return _judged(is_met=is_met, detail=_difference(comparator, target, actual, unit))


def _judged(*, is_met: bool, detail: str = "") -> Completion:
    return Completion(None, is_met, "Đạt" if is_met else "Không đạt", detail)


def _ratio(target: Decimal, actual: Decimal, *, is_met: bool) -> Completion:
    percent = actual / target * HUNDRED
    # Below the target the last digit goes down: 99,999% must not read as 100%.
    shown = percent.quantize(_CENT, ROUND_HALF_UP if is_met else ROUND_DOWN)
    side = "vượt" if is_met else "thiếu"
    rest = abs(shown - HUNDRED)
    detail = f"{side} {decimal_text(rest)}%" if rest else ""
    return Completion(percent, is_met, f"Đạt {decimal_text(shown)}%", detail)


def _difference(comparator: str, target: Decimal, actual: Decimal, unit: str) -> str:
    above, below = _SIDES[comparator]
    if actual == target:
        return "bằng mức trần" if comparator == "le" and target else ""
    side = above if actual > target else below
    amount = decimal_text(abs(actual - target))
    if amount == "0":
        amount = "chưa đến 0,01"
    return f"{side} {amount} {unit}".strip()


def doubt(actual: Decimal | None, others: list[tuple[str, Decimal | None]]) -> str:
    """Return the question about a figure that is 100 times off one of the others,
    which are named; empty when there is nothing to ask. Zeros are never asked about.
    """
    if not actual:
        return ""
    for name, other in others:
        if not other:
            continue
        if actual >= FAR_OFF * other:
            return f"{_echo(actual)}gấp {_whole(actual / other)} lần {name}: {_ASK}"
        if FAR_OFF * actual <= other:
            return f"{_echo(actual)}chỉ bằng 1/{_whole(other / actual)} {name}: {_ASK}"
    return ""


def part_doubt(actual: Decimal | None, whole: Decimal | None) -> str:
    """Return the question about a part that is larger than its whole, else nothing."""
    if actual is None or whole is None or actual <= whole:
        return ""
    return f"“trong đó” lớn hơn dòng chính ({_notation(whole, ',')}): {_ASK}"


def _echo(actual: Decimal) -> str:
    """Say how a figure with dots was read: ``3.515 hiểu là 3515``."""
    typed = _notation(actual, ",")
    plain = _notation(actual, "")
    return f"{typed} hiểu là {plain}, " if typed != plain else ""


def _notation(value: Decimal, grouping: str) -> str:
    digits = f"{value.normalize():{grouping}f}"
    return digits.translate(str.maketrans(",.", ".,"))


def _whole(ratio: Decimal) -> str:
    return decimal_text(ratio.to_integral_value(ROUND_DOWN))
