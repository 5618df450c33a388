"""Delegates: summoning, attendance, the sheet to print."""

import pytest
from django.core.exceptions import PermissionDenied

from awards.models import Delegate
from awards.services import summon_people, take_attendance
from core.models import JournalEntry
from core.workflow import BlockedError, run
from tests import steps
from tests.builders import MEMBERS


@pytest.fixture
def address(planned):
    return f"{planned.get_absolute_url()}dai-bieu/"


def texts(response):
    return response.content.decode()


def last_entry():
    return JournalEntry.objects.order_by("pk").last()


def test_the_heads_of_all_units_come_with_one_press(office, world, planned, address):
    planned.delegates.all().delete()
    response = office.post(f"{address}thu-truong/", follow=True)
    assert "Đã triệu tập 4 thủ trưởng đơn vị." in texts(response)
    names = {one.participation.unit.code for one in planned.delegates.all()}
    assert names == set(MEMBERS)
    again = office.post(f"{address}thu-truong/", follow=True)
    assert "Thủ trưởng các đơn vị đều đã có trong danh sách." in texts(again)
    assert planned.delegates.count() == 4


def test_a_unit_that_left_is_not_summoned(office, world, planned, address):
    planned.delegates.all().delete()
    gone = world.participation("other")
    gone.left_on = world.year.opened_at.date()
    gone.save()
    office.post(f"{address}thu-truong/")
    assert planned.delegates.count() == 3


def test_a_unit_without_a_head_is_left_out(office, world, planned, address):
    planned.delegates.all().delete()
    world.units["other"].appointments.filter(role="leader").delete()
    office.post(f"{address}thu-truong/")
    assert planned.delegates.count() == 3


def pair(world, unit, user):
    return f"{world.participation(unit).pk}-{user.person_id}"


def test_several_people_are_summoned_at_once(office, world, planned, address):
    clerks = [world.user("clerk", unit) for unit in ("plain", "other")]
    chosen = [pair(world, "plain", clerks[0]), pair(world, "other", clerks[1])]
    page = texts(office.get(f"{address}them/"))
    assert "clerk plain" in page
    assert "leader plain" not in page  # summoned already
    office.post(f"{address}them/", {"people": chosen})
    added = planned.delegates.filter(person__in=[one.person for one in clerks])
    assert [one.is_voting for one in added] == [False, False]
    assert planned.delegates.count() == 6


def test_someone_of_two_units_comes_once(office, world, planned, address):
    clerk = world.user("clerk", "plain")
    other = clerk.person.appointments.get()
    other.pk, other.unit = None, world.units["other"]
    other.save()
    chosen = [pair(world, "plain", clerk), pair(world, "other", clerk)]
    response = office.post(f"{address}them/", {"people": chosen, "is_voting": "on"})
    assert response.status_code == 422
    sentence = "clerk plain: Người này đã có trong danh sách đại biểu."
    assert sentence in texts(response)
    assert planned.delegates.count() == 4


def test_nobody_chosen_is_said(office, address):
    response = office.post(f"{address}them/", {})
    assert "Chọn ít nhất một người." in texts(response)


@pytest.mark.parametrize("typed", ["1", "0-0", "abc-1"])
def test_a_person_who_is_not_offered_is_refused(office, planned, address, typed):
    response = office.post(f"{address}them/", {"people": [typed]})
    assert response.status_code == 422
    assert planned.delegates.count() == 4


def test_everybody_is_on_the_list_already(office, world, planned, address):
    for role, unit in (("clerk", "plain"), ("clerk", "other"), ("secretary", "head")):
        person = world.user(role, unit).person
        planned.delegates.create(participation=world.participation(unit), person=person)
    assert "Không còn ai để thêm" in texts(office.get(f"{address}them/"))


def test_somebody_is_taken_off_before_the_meeting(office, planned):
    one = planned.delegates.first()
    response = office.post(f"/dai-bieu/{one.pk}/rut/", follow=True)
    assert f"Đã rút {one.person} khỏi danh sách." in texts(response)
    assert planned.delegates.count() == 3
    entry = last_entry()
    assert entry.verb == "delete"
    assert ["đại biểu", str(one.person), None] in entry.changes


def test_nobody_is_taken_off_once_it_has_begun(office, meeting):
    one = meeting.delegates.first()
    response = office.post(f"/dai-bieu/{one.pk}/rut/", follow=True)
    assert "Hội nghị đã khai mạc, không rút được người đã triệu tập" in texts(response)
    assert meeting.delegates.count() == 4


def test_a_member_changes_nothing(member, planned, address):
    one = planned.delegates.first()
    assert member.get(address).status_code == 200
    for path in (f"{address}thu-truong/", f"/dai-bieu/{one.pk}/rut/", address):
        assert member.post(path).status_code == 403
    assert member.get(f"{address}them/").status_code == 403
    assert Delegate.objects.count() == 4


