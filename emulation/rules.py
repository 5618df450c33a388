"""Who may do what in a year."""

from typing import Any

from core.access import allow
from emulation import selectors
from emulation.models import EmulationYear, Participation
from units.enums import Office, Role
from units.rules import holds, is_board_officer, works_here
from units.selectors import office_units, unit_ids_of


def year_of(obj: Any) -> EmulationYear:
    """Return the year that a row belongs to."""
    if isinstance(obj, EmulationYear):
        return obj
    return obj.year


def _unit_of(obj: Any) -> Participation:
    return obj if isinstance(obj, Participation) else obj.participation


def is_secretariat(user: Any, obj: Any) -> bool:
    """Secretary in the unit that heads the bloc in this year."""
    year = year_of(obj)
    heads = office_units(year.bloc_id, year.year, Office.HEAD)
    return holds(user, {Role.SECRETARY}, heads)


def handles_case(user: Any, obj: Any) -> bool:
    """The secretariat, but nobody handles their own case: what concerns the head's
    own unit falls to the deputies' secretariats, then to the board.
    """
    year, unit = year_of(obj), _unit_of(obj).responsible_unit_id
    heads = office_units(year.bloc_id, year.year, Office.HEAD)
    if unit not in heads:
        return holds(user, {Role.SECRETARY}, heads)
    deputies = office_units(year.bloc_id, year.year, Office.DEPUTY) - {unit}
    return holds(user, {Role.SECRETARY}, deputies) or is_board_officer(user)


def is_clerk_of_unit(user: Any, obj: Any) -> bool:
    """Clerk in the unit that answers for the row."""
    return holds(user, {Role.CLERK}, {_unit_of(obj).responsible_unit_id})


def is_leader_of_unit(user: Any, obj: Any) -> bool:
    """Head or deputy of the unit that answers for the row."""
    return holds(user, {Role.LEADER}, {_unit_of(obj).responsible_unit_id})


def works_for_unit(user: Any, obj: Any) -> bool:
    """Clerk or leader of the unit that answers for the row."""
    return is_clerk_of_unit(user, obj) or is_leader_of_unit(user, obj)


def approves_pledge(user: Any, obj: Any) -> bool:
    """The unit's leader, in a bloc that keeps this step."""
    return year_of(obj).leader_approves and is_leader_of_unit(user, obj)


def accepts_some(user: Any, obj: Any) -> bool:
    """Handles the case of one unit of the year or of another."""
    year = year_of(obj)
    heads, deputies = (
        office_units(year.bloc_id, year.year, one)
        for one in (Office.HEAD, Office.DEPUTY)
    )
    return holds(user, {Role.SECRETARY}, heads | deputies) or is_board_officer(user)


def returns_pledge(user: Any, obj: Any) -> bool:
    """The unit's leader, or who takes the pledge for the bloc."""
    return is_leader_of_unit(user, obj) or handles_case(user, obj)


def handles_card(user: Any, check: Any) -> bool:
    """Who handles the case of the unit whose card was checked and is no checker: who
    has read the others' points does not take back their own unit's.
    """
    if check.participation.responsible_unit_id in unit_ids_of(user):
        return False
    return handles_case(user, check.scorecard)


def sees(scope: Any) -> Any:
    """Return the predicate that gives the same answer as a scope."""

    def predicate(user: Any, obj: Any = None) -> bool:
        if obj is None:
            return works_here(user)
        return scope(user).filter(pk=obj.pk).exists()

    predicate.__doc__ = scope.__doc__
    return predicate


def reads_whole_year(user: Any, obj: Any) -> bool:
    """Head and deputies of the year, the board and the province."""
    return selectors.oversees(user, year_of(obj))


def reads_replay(user: Any, obj: Any) -> bool:
    """Who reads the whole year; once the ranking is public, all who see the year."""
    year = year_of(obj)
    if not year.ranking_is_public:
        return reads_whole_year(user, year)
    return selectors.years_visible_to(user).filter(pk=year.pk).exists()


def may_prepare(user: Any, obj: Any = None) -> bool:
    """The secretariat of that year, or the board."""
    return is_board_officer(user) or (obj is not None and is_secretariat(user, obj))


