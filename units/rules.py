"""Who may do what with units, people, blocs and papers."""

from typing import Any

from core.access import act_as, allow
from units import selectors
from units.enums import Role
from units.models import Appointment


def holds(user: Any, roles: set[str], unit_ids: set[int] | None = None) -> bool:
    """Tell whether the user holds one of the roles today (in one of the units), and
    note that appointment for the journal.
    """
    for one in user.appointments:
        if one.role in roles and (unit_ids is None or one.unit_id in unit_ids):
            return act_as(user, office_text(one), one.pk)
    return False


def office_text(appointment: Appointment) -> str:
    """Return the role as the journal and signatures show it."""
    return f"{appointment.role_text}, {appointment.unit.name}"


def works_here(user: Any, _obj: object = None) -> bool:
    """Any appointment at all."""
    return bool(user.appointments)


def is_administrator(user: Any, _obj: object = None) -> bool:
    """System administrator."""
    return holds(user, {Role.ADMINISTRATOR})


def is_board_officer(user: Any, _obj: object = None) -> bool:
    """Officer of the emulation board."""
    return holds(user, {Role.BOARD_OFFICER})


def keeps_registers(user: Any, _obj: object = None) -> bool:
    """Board officer or administrator: they keep units, people and blocs."""
    return holds(user, {Role.BOARD_OFFICER, Role.ADMINISTRATOR})


def keeps_staff(user: Any, unit: Any = None) -> bool:
    """Clerk of the unit, or of the agency that it is a part of; or who keeps the
    registers.
    """
    if keeps_registers(user):
        return True
    own = None if unit is None else {unit.pk, unit.parent_id}
    return holds(user, {Role.CLERK}, own)


def may_give_role(user: Any, role: str) -> bool:
    """Keepers give and end roles; that of the administrator only another one."""
    return role != Role.ADMINISTRATOR or is_administrator(user)


def sees_paper(user: Any, paper: Any = None) -> bool:
    """Same answer as ``papers_visible_to``."""
    if paper is None:
        return works_here(user)
    return selectors.papers_visible_to(user).filter(pk=paper.pk).exists()


def sees_person(user: Any, person: Any) -> bool:
    """Same answer as ``people_visible_to``."""
    if person is None:
        return works_here(user)
    return selectors.people_visible_to(user).filter(pk=person.pk).exists()


WHY_ADMINISTRATOR = "Chỉ quản trị hệ thống giao hoặc cho thôi vai trò này."
WHY_REGISTERS = "Chỉ Ban Thi đua – Khen thưởng và quản trị hệ thống sửa danh bạ."

allow(
    "units.view_unit",
    works_here,
    label="Xem đơn vị",
    scope=selectors.units_visible_to,
)
allow(
    "units.view_bloc",
    works_here,
    label="Xem khối thi đua",
    scope=selectors.blocs_visible_to,
)
allow(
    "units.view_person",
    sees_person,
    label="Xem người",
    scope=selectors.people_visible_to,
)
allow(
    "units.keep_units",
    keeps_registers,
    label="Sửa đơn vị, tên gọi, kế thừa",
    why=WHY_REGISTERS,
)
allow(
    "units.keep_people",
    keeps_registers,
    label="Sửa người, phân công",
    why=WHY_REGISTERS,
)
allow(
    "units.keep_staff",
    keeps_staff,
    label="Giữ danh sách cán bộ của đơn vị",
    why="Chỉ chuyên viên thi đua của đơn vị giữ danh sách cán bộ của đơn vị.",
)
allow(
    "units.keep_blocs",
    is_board_officer,
    label="Sửa khối, thành viên, chức danh khối",
    why="Chỉ Ban Thi đua – Khen thưởng lập khối và thành viên.",
)
allow(
    "units.keep_accounts",
    is_administrator,
    label="Cấp tài khoản",
    why="Chỉ quản trị hệ thống cấp tài khoản.",
)
allow(
    "units.view_paper",
    sees_paper,
    label="Xem văn bản đã phát hành",
    why="Văn bản này chưa công khai với đơn vị của bạn.",
    scope=selectors.papers_visible_to,
)
allow(
    "units.keep_books",
    keeps_registers,
    label="Sửa số đầu của sổ văn bản",
    why="Chỉ Ban Thi đua – Khen thưởng và quản trị hệ thống sửa sổ văn bản.",
)
allow(
    "units.view_journal",
    works_here,
    label="Xem nhật ký trong phạm vi của mình",
)
