"""Scorecards as they are shown: trees with sums, lists with totals."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import F, QuerySet

from emulation.enums import CriterionKind, ScorecardState
from emulation.models import Criterion, EmulationYear, Scorecard, ScoreLine
from emulation.scoring import Leaf, Score, score
from emulation.selectors.rows import lines_of
from emulation.selectors.scopes import oversees, scorecards_visible_to
from emulation.selectors.sheets import SheetRow, criteria_of, totals_of, tree_rows

SELF, FINAL = "self_points", "final_points"


def stage_score(
    criteria: Iterable[Criterion], lines: Iterable[ScoreLine], stage: str
) -> Score:
    """Add up one stage (``SELF`` or ``FINAL``) of a card."""
    parents = {one.pk: one.parent_id for one in criteria}
    leaves = [
        Leaf(
            key=line.criterion_id,
            parent=parents[line.criterion_id],
            kind=line.criterion.kind,
            points=getattr(line, stage),
        )
        for line in lines
    ]
    return score(leaves, parents)


def card_score(card: Scorecard, stage: str) -> Score:
    """Add up one stage of a stored card."""
    lines = card.lines.select_related("criterion")
    return stage_score(card.sheet.criteria.all(), lines, stage)


@dataclass
class CardRow:
    """A group with its sums, or a leaf with its line."""

    node: SheetRow
    line: ScoreLine | None
    self_points: Decimal | None
    final_points: Decimal | None
    form: Any = None
    stale: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def criterion(self) -> Criterion:
        return self.node.criterion

    @property
    def is_disqualifier(self) -> bool:
        """A condition that applies or not, instead of points."""
        return self.criterion.kind == CriterionKind.DISQUALIFIER

    @property
    def has_notes(self) -> bool:
        """Whether something is said below the row, while nobody types."""
        return bool(
            self.line and (self.line.self_note or (self.line.differs and not self.form))
        )


@dataclass
class Card:
    """A scorecard read whole: rows in reading order and both stages added up."""

    card: Scorecard
    rows: list[CardRow]
    self_score: Score
    final_score: Score
    scale: Decimal
    bonus: Decimal

    @property
    def lines(self) -> list[ScoreLine]:
        return [row.line for row in self.rows if row.line]

    @property
    def differing(self) -> int:
        """How many leaves have a final score other than the self-score."""
        return sum(line.differs for line in self.lines)

    @property
    def lacking(self) -> int:
        """How many leaves the secretariat still has to answer."""
        return sum(line.lacks_final for line in self.lines)

    @property
    def scored(self) -> bool:
        """Whether any final points stand."""
        return any(line.final_points is not None for line in self.lines)

    @property
    def difference(self) -> Decimal | None:
        """The sum of the differences of leaves that have final points."""
        known = [
            line.difference for line in self.lines if line.final_points is not None
        ]
        return sum(known, Decimal(0)) if known else None

    @property
    def final_total(self) -> Decimal | None:
        """What was stored at the end, before that the sum so far."""
        if self.card.final_total is not None:
            return self.card.final_total
        return self.final_score.total if self.scored else None

    def only_differing(self) -> list[CardRow]:
        """Leaves that differ, under their groups."""
        kept: set[int] = set()
        for row in reversed(self.rows):
            if (row.line and row.line.differs) or row.criterion.pk in kept:
                kept |= {row.criterion.pk, row.criterion.parent_id}
        return [row for row in self.rows if row.criterion.pk in kept]


def read_card(card: Scorecard) -> Card:
    """Read a card with its sheet and lines: two queries, however long the sheet."""
    criteria, lines = criteria_of(card.sheet), lines_of(card)
    own = stage_score(criteria, lines.values(), SELF)
    final = stage_score(criteria, lines.values(), FINAL)
    nodes = tree_rows(criteria)
    rows = [_card_row(node, lines, own, final) for node in nodes]
    return Card(card, rows, own, final, *totals_of(nodes))


def _card_row(
    node: SheetRow, lines: dict[int, ScoreLine], own: Score, final: Score
) -> CardRow:
    pk = node.criterion.pk
    line = lines.get(pk)
    if line is None:
        return CardRow(node, None, own.sums.get(pk), final.sums.get(pk))
    return CardRow(node, line, line.self_points, line.final_points)


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
    waiting = states.count(ScorecardState.SELF_SCORED)
    return [
        {"label": "Đã tự chấm", "value": final + waiting, "unit": all_cards},
        {"label": "Chờ chấm điểm cuối", "value": waiting, "unit": ""},
        {"label": "Đã chốt điểm", "value": final, "unit": all_cards},
    ]
