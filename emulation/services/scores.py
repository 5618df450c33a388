"""Self-scoring, conclusions, explanations, final scoring, and their totals."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from core import access, clock
from core.grid import Outcome, save_rows
from core.text import format_points
from core.workflow import BlockedError, verb
from emulation import selectors
from emulation.enums import ScorecardState
from emulation.models import Criterion, Scorecard, ScoreLine
from emulation.models.sheets import COMPUTED
from emulation.scoring import occurrences, rounded
from emulation.selectors.scores import (
    CHECKED,
    COUNTS,
    EXPLANATION,
    FINAL,
    SELF,
    card_score,
)
from emulation.services.changes import note_changes
from emulation.services.computed import refresh_card
from emulation.workflow import SCORECARD, year_running
from emulation.workflow.score_guards import checks_are_closed

_PERMISSIONS = {
    SELF: "emulation.edit_scorecard",
    EXPLANATION: "emulation.submit_scorecard",
    CHECKED: "emulation.finalise_scorecard",
    FINAL: "emulation.finalise_scorecard",
}
_OPEN_IN = {
    SELF: {ScorecardState.DRAFT, ScorecardState.RETURNED},
    EXPLANATION: {ScorecardState.CHECKED},
    CHECKED: {ScorecardState.SELF_SCORED},
    FINAL: {
        ScorecardState.SELF_SCORED,
        ScorecardState.CHECKED,
        ScorecardState.EXPLAINED,
    },
}
NOTHING_TO_SETTLE = "Không có tiêu chí nào phải đối chiếu."
FOLLOWS = "Tiêu chí {code}: điểm tính từ kết quả, không nhập."

# ----- who may type what


def open_stage(card: Scorecard, user: Any) -> str:
    """Return the stage that the user may type now, empty for none."""
    if year_running(card):
        return ""
    for stage, permission in _PERMISSIONS.items():
        if card.state not in _OPEN_IN[stage] or _waits(card, stage):
            continue
        if access.check(user, permission, card).allowed:
            return stage
    return ""


def _waits(card: Scorecard, stage: str) -> list[str]:
    """Say what a stage still waits for: conclusions follow all checks, the final score
    the closed cross-check.
    """
    if stage == FINAL:
        return checks_are_closed(card)
    if stage != CHECKED:
        return []
    are_in = selectors.are_in(selectors.checks_of(card))
    return [] if are_in and selectors.disputed_lines(card) else [NOTHING_TO_SETTLE]


def refuse_unless_open(card: Scorecard, stage: str, actor: Any) -> None:
    """Raise when the actor may not type this stage now."""
    answer = access.check(actor, _PERMISSIONS[stage], card)
    if not answer.allowed:
        raise PermissionDenied(answer.why)
    if card.state not in _OPEN_IN[stage]:
        label = card.get_state_display()
        raise BlockedError([f"Phiếu điểm ở trạng thái “{label}”, không sửa được."])
    if sentences := [*year_running(card), *_waits(card, stage)]:
        raise BlockedError(sentences)


def _locked(card: Scorecard, stage: str, actor: Any) -> Scorecard:
    """Lock the card, so that nobody submits what is being typed."""
    fresh = Scorecard.objects.select_for_update(of=("self",)).get(pk=card.pk)
    card.state = fresh.state
    card.checked_at = fresh.checked_at
    refuse_unless_open(card, stage, actor)
    return card


# ----- typing


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

    A final score, a conclusion and an explanation keep who gave them and when; a final
    score counts, and is written down, as it is saved.
    """
    _locked(card, stage, actor)
    settle = STAMPS[stage]

    def stamp(line: ScoreLine, changed: list[str]) -> None:
        settle(line, actor, changed)

    outcome = save_rows(form_class, lines_to_type(card, stage), post, before=stamp)
    if stage == SELF:
        refresh_self_total(card)
    if stage == FINAL:
        note_final(card, outcome.saved, actor)
    return outcome


def lines_to_type(card: Scorecard, stage: str = SELF) -> QuerySet[ScoreLine]:
    """Return the lines that may be typed in a stage, with their criteria: computed ones
    never, conclusions and explanations where points differ.
    """
    lines = card.lines.select_related("criterion")
    if stage == EXPLANATION:
        disputed = [
            one.pk
            for one in lines
            if rounded(one.self_points or Decimal(0))
            != rounded(one.checked_points or Decimal(0))
        ]
        return lines.filter(pk__in=disputed)
    if stage == CHECKED:
        disputed = [one.pk for one in selectors.disputed_lines(card)]
        return lines.filter(pk__in=disputed)
    return lines.exclude(criterion__method__in=COMPUTED)


def count_points(criterion: Criterion, count: int | None) -> Decimal | None:
    """Return the points of so many occurrences; ``None`` while nobody counted."""
    counted = None if count is None else Decimal(count)
    rate = criterion.rate or Decimal(0)
    return occurrences(rate, criterion.max_points, counted).points


def _settle_self(line: ScoreLine, _actor: Any, changed: list[str]) -> None:
    _follow_count(line, SELF, changed)


