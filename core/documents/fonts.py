"""The shipped faces of paper: that they are whole, and which letters they have."""

import hashlib
import re
import unicodedata
from functools import lru_cache
from itertools import product
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.checks import CheckMessage, Error

from core.documents.errors import UnprintableError

FACES: dict[str, tuple[str, ...]] = {
    "Tinos": ("Regular", "Bold", "Italic", "BoldItalic"),
    "BeVietnamPro": ("Regular", "Medium", "SemiBold", "Bold"),
}
_FOLDER = "fonts/paper"
_LIST = "vendor/VENDOR.md"
_SUM = re.compile(r"^([0-9a-f]{64}) {2}(\S+)$", re.MULTILINE)
# what text pasted from a word processor brings along, and what is printed for it
_STANDINS = str.maketrans(
    {"\uf0b7": "-", "\uf0a7": "-", "\uf02d": "-", "✓": "x", "✔": "x", "☑": "x"}
)


def file_names() -> list[str]:
    """Return the static names of the eight files."""
    return [
        f"{_FOLDER}/{family}-{style}.ttf"
        for family, styles in FACES.items()
        for style in styles
    ]


def paths() -> list[Path]:
    """Return where the files are; a missing one is left out."""
    found = (finders.find(name) for name in file_names())
    return [Path(path) for path in found if path]


def vietnamese_letters() -> list[str]:
    """Return the 146 letters: each vowel in each tone, đ, in both cases."""
    vowels = "aăâeêioôơuưy"
    tones = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    letters = [
        unicodedata.normalize("NFC", vowel + tone)
        for vowel, tone in product(vowels + vowels.upper(), tones)
    ]
    return [*letters, "đ", "Đ"]


def problems() -> list[str]:
    """Return a sentence for each face that is missing or not the shipped file."""
    sums = _listed_sums()
    return [sentence for name in file_names() if (sentence := _problem(name, sums))]


def _listed_sums() -> dict[str, str]:
    found = finders.find(_LIST)
    text = Path(found).read_text(encoding="utf-8") if found else ""
    return {name: digest for digest, name in _SUM.findall(text)}


def _problem(name: str, sums: dict[str, str]) -> str:
    found = finders.find(name)
    if not found:
        return f"Thiếu tệp phông chữ static/{name}."
    if name not in sums:
        return f"Không có mã sha256 của static/{name} trong static/{_LIST}."
    if hashlib.sha256(Path(found).read_bytes()).hexdigest() != sums[name]:
        return f"Tệp phông chữ static/{name} bị hỏng hoặc đã bị thay."
    return ""


def check_fonts(**_kwargs: object) -> list[CheckMessage]:
    """Stop the start when a face is missing: wrong letters would be printed silently.

    Register with ``django.core.checks.register``.
    """
    return [
        Error(
            sentence,
            hint="Lấy lại tệp từ kho mã của ứng dụng; không thay bằng phông chữ khác.",
            id="core.E101",
        )
        for sentence in problems()
    ]


def missing_glyphs(path: Path, letters: str) -> set[str]:
    """Return the letters that one font file cannot set."""
    return {letter for letter in letters if ord(letter) not in _characters(path)}


@lru_cache(maxsize=16)
def _characters(path: Path) -> frozenset[int]:
    # imported here: a start that prints nothing does not pay for it
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    with TTFont(path, lazy=True) as font:
        return frozenset(font.getBestCmap())


@lru_cache(maxsize=2)
def _common_characters(text_faces: tuple[Path, ...]) -> frozenset[int]:
    return frozenset.intersection(*(_characters(path) for path in text_faces))


def printable(text: str) -> str:
    """Return text composed (NFC) and free of signs that no face of the paper has.

    Pictures and private signs are dropped, bullets of word processors become dashes;
    a letter or digit that cannot be set raises, because leaving it out would change
    what the paper says.
    """
    text = unicodedata.normalize("NFC", text).translate(_STANDINS)
    faces = tuple(path for path in paths() if path.name.startswith("Tinos"))
    known = _common_characters(faces)
    unknown = {ch for ch in set(text) if ord(ch) not in known and ch not in "\n\r\t"}
    if not unknown:
        return text
    lost = {ch for ch in unknown if unicodedata.category(ch)[0] in "LMN"}
    if lost - {"\ufe0e", "\ufe0f", "\u20e3"}:
        raise UnprintableError(sorted(lost))
    return text.translate(dict.fromkeys(map(ord, unknown)))
