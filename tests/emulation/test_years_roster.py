"""The frozen roster, and the reasoned exceptions to it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from core import clock, journal
from core.access import check
from core.points import DESK_TASKS
from core.workflow import BlockedError, ReasonMissingError, run
from emulation.models import EmulationYear, Movement, Participation
from emulation.selectors import pledges_visible_to
from emulation.services.movements import save_movement
from emulation.services.roster import admit_unit, release_unit, set_successor
from tests.builders import World, add_unit, world
from tests.steps import approve_report, finalise, sign_pledge
from units import services
from units.models import Membership, Unit

pytestmark = pytest.mark.django_db


def address(name: str, built: World, *more: object) -> str:
    return reverse(name, args=[built.bloc.code, built.year.year, *more])


def newcomer(built: World) -> Unit:
    unit = add_unit("new", "Cơ quan mới thành lập")
    member = Membership(bloc=built.bloc, unit=unit, protocol_number=9)
    services.add_member(member, actor=None)
    return unit


def admit(built: World, unit: Unit, reason: str = "Quyết định 12") -> Participation:
    return admit_unit(
        built.year,
        unit,
        joined_on=clock.today(),
        reason=reason,
        actor=built.secretary,
    )


def test_roster_is_the_membership_until_the_year_opens(client):
    built = world(opened=False)
    client.force_login(built.user("clerk", "plain"))
    page = client.get(address("roster", built)).content.decode()
    assert "Danh sách sẽ chốt khi mở năm" in page
    assert "Hiện nay khối có 4 đơn vị" in page


def test_roster_keeps_the_names_it_was_frozen_with(client):
    built = world()
    unit = built.units["plain"]
    unit.name = "Tên đổi sau khi chốt"
    unit.save()
    client.force_login(built.user("clerk", "other"))
    page = client.get(address("roster", built)).content.decode()
    assert "Danh sách đã chốt khi mở năm" in page
    assert "Ban Nội chính Tỉnh ủy" in page
    assert "Tên đổi sau khi chốt" not in page
    assert "Thêm đơn vị" not in page


def test_a_late_unit_gets_every_paper(client):
    built = world()
    movement = Movement(year=built.year, name="Phong trào")
    save_movement(movement, actor=built.secretary)
    unit = newcomer(built)
    client.force_login(built.secretary)
    form = {"unit": unit.pk, "joined_on": f"{clock.today()}", "reason": "Quyết định 12"}
    assert client.post(address("roster-admit", built), form).status_code == 302
    added = Participation.objects.get(unit=unit)
    assert (added.name, added.protocol_number) == ("Cơ quan mới thành lập", 9)
    assert (added.pledge.state, added.reports.count()) == ("draft", 2)
    assert added.scorecard.lines.count() == 5
    assert added.movement_answers.count() == 1
    assert journal.entries_of(added)[0].reason == "Quyết định 12"


def test_who_is_admitted_must_be_a_member_and_only_once():
    built = world()
    with pytest.raises(BlockedError, match="chưa là thành viên"):
        admit(built, built.units["outside"])
    with pytest.raises(BlockedError, match="đã có trong danh sách"):
        admit(built, built.units["plain"])


def test_exceptions_want_a_reason_an_open_year_and_the_right():
    built = world()
    unit = newcomer(built)
    with pytest.raises(ReasonMissingError, match="phải ghi lý do"):
        admit(built, unit, reason=" ")
    with pytest.raises(PermissionDenied):
        release_unit(
            built.participation(),
            left_on=None,
            reason="Thử",
            actor=built.user("leader", "head"),
        )
    # What was read before does not count, only the year as it is now.
    EmulationYear.objects.update(state="ranked", ranked_at=clock.now())
    with pytest.raises(BlockedError, match="chỉ đổi danh sách khi năm đang thực hiện"):
        admit(built, unit)
    assert not Participation.objects.filter(unit=unit).exists()


def test_form_without_a_reason_keeps_what_was_typed(client):
    built = world()
    unit = newcomer(built)
    client.force_login(built.secretary)
    response = client.post(
        address("roster-admit", built), {"unit": unit.pk, "joined_on": "32/1/2024"}
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert "Ngày chưa đúng" in page
    assert f'<option value="{unit.pk}" selected>' in page


def test_nobody_to_admit_is_said(client):
    built = world()
    client.force_login(built.secretary)
    page = client.get(address("roster-admit", built)).content.decode()
    assert "Mọi đơn vị thành viên đã có trong danh sách." in page


def test_who_leaves_is_asked_for_nothing_and_not_waited_for(client):
    built = world()
    for unit in ("head", "deputy", "other"):
        sign_pledge(built, unit)
        approve_report(built, unit)
        finalise(built, unit)
    gone, clerk = built.participation(), built.user("clerk", "plain")
    assert list(DESK_TASKS(clerk)) != []
    client.force_login(built.secretary)
    path = address("roster-release", built, gone.pk)
    form = {"left_on": f"{clock.today()}", "reason": "Giải thể"}
    assert client.post(path, form).status_code == 302
    assert Participation.objects.get(pk=gone.pk).has_left
    assert list(DESK_TASKS(built.user("clerk", "plain"))) == []
    titles = [one.title for one in DESK_TASKS(built.user("secretary", "head"))]
    assert titles == [f"Công bố xếp hạng năm {built.year.year}"]
    year = run(built.year, "publish_ranking", actor=built.secretary)
    assert year.ranking.count() == 3


def test_leaving_can_be_taken_back_and_stands_after_joining(client):
    built = world()
    unit = built.participation()
    client.force_login(built.secretary)
    path = address("roster-release", built, unit.pk)
    early = {"left_on": "2019-01-01", "reason": "Thử"}
    refused = client.post(path, early)
    assert refused.status_code == 422
    assert "Ngày thôi phải sau ngày tham gia." in refused.content.decode()
    client.post(path, {"left_on": f"{clock.today()}", "reason": "Nhầm"})
    client.post(path, {"left_on": "", "reason": "Ghi lại cho đúng"})
    assert Participation.objects.get(pk=unit.pk).left_on is None
    assert journal.entries_of(unit).count() == 2


def test_successor_takes_over_what_is_open(client):
    built = world()
    old, new = built.participation("plain"), built.participation("other")
    client.force_login(built.secretary)
    path = address("roster-successor", built, old.pk)
    form = {"successor": new.pk, "left_on": f"{clock.today()}", "reason": "Sáp nhập"}
    assert client.post(path, form).status_code == 302
    assert not Participation.objects.get(pk=old.pk).has_left
    titles = [one.title for one in DESK_TASKS(built.user("clerk", "other"))]
    year = built.year.year
    name = "(Ban Nội chính Tỉnh ủy)"
    assert f"Hoàn thành và gửi giao ước thi đua năm {year} {name}" in titles
    assert f"Hoàn thành và gửi giao ước thi đua năm {year}" in titles
    assert list(DESK_TASKS(built.user("clerk", "plain"))) == []


def test_successors_form_no_circle_and_stay_in_the_year():
    built = world()
    old, new = built.participation("plain"), built.participation("other")

    def follow(one: Participation, other: Participation) -> None:
        day = clock.today() + timedelta(days=1)
        set_successor(one, other, left_on=day, reason="Thử", actor=built.secretary)

    follow(old, new)
    with pytest.raises(BlockedError, match="không thể kế thừa lẫn nhau"):
        follow(new, Participation.objects.get(pk=old.pk))
    elsewhere = Participation(year=EmulationYear(pk=0), pk=99)
    with pytest.raises(BlockedError, match="phải có trong danh sách"):
        follow(new, elsewhere)


def test_who_has_left_by_then_takes_nothing_over():
    built = world()
    today, actor = clock.today(), built.secretary
    gone = built.participation("other")
    gone = release_unit(gone, left_on=today, reason="Giải thể", actor=actor)
    old = built.participation("plain")
    for day in (today, today + timedelta(days=30)):
        with pytest.raises(BlockedError, match="chọn đơn vị còn tham gia"):
            set_successor(old, gone, left_on=day, reason="Sáp nhập", actor=actor)
    earlier = today - timedelta(days=1)
    set_successor(old, gone, left_on=earlier, reason="Sáp nhập", actor=actor)
    assert built.participation("plain").successor == gone


def test_another_years_unit_is_not_found(client):
    built = world()
    client.force_login(built.secretary)
    assert client.get(address("roster-release", built, 9999)).status_code == 404
    client.force_login(built.user("clerk", "plain"))
    path = address("roster-release", built, built.participation().pk)
    assert client.get(path).status_code == 403


@pytest.mark.parametrize("members", [1, 3])
def test_roster_costs_the_same_for_any_number(
    client, members, django_assert_num_queries
):
    built = world()
    keep = [one.pk for one in built.year.participations.all()[:members]]
    for one in Participation.objects.exclude(pk__in=keep):
        one.pledge.delete()
        one.scorecard.delete()
        one.reports.all().delete()
        one.delete()
    client.force_login(built.secretary)
    with django_assert_num_queries(10):
        assert client.get(address("roster", built)).status_code == 200


def test_who_takes_over_from_a_successor_reads_and_writes_both():
    built = world()
    for gone, after in (("plain", "other"), ("other", "deputy")):
        set_successor(
            built.participation(gone),
            built.participation(after),
            left_on=clock.today(),
            reason="Sáp nhập",
            actor=built.secretary,
        )
    clerk = built.user("clerk", "deputy")
    assert check(clerk, "emulation.edit_pledge", built.pledge("plain")).allowed
    assert built.pledge("plain") in pledges_visible_to(clerk)
