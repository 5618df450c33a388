"""Where a pledge stands on its route, whom it waits for, and who moves it on."""

from collections.abc import Callable, Iterable
from typing import Any

from emulation.enums import PledgeState
from emulation.models import EmulationYear, Pledge
from units.enums import Office, Role
from units.selectors import appointments_of, office_units, unit_ids_of

WAITS = {
    PledgeState.DRAFT: "Đang soạn",
    PledgeState.RETURNED: "Trả lại, đang sửa",
    PledgeState.APPROVED: "Chờ Thường trực khối tiếp nhận",
    PledgeState.ACCEPTED: "Chờ ký",
    PledgeState.SIGNED: "",
}


def waits_for(pledge: Pledge, year: EmulationYear) -> str:
    """Say what a pledge waits for: a bloc may have dropped the leader's step."""
    if pledge.state == PledgeState.SUBMITTED and year.leader_approves:
        return "Chờ thủ trưởng duyệt"
    return WAITS.get(pledge.state, WAITS[PledgeState.APPROVED])


def waits_for_bloc(pledge: Pledge | None, year: EmulationYear) -> bool:
    """Tell whether the secretariat may now accept or return the pledge."""
    if pledge is None:
        return False
    sent = not year.leader_approves and pledge.state == PledgeState.SUBMITTED
    return sent or pledge.state == PledgeState.APPROVED


def handler_of_cases(user: Any, year: EmulationYear) -> Callable[[int], bool]:
    """Return the answer of ``rules.handles_case`` for any unit of the year, by the key
    of the unit that answers for it; a list asks once for all its rows.
    """
    heads, deputies = (
        office_units(year.bloc_id, year.year, one)
        for one in (Office.HEAD, Office.DEPUTY)
    )
    secretary_in = unit_ids_of(user, Role.SECRETARY)
    is_board = bool(appointments_of(user, Role.BOARD_OFFICER))

    def handles(unit_id: int) -> bool:
        if unit_id not in heads:
            return bool(secretary_in & heads)
        return bool(secretary_in & (deputies - {unit_id})) or is_board

    return handles


def to_accept(pledges: Iterable[Pledge], year: EmulationYear, user: Any) -> set[int]:
    """Return the keys of the pledges that wait for the user to accept them."""
    waiting = [one for one in pledges if waits_for_bloc(one, year)]
    if not waiting:
        return set()
    handles = handler_of_cases(user, year)
    return {one.pk for one in waiting if handles(one.participation.responsible_unit_id)}
