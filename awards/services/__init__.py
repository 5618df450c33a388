"""What happens at meetings and in polls; importing registers the verbs."""

from awards.services.counts import enter_count
from awards.services.elections import give_elected_offices
from awards.services.meetings import (
    change_meeting,
    make_chief,
    name_teller,
    plan_meeting,
    release_delegate,
    release_teller,
    summon,
    summon_leaders,
    summon_people,
    take_attendance,
)
from awards.services.polls import (
    explain_difference,
    plan_poll,
    second_round,
    set_candidates,
    set_options,
)

__all__ = [
    "change_meeting",
    "enter_count",
    "explain_difference",
    "give_elected_offices",
    "make_chief",
    "name_teller",
    "plan_meeting",
    "plan_poll",
    "release_delegate",
    "release_teller",
    "second_round",
    "set_candidates",
    "set_options",
    "summon",
    "summon_leaders",
    "summon_people",
    "take_attendance",
]
