"""The counting board: two units, one chief, nobody removed who has counted."""

import pytest

from awards.enums import PollKind
from awards.models import Teller
from awards.selectors import board_obstacles
from core.models import JournalEntry
from core.workflow import run
from tests import steps


@pytest.fixture
def address(planned):
    return f"{planned.get_absolute_url()}ban-kiem-phieu/"


def texts(response):
    return response.content.decode()


def pair(world, unit, role="leader"):
    person = world.user(role, unit).person
    return f"{world.participation(unit).pk}-{person.pk}"


def test_the_first_named_leads_unless_told_otherwise(office, world, planned, address):
    planned.tellers.all().delete()
    page = texts(office.get(address))
    assert "Hai người của hai đơn vị đếm riêng" in page
    assert "checked" in page[page.index('name="is_chief"') :].split(">", 1)[0]
    office.post(address, {"people": pair(world, "plain"), "is_chief": "on"})
    one = planned.tellers.get()
    assert (one.unit.code, one.is_chief) == ("plain", True)
    page = texts(office.get(address))
    assert "Ban kiểm phiếu cần ít nhất hai người của hai đơn vị." in page
    assert 'name="is_chief"' not in page
    assert JournalEntry.objects.order_by("pk").last().verb == "create"


def test_a_person_is_named_once(office, world, planned, address):
    taken = planned.tellers.first()
    value = f"{world.participation('plain').pk}-{taken.person_id}"
    response = office.post(address, {"people": value})
    assert response.status_code == 422
    assert planned.tellers.count() == 2


def test_nobody_chosen_is_said(office, address):
    assert "Chọn một người." in texts(office.post(address, {"people": ""}))


def test_another_may_lead(office, planned):
    chief, other = planned.tellers.order_by("-is_chief")
    response = office.post(f"/kiem-phieu-vien/{other.pk}/truong-ban/", follow=True)
    assert f"Trưởng Ban kiểm phiếu: {other.person}." in texts(response)
    assert list(planned.tellers.filter(is_chief=True)) == [other]
    assert not Teller.objects.get(pk=chief.pk).is_chief


def test_somebody_is_taken_off(office, planned):
    one = planned.tellers.first()
    response = office.post(f"/kiem-phieu-vien/{one.pk}/rut/", follow=True)
    assert f"Đã rút {one.person} khỏi Ban kiểm phiếu." in texts(response)
    assert planned.tellers.count() == 1
    assert JournalEntry.objects.order_by("pk").last().verb == "delete"


def test_who_has_counted_stays(office, world, secretary, meeting):
    poll = run(steps.add_poll(world, meeting), "open", actor=secretary)
    steps.count_poll(world, poll)
    one = meeting.tellers.first()
    response = office.post(f"/kiem-phieu-vien/{one.pk}/rut/", follow=True)
    assert f"{one.person} đã nhập số đếm, không rút khỏi Ban được." in texts(response)
    assert meeting.tellers.count() == 2


def test_what_a_board_lacks(world, planned):
    assert board_obstacles(planned) == []
    planned.tellers.update(is_chief=False)
    assert board_obstacles(planned) == ["Ban kiểm phiếu chưa có Trưởng ban."]
    planned.tellers.update(unit=world.units["plain"])
    assert board_obstacles(planned) == [
        "Ban kiểm phiếu cần ít nhất hai người của hai đơn vị.",
        "Ban kiểm phiếu chưa có Trưởng ban.",
    ]
    planned.tellers.all().delete()
    assert board_obstacles(planned) == [
        "Ban kiểm phiếu cần ít nhất hai người của hai đơn vị."
    ]


def test_no_poll_opens_without_a_board(office, world, meeting):
    poll = steps.add_poll(world, meeting, PollKind.HEAD)
    meeting.tellers.all().delete()
    response = office.post(f"{poll.get_absolute_url()}open/")
    assert response.status_code == 409
    assert "cần ít nhất hai người của hai đơn vị" in texts(response)


def test_a_member_changes_nothing(member, planned, address):
    one = planned.tellers.first()
    assert member.get(address).status_code == 403
    for path in (address, f"/kiem-phieu-vien/{one.pk}/rut/"):
        assert member.post(path).status_code == 403
    assert member.post(f"/kiem-phieu-vien/{one.pk}/truong-ban/").status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_questions(
    office, world, planned, address, count, django_assert_num_queries
):
    planned.tellers.exclude(is_chief=True).delete()
    for unit in ("head", "deputy")[: count - 1]:
        person = world.user("leader", unit).person
        planned.tellers.create(person=person, unit=world.units[unit])
    office.get(address)
    with django_assert_num_queries(12):
        office.get(address)
