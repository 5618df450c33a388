"""A scorecard read whole: a tree with the sums of every stage, and what was said."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from emulation import scoring
from emulation.enums import CriterionKind, CriterionMethod, ScorecardState
from emulation.models import CheckLine, Criterion, CrossCheck, Scorecard, ScoreLine
from emulation.scoring import Outcome, Score
from emulation.selectors.card_notes import Note, notes_of
from emulation.selectors.checks import checks_with_lines
from emulation.selectors.computed import outcomes_of
from emulation.selectors.rows import lines_of
from emulation.selectors.scores import stage_score
from emulation.selectors.sheets import SheetRow, criteria_of, totals_of, tree_rows

OWN, COMBINED, LAST = "self", "checked", "final"  # columns; the checks stand between


@dataclass
class Column:
    """One stage of a card: a column with its sums."""

    key: str
    label: str
    points: dict[int, Decimal | None]  # by criterion, of the leaves
    score: Score
    who: str = ""
    at: datetime | None = None
    difference: Decimal | None = None

    def of(self, criterion: Criterion) -> Decimal | None:
        """Return a leaf's points, or a group's sum."""
        if criterion.pk in self.points:
            return self.points[criterion.pk]
        return self.score.sums.get(criterion.pk)


@dataclass(frozen=True)
class Cell:
    """A node's points in one column; ``difference`` is against the self-score."""

    key: str
    label: str
    points: Decimal | None
    difference: Decimal | None = None


