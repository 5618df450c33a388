"""Movements with the answers that a user may read, and the bloc's own texts."""

from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from emulation.enums import Period, YearState
from emulation.models import (
    EmulationYear,
    Movement,
    MovementAnswer,
    Narrative,
    Participation,
)
from emulation.selectors.scopes import oversees
from units.enums import Role
from units.selectors import readable_unit_ids, unit_ids_of


def answers_visible_to(user: Any, year: EmulationYear) -> QuerySet[MovementAnswer]:
    """Own answers; all of them for who oversees the year, and once the ranking is
    public.
    """
    answers = MovementAnswer.objects.filter(movement__year=year).select_related(
        "participation__successor", "movement"
    )
    if oversees(user, year) or year.ranking_is_public:
        return answers
    own = readable_unit_ids(user)
    return answers.filter(
        Q(participation__unit__in=own) | Q(participation__successor__unit__in=own)
    )


def movements_with_answers(
    year: EmulationYear, user: Any, writing_for: set[int]
) -> list[Movement]:
    """Return the year's movements, each with ``own``, the answers of the participations
    that the user writes for now, and ``told``, what the others say that the user may
    read, in protocol order.
    """
    answers = answers_visible_to(user, year).order_by(
        "participation__protocol_number", "pk"
    )
    shown = Prefetch("answers", queryset=answers, to_attr="shown")
    rows = list(year.movements.select_related("year__bloc").prefetch_related(shown))
    for one in rows:
        one.own = [a for a in one.shown if a.participation_id in writing_for]
        one.told = [
            a for a in one.shown if a.text and a.participation_id not in writing_for
        ]
    return rows


def unanswered_movements(participation: Participation) -> int:
    """Return how many of the year's movements the unit has said nothing about."""
    said = participation.movement_answers.exclude(text="").values("movement")
    return participation.year.movements.exclude(pk__in=said).count()


def units_to_answer_for(year: EmulationYear, user: Any) -> list[Participation]:
    """Return the units whose answers the user writes as clerk or leader."""
    own = unit_ids_of(user, Role.CLERK, Role.LEADER)
    if not own or year.state == YearState.PREPARING:
        return []
    roster = year.participations.select_related("year", "successor__successor")
    return [one for one in roster if one.responsible_unit_id in own]


def unit_texts(year: EmulationYear) -> dict[str, list[Narrative]]:
    """Return what the units wrote in their reports of the year, by section."""
    texts = (
        Narrative.objects.filter(
            report__participation__year=year, report__period=Period.YEAR
        )
        .exclude(text="")
        .select_related("report__participation")
        .order_by("report__participation__protocol_number", "pk")
    )
    found: dict[str, list[Narrative]] = {}
    for one in texts:
        found.setdefault(one.section, []).append(one)
    return found
