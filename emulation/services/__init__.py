"""What happens in a year; importing registers the verbs and who is told."""

from emulation.services import (
    adoption,
    notices,
    paper_signing,
    pledges,
    results,
    scores,
    sheet_versions,
    sheets,
    signing,
    years,
)

__all__ = [
    "adoption",
    "notices",
    "paper_signing",
    "pledges",
    "results",
    "scores",
    "sheet_versions",
    "sheets",
    "signing",
    "years",
]
