"""A paper as HTML: what the PDF is made of, and what the screen shows."""

from dataclasses import dataclass
from functools import singledispatch
from typing import Any

from django.template.loader import render_to_string

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
    Signature,
    Signatures,
    TableBlock,
    runs_of,
)
from core.documents.charts import WIDTH, drawing
from core.documents.fit import Fit, layout_of, sections_of
from core.documents.fonts import printable
from core.documents.numbering import numbered
from core.tables import Table, lines_of


@dataclass(frozen=True)
class Part:
    """A template and what it is given."""

    template: str
    context: dict[str, Any]


def render(paper: Paper) -> str:
    """Return the whole HTML page of a paper, with the links to its style sheets.

    Raises ``UnprintableError`` when a letter in it cannot be printed.
    """
    return _page(paper, has_links=True)


def render_for_print(paper: Paper) -> str:
    """Return the same page without links: the PDF brings its own style sheets."""
    return _page(paper, has_links=False)


def _page(paper: Paper, *, has_links: bool) -> str:
    spec = paper.spec
    context = {
        "paper": paper,
        "spec": spec,
        "has_links": has_links,
        "about_lines": paper.abstract.splitlines(),
        "sections": [
            {
                "is_wide": section.is_wide,
                "parts": [part_of(block, paper) for block in section.blocks],
            }
            for section in sections_of(numbered(paper), spec)
        ],
        "signature": signer_of(paper.signature, paper) if paper.signature else None,
        "recipients": paper.recipient_lines,
    }
    return printable(render_to_string("documents/paper.html", context))


def signer_of(signature: Signature, paper: Paper) -> dict[str, Any]:
    """Return a signature as its template reads it."""
    return {
        "body": signature.body.upper(),
        "authority": paper.authority_lines(signature),
        "position": signature.position.upper(),
        "is_bold": paper.spec.position_bold,
        "remark": signature.remark,
        "name": signature.name,
    }


@singledispatch
def part_of(block: Block, paper: Paper) -> Part:
    """Return the template for one kind of block; an unknown kind is an error."""
    raise TypeError(f"No template for {type(block).__name__} in {paper.title}")


@part_of.register
def _heading(block: Heading, paper: Paper) -> Part:
    return Part("documents/heading.html", {"heading": block})


@part_of.register
def _paragraph(block: Paragraph, paper: Paper) -> Part:
    side = "" if block.align == "justify" else f" is-{block.align}"
    kind = f"p-text{side}" if block.has_indent else f"p-text is-flush{side}"
    context = {"runs": runs_of(block.words), "css_class": kind}
    return Part("documents/paragraph.html", context)


@part_of.register
def _basis(block: Basis, paper: Paper) -> Part:
    kind = "p-text is-basis" if paper.spec.bases_italic else "p-text"
    context = {"runs": runs_of(block.words), "css_class": kind}
    return Part("documents/paragraph.html", context)


@part_of.register
def _list(block: ListBlock, paper: Paper) -> Part:
    items = [runs_of(item) for item in block.items]
    return Part("documents/list.html", {"items": items, "mark": block.mark})


@part_of.register
def _table(block: TableBlock, paper: Paper) -> Part:
    context = table_context(block.table, layout_of(block, paper.spec))
    return Part("documents/table.html", {**context, "caption": block.caption})


def table_context(table: Table, found: Fit) -> dict[str, Any]:
    """Return a table as its template reads it: shares, heads and drawn lines."""
    total = sum(found.widths)
    return {
        "size": f"{found.size:g}",
        "shares": [f"{100 * width / total:.2f}%" for width in found.widths],
        "columns": table.columns,
        "lines": lines_of(table),
        "notes": table.notes,
    }


@part_of.register
def _chart(block: BarChart, paper: Paper) -> Part:
    context = {"chart": block, "drawing": drawing(block), "width": WIDTH}
    return Part("documents/figure.html", context)


@part_of.register
def _note(block: Note, paper: Paper) -> Part:
    return Part("documents/note.html", {"text": block.text})


@part_of.register
def _break(block: PageBreak, paper: Paper) -> Part:
    return Part("documents/break.html", {})


@part_of.register
def _signatures(block: Signatures, paper: Paper) -> Part:
    signers = [signer_of(signer, paper) for signer in block.signers]
    step = block.columns
    rows = [signers[start : start + step] for start in range(0, len(signers), step)]
    return Part("documents/signatures.html", {"rows": rows, "columns": step})
