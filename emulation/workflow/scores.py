"""Criteria sheets and scorecards."""

from core.workflow import Machine, Transition
from emulation.enums import PhaseKind, ScorecardState, SheetState
from emulation.models import CriteriaSheet, Scorecard
from emulation.workflow.guards import (
    final_score_is_whole,
    phase_open,
    results_are_approved,
    self_score_is_whole,
    sheet_is_whole,
    year_running,
)

SHEET = Machine(
    CriteriaSheet,
    SheetState,
    Transition(
        "freeze",
        frozenset({SheetState.DRAFT}),
        SheetState.FROZEN,
        "emulation.keep_year",
        label="Ban hành bảng tiêu chí",
        done="Ban hành bảng tiêu chí",
        consequence="Sau khi ban hành, bảng không sửa được.",
        guards=(sheet_is_whole,),
        stamp="frozen",
        snapshot=True,
    ),
    name="sheet",
)


SCORECARD = Machine(
    Scorecard,
    ScorecardState,
    Transition(
        "submit",
        frozenset({ScorecardState.DRAFT, ScorecardState.RETURNED}),
        ScorecardState.SELF_SCORED,
        "emulation.submit_scorecard",
        label="Gửi điểm tự chấm",
        done="Gửi điểm tự chấm",
        consequence="Điểm tự chấm được khóa, chuyển Thường trực khối chấm.",
        guards=(
            year_running,
            phase_open(PhaseKind.SCORING),
            results_are_approved,
            self_score_is_whole,
        ),
        stamp="self_scored",
        snapshot=True,
    ),
    Transition(
        "return",
        frozenset({ScorecardState.SELF_SCORED}),
        ScorecardState.RETURNED,
        "emulation.finalise_scorecard",
        label="Trả lại",
        done="Trả lại phiếu điểm",
        consequence="Đơn vị nhận lại phiếu điểm cùng lý do để sửa.",
        guards=(year_running,),
        reason=True,
        clears=("self_scored",),
        danger=True,
    ),
    Transition(
        "finalise",
        frozenset({ScorecardState.SELF_SCORED}),
        ScorecardState.FINAL,
        "emulation.finalise_scorecard",
        label="Chốt điểm cuối",
        done="Chốt điểm cuối",
        consequence="Điểm cuối được chốt và không sửa được.",
        guards=(year_running, final_score_is_whole),
        stamp="finalised",
        snapshot=True,
    ),
    name="scorecard",
)
