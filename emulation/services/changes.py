"""Writing down how points change as they come to count: what a replay reads."""

from collections.abc import Callable, Iterable
from typing import Any

from core import clock
from emulation.enums import ScoreStage
from emulation.models import Reopening, Scorecard, ScoreChange, ScoreLine
from emulation.selectors.scores import CHECKED, FINAL, SELF

LONGEST = 500  # what the row keeps of a reason
STAGES = {
    SELF: ScoreStage.SELF,
    CHECKED: ScoreStage.CHECKED,
    FINAL: ScoreStage.FINAL,
}
Why = Callable[[ScoreLine], str]


def note_changes(
    card: Scorecard,
    stage: str,
    *,
    actor: Any,
    why: Why,
    lines: Iterable[ScoreLine] | None = None,
    under: Reopening | None = None,
) -> None:
    """Keep for each line (all of them by default) what this stage counts from now on,
    where that is something else than it was; ``under`` an open exception if it was one.
    """
    last = _last(card, stage)
    now = clock.now()
    changed, reasoned = [], []
    for line in card.lines.all() if lines is None else lines:
        known, reason = last.get(line.pk), why(line)[:LONGEST]
        points = getattr(line, stage)
        if points != (known.after if known else None):
            changed.append(
                ScoreChange(
                    line=line,
                    stage=STAGES[stage],
                    before=known.after if known else None,
                    after=points,
                    at=now,
                    by=actor,
                    reason=reason,
                    reopening=under,
                )
            )
        elif known and reason and not known.reason:  # points first, the reason after
            known.reason = reason
            reasoned.append(known)
    ScoreChange.objects.bulk_create(changed)
    ScoreChange.objects.bulk_update(reasoned, ["reason"])


def _last(card: Scorecard, stage: str) -> dict[int, ScoreChange]:
    """Return what was last written down, by line."""
    changes = ScoreChange.objects.filter(line__scorecard=card, stage=STAGES[stage])
    return {one.line_id: one for one in changes.order_by("at", "pk")}