@dataclass
class CardRow:
    """A group with its sums, or a leaf with its line."""

    node: SheetRow
    line: ScoreLine | None
    cells: list[Cell] = field(default_factory=list)
    outcome: Outcome | None = None
    checks: list[CheckLine] = field(default_factory=list)
    form: Any = None
    stale: list[tuple[str, str, str]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    @property
    def criterion(self) -> Criterion:
        return self.node.criterion

    @property
    def self_points(self) -> Decimal | None:
        """The first column's points."""
        return self.cells[0].points

    @property
    def final_points(self) -> Decimal | None:
        """The last column's points."""
        return self.cells[-1].points

    @property
    def is_disqualifier(self) -> bool:
        """A condition that applies or not, instead of points."""
        return self.criterion.kind == CriterionKind.DISQUALIFIER

    @property
    def differs(self) -> bool:
        """Whether a later stage says something else than the self-score."""
        first = self.cells[0].points
        return any(scoring.differs(first, one.points) for one in self.cells[1:])

    @property
    def is_disputed(self) -> bool:
        """Whether the closed cross-check says something else than the unit."""
        return bool(self.line) and scoring.differs(
            self.line.self_points, self.line.checked_points
        )


@dataclass
class Card:
    """A scorecard read whole: rows in reading order and every column added up."""

    card: Scorecard
    rows: list[CardRow]
    columns: list[Column]
    scale: Decimal
    bonus: Decimal

    @property
    def lines(self) -> list[ScoreLine]:
        return [row.line for row in self.rows if row.line]

    @property
    def self_score(self) -> Score:
        return self.columns[0].score

    @property
    def final_score(self) -> Score:
        return self.columns[-1].score

    @property
    def missing(self) -> int:
        """How many leaves the unit still has to answer."""
        return sum(one.is_wanted and one.self_points is None for one in self.lines)

    @property
    def differing(self) -> int:
        """How many leaves a later stage sees otherwise than the unit."""
        return sum(row.differs for row in self.rows if row.line)

    @property
    def lacking(self) -> int:
        """How many leaves the secretariat still has to answer."""
        return sum(line.lacks_final for line in self.lines)

    @property
    def scored(self) -> bool:
        """Whether any final points stand."""
        return any(line.final_points is not None for line in self.lines)

    @property
    def provisional(self) -> int:
        """How many computed leaves other units' results may still move."""
        rows = (row.outcome for row in self.rows if row.outcome)
        return sum(one.is_provisional for one in rows)

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
            if (row.line and row.differs) or row.criterion.pk in kept:
                kept |= {row.criterion.pk, row.criterion.parent_id}
        return [row for row in self.rows if row.criterion.pk in kept]


def read_card(
    card: Scorecard, *, shows_checks: bool = True, shows_final: bool = True
) -> Card:
    """Read a card with its sheet, lines and checks: a constant number of queries."""
    criteria, lines = criteria_of(card.sheet), lines_of(card)
    outcomes = outcomes_of(card, criteria)
    follow(card, lines.values(), outcomes)
    checks = checks_with_lines(card) if shows_checks else []
    columns = _columns(card, criteria, list(lines.values()), checks)
    nodes = tree_rows(criteria)
    rows = [_row(node, lines, columns, outcomes, checks) for node in nodes]
    for row in rows:
        if row.line:
            row.notes = notes_of(row.line, row.checks, checks, shows_final=shows_final)
    return Card(card, rows, columns, *totals_of(nodes))


def follow(
    card: Scorecard, lines: Iterable[ScoreLine], outcomes: dict[int, Outcome]
) -> None:
    """Let computed leaves show what the results give now, until the card is final."""
    if card.state == ScorecardState.FINAL:
        return
    for line in lines:
        if (outcome := outcomes.get(line.criterion_id)) is not None:
            line.self_points = outcome.points
            line.checked_points = outcome.points if card.checked_at else None


Points = Callable[[ScoreLine], Decimal | None]


def _columns(
    card: Scorecard,
    criteria: list[Criterion],
    lines: list[ScoreLine],
    checks: list[CrossCheck],
) -> list[Column]:
    def column(key: str, label: str, points_of: Points, **about: Any) -> Column:
        points = {line.criterion_id: points_of(line) for line in lines}
        total = stage_score(criteria, lines, points_of)
        return Column(key, label, points, total, **about)

    own = column(OWN, "Tự chấm", lambda line: line.self_points)
    own.who, own.at = str(card.self_scored_by or ""), card.self_scored_at
    between = []
    for check in checks:
        label = f"Chấm chéo {check.place}" if len(checks) > 1 else "Đơn vị chấm"
        about = {"who": check.participation.name, "at": check.sent_at}
        between.append(
            column(f"check-{check.place}", label, _points_in(check), **about)
        )
    if checks:
        both = column(COMBINED, "Kết quả chéo", lambda line: line.checked_points)
        both.who, both.at = str(card.checked_by or ""), card.checked_at
        between.append(both)
    for one in between:
        one.difference = one.score.total - own.score.total
    last = column(LAST, "Điểm cuối", _last_points(card))
    last.who, last.at = str(card.finalised_by or ""), card.finalised_at
    return [own, *between, last]


def _last_points(card: Scorecard) -> Points:
    """Computed leaves need no final points until the card is final."""
    is_final = card.state == ScorecardState.FINAL

    def points_of(line: ScoreLine) -> Decimal | None:
        is_followed = line.criterion.is_computed and not is_final
        return line.self_points if is_followed else line.final_points

    return points_of


def _points_in(check: CrossCheck) -> Points:
    """Return what gives a leaf's points in a check; computed ones are the results'."""
    known = {one.line_id: one.points for one in check.known_lines}
    return lambda line: (
        line.self_points if line.criterion.is_computed else known.get(line.pk)
    )


def _row(
    node: SheetRow,
    lines: dict[int, ScoreLine],
    columns: list[Column],
    outcomes: dict[int, Outcome],
    checks: list[CrossCheck],
) -> CardRow:
    criterion = node.criterion
    line = lines.get(criterion.pk)
    first = columns[0].of(criterion)
    cells = []
    for column in columns:
        points, difference = column.of(criterion), None
        if line and column.key != OWN:
            difference = scoring.difference(criterion.kind, first, points)
        cells.append(Cell(column.key, column.label, points, difference))
    if line is None:
        return CardRow(node, None, cells)
    outcome = outcomes.get(criterion.pk) or counted(criterion, line)
    typed = [
        one for check in checks for one in check.known_lines if one.line_id == line.pk
    ]
    return CardRow(node, line, cells, _as_kept(outcome, line), typed)


def counted(criterion: Criterion, line: ScoreLine) -> Outcome | None:
    """Return the sentence of a leaf that is counted, once there is a count."""
    if criterion.method != CriterionMethod.OCCURRENCE or line.self_count is None:
        return None
    rate = criterion.rate or Decimal(0)
    return scoring.occurrences(rate, criterion.max_points, Decimal(line.self_count))


def _as_kept(outcome: Outcome | None, line: ScoreLine) -> Outcome | None:
    """Leave out a sentence that no longer speaks of the points that were kept."""
    if outcome is None or outcome.points == line.self_points:
        return outcome
    return None
