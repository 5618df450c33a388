"""What happens in a year; importing registers the verbs and who is told."""

from emulation.services import (
    adoption,
    checks,
    notices,
    paper_signing,
    pledges,
    ranking,
    results,
    scores,
    sheet_versions,
    sheets,
    signing,
    years,
)

__all__ = [
    "adoption",
    "checks",
    "notices",
    "paper_signing",
    "pledges",
    "ranking",
    "results",
    "scores",
    "sheet_versions",
    "sheets",
    "signing",
    "years",
]
