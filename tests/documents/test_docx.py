"""A Word file says what the page says, in the same order and form."""

import io
from dataclasses import replace

import docx as word
import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm

from core.documents import docx, html
from core.documents.blocks import TableBlock, minutes_signatures
from tests.documents import reading, samples


def _opened(content):
    return word.Document(io.BytesIO(content))


@pytest.mark.parametrize(
    "paper", [samples.party_paper(), samples.state_paper(), samples.draft_paper()]
)
def test_words_equal_those_of_the_page_in_order(paper):
    words = reading.docx_words(docx.render(paper))
    assert words == reading.html_words(html.render(paper))
    assert len(words) > 5000


def test_minutes_equal_those_of_the_page():
    paper = samples.party_paper()
    pair = minutes_signatures(paper.spec, "Lê Thị B", "Trần Văn C")
    minutes = replace(paper, blocks=(pair,), signature=None, recipients=())
    words = reading.docx_words(docx.render(minutes))
    assert words == reading.html_words(html.render(minutes))


def test_margins_face_and_size_are_those_of_the_form(party_docx):
    document = _opened(party_docx)
    section, normal = document.sections[0], document.styles["Normal"]
    margins = (
        section.top_margin,
        section.right_margin,
        section.bottom_margin,
        section.left_margin,
    )
    assert [round(margin / Mm(1)) for margin in margins] == [20, 15, 20, 30]
    assert normal.font.size.pt == 14
    fonts = normal.element.rPr.rFonts
    scripts = [
        fonts.get(qn(f"w:{name}")) for name in ("ascii", "hAnsi", "eastAsia", "cs")
    ]
    assert scripts == ["Times New Roman"] * 4


def test_page_number_is_absent_on_page_one_alone(party_docx):
    section = _opened(party_docx).sections[0]
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml
    assert "PAGE" not in section.first_page_header._element.xml


def test_wide_table_turns_its_own_pages_only(party_docx):
    sections = _opened(party_docx).sections
    upright, turned = WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE
    assert [s.orientation for s in sections] == [upright, turned, upright]
    assert not sections[1].different_first_page_header_footer


def _only_table(content):
    tables = _opened(content).tables
    return next(table for table in tables if table.style.name == "Table Grid")


def test_head_repeats_and_rows_are_not_split():
    paper = replace(samples.party_paper(), blocks=(TableBlock(samples.long_table()),))
    rows = [row._tr.xml for row in _only_table(docx.render(paper)).rows]
    assert ["w:tblHeader" in row for row in rows] == [True, *[False] * 62]
    assert all("w:cantSplit" in row for row in rows)


def test_table_is_as_wide_as_the_text_and_names_span_their_rows():
    table = TableBlock(samples.results_table())
    paper = replace(samples.party_paper(), blocks=(table,))
    found = _only_table(docx.render(paper))
    assert round(sum(column.width for column in found.columns) / Mm(1)) == 165
    first = [row.cells[0] for row in found.rows]
    assert first[1]._tc is first[3]._tc
    assert first[3]._tc is not first[4]._tc
