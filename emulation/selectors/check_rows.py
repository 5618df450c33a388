"""A cross-check as its checkers read it: the sheet, the unit's points and their own."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from emulation import scoring
from emulation.models import CheckLine, Criterion, CrossCheck, ScoreLine
from emulation.scoring import Outcome, Score
from emulation.selectors.cards import Column, counted, follow
from emulation.selectors.checks import current_lines
from emulation.selectors.computed import outcomes_of
from emulation.selectors.rows import lines_of
from emulation.selectors.scores import stage_score
from emulation.selectors.sheets import SheetRow, criteria_of, totals_of, tree_rows


@dataclass
class CheckRow:
    """A group with its sums, or a leaf with what unit and checkers give it."""

    node: SheetRow
    line: ScoreLine | None
    check_line: CheckLine | None
    own: Decimal | None
    points: Decimal | None
    outcome: Outcome | None = None
    form: Any = None
    stale: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def criterion(self) -> Criterion:
        return self.node.criterion

    @property
    def difference(self) -> Decimal | None:
        """What the checkers change in the unit's total."""
        if self.line is None:
            return None
        kind = self.line.criterion.kind
        return scoring.difference(kind, self.own, self.points)

    @property
    def differs(self) -> bool:
        """Whether the checkers say something else than the unit."""
        return self.line is not None and scoring.differs(self.own, self.points)


@dataclass
class ReadCheck:
    """A check read whole: rows in reading order, both columns added up."""

    check: CrossCheck
    rows: list[CheckRow]
    own: Score
    given: Score
    scale: Decimal

    @property
    def missing(self) -> int:
        """How many leaves the checkers still have to answer."""
        lines = (row.check_line for row in self.rows if row.check_line)
        return sum(one.lacks_points for one in lines)

    @property
    def difference(self) -> Decimal:
        return self.given.total - self.own.total


def read_check(check: CrossCheck) -> ReadCheck:
    """Read a check with the card it is about: a constant number of queries."""
    card = check.scorecard
    criteria, lines = criteria_of(card.sheet), lines_of(card)
    outcomes = outcomes_of(card, criteria)
    follow(card, lines.values(), outcomes)
    typed = {one.line_id: one for one in current_lines().filter(check_of=check)}
    for line in lines.values():
        if (one := typed.get(line.pk)) is not None:
            one.line = line

    def points_of(line: ScoreLine) -> Decimal | None:
        if line.criterion.is_computed:
            return line.self_points
        return typed[line.pk].points if line.pk in typed else None

    def column(key: str, value: Any) -> Column:
        points = {line.criterion_id: value(line) for line in lines.values()}
        return Column(key, "", points, stage_score(criteria, lines.values(), value))

    own, given = column("self", lambda line: line.self_points), column("c", points_of)
    nodes = tree_rows(criteria)
    rows = []
    for node in nodes:
        leaf = node.criterion
        line = lines.get(leaf.pk)
        row = CheckRow(node, line, None, own.of(leaf), given.of(leaf))
        if line is not None:
            row.check_line = typed.get(line.pk)
            row.outcome = outcomes.get(leaf.pk) or counted(leaf, line)
        rows.append(row)
    return ReadCheck(check, rows, own.score, given.score, totals_of(nodes)[0])
