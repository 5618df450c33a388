"""A pledge as a workbook: given out filled in, read back row by row."""

from emulation.imports.confirming import TakenMeanwhileError, confirm
from emulation.imports.planning import Plan, plan_of
from emulation.imports.template import workbook_of

__all__ = ["Plan", "TakenMeanwhileError", "confirm", "plan_of", "workbook_of"]
