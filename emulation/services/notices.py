"""Who is told by mail: papers that come back, what waits for leader or checkers."""

from typing import Any

from core import journal
from core.models import JournalEntry
from core.notices import Notice, announce, tells
from emulation.models import CheckDraw, Participation
from emulation.workflow import AMENDMENT, PLEDGE, REPORT, SCORECARD, SHEET
from units.enums import Office, Role
from units.models import User
from units.selectors import accounts_in, office_units

WRITE_AGAIN = "Sửa theo lý do trên rồi gửi lại."
AS_SIGNED = "Giao ước giữ nguyên như đã ký; cần điều chỉnh khác thì lập đề nghị mới."
SCORE_BY_IT = (
    "Đọc những mục mới, đổi, bỏ trên trang bảng tiêu chí, rồi chấm lại các mục đó và gửi "
    "phiếu điểm."
)
READ_AND_EXPLAIN = "Xem điểm chấm chéo, giải trình ở tiêu chí lệch điểm, rồi gửi."
GIVE_FINAL = "Xem giải trình, nhập và chốt điểm cuối."
CHECK_CARDS = "Chấm chéo các phiếu điểm được bốc thăm, rồi gửi trước hạn."
READ_AND_DECIDE = "Đọc giao ước, rồi duyệt hoặc trả lại kèm lý do."


@tells(PLEDGE, "return")
@tells(REPORT, "return")
@tells(SCORECARD, "return")
@tells(AMENDMENT, "return")
def tell_writers(paper: Any, **_how: object) -> Notice:
    """Tell the clerks of the unit that answers for the paper, and the leader who sent
    it, why it came back; who has left the unit meanwhile is not told.
    """
    return Notice(_writers(paper), WRITE_AGAIN)


@tells(AMENDMENT, "refuse")
def tell_of_refusal(amendment: Any, **_how: object) -> Notice:
    """Tell the same people why an amendment was refused; nothing is to be written."""
    return Notice(_writers(amendment), AS_SIGNED)


def _writers(paper: Any) -> list[User]:
    unit = paper.participation.responsible_unit_id
    sent = journal.entries_of(paper).filter(verb="submit").order_by("-pk").first()
    sender = accounts_in(unit, Role.LEADER).filter(pk=sent.actor_id if sent else None)
    return [*accounts_in(unit, Role.CLERK), *sender]


@tells(SCORECARD, "close_checks")
def tell_of_checks(card: Any, **_how: object) -> Notice:
    """Tell the unit that it may read what the checkers gave, and answer."""
    unit = card.participation.responsible_unit_id
    people = [*accounts_in(unit, Role.CLERK), *accounts_in(unit, Role.LEADER)]
    return Notice(people, READ_AND_EXPLAIN)


@tells(SCORECARD, "explain")
def tell_who_finalises(card: Any, **_how: object) -> Notice:
    """Tell who handles the unit's case that the final score may be given."""
    return Notice(handlers_of(card.participation), GIVE_FINAL)


def handlers_of(participation: Participation) -> list[User]:
    """Return the secretaries who handle a unit's case: the deputies' for the head's."""
    year, unit = participation.year, participation.responsible_unit_id
    units = office_units(year.bloc_id, year.year, Office.HEAD)
    if unit in units:
        units = office_units(year.bloc_id, year.year, Office.DEPUTY) - {unit}
    return [user for one in sorted(units) for user in accounts_in(one, Role.SECRETARY)]


@tells(PLEDGE, "submit")
def tell_leaders(pledge: Any, **_how: object) -> Notice:
    """Tell the unit's leaders that a pledge waits for them, where the bloc asks them."""
    if not pledge.year.leader_approves:
        return Notice([], READ_AND_DECIDE)
    unit = pledge.participation.responsible_unit_id
    return Notice(list(accounts_in(unit, Role.LEADER)), READ_AND_DECIDE)


@tells(SHEET, "freeze")
def tell_units(sheet: Any, **_how: object) -> Notice:
    """Tell the clerks of all units that score by it of a later version; when the year
    opens there are none yet.
    """
    units = {
        one.responsible_unit_id
        for one in sheet.year.participations.select_related("successor")
        if not one.has_left
    }
    clerks = [user for unit in sorted(units) for user in accounts_in(unit, Role.CLERK)]
    return Notice(clerks, SCORE_BY_IT)


def tell_checkers(draw: CheckDraw, entry: JournalEntry) -> None:
    """Tell every checking unit's people that cards wait for them."""
    checks = draw.checks.select_related("participation__successor")
    units = {one.participation.responsible_unit_id for one in checks}
    people = [
        user
        for unit in sorted(units)
        for role in (Role.CLERK, Role.LEADER)
        for user in accounts_in(unit, role)
    ]
    announce(draw, Notice(people, CHECK_CARDS), entry)