def roll(meeting, present, **other):
    """Return the form as the page draws it, with these delegates ticked."""
    data = dict(other)
    for one in meeting.delegates.all():
        data[f"seen-{one.pk}"] = "1" if one.is_present else "0"
        data[f"seen-reason-{one.pk}"] = one.absence_reason
        data.setdefault(f"reason-{one.pk}", one.absence_reason)
        if one.pk in present:
            data[f"present-{one.pk}"] = "on"
    return data


def test_ticks_and_reasons_are_saved_together(office, planned, address):
    first, second, *others = planned.delegates.all()
    present = {one.pk for one in others}
    data = roll(planned, present, **{f"reason-{first.pk}": "Đi công tác"})
    response = office.post(address, data, follow=True)
    assert "Đã lưu điểm danh, 2 thay đổi." in texts(response)
    first.refresh_from_db()
    assert (first.is_present, first.absence_reason) == (False, "Đi công tác")
    entry = last_entry()
    assert entry.sentence == "Điểm danh"
    assert entry.changes == [
        [str(first.person), "có mặt", "vắng (Đi công tác)"],
        [str(second.person), "có mặt", "vắng"],
    ]
    assert "Vắng mặt 2 đại biểu, trong đó có lý do 1." in texts(
        office.get(planned.get_absolute_url())
    )


def test_a_reason_goes_when_the_delegate_comes(office, planned, address):
    first = planned.delegates.first()
    planned.delegates.filter(pk=first.pk).update(
        is_present=False, absence_reason="Đi công tác"
    )
    everybody = {one.pk for one in planned.delegates.all()}
    office.post(address, roll(planned, everybody))
    first.refresh_from_db()
    assert (first.is_present, first.absence_reason) == (True, "")


def test_a_page_drawn_before_leaves_others_ticks_alone(office, planned, address):
    planned.delegates.update(is_present=False)
    first, second, *_others = planned.delegates.all()
    old = roll(planned, {first.pk})
    planned.delegates.filter(pk=second.pk).update(is_present=True)
    office.post(address, old)
    there = planned.delegates.filter(is_present=True)
    assert {one.pk for one in there} == {first.pk, second.pk}


def test_saving_without_a_change_writes_nothing(office, planned, address):
    before = JournalEntry.objects.count()
    everybody = {one.pk for one in planned.delegates.all()}
    office.post(address, roll(planned, everybody))
    assert JournalEntry.objects.count() == before


def test_later_ticks_do_not_move_an_open_poll(office, world, secretary, meeting):
    poll = run(steps.add_poll(world, meeting), "open", actor=secretary)
    take_attendance(meeting, set(), actor=secretary)
    poll.refresh_from_db()
    assert (poll.summoned, poll.present) == (4, 4)


def test_guests_do_not_count_for_the_quorum(office, world, planned, address):
    planned.delegates.filter(participation__unit__code="plain").update(is_voting=False)
    page = texts(office.get(address))
    assert "Có mặt 3/3 đại biểu được triệu tập" in page
    assert "Không bỏ phiếu" in page


def test_the_sheet_lists_who_signs(office, member, planned):
    planned.delegates.filter(pk=planned.delegates.first().pk).update(
        is_present=False, absence_reason="Đi công tác"
    )
    for browser in (office, member):
        page = texts(browser.get(f"{planned.get_absolute_url()}diem-danh/"))
        assert "Ký tên" in page
        assert "Vắng: Đi công tác" in page
    assert office.post(f"{planned.get_absolute_url()}diem-danh/").status_code == 405


def test_an_empty_list_says_how_to_begin(office, planned, address):
    planned.delegates.all().delete()
    page = texts(office.get(address))
    assert "Chưa triệu tập đại biểu nào" in page
    assert "Triệu tập thủ trưởng các đơn vị" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_questions(
    office, planned, address, count, django_assert_num_queries
):
    kept = list(planned.delegates.values_list("pk", flat=True)[:count])
    planned.delegates.exclude(pk__in=kept).delete()
    office.get(address)
    with django_assert_num_queries(11):
        office.get(address)


def test_services_ask_for_the_right_themselves(world, planned):
    clerk = world.user("clerk", "plain")
    with pytest.raises(PermissionDenied):
        take_attendance(planned, set(), actor=clerk)
    with pytest.raises(PermissionDenied):
        summon_people(planned, [], is_voting=True, actor=clerk)


def test_a_closed_meeting_keeps_its_list(office, secretary, meeting):
    run(meeting, "close", actor=secretary)
    with pytest.raises(BlockedError) as refused:
        take_attendance(meeting, set(), actor=secretary)
    assert refused.value.sentences == ["Hội nghị đã bế mạc, không sửa được."]
    page = texts(office.get(f"{meeting.get_absolute_url()}dai-bieu/"))
    assert "Lưu điểm danh" not in page
