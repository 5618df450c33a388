"""The year's scores whole: criteria by units, with every stage of each leaf."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch

from emulation import scoring
from emulation.enums import ScorecardState
from emulation.models import (
    CheckLine,
    Criterion,
    CrossCheck,
    EmulationYear,
    Participation,
    Scorecard,
    ScoreLine,
)
from emulation.scoring import Leaf, Outcome, Score
from emulation.selectors.checks import checks_of, shows_checks
from emulation.selectors.computed import outcomes
from emulation.selectors.scopes import scorecards_visible_to
from emulation.selectors.scores import shows_final
from emulation.selectors.sheets import (
    SheetRow,
    criteria_of,
    sheet_in_use,
    totals_of,
    tree_rows,
)

OWN, FIRST_CHECK, SECOND_CHECK, LAST, COUNTING = range(5)
STAGES = (OWN, FIRST_CHECK, SECOND_CHECK, LAST)
Values = tuple[Decimal | None, ...]
NOTHING: Values = (None,) * 5


@dataclass(slots=True)
class BoardCell:
    """A leaf of a unit: its points by stage, then those that count now."""

    line: int
    values: Values
    is_lacking: bool = False
    is_provisional: bool = False

    @property
    def differs(self) -> bool:
        """Whether a later stage says something else than the self-score."""
        own, *later = self.values[:COUNTING]
        return any(scoring.differs(own, one) for one in later)


@dataclass
class BoardUnit:
    """A unit's card: leaves by criterion, sums by stage, and who checked it."""

    card: Scorecard
    leaves: dict[int, BoardCell] = field(default_factory=dict)
    scores: tuple[Score, ...] = ()
    checkers: dict[int, Participation] = field(default_factory=dict)  # by stage

    def has(self, stage: int) -> bool:
        """Tell whether any leaf has points of this stage."""
        return any(one.values[stage] is not None for one in self.leaves.values())


@dataclass
class Board:
    """All cards of the year that the user reads, on the sheet in use."""

    nodes: list[SheetRow]
    units: list[BoardUnit]
    scale: Decimal
    stages: tuple[int, ...]


def read_board(year: EmulationYear, user: Any) -> Board:
    """Read the year's cards as far as the user reads each of them: a constant number
    of queries.
    """
    sheet = sheet_in_use(year)
    criteria = criteria_of(sheet) if sheet else []
    cards = _cards(year, user)
    lines = _lines_of(cards)
    checks = {
        one.pk: checks_of(one) if shows_checks(one, user) else [] for one in cards
    }
    typed = _typed(one for found in checks.values() for one in found)
    computed = outcomes(year, [one for one in criteria if one.is_computed])
    units = []
    for card in cards:
        unit = BoardUnit(card)
        unit.checkers = {one.place: one.participation for one in checks[card.pk]}
        given = {one.place: typed.get(one.pk, {}) for one in checks[card.pk]}
        known = computed.get(card.participation_id, {})
        reads_final = shows_final(card, user)
        for leaf in criteria:
            line = lines.get((card.pk, leaf.pk))
            if line is not None:
                read = _Read(card, line, leaf.is_computed, known.get(leaf.pk))
                unit.leaves[leaf.pk] = read.cell(given, reads_final=reads_final)
        unit.scores = _scores(criteria, unit)
        units.append(unit)
    nodes = tree_rows(criteria)
    return Board(nodes, units, totals_of(nodes)[0], _stages(cards))


def _cards(year: EmulationYear, user: Any) -> list[Scorecard]:
    cards = scorecards_visible_to(user).filter(participation__year=year)
    checks = CrossCheck.objects.select_related("participation").order_by("place")
    ordered = cards.order_by("participation__protocol_number", "pk")
    return list(ordered.prefetch_related(Prefetch("checks", checks)))


def _stages(cards: Iterable[Scorecard]) -> tuple[int, ...]:
    """Return the stages that the bloc has: as many checks as were drawn."""
    places = [one.place for card in cards for one in checks_of(card)]
    most = max(places, default=0)
    return tuple(one for one in STAGES if one in {OWN, LAST} or one <= most)


def _lines_of(cards: list[Scorecard]) -> dict[tuple[int, int], tuple[Any, ...]]:
    rows = ScoreLine.objects.filter(scorecard__in=cards).values_list(
        "scorecard_id",
        "criterion_id",
        "pk",
        "self_points",
        "checked_points",
        "final_points",
    )
    return {(card, leaf): rest for card, leaf, *rest in rows.order_by()}


def _typed(checks: Iterable[CrossCheck]) -> dict[int, dict[int, Decimal | None]]:
    """Return the checkers' points by check and line."""
    found: dict[int, dict[int, Decimal | None]] = {one.pk: {} for one in checks}
    rows = CheckLine.objects.filter(check_of__in=list(found)).order_by()
    for check, line, points in rows.values_list("check_of_id", "line_id", "points"):
        found[check][line] = points
    return found


@dataclass
class _Read:
    """A stored line on its way to a cell; a computed leaf follows the results until the
    card is final, as on the card's own page.
    """

    card: Scorecard
    line: tuple[Any, ...]
    is_computed: bool
    outcome: Outcome | None

    @property
    def is_final(self) -> bool:
        return self.card.state == ScorecardState.FINAL

    def cell(
        self, given: dict[int, dict[int, Decimal | None]], *, reads_final: bool
    ) -> BoardCell:
        pk, own, checked, last = self.line
        is_followed = self.is_computed and not self.is_final
        if is_followed and self.outcome is not None:
            own = checked = self.outcome.points
        if is_followed:
            last = own
        last = last if reads_final else None
        before = checked if self.card.checked_at else own
        checks = [
            (own if self.is_computed else given[place].get(pk))
            if place in given
            else None
            for place in (FIRST_CHECK, SECOND_CHECK)
        ]
        counting = before if last is None else last
        is_moving = is_followed and self.outcome is not None
        return BoardCell(
            pk,
            (own, *checks, last, counting),
            is_lacking=self.is_computed and counting is None,
            is_provisional=is_moving and self.outcome.is_provisional,
        )


def _scores(criteria: list[Criterion], unit: BoardUnit) -> tuple[Score, ...]:
    """Add up every stage of a card."""
    parents = {one.pk: one.parent_id for one in criteria}
    kinds = {one.pk: one.kind for one in criteria}
    return tuple(
        scoring.score(
            [
                Leaf(key, parents[key], kinds[key], cell.values[stage])
                for key, cell in unit.leaves.items()
            ],
            parents,
        )
        for stage in range(len(NOTHING))
    )
