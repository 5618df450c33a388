"""A paper as a Word file: the same blocks and words as the PDF, to be worked on."""

import io
from functools import singledispatch

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.section import Section as WordSection
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from core.documents import word
from core.documents.blocks import (
    BarChart,
    Basis,
    Block,
    Heading,
    ListBlock,
    Note,
    PageBreak,
    Paper,
    Paragraph,
    Run,
    Signature,
    Signatures,
    TableBlock,
    Words,
    runs_of,
)
from core.documents.fit import sections_of
from core.documents.fonts import printable
from core.documents.metrics import text_mm
from core.documents.numbering import numbered
from core.documents.paperforms import FormSpec
from core.documents.wordtables import add_chart, add_table

_HEADER_MM = 10


def render(paper: Paper) -> bytes:
    """Return the paper as DOCX.

    Raises ``UnprintableError`` for the same letters as the PDF, so that no version
    of a paper says more than another.
    """
    document = Document()
    _prepare(document, paper)
    _letterhead(document, paper)
    is_wide = False
    for section in sections_of(numbered(paper), paper.spec):
        if section.is_wide != is_wide:
            is_wide = section.is_wide
            _turn(document, paper, is_wide=is_wide)
        for block in section.blocks:
            add(block, document, paper)
    if is_wide and (paper.signature or paper.recipients):
        _turn(document, paper, is_wide=False)
    _closing(document, paper)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _prepare(document: WordDocument, paper: Paper) -> None:
    spec = paper.spec
    normal = document.styles["Normal"]
    normal.font.size = Pt(spec.body_pt)
    word.set_face(normal.element)
    spacing = normal.paragraph_format
    spacing.space_after = spacing.space_before = Pt(0)
    spacing.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    spacing.line_spacing = Pt(spec.line_pt)
    document.core_properties.title = printable(paper.title)
    document.core_properties.language = "vi-VN"
    document.core_properties.author = printable(paper.issuer)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    top, right, bottom, left = (Mm(margin) for margin in spec.margins)
    section.top_margin, section.bottom_margin = top, bottom
    section.left_margin, section.right_margin = left, right
    section.header_distance = Mm(_HEADER_MM)
    section.different_first_page_header_footer = True
    _page_header(section, spec, paper.draft_mark)
    if paper.draft_mark:
        first = section.first_page_header.paragraphs[0]
        word.write(word.shape(first, "right"), paper.draft_mark, size=12, is_bold=True)


