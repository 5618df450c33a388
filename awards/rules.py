"""Who may do what with meetings and polls."""

from typing import Any

from awards import selectors
from awards.models import Candidate, Delegate, Meeting, Poll
from core.access import allow
from emulation.models import EmulationYear
from emulation.rules import (
    WHY_NOT_YOURS,
    WHY_SECRETARIAT,
    is_secretariat,
    sees,
)


def year_of(obj: Any) -> EmulationYear:
    """Return the year that a meeting's row belongs to."""
    if isinstance(obj, EmulationYear):
        return obj
    if isinstance(obj, Candidate):
        return obj.poll.meeting.year
    if isinstance(obj, Poll | Delegate):
        return obj.meeting.year
    return obj.year


def runs_meetings(user: Any, obj: Meeting | Poll | EmulationYear) -> bool:
    """The secretariat of the meeting's year."""
    return is_secretariat(user, year_of(obj))


allow(
    "awards.view_meeting",
    sees(selectors.meetings_visible_to),
    label="Xem hội nghị",
    why=WHY_NOT_YOURS,
    scope=selectors.meetings_visible_to,
)
allow(
    "awards.view_poll",
    sees(selectors.polls_visible_to),
    label="Xem cuộc bỏ phiếu",
    why=WHY_NOT_YOURS,
    scope=selectors.polls_visible_to,
)
allow(
    "awards.run_meeting",
    runs_meetings,
    label="Tổ chức hội nghị, điểm danh",
    why=WHY_SECRETARIAT,
)
allow(
    "awards.run_poll",
    runs_meetings,
    label="Tổ chức bỏ phiếu, nhập số đếm, công bố kết quả",
    why=WHY_SECRETARIAT,
)
