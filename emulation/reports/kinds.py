"""How points come about: one table for docs/scoring.md and for the page in the app.

Every example and every answer to a hole is computed by ``emulation.scoring`` as it is
read, so that the table cannot say anything else than the formulas do.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from core.text import format_points
from emulation import scoring
from emulation.enums import CriterionKind, CriterionMethod
from emulation.models.sheets import METHODS
from emulation.scoring import Figure, Leaf, Outcome

MOST = Decimal(20)
IRRELEVANT = "Không liên quan."
ALONE = "Không so với đơn vị khác."
BY_SIGN = "Chỉ tiêu đạt hay không đạt theo dấu so sánh của chính nó."


@dataclass(frozen=True)
class Explained:
    """One kind or method: what it needs, its formula in words, an example."""

    label: str
    needs: str
    formula: str
    given: str
    answer: str


def _figure(
    target: int | None, actual: int | None, key: int = 1, **facts: str | bool
) -> Figure:
    held = (None if one is None else Decimal(one) for one in (target, actual))
    return Figure(key, *held, **facts)  # type: ignore[arg-type]


def _relative(*figures: Figure) -> str:
    return scoring.relative(MOST, figures)[1].sentence


# ----- methods


def methods() -> list[Explained]:
    """Return every method with its example."""
    return [_METHODS[one](CriterionMethod(one).label) for one in CriterionMethod.values]


def _typed(label: str) -> Explained:
    return Explained(
        label,
        "điểm tối đa",
        "Người chấm ghi điểm, từ 0 đến điểm tối đa; có thể buộc kèm minh chứng.",
        "Tối đa 20 điểm, đơn vị tự chấm 18,5.",
        f"{format_points(Decimal('18.5'))} điểm.",
    )


def _pass_fail(label: str) -> Explained:
    return Explained(
        label,
        "điểm tối đa",
        "Đạt thì được điểm tối đa, không đạt thì 0 điểm.",
        "Tối đa 20 điểm, đơn vị đạt.",
        scoring.pass_fail(MOST, answer=True).sentence,
    )


def _occurrence(label: str) -> Explained:
    return Explained(
        label,
        "điểm mỗi lần; điểm tối đa nếu có mức trần",
        "Số lần nhân với điểm mỗi lần, không quá mức trần.",
        "Mỗi lần 5 điểm, tối đa 20 điểm, có 6 lần.",
        scoring.occurrences(Decimal(5), MOST, Decimal(6)).sentence,
    )


def _ratio(label: str) -> Explained:
    return Explained(
        label,
        "điểm tối đa; chỉ tiêu chung; tính tối đa bao nhiêu %",
        "Điểm tối đa nhân với tỷ lệ đạt (kết quả chia chỉ tiêu), không quá mức “tính "
        "tối đa”. Chỉ tiêu “≤”: vượt mức thì lấy chỉ tiêu chia kết quả.",
        "Tối đa 20 điểm, tính tối đa 100%, chỉ tiêu 10, kết quả 9.",
        scoring.ratio(MOST, _figure(10, 9)).sentence,
    )


def _share_met(label: str) -> Explained:
    return Explained(
        label,
        "điểm tối đa",
        "Điểm tối đa nhân với số chỉ tiêu đạt, chia cho số chỉ tiêu được giao trong giao "
        "ước.",
        "Tối đa 20 điểm, giao ước có 8 chỉ tiêu, đạt 7.",
        scoring.share_met(MOST, [True] * 7 + [False]).sentence,
    )


def _compared(label: str) -> Explained:
    return Explained(
        label,
        "điểm tối đa; chỉ tiêu chung",
        "Dưới chỉ tiêu: nửa điểm tối đa nhân tỷ lệ đạt. Bằng chỉ tiêu: nửa điểm tối đa. "
        "Vượt: đơn vị vượt nhiều nhất được điểm tối đa; đơn vị khác được nửa điểm tối "
        "đa cộng nửa điểm tối đa nhân (mức vượt của mình chia mức vượt cao nhất). Đơn vị "
        "không giao chỉ tiêu so trong nhóm của mình: kết quả chia kết quả tốt nhất. Điểm "
        "là tạm tính đến khi mọi đơn vị có kết quả được duyệt.",
        "Tối đa 20 điểm; đơn vị A chỉ tiêu 10, kết quả 12; đơn vị B chỉ tiêu 10, kết "
        "quả 15. Điểm của A:",
        _relative(_figure(10, 12), _figure(10, 15, key=2)),
    )


_METHODS: dict[str, Callable[[str], Explained]] = {
    CriterionMethod.TYPED: _typed,
    CriterionMethod.PASS_FAIL: _pass_fail,
    CriterionMethod.OCCURRENCE: _occurrence,
    CriterionMethod.RATIO: _ratio,
    CriterionMethod.SHARE_MET: _share_met,
    CriterionMethod.RELATIVE: _compared,
}


# ----- kinds of leaves


def kinds() -> list[Explained]:
    """Return what each kind of leaf does with its points in the total."""
    return [
        Explained(
            CriterionKind(kind).label,
            _usable(kind),
            _IN_TOTAL[kind],
            *_total_with(kind),
        )
        for kind in CriterionKind.values
    ]


def _usable(kind: str) -> str:
    if kind == CriterionKind.DISQUALIFIER:
        return "có vi phạm hay không"
    return ", ".join(CriterionMethod(one).label.lower() for one in METHODS[kind])


_IN_TOTAL = {
    CriterionKind.POINTS: "Cộng vào tổng điểm; tổng các điểm tối đa là thang điểm.",
    CriterionKind.BONUS: "Cộng thêm; tổng điểm được vượt thang điểm.",
    CriterionKind.DEDUCTION: (
        "Ghi số dương, trừ vào tổng điểm; không có mức trần thì trừ không giới hạn."
    ),
    CriterionKind.DISQUALIFIER: (
        "Không có điểm. Vi phạm một điều kiện thì đơn vị không được xếp hạng."
    ),
}
_ADDED = {
    CriterionKind.POINTS: ("Chỉ có một tiêu chí, được 95 điểm.", None),
    CriterionKind.BONUS: ("Tiêu chí được 95 điểm, thưởng 10 điểm.", Decimal(10)),
    CriterionKind.DEDUCTION: ("Tiêu chí được 95 điểm, trừ 4 điểm.", Decimal(4)),
    CriterionKind.DISQUALIFIER: (
        "Tiêu chí được 95 điểm, vi phạm điều kiện loại trừ.",
        Decimal(1),
    ),
}


def _total_with(kind: str) -> tuple[str, str]:
    given, points = _ADDED[CriterionKind(kind)]
    leaves = [Leaf(1, None, "points", Decimal(95))]
    if points is not None:
        leaves.append(Leaf(2, None, kind, points))
    found = scoring.score(leaves, {})
    end = ", không xếp hạng" if found.is_disqualified else ""
    return given, f"Tổng {format_points(found.total)} điểm{end}."


# ----- holes


@dataclass(frozen=True)
class Hole:
    """Something that is missing or odd, and what each method answers."""

    label: str
    answers: tuple[str, ...]  # in the order of ``ANSWERING``


ANSWERING = (
    CriterionMethod.RATIO,
    CriterionMethod.SHARE_MET,
    CriterionMethod.RELATIVE,
    CriterionMethod.OCCURRENCE,
    CriterionMethod.PASS_FAIL,
)


def _said(outcome: Outcome) -> str:
    return outcome.sentence


def holes() -> list[Hole]:
    """Return the answer to every hole; what does not suffice is never 0."""
    ratio, compared, none = scoring.ratio, _relative, IRRELEVANT
    share = scoring.share_met
    return [
        Hole(
            "Không giao chỉ tiêu, kết quả 8 (đơn vị khác cũng không giao, kết quả 10)",
            (
                _said(ratio(MOST, _figure(None, 8))),
                _said(share(MOST, [])),
                compared(_figure(None, 8), _figure(None, 10, key=2)),
                none,
                none,
            ),
        ),
        Hole(
            "Chỉ tiêu bằng 0 (dấu ≥), kết quả 5",
            (
                _said(ratio(MOST, _figure(0, 5))),
                BY_SIGN,
                compared(_figure(0, 5), _figure(10, 10, key=2)),
                none,
                none,
            ),
        ),
        Hole(
            "Kết quả để trống",
            (
                _said(ratio(MOST, _figure(10, None))),
                _said(share(MOST, [True, None])),
                compared(_figure(10, None), _figure(10, 10, key=2)),
                _said(scoring.occurrences(Decimal(5), MOST, None)),
                _said(scoring.pass_fail(MOST, None)),
            ),
        ),
        *_comparing_holes(),
    ]


def _comparing_holes() -> Iterator[Hole]:
    less = {"comparator": "le"}
    yield Hole(
        "Càng ít càng tốt (dấu ≤), chỉ tiêu 10, kết quả 8",
        (
            _said(scoring.ratio(MOST, _figure(10, 8, **less))),
            BY_SIGN,
            _relative(_figure(10, 8, **less), _figure(10, 5, key=2, **less)),
            IRRELEVANT,
            IRRELEVANT,
        ),
    )
    for label, figures in (
        ("Mọi đơn vị bằng nhau (cùng đạt 120%)", (_figure(10, 12), _figure(10, 12, 2))),
        ("Chỉ một đơn vị (đạt 120%)", (_figure(10, 12),)),
        (
            "Đơn vị đã thôi tham gia",
            (_figure(10, 12, has_left=True), _figure(10, 10, key=2)),
        ),
    ):
        yield Hole(label, (ALONE, ALONE, _relative(*figures), ALONE, ALONE))
