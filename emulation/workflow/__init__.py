"""What can happen next in a year: one table a machine."""

from emulation.workflow.amendments import AMENDMENT
from emulation.workflow.guards import year_running
from emulation.workflow.pledges import PLEDGE
from emulation.workflow.results import REPORT
from emulation.workflow.scores import CHECK, SCORECARD, SHEET
from emulation.workflow.years import PHASE, YEAR

__all__ = [
    "AMENDMENT",
    "CHECK",
    "PHASE",
    "PLEDGE",
    "REPORT",
    "SCORECARD",
    "SHEET",
    "YEAR",
    "year_running",
]
