"""The stages of a scorecard, and lists of cards with totals."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from django.db.models import F, Prefetch, QuerySet

from emulation.enums import ScorecardState
from emulation.models import Criterion, EmulationYear, Scorecard, ScoreLine
from emulation.scoring import Leaf, Score, score
from emulation.selectors.checks import checks_to_read
from emulation.selectors.computed import outcomes_of
from emulation.selectors.evidence import lines_lacking_proof
from emulation.selectors.rows import card_lines, lines_in_order
from emulation.selectors.scopes import oversees, scorecards_visible_to

SELF, CHECKED, FINAL = "self_points", "checked_points", "final_points"
EXPLANATION = "explanation"
COUNTS = {SELF: "self_count", FINAL: "final_count"}


def to_be_read(cards: QuerySet[Scorecard]) -> QuerySet[Scorecard]:
    """Read cards together with all that their page asks again and again."""
    return with_criteria(cards).prefetch_related(
        Prefetch("lines", card_lines()), Prefetch("checks", checks_to_read())
    )


def with_criteria(cards: QuerySet[Scorecard]) -> QuerySet[Scorecard]:
    """Read cards together with their sheets' nodes, and who led them on."""
    people = ("self_scored_by", "checked_by", "explained_by", "finalised_by")
    rows = cards.select_related(*(f"{one}__person" for one in people))
    return rows.prefetch_related("sheet__criteria")


def stage_score(
    criteria: Iterable[Criterion],
    lines: Iterable[ScoreLine],
    points_of: Callable[[ScoreLine], Decimal | None],
) -> Score:
    """Add up one column of a card."""
    parents = {one.pk: one.parent_id for one in criteria}
    leaves = [
        Leaf(
            key=line.criterion_id,
            parent=parents[line.criterion_id],
            kind=line.criterion.kind,
            points=points_of(line),
        )
        for line in lines
    ]
    return score(leaves, parents)


def card_score(card: Scorecard, stage: str) -> Score:
    """Add up one stage of a stored card."""
    lines = card.lines.select_related("criterion")
    criteria = card.sheet.criteria.all()
    return stage_score(criteria, lines, lambda line: getattr(line, stage))


def provisional_lines(card: Scorecard) -> list[ScoreLine]:
    """Return the computed leaves that other units' results may still move."""
    lines = lines_in_order(card)
    found = outcomes_of(card, [one.criterion for one in lines])
    moving = {key for key, outcome in found.items() if outcome.is_provisional}
    return [one for one in lines if one.criterion_id in moving]


def unproven_lines(card: Scorecard) -> list[ScoreLine]:
    """Return, in the sheet's order, the leaves that claim points without the file that
    they want.
    """
    lacking = {one.pk for one in lines_lacking_proof(card)}
    return [one for one in lines_in_order(card) if one.pk in lacking] if lacking else []


def shows_final(card: Scorecard, user: Any) -> bool:
    """Final points are read by all once they are final, before that by those who
    oversee the year.
    """
    return card.state == ScorecardState.FINAL or oversees(user, card.year)


def cards_of_year(year: EmulationYear, user: Any) -> QuerySet[Scorecard]:
    """Return the scorecards of the year that the user sees, by rank once there is one,
    before that in protocol order.
    """
    cards = scorecards_visible_to(user).filter(participation__year=year)
    standing = "participation__standing__"
    return cards.order_by(
        F(f"{standing}is_disqualified").asc(nulls_last=True),
        F(f"{standing}rank").asc(nulls_last=True),
        "participation__protocol_number",
        "pk",
    )


def progress_of(cards: Iterable[Scorecard]) -> list[dict[str, Any]]:
    """Return how far the units and the secretariat have come, as figures of a page."""
    states = [card.state for card in cards]
    all_cards = f"/{len(states)}"
    final = states.count(ScorecardState.FINAL)
    begun = {ScorecardState.DRAFT, ScorecardState.RETURNED}
    sent = sum(one not in begun for one in states)
    return [
        {"label": "Đã tự chấm", "value": sent, "unit": all_cards},
        {"label": "Chờ chấm điểm cuối", "value": sent - final, "unit": ""},
        {"label": "Đã chốt điểm", "value": final, "unit": all_cards},
    ]
