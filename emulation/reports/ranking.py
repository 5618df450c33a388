"""The published ranking as a table, and scores as bars."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from core.tables import Column, Row, Table
from core.text import format_points
from emulation import selectors
from emulation.models import EmulationYear, RankingLine, Scorecard

_COLUMNS = (
    Column("rank", "Hạng", "int", width=14, align="center", blank="–"),
    Column("unit", "Đơn vị", width=78),
    Column("self", "Tự chấm", "points", width=24),
    Column("final", "Điểm cuối", "points", width=24),
    Column("difference", "Chênh lệch", "points", width=24),
)


def ranking_table(year: EmulationYear) -> Table:
    """Return the ranking as published: disqualified units last and without a rank."""
    lines = list(
        selectors.ranking_of(year).select_related("participation__scorecard__sheet")
    )
    return Table(
        title=f"Xếp hạng thi đua năm {year.year}",
        columns=_COLUMNS,
        rows=[_row(line) for line in lines],
        notes=_notes(lines),
    )


def _row(line: RankingLine) -> Row:
    return Row(
        {
            "rank": line.rank,
            "unit": line.participation.name,
            "self": line.self_total,
            "final": line.final_total,
            "difference": line.final_total - line.self_total,
        },
        url=line.participation.scorecard.get_absolute_url(),
    )


def _notes(lines: list[RankingLine]) -> list[str]:
    ranks = [line.rank for line in lines if line.rank]
    notes = list(_decided(lines))
    if len(set(ranks)) < len(ranks):
        notes.append("Các đơn vị bằng điểm xếp cùng hạng.")
    if any(line.is_disqualified for line in lines):
        notes.append("Đơn vị vi phạm điều kiện loại trừ không được xếp hạng.")
    if any(line.participation.scorecard.sheet.is_sample for line in lines):
        notes.append("Chấm theo bảng tiêu chí mẫu.")
    return notes


def _decided(lines: list[RankingLine]) -> Iterator[str]:
    """Say for each total that several units have what set them apart."""
    ranked = [line for line in lines if line.rank]
    for total, group in groupby(ranked, key=lambda line: line.final_total):
        tied = list(group)
        deciders = dict.fromkeys(one.decided_by for one in tied if one.decided_by)
        if not deciders:
            continue
        places = "; ".join(
            f"hạng {rank} {', '.join(one.participation.name for one in same)}"
            for rank, same in groupby(tied, key=lambda line: line.rank)
        )
        nodes = ", ".join(f"“{one}”" for one in deciders)
        points = format_points(total)
        yield f"Cùng {points} điểm, hơn nhờ điểm mục {nodes}: {places}."


@dataclass(frozen=True)
class ScoreBar:
    """One unit's two totals, with their lengths on a scale of a hundred."""

    card: Scorecard
    self_length: str
    final_length: str


def score_bars(cards: Iterable[Scorecard], scale: Decimal) -> list[ScoreBar]:
    """Return both totals of each self-scored card drawn from nought; totals may pass
    the scale.
    """
    scored = [card for card in cards if card.self_scored_at]
    totals = [card.self_total for card in scored]
    finals = [card.final_total for card in scored if card.final_total]
    longest = max([scale, *totals, *finals])
    return [
        ScoreBar(
            card,
            bar_length(card.self_total, longest),
            bar_length(card.final_total, longest),
        )
        for card in scored
    ]


def bar_length(points: Decimal | None, longest: Decimal) -> str:
    """Return how long a bar of points is on a hundred; nought for none or less."""
    if not points or points < 0 or not longest:
        return "0"
    return f"{100 * points / longest:.1f}"
