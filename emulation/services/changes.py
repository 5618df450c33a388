"""Writing down how points change as they come to count: what a replay reads."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from core import clock
from emulation.enums import ScoreStage
from emulation.models import Scorecard, ScoreChange, ScoreLine
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
) -> None:
    """Keep for each line (all of them by default) what this stage counts from now on,
    where that is something else than it was.
    """
    known = _known(card, stage)
    now = clock.now()
    found = list(card.lines.all() if lines is None else lines)
    ScoreChange.objects.bulk_create(
        ScoreChange(
            line=line,
            stage=STAGES[stage],
            before=known.get(line.pk),
            after=getattr(line, stage),
            at=now,
            by=actor,
            reason=why(line)[:LONGEST],
        )
        for line in found
        if getattr(line, stage) != known.get(line.pk)
    )


def _known(card: Scorecard, stage: str) -> dict[int, Decimal | None]:
    """Return what was last written down, by line."""
    changes = ScoreChange.objects.filter(
        line__scorecard=card, stage=STAGES[stage]
    ).order_by("at", "pk")
    return dict(changes.values_list("line", "after"))
