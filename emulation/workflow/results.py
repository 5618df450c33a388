"""A unit's report of a period."""

from core.workflow import Machine, Transition
from emulation.enums import ReportState
from emulation.models import Report
from emulation.workflow.guards import (
    not_scored_yet,
    pledge_is_signed,
    report_phase_open,
    results_are_whole,
    year_running,
)

REPORT = Machine(
    Report,
    ReportState,
    Transition(
        "submit",
        frozenset({ReportState.DRAFT, ReportState.RETURNED}),
        ReportState.SUBMITTED,
        "emulation.submit_report",
        label="Gửi thủ trưởng duyệt",
        done="Gửi kết quả cho thủ trưởng duyệt",
        guards=(year_running, report_phase_open, pledge_is_signed, results_are_whole),
        stamp="submitted",
        snapshot=True,
    ),
    Transition(
        "return",
        frozenset({ReportState.SUBMITTED, ReportState.APPROVED}),
        ReportState.RETURNED,
        "emulation.approve_report",
        label="Trả lại",
        done="Trả lại kết quả",
        consequence="Chuyên viên nhận lại báo cáo cùng lý do để sửa.",
        guards=(year_running, report_phase_open, not_scored_yet),
        reason=True,
        clears=("submitted", "approved"),
        danger=True,
    ),
    Transition(
        "approve",
        frozenset({ReportState.SUBMITTED}),
        ReportState.APPROVED,
        "emulation.approve_report",
        label="Duyệt kết quả",
        done="Duyệt kết quả",
        consequence="Số liệu được khóa và dùng để chấm điểm, làm báo cáo tổng kết.",
        guards=(year_running, results_are_whole),
        stamp="approved",
    ),
    name="report",
)
