"""A pledge, from the draft to the signature."""

from core.workflow import Machine, Transition
from emulation.enums import PhaseKind, PledgeState
from emulation.models import Pledge
from emulation.workflow.guards import phase_open, pledge_is_whole, year_running

PLEDGE = Machine(
    Pledge,
    PledgeState,
    Transition(
        "submit",
        frozenset({PledgeState.DRAFT, PledgeState.RETURNED}),
        PledgeState.SUBMITTED,
        "emulation.submit_pledge",
        label="Gửi thủ trưởng duyệt",
        done="Gửi giao ước cho thủ trưởng duyệt",
        guards=(year_running, phase_open(PhaseKind.REGISTER), pledge_is_whole),
        stamp="submitted",
        snapshot=True,
    ),
    Transition(
        "return",
        frozenset({PledgeState.SUBMITTED, PledgeState.APPROVED}),
        PledgeState.RETURNED,
        "emulation.approve_pledge",
        label="Trả lại",
        done="Trả lại giao ước",
        consequence="Chuyên viên nhận lại giao ước cùng lý do để sửa.",
        guards=(year_running,),
        reason=True,
        clears=("submitted", "approved"),
        danger=True,
    ),
    Transition(
        "approve",
        frozenset({PledgeState.SUBMITTED}),
        PledgeState.APPROVED,
        "emulation.approve_pledge",
        label="Duyệt",
        done="Duyệt giao ước",
        consequence="Giao ước được khóa, chờ ký.",
        guards=(year_running, pledge_is_whole),
        stamp="approved",
    ),
    Transition(
        "sign",
        frozenset({PledgeState.APPROVED}),
        PledgeState.SIGNED,
        "emulation.sign_pledge",
        label="Ký giao ước",
        done="Ký giao ước",
        consequence=(
            "Nội dung được chốt nguyên văn cùng chữ ký xác nhận trên hệ thống; "
            "sau đó không sửa được."
        ),
        guards=(year_running, phase_open(PhaseKind.SIGN)),
        stamp="signed",
    ),
    name="pledge",
)
