"""Self, checked and final scores beside each other: bars, a table, and in words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from core.tables import Column, Row, Table
from core.text import format_number, format_points
from emulation.models import Criterion, Participation, Scorecard
from emulation.reports.ranking import bar_length
from emulation.scoring.leaning import Lean, Pair, lean
from emulation.selectors.board import LAST, OWN, Board, BoardUnit

HUNDRED = Decimal(100)
_COLUMNS = (
    Column("unit", "Đơn vị", width=70),
    Column("self", "Tự chấm", "points", width=24),
    Column("checked", "Chấm chéo", "points", width=24),
    Column("final", "Điểm cuối", "points", width=24),
    Column("gap", "Điểm cuối so với tự chấm", "points", width=30),
)


@dataclass(frozen=True)
class Bars:
    """One unit's totals with their lengths on a scale of a hundred."""

    card: Scorecard
    self_length: str
    checked_length: str
    final_length: str


def stage_bars(board: Board) -> list[Bars]:
    """Return the totals of each self-scored card, drawn from nought."""
    cards = _scored(board)
    totals = [total for card in cards for total in _totals(card) if total]
    longest = max([board.scale, *totals])
    return [
        Bars(card, *(bar_length(total, longest) for total in _totals(card)))
        for card in cards
    ]


def stage_table(board: Board) -> Table:
    """Return the bars' figures."""
    return Table("Tự chấm, chấm chéo, điểm cuối", _COLUMNS, list(_rows(board)))


def _rows(board: Board) -> Iterator[Row]:
    for card in _scored(board):
        own, checked, final = _totals(card)
        gap = None if final is None or own is None else final - own
        name = card.participation.name
        cells = {"unit": name, "self": own, "checked": checked, "final": final}
        yield Row(cells | {"gap": gap}, url=card.get_absolute_url())


def _scored(board: Board) -> list[Scorecard]:
    return [one.card for one in board.units if one.card.self_scored_at]


def _totals(card: Scorecard) -> tuple[Decimal | None, ...]:
    return card.self_total, card.checked_total, card.final_total


def units_in_words(board: Board) -> list[str]:
    """Say for each unit how its own points stand to the final ones; nothing for those
    without a difference. Only leaves that have final points speak.
    """
    leaves = _leaves(board)
    found = [(one, lean(_own_and_final(one, leaves))) for one in board.units]
    return [
        unit_sentence(unit.card.participation.name, leaning, board.scale, leaves)
        for unit, leaning in found
        if leaning
    ]


def checkers_in_words(board: Board) -> list[str]:
    """Say for each checker how its points stand to the other checker's and to the final
    ones; nothing for those without a difference.
    """
    leaves = _leaves(board)
    others: dict[Participation, list[Pair]] = {}
    finals: dict[Participation, list[Pair]] = {}
    for unit in board.units:
        for stage, checker in unit.checkers.items():
            rest = [one for one in unit.checkers if one != stage]
            others.setdefault(checker, []).extend(
                pair for one in rest for pair in _pairs(unit, leaves, stage, one)
            )
            held = [
                pair
                for pair in _pairs(unit, leaves, stage, LAST)
                if pair[3] is not None
            ]
            finals.setdefault(checker, []).extend(held)
    ordered = sorted(others, key=lambda one: (one.protocol_number, one.pk))
    told = (
        checker_sentence(one.name, lean(others[one]), lean(finals[one]))
        for one in ordered
    )
    return [one for one in told if one]


def unit_sentence(
    name: str, leaning: Lean, scale: Decimal, leaves: dict[int, Criterion]
) -> str:
    """Say by how much a unit's points pass the final ones or stay below them."""
    where = f"nhiều nhất ở {leaves[leaning.farthest].code}: {_signed(leaning.most)}"
    if not leaning.gain:
        return (
            f"{name} tự chấm khác điểm cuối ở {leaning.count} tiêu chí, cộng lại bù nhau, "
            f"{where}."
        )
    size = f"{_way(leaning.gain)} điểm cuối {format_points(abs(leaning.gain))} điểm"
    share = ""
    if scale:
        percent = abs(leaning.gain) * HUNDRED / scale
        share = f" ({format_number(percent, 1)}% thang điểm)"
    if leaning.count == 1:
        code = leaves[leaning.farthest].code
        return f"{name} tự chấm {size}{share}, ở một tiêu chí: {code}."
    mean = f"bình quân {_signed(leaning.mean)} ở mỗi tiêu chí khác nhau"
    return f"{name} tự chấm {size}{share}, {mean}, {where}."


def checker_sentence(name: str, other: Lean | None, final: Lean | None) -> str:
    """Say where a checker's points stand; empty where they are everybody's."""
    parts = [
        _against(leaning, what)
        for leaning, what in ((other, "đơn vị cùng chấm"), (final, "điểm cuối"))
        if leaning
    ]
    return f"{name} chấm {'; '.join(parts)}." if parts else ""


def _against(leaning: Lean, what: str) -> str:
    count = f"{leaning.count} tiêu chí"
    if not leaning.mean:
        return f"khác {what} ở {count}, bình quân bù nhau"
    mean = format_points(abs(leaning.mean))
    way = _way(leaning.mean)
    return f"{way} {what} bình quân {mean} điểm mỗi tiêu chí khác nhau ({count})"


def _way(gap: Decimal) -> str:
    return "cao hơn" if gap > 0 else "thấp hơn"


def _signed(gap: Decimal) -> str:
    return f"+{format_points(gap)}" if gap > 0 else format_points(gap)


def _leaves(board: Board) -> dict[int, Criterion]:
    return {one.criterion.pk: one.criterion for one in board.nodes}


def _own_and_final(unit: BoardUnit, leaves: dict[int, Criterion]) -> Iterable[Pair]:
    return (pair for pair in _pairs(unit, leaves, OWN, LAST) if pair[3] is not None)


def _pairs(
    unit: BoardUnit, leaves: dict[int, Criterion], given: int, held: int
) -> Iterator[Pair]:
    for key, cell in unit.leaves.items():
        yield key, leaves[key].kind, cell.values[given], cell.values[held]
