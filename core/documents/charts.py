"""Bars drawn as SVG: geometry here, drawing in ``documents/bars.html``."""

from dataclasses import dataclass

from django.template.loader import render_to_string

from core.documents.blocks import Bar, BarChart
from core.documents.metrics import text_mm

# units of the drawing; at the width of the text one unit is one point on paper
WIDTH = 468
_SIZE = 11.0
_BAR, _STEP, _GAP, _TOP = 14, 20, 8, 6
_LABEL_MOST = 168
_UNIT_MM = 0.3528


@dataclass(frozen=True)
class DrawnBar:
    """A bar in units of the drawing; every number is already text."""

    label_lines: tuple[tuple[str, str], ...]
    y: str
    width: str
    printed: str
    detail: str
    text_x: str
    text_y: str
    is_light: bool


@dataclass(frozen=True)
class Drawing:
    """All that the template needs; it computes nothing."""

    height: str
    left: str
    label_x: str
    axis_end: str
    bars: tuple[DrawnBar, ...]
    reference_x: str
    reference_label: str
    reference_label_x: str
    reference_label_y: str
    spoken: str


def _units(text: str, *, is_bold: bool = False) -> float:
    return text_mm(text, _SIZE, is_bold=is_bold) / _UNIT_MM


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _wrapped(label: str, most: float) -> list[str]:
    """Break a label into lines of a given width; a single word is never broken."""
    lines = [""]
    for word in label.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and _units(longer) > most:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def spoken(chart: BarChart) -> str:
    """Return what the drawing says, for those who do not see it."""
    values = "; ".join(
        f"{bar.label or '–'}: {bar.printed} {bar.detail}".strip() for bar in chart.bars
    )
    return f"{chart.caption}: {values}."


def drawing(chart: BarChart) -> Drawing:
    """Return the drawing of a chart: labels, bars, values and the line of reference."""
    labels = [_wrapped(bar.label, _LABEL_MOST) for bar in chart.bars]
    longest = max((_units(line) for lines in labels for line in lines), default=0)
    left = min(longest, _LABEL_MOST) + 12
    tail = max((_tail(bar) for bar in chart.bars), default=0) + 8
    scale = _scale(chart, WIDTH - left - tail)
    y = float(_TOP)
    bars = []
    for bar, lines in zip(chart.bars, labels, strict=True):
        y += _GAP if bar.label and bars else 0
        bars.append(_drawn(bar, lines, left, y, scale))
        y += max(_STEP, _SIZE * 1.2 * len(lines))
    reference = left + float(chart.reference or 0) * scale
    half = _units(chart.reference_label) / 2
    return Drawing(
        height=_number(y + (20 if chart.reference_label else 4)),
        left=_number(left),
        label_x=_number(left - 6),
        axis_end=_number(y),
        bars=tuple(bars),
        reference_x=_number(reference) if chart.reference is not None else "",
        reference_label=chart.reference_label,
        reference_label_x=_number(min(max(reference, half), WIDTH - half)),
        reference_label_y=_number(y + 13),
        spoken=spoken(chart),
    )


def _tail(bar: Bar) -> float:
    return _units(bar.printed, is_bold=True) + _units(f" {bar.detail}")


def _scale(chart: BarChart, room: float) -> float:
    most = max(chart.reference or 0, *(bar.value for bar in chart.bars), 0)
    return room / float(most) if most > 0 else 0.0


def _drawn(bar: Bar, lines: list[str], left: float, y: float, scale: float) -> DrawnBar:
    width = max(float(bar.value), 0.0) * scale
    baseline = y + _BAR / 2 + _SIZE * 0.34
    first = baseline - (len(lines) - 1) * _SIZE * 0.6
    return DrawnBar(
        label_lines=tuple(
            (_number(first + index * _SIZE * 1.2), line)
            for index, line in enumerate(lines)
        ),
        y=_number(y),
        width=_number(width),
        printed=bar.printed,
        detail=bar.detail,
        text_x=_number(left + width + 5),
        text_y=_number(baseline),
        is_light=bar.is_light,
    )


def svg(chart: BarChart) -> str:
    """Return the chart as one SVG element, safe to put on a page."""
    return render_to_string(
        "documents/bars.html", {"drawing": drawing(chart), "width": WIDTH}
    )
