"""Cross-checks for tests: drawn, typed, sent, closed."""

from decimal import Decimal

from core.workflow import run
from emulation.models import (
    CheckLine,
    CrossCheck,
    EmulationYear,
    Scorecard,
    ScoringRules,
)
from emulation.selectors.checks import checks_of_year
from emulation.services.draw import draw_checks
from tests.builders import MEMBERS, World
from tests.emulation.scorecards import submitted

SEED = 2024


def with_checks(built: World, each: int = 2, limit: str = "5") -> None:
    """Let the bloc check each card so many times."""
    ScoringRules.objects.filter(year=built.year).update(
        checks_per_card=each, difference_limit=limit
    )
    built.year = EmulationYear.objects.get(pk=built.year.pk)


def drawn(built: World, each: int = 2, limit: str = "5") -> None:
    with_checks(built, each, limit)
    draw_checks(built.year, actor=built.secretary, seed=SEED)


def waiting(built: World, unit: str = "plain", **rules) -> Scorecard:
    """Lead a card to where its drawn checkers check it."""
    drawn(built, **rules)
    return Scorecard.objects.get(pk=submitted(built, unit).pk)


def checks_on(card: Scorecard) -> list[CrossCheck]:
    return list(checks_of_year(card.year).filter(scorecard=card).order_by("place"))


def name_of(built: World, check: CrossCheck) -> str:
    """Return the short name of the unit that checks."""
    return next(
        name for name in MEMBERS if built.units[name].pk == check.participation.unit_id
    )


def checker(built: World, check: CrossCheck):
    return built.user("clerk", name_of(built, check))


def give(check: CrossCheck, points, reason: str = "") -> None:
    """Type points of the two ordinary leaves, and no for the condition."""
    typed = dict(zip(("I.1", "I.2"), map(Decimal, points), strict=True))
    for code, value in (typed | {"IV": Decimal(0)}).items():
        line = CheckLine.objects.get(check_of=check, line__criterion__code=code)
        line.points, line.reason = value, reason
        line.save()


def send(built: World, check: CrossCheck, points=(58, 39), reason: str = "") -> None:
    give(check, points, reason)
    run(check, "send", actor=checker(built, check))


def all_sent(built: World, card: Scorecard, *points) -> None:
    """Let each checker send its points, with one reason for what differs."""
    for check, given in zip(checks_on(card), points, strict=True):
        send(built, check, given, f"Lý do của đơn vị chấm {check.place}.")


def closed(built: World, *points, **rules) -> Scorecard:
    """Lead a card to where its unit explains."""
    card = waiting(built, **rules)
    all_sent(built, card, *points)
    return run(card, "close_checks", actor=built.secretary)
