"""Tables and charts of a Word file."""

from docx.document import Document as WordDocument
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.shared import Mm, Pt
from docx.table import _Cell

from core.documents import word
from core.documents.blocks import Bar, BarChart, TableBlock
from core.documents.fit import layout_of
from core.documents.metrics import text_mm
from core.documents.paperforms import FormSpec
from core.tables import Cell, Line, lines_of

_CAPTION_PT = 12.5
_NOTE_PT = 11.5
_CHART_PT = 11.0
_DARK, _LIGHT = "6D6D6D", "D2D2D2"
_STEPS = 36
_LABEL_MOST = 62.0


def _caption(document: WordDocument, text: str) -> None:
    if text:
        paragraph = word.single_spaced(document.add_paragraph())
        word.write(paragraph, text, size=_CAPTION_PT, is_bold=True)
        word.shape(paragraph, "center", before=4, after=3)
        paragraph.paragraph_format.keep_with_next = True


def _note(document: WordDocument, text: str) -> None:
    paragraph = word.single_spaced(document.add_paragraph())
    word.write(paragraph, text, size=_NOTE_PT, is_italic=True)
    word.shape(paragraph, "justify", before=2, after=3)


def add_table(document: WordDocument, block: TableBlock, spec: FormSpec) -> None:
    """Add a table with its caption and notes; the head repeats on every page."""
    _caption(document, block.caption)
    source, found = block.table, layout_of(block, spec)
    lines = lines_of(source)
    table = document.add_table(rows=1 + len(lines), cols=len(source.columns))
    table.style = "Table Grid"
    word.set_widths(table, found.widths)
    word.pad(table, 1.3)
    grid = [row.cells for row in table.rows]
    for index, row in enumerate(table.rows):
        word.keep_row(row, is_head=index == 0)
    for cell, column in zip(grid[0], source.columns, strict=True):
        _fill(cell, column.label, "center", found.size, is_bold=True)
    positions = {column.key: index for index, column in enumerate(source.columns)}
    for index, line in enumerate(lines, 1):
        for cell in line.cells:
            _place(grid, (index, positions[cell.column.key]), cell, line, found.size)
    for text in source.notes:
        _note(document, text)
    word.spacer(document)


def _place(
    grid: list[tuple[_Cell, ...]],
    position: tuple[int, int],
    cell: Cell,
    line: Line,
    size: float,
) -> None:
    row, column = position
    if cell.colspan > 1:
        column = 0
    target = grid[row][column]
    if cell.rowspan > 1 or cell.colspan > 1:
        corner = grid[row + cell.rowspan - 1][column + cell.colspan - 1]
        target = target.merge(corner)
    is_bold = line.is_total or line.row.is_head
    side = cell.column.side
    _fill(target, cell.text, side, size, is_bold=is_bold, is_italic=cell.level > 0)
    if cell.level:
        target.paragraphs[0].paragraph_format.left_indent = Mm(4 * cell.level)


def _fill(cell: _Cell, text: str, side: str, size: float, **style: bool) -> None:
    paragraph = word.single_spaced(cell.paragraphs[0])
    word.write(paragraph, text, size=size, **style)
    word.shape(paragraph, side, before=1.5, after=1.5)
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER


def add_chart(document: WordDocument, chart: BarChart, spec: FormSpec) -> None:
    """Add bars as shaded cells: they can be edited and need no picture."""
    _caption(document, chart.caption)
    if chart.legend_text:
        _legend(document, chart.legend_text)
    labels = [text_mm(bar.label, _CHART_PT) for bar in chart.bars]
    left = min(max(labels, default=0.0) + 4, _LABEL_MOST)
    tails = [_tail(bar) for bar in chart.bars]
    tail = max(tails, default=0.0) + 4
    step = (spec.text_width - left - tail) / _STEPS
    table = document.add_table(rows=len(chart.bars), cols=_STEPS + 2)
    word.set_widths(table, [left, *[step] * _STEPS, tail])
    word.pad(table, 0.8)
    most = max([bar.value for bar in chart.bars] + [chart.reference or 0], default=0)
    for row, bar in zip(table.rows, chart.bars, strict=True):
        word.keep_row(row)
        length = round(_STEPS * max(bar.value, 0) / most) if most > 0 else 0
        _bar(row.cells, bar, length)
    if chart.reference_label:
        paragraph = word.single_spaced(document.add_paragraph())
        word.write(paragraph, chart.reference_label, size=_CHART_PT)
        word.shape(paragraph, "center", before=2, after=6)
    word.spacer(document)


def _tail(bar: Bar) -> float:
    return text_mm(f"{bar.printed} {bar.detail}", _CHART_PT, is_bold=True)


def _legend(document: WordDocument, text: str) -> None:
    paragraph = word.single_spaced(document.add_paragraph())
    word.write(paragraph, text, size=_CHART_PT)
    word.shape(paragraph, "center", after=2)


def _bar(cells: tuple[_Cell, ...], bar: Bar, length: int) -> None:
    _bar_text(cells[0], bar.label, "right")
    if length:
        filled = cells[1].merge(cells[length])
        word.shade(filled, _LIGHT if bar.is_light else _DARK)
        _bar_text(filled, "", "left")
    rest = cells[length + 1].merge(cells[-1])
    paragraph = _bar_text(rest, "", "left")
    word.write(paragraph, bar.printed, size=_CHART_PT, is_bold=True)
    if bar.detail:
        word.write(paragraph, f" {bar.detail}", size=_CHART_PT)


def _bar_text(cell: _Cell, text: str, side: str) -> object:
    paragraph = word.single_spaced(cell.paragraphs[0])
    word.shape(paragraph, side)
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    if text:
        word.write(paragraph, text, size=_CHART_PT)
    else:
        paragraph.paragraph_format.line_spacing = Pt(_CHART_PT * 1.3)
    return paragraph
