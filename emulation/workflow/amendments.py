"""A change to a signed pledge: proposed, signed by the head, decided."""

from core.workflow import Machine, Transition
from emulation.enums import AmendmentState
from emulation.models import Amendment
from emulation.workflow.guards import (
    amendment_is_whole,
    pledge_still_signed,
    year_running,
)

AMENDMENT = Machine(
    Amendment,
    AmendmentState,
    Transition(
        "submit",
        frozenset({AmendmentState.DRAFT, AmendmentState.RETURNED}),
        AmendmentState.SUBMITTED,
        "emulation.amend_pledge",
        label="Gửi thủ trưởng ký",
        done="Gửi điều chỉnh cho thủ trưởng ký",
        consequence="Nội dung điều chỉnh được khóa, chờ thủ trưởng đọc và ký.",
        guards=(year_running, pledge_still_signed, amendment_is_whole),
        stamp="submitted",
        snapshot=True,
    ),
    Transition(
        "return",
        frozenset({AmendmentState.SUBMITTED, AmendmentState.SIGNED}),
        AmendmentState.RETURNED,
        "emulation.return_pledge",
        label="Trả lại",
        done="Trả lại điều chỉnh",
        consequence="Chuyên viên nhận lại điều chỉnh cùng lý do để sửa.",
        guards=(year_running,),
        reason=True,
        clears=("submitted", "signed"),
        danger=True,
    ),
    Transition(
        "sign",
        frozenset({AmendmentState.SUBMITTED}),
        AmendmentState.SIGNED,
        "emulation.sign_pledge",
        label="Ký điều chỉnh",
        done="Ký điều chỉnh giao ước",
        consequence=(
            "Nguyên văn giao ước sau điều chỉnh được chốt cùng xác nhận của bạn, "
            "chuyển Thường trực khối quyết định."
        ),
        guards=(year_running, pledge_still_signed, amendment_is_whole),
        stamp="signed",
    ),
    Transition(
        "adopt",
        frozenset({AmendmentState.SIGNED}),
        AmendmentState.ADOPTED,
        "emulation.decide_amendment",
        label="Chấp thuận điều chỉnh",
        done="Chấp thuận điều chỉnh giao ước",
        consequence=(
            "Giao ước có bản mới theo nội dung điều chỉnh; bản cũ vẫn được giữ nguyên."
        ),
        guards=(year_running, pledge_still_signed),
        stamp="decided",
    ),
    Transition(
        "refuse",
        frozenset({AmendmentState.SIGNED}),
        AmendmentState.REFUSED,
        "emulation.decide_amendment",
        label="Không chấp thuận",
        done="Không chấp thuận điều chỉnh giao ước",
        consequence="Giao ước giữ nguyên; đơn vị xem được lý do.",
        guards=(year_running,),
        reason=True,
        stamp="decided",
        danger=True,
    ),
    name="amendment",
)
