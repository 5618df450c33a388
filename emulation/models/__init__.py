"""The year: phases, roster, pledges, results, narratives, scores."""

from emulation.models.catalogue import Title
from emulation.models.pledges import Pledge, PledgeVersion, Target, TitleRegistration
from emulation.models.results import Narrative, Report, Result
from emulation.models.scores import RankingLine, Scorecard, ScoreLine
from emulation.models.sheets import CriteriaSheet, Criterion
from emulation.models.years import (
    EmulationYear,
    Movement,
    MovementAnswer,
    Participation,
    Phase,
)

__all__ = [
    "CriteriaSheet",
    "Criterion",
    "EmulationYear",
    "Movement",
    "MovementAnswer",
    "Narrative",
    "Participation",
    "Phase",
    "Pledge",
    "PledgeVersion",
    "RankingLine",
    "Report",
    "Result",
    "ScoreLine",
    "Scorecard",
    "Target",
    "Title",
    "TitleRegistration",
]
