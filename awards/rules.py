"""Who may do what with meetings and polls."""

from typing import Any

from awards import selectors
from awards.models import Delegate, Meeting, Poll, Teller
from core.access import act_as, allow
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
    if isinstance(obj, Poll | Delegate | Teller):
        return obj.meeting.year
    return obj.year


def runs_meetings(user: Any, obj: Meeting | Poll | Teller | EmulationYear) -> bool:
    """The secretariat of the meeting's year."""
    return is_secretariat(user, year_of(obj))


def is_this_teller(user: Any, teller: Teller) -> bool:
    """The member of the counting board in person."""
    if user.person_id != teller.person_id:
        return False
    return act_as(user, f"Ban kiểm phiếu, {teller.unit}", None)


def types_for_teller(user: Any, teller: Teller) -> bool:
    """The teller in person, or the secretariat from the teller's sheet."""
    return is_this_teller(user, teller) or runs_meetings(user, teller)


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
    label="Tổ chức bỏ phiếu, công bố kết quả",
    why=WHY_SECRETARIAT,
)
allow(
    "awards.view_result",
    sees(selectors.results_visible_to),
    label="Xem kết quả bỏ phiếu",
    why="Kết quả chỉ hiện sau khi công bố.",
    scope=selectors.results_visible_to,
)
allow(
    "awards.enter_count",
    types_for_teller,
    label="Nhập số đếm của một thành viên Ban kiểm phiếu",
    why="Chỉ chính người đếm hoặc Thường trực khối nhập số đếm này.",
)
