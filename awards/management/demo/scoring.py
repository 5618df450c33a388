"""How the demo's units score themselves, check each other and get their final points."""

from collections.abc import Collection
from datetime import timedelta
from decimal import Decimal
from typing import Any

from awards.management.demo.work import people_of, units_but
from awards.management.demo.year import case_secretary, head_secretary
from core import clock
from core.workflow import run
from emulation import selectors
from emulation.enums import CriterionMethod
from emulation.models import (
    CheckLine,
    CrossCheck,
    EmulationYear,
    Scorecard,
    ScoreLine,
)
from emulation.models.sheets import COMPUTED
from emulation.services import draw, scores
from emulation.services.checks import lines_to_check

TURN, DAY = timedelta(minutes=10), timedelta(days=1)
STEP = Decimal(8)  # at most so many points are taken from one leaf
SEED = 20241202
LESS = "Giả định: hồ sơ kèm theo chưa đủ cho phần điểm này."
ANSWER = "Giả định: đơn vị tiếp thu, sẽ bổ sung hồ sơ."


def score_units(year: EmulationYear, skip: Collection[str] = ()) -> None:
    """Every unit scores itself, two others check it, it explains, and who handles the
    case sets the final score; each round a day or more after the one before.
    """
    start = clock.now()
    units = [one["code"] for one in units_but(skip)]
    facts = {one["code"]: one for one in units_but(skip)}
    with clock.at(start):
        draw.draw_checks(year, actor=head_secretary(year), seed=SEED)
    for place, unit in enumerate(units):
        with clock.at(start + (place + 1) * TURN):
            _self_score(_card(year, unit), facts[unit])
    for place, unit in enumerate(units):
        with clock.at(start + 2 * DAY + place * TURN):
            check_card(_card(year, unit), _less(facts[unit]))
    for place, unit in enumerate(units):
        with clock.at(start + 3 * DAY + place * TURN):
            _explain(_card(year, unit))
    for place, unit in enumerate(units):
        with clock.at(start + 6 * DAY + place * TURN):
            _finalise(_card(year, unit))


def _less(fact: dict[str, Any]) -> Decimal:
    """Return by how much the final score is under the unit's own."""
    return Decimal(str(fact["final_cut"])) - Decimal(str(fact["self_cut"]))


def _card(year: EmulationYear, unit: str) -> Scorecard:
    cards = Scorecard.objects.select_related("participation__unit", "sheet")
    return cards.get(participation__year=year, participation__unit__code=unit)


def _self_score(card: Scorecard, fact: dict[str, Any]) -> None:
    clerk, _leader = people_of(fact["code"])
    _spread(card, Decimal(str(fact["self_cut"])))
    run(card, "submit", actor=clerk)


def _spread(card: Scorecard, cut: Decimal) -> None:
    """Give full points but for ``cut``, what follows from results included, taken from
    the leaves a few points each.
    """
    lines = selectors.lines_in_order(card)
    found = selectors.outcomes_of(card, [one.criterion for one in lines])
    lost = (
        line.criterion.max_points - found[line.criterion_id].points
        for line in lines
        if line.criterion_id in found and found[line.criterion_id].points is not None
    )
    left = cut - sum(lost, Decimal(0))
    for line in lines:
        kind = line.criterion.kind
        if line.criterion.is_computed or kind not in {"points", "disqualifier"}:
            continue
        taken = min(left, STEP) if kind == "points" else Decimal(0)
        most = line.criterion.max_points or Decimal(0)
        line.self_points = most - taken
        line.save()
        left -= taken


def check_card(card: Scorecard, less: Decimal) -> None:
    """Two units check: one finds the points too many that the final score takes off,
    the other a point less of them.
    """
    lowered = _lowered(card, less)
    checks = CrossCheck.objects.filter(scorecard=card).order_by("place")
    for check, milder in zip(checks, (Decimal(0), Decimal(1)), strict=True):
        for one in lines_to_check(check):
            _give(one, less - milder if one.line_id == lowered else Decimal(0))
        clerk, _leader = people_of(check.participation.unit.code)
        run(check, "send", actor=clerk)


def _give(one: CheckLine, less: Decimal) -> None:
    """Confirm the unit's points, or take some off with the reason."""
    one.points = one.line.self_points
    if one.points is not None and less > 0:
        one.points -= less
        one.reason = LESS
    if one.line.criterion.method == CriterionMethod.OCCURRENCE:
        one.count = one.line.self_count
    one.save()


def _lowered(card: Scorecard, less: Decimal) -> int | None:
    """Return the leaf on which checkers and secretariat see less than the unit."""
    lines = card.lines.filter(criterion__kind="points", self_points__gte=less)
    typed = lines.exclude(criterion__method__in=COMPUTED).order_by("-pk")
    return typed.values_list("pk", flat=True).first() if less else None


def _explain(card: Scorecard) -> None:
    secretary = case_secretary(card.year, card.participation)
    clerk, _leader = people_of(card.participation.unit.code)
    card = run(card, "close_checks", actor=secretary)
    for line in scores.lines_to_type(card, "explanation"):
        line.explanation = ANSWER
        line.explained_by, line.explained_at = clerk, clock.now()
        line.save()
    run(card, "explain", actor=clerk)


def _finalise(card: Scorecard) -> None:
    """Take the cross-check over, but for half a point that the milder checker left."""
    secretary = case_secretary(card.year, card.participation)
    scores.copy_stage_before(card, actor=secretary)
    for line in card.lines.exclude(explanation=""):
        _settle(line, secretary)
    run(card, "finalise", actor=secretary)


def _settle(line: ScoreLine, secretary: Any) -> None:
    """Side with the stricter checker."""
    line.final_points = min(one.points for one in line.checks.all())
    line.final_reason = LESS
    line.final_by, line.final_at = secretary, clock.now()
    line.save()
