"""What stands in the way of a transition, in sentences."""

from collections.abc import Callable, Iterable
from typing import Any

from core import points
from core.text import format_date
from emulation import selectors
from emulation.enums import (
    AmendmentState,
    Period,
    PhaseKind,
    PledgeState,
    ScorecardState,
    YearState,
)
from emulation.models import (
    Amendment,
    EmulationYear,
    Pledge,
    Report,
    Scorecard,
)
from emulation.selectors.readiness import missing_setup

NAMED = 4  # criteria that a sentence names one by one
Guard = Callable[[Any], Iterable[str]]
_REPORT_PHASE = {Period.HALF_YEAR: PhaseKind.MID_YEAR, Period.YEAR: PhaseKind.RESULTS}


def phase_open(kind: str) -> Guard:
    """Return a guard: the step is open and its day has not passed."""

    def guard(obj: Any) -> list[str]:
        phase = selectors.phase_of(obj.year, kind)
        if phase is None:
            return [f"Năm chưa có bước “{PhaseKind(kind).label}”."]
        refusal = phase.refusal()
        return [refusal] if refusal else []

    guard.__doc__ = f"The step “{PhaseKind(kind).label}” is open, its day not passed."
    return guard


def report_phase_open(report: Report) -> list[str]:
    """The step of the report's period is open."""
    return list(phase_open(_REPORT_PHASE[report.period])(report))


def year_running(obj: Any) -> list[str]:
    """Nothing changes in a year that is closed or not yet open."""
    if obj.year.state == YearState.OPEN:
        return []
    return [f"Năm thi đua {obj.year.get_state_display().lower()}."]


def year_underway(obj: Any) -> list[str]:
    """The year has been opened and not yet closed; ranked is still under way."""
    if obj.year.state in {YearState.OPEN, YearState.RANKED}:
        return []
    return [f"Năm thi đua {obj.year.get_state_display().lower()}."]


def pledge_is_whole(pledge: Pledge) -> list[str]:
    """There are targets and each says what it promises; titles and initiatives are
    whole and within the year's limits.
    """
    if not pledge.targets.exists():
        return ["Chưa có chỉ tiêu nào."]
    return [
        *(sentence for _row, sentence in selectors.missing_targets(pledge)),
        *(sentence for _id, sentence in selectors.missing_registrations(pledge)),
    ]


def leader_has_approved(pledge: Pledge) -> list[str]:
    """The unit's leader has approved, where the bloc keeps that step."""
    if pledge.state == PledgeState.APPROVED or not pledge.year.leader_approves:
        return []
    return ["Thủ trưởng đơn vị chưa duyệt giao ước."]


def amendment_is_whole(amendment: Amendment) -> list[str]:
    """There is a reason, and lines that say what they change."""
    missing = [] if amendment.reason.strip() else ["Chưa ghi lý do điều chỉnh."]
    if not amendment.lines.exists():
        missing.append("Chưa chọn chỉ tiêu nào để điều chỉnh.")
    return [*missing, *selectors.missing_amendment_lines(amendment)]


def pledge_still_signed(amendment: Amendment) -> list[str]:
    """Only a signed pledge is amended."""
    if amendment.pledge.state == PledgeState.SIGNED:
        return []
    return ["Giao ước chưa ký: sửa thẳng trong giao ước."]


def results_are_whole(report: Report) -> list[str]:
    """Every result is entered, zero included."""
    return [sentence for _row, sentence in selectors.missing_results(report)]


def still_takes_part(pledge: Pledge) -> list[str]:
    """A unit that has left, with nobody taking over, pledges nothing more."""
    if not pledge.participation.has_left:
        return []
    day = format_date(pledge.participation.left_on)
    return [f"{pledge.participation} đã thôi tham gia từ ngày {day}."]


def pledge_is_signed(report: Report) -> list[str]:
    """Results are held against a signed pledge."""
    pledge = getattr(report.participation, "pledge", None)
    if pledge is not None and pledge.state == PledgeState.SIGNED:
        return []
    return ["Giao ước của đơn vị chưa ký, chưa gửi kết quả được."]


def not_scored_yet(report: Report) -> list[str]:
    """Results stay as they are while points are given on them."""
    if report.period != Period.YEAR:
        return []
    card = Scorecard.objects.filter(participation=report.participation_id).first()
    if card is None or card.is_editable:
        return []
    return ["Phiếu điểm đã gửi; trả lại phiếu điểm trước, rồi mới trả lại kết quả."]


def year_is_ready(year: EmulationYear) -> list[str]:
    """Set-up is whole: dates, titles to register, criteria, members, head."""
    return missing_setup(year)


def all_scores_final(year: EmulationYear) -> list[str]:
    """Ranking follows the last final score; who has left is not waited for."""
    cards = Scorecard.objects.filter(participation__year=year).exclude(
        state=ScorecardState.FINAL
    )
    waiting: dict[str, list[str]] = {}
    for card in cards.select_related("participation"):
        if not card.participation.has_left:
            label = card.get_state_display()
            waiting.setdefault(label, []).append(card.participation.name)
    return [
        f"{label}: {'; '.join(names) if len(names) < NAMED else f'{len(names)} đơn vị'}."
        for label, names in waiting.items()
    ]


def amendments_decided(year: EmulationYear) -> list[str]:
    """No signed amendment of a pledge waits for its decision: none comes afterwards."""
    waiting = Amendment.objects.filter(
        pledge__participation__year=year, state=AmendmentState.SIGNED
    )
    names = [
        one.participation.name
        for one in waiting.select_related("pledge__participation").order_by("pk")
    ]
    return [f"Điều chỉnh giao ước chờ quyết định: {'; '.join(names)}."] if names else []


def nothing_left_open(year: EmulationYear) -> list[str]:
    """Ask the higher apps what still stands open."""
    return list(points.CLOSING_OBSTACLES(year))
