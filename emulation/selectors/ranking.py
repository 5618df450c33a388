"""The ranking from the final scores and the bloc's tie-breakers, made and made again."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from core.text import format_points
from emulation import scoring
from emulation.enums import CriterionMethod, ScorecardState
from emulation.models import (
    EmulationYear,
    RankingLine,
    Scorecard,
    ScoreLine,
    TieBreaker,
)
from emulation.scoring import Entry, Leaf, Score, Standing, contribution, ranking, score
from emulation.selectors.computed import Outcomes, outcomes

NOTHING = Decimal(0)
OTHER_VERSION = (
    "Xếp hạng làm theo công thức bản {kept}, nay dùng bản {now}: không so được các mục "
    "tính theo công thức."
)


@dataclass(frozen=True)
class Placing:
    """One card's place; ``decided_by`` names the node that set it apart in a tie."""

    card: Scorecard
    standing: Standing
    decided_by: str = ""


@dataclass(frozen=True)
class Recount:
    """A published ranking made again: how many units, and what came out otherwise."""

    units: int
    faults: tuple[str, ...] = ()


def final_cards(year: EmulationYear) -> list[Scorecard]:
    """Return the cards with a final score, their lines and sheets: three queries."""
    cards = Scorecard.objects.filter(
        participation__year=year, state=ScorecardState.FINAL
    )
    lines = Prefetch("lines", ScoreLine.objects.select_related("criterion"))
    cards = cards.select_related("participation", "sheet")
    return list(cards.prefetch_related(lines, "sheet__criteria"))


def tie_breakers_of(year: EmulationYear) -> list[TieBreaker]:
    """Return what decides between equal totals, the first first."""
    return list(year.tie_breakers.all())


def stored_totals(card: Scorecard) -> Entry:
    """Return a card's entry as its final score was stored, without tie-breakers."""
    total = card.final_total or NOTHING
    return Entry(card.participation_id, total, card.is_disqualified)


def fresh_totals(card: Scorecard) -> Entry:
    """Return a card's entry as its leaves add up."""
    found = _score(card, "final_points")
    return Entry(card.participation_id, found.total, found.is_disqualified)


def placings(
    cards: list[Scorecard], breakers: list[TieBreaker], entries: Iterable[Entry]
) -> list[Placing]:
    """Rank cards by the totals given; ties are decided by the points of the bloc's
    nodes, in their order.
    """
    known = {card.participation_id: card for card in cards}
    codes = [one.code for one in breakers]
    standings = ranking(
        Entry(one.key, one.points, one.is_disqualified, _ties(known[one.key], codes))
        for one in entries
    )
    return [_placing(known[one.key], one, codes) for one in standings]


def _placing(card: Scorecard, standing: Standing, codes: list[str]) -> Placing:
    if standing.decided_by is None:
        return Placing(card, standing)
    code = codes[standing.decided_by]
    names = (str(one) for one in card.sheet.criteria.all() if one.code == code)
    return Placing(card, standing, next(names, code))


def _ties(card: Scorecard, codes: list[str]) -> tuple[Decimal, ...]:
    """Return the final points under each node; a code that the sheet lacks is nought."""
    if not codes:
        return ()
    sums = dict(_score(card, "final_points").sums)
    for leaf in _leaves(card, "final_points"):
        sums[leaf.key] = contribution(leaf)
    by_code = {one.code: sums[one.pk] for one in card.sheet.criteria.all()}
    return tuple(by_code.get(code, NOTHING) for code in codes)


def _leaves(card: Scorecard, stage: str) -> Iterator[Leaf]:
    for line in card.lines.all():
        leaf = line.criterion
        yield Leaf(leaf.pk, leaf.parent_id, leaf.kind, getattr(line, stage))


def _score(card: Scorecard, stage: str) -> Score:
    parents = {one.pk: one.parent_id for one in card.sheet.criteria.all()}
    return score(_leaves(card, stage), parents)


# ----- made again


def published_years(
    *, bloc: str | None = None, number: int | None = None
) -> QuerySet[EmulationYear]:
    """Return the years with a published ranking: all, of one bloc, of one number."""
    years = EmulationYear.objects.filter(ranked_at__isnull=False)
    asked = {"bloc__code": bloc, "year": number}
    years = years.filter(**{key: one for key, one in asked.items() if one is not None})
    return years.select_related("bloc").order_by("bloc__code", "year")


def recount(year: EmulationYear) -> Recount:
    """Make the published ranking again from the leaves, the results and the formulas,
    and compare each point to the hundredth. A constant number of queries.
    """
    lines = list(year.ranking.select_related("participation"))
    cards = {one.participation_id: one for one in final_cards(year)}
    kept = [
        cards[one.participation_id] for one in lines if one.participation_id in cards
    ]
    placed = placings(kept, tie_breakers_of(year), [fresh_totals(one) for one in kept])
    found = {one.standing.key: one for one in placed}
    faults = [
        fault
        for line in lines
        for fault in _faults(line, found.get(line.participation_id))
    ]
    return Recount(len(lines), (*faults, *_formula_faults(year, lines, kept)))


def _faults(line: RankingLine, placing: Placing | None) -> Iterator[str]:
    name = line.participation.name
    if placing is None:
        yield f"{name}: không còn phiếu điểm đã chốt."
        return
    own = _score(placing.card, "self_points").total
    pairs = (
        ("tổng tự chấm", format_points(line.self_total), format_points(own)),
        (
            "điểm cuối",
            format_points(line.final_total),
            format_points(placing.standing.points),
        ),
        ("hạng", _rank(line.rank), _rank(placing.standing.rank)),
        ("tiêu chí phụ", line.decided_by or "không", placing.decided_by or "không"),
    )
    for what, published, again in pairs:
        if published != again:
            yield f"{name}: {what} công bố {published}, tính lại {again}."


def _rank(rank: int | None) -> str:
    return "không xếp" if rank is None else str(rank)


def _formula_faults(
    year: EmulationYear, lines: list[RankingLine], cards: list[Scorecard]
) -> Iterator[str]:
    versions = {one.formula_version for one in lines} - {scoring.VERSION}
    for version in sorted(versions):
        yield OTHER_VERSION.format(kept=version, now=scoring.VERSION)
    if versions:
        return
    leaves = {
        one.criterion
        for card in cards
        for one in card.lines.all()
        if one.criterion.is_computed
    }
    results = outcomes(year, sorted(leaves, key=lambda one: one.pk))
    for card in cards:
        for line in card.lines.all():
            yield from _leaf_faults(card, line, results)


def _leaf_faults(card: Scorecard, line: ScoreLine, results: Outcomes) -> Iterator[str]:
    leaf = line.criterion
    if leaf.is_computed:
        outcome = results.get(card.participation_id, {}).get(leaf.pk)
        points = outcome.points if outcome else None
    elif leaf.method == CriterionMethod.OCCURRENCE and line.final_count is not None:
        count = Decimal(line.final_count)
        rate = leaf.rate or NOTHING
        points = scoring.occurrences(rate, leaf.max_points, count).points
    else:
        return
    if format_points(points) != format_points(line.final_points):
        yield (
            f"{card.participation.name}, tiêu chí {leaf.code}: đã chốt "
            f"{format_points(line.final_points)}, công thức cho {format_points(points)}."
        )