WHY_SECRETARIAT = "Chỉ Thường trực khối (thư ký của cơ quan Trưởng khối) làm việc này."
WHY_CASE = (
    "Chỉ Thường trực khối làm việc này; việc của chính cơ quan Trưởng khối "
    "do cơ quan Phó Trưởng khối hoặc Ban Thi đua – Khen thưởng làm."
)
WHY_CLERK = "Chỉ chuyên viên thi đua của đơn vị làm việc này."
WHY_CHECKER = "Chỉ đơn vị được bốc thăm chấm chéo làm việc này."
WHY_LEADER = "Chỉ thủ trưởng hoặc cấp phó của đơn vị làm việc này."
WHY_APPROVE = (
    "Chỉ thủ trưởng hoặc cấp phó của đơn vị duyệt, ở khối có bước thủ trưởng duyệt."
)
WHY_RETURN = (
    "Chỉ thủ trưởng, cấp phó của đơn vị hoặc Thường trực khối (không phải của "
    "chính mình) trả lại."
)
WHY_NOT_YOURS = "Nội dung này chưa công khai với đơn vị của bạn."

_VIEWS = (
    ("view_year", "Xem năm thi đua", selectors.years_visible_to),
    ("view_participation", "Xem đơn vị tham gia", selectors.participations_visible_to),
    ("view_pledge", "Xem giao ước", selectors.pledges_visible_to),
    (
        "view_amendment",
        "Xem điều chỉnh giao ước",
        selectors.amendments_visible_to,
    ),
    ("view_report", "Xem kết quả", selectors.reports_visible_to),
    ("view_scorecard", "Xem phiếu điểm", selectors.scorecards_visible_to),
    ("view_check", "Xem phiếu chấm chéo", selectors.checks_visible_to),
    ("view_sheet", "Xem bảng tiêu chí", selectors.sheets_visible_to),
    ("view_evidence", "Xem minh chứng", selectors.evidence_visible_to),
)
for _name, _label, _scope in _VIEWS:
    allow(
        f"emulation.{_name}",
        sees(_scope),
        label=_label,
        why=WHY_NOT_YOURS,
        scope=_scope,
    )

_ROWS = (
    ("view_result", "Xem một dòng kết quả", selectors.results_visible_to),
    ("view_score_line", "Xem một dòng điểm", selectors.score_lines_visible_to),
)
for _name, _label, _scope in _ROWS:
    allow(f"emulation.{_name}", sees(_scope), label=_label, why=WHY_NOT_YOURS)

_VERBS = (
    ("create_year", may_prepare, "Lập năm thi đua", WHY_SECRETARIAT),
    ("keep_year", is_secretariat, "Điều hành năm thi đua", WHY_SECRETARIAT),
    ("see_whole_year", reads_whole_year, "Xem toàn bộ năm của khối", WHY_NOT_YOURS),
    ("see_replay", reads_replay, "Xem vì sao thứ hạng đổi", WHY_NOT_YOURS),
    ("print_summary", reads_whole_year, "In báo cáo tổng kết", WHY_NOT_YOURS),
    ("edit_pledge", works_for_unit, "Soạn giao ước", WHY_CLERK),
    ("submit_pledge", is_clerk_of_unit, "Gửi giao ước", WHY_CLERK),
    ("approve_pledge", approves_pledge, "Duyệt giao ước", WHY_APPROVE),
    ("return_pledge", returns_pledge, "Trả lại giao ước", WHY_RETURN),
    ("accept_pledge", handles_case, "Tiếp nhận giao ước", WHY_CASE),
    ("accept_some_pledge", accepts_some, "Tiếp nhận nhiều giao ước", WHY_CASE),
    ("amend_pledge", works_for_unit, "Soạn điều chỉnh giao ước", WHY_CLERK),
    ("decide_amendment", handles_case, "Quyết định điều chỉnh", WHY_CASE),
    ("sign_pledge", is_leader_of_unit, "Ký giao ước", WHY_LEADER),
    ("edit_report", works_for_unit, "Nhập kết quả", WHY_CLERK),
    ("submit_report", is_clerk_of_unit, "Gửi kết quả", WHY_CLERK),
    ("approve_report", is_leader_of_unit, "Duyệt kết quả", WHY_LEADER),
    ("edit_scorecard", works_for_unit, "Tự chấm điểm", WHY_CLERK),
    ("check_scorecard", works_for_unit, "Chấm chéo", WHY_CHECKER),
    ("return_check", handles_card, "Trả lại phiếu chấm chéo", WHY_CASE),
    ("reopen_score", handles_case, "Mở lại có thời hạn", WHY_CASE),
    ("submit_scorecard", works_for_unit, "Gửi điểm tự chấm", WHY_CLERK),
    ("finalise_scorecard", handles_case, "Chấm và chốt điểm", WHY_CASE),
)
for _name, _predicate, _label, _why in _VERBS:
    allow(f"emulation.{_name}", _predicate, label=_label, why=_why)
