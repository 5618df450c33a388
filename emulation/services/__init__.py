"""What happens in a year; importing registers the verbs of its machines."""

from emulation.services import pledges, results, scores, sheets, signing, years

__all__ = ["pledges", "results", "scores", "sheets", "signing", "years"]
