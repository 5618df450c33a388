"""Reopening one criterion of one unit for a few hours, before everybody's eyes."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction

from core import access, clock, journal
from core.grid import Outcome, save_rows
from core.notices import Notice, announce
from core.templatetags.house import vi_datetime
from core.text import format_points
from core.workflow import BlockedError, ReasonMissingError
from emulation.enums import ScorecardState
from emulation.models import (
    Criterion,
    EmulationYear,
    Reopening,
    Scorecard,
    ScoreLine,
)
from emulation.selectors import reopenings as selectors
from emulation.selectors.scores import FINAL, SELF, card_score
from emulation.services.changes import note_changes
from emulation.services.scores import STAMPS, refresh_self_total
from emulation.workflow import year_running
from emulation.workflow.reopening_guards import may_be_reopened
from units.enums import Role
from units.selectors import accounts_in

FEWEST, MOST = 1, 72  # hours
HOURS = f"Thời hạn mở lại từ {FEWEST} đến {MOST} giờ."
CLOSED = "Thời hạn mở lại đã hết, không sửa được."
NOT_FINAL = "Phiếu điểm chưa chốt: điểm cuối nhập trên phiếu điểm."
NOTHING_NEW = "Không còn gì mở để xem lại."
COMPUTED = "Tiêu chí {code}: điểm tính từ kết quả, không mở lại được."
TWICE = "Tiêu chí {code} của đơn vị đang được mở lại."
ASKED = (
    "Sửa tiêu chí này trước {until}; hết giờ thì tự đóng. Cả khối xem được thay đổi."
)
_PERMISSIONS = {SELF: "emulation.edit_scorecard", FINAL: "emulation.finalise_scorecard"}


def _locked(card: Scorecard) -> Scorecard:
    """Lock the year, which its ranking locks too, then the card: opening, closing and
    changing wait for each other here.
    """
    years = EmulationYear.objects.select_for_update(of=("self",), no_key=True)
    years.get(pk=card.participation.year_id)
    return Scorecard.objects.select_for_update(of=("self",)).get(pk=card.pk)


@transaction.atomic
def open_exception(
    card: Scorecard, leaf: Criterion, hours: int, reason: str, *, actor: Any
) -> Reopening:
    """Let the unit change one leaf for so many hours. The whole bloc reads the reason;
    the unit's clerks are told.
    """
    access.demand(actor, "emulation.reopen_score", card)
    card = _locked(card)
    _refuse_to_open(card, leaf, hours, reason)
    now = clock.now()
    reopening = Reopening.objects.create(
        participation=card.participation,
        criterion=leaf,
        reason=reason.strip(),
        opened_at=now,
        opened_by=actor,
        closes_at=now + timedelta(hours=hours),
    )
    until = vi_datetime(reopening.closes_at)
    entry = journal.record(
        card,
        "reopen_score",
        f"Mở lại tiêu chí {leaf.code} đến {until}",
        actor=actor,
        reason=reopening.reason,
    )
    clerks = list(accounts_in(card.participation.responsible_unit_id, Role.CLERK))
    announce(reopening, Notice(clerks, ASKED.format(until=until)), entry)
    return reopening


def _refuse_to_open(card: Scorecard, leaf: Criterion, hours: int, reason: str) -> None:
    if not reason.strip():
        raise ReasonMissingError(["Cần ghi rõ lý do: cả khối đọc lý do này."])
    if not FEWEST <= hours <= MOST:
        raise BlockedError([HOURS])
    if sentences := may_be_reopened(card):
        raise BlockedError(sentences)
    if leaf.is_computed:
        raise BlockedError([COMPUTED.format(code=leaf.code)])
    if not card.lines.filter(criterion=leaf).exists():
        raise BlockedError(["Tiêu chí không có trong phiếu điểm này."])
    if any(one.criterion_id == leaf.pk for one in selectors.open_reopenings(card)):
        raise BlockedError([TWICE.format(code=leaf.code)])


@transaction.atomic
def close_exception(reopening: Reopening, *, actor: Any) -> None:
    """Close an exception before its hours are over."""
    access.demand(actor, "emulation.reopen_score", reopening)
    card = _locked(reopening.participation.scorecard)
    fresh = Reopening.objects.get(pk=reopening.pk)
    if not fresh.is_open:
        raise BlockedError([CLOSED])
    fresh.closed_at = reopening.closed_at = clock.now()
    fresh.save(update_fields=["closed_at"])
    sentence = f"Đóng việc mở lại tiêu chí {fresh.criterion.code}"
    journal.record(card, "close_reopening", sentence, actor=actor)


# ----- changing the leaf


def why_not(reopening: Reopening, line: ScoreLine, stage: str, user: Any) -> str:
    """Say why the user may not change the leaf in this stage now; empty when so.

    The unit types its own points while the exception is open; on a final card whoever
    handles the case sets the final points anew, also for what the unit changed in time.
    """
    answer = access.check(user, _PERMISSIONS[stage], reopening)
    if not answer.allowed:
        return answer.why
    if sentences := year_running(line.scorecard):
        return " ".join(sentences)
    if stage == SELF:
        return "" if reopening.is_open else CLOSED
    if line.scorecard.state != ScorecardState.FINAL:
        return NOT_FINAL
    waits = reopening.is_open or selectors.awaits_final(reopening, line)
    return "" if waits else NOTHING_NEW


@transaction.atomic
def save_leaf(
    reopening: Reopening,
    stage: str,
    form_class: type,
    post: Mapping[str, Any],
    *,
    actor: Any,
) -> Outcome:
    """Save what was typed for the leaf; totals follow, and the change is written down
    under its exception, in the journal, and for the replay.
    """
    _locked(reopening.participation.scorecard)
    fresh = selectors.reopenings_visible_to(actor).get(pk=reopening.pk)
    line = selectors.line_under(fresh)
    _refuse(fresh, line, stage, actor)
    before = getattr(line, stage)

    def stamp(row: ScoreLine, changed: list[str]) -> None:
        STAMPS[stage](row, actor, changed)

    rows = line.scorecard.lines.filter(pk=line.pk).select_related("criterion")
    outcome = save_rows(form_class, rows, post, before=stamp)
    for row in outcome.saved:
        if row.version != line.version:
            _tell(fresh, line.scorecard, row, (stage, before), actor)
    return outcome


def _refuse(reopening: Reopening, line: ScoreLine, stage: str, actor: Any) -> None:
    access.demand(actor, _PERMISSIONS[stage], reopening)
    if why := why_not(reopening, line, stage, actor):
        raise BlockedError([why])


def _tell(
    reopening: Reopening,
    card: Scorecard,
    line: ScoreLine,
    was: tuple[str, Any],
    actor: Any,
) -> None:
    """Bring totals up to date, keep the change for the replay, and journal it."""
    stage, before = was
    reasons = {SELF: line.self_note or reopening.reason, FINAL: line.final_reason}
    note_changes(
        card,
        stage,
        actor=actor,
        why=lambda _line: reasons[stage],
        lines=[line],
        under=reopening,
    )
    label = "Tự chấm" if stage == SELF else "Điểm cuối"
    points = [format_points(one) for one in (before, getattr(line, stage))]
    changes: list[list[Any]] = []
    if points[0] != points[1]:
        changes.append([f"{label}, {line.criterion}", *points])
    if stage == SELF:
        refresh_self_total(card)
    else:
        changes.append(["Tổng điểm cuối", *_refresh_final(card)])
    sentence = f"Sửa tiêu chí {line.criterion.code} khi được mở lại"
    journal.record(
        card, "rescore", sentence, actor=actor, reason=reasons[stage], changes=changes
    )


def _refresh_final(card: Scorecard) -> tuple[str, str]:
    """Store the final total anew; return it as it was and as it is."""
    before, found = card.final_total, card_score(card, FINAL)
    card.final_total, card.is_disqualified = found.total, found.is_disqualified
    card.save(update_fields=["final_total", "is_disqualified"])
    return format_points(before), format_points(card.final_total)
