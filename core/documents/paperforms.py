"""How a paper must look, by form and date: one table of facts with their sources."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

Form = Literal["party", "state"]


@dataclass(frozen=True)
class FormSpec:
    """One form in force from ``since``. Lengths in mm, type sizes in points.

    ``verified`` is true only where the rule itself was read; ``unsure`` names the
    fields for which no source or two opposing sources were found.
    """

    form: Form
    since: date
    citation: str
    verified: bool
    unsure: tuple[str, ...]
    # the lines at the top right; the last one is underlined over its whole length
    motto: tuple[tuple[str, float], ...]
    superior_pt: float
    superior_bold: bool
    issuer_pt: float
    issuer_mark: Literal["star", "rule"]
    number_pattern: str
    number_pt: float
    place_pt: float
    kind_pt: float
    about_pt: float
    about_mark: Literal["dash", "rule"]
    heading_marks: tuple[str, str, str]
    bases_italic: bool
    end_mark: str
    marks: tuple[tuple[str, str], ...]
    position_bold: bool
    recipients_style: Literal["underline", "bold-italic"]
    recipients_pt: float
    recipients_list_pt: float
    minutes_titles: tuple[str, str]
    # share of the page's width that the left half of the letterhead takes
    left_share: int
    margins: tuple[int, int, int, int] = (20, 15, 20, 30)  # top right bottom left
    body_pt: float = 14
    line_pt: float = 19
    gap_pt: float = 4
    first_line_mm: float = 10
    page_number_pt: float = 13

    @property
    def css_class(self) -> str:
        """The class on the paper by which ``print.css`` finds the sizes."""
        return f"form-{self.form}-{self.since.year}"

    @property
    def left_width(self) -> float:
        """Width of the left half of the letterhead, without its padding."""
        return self.text_width * self.left_share / 100 - 3

    @property
    def text_width(self) -> int:
        """Width of the text on an upright A4 page."""
        return 210 - self.margins[1] - self.margins[3]


_PARTY_MOTTO = (("ĐẢNG CỘNG SẢN VIỆT NAM", 15.0),)
_PARTY_MARKS = (("TM", "T/M"), ("KT", "K/T"), ("TL", "T/L"), ("TUQ", "T/UQ"))
_STATE_MARKS = (("TM", "TM."), ("KT", "KT."), ("TL", "TL."), ("TUQ", "TUQ."))

_PARTY_2018 = FormSpec(
    form="party",
    since=date(2018, 4, 3),
    citation="Hướng dẫn 36-HD/VPTW ngày 03/4/2018 (thực hiện Quy định 66-QĐ/TW)",
    verified=True,
    unsure=("margins", "about_mark", "end_mark", "recipients_pt", "bases_italic"),
    motto=_PARTY_MOTTO,
    superior_pt=14,
    superior_bold=False,
    issuer_pt=14,
    issuer_mark="star",
    number_pattern="Số {number}-{code}/{symbol}",
    number_pt=14,
    place_pt=14,
    kind_pt=16,
    about_pt=14,
    about_mark="dash",
    heading_marks=("{roman}-", "{number}.", "{letter})"),
    bases_italic=False,
    end_mark="./.",
    marks=_PARTY_MARKS,
    position_bold=True,
    recipients_style="underline",
    recipients_pt=14,
    recipients_list_pt=12,
    minutes_titles=("NGƯỜI GHI BIÊN BẢN", "CHỦ TRÌ"),
    left_share=46,
)
_PARTY_2026 = replace(
    _PARTY_2018,
    since=date(2026, 5, 27),
    citation="Hướng dẫn 05-HD/VPTW ngày 27/5/2026 (thực hiện Quy định 399-QĐ/TW)",
    verified=False,
    unsure=("bases_italic", "position_bold"),
    end_mark=".",
    position_bold=False,
)
_STATE_2020 = FormSpec(
    form="state",
    since=date(2020, 3, 5),
    citation="Nghị định 30/2020/NĐ-CP ngày 05/3/2020, Điều 8 và Phụ lục I",
    verified=True,
    unsure=("number_pattern", "end_mark", "recipients_style", "minutes_titles"),
    motto=(
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12.0),
        ("Độc lập - Tự do - Hạnh phúc", 13.0),
    ),
    superior_pt=12,
    superior_bold=False,
    issuer_pt=12,
    issuer_mark="rule",
    number_pattern="Số: {number}/{code}-{symbol}",
    number_pt=13,
    place_pt=13,
    kind_pt=14,
    about_pt=14,
    about_mark="rule",
    heading_marks=("{roman}.", "{number}.", "{letter})"),
    bases_italic=True,
    end_mark="./.",
    marks=_STATE_MARKS,
    position_bold=True,
    recipients_style="bold-italic",
    recipients_pt=12,
    recipients_list_pt=11,
    minutes_titles=("THƯ KÝ", "CHỦ TỌA"),
    left_share=45,
    gap_pt=6,
)
FORMS: tuple[FormSpec, ...] = (_PARTY_2018, _PARTY_2026, _STATE_2020)


def form_for(form: Form, day: date) -> FormSpec:
    """Return the form in force on a day; before the first known one, that first."""
    rows = sorted((s for s in FORMS if s.form == form), key=lambda spec: spec.since)
    in_force = [spec for spec in rows if spec.since <= day]
    return in_force[-1] if in_force else rows[0]


def css_rule(spec: FormSpec) -> str:
    """Return the sizes of a form as ``print.css`` must hold them (a test compares)."""
    sizes = {
        "body": spec.body_pt,
        "line": spec.line_pt,
        "gap": spec.gap_pt,
        "superior": spec.superior_pt,
        "issuer": spec.issuer_pt,
        "number": spec.number_pt,
        "place": spec.place_pt,
        "kind": spec.kind_pt,
        "about": spec.about_pt,
        "motto-1": spec.motto[0][1],
        "motto-2": spec.motto[-1][1],
        "to": spec.recipients_pt,
        "to-list": spec.recipients_list_pt,
    }
    sized = " ".join(f"--p-{name}: {value:g}pt;" for name, value in sizes.items())
    return f".{spec.css_class} {{ {sized} --p-left: {spec.left_share}%; }}"


def page_rule(spec: FormSpec, mark: str = "") -> str:
    """Return the ``@page`` rule: margins and the page number, absent on page one.

    The mark of a draft stands at the top of every later page; page one carries it too.
    """
    top, right, bottom, left = spec.margins
    return (
        f"@page {{ size: A4; margin: {top}mm {right}mm {bottom}mm {left}mm; }}"
        "@page wide { size: A4 landscape; }"
        "@page { @top-center { content: counter(page);"
        f" font-size: {spec.page_number_pt:g}pt; }} }}"
        f"@page {{ @top-right {{ content: '{mark}'; font-size: 12pt; font-weight: 700; }} }}"
        "@page :first { @top-center { content: none; } @top-right { content: none; } }"
    )
