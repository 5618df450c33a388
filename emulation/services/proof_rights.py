"""Whether a row's evidence may be changed now: its state decides, or an exception."""

from dataclasses import dataclass
from typing import Any

from core import access
from emulation.enums import ScorecardState
from emulation.models import Participation, Reopening, Report, Result, Scorecard
from emulation.selectors.evidence import Row, owner_of, reopening_of
from emulation.workflow import year_running

_PERMISSIONS = {Report: "emulation.edit_report", Scorecard: "emulation.edit_scorecard"}
ADD_ONLY = "Đang giải trình: thêm được minh chứng, không gỡ được tệp đã dùng để chấm."


@dataclass(frozen=True)
class Leave:
    """What somebody may do with a row's evidence; ``why`` says why not more."""

    may_add: bool = False
    may_take: bool = False
    why: str = ""
    is_told: bool = False  # no draft any more: the journal tells of it
    under: Reopening | None = None


def leave_for(row: Row, user: Any) -> Leave:
    """Answer for one row: a draft is free, an open exception is written down, and an
    explanation may add but not take away.
    """
    owner = owner_of(row)
    answer = access.check(user, _PERMISSIONS[type(owner)], owner)
    if not answer.allowed:
        return Leave(why=answer.why)
    if sentences := year_running(owner):
        return Leave(why=" ".join(sentences))
    if owner.is_editable:
        return Leave(may_add=True, may_take=True)
    return _leave_afterwards(row, owner)


def _leave_afterwards(row: Row, owner: Report | Scorecard) -> Leave:
    if not isinstance(row, Result):
        if (opened := reopening_of(row)) is not None:
            return Leave(may_add=True, may_take=True, is_told=True, under=opened)
        if owner.state == ScorecardState.CHECKED:
            return Leave(may_add=True, why=ADD_ONLY, is_told=True)
    thing = "Kết quả" if isinstance(row, Result) else "Phiếu điểm"
    label = owner.get_state_display().lower()
    return Leave(why=f"{thing} {label}, không thay đổi minh chứng được.")


def keeps_library(user: Any, participation: Participation) -> bool:
    """Tell whether the user works for the unit whose files these are."""
    return access.check(user, "emulation.edit_report", participation).allowed
