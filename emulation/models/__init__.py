"""The year: phases, roster, pledges, results, narratives, scores."""

from emulation.models.amendments import Amendment, AmendmentLine
from emulation.models.catalogue import Title
from emulation.models.checks import (
    CheckDraw,
    CheckLine,
    CrossCheck,
    Reopening,
    ScoreChange,
    ScoringRules,
    TieBreaker,
)
from emulation.models.evidence import Evidence, EvidenceUse
from emulation.models.movements import Movement, MovementAnswer
from emulation.models.narratives import Narrative
from emulation.models.pledges import Pledge, PledgeVersion
from emulation.models.ranking import RankingLine
from emulation.models.registrations import Initiative, Quota, TitleRegistration
from emulation.models.results import Report, Result
from emulation.models.scores import Scorecard, ScoreLine
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
    "CheckDraw",
    "CheckLine",
    "CommonTarget",
    "CriteriaSheet",
    "Criterion",
    "CrossCheck",
    "EmulationYear",
    "Evidence",
    "EvidenceUse",
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
    "Reopening",
    "Report",
    "Result",
    "ScoreChange",
    "ScoreLine",
    "Scorecard",
    "ScoringRules",
    "Target",
    "TieBreaker",
    "Title",
    "TitleRegistration",
]
