"""Bars: lengths in proportion, every value in words, nothing said by colour alone."""

from decimal import Decimal

import pytest

from core.documents.blocks import Bar, BarChart
from core.documents.charts import WIDTH, drawing, svg
from tests.documents import samples


def test_bars_are_as_long_as_their_values():
    bars = drawing(samples.completion_chart()).bars
    lengths = [float(bar.width) for bar in bars]
    assert lengths[1] / lengths[0] == pytest.approx(150 / 240, rel=0.01)
    assert lengths[2] / lengths[0] == pytest.approx(180 / 240, rel=0.01)


def test_line_of_reference_stands_at_its_value():
    found = drawing(samples.completion_chart())
    left, longest = float(found.left), float(found.bars[0].width)
    expected = left + longest * 100 / 240
    assert float(found.reference_x) == pytest.approx(expected, abs=0.2)


def test_numbers_in_the_drawing_have_points_whatever_the_language():
    source = svg(samples.completion_chart())
    assert "Mức hoàn thành chỉ tiêu" in source
    assert f'viewBox="0 0 {WIDTH} ' in source
    assert ' x="' in source
    for part in source.split('"')[1::2]:
        assert part.startswith("Mức") or "," not in part.replace("Tinos,", "").replace(
            "Roman',", ""
        )


def test_values_and_legend_are_words():
    source = svg(samples.points_chart())
    assert [f">{value}<" in source for value in (97, 95, 96, 94, 93)] == [True] * 5
    assert samples.points_chart().legend_text == (
        "Thanh đậm: Tự chấm; thanh nhạt: Chính thức"
    )


@pytest.mark.parametrize("value", [0, -5])
def test_nothing_achieved_is_a_bar_without_length(value):
    chart = BarChart("Không", (Bar("A", value, "0%"), Bar("B", 10, "10%")))
    assert drawing(chart).bars[0].width == "0"


def test_chart_of_zeros_and_of_nothing_can_be_drawn():
    zeros = BarChart("Không", (Bar("A", 0, "0%"), Bar("B", Decimal(0), "0%")))
    assert [bar.width for bar in drawing(zeros).bars] == ["0", "0"]
    assert drawing(BarChart("Trống", ())).bars == ()


def test_long_label_is_wrapped_into_lines():
    label = "Cơ quan Ủy ban Kiểm tra Tỉnh ủy và các cơ quan tham mưu, giúp việc"
    bar = drawing(BarChart("Nhãn dài", (Bar(label, 1, "1"),))).bars[0]
    assert len(bar.label_lines) > 1
    assert " ".join(line for _y, line in bar.label_lines) == label
