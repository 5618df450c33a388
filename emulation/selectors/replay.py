"""Why a ranking changed: moments of a year's scoring, and what moved in between."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import F

from core import clock
from core.models import JournalEntry
from core.templatetags.house import vi_datetime
from emulation.enums import CriterionKind, ScorecardState
from emulation.models import (
    Criterion,
    EmulationYear,
    Participation,
    Scorecard,
    ScoreChange,
    ScoreLine,
)
from emulation.scoring import Change, Moved, moved
from emulation.selectors.ranking import tie_breakers_of

START, NOW, SUBMIT = "dau", "nay", "submit"
_OF_CARDS = ("submit", "return", "renew", "close_checks", "finalise", "rescore")
_OF_YEARS = ("publish_ranking",)


@dataclass(frozen=True)
class Moment:
    """A moment between which changes can be looked for; ``verb`` is what happened."""

    key: str
    at: datetime
    label: str
    verb: str = ""


@dataclass(frozen=True)
class Noted(Change):
    """A change with the row it was read from."""

    row: ScoreChange | None = None


@dataclass(frozen=True)
class Cause:
    """One change and what it did to the unit's total."""

    row: ScoreChange
    points: Decimal

    @property
    def line(self) -> ScoreLine:
        return self.row.line

    @property
    def before(self) -> Decimal | None:
        """What the leaf counted until then, in whichever stage that was."""
        row, kind = self.row, self.line.criterion.kind
        if row.after is None or kind == CriterionKind.DISQUALIFIER:
            return row.before
        sign = -1 if kind == CriterionKind.DEDUCTION else 1
        return (row.after - sign * self.points) or row.before


@dataclass(frozen=True)
class Story:
    """One unit between two moments: where it stood, where it stands, and why."""

    participation: Participation
    moved: Moved
    causes: list[Cause]
    quiet: int
    was_scored: bool

    @property
    def gain(self) -> Decimal:
        return self.moved.total_after - self.moved.total_before


# ----- moments


def moments_of(year: EmulationYear) -> list[Moment]:
    """Return in order when something happened to the scores of the year, from before
    the first to now, or to the published ranking. Two queries.
    """
    entries = list(_entries(year))
    names = dict(year.participations.values_list("unit", "name")) if entries else {}
    first = entries[0].at if entries else clock.now()
    found = [Moment(START, _before(first), "Trước khi có điểm")]
    for entry in entries:
        about = f", {names[entry.unit]}" if entry.unit in names else ""
        label = f"{entry.sentence}{about} ({vi_datetime(entry.at)})"
        found.append(Moment(str(entry.pk), entry.at, label, entry.verb))
    if not year.ranking_is_public:
        found.append(Moment(NOW, clock.now(), "Hiện nay"))
    return found


def _entries(year: EmulationYear) -> Iterable[JournalEntry]:
    entries = JournalEntry.objects.filter(chain__key=year.journal_chain)
    of_cards = entries.filter(object_type=Scorecard._meta.label, verb__in=_OF_CARDS)
    of_years = entries.filter(object_type=EmulationYear._meta.label, verb__in=_OF_YEARS)
    return (of_cards | of_years).order_by("at", "pk")


def _before(moment: datetime) -> datetime:
    return moment.replace(year=moment.year - 1, month=1, day=1)


def usual_moments(moments: list[Moment]) -> tuple[Moment, Moment]:
    """Return what is asked most: from the last self-score that came in to the end."""
    sent = [one for one in moments if one.verb == SUBMIT]
    return (sent[-1] if sent else moments[0]), moments[-1]


# ----- what moved


def stories(year: EmulationYear, before: Moment, after: Moment) -> list[Story]:
    """Say for each unit how rank and total went, with the changes that moved it, the
    largest first. Units that left without a final score are not told of. A constant
    number of queries.
    """
    changes = [_noted(row) for row in _changes(year)]
    changes = [one for one in changes if _takes_part(one.row.line.scorecard)]
    kinds = {one.leaf: one.row.line.criterion.kind for one in changes}
    units = {one.unit: one.row.line.scorecard.participation for one in changes}
    scored = {one.unit for one in changes if one.at <= before.at}
    found = moved(changes, kinds, before.at, after.at, _ties(year, kinds))
    return [_story(one, units[one.unit], one.unit in scored) for one in found]


def _changes(year: EmulationYear) -> Iterable[ScoreChange]:
    """Return the changes of leaves that the cards' sheets have now."""
    rows = ScoreChange.objects.filter(
        line__scorecard__participation__year=year,
        line__criterion__sheet=F("line__scorecard__sheet"),
    )
    return rows.select_related(
        "line__criterion", "line__scorecard__participation", "by__person", "reopening"
    ).order_by("at", "pk")


def _takes_part(card: Scorecard) -> bool:
    return not card.participation.has_left or card.state == ScorecardState.FINAL


def _noted(row: ScoreChange) -> Noted:
    return Noted(
        at=row.at,
        unit=row.line.scorecard.participation_id,
        leaf=row.line.criterion_id,
        stage=row.stage,
        after=row.after,
        row=row,
    )


def _story(one: Moved, participation: Participation, was_scored: bool) -> Story:
    causes = [Cause(effect.change.row, effect.points) for effect in one.effects]
    telling = [cause for cause in causes if cause.points or _bars(cause.row)]
    telling.sort(key=lambda cause: (not _bars(cause.row), -abs(cause.points)))
    quiet = len(causes) - len(telling)
    return Story(participation, one, telling, quiet, was_scored)


def _bars(row: ScoreChange) -> bool:
    """Tell whether the change set or lifted a disqualifying condition."""
    is_condition = row.line.criterion.kind == CriterionKind.DISQUALIFIER
    return is_condition and bool(row.before) != bool(row.after)


def _ties(year: EmulationYear, kinds: dict[int, str]) -> list[set[int]]:
    """Return the scored leaves under each tie-breaker of the year."""
    codes = [one.code for one in tie_breakers_of(year)]
    if not codes or not kinds:
        return []
    rows = Criterion.objects.filter(sheet__year=year)
    parents: dict[int, int | None] = {}
    nodes: dict[str, set[int]] = {code: set() for code in codes}
    for one in rows:
        parents[one.pk] = one.parent_id
        if one.code in nodes:
            nodes[one.code].add(one.pk)
    return [
        {leaf for leaf in kinds if _hangs_on(leaf, nodes[code], parents)}
        for code in codes
    ]


def _hangs_on(leaf: int, nodes: set[int], parents: dict[int, int | None]) -> bool:
    node: int | None = leaf
    while node is not None and node not in nodes:
        node = parents[node]
    return node is not None
