"""Keeping the points that follow from results up to date with the results."""

from collections.abc import Iterable, Mapping
from typing import Any

from emulation.enums import ScorecardState
from emulation.models import (
    Criterion,
    EmulationYear,
    Report,
    Scorecard,
    ScoreLine,
)
from emulation.models.sheets import COMPUTED
from emulation.scoring import Outcome
from emulation.selectors.computed import outcomes, outcomes_of
from emulation.selectors.rows import leaves_of
from emulation.selectors.scores import CHECKED, SELF, card_score
from emulation.services.changes import note_changes

RECOMPUTED = "Tính lại theo kết quả của các đơn vị."


def refresh_year(
    year: EmulationYear, *, actor: Any, fresh: Report | None = None
) -> None:
    """Bring the computed leaves of every card that is not final up to the results as
    they stand; ``fresh`` is a report whose new state is not stored yet. What counted
    already is written down when it changes. One query where nothing is computed.
    """
    leaves = list(Criterion.objects.filter(sheet__year=year, method__in=COMPUTED))
    if not leaves:
        return
    cards = Scorecard.objects.filter(participation__year=year).order_by("pk")
    open_cards = cards.exclude(state=ScorecardState.FINAL)
    found = outcomes(year, leaves, fresh=fresh)
    for card in open_cards.select_for_update(of=("self",)):
        take(card, found.get(card.participation_id, {}))
        store_totals(card)
        fields = {"self_total": card.self_total, "checked_total": card.checked_total}
        Scorecard.objects.filter(pk=card.pk).update(**fields)
        if not card.is_editable:
            note_computed(card, actor=actor)


def refresh_card(card: Scorecard) -> None:
    """Bring one card's computed leaves up to the results; its totals are set, and
    stored with the card.
    """
    take(card, outcomes_of(card, leaves_of(card.sheet)))
    store_totals(card)


def take(card: Scorecard, found: Mapping[int, Outcome]) -> list[ScoreLine]:
    """Store outcomes in the card's lines, in every stage that has closed."""
    lines = list(card.lines.filter(criterion__in=found).select_related("criterion"))
    for line in lines:
        outcome = found[line.criterion_id]
        line.self_points, line.is_provisional = outcome.points, outcome.is_provisional
        line.checked_points = outcome.points if card.checked_at else None
    ScoreLine.objects.bulk_update(
        lines, ["self_points", "checked_points", "is_provisional"]
    )
    return lines


def store_totals(card: Scorecard) -> None:
    """Set the totals of the stages that have any."""
    card.self_total = card_score(card, SELF).total
    if card.checked_at is not None:
        card.checked_total = card_score(card, CHECKED).total


def note_computed(card: Scorecard, *, actor: Any) -> None:
    """Write down what computed leaves count now."""
    lines = card.lines.select_related("criterion")
    computed: Iterable[ScoreLine] = [one for one in lines if one.criterion.is_computed]
    for stage in (SELF, CHECKED) if card.checked_at else (SELF,):
        note_changes(card, stage, actor=actor, why=_recomputed, lines=computed)


def _recomputed(_line: ScoreLine) -> str:
    return RECOMPUTED
