"""docs/scoring.md: the table of kinds, methods and holes as Markdown."""

from collections.abc import Callable, Iterator

from emulation import scoring
from emulation.enums import CriterionMethod
from emulation.reports.kinds import ANSWERING, Explained, holes, kinds, methods

_LEAD = (
    "How the points of a leaf come about, in the words of the page “Cách tính điểm”. "
    "Formulas: `emulation/scoring`,\n"
    f"version {scoring.VERSION}; each example and each answer below is computed by them "
    "when this page is written."
)
HOLES = (
    "Thiếu số liệu thì “chưa đủ dữ liệu”, không bao giờ là 0. Điểm tối đa trong các ví dụ "
    "là 20."
)


def doc_pages() -> Iterator[tuple[str, Callable[[], str]]]:
    """Yield docs/scoring.md for ``manage.py write_docs``."""
    yield "scoring.md", scoring_page


def scoring_page() -> str:
    """Return the whole table as Markdown."""
    heads = ["loại", "cần có", "cách tính", "ví dụ", "kết quả"]
    answering = [CriterionMethod(one).label for one in ANSWERING]
    return (
        "\n\n".join(
            [
                "# Scoring",
                "Written by `manage.py write_docs`; a test compares it. Do not edit by hand.",
                _LEAD,
                "## Căn cứ chấm (`Criterion.method`)",
                _markdown(heads, [_cells(one) for one in methods()]),
                "## Loại điểm (`Criterion.kind`)",
                _markdown(
                    ["loại", "căn cứ chấm dùng được", *heads[2:]],
                    [_cells(one) for one in kinds()],
                ),
                "## Khi thiếu số liệu",
                HOLES,
                _markdown(
                    ["trường hợp", *answering],
                    [[one.label, *one.answers] for one in holes()],
                ),
            ]
        )
        + "\n"
    )


def _cells(one: Explained) -> list[str]:
    return [one.label, one.needs, one.formula, one.given, one.answer]


def _markdown(heads: list[str], rows: list[list[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
