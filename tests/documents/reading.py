"""Reads papers back: their words, their faces and where each letter stands."""

import io
import re
from functools import lru_cache
from html.parser import HTMLParser

import docx as word
import pdfplumber
import pypdf
from docx.table import Table

POINTS_A_MM = 72 / 25.4


def squeezed(text):
    """Words without any white space: renderers differ in nothing else."""
    return "".join(text.split())


class _Words(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []
        self.is_body = False

    def handle_starttag(self, tag, attrs):
        self.is_body = self.is_body or tag == "body"

    def handle_data(self, data):
        if self.is_body:
            self.found.append(data)


def html_words(source):
    """Everything between the tags of the body."""
    parser = _Words()
    parser.feed(source)
    return squeezed("".join(parser.found))


def docx_words(content):
    """The body in order, each merged cell once, after the mark of page one."""
    document = word.Document(io.BytesIO(content))
    head = document.sections[0].first_page_header.paragraphs
    parts, seen = [paragraph.text for paragraph in head], set()
    for block in document.iter_inner_content():
        if not isinstance(block, Table):
            parts.append(block.text)
            continue
        for row in block.rows:
            for cell in row.cells:
                if cell._tc not in seen:
                    seen.add(cell._tc)
                    parts.append(cell.text)
    return squeezed("".join(parts))


@lru_cache(maxsize=8)
def pdf_pages(content):
    """The words of each page as pypdf reads them."""
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]


def pdf_words(content):
    """The words of the whole file without white space."""
    return squeezed("".join(pdf_pages(content)))


@lru_cache(maxsize=8)
def plumbed_pages(content):
    """The words of each page as pdfplumber reads them."""
    with pdfplumber.open(io.BytesIO(content)) as file:
        return [page.extract_text() for page in file.pages]


def page_sizes(content):
    """Width and height of each page in whole millimetres."""
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return [
        (
            round(float(page.mediabox.width) / POINTS_A_MM),
            round(float(page.mediabox.height) / POINTS_A_MM),
        )
        for page in pages
    ]


def strayed(content, margins):
    """Letters and lines outside the margins (mm: top, right, bottom, left).

    The line of the page number, in the top margin, is left out.
    """
    top, right, bottom, left = (margin * POINTS_A_MM for margin in margins)
    found = []
    with pdfplumber.open(io.BytesIO(content)) as file:
        for page in file.pages:
            for thing in [*page.chars, *page.rects, *page.lines]:
                inside = (
                    thing["x0"] >= left - 1
                    and thing["x1"] <= page.width - right + 1
                    and thing["bottom"] <= page.height - bottom + 1
                )
                if thing["top"] > top - 1 and not inside:
                    found.append((page.page_number, thing.get("text", "line")))
    return found


@lru_cache(maxsize=8)
def faces_used(content):
    """For each page the faces in which its letters are set."""
    with pdfplumber.open(io.BytesIO(content)) as file:
        return [
            {letter["fontname"].split("+")[-1] for letter in page.chars}
            for page in file.pages
        ]


@lru_cache(maxsize=8)
def faces_in(content):
    """The faces that the file carries; one that it only names says so."""
    return {
        _face(font.get_object())
        for page in pypdf.PdfReader(io.BytesIO(content)).pages
        for font in page["/Resources"]["/Font"].values()
    }


def _face(font):
    name = font["/BaseFont"].lstrip("/")
    descendant = font["/DescendantFonts"][0].get_object()
    descriptor = descendant["/FontDescriptor"].get_object()
    embedded = {"/FontFile2", "/FontFile3"} & set(descriptor)
    is_subset = re.match(r"[A-Z]{6}\+", name)
    return name.split("+")[-1] if embedded and is_subset else f"{name} not embedded"
