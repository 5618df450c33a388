"""A paper as a list of blocks, before anybody decides how it is rendered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from core.documents.metrics import balanced_lines
from core.documents.paperforms import Form, FormSpec, form_for
from core.tables import Table

DRAFT_MARK = "DỰ THẢO"


@dataclass(frozen=True)
class Run:
    """A stretch of words in one style."""

    text: str
    bold: bool = False
    italic: bool = False


Words = str | Sequence[Run]


def runs_of(words: Words) -> tuple[Run, ...]:
    """Return words as runs; plain text is a single upright run."""
    return (Run(words),) if isinstance(words, str) else tuple(words)


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 3; the renderer numbers it in the manner of the form.

    Give the words without a number. Level 1 is set in capitals.
    """

    level: Literal[1, 2, 3]
    text: str
    is_numbered: bool = True
    number: str = ""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, justified, with the first line indented unless told otherwise."""

    words: Words
    has_indent: bool = True
    align: Literal["justify", "center", "left", "right"] = "justify"


@dataclass(frozen=True)
class Basis:
    """A legal basis ("Căn cứ …"); upright or italic as the form says."""

    words: Words


@dataclass(frozen=True)
class ListBlock:
    """Points of a list, each its own paragraph after a dash."""

    items: Sequence[Words]
    mark: str = "-"


@dataclass(frozen=True)
class TableBlock:
    """A table; the renderer writes "Bảng n." before the caption.

    ``is_landscape`` left open turns the page only when the columns need it.
    """

    table: Table
    caption: str = ""
    is_landscape: bool | None = None


@dataclass(frozen=True)
class Bar:
    """A bar with its printed value; no label means it belongs to the one above."""

    label: str
    value: Decimal | int
    printed: str
    detail: str = ""
    is_light: bool = False


@dataclass(frozen=True)
class BarChart:
    """Horizontal bars in grey; every value is also printed, so colour says nothing.

    The renderer writes "Hình n." before the caption. ``legend`` names the dark and
    the light bars when both are used.
    """

    caption: str
    bars: Sequence[Bar]
    reference: Decimal | int | None = None
    reference_label: str = ""
    legend: tuple[str, str] | tuple[()] = ()

    @property
    def legend_text(self) -> str:
        """The legend in words, so that it also holds where no colour is seen."""
        if not self.legend:
            return ""
        dark, light = self.legend
        return f"Thanh đậm: {dark}; thanh nhạt: {light}"


@dataclass(frozen=True)
class Note:
    """A remark in small italics under a table or figure."""

    text: str


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True)
class Signature:
    """Who signs: authority lines such as ("KT", "TRƯỞNG BAN"), position and name.

    The marks are TM, KT, TL and TUQ; each form writes them in its own way. The remark
    stands in brackets under the position. Where several units sign, ``body`` names the
    one above all.
    """

    position: str
    name: str = ""
    authority: Sequence[tuple[str, str]] = ()
    remark: str = ""
    body: str = ""


@dataclass(frozen=True)
class Signatures:
    """Several signatures side by side, as under minutes or a common pledge."""

    signers: Sequence[Signature]
    columns: int = 2


Block = (
    Heading
    | Paragraph
    | Basis
    | ListBlock
    | TableBlock
    | BarChart
    | Note
    | PageBreak
    | Signatures
)


@dataclass(frozen=True)
class Paper:
    """An official paper. Without a number it is a draft, and says so on every page,
    unless ``is_final``: signed, the number left to whoever keeps the book.

    ``issued_on``, or for a draft ``drafted_on``, decides which form is in force.
    """

    form: Form
    issuer: str
    code: str
    symbol: str
    place: str
    kind: str
    abstract: str
    blocks: Sequence[Block]
    drafted_on: date
    superior: str = ""
    number: int | None = None
    issued_on: date | None = None
    signature: Signature | None = None
    recipients: Sequence[str] = ()
    has_end_mark: bool = True
    is_final: bool = False

    @property
    def draft_mark(self) -> str:
        """What every page of a draft says; "" once it has a number or is final."""
        return DRAFT_MARK if self.number is None and not self.is_final else ""

    @property
    def superior_lines(self) -> list[str]:
        """The superior body, broken evenly when it is longer than its half."""
        spec = self.spec
        return balanced_lines(self.superior, spec.superior_pt, spec.left_width)

    @property
    def issuer_lines(self) -> list[str]:
        """The issuer, broken evenly when it is longer than its half."""
        spec = self.spec
        return balanced_lines(self.issuer, spec.issuer_pt, spec.left_width)

    @property
    def spec(self) -> FormSpec:
        """The form in force on the day of the paper."""
        return form_for(self.form, self.issued_on or self.drafted_on)

    @property
    def title(self) -> str:
        """What the file is called: kind and abstract in one line."""
        return " ".join(f"{self.kind} {self.abstract}".split())

    @property
    def number_line(self) -> str:
        """Number and symbol; a draft keeps room for the number."""
        number = "      " if self.number is None else f"{self.number:02d}"
        pattern = self.spec.number_pattern
        return pattern.format(number=number, code=self.code, symbol=self.symbol)

    @property
    def date_line(self) -> str:
        """Place and date; day and the first two months are written with two digits."""
        day = self.issued_on
        if day is None:
            return f"{self.place}, ngày      tháng      năm {self.drafted_on.year}"
        month = {1: "01", 2: "02"}.get(day.month, f"{day.month}")
        return f"{self.place}, ngày {day.day:02d} tháng {month} năm {day.year}"

    @property
    def recipient_lines(self) -> list[str]:
        """The lines of "Nơi nhận", each after a dash, the last with a full stop."""
        lines = [f"- {line.rstrip('.,; ')};" for line in self.recipients]
        if lines:
            lines[-1] = lines[-1].removesuffix(";") + "."
        return lines

    def authority_lines(self, signature: Signature) -> list[str]:
        """Return lines such as "K/T TRƯỞNG BAN", with the form's own marks."""
        marks = dict(self.spec.marks)
        return [f"{marks[mark]} {body}" for mark, body in signature.authority]


def minutes_signatures(paper_form: FormSpec, writer: str, chair: str) -> Signatures:
    """Return the pair under minutes: who wrote them left, who presided right."""
    left, right = paper_form.minutes_titles
    return Signatures((Signature(left, writer), Signature(right, chair)))
