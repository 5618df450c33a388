"""Publishing the ranking: a copy that later changes do not move."""

from typing import Any

from core.workflow import verb
from emulation import scoring
from emulation.models import EmulationYear, RankingLine
from emulation.selectors import ranking as selectors
from emulation.workflow import YEAR


@verb(YEAR, "publish_ranking")
def publish_ranking(
    year: EmulationYear, *, actor: Any, **_data: object
) -> list[list[Any]]:
    """Store the ranking as it stands, with the sheet, the version of the formulas and
    what decided between equal totals. A unit that left without a final score is not
    ranked.
    """
    cards = selectors.final_cards(year)
    breakers = selectors.tie_breakers_of(year)
    entries = [selectors.stored_totals(card) for card in cards]
    placed = selectors.placings(cards, breakers, entries)
    RankingLine.objects.bulk_create(
        RankingLine(
            year=year,
            participation_id=one.standing.key,
            rank=one.standing.rank,
            self_total=one.card.self_total,
            final_total=one.standing.points,
            is_disqualified=one.standing.rank is None,
            sheet=one.card.sheet,
            formula_version=scoring.VERSION,
            decided_by=one.decided_by[:400],
        )
        for one in placed
    )
    changes: list[list[Any]] = [["Số đơn vị được xếp hạng", None, len(placed)]]
    if breakers:
        codes = ", ".join(one.code for one in breakers)
        changes.append(["Tiêu chí phụ", None, codes])
    return changes
