"""Open exceptions: one unit, one criterion, for a few hours, before everybody's eyes."""

from typing import Any

from django.db.models import Prefetch, QuerySet

from emulation.enums import ScorecardState, ScoreStage
from emulation.models import (
    Criterion,
    EmulationYear,
    Reopening,
    Scorecard,
    ScoreChange,
    ScoreLine,
)
from emulation.selectors.rows import leaves_of
from emulation.selectors.scopes import years_visible_to

SENT = (
    ScorecardState.SELF_SCORED,
    ScorecardState.CHECKED,
    ScorecardState.EXPLAINED,
    ScorecardState.FINAL,
)


def _with_changes(rows: QuerySet[Reopening]) -> QuerySet[Reopening]:
    changes = ScoreChange.objects.select_related("by__person").order_by("at", "pk")
    return rows.select_related(
        "participation__year__bloc",
        "participation__successor",
        "criterion",
        "opened_by__person",
    ).prefetch_related(Prefetch("changes", changes))


def reopenings_visible_to(user: Any) -> QuerySet[Reopening]:
    """Exceptions are read by everyone who sees the year, with what changed."""
    years = years_visible_to(user)
    return _with_changes(Reopening.objects.filter(participation__year__in=years))


def reopenings_of(year: EmulationYear) -> list[Reopening]:
    """Return the year's exceptions, the latest first, with what changed under them."""
    return list(_with_changes(Reopening.objects.filter(participation__year=year)))


def open_reopenings(card: Scorecard) -> list[Reopening]:
    """Return the card's exceptions that are open now."""
    rows = card.participation.reopenings.filter(closed_at=None)
    return [one for one in rows.select_related("criterion") if one.is_open]


def line_under(reopening: Reopening) -> ScoreLine:
    """Return the leaf's line that an exception speaks of."""
    lines = ScoreLine.objects.select_related(
        "criterion",
        "scorecard__sheet",
        "scorecard__participation__year__bloc",
        "scorecard__participation__successor",
    )
    return lines.get(
        scorecard__participation=reopening.participation_id,
        criterion=reopening.criterion_id,
    )


def reopenable_leaves(card: Scorecard) -> list[Criterion]:
    """Return the leaves that people score; those of formulas follow from results."""
    return [one for one in leaves_of(card.sheet) if not one.is_computed]


def awaits_final(reopening: Reopening, line: ScoreLine) -> bool:
    """Tell whether the unit changed the leaf after its final points were given and
    nobody has looked at these since.
    """
    if line.scorecard.state != ScorecardState.FINAL:
        return False
    own = [one for one in reopening.changes.all() if one.stage == ScoreStage.SELF]
    if not own:
        return False
    return line.final_at is None or own[-1].at > line.final_at


def unsettled_reopenings(year: EmulationYear) -> list[Reopening]:
    """Return what keeps the ranking from being published: exceptions that are open, or
    under which a final card was changed and not looked at again. Three queries at most.
    """
    rows = [one for one in reopenings_of(year) if one.closed_at is None]
    past = [one for one in rows if not one.is_open]
    lines = _lines_under(past) if past else {}
    kept = []
    for one in rows:
        line = lines.get((one.participation_id, one.criterion_id))
        if one.is_open or (line is not None and awaits_final(one, line)):
            kept.append(one)
    return kept


def _lines_under(rows: list[Reopening]) -> dict[tuple[int, int], ScoreLine]:
    """Return the lines of several exceptions by unit and criterion."""
    found = ScoreLine.objects.filter(
        scorecard__participation__in={one.participation_id for one in rows},
        criterion__in={one.criterion_id for one in rows},
    ).select_related("scorecard")
    return {(one.scorecard.participation_id, one.criterion_id): one for one in found}
