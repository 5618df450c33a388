"""Self-scoring, final scoring and their totals."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from core import access, clock
from core.grid import Outcome, save_rows
from core.text import format_points
from core.workflow import BlockedError, verb
from emulation.enums import ScorecardState
from emulation.models import Scorecard, ScoreLine
from emulation.scoring import rounded
from emulation.selectors.scores import FINAL, SELF, card_score
from emulation.workflow import SCORECARD, year_running

_PERMISSIONS = {
    SELF: "emulation.edit_scorecard",
    FINAL: "emulation.finalise_scorecard",
}
_OPEN_IN = {
    SELF: {ScorecardState.DRAFT, ScorecardState.RETURNED},
    FINAL: {ScorecardState.SELF_SCORED},
}


def open_stage(card: Scorecard, user: Any) -> str:
    """Return the stage whose points the user may type now, empty for none."""
    if year_running(card):
        return ""
    for stage, permission in _PERMISSIONS.items():
        if card.state not in _OPEN_IN[stage]:
            continue
        if access.check(user, permission, card).allowed:
            return stage
    return ""


def refuse_unless_open(card: Scorecard, stage: str, actor: Any) -> None:
    """Raise when the actor may not type points of this stage now."""
    answer = access.check(actor, _PERMISSIONS[stage], card)
    if not answer.allowed:
        raise PermissionDenied(answer.why)
    if card.state not in _OPEN_IN[stage]:
        label = card.get_state_display()
        raise BlockedError([f"Phiếu điểm ở trạng thái “{label}”, không sửa được."])
    if sentences := year_running(card):
        raise BlockedError(sentences)


def _locked(card: Scorecard, stage: str, actor: Any) -> Scorecard:
    """Lock the card, so that nobody submits what is being typed."""
    fresh = Scorecard.objects.select_for_update(of=("self",)).get(pk=card.pk)
    card.state = fresh.state
    refuse_unless_open(card, stage, actor)
    return card


@transaction.atomic
def save_points(
    card: Scorecard,
    stage: str,
    form_class: type,
    post: Mapping[str, Any],
    *,
    actor: Any,
) -> Outcome:
    """Save typed lines of a stage, each with its version; totals follow.

    A final score keeps who gave it and when.
    """
    _locked(card, stage, actor)

    def stamp(line: ScoreLine, _changed: list[str]) -> None:
        if stage == FINAL:
            stamp_final(line, actor)

    outcome = save_rows(form_class, lines_to_type(card), post, before=stamp)
    if stage == SELF:
        refresh_self_total(card)
    return outcome


def lines_to_type(card: Scorecard) -> QuerySet[ScoreLine]:
    """Return the lines whose points may be typed, with their criteria."""
    return card.lines.select_related("criterion")


def stamp_final(line: ScoreLine, actor: Any) -> None:
    """Note who gave the final points and when; nobody for a line without them."""
    has_points = line.final_points is not None
    line.final_by = actor if has_points else None
    line.final_at = clock.now() if has_points else None


def refresh_self_total(card: Scorecard) -> None:
    """Store the sum of the self-scored leaves."""
    card.self_total = card_score(card, SELF).total
    Scorecard.objects.filter(pk=card.pk).update(self_total=card.self_total)


@transaction.atomic
def enter_points(
    card: Scorecard,
    stage: str,
    points: Mapping[str, Decimal],
    *,
    actor: Any,
    reasons: Mapping[str, str] | None = None,
) -> None:
    """Write points of a stage by the criteria's codes, with reasons or notes.

    For what is not typed on the page; an unknown code raises ``KeyError``.
    """
    _locked(card, stage, actor)
    lines = {one.criterion.code: one for one in card.lines.select_related("criterion")}
    for code, typed in points.items():
        line = lines[code]
        setattr(line, stage, rounded(typed))
        remark = (reasons or {}).get(code)
        if remark is not None:
            setattr(line, "self_note" if stage == SELF else "final_reason", remark)
        if stage == FINAL:
            stamp_final(line, actor)
        line.version += 1
        line.save()
    if stage == SELF:
        refresh_self_total(card)


@transaction.atomic
def copy_self_to_final(card: Scorecard, *, actor: Any) -> int:
    """Take the self-score over where no final points stand; return how many lines."""
    _locked(card, FINAL, actor)
    blank = list(card.lines.filter(final_points=None).exclude(self_points=None))
    for line in blank:
        line.final_points = line.self_points
        stamp_final(line, actor)
        line.version += 1
    ScoreLine.objects.bulk_update(
        blank, ["final_points", "final_by", "final_at", "version"]
    )
    return len(blank)


@verb(SCORECARD, "submit")
def submit(card: Scorecard, *, actor: Any, **_data: object) -> list[list[Any]]:
    """Store the self-score's total."""
    card.self_total = card_score(card, SELF).total
    return [["Tổng tự chấm", None, format_points(card.self_total)]]


@verb(SCORECARD, "finalise")
def finalise(card: Scorecard, *, actor: Any, **_data: object) -> list[list[Any]]:
    """Store the final total, and whether a disqualifying condition applies."""
    result = card_score(card, FINAL)
    card.final_total, card.is_disqualified = result.total, result.is_disqualified
    return [["Tổng điểm cuối", None, format_points(card.final_total)]]
