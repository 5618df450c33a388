"""Numbers read out loud, so that a question about their notation has one meaning."""

_DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]
_TEN, _HUNDRED = 10, 100


def spell(number: int, *, whole_group: bool = False) -> str:
    """Return a number up to 999 in words; ``whole_group`` says its noughts too."""
    hundreds, rest = divmod(number, _HUNDRED)
    words = []
    if hundreds or whole_group:
        words.append(f"{_DIGITS[hundreds]} trăm")
    tens, ones = divmod(rest, _TEN)
    if tens:
        words.append("mười" if tens == 1 else f"{_DIGITS[tens]} mươi")
    elif ones and words:
        words.append("linh")
    if ones or not (words or tens):
        words.append(_ones(tens, ones))
    return " ".join(words)


def _ones(tens: int, ones: int) -> str:
    if tens and ones == 5:  # noqa: PLR2004 -- năm is read lăm after a ten
        return "lăm"
    return "mốt" if tens > 1 and ones == 1 else _DIGITS[ones]


def spell_thousands(thousands: str, rest: str) -> str:
    """Return ``3``, ``515`` as “ba nghìn năm trăm mười lăm”."""
    tail = f" {spell(int(rest), whole_group=True)}" if int(rest) else ""
    return f"{spell(int(thousands))} nghìn{tail}"


def spell_decimal(whole: str, fraction: str) -> str:
    """Return ``3``, ``515`` as “ba phẩy năm một năm”."""
    digits = " ".join(_DIGITS[int(digit)] for digit in fraction)
    return f"{spell(int(whole))} phẩy {digits}"
