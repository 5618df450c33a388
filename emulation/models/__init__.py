"""The year: phases, roster, pledges, results, narratives, scores."""

from emulation.models.amendments import Amendment, AmendmentLine
from emulation.models.catalogue import Title
from emulation.models.movements import Movement, MovementAnswer
from emulation.models.pledges import Pledge, PledgeVersion
from emulation.models.registrations import Initiative, Quota, TitleRegistration
from emulation.models.results import Narrative, Report, Result
from emulation.models.scores import RankingLine, Scorecard, ScoreLine
from emulation.models.sheets import CriteriaSheet, Criterion
from emulation.models.targets import CommonTarget, Target
from emulation.models.years import (
    EmulationYear,
    Participation,
    Phase,
)

__all__ = [
    "Amendment",
    "AmendmentLine",
    "CommonTarget",
    "CriteriaSheet",
    "Criterion",
    "EmulationYear",
    "Initiative",
    "Movement",
    "MovementAnswer",
    "Narrative",
    "Participation",
    "Phase",
    "Pledge",
    "PledgeVersion",
    "Quota",
    "RankingLine",
    "Report",
    "Result",
    "ScoreLine",
    "Scorecard",
    "Target",
    "Title",
    "TitleRegistration",
]
