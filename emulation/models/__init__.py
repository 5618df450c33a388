"""The year: phases, roster, pledges, results, narratives, scores."""

from emulation.models.catalogue import Title
from emulation.models.movements import Movement, MovementAnswer
from emulation.models.pledges import Pledge, PledgeVersion, TitleRegistration
from emulation.models.results import Narrative, Report, Result
from emulation.models.scores import RankingLine, Scorecard, ScoreLine
from emulation.models.sheets import CriteriaSheet, Criterion
from emulation.models.targets import Target
from emulation.models.years import (
    EmulationYear,
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
