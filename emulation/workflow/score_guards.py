"""What stands in the way of scoring, in sentences."""

from emulation import selectors
from emulation.enums import CheckState, ReportState, ScorecardState, YearState
from emulation.models import CriteriaSheet, CrossCheck, Scorecard, ScoreLine
from emulation.selectors.scores import provisional_lines, unproven_lines
from emulation.selectors.sheets import missing_in_sheet, why_no_new_version

NAMED = 4  # criteria that a sentence names one by one


def results_are_approved(scorecard: Scorecard) -> list[str]:
    """Self-scoring follows the approved results of the year."""
    report = selectors.year_report_of(scorecard.participation)
    if report is not None and report.state == ReportState.APPROVED:
        return []
    return ["Kết quả cả năm chưa được thủ trưởng duyệt."]


def self_score_is_whole(scorecard: Scorecard) -> list[str]:
    """Every leaf that must be answered has its self-score."""
    lines = selectors.lines_in_order(scorecard)
    blank = [one for one in lines if one.is_wanted and one.self_points is None]
    return _about("chưa tự chấm", blank)


def self_score_is_within(scorecard: Scorecard) -> list[str]:
    """No leaf has more points than it may give: a new version may have lowered it."""
    above = [one for one in selectors.lines_in_order(scorecard) if one.exceeds]
    return _about("điểm tự chấm vượt điểm tối đa, cần sửa", above)


def claims_are_proven(scorecard: Scorecard) -> list[str]:
    """What claims points has a file where the sheet asks for one."""
    return _about("chưa có minh chứng", unproven_lines(scorecard))


def nothing_provisional(scorecard: Scorecard) -> list[str]:
    """A final score waits for the results that may still move it."""
    moving = provisional_lines(scorecard)
    return _about("còn tạm tính, chờ đủ kết quả của các đơn vị", moving)


def final_score_is_whole(scorecard: Scorecard) -> list[str]:
    """Every leaf that must be answered, or was by the unit, has final points, and each
    difference its reason.
    """
    lines = selectors.lines_in_order(scorecard)
    before = "tự chấm" if scorecard.checked_at is None else "điểm chấm chéo"
    return [
        *_about("chưa có điểm cuối", [one for one in lines if one.lacks_final]),
        *_about(
            f"điểm cuối khác {before}, cần ghi lý do",
            [one for one in lines if one.lacks_reason],
        ),
    ]


def _about(what: str, lines: list[ScoreLine]) -> list[str]:
    """Return one sentence for a few criteria or for many."""
    if not lines:
        return []
    codes = [line.criterion.code for line in lines]
    if len(codes) > NAMED:
        return [f"{len(codes)} tiêu chí {what}: {', '.join(codes[:NAMED])}, …"]
    return [f"Tiêu chí {', '.join(codes)}: {what}."]


def sheet_is_whole(sheet: CriteriaSheet) -> list[str]:
    """The sheet has leaves, every row a name and each leaf what its kind and method
    ask for.
    """
    return missing_in_sheet(sheet)


def scoring_is_ahead(sheet: CriteriaSheet) -> list[str]:
    """A new version comes while the year runs, before anybody has been checked."""
    if sheet.year.state == YearState.PREPARING:
        return []
    return why_no_new_version(sheet.year)


def no_check_sent(scorecard: Scorecard) -> list[str]:
    """A card that has been checked is not sent back to be scored anew."""
    checks = selectors.checks_of(scorecard)
    names = [one.participation.name for one in checks if one.state == CheckState.SENT]
    if not names:
        return []
    return [f"Đã có điểm chấm chéo của {', '.join(names)}; sửa ở bước giải trình."]


def checks_are_in(scorecard: Scorecard) -> list[str]:
    """Checkers were drawn, and all have sent."""
    checks = selectors.checks_of(scorecard)
    if not checks:
        return ["Chưa bốc thăm đơn vị chấm chéo."]
    waiting = [
        one
        for one in checks
        if one.state != CheckState.SENT and not one.participation.has_left
    ]
    return [f"{one.participation} chưa gửi điểm chấm chéo." for one in waiting]


def differences_settled(scorecard: Scorecard) -> list[str]:
    """Where checkers differ by more than the limit, the bloc has come to a conclusion."""
    return _about("lệch quá mức, cần đối chiếu", selectors.unsettled_lines(scorecard))


def checks_are_closed(scorecard: Scorecard) -> list[str]:
    """The final score follows the cross-check, where the bloc has one."""
    if scorecard.state != ScorecardState.SELF_SCORED:
        return []
    if not selectors.scoring_rules_of(scorecard.year).checks_per_card:
        return []
    return ["Chưa chốt kết quả chấm chéo."]


def card_is_scored(check: CrossCheck) -> list[str]:
    """Checkers begin when the unit has sent its self-score."""
    if check.scorecard.state == ScorecardState.SELF_SCORED:
        return []
    unit, label = check.scorecard.participation, check.scorecard.get_state_display()
    return [f"Phiếu điểm của {unit} ở trạng thái “{label}”, không chấm chéo được."]


def check_is_whole(check: CrossCheck) -> list[str]:
    """Every leaf that the unit answered has the checker's points, each difference its
    reason.
    """
    lines = selectors.check_lines_of(check)
    return [
        *_about("chưa chấm", [one.line for one in lines if one.lacks_points]),
        *_about(
            "khác điểm tự chấm, cần ghi lý do",
            [one.line for one in lines if one.lacks_reason],
        ),
    ]


def checks_still_open(check: CrossCheck) -> list[str]:
    """A check is sent back only while the card waits for its checks."""
    if check.scorecard.state == ScorecardState.SELF_SCORED:
        return []
    return ["Kết quả chấm chéo đã chốt."]
