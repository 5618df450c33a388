"""Units that join, leave or merge in mid-year keep their pledges and take over."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from core import clock
from core.workflow import BlockedError, run
from emulation import selectors
from emulation.enums import AmendmentState, PledgeState
from emulation.models import Pledge
from emulation.reports.pledge_text import text_of
from emulation.services.roster import admit_unit, release_unit, set_successor
from tests.builders import SINCE, World, add_unit
from tests.emulation import amending
from tests.steps import SIGNATURE, accept_pledge, fill_pledge, sign_pledge
from units import services
from units.models import Membership

pytestmark = pytest.mark.django_db

REASON = "Sáp nhập theo Nghị quyết 18"


def merge(built: World, left_on: date | None = None) -> None:
    """Let the other unit take over from the plain one."""
    set_successor(
        built.participation("plain"),
        built.participation("other"),
        left_on=left_on or clock.today(),
        reason=REASON,
        actor=built.secretary,
    )


def test_a_unit_admitted_in_mid_year_pledges_from_its_day(built):
    built.units["late"] = add_unit("late", "Ban Quản lý dự án")
    member = Membership(
        bloc=built.bloc, unit=built.units["late"], protocol_number=5, valid_from=SINCE
    )
    services.add_member(member, actor=None)
    day = clock.today() + timedelta(days=1)
    admit_unit(
        built.year,
        built.units["late"],
        joined_on=day,
        reason="Mới thành lập",
        actor=built.secretary,
    )
    pledge = sign_pledge(built, "late")
    assert f"Tham gia từ ngày {day.day:02d}" in pledge.versions.get().text
    clerk = built.user("clerk", "late")
    assert amending.services.start_amendment(pledge, actor=clerk).number == 1


def test_a_unit_that_left_keeps_its_pledge_and_amends_no_more(built):
    pledge = sign_pledge(built)
    before = pledge.versions.get().text
    release_unit(
        built.participation("plain"),
        left_on=clock.today(),
        reason="Giải thể",
        actor=built.secretary,
    )
    with pytest.raises(BlockedError, match="đã thôi tham gia"):
        amending.start(built, Pledge.objects.get(pk=pledge.pk))
    clerk = built.user("clerk", "plain")
    assert selectors.pledges_visible_to(clerk).filter(pk=pledge.pk).exists()
    assert pledge.versions.get().text == before


@pytest.mark.parametrize(
    ("state", "verb", "role"),
    [
        (PledgeState.DRAFT, "submit", "clerk"),
        (PledgeState.SUBMITTED, "approve", "leader"),
        (PledgeState.ACCEPTED, "sign", "leader"),
    ],
)
def test_the_successor_carries_an_open_pledge_on(built, state, verb, role):
    pledge = fill_pledge(built)
    if state == PledgeState.SUBMITTED:
        run(pledge, "submit", actor=built.user("clerk", "plain"))
    elif state == PledgeState.ACCEPTED:
        accept_pledge(built, pledge)
    merge(built)
    data = SIGNATURE if verb == "sign" else {}
    with pytest.raises(PermissionDenied):
        run(pledge, verb, actor=built.user(role, "plain"), **data)
    fresh = run(pledge, verb, actor=built.user(role, "other"), **data)
    assert fresh.state != state


def test_the_successor_amends_a_signed_pledge_and_the_history_stays(built):
    pledge = sign_pledge(built)
    before = pledge.versions.get().text
    merge(built)
    pledge = Pledge.objects.get(pk=pledge.pk)
    with pytest.raises(PermissionDenied):
        amending.start(built, pledge)
    amendment = amending.start(built, pledge, "other")
    cases = pledge.targets.get(content="Giải quyết vụ việc")
    clerk = built.user("clerk", "other")
    line = amending.services.change_target(amendment, cases, actor=clerk)
    line.value = 6
    line.save()
    amending.adopt(built, amending.signed(built, amendment, "other"))
    second, first = pledge.versions.all()
    assert first.text == before
    assert second.signed_by == built.user("leader", "other")
    assert "Đơn vị: Ban Nội chính Tỉnh ủy\n" in second.text
    assert "Đơn vị kế thừa: Văn phòng Tỉnh ủy, từ ngày " in second.text
    for unit in ("plain", "other"):
        reader = built.user("clerk", unit)
        assert selectors.amendments_of(pledge, reader).count() == 1


@pytest.mark.parametrize(
    "state",
    [AmendmentState.DRAFT, AmendmentState.SUBMITTED, AmendmentState.SIGNED],
)
def test_the_successor_carries_an_open_amendment_on(built, state):
    pledge = sign_pledge(built)
    amendment = amending.start(built, pledge)
    cases = pledge.targets.get(content="Giải quyết vụ việc")
    amending.change(built, amendment, cases, value=6)
    if state != AmendmentState.DRAFT:
        run(amendment, "submit", actor=built.user("clerk", "plain"))
    if state == AmendmentState.SIGNED:
        run(amendment, "sign", actor=built.user("leader", "plain"), **SIGNATURE)
    merge(built)
    amendment.refresh_from_db()
    clerk, leader = built.user("clerk", "other"), built.user("leader", "other")
    if state == AmendmentState.SIGNED:
        # Another unit answers now, and the text says so: its head has to sign.
        with pytest.raises(BlockedError, match="ký lại"):
            amending.adopt(built, amendment)
        run(amendment, "return", actor=leader, reason="Ký lại sau sáp nhập")
    if state != AmendmentState.SUBMITTED:
        run(amendment, "submit", actor=clerk)
    amendment = run(amendment, "sign", actor=leader, **SIGNATURE)
    amending.adopt(built, amendment)
    pledge = Pledge.objects.get(pk=pledge.pk)
    assert pledge.versions.first().text == text_of(pledge)
