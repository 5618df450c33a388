"""What is earned: meetings and polls."""

from awards.models.meetings import Delegate, Meeting, Teller
from awards.models.polls import Candidate, Poll, TellerCount, TellerVotes

__all__ = [
    "Candidate",
    "Delegate",
    "Meeting",
    "Poll",
    "Teller",
    "TellerCount",
    "TellerVotes",
]
