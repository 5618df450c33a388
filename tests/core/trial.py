"""A trial table over the states of a pledge, with one row for each of the engine's branches."""

from core.workflow import Transition
from emulation.enums import PledgeState

DRAFT, SUBMITTED = PledgeState.DRAFT, PledgeState.SUBMITTED
APPROVED, RETURNED = PledgeState.APPROVED, PledgeState.RETURNED


def contents_are_written(pledge):
    return [] if pledge.contents else ["Chưa ghi nội dung."]


def contents_are_long(pledge):
    return [] if len(pledge.contents) > 5 else ["Ghi dài hơn.", "Ghi rõ hơn."]


def trial_transitions():
    any_state = frozenset(PledgeState)
    return [
        Transition(
            "submit",
            frozenset({DRAFT, RETURNED}),
            SUBMITTED,
            "trial.do",
            label="Gửi",
            done="Đã gửi",
            guards=(contents_are_written, contents_are_long),
            stamp="submitted",
            snapshot=True,
        ),
        Transition(
            "return",
            frozenset({SUBMITTED}),
            RETURNED,
            "trial.do",
            label="Trả",
            done="Đã trả",
            reason=True,
            clears=("submitted", "approved"),
        ),
        # Without its stamp the row would break a constraint.
        Transition(
            "leap", frozenset({DRAFT}), APPROVED, "trial.do", label="Nhảy", done="Nhảy"
        ),
        Transition("forbid", any_state, DRAFT, "trial.never", label="Cấm", done="Cấm"),
        Transition(
            "mark",
            frozenset({DRAFT}),
            DRAFT,
            "trial.do",
            label="Ghi",
            done="Đã ghi",
            stamp="absent",
        ),
    ]
