"""The gate of the faces: every letter comes out as itself, or no paper is made."""

import unicodedata
from dataclasses import replace

import pytest
from django.contrib.staticfiles import finders

from core.documents import docx, fonts, html, pdf
from core.documents.blocks import Paragraph, Run
from core.documents.errors import PaperError, UnprintableError
from tests.documents import reading, samples

LETTERS = "".join(fonts.vietnamese_letters())
COMBINING = "\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323"
STYLES = (
    ("Tinos", 400, "normal", "Tinos"),
    ("Tinos", 700, "normal", "Tinos-Bold"),
    ("Tinos", 400, "italic", "Tinos-Italic"),
    ("Tinos", 700, "italic", "Tinos-Bold-Italic"),
    ("Be Vietnam Pro", 400, "normal", "Be-Vietnam-Pro"),
    ("Be Vietnam Pro", 500, "normal", "Be-Vietnam-Pro-Medium"),
    ("Be Vietnam Pro", 600, "normal", "Be-Vietnam-Pro-Semi-Bold"),
    ("Be Vietnam Pro", 700, "normal", "Be-Vietnam-Pro-Bold"),
)


@pytest.fixture(scope="module")
def letters_pdf(engine):
    """One page for each style, with every letter on it."""
    rules = "".join(
        f".s{index} {{ font: {slope} {weight} 14pt '{family}'; break-after: page; }}"
        for index, (family, weight, slope, _face) in enumerate(STYLES)
    )
    body = "".join(f'<p class="s{i}">{LETTERS}</p>' for i in range(len(STYLES)))
    source = f"<html lang='vi'><body>{body}</body></html>"
    return pdf.write(source, extra_css=rules)


def test_letters_are_the_146_of_the_alphabet():
    assert len(set(LETTERS)) == 146
    assert all(unicodedata.category(letter)[0] == "L" for letter in LETTERS)


@pytest.mark.parametrize("name", fonts.file_names())
def test_face_covers_letters_and_combining_marks(name):
    path = fonts.Path(finders.find(name))
    block = "".join(chr(code) for code in range(0x1EA0, 0x1EFA))
    assert fonts.missing_glyphs(path, LETTERS + block + COMBINING) == set()


@pytest.mark.parametrize("page", range(len(STYLES)), ids=[s[3] for s in STYLES])
def test_letters_of_each_style_are_read_back_from_the_shipped_face(letters_pdf, page):
    assert reading.squeezed(reading.pdf_pages(letters_pdf)[page]) == LETTERS
    assert reading.squeezed(reading.plumbed_pages(letters_pdf)[page]) == LETTERS
    assert reading.faces_used(letters_pdf)[page] == {STYLES[page][3]}


def test_file_carries_the_shipped_faces_and_no_other(letters_pdf):
    assert reading.faces_in(letters_pdf) == {face for *_style, face in STYLES}


def test_paper_embeds_only_the_shipped_faces(party_pdf, state_pdf):
    expected = {face for _family, _weight, _slope, face in STYLES[:4]}
    for content in (party_pdf, state_pdf):
        assert reading.faces_in(content) == expected


def _paper(*words):
    blocks = tuple(Paragraph((Run(text),)) for text in words)
    return replace(samples.party_paper(), blocks=blocks, has_end_mark=False)


def test_decomposed_input_is_printed_composed(engine):
    sentence = "Hội nghị tổng kết phong trào thi đua yêu nước, giữ vững kỷ cương"
    apart = unicodedata.normalize("NFD", sentence)
    assert apart != sentence
    words = reading.pdf_words(pdf.render(_paper(apart)))
    assert reading.squeezed(sentence) in words
    assert unicodedata.is_normalized("NFC", words)
    assert reading.squeezed(sentence) in reading.docx_words(docx.render(_paper(apart)))


def test_sign_without_a_glyph_is_left_out_and_a_pasted_bullet_is_a_dash():
    source = html.render(_paper("\uf0b7 Hoàn thành \U0001f389 tốt ✓"))
    assert reading.squeezed("- Hoàn thành tốt x") in reading.html_words(source)


@pytest.mark.parametrize("render", [html.render, pdf.render, docx.render])
def test_letter_without_a_glyph_is_refused_by_name(render):
    with pytest.raises(UnprintableError, match="“競” \\(U\\+7AF6\\)"):
        render(_paper("Thi đua 競 tốt"))


def test_complete_faces_pass_the_check():
    assert fonts.check_fonts() == []


@pytest.mark.parametrize("name", fonts.file_names())
def test_missing_face_stops_the_start_and_every_paper(own_static, engine, name):
    (own_static / name).unlink()
    assert [error.msg for error in fonts.check_fonts()] == [
        f"Thiếu tệp phông chữ static/{name}."
    ]
    assert name in pdf.available()
    with pytest.raises(PaperError, match=name):
        pdf.render(_paper("Thi đua"))


def test_damaged_face_stops_the_start_and_every_paper(own_static, engine):
    damaged = own_static / "fonts/paper/Tinos-Bold.ttf"
    content = bytearray(damaged.read_bytes())
    content[5000] ^= 1
    damaged.write_bytes(content)
    assert "Tinos-Bold.ttf bị hỏng" in fonts.check_fonts()[0].msg
    with pytest.raises(PaperError, match="bị hỏng"):
        pdf.render(_paper("Thi đua"))


def test_face_of_another_style_does_not_pass(own_static):
    folder = own_static / "fonts/paper"
    (folder / "Tinos-Bold.ttf").write_bytes((folder / "Tinos-Regular.ttf").read_bytes())
    assert len(fonts.check_fonts()) == 1


def test_paper_is_made_in_a_folder_with_odd_letters(own_static, engine):
    words = reading.pdf_words(pdf.render(_paper("Khen thưởng")))
    assert "Khenthưởng" in words
    assert pdf.available() == ""
