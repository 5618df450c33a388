"""What every verb asks first: may the actor, and is the meeting still open to change."""

from typing import Any

from django.core.exceptions import PermissionDenied

from awards.enums import MeetingState
from awards.models import Meeting
from core import access
from core.workflow import BlockedError


def refuse_unless(actor: Any, permission: str, obj: Any) -> None:
    """Raise ``PermissionDenied`` with the rule's sentence."""
    answer = access.check(actor, permission, obj)
    if not answer.allowed:
        raise PermissionDenied(answer.why)


def hold_meeting(meeting: Meeting, actor: Any) -> Meeting:
    """Lock and return the meeting for a change by its organiser, unless it is closed."""
    refuse_unless(actor, "awards.run_meeting", meeting)
    locked = Meeting.objects.select_for_update(of=("self",))
    fresh = locked.select_related("year__bloc").get(pk=meeting.pk)
    if fresh.state == MeetingState.CLOSED:
        raise BlockedError(["Hội nghị đã bế mạc, không sửa được."])
    return fresh


def refuse_once_open(meeting: Meeting) -> None:
    """Raise when the meeting has begun: the list of those summoned is settled."""
    if meeting.state != MeetingState.PLANNED:
        raise BlockedError(
            ["Hội nghị đã khai mạc, không rút được người đã triệu tập; ghi vắng mặt."]
        )
