"""What python-docx has no words for: borders, shades, fields, widths."""

from collections.abc import Sequence

from docx.document import Document as WordDocument
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table as WordTable
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph as WordParagraph

from core.documents.blocks import Words, runs_of
from core.documents.fonts import printable

FACE = "Times New Roman"
SIDES = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


def element(name: str, **attributes: str) -> OxmlElement:
    """Return an element of WordprocessingML with attributes of the same name space."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def set_face(style_element: OxmlElement) -> None:
    """Set the one face for every script and the language of the proofing tools."""
    properties = style_element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FACE)
    properties.append(element("lang", val="vi-VN", eastAsia="vi-VN"))


def write(
    paragraph: WordParagraph,
    words: Words,
    *,
    size: float | None = None,
    is_bold: bool = False,
    is_italic: bool = False,
) -> WordParagraph:
    """Add words to a paragraph in their styles, letters composed."""
    for part in runs_of(words):
        run = paragraph.add_run(printable(part.text))
        run.bold = True if is_bold or part.bold else None
        run.italic = True if is_italic or part.italic else None
        if size:
            run.font.size = Pt(size)
    return paragraph


def shape(
    paragraph: WordParagraph, side: str, *, before: float = 0, after: float = 0
) -> WordParagraph:
    """Align a paragraph and give it room in points."""
    paragraph.alignment = SIDES[side]
    paragraph.paragraph_format.space_before = Pt(before)
    paragraph.paragraph_format.space_after = Pt(after)
    return paragraph


def single_spaced(paragraph: WordParagraph) -> WordParagraph:
    """Let lines be as high as their letters instead of the body's exact height."""
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    return paragraph


def rule(paragraph: WordParagraph, spare: float) -> WordParagraph:
    """Make an empty paragraph a line, ``spare`` millimetres shorter than its column."""
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.paragraph_format.line_spacing = Pt(3)
    paragraph.paragraph_format.left_indent = Mm(spare / 2)
    paragraph.paragraph_format.right_indent = Mm(spare / 2)
    borders = element("pBdr")
    borders.append(element("bottom", val="single", sz="6", space="1", color="auto"))
    paragraph._p.get_or_add_pPr().append(borders)  # noqa: SLF001 - no public way
    return paragraph


def spacer(document: WordDocument) -> None:
    """Part two tables, which would otherwise grow together into one."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.paragraph_format.line_spacing = Pt(4)


def page_field(paragraph: WordParagraph, size: float) -> None:
    """Add the number of the page."""
    run = paragraph.add_run()
    run.font.size = Pt(size)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            run._r.append(element("fldChar", fldCharType=kind))  # noqa: SLF001
        else:
            code = element("instrText")
            code.text = text
            run._r.append(code)  # noqa: SLF001


def set_widths(table: WordTable, widths: Sequence[float]) -> None:
    """Fix the columns of a table in millimetres; it then never outgrows the page."""
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)


def pad(table: WordTable, sides: float) -> None:
    """Set the room left and right of the text in every cell, in millimetres."""
    margins = element("tblCellMar")
    for side in ("left", "right"):
        margins.append(element(side, w=str(round(sides * 56.7)), type="dxa"))
    table._tbl.tblPr.append(margins)  # noqa: SLF001 - no public way


def keep_row(row: _Row, *, is_head: bool = False) -> None:
    """Never split a row between pages; repeat a head row on each."""
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - no public way
    properties.append(element("cantSplit"))
    if is_head:
        properties.append(element("tblHeader"))


def shade(cell: _Cell, fill: str) -> None:
    """Fill a cell with a grey and part it from its neighbours by white rules."""
    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001 - no public way
    borders = element("tcBorders")
    for side in ("top", "bottom"):
        borders.append(element(side, val="single", sz="36", space="0", color="FFFFFF"))
    properties.append(borders)
    properties.append(element("shd", val="clear", color="auto", fill=fill))
