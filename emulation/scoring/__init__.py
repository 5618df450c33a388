"""Scores, ranking, the draw of checkers: plain arithmetic that shows its working.

``VERSION`` names the formulas; a published ranking keeps the one it was made with. A
change of what a formula gives raises it.
"""

from emulation.scoring.draw import Draw, Dropped, draw
from emulation.scoring.formulas import (
    Figure,
    Outcome,
    occurrences,
    pass_fail,
    ratio,
    relative,
    share_met,
)
from emulation.scoring.ranking import Entry, Standing, ranking
from emulation.scoring.replay import Change, Moved, moved, points_at
from emulation.scoring.sums import (
    ALWAYS_ANSWERED,
    Leaf,
    Score,
    contribution,
    difference,
    differs,
    rounded,
    score,
)

VERSION = 1

__all__ = [
    "ALWAYS_ANSWERED",
    "VERSION",
    "Change",
    "Draw",
    "Dropped",
    "Entry",
    "Figure",
    "Leaf",
    "Moved",
    "Outcome",
    "Score",
    "Standing",
    "contribution",
    "difference",
    "differs",
    "draw",
    "moved",
    "occurrences",
    "pass_fail",
    "points_at",
    "ranking",
    "ratio",
    "relative",
    "rounded",
    "score",
    "share_met",
]
