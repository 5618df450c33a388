"""Self-scoring, final scoring and their totals."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied

from core import access, clock
from core.workflow import BlockedError, verb
from emulation.enums import CriterionKind, ScorecardState
from emulation.models import Criterion, Scorecard, ScoreLine
from emulation.scoring import Leaf, Score, score
from emulation.workflow import SCORECARD


def refuse_unless_self_scoring(card: Scorecard, actor: Any) -> None:
    """Raise when the unit may not type its own points now."""
    _refuse(card, actor, "emulation.edit_scorecard", is_open=card.is_editable)


def refuse_unless_final_scoring(card: Scorecard, actor: Any) -> None:
    """Raise when the actor may not type final points now."""
    is_open = card.state == ScorecardState.SELF_SCORED
    _refuse(card, actor, "emulation.finalise_scorecard", is_open=is_open)


def _refuse(card: Scorecard, actor: Any, permission: str, *, is_open: bool) -> None:
    answer = access.check(actor, permission, card)
    if not answer.allowed:
        raise PermissionDenied(answer.why)
    if not is_open:
        label = card.get_state_display().lower()
        raise BlockedError([f"Phiếu điểm {label}, không sửa được."])


def stage_score(
    criteria: Iterable[Criterion], lines: Iterable[ScoreLine], stage: str
) -> Score:
    """Add up one stage (``self_points`` or ``final_points``) of a card."""
    parents = {one.pk: one.parent_id for one in criteria}
    leaves = [
        Leaf(
            key=line.criterion_id,
            parent=parents[line.criterion_id],
            kind=line.criterion.kind,
            points=getattr(line, stage),
        )
        for line in lines
    ]
    return score(leaves, parents)


def card_score(card: Scorecard, stage: str) -> Score:
    """Add up one stage of a stored card."""
    lines = card.lines.select_related("criterion")
    return stage_score(card.sheet.criteria.all(), lines, stage)


def refresh_self_total(card: Scorecard) -> None:
    """Store the sum of the self-scored leaves."""
    card.self_total = card_score(card, "self_points").total
    Scorecard.objects.filter(pk=card.pk).update(self_total=card.self_total)


def copy_self_to_final(card: Scorecard, *, actor: Any) -> int:
    """Take the self-score over where no final points stand; return how many lines."""
    refuse_unless_final_scoring(card, actor)
    blank = card.lines.filter(final_points=None).exclude(self_points=None)
    for line in blank:
        line.final_points = line.self_points
        line.final_by, line.final_at = actor, clock.now()
        line.version += 1
        line.save()
    return len(blank)


@verb(SCORECARD, "submit")
def submit(card: Scorecard, *, actor: Any, **_data: object) -> list[list[Any]]:
    """Store the self-score's total."""
    card.self_total = card_score(card, "self_points").total
    return [["Tổng tự chấm", None, card.self_total]]


@verb(SCORECARD, "finalise")
def finalise(card: Scorecard, *, actor: Any, **_data: object) -> list[list[Any]]:
    """Store the final total, and whether a disqualifying condition applies."""
    result = card_score(card, "final_points")
    card.final_total, card.is_disqualified = result.total, result.is_disqualified
    return [["Tổng điểm cuối", None, card.final_total]]


def largest_points(criterion: Criterion) -> Decimal | None:
    """Return the most points that a line may carry, ``None`` for no limit."""
    if criterion.kind == CriterionKind.DISQUALIFIER:
        return Decimal(1)
    return criterion.max_points