def _page_header(section: WordSection, spec: FormSpec, mark: str) -> None:
    """Put the page number in the middle, absent on page one; a draft says so at right."""
    section.header.is_linked_to_previous = False
    width = section.page_width - section.left_margin - section.right_margin
    line = word.single_spaced(section.header.paragraphs[0])
    line.style.paragraph_format.tab_stops.clear_all()
    stops = line.paragraph_format.tab_stops
    stops.add_tab_stop(width // 2, WD_TAB_ALIGNMENT.CENTER)
    stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
    line.add_run("\t")
    word.page_field(line, spec.page_number_pt)
    if mark:
        word.write(line, f"\t{mark}", size=12, is_bold=True)


def _turn(document: WordDocument, paper: Paper, *, is_wide: bool) -> None:
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.different_first_page_header_footer = False
    section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
    section.page_width = Mm(297 if is_wide else 210)
    section.page_height = Mm(210 if is_wide else 297)
    _page_header(section, paper.spec, paper.draft_mark)


def _line(
    place: WordDocument | _Cell, text: Words, side: str = "center", **style: object
) -> WordParagraph:
    """Add a line of its own; an empty first paragraph of a cell is used up first."""
    first = place.paragraphs[0] if isinstance(place, _Cell) else None
    unused = first is not None and not first.text and len(place.paragraphs) == 1
    paragraph = first if unused else place.add_paragraph()
    word.single_spaced(word.shape(paragraph, side))
    return word.write(paragraph, text, **style)


def _letterhead(document: WordDocument, paper: Paper) -> None:
    spec = paper.spec
    left_mm = spec.text_width * spec.left_share / 100
    table = document.add_table(rows=2, cols=2)
    word.set_widths(table, (left_mm, spec.text_width - left_mm))
    word.pad(table, 0.5)
    (left, right), (number, place) = (row.cells for row in table.rows)
    for text in paper.superior_lines:
        _line(left, text, size=spec.superior_pt, is_bold=spec.superior_bold)
    for text in paper.issuer_lines:
        _line(left, text, size=spec.issuer_pt, is_bold=True)
    if spec.issuer_mark == "star":
        _line(left, "*")
    else:
        word.rule(left.add_paragraph(), left_mm * 0.7)
    right_mm = spec.text_width - left_mm
    for text, size in spec.motto:
        _line(right, text, size=size, is_bold=True)
    width = text_mm(spec.motto[-1][0], spec.motto[-1][1], is_bold=True)
    word.rule(right.add_paragraph(), right_mm - width)
    word.shape(
        _line(number, paper.number_line, size=spec.number_pt), "center", before=4
    )
    date_line = _line(place, paper.date_line, size=spec.place_pt, is_italic=True)
    word.shape(date_line, "center", before=4)
    _title(document, paper)


def _title(document: WordDocument, paper: Paper) -> None:
    spec = paper.spec
    kind = _line(document, paper.kind, size=spec.kind_pt, is_bold=True)
    word.shape(kind, "center", before=18)
    for text in paper.abstract.splitlines():
        _line(document, text, size=spec.about_pt, is_bold=True)
    if spec.about_mark == "dash":
        word.shape(_line(document, "-----"), "center", after=10)
    else:
        line = word.rule(document.add_paragraph(), spec.text_width * 0.66)
        word.shape(line, "center", after=12)


def _closing(document: WordDocument, paper: Paper) -> None:
    if not (paper.signature or paper.recipients):
        return
    spec = paper.spec
    word.shape(document.add_paragraph(), "left")
    table = document.add_table(rows=1, cols=2)
    word.set_widths(table, (spec.text_width / 2, spec.text_width / 2))
    word.keep_row(table.rows[0])
    left, right = table.rows[0].cells
    if paper.recipients:
        is_state = spec.recipients_style == "bold-italic"
        head = _line(
            left,
            (Run("Nơi nhận"), Run(":")),
            "left",
            size=spec.recipients_pt,
            is_bold=is_state,
            is_italic=is_state,
        )
        head.runs[0].underline = True if not is_state else None
        for text in paper.recipient_lines:
            _line(left, text, "left", size=spec.recipients_list_pt)
    if paper.signature:
        _sign(right, paper.signature, paper)
    word.spacer(document)


def _sign(cell: _Cell, signature: Signature, paper: Paper) -> None:
    if signature.body:
        _line(cell, signature.body.upper(), is_bold=True)
    for text in paper.authority_lines(signature):
        _line(cell, text, is_bold=True)
    is_bold = paper.spec.position_bold
    _line(cell, signature.position.upper(), is_bold=is_bold)
    if signature.remark:
        _line(cell, f"({signature.remark})", size=12, is_italic=True)
    name = _line(cell, signature.name, is_bold=True)
    word.shape(name, "center", before=68)


@singledispatch
def add(block: Block, document: WordDocument, paper: Paper) -> None:
    """Add one block; an unknown kind is an error, never a gap in the paper."""
    raise TypeError(f"No Word form of {type(block).__name__} in {paper.title}")


def _text(
    document: WordDocument, paper: Paper, words: Words, **style: bool
) -> WordParagraph:
    paragraph = word.write(document.add_paragraph(), words, **style)
    paragraph.paragraph_format.first_line_indent = Mm(paper.spec.first_line_mm)
    return word.shape(paragraph, "justify", after=paper.spec.gap_pt)


@add.register
def _heading(block: Heading, document: WordDocument, paper: Paper) -> None:
    text = f"{block.number} {block.text}".strip()
    is_italic = block.level == len(paper.spec.heading_marks)
    paragraph = _text(document, paper, text, is_bold=True, is_italic=is_italic)
    word.shape(paragraph, "left", before=5, after=paper.spec.gap_pt)
    paragraph.paragraph_format.keep_with_next = True


@add.register
def _paragraph(block: Paragraph, document: WordDocument, paper: Paper) -> None:
    paragraph = _text(document, paper, block.words)
    word.shape(paragraph, block.align, after=paper.spec.gap_pt)
    if not block.has_indent or block.align in {"center", "right"}:
        paragraph.paragraph_format.first_line_indent = None


@add.register
def _basis(block: Basis, document: WordDocument, paper: Paper) -> None:
    _text(document, paper, block.words, is_italic=paper.spec.bases_italic)


@add.register
def _list(block: ListBlock, document: WordDocument, paper: Paper) -> None:
    for item in block.items:
        _text(document, paper, (Run(f"{block.mark} "), *runs_of(item)))


@add.register
def _table(block: TableBlock, document: WordDocument, paper: Paper) -> None:
    add_table(document, block, paper.spec)


@add.register
def _chart(block: BarChart, document: WordDocument, paper: Paper) -> None:
    add_chart(document, block, paper.spec)


@add.register
def _note(block: Note, document: WordDocument, paper: Paper) -> None:
    paragraph = _line(document, block.text, size=11.5, is_italic=True)
    word.shape(paragraph, "justify", after=paper.spec.gap_pt)


@add.register
def _break(block: PageBreak, document: WordDocument, paper: Paper) -> None:
    document.add_page_break()


@add.register
def _signatures(block: Signatures, document: WordDocument, paper: Paper) -> None:
    step, width = block.columns, paper.spec.text_width
    for start in range(0, len(block.signers), step):
        table = document.add_table(rows=1, cols=step)
        word.set_widths(table, [width / step] * step)
        word.keep_row(table.rows[0])
        cells = table.rows[0].cells
        for cell, signer in zip(cells, block.signers[start:], strict=False):
            _sign(cell, signer, paper)
        word.spacer(document)
