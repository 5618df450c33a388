"""What waits for a person in a clerk's or a leader's office."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from core import clock
from core.models import JournalEntry
from core.points import Task
from emulation.enums import (
    Period,
    PhaseKind,
    PhaseState,
    PledgeState,
    ReportState,
    YearState,
)
from emulation.models import (
    Participation,
    Pledge,
    Report,
    Scorecard,
    ScoreLine,
    Target,
)
from emulation.scoring import ALWAYS_ANSWERED
from emulation.selectors.matrix import card_in, pledge_in, report_in
from emulation.selectors.rows import CAME_BACK
from emulation.selectors.years import phase_of
from units.enums import Role
from units.selectors import unit_ids_of

SOON = 3  # days

_PERIOD_PHASE = {Period.HALF_YEAR: PhaseKind.MID_YEAR, Period.YEAR: PhaseKind.RESULTS}
_RETURNABLE = (Pledge, Report, Scorecard)


def unit_tasks(user: Any) -> Iterator[Task]:
    """Yield what waits for the user as clerk or leader of a unit in an open year."""
    offices = {role: unit_ids_of(user, role) for role in (Role.CLERK, Role.LEADER)}
    roster = answered_for(offices[Role.CLERK] | offices[Role.LEADER])
    reasons = _reasons(roster)
    for unit in roster:
        if unit.responsible_unit_id in offices[Role.CLERK]:
            yield from _clerk_tasks(unit, reasons)
        if unit.responsible_unit_id in offices[Role.LEADER]:
            yield from _leader_tasks(unit)


def answered_for(unit_ids: set[int]) -> list[Participation]:
    """Return the rows of open years that these units answer for, with their papers
    and how much of each is still blank.
    """
    if not unit_ids:
        return []
    own = (
        Q(unit__in=unit_ids)
        | Q(successor__unit__in=unit_ids)
        | Q(successor__successor__unit__in=unit_ids)
    )
    reports = Report.objects.annotate(
        rows=Count("results"),
        blank=Count("results", filter=Q(results__actual=None)),
    )
    rows = (
        Participation.objects.filter(own, year__state=YearState.OPEN)
        .select_related(
            "year__bloc", "unit", "successor__successor", "pledge", "scorecard"
        )
        .prefetch_related("year__phases", Prefetch("reports", queryset=reports))
        .annotate(targets=_targets(), unscored=_unscored())
        .order_by("-year__year", "protocol_number", "pk")
    )
    return [
        one for one in rows if one.responsible_unit_id in unit_ids and not one.has_left
    ]


def _counted(rows: QuerySet, of: str) -> Coalesce:
    counted = rows.order_by().values(of).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def _targets() -> Coalesce:
    return _counted(
        Target.objects.filter(pledge__participation=OuterRef("pk")), "pledge"
    )


def _unscored() -> Coalesce:
    blank = ScoreLine.objects.filter(
        scorecard__participation=OuterRef("pk"),
        criterion__kind__in=ALWAYS_ANSWERED,
        self_points=None,
    )
    return _counted(blank, "scorecard")


def _reasons(roster: list[Participation]) -> dict[tuple[str, int], str]:
    """Return why papers were sent back, by model and row; one query for all."""
    returned = [
        paper
        for unit in roster
        for paper in (pledge_in(unit), card_in(unit), *unit.reports.all())
        if paper is not None and paper.state == PledgeState.RETURNED
    ]
    if not returned:
        return {}
    entries = JournalEntry.objects.filter(
        verb__in=CAME_BACK,
        object_type__in=[model._meta.label for model in _RETURNABLE],
        object_id__in=[str(paper.pk) for paper in returned],
    ).order_by("pk")
    return {
        (one.object_type, int(one.object_id)): _sentence(one.actor_name, one.reason)
        for one in entries
    }


def _sentence(name: str, reason: str) -> str:
    end = "" if reason.rstrip().endswith((".", "!", "?")) else "."
    return f"{name}: {reason.strip()}{end}"


def _clerk_tasks(
    unit: Participation, reasons: dict[tuple[str, int], str]
) -> Iterator[Task]:
    pledge, card = pledge_in(unit), card_in(unit)
    if pledge is not None and pledge.is_editable:
        yield from _to_write(
            unit, PhaseKind.REGISTER, pledge, reasons, _pledge_words(unit)
        )
    if pledge is not None and pledge.state == PledgeState.SIGNED:
        for period in Period:
            report = report_in(unit, period)
            if report is not None and report.is_editable:
                words = _report_words(unit, report)
                yield from _to_write(
                    unit, _PERIOD_PHASE[period], report, reasons, words
                )
    if card is not None and card.is_editable:
        yield from _to_write(unit, PhaseKind.SCORING, card, reasons, _card_words(unit))


def _pledge_words(unit: Participation) -> tuple[str, str, str]:
    note = "Chưa có chỉ tiêu nào."
    if unit.targets:
        reader = "thủ trưởng duyệt" if unit.year.leader_approves else "Thường trực khối"
        note = f"Đã soạn {unit.targets} chỉ tiêu, chưa gửi {reader}."
    return f"giao ước thi đua năm {unit.year.year}", note, "Soạn giao ước"


def _report_words(unit: Participation, report: Report) -> tuple[str, str, str]:
    note = "Đã nhập đủ, chưa gửi thủ trưởng duyệt."
    if report.blank:
        note = f"Còn {report.blank} trong {report.rows} chỉ tiêu chưa có kết quả."
    period = report.get_period_display().lower()
    name = f"kết quả {period} {unit.year.year}".replace("cả năm", "năm")
    return name, note, "Nhập kết quả"


def _card_words(unit: Participation) -> tuple[str, str, str]:
    note = "Đã chấm đủ, chưa gửi Thường trực khối."
    if unit.unscored:
        note = f"Còn {unit.unscored} tiêu chí chưa tự chấm."
    report = report_in(unit, Period.YEAR)
    if report is not None and report.state != ReportState.APPROVED:
        note += " Gửi được sau khi thủ trưởng duyệt kết quả năm."
    return f"phiếu tự chấm điểm năm {unit.year.year}", note, "Tự chấm điểm"


def _to_write(
    unit: Participation,
    kind: PhaseKind,
    paper: Any,
    reasons: dict[tuple[str, int], str],
    words: tuple[str, str, str],
) -> Iterator[Task]:
    """Yield the task of writing a paper while its step stands open; past its day the
    note says what to do about it.
    """
    phase = phase_of(unit.year, kind)
    if phase is None or phase.state != PhaseState.OPEN:
        return
    name, note, button = words
    title = f"Hoàn thành và gửi {name}"
    if paper.state == PledgeState.RETURNED:
        title, button = f"Sửa {name} bị trả lại", "Sửa và gửi lại"
        why = reasons.get((paper._meta.label, paper.pk), "")
        note = why
    if phase.is_overdue:
        note = f"{note} Đã hết hạn gửi, đề nghị Thường trực khối lùi hạn.".strip()
    title = _named(unit, title)
    yield Task(phase.due_on, title, note, paper.get_absolute_url(), button)


def _named(unit: Participation, title: str) -> str:
    """Name the unit whose papers somebody else took over."""
    return f"{title} ({unit.name})" if unit.successor_id else title


def _leader_tasks(unit: Participation) -> Iterator[Task]:
    pledge = pledge_in(unit)
    year = unit.year
    is_sent = pledge is not None and pledge.state == PledgeState.SUBMITTED
    if is_sent and year.leader_approves:
        note = f"{unit.targets} chỉ tiêu, gửi {_sent(pledge.submitted_at)}."
        title = f"Duyệt giao ước thi đua năm {year.year}"
        yield _task(unit, PhaseKind.REGISTER, pledge, (title, note, "Xem và duyệt"))
    sign = phase_of(year, PhaseKind.SIGN)
    is_signing = sign is not None and sign.state == PhaseState.OPEN
    if pledge is not None and pledge.state == PledgeState.ACCEPTED and is_signing:
        title = f"Ký giao ước thi đua năm {year.year}"
        note = "Thường trực khối đã tiếp nhận; ký xong thì không sửa được."
        yield _task(unit, PhaseKind.SIGN, pledge, (title, note, "Ký giao ước"))
    for report in unit.reports.all():
        if report.state == ReportState.SUBMITTED:
            name = _report_words(unit, report)[0]
            note = f"{report.rows} chỉ tiêu, gửi {_sent(report.submitted_at)}."
            words = (f"Duyệt {name}", note, "Xem và duyệt")
            yield _task(unit, _PERIOD_PHASE[report.period], report, words)


def _sent(at: datetime) -> str:
    local = at.astimezone(clock.zone())
    return f"lúc {local:%H:%M} ngày {local.day}/{local.month}"


def _task(
    unit: Participation, kind: PhaseKind, paper: Any, words: tuple[str, str, str]
) -> Task:
    phase = phase_of(unit.year, kind)
    title, note, button = words
    due = phase.due_on if phase else None
    return Task(due, _named(unit, title), note, paper.get_absolute_url(), button)


def in_order(tasks: Iterable[Task]) -> list[dict[str, Any]]:
    """Return tasks for ``components/tasks.html``: overdue first, without a day last."""
    today = clock.today()
    ordered = sorted(tasks, key=lambda one: (one.due is None, one.due or today))
    return [
        {
            "due": one.due,
            "left": left_words(one.due, today),
            "tone": _tone(one.due, today),
            "title": one.title,
            "note": one.note,
            "url": one.url,
            "button": one.button,
        }
        for one in ordered
    ]


def left_words(due: date | None, today: date) -> str:
    """Say how long there is: "Quá hạn 11 ngày", "Hôm nay", "Còn 2 ngày"."""
    if due is None:
        return ""
    days = (due - today).days
    if days < 0:
        return f"Quá hạn {-days} ngày"
    return f"Còn {days} ngày" if days else "Hôm nay"


def _tone(due: date | None, today: date) -> str:
    if due is None:
        return ""
    days = (due - today).days
    if days < 0:
        return "late"
    return "soon" if days <= SOON else ""
