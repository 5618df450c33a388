"""The bloc's scoring rules, the draw and the cross-checks of a scorecard."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F, Prefetch, QuerySet

from emulation.enums import CheckState, CriterionKind, CriterionMethod
from emulation.models import (
    CheckDraw,
    CheckLine,
    CrossCheck,
    EmulationYear,
    Participation,
    Scorecard,
    ScoreLine,
    ScoringRules,
)
from emulation.selectors.rows import lines_in_order, prefetched
from emulation.selectors.scopes import checks_visible_to, oversees
from units.selectors import readable_unit_ids

UNDIVIDED = {CriterionMethod.PASS_FAIL}  # yes or no: a mean says nothing


def scoring_rules_of(year: EmulationYear) -> ScoringRules:
    """Return what the bloc has set, else the defaults in a row not yet stored."""
    return getattr(year, "scoring_rules", None) or ScoringRules(year=year)


def draw_of(year: EmulationYear) -> CheckDraw | None:
    """Return the draw that holds: the last one."""
    return year.draws.select_related("drawn_by__person").first()


def checks_of_year(year: EmulationYear) -> QuerySet[CrossCheck]:
    """Return who checks whom, by the units that are checked."""
    return CrossCheck.objects.filter(
        scorecard__participation__year=year
    ).select_related("participation__successor", "scorecard__participation__successor")


@dataclass
class Checked:
    """One unit with its checkers; ``opened`` holds the checks that the user may open."""

    participation: Participation
    checks: list[CrossCheck]
    opened: set[int]


def pairs_of(year: EmulationYear, user: Any) -> list[Checked]:
    """Return who checks whom, in protocol order of the units that are checked."""
    opened = set(checks_visible_to(user).values_list("pk", flat=True))
    found: dict[int, Checked] = {}
    for check in checks_of_year(year):
        unit = check.scorecard.participation
        found.setdefault(unit.pk, Checked(unit, [], opened)).checks.append(check)
    return list(found.values())


def checks_of(card: Scorecard) -> list[CrossCheck]:
    """Return the card's checks in their order; no query where they were prefetched."""
    known = prefetched(card, "checks")
    if known is not None:
        return known
    return list(card.checks.select_related("participation"))


def current_lines() -> QuerySet[CheckLine]:
    """Return checkers' lines of the sheets that the cards follow now."""
    return CheckLine.objects.filter(
        line__criterion__sheet=F("check_of__scorecard__sheet")
    ).order_by("line__criterion__position", "pk")


def checks_to_read() -> QuerySet[CrossCheck]:
    """Return checks with their points (``known_lines``)."""
    checks = CrossCheck.objects.select_related("participation", "sent_by__person")
    lines = Prefetch("lines", current_lines(), "known_lines")
    return checks.prefetch_related(lines)


def checks_with_lines(card: Scorecard) -> list[CrossCheck]:
    """Return the card's checks with their points; two queries at most."""
    known = prefetched(card, "checks")
    if known is not None:
        return known
    return list(checks_to_read().filter(scorecard=card))


def check_lines_of(check: CrossCheck) -> list[CheckLine]:
    """Return a check's lines with what the unit gave itself."""
    lines = current_lines().filter(check_of=check)
    return list(lines.select_related("line__criterion"))


def are_in(checks: list[CrossCheck]) -> bool:
    """Tell whether checkers were drawn, and all have sent."""
    return bool(checks) and all(one.state == CheckState.SENT for one in checks)


def shows_checks(card: Scorecard, user: Any) -> bool:
    """Checkers' points are read by who reads the card once the cross-check has closed;
    before that, when all are in, by those who oversee the year and are not of the unit.
    """
    if card.checked_at is not None:
        return True
    if card.participation.responsible_unit_id in readable_unit_ids(user):
        return False
    return oversees(user, card.year) and are_in(checks_of(card))


def reads_check(check: CrossCheck, user: Any) -> bool:
    """Tell whether the user reads this check's points: its own checkers always."""
    if check.participation.responsible_unit_id in readable_unit_ids(user):
        return True
    return shows_checks(check.scorecard, user)


def given(checks: list[CheckLine]) -> list[Decimal]:
    """Return the checkers' points for one leaf; a blank beside points is none."""
    if all(one.points is None for one in checks):
        return []
    return [one.points or Decimal(0) for one in checks]


def differs_too_much(line: ScoreLine, checks: list[CheckLine], limit: Decimal) -> bool:
    """Tell whether checkers differ by more than the bloc's limit; about what is yes or
    no they may not differ at all.
    """
    leaf, points = line.criterion, given(checks) if checks else []
    if leaf.is_computed or not points:
        return False
    is_undivided = leaf.kind == CriterionKind.DISQUALIFIER or leaf.method in UNDIVIDED
    return max(points) - min(points) > (Decimal(0) if is_undivided else limit)


def disputed_lines(card: Scorecard) -> list[ScoreLine]:
    """Return the leaves on which the checkers differ by more than the limit."""
    checks = [one for one in checks_with_lines(card) if one.state == CheckState.SENT]
    if not checks:
        return []
    typed: dict[int, list[CheckLine]] = {}
    for one in (line for check in checks for line in check.known_lines):
        typed.setdefault(one.line_id, []).append(one)
    limit = scoring_rules_of(card.year).difference_limit
    return [
        line
        for line in lines_in_order(card)
        if differs_too_much(line, typed.get(line.pk, []), limit)
    ]


def unsettled_lines(card: Scorecard) -> list[ScoreLine]:
    """Return the disputed leaves on which nobody has concluded yet."""
    return [one for one in disputed_lines(card) if one.agreed_at is None]