def _follow_count(line: ScoreLine, stage: str, changed: list[str]) -> None:
    """Let a counted leaf's points follow from the count that was typed."""
    if COUNTS[stage] in changed:
        count = getattr(line, COUNTS[stage])
        setattr(line, stage, count_points(line.criterion, count))


def stamp_final(line: ScoreLine, actor: Any) -> None:
    """Note who gave the final points and when; nobody for a line without them."""
    has_points = line.final_points is not None
    line.final_by = actor if has_points else None
    line.final_at = clock.now() if has_points else None


def _settle_final(line: ScoreLine, actor: Any, changed: list[str]) -> None:
    _follow_count(line, FINAL, changed)
    stamp_final(line, actor)


def _settle_agreed(line: ScoreLine, actor: Any, _changed: list[str]) -> None:
    """A conclusion is one once it has points and a reason."""
    is_whole = line.checked_points is not None and bool(line.agreed_reason.strip())
    line.agreed_by = actor if is_whole else None
    line.agreed_at = clock.now() if is_whole else None


def _settle_explained(line: ScoreLine, actor: Any, _changed: list[str]) -> None:
    is_said = bool(line.explanation.strip())
    line.explained_by = actor if is_said else None
    line.explained_at = clock.now() if is_said else None


STAMPS: dict[str, Callable[[ScoreLine, Any, list[str]], None]] = {
    SELF: _settle_self,
    FINAL: _settle_final,
    CHECKED: _settle_agreed,
    EXPLANATION: _settle_explained,
}


def refresh_self_total(card: Scorecard) -> None:
    """Store the sum of the self-scored leaves."""
    card.self_total = card_score(card, SELF).total
    Scorecard.objects.filter(pk=card.pk).update(self_total=card.self_total)


def note_final(card: Scorecard, lines: list[ScoreLine], actor: Any) -> None:
    """Write down final points as they stand."""
    note_changes(card, FINAL, actor=actor, why=final_reason_of, lines=lines)


def final_reason_of(line: ScoreLine) -> str:
    """Return why a line has its final points."""
    return line.final_reason


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

    For what is not typed on the page; an unknown code raises ``KeyError``, a computed
    one ``BlockedError``.
    """
    _locked(card, stage, actor)
    lines = {one.criterion.code: one for one in card.lines.select_related("criterion")}
    written = []
    for code, typed in points.items():
        line = lines[code]
        if line.criterion.is_computed:
            raise BlockedError([FOLLOWS.format(code=code)])
        setattr(line, stage, rounded(typed))
        remark = (reasons or {}).get(code)
        if remark is not None:
            setattr(line, "self_note" if stage == SELF else "final_reason", remark)
        if stage == FINAL:
            stamp_final(line, actor)
        line.version += 1
        line.save()
        written.append(line)
    if stage == SELF:
        refresh_self_total(card)
    else:
        note_final(card, written, actor)


@transaction.atomic
def copy_stage_before(card: Scorecard, *, actor: Any) -> int:
    """Take the stage before over where no final points stand; return how many lines."""
    _locked(card, FINAL, actor)
    before, counts = (SELF, "self_count") if card.checked_at is None else (CHECKED, "")
    lines = lines_to_type(card, FINAL).filter(final_points=None)
    blank = list(lines.exclude(**{before: None}))
    for line in blank:
        line.final_points = getattr(line, before)
        line.final_count = getattr(line, counts) if counts else None
        stamp_final(line, actor)
        line.version += 1
    fields = ["final_points", "final_count", "final_by", "final_at", "version"]
    ScoreLine.objects.bulk_update(blank, fields)
    note_final(card, blank, actor)
    return len(blank)


# ----- the stages' ends


@verb(SCORECARD, "submit")
def submit(card: Scorecard, *, actor: Any, **_data: object) -> list[list[Any]]:
    """Store the self-score's total; from now on it counts."""
    refresh_card(card)
    note_changes(card, SELF, actor=actor, why=lambda line: line.self_note)
    return [["Tổng tự chấm", None, format_points(card.self_total)]]


@verb(SCORECARD, "finalise")
def finalise(card: Scorecard, *, actor: Any, **_data: object) -> list[list[Any]]:
    """Store the final total, and whether a disqualifying condition applies."""
    freeze_computed(card, actor)
    note_changes(card, FINAL, actor=actor, why=final_reason_of)
    result = card_score(card, FINAL)
    card.final_total, card.is_disqualified = result.total, result.is_disqualified
    return [["Tổng điểm cuối", None, format_points(card.final_total)]]


def freeze_computed(card: Scorecard, actor: Any) -> None:
    """Let the final points of computed leaves be what the results give now."""
    refresh_card(card)
    lines = card.lines.filter(criterion__method__in=COMPUTED)
    frozen = list(lines)
    for line in frozen:
        line.final_points = line.self_points
        stamp_final(line, actor)
    ScoreLine.objects.bulk_update(frozen, ["final_points", "final_by", "final_at"])
