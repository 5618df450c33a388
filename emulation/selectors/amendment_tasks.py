"""Amendments that wait for a person: to be signed, decided, or written again."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, QuerySet

from core.models import JournalEntry
from core.points import Task
from emulation.enums import AmendmentState, YearState
from emulation.models import Amendment
from emulation.selectors.scopes import amendments_visible_to
from units.enums import Office, Role
from units.models import BlocOffice
from units.selectors import appointments_of, unit_ids_of

WAITING = [AmendmentState.SUBMITTED, AmendmentState.RETURNED, AmendmentState.SIGNED]


def amendment_tasks(user: Any) -> Iterator[Task]:
    """Yield amendments of running years that wait for the user as leader, as who
    handles the case, or as clerk.
    """
    roles = (Role.CLERK, Role.LEADER, Role.SECRETARY)
    held = {role: unit_ids_of(user, role) for role in roles}
    if not any(held.values()) and not appointments_of(user, Role.BOARD_OFFICER):
        return
    waiting = list(_waiting(user))
    offices = _offices(waiting)
    reasons = _reasons(waiting)
    for one in waiting:
        unit = one.participation.responsible_unit_id
        if one.state == AmendmentState.SUBMITTED and unit in held[Role.LEADER]:
            yield _to_sign(one)
        elif one.state == AmendmentState.RETURNED and unit in held[Role.CLERK]:
            yield _to_write(one, reasons.get(one.pk, ""))
        elif one.state == AmendmentState.SIGNED and _decides(user, one, offices):
            yield _to_decide(one)


def _waiting(user: Any) -> QuerySet[Amendment]:
    visible = amendments_visible_to(user).filter(
        state__in=WAITING, pledge__participation__year__state=YearState.OPEN
    )
    joined = visible.select_related("pledge__participation__successor__successor")
    return joined.annotate(line_count=Count("lines")).order_by("submitted_at", "pk")


def _offices(waiting: list[Amendment]) -> dict[tuple[int, int, str], set[int]]:
    """Return the units that head and deputise, by bloc, year and office."""
    signed = [one.year for one in waiting if one.state == AmendmentState.SIGNED]
    found: dict[tuple[int, int, str], set[int]] = {}
    if not signed:
        return found
    rows = BlocOffice.objects.filter(bloc__in={year.bloc_id for year in signed})
    for one in rows:
        place = (one.bloc_id, one.year, one.office)
        found.setdefault(place, set()).add(one.unit_id)
    return found


def _decides(
    user: Any, amendment: Amendment, offices: dict[tuple[int, int, str], set[int]]
) -> bool:
    """Answer as ``rules.handles_case`` does, from offices already read."""
    year, unit = amendment.year, amendment.participation.responsible_unit_id
    heads, deputies = (
        offices.get((year.bloc_id, year.year, office), set())
        for office in (Office.HEAD, Office.DEPUTY)
    )
    secretary_in = unit_ids_of(user, Role.SECRETARY)
    if unit not in heads:
        return bool(secretary_in & heads)
    is_board = bool(appointments_of(user, Role.BOARD_OFFICER))
    return bool(secretary_in & (deputies - {unit})) or is_board


def _reasons(waiting: list[Amendment]) -> dict[int, str]:
    returned = [one.pk for one in waiting if one.state == AmendmentState.RETURNED]
    if not returned:
        return {}
    entries = JournalEntry.objects.filter(
        verb="return",
        object_type=Amendment._meta.label,
        object_id__in=[str(pk) for pk in returned],
    ).order_by("pk")
    return {int(one.object_id): f"{one.actor_name}: {one.reason}" for one in entries}


def _to_sign(one: Amendment) -> Task:
    title = f"Ký điều chỉnh giao ước lần {one.number} của {one.participation.name}"
    note = f"{one.line_count} chỉ tiêu. Lý do: {one.reason}"
    return Task(None, title, note, one.get_absolute_url(), "Đọc và ký")


def _to_write(one: Amendment, reason: str) -> Task:
    title = f"Sửa điều chỉnh giao ước lần {one.number} bị trả lại"
    return Task(None, title, reason, one.get_absolute_url(), "Sửa và gửi lại")


def _to_decide(one: Amendment) -> Task:
    title = f"Quyết định điều chỉnh giao ước của {one.participation.name}"
    note = f"Năm {one.year.year}, lần {one.number}: {one.line_count} chỉ tiêu."
    return Task(None, title, note, one.get_absolute_url(), "Xem và quyết định")
