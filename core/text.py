"""Vietnamese text: folding for search, order of names, notation of numbers."""

import re
import unicodedata
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

_ALPHABET = "0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_PLACE = {letter: f"{index:02d}" for index, letter in enumerate(_ALPHABET, 1)}
_WORD_END, _UNKNOWN = "00", "99"
_NOUGHT_UNTIL = 2  # February
_TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*")


def nfc(text: str) -> str:
    """Return text as composed letters, with runs of white space made one space."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def fold(text: str) -> str:
    """Return text without marks, đ as d, lower case: the form that search compares."""
    bare = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "d"))
    kept = "".join(ch for ch in bare if not unicodedata.combining(ch))
    return " ".join(kept.lower().split())


def _word_key(word: str) -> str:
    letters, tones = [], []
    for ch in unicodedata.normalize("NFC", word.lower()):
        parts = unicodedata.normalize("NFD", ch)
        tone = next((part for part in parts if part in _TONES), "")
        base = unicodedata.normalize("NFC", "".join(p for p in parts if p != tone))
        letters.append(_PLACE.get(base, _UNKNOWN))
        tones.append(str(_TONES.index(tone) + 1 if tone else 0))
    return "".join([*letters, _WORD_END, *tones])


def sort_key(text: str) -> str:
    """Return a key that sorts as the Vietnamese alphabet does, letters before tones.

    Digits only, so that every database compares it alike.
    """
    return "".join(_word_key(word) for word in nfc(text).split())


def name_key(full_name: str) -> str:
    """Return the sort key of a person: given name first, then family and middle."""
    words = nfc(full_name).split()
    return sort_key(" ".join([*words[-1:], *words[:-1]]))


def format_number(value: Decimal | int, places: int | None = None) -> str:
    """Return 1035 as ``1.035`` and 96.15 as ``96,15``; trailing zeros go unless
    ``places`` says how many to keep.
    """
    number = Decimal(value)
    if places is not None:
        number = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    digits = f"{number:z,f}"
    if places is None and "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    swapped = digits.translate(str.maketrans(",.", ".,"))
    return swapped.replace("-", "−")


def format_points(value: Decimal | int | None) -> str:
    """Return points with at most two places, or a dash for none."""
    if value is None:
        return "–"
    return format_number(Decimal(value).quantize(Decimal("0.01"), ROUND_HALF_UP))


def format_date(day: date) -> str:
    """Return a day as 05/12/2024 or 26/3/2024: a nought stands before days under 10
    and months 1 and 2, as on papers.
    """
    month = f"{day.month:02d}" if day.month <= _NOUGHT_UNTIL else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"


class NotANumberError(ValueError):
    """Typed text is no number; the message is a sentence for the person."""


def parse_number(text: str) -> Decimal | None:
    """Read a number in Vietnamese notation: dots group thousands, a comma is decimal.

    ``3.515`` is 3515 and ``96,15`` is 96.15. A space groups thousands as a dot does.
    A dot that cannot group thousands (``3.5``, ``0.125``) is refused with a sentence,
    never guessed. Blank text is ``None``.
    """
    typed = text.replace("−", "-").strip().removesuffix("%")
    typed = re.sub(r"(?<=\d)\s+(?=\d)", ".", typed)
    typed = re.sub(r"\s", "", typed)
    if not typed:
        return None
    if not _NUMBER.fullmatch(typed):
        raise NotANumberError(f"“{text.strip()}” không phải là số.")
    whole, comma, fraction = typed.partition(",")
    if "," in fraction or "." in fraction:
        raise NotANumberError(
            f"“{text.strip()}” viết chưa đúng: dấu chấm tách hàng nghìn, "
            "dấu phẩy tách phần lẻ, ví dụ 1.035 hoặc 96,15."
        )
    if "." in whole and not _GROUPED.fullmatch(whole.lstrip("+-")):
        is_decimal = text.count(".") == typed.count(".") == 1 and not comma
        meant = typed.replace(".", ",") if is_decimal else ""
        hint = f" Có phải là {meant}?" if meant else ""
        raise NotANumberError(
            f"“{text.strip()}” viết chưa đúng: dấu chấm chỉ tách từng nhóm ba chữ số, "
            f"phần lẻ viết sau dấu phẩy.{hint}"
        )
    digits = whole.lstrip("+-").replace(".", "") + ("." + fraction if comma else "")
    return Decimal(("-" if typed.startswith("-") else "") + digits)
