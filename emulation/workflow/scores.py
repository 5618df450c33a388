"""Criteria sheets and scorecards."""

from core.workflow import Machine, Transition
from emulation.enums import CheckState, PhaseKind, ScorecardState, SheetState
from emulation.models import CriteriaSheet, CrossCheck, Scorecard
from emulation.workflow.guards import phase_open, year_running
from emulation.workflow.score_guards import (
    card_is_scored,
    check_is_whole,
    checks_are_closed,
    checks_are_in,
    checks_still_open,
    claims_are_proven,
    differences_settled,
    final_score_is_whole,
    no_check_sent,
    nothing_provisional,
    results_are_approved,
    scoring_is_ahead,
    self_score_is_whole,
    self_score_is_within,
    sheet_is_whole,
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
        consequence=(
            "Sau khi ban hành, bảng không sửa được. Khi năm đang thực hiện: phiếu điểm "
            "theo bản này, phiếu đã gửi trả lại đơn vị, mọi đơn vị được báo tin."
        ),
        guards=(sheet_is_whole, scoring_is_ahead),
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
            self_score_is_within,
            claims_are_proven,
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
        guards=(year_running, no_check_sent),
        reason=True,
        clears=("self_scored",),
        danger=True,
    ),
    Transition(
        "renew",
        frozenset({ScorecardState.SELF_SCORED}),
        ScorecardState.RETURNED,
        "emulation.keep_year",
        label="Trả lại do có bảng tiêu chí mới",
        done="Trả lại phiếu điểm do có bảng tiêu chí mới",
        consequence="Đơn vị chấm lại những mục thay đổi rồi gửi lại.",
        guards=(year_running, no_check_sent),
        reason=True,
        clears=("self_scored",),
        danger=True,
        automatic=True,
    ),
    Transition(
        "close_checks",
        frozenset({ScorecardState.SELF_SCORED}),
        ScorecardState.CHECKED,
        "emulation.finalise_scorecard",
        label="Chốt kết quả chấm chéo",
        done="Chốt kết quả chấm chéo",
        consequence="Đơn vị được chấm xem được điểm chấm chéo và gửi giải trình.",
        guards=(year_running, checks_are_in, differences_settled),
        stamp="checked",
        snapshot=True,
    ),
    Transition(
        "explain",
        frozenset({ScorecardState.CHECKED}),
        ScorecardState.EXPLAINED,
        "emulation.submit_scorecard",
        label="Gửi giải trình",
        done="Gửi giải trình",
        consequence="Giải trình được khóa, chuyển Thường trực khối chốt điểm. Ô không "
        "giải trình được hiểu là đơn vị đồng ý với điểm chấm chéo.",
        guards=(year_running,),
        stamp="explained",
    ),
    Transition(
        "finalise",
        frozenset(
            {
                ScorecardState.SELF_SCORED,
                ScorecardState.CHECKED,
                ScorecardState.EXPLAINED,
            }
        ),
        ScorecardState.FINAL,
        "emulation.finalise_scorecard",
        label="Chốt điểm cuối",
        done="Chốt điểm cuối",
        consequence="Điểm cuối được chốt và không sửa được.",
        guards=(
            year_running,
            checks_are_closed,
            final_score_is_whole,
            nothing_provisional,
        ),
        stamp="finalised",
        snapshot=True,
    ),
    name="scorecard",
)

CHECK = Machine(
    CrossCheck,
    CheckState,
    Transition(
        "send",
        frozenset({CheckState.OPEN}),
        CheckState.SENT,
        "emulation.check_scorecard",
        label="Gửi điểm chấm chéo",
        done="Gửi điểm chấm chéo",
        consequence="Điểm chấm chéo được khóa, chuyển Thường trực khối.",
        guards=(
            year_running,
            phase_open(PhaseKind.SCORING),
            card_is_scored,
            check_is_whole,
        ),
        stamp="sent",
    ),
    Transition(
        "reopen",
        frozenset({CheckState.SENT}),
        CheckState.OPEN,
        "emulation.return_check",
        label="Trả lại để chấm lại",
        done="Trả lại phiếu chấm chéo",
        consequence="Đơn vị chấm nhận lại phiếu cùng lý do để chấm lại.",
        guards=(year_running, checks_still_open),
        reason=True,
        clears=("sent",),
        danger=True,
    ),
    name="check",
)
