"""Exceptions to the frozen roster of a year: reasoned, journaled, never silent."""

from datetime import date
from typing import Any

from django.db import transaction

from core import access, clock, journal
from core.templatetags.house import vi_date
from core.workflow import BlockedError, ReasonMissingError
from emulation.enums import SheetState, YearState
from emulation.models import EmulationYear, Participation
from emulation.services.handout import hand_out
from emulation.services.years import give_papers
from units.models import Membership, Unit


def _refuse_unless(year: EmulationYear, actor: Any, reason: str) -> None:
    """Lock the year, so that nobody ranks or closes it meanwhile."""
    access.demand(actor, "emulation.create_year", year)
    locked = EmulationYear.objects.select_for_update().get(pk=year.pk)
    if locked.state != YearState.OPEN:
        label = locked.get_state_display().lower()
        raise BlockedError(
            [f"Năm thi đua {label}: chỉ đổi danh sách khi năm đang thực hiện."]
        )
    if not reason.strip():
        raise ReasonMissingError(["Danh sách đã chốt: thay đổi phải ghi lý do."])


@transaction.atomic
def admit_unit(
    year: EmulationYear, unit: Unit, *, joined_on: date, reason: str, actor: Any
) -> Participation:
    """Add a member of the bloc to the roster of an open year, with papers to fill in;
    its place is that of its membership.
    """
    _refuse_unless(year, actor, reason)
    held = Membership.objects.on().filter(bloc=year.bloc_id, unit=unit).first()
    if held is None:
        raise BlockedError([f"{unit} chưa là thành viên của khối."])
    if year.participations.filter(unit=unit).exists():
        raise BlockedError([f"{unit} đã có trong danh sách năm {year.year}."])
    name = unit.name_on(clock.today())
    participation = Participation(
        year=year,
        unit=unit,
        name=name.name if name else unit.name,
        protocol_number=held.protocol_number,
        joined_on=joined_on,
    )
    journal.save(participation, actor=actor, reason=reason.strip())
    sheet = year.sheets.filter(state=SheetState.FROZEN).first()
    hand_out(year, [give_papers(participation, sheet)])
    return participation


@transaction.atomic
def release_unit(
    participation: Participation, *, left_on: date | None, reason: str, actor: Any
) -> Participation:
    """Note from which day a unit takes part no longer; ``None`` takes that back."""
    _refuse_unless(participation.year, actor, reason)
    participation.left_on = left_on
    journal.save(participation, actor=actor, reason=reason.strip())
    return participation


@transaction.atomic
def set_successor(
    participation: Participation,
    successor: Participation,
    *,
    left_on: date,
    reason: str,
    actor: Any,
) -> Participation:
    """Let another unit of the roster take over a unit's papers that are still open."""
    _refuse_unless(participation.year, actor, reason)
    if successor.year_id != participation.year_id:
        raise BlockedError(["Đơn vị kế thừa phải có trong danh sách của năm này."])
    following: Participation | None = successor
    while following is not None:
        if following.pk == participation.pk:
            raise BlockedError(["Hai đơn vị không thể kế thừa lẫn nhau."])
        following = following.successor
    if successor.left_on and successor.left_on <= left_on:
        gone = f"{successor.name} thôi tham gia từ ngày {vi_date(successor.left_on)}"
        raise BlockedError([f"{gone}: chọn đơn vị còn tham gia."])
    participation.successor, participation.left_on = successor, left_on
    journal.save(participation, actor=actor, reason=reason.strip())
    return participation
