"""What stands in the way of opening an exception, and what exceptions stand in."""

from core.templatetags.house import vi_datetime
from emulation.models import EmulationYear, Scorecard
from emulation.selectors.reopenings import SENT, unsettled_reopenings
from emulation.workflow.guards import year_running


def may_be_reopened(card: Scorecard) -> list[str]:
    """Only what has been sent is reopened, and only until the ranking is published."""
    if sentences := year_running(card):
        return sentences
    if card.state in SENT:
        return []
    label = card.get_state_display().lower()
    return [f"Phiếu điểm {label}: đơn vị còn tự sửa được, không cần mở lại."]


def exceptions_are_settled(year: EmulationYear) -> list[str]:
    """The ranking waits for exceptions that are open or not yet looked at again."""
    return [
        f"{one.participation}: đang mở lại tiêu chí {one.criterion.code} "
        f"đến {vi_datetime(one.closes_at)}."
        if one.is_open
        else f"{one.participation}: đã sửa tiêu chí {one.criterion.code} khi mở lại, "
        "cần xem lại điểm cuối."
        for one in unsettled_reopenings(year)
    ]
