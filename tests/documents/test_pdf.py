"""Pages of a PDF: margins, repeated heads, turned tables, what may be fetched."""

import gc
from dataclasses import replace
from datetime import date

import pytest

from core.documents import pdf
from core.documents.blocks import PageBreak, Paragraph, TableBlock
from core.documents.errors import PaperError
from core.tables import Column, Row, Table
from tests.documents import reading, samples

HEAD = reading.squeezed("TT Nội dung")


def _with(*blocks):
    return replace(samples.party_paper(), blocks=blocks, signature=None, recipients=())


def test_words_of_the_pdf_are_those_of_the_page(party_pdf, party_html):
    pages = [reading.squeezed(page) for page in reading.pdf_pages(party_pdf)]
    words = "".join(pages)
    for figure in ("đạt240%(vượt140%)", "37.735", "2.048", "1.200,75", "12/5)"):
        assert figure in words
        assert figure in reading.html_words(party_html)


def test_nothing_stands_outside_the_margins(party_pdf, state_pdf):
    for content in (party_pdf, state_pdf):
        assert reading.strayed(content, (20, 15, 20, 30)) == []


def test_sample_fits_its_seven_pages_one_of_them_turned(party_pdf):
    upright, turned = (210, 297), (297, 210)
    assert reading.page_sizes(party_pdf) == [*[upright] * 5, turned, upright]


def test_heading_goes_with_the_turned_table_it_announces(party_pdf):
    pages = [reading.squeezed(page) for page in reading.pdf_pages(party_pdf)]
    assert "b)Tổnghợp" not in pages[4]
    assert "b)Tổnghợp" in pages[5]


def test_page_number_stands_on_every_page_but_the_first(party_pdf):
    firsts = [page.split()[0] for page in reading.plumbed_pages(party_pdf)]
    assert firsts[1:] == ["2", "3", "4", "5", "6", "7"]
    assert firsts[0] != "1"


def test_head_repeats_and_no_row_is_broken(engine):
    content = pdf.render(_with(TableBlock(samples.long_table(60))))
    pages = [reading.squeezed(page) for page in reading.pdf_pages(content)]
    assert len(pages) == 4
    for page in pages:
        assert page.count(HEAD) == 1
        assert page.count("Tiêuchísố") == page.count("kỷluậthànhchính")
    assert sum(page.count("Tiêuchísố") for page in pages) == 60


@pytest.mark.parametrize("columns", [14, 20, 30])
def test_wide_table_is_turned_and_stays_inside(engine, columns):
    content = pdf.render(_with(TableBlock(samples.wide_table(columns))))
    assert (297, 210) in reading.page_sizes(content)
    assert reading.strayed(content, (20, 15, 20, 30)) == []
    assert reading.pdf_words(content).count("1.200,75") == 10


def test_wide_table_that_must_stay_upright_is_squeezed(engine):
    block = TableBlock(samples.wide_table(), is_landscape=False)
    content = pdf.render(_with(block))
    assert set(reading.page_sizes(content)) == {(210, 297)}
    assert reading.strayed(content, (20, 15, 20, 30)) == []


def test_word_longer_than_the_page_is_broken(engine):
    row = Row({"a": "x" * 300, "b": 1})
    table = Table("Dài", (Column("a", "A"), Column("b", "B", "int")), (row,))
    content = pdf.render(_with(TableBlock(table)))
    assert reading.strayed(content, (20, 15, 20, 30)) == []


def test_page_break_begins_a_new_page(engine):
    content = pdf.render(_with(Paragraph("Trước"), PageBreak(), Paragraph("Sau")))
    first, second = reading.pdf_pages(content)
    assert "Trước" in first
    assert "Sau" in second


def test_draft_says_so_on_every_page_and_has_no_number(engine):
    pages = reading.pdf_pages(pdf.render(samples.draft_paper()))
    assert [page.count("DỰ THẢO") for page in pages] == [1] * 7
    assert reading.squeezed("Số -BC/VPTU") in reading.squeezed(pages[0])
    assert "ngày tháng năm 2025" in " ".join(pages[0].split())


def test_issued_paper_says_nothing_of_a_draft(party_pdf):
    assert "DỰTHẢO" not in reading.pdf_words(party_pdf)


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "http://192.0.2.1/a.png", "css/print.css"]
)
def test_every_address_but_the_faces_is_refused(engine, address):
    source = f"<base href='file:///'><p>Thi đua</p><img src='{address}'>"
    with pytest.raises(PaperError, match="địa chỉ bên ngoài"):
        pdf.write(source)


def test_markup_in_words_is_printed_as_words(engine):
    content = pdf.render(_with(Paragraph("<img src=x> & <b>đậm</b>")))
    assert "<imgsrc=x>&<b>đậm</b>" in reading.pdf_words(content)


def test_garbage_collector_runs_again_after_a_paper(party_pdf):
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def test_later_party_form_ends_with_a_full_stop(engine):
    issued = replace(samples.party_paper(), issued_on=date(2026, 5, 27))
    words = reading.pdf_words(pdf.render(issued))
    assert "tỉnhBắcKạn./." not in words
    assert "tỉnhBắcKạn." in words
