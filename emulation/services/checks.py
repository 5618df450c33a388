"""Cross-checks: typed by the checkers, sent, settled, and closed into one score."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Prefetch

from core import access
from core.grid import Outcome, save_rows
from core.text import format_points
from core.workflow import BlockedError, verb
from emulation import selectors
from emulation.enums import CheckState
from emulation.models import CheckLine, CrossCheck, Scorecard, ScoreLine
from emulation.models.sheets import COMPUTED
from emulation.scoring import Leaf, differs, rounded, score
from emulation.selectors.checks import current_lines
from emulation.selectors.scores import CHECKED, card_score
from emulation.services.changes import note_changes
from emulation.services.computed import take
from emulation.services.scores import count_points
from emulation.workflow import CHECK, SCORECARD, year_running
from emulation.workflow.score_guards import card_is_scored

IS_SENT = "Phiếu chấm chéo đã gửi, không sửa được."


def may_type(check: CrossCheck, user: Any) -> bool:
    """Tell whether the user may type points into this check now."""
    is_open = check.is_editable and not _obstacles(check)
    return is_open and access.check(user, "emulation.check_scorecard", check).allowed


def _obstacles(check: CrossCheck) -> list[str]:
    return [*year_running(check), *card_is_scored(check)]


@transaction.atomic
def save_check(
    check: CrossCheck, form_class: type, post: Mapping[str, Any], *, actor: Any
) -> Outcome:
    """Save typed lines of a check that is not sent, each with its version."""
    locked = CrossCheck.objects.select_related("scorecard__participation__year")
    fresh = locked.select_for_update(of=("self",)).get(pk=check.pk)
    answer = access.check(actor, "emulation.check_scorecard", fresh)
    if not answer.allowed:
        raise PermissionDenied(answer.why)
    if fresh.state == CheckState.SENT:
        raise BlockedError([IS_SENT])
    if sentences := _obstacles(fresh):
        raise BlockedError(sentences)
    return save_rows(form_class, lines_to_check(check), post, before=_follow_count)


def lines_to_check(check: CrossCheck) -> Any:
    """Return the lines that the checkers type: computed leaves follow from results."""
    lines = current_lines().filter(check_of=check).select_related("line__criterion")
    return lines.exclude(line__criterion__method__in=COMPUTED)


def _follow_count(one: CheckLine, changed: list[str]) -> None:
    if "count" in changed:
        one.points = count_points(one.line.criterion, one.count)


def check_total(check: CrossCheck) -> Decimal:
    """Add up a check as the self-score is added up, computed leaves too."""
    leaves = [
        Leaf(
            one.line.criterion_id,
            None,
            one.line.criterion.kind,
            one.line.self_points if one.line.criterion.is_computed else one.points,
        )
        for one in selectors.check_lines_of(check)
    ]
    return score(leaves, {}).total


@verb(CHECK, "send")
def send(check: CrossCheck, **_data: object) -> None:
    """Store the total. The journal tells that it was sent and nothing of the points:
    the other checkers read it.
    """
    check.total = check_total(check)


@verb(CHECK, "reopen")
def reopen(check: CrossCheck, **_data: object) -> None:
    """Forget what was concluded from points that may change."""
    check.total = None
    check.scorecard.lines.exclude(agreed_at=None).update(
        checked_points=None, agreed_reason="", agreed_at=None, agreed_by=None
    )


@verb(SCORECARD, "close_checks")
def close_checks(card: Scorecard, *, actor: Any, **_data: object) -> list[list[Any]]:
    """Let the mean of the checkers count, or what the bloc concluded where they were
    too far apart; computed leaves follow from the results.
    """
    sent = CheckLine.objects.filter(check_of__state=CheckState.SENT)
    checked = card.lines.select_related("criterion")
    lines = list(checked.prefetch_related(Prefetch("checks", sent.order_by("pk"))))
    for line in lines:
        if line.agreed_at is None:
            line.checked_points = mean(selectors.given(list(line.checks.all())))
            line.agreed_reason = ""
    ScoreLine.objects.bulk_update(lines, ["checked_points", "agreed_reason"])
    take(card, selectors.outcomes_of(card, selectors.leaves_of(card.sheet)))
    note_changes(card, CHECKED, actor=actor, why=_reasons_of(lines))
    card.checked_total = card_score(card, CHECKED).total
    return [["Tổng điểm chấm chéo", None, format_points(card.checked_total)]]


def mean(points: list[Decimal]) -> Decimal | None:
    """Return what several checkers give together, ``None`` when none gave anything."""
    return rounded(sum(points, Decimal(0)) / len(points)) if points else None


def _reasons_of(lines: list[ScoreLine]) -> Any:
    """Return what says why a line's checked points are what they are."""
    known = {}
    for line in lines:
        said = [
            one.reason
            for one in line.checks.all()
            if one.reason and differs(line.self_points, one.points)
        ]
        known[line.pk] = line.agreed_reason or "; ".join(said)
    return lambda line: known[line.pk]
