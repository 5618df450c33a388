"""How wide a text is in a Times-metric face, without opening a font file."""

import unicodedata

# thousandths of the type size; letters with marks are as wide as their base
_WIDTHS = {
    180: "'",
    200: "|",
    250: ",. \u00a0",
    278: "ijlt/:;\\",
    333: "frI!()-[]`‘’",
    389: "sJ",
    408: '"',
    444: "acez?“”",
    542: "ơư",
    564: "+<=>−×~≤≥",
    556: "FPS",
    611: "ELTZ",
    667: "BCR",
    722: "wADGHKNOQUVXYĐ",
    778: "mƯ&",
    833: "%",
    889: "M",
    944: "W@",
    1000: "—…",
}
_BY_LETTER = {letter: width for width, text in _WIDTHS.items() for letter in text}
_USUAL = 500
_BOLD = 1.08
_POINT_MM = 0.3528


def _width(letter: str) -> int:
    if letter not in _BY_LETTER:
        letter = unicodedata.normalize("NFD", letter)[0]
    return _BY_LETTER.get(letter, _USUAL)


def text_mm(text: str, size: float, *, is_bold: bool = False) -> float:
    """Return the width in millimetres; bold is an estimate a little on the wide side."""
    units = sum(_width(letter) for letter in unicodedata.normalize("NFC", text))
    return units / 1000 * size * _POINT_MM * (_BOLD if is_bold else 1.0)


def balanced_lines(text: str, size: float, available: float) -> list[str]:
    """Return bold text broken into the fewest lines that fit, all about as long."""
    words = text.split()
    whole = text_mm(" ".join(words), size, is_bold=True)
    if whole <= available or not words[1:]:
        return [" ".join(words)] if words else []
    candidates = [
        (" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words))
    ]
    first, rest = min(
        candidates,
        key=lambda pair: max(text_mm(part, size, is_bold=True) for part in pair),
    )
    return [
        *balanced_lines(first, size, available),
        *balanced_lines(rest, size, available),
    ]
