"""Years led to a published ranking."""

from decimal import Decimal

from core.workflow import run
from emulation.models import TieBreaker
from tests.builders import World, world
from tests.steps import approve_report, finalise, sign_pledge

D = Decimal
SCORES = {"head": (57, 40), "deputy": (58, 39), "plain": (59, 38), "other": (60, 40)}


def scored(scores) -> World:
    """Lead every member to these points of I.1 and I.2."""
    built = world()
    for unit, points in scores.items():
        sign_pledge(built, unit)
        approve_report(built, unit)
        finalise(built, unit, points)
    return built


def publish(built: World, *codes: str) -> World:
    """Publish with these tie-breakers."""
    for position, code in enumerate(codes, 1):
        TieBreaker.objects.create(year=built.year, position=position, code=code)
    built.year = run(built.year, "publish_ranking", actor=built.secretary)
    return built


def standing(built: World) -> list[tuple]:
    names = {unit.pk: code for code, unit in built.units.items()}
    return [
        (names[line.participation.unit_id], line.rank, line.decided_by)
        for line in built.year.ranking.select_related("participation")
    ]
