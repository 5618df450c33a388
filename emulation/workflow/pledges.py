"""A pledge, from the draft to the signature."""

from dataclasses import replace

from core.workflow import Machine, Transition
from emulation.enums import PhaseKind, PledgeState
from emulation.models import Pledge
from emulation.workflow.guards import (
    leader_has_approved,
    phase_open,
    pledge_is_whole,
    still_takes_part,
    year_running,
)

PLEDGE = Machine(
    Pledge,
    PledgeState,
    Transition(
        "submit",
        frozenset({PledgeState.DRAFT, PledgeState.RETURNED}),
        PledgeState.SUBMITTED,
        "emulation.submit_pledge",
        label="Gửi giao ước",
        done="Gửi giao ước",
        consequence="Giao ước được khóa, chuyển người duyệt hoặc tiếp nhận.",
        guards=(
            year_running,
            still_takes_part,
            phase_open(PhaseKind.REGISTER),
            pledge_is_whole,
        ),
        stamp="submitted",
        snapshot=True,
    ),
    Transition(
        "withdraw",
        frozenset({PledgeState.SUBMITTED}),
        PledgeState.DRAFT,
        "emulation.submit_pledge",
        label="Rút lại để sửa",
        done="Rút lại giao ước để sửa",
        consequence="Giao ước về lại bản nháp; gửi lại khi sửa xong.",
        guards=(year_running,),
        clears=("submitted",),
    ),
    Transition(
        "return",
        frozenset({PledgeState.SUBMITTED, PledgeState.APPROVED, PledgeState.ACCEPTED}),
        PledgeState.RETURNED,
        "emulation.return_pledge",
        label="Trả lại",
        done="Trả lại giao ước",
        consequence="Chuyên viên nhận lại giao ước cùng lý do để sửa.",
        guards=(year_running,),
        reason=True,
        clears=("submitted", "approved", "accepted"),
        danger=True,
    ),
    Transition(
        "approve",
        frozenset({PledgeState.SUBMITTED}),
        PledgeState.APPROVED,
        "emulation.approve_pledge",
        label="Duyệt",
        done="Duyệt giao ước",
        consequence="Giao ước được khóa, chuyển Thường trực khối tiếp nhận.",
        guards=(year_running, pledge_is_whole),
        stamp="approved",
    ),
    Transition(
        "accept",
        frozenset({PledgeState.SUBMITTED, PledgeState.APPROVED}),
        PledgeState.ACCEPTED,
        "emulation.accept_pledge",
        label="Tiếp nhận giao ước",
        done="Tiếp nhận giao ước",
        consequence="Giao ước vào danh sách chờ ký của khối.",
        guards=(year_running, leader_has_approved, pledge_is_whole),
        stamp="accepted",
    ),
    Transition(
        "sign",
        frozenset({PledgeState.ACCEPTED}),
        PledgeState.SIGNED,
        "emulation.sign_pledge",
        label="Ký giao ước",
        done="Ký giao ước",
        consequence=(
            "Nội dung được chốt nguyên văn cùng chữ ký xác nhận trên hệ thống; "
            "sau đó không sửa được."
        ),
        guards=(year_running, still_takes_part, phase_open(PhaseKind.SIGN)),
        stamp="signed",
    ),
    Transition(
        "record_signature",
        frozenset({PledgeState.ACCEPTED}),
        PledgeState.SIGNED,
        "emulation.accept_pledge",
        label="Ghi nhận bản ký trên giấy",
        done="Ghi nhận giao ước đã ký trên giấy",
        consequence=(
            "Nội dung được chốt nguyên văn cùng bản quét có chữ ký; "
            "sau đó không sửa được."
        ),
        guards=(year_running, still_takes_part, phase_open(PhaseKind.SIGN)),
        stamp="signed",
    ),
    name="pledge",
)


STRAIGHT = "Giao ước được khóa, chuyển thẳng Thường trực khối tiếp nhận."
TO_LEADER = "Giao ước được khóa, chuyển thủ trưởng đơn vị duyệt."


def worded(transition: Transition, pledge: Pledge) -> Transition:
    """Return the transition with its consequence as it is in the pledge's bloc, which
    may have dropped the leader's step.
    """
    if transition.name != "submit":
        return transition
    is_kept = pledge.year.leader_approves
    return replace(transition, consequence=TO_LEADER if is_kept else STRAIGHT)
