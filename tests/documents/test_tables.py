"""Cells as people read them, and rows as they are drawn."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from core.documents.blocks import TableBlock
from core.documents.fit import layout_of
from core.documents.metrics import balanced_lines, text_mm
from core.documents.paperforms import FORMS
from core.tables import Column, Row, Table, cell_text, lines_of
from tests.documents import samples


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("text", "Ban Nội chính", "Ban Nội chính"),
        ("int", 37735, "37.735"),
        ("number", Decimal("18.40"), "18,4"),
        ("points", Decimal("96.15"), "96,15"),
        ("percent", 240, "240%"),
        ("percent", Decimal("96.5"), "96,5%"),
        ("date", date(2025, 1, 7), "07/01/2025"),
        ("number", 0, "0"),
        ("number", None, "–"),
        ("number", "chưa có", "chưa có"),
        ("text", True, "Có"),
        ("badge", False, "Không"),
    ],
)
def test_cell_text(kind, value, text):
    assert cell_text(Column("a", "A", kind), value) == text


@pytest.mark.parametrize("value", [0.1, datetime(2025, 1, 7)])  # noqa: DTZ001
def test_float_and_moment_are_refused(value):
    with pytest.raises(TypeError):
        cell_text(Column("a", "A", "number"), value)


def test_blank_is_the_columns_own():
    assert cell_text(Column("a", "A", blank="chưa báo cáo"), None) == "chưa báo cáo"


def test_name_spans_the_rows_that_continue_it():
    lines = lines_of(samples.results_table())
    assert [line.cells[0].rowspan for line in lines if len(line.cells) == 6] == [
        3,
        2,
        4,
    ]
    assert [len(line.cells) for line in lines] == [6, 5, 5, 6, 5, 6, 5, 5, 5]


def test_indent_is_on_the_first_text_that_is_not_carried_on():
    line = lines_of(samples.results_table())[2]
    assert [(cell.column.key, cell.level) for cell in line.cells[:2]] == [
        ("target", 1),
        ("measure", 0),
    ]


def test_head_row_runs_over_all_columns_and_ends_a_span():
    columns = (Column("a", "A"), Column("b", "B"))
    carried = frozenset({"a"})
    rows = (
        Row({"a": "x", "b": "1"}),
        Row({"a": "Phần II"}, is_head=True),
        Row({"a": "x", "b": "2"}, continues=carried),
    )
    first, head, last = lines_of(Table("T", columns, rows))
    assert first.cells[0].rowspan == 1
    assert [(cell.text, cell.colspan) for cell in head.cells] == [("Phần II", 2)]
    assert [cell.text for cell in last.cells] == ["x", "2"]


def test_total_is_the_last_line():
    lines = lines_of(samples.long_table(2))
    assert [line.is_total for line in lines] == [False, False, False, True]


@pytest.mark.parametrize("columns", [6, 10, 14, 20])
def test_widths_fill_the_page_exactly(columns):
    found = layout_of(TableBlock(samples.wide_table(columns)), FORMS[0])
    assert sum(found.widths) == pytest.approx(252 if found.is_wide else 165)
    assert all(width > 0 for width in found.widths)


def test_upright_is_kept_while_the_type_is_large_enough():
    assert not layout_of(TableBlock(samples.results_table()), FORMS[0]).is_wide
    assert layout_of(TableBlock(samples.wide_table()), FORMS[0]).is_wide


def test_empty_table_has_widths():
    table = Table("Trống", (Column("a", "A"), Column("b", "B", "int")), ())
    assert sum(layout_of(TableBlock(table), FORMS[0]).widths) == pytest.approx(165)


def test_letters_with_marks_are_as_wide_as_their_base():
    assert text_mm("ệ", 12) == text_mm("e", 12)
    assert text_mm("e", 12, is_bold=True) > text_mm("e", 12)


def test_long_name_is_broken_into_even_lines():
    name = "ỦY BAN NHÂN DÂN TỈNH BẮC KẠN"
    assert balanced_lines(name, 12, 60) == ["ỦY BAN NHÂN DÂN", "TỈNH BẮC KẠN"]
    assert balanced_lines(name, 12, 200) == [name]
    assert balanced_lines("", 12, 60) == []
