"""The bloc's scoring rules and the cross-checks of a scorecard."""

from emulation.models import (
    CheckLine,
    CrossCheck,
    EmulationYear,
    Scorecard,
    ScoreLine,
    ScoringRules,
)


def scoring_rules_of(year: EmulationYear) -> ScoringRules:
    """Return what the bloc has set, else the defaults in a row not yet stored."""
    return ScoringRules.objects.filter(year=year).first() or ScoringRules(year=year)


def checks_of(card: Scorecard) -> list[CrossCheck]:
    """Return the card's checks in their order."""
    return list(card.checks.select_related("participation"))


def check_lines_of(check: CrossCheck) -> list[CheckLine]:
    """Return a check's lines with what the unit gave itself."""
    lines = check.lines.select_related("line__criterion")
    return list(lines.order_by("line__criterion__position", "pk"))


def unsettled_lines(card: Scorecard) -> list[ScoreLine]:
    """Return the leaves on which the checkers differ by more than the limit and nobody
    has concluded yet.
    """
    limit = scoring_rules_of(card.year).difference_limit
    lines = card.lines.filter(agreed_at=None).select_related("criterion")
    found = []
    for line in lines.prefetch_related("checks"):
        points = [one.points for one in line.checks.all() if one.points is not None]
        if points and max(points) - min(points) > limit:
            found.append(line)
    return found
