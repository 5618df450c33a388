"""Meetings of a year: the list, planning, the console, opening and closing."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.html import escape

from awards.enums import PollKind
from awards.models import Meeting
from awards.services import change_meeting, plan_meeting
from core import clock
from core.models import JournalEntry
from core.workflow import BlockedError, NotNowError, run
from tests import steps

LIST = "/nam/khoi-thu/{}/hoi-nghi/"
FACTS = {
    "kind": "year_end",
    "held_at": "2025-01-07T08:00",
    "place": "Hội trường Văn phòng Tỉnh ủy",
    "agenda": "Báo cáo tổng kết\nBỏ phiếu",
    "quorum": "2/3",
}


@pytest.fixture
def address(world):
    """The list of a year in which nothing is planned."""
    Meeting.objects.all().delete()
    return LIST.format(world.year.year)


def texts(response):
    return response.content.decode()


def test_an_empty_list_says_what_belongs_here(office, member, address):
    assert "Lập hội nghị" in texts(office.get(address))
    page = texts(member.get(address))
    assert "Chưa có hội nghị nào" in page
    assert "Thường trực khối lập hội nghị" in page
    assert f"{address}them/" not in page


def test_the_secretariat_plans_a_meeting(office, world, address):
    chair = world.user("leader", "head").person
    response = office.post(f"{address}them/", FACTS | {"chair": chair.pk})
    meeting = Meeting.objects.get()
    assert response.url == meeting.get_absolute_url()
    local = meeting.held_at.astimezone(clock.zone())
    assert (local.day, local.month, local.hour) == (7, 1, 8)
    assert (meeting.chair, meeting.agenda) == (chair, "Báo cáo tổng kết\nBỏ phiếu")
    entry = JournalEntry.objects.latest("pk")
    assert (entry.verb, entry.object_type) == ("create", "awards.Meeting")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("held_at", "mai", "Thời gian chưa đúng, ví dụ 07/01/2025 08:00."),
        ("place", "", "Trường này là bắt buộc."),
        ("quorum", "4/3", "“4/3” phải lớn hơn 0 và không quá 1 (100%)."),
    ],
)
def test_a_wrong_fact_is_refused_and_nothing_is_lost(
    office, address, field, value, sentence
):
    response = office.post(f"{address}them/", FACTS | {field: value})
    assert response.status_code == 422
    assert sentence in texts(response)
    assert "Báo cáo tổng kết" in texts(response)
    assert not Meeting.objects.exists()


def test_a_member_reads_the_list_and_plans_nothing(member, address):
    assert member.get(address).status_code == 200
    response = member.get(f"{address}them/")
    assert response.status_code == 403
    assert "Chỉ Thường trực khối" in texts(response)


def test_another_bloc_sees_no_meeting(browse, world, planned):
    outsider = browse(world.user("clerk", "outside"))
    assert outsider.get(LIST.format(world.year.year)).status_code == 404
    assert outsider.get(planned.get_absolute_url()).status_code == 404
    assert outsider.post(f"{planned.get_absolute_url()}open/").status_code == 404


def test_services_ask_for_the_right_themselves(world, planned):
    clerk = world.user("clerk", "plain")
    with pytest.raises(PermissionDenied):
        plan_meeting(world.year, "year_end", clock.now(), "Đây", actor=clerk)
    with pytest.raises(PermissionDenied):
        change_meeting(planned, actor=clerk)


def test_facts_change_until_the_meeting_begins(office, planned):
    address = f"{planned.get_absolute_url()}sua/"
    assert office.get(address).status_code == 200
    response = office.post(address, FACTS | {"place": "Nhà văn hóa"})
    assert response.status_code == 302
    assert Meeting.objects.get().place == "Nhà văn hóa"


def test_facts_stay_once_the_meeting_has_begun(office, meeting):
    response = office.post(
        f"{meeting.get_absolute_url()}sua/", FACTS | {"place": "Nơi khác"}
    )
    assert response.status_code == 422
    assert "Hội nghị đã khai mạc, không sửa được thông tin." in texts(response)
    assert Meeting.objects.get().place == "Hội trường"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_questions(
    office, world, secretary, address, count, django_assert_num_queries
):
    for _place in range(count):
        plan_meeting(world.year, "year_end", clock.now(), "Đây", actor=secretary)
    office.get(address)
    with django_assert_num_queries(LIST_QUERIES):
        office.get(address)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("who", ["office", "member"])
def test_the_console_asks_the_same_number_of_questions(
    request, world, meeting, count, who, django_assert_num_queries
):
    for _place in range(count):
        steps.add_poll(world, meeting)
    browser = request.getfixturevalue(who)
    browser.get(meeting.get_absolute_url())
    with django_assert_num_queries(CONSOLE_QUERIES[who]):
        browser.get(meeting.get_absolute_url())


LIST_QUERIES = 9
CONSOLE_QUERIES = {"office": 17, "member": 16}


def test_the_console_says_whether_enough_are_there(office, planned):
    page = texts(office.get(planned.get_absolute_url()))
    assert (
        "<b>Đủ điều kiện tiến hành:</b> có mặt 4/4 đại biểu được triệu tập; "
        "cần ít nhất 2/3, tức là 3 đại biểu." in page
    )
    planned.delegates.all()[0].delete()
    planned.delegates.update(is_present=False)
    page = texts(office.get(planned.get_absolute_url()))
    assert "<b>Chưa đủ điều kiện tiến hành:</b> có mặt 0/3" in page
    assert "Vắng mặt 3 đại biểu, trong đó có lý do 0." in page


def test_a_meeting_does_not_open_without_a_quorum(office, planned):
    planned.delegates.update(is_present=False)
    address = f"{planned.get_absolute_url()}open/"
    assert "chưa đủ điều kiện tiến hành" in texts(office.get(address))
    assert office.post(address).status_code == 409
    assert Meeting.objects.get().state == "planned"


def test_opening_twice_is_noticed(office, secretary, planned):
    address = f"{planned.get_absolute_url()}open/"
    assert office.post(address, {"expected": "planned"}).status_code == 302
    with pytest.raises(NotNowError):
        run(planned, "open", actor=secretary, expected="planned")
    response = office.post(address, {"expected": "planned"}, follow=True)
    assert "Người khác vừa xử lý" in texts(response)


def test_a_meeting_closes_after_its_last_poll(office, world, secretary, meeting):
    poll = steps.add_poll(world, meeting)
    address = f"{meeting.get_absolute_url()}close/"
    response = office.post(address)
    assert response.status_code == 409
    assert "Còn 1 cuộc bỏ phiếu chưa công bố hoặc chưa hủy." in texts(response)
    run(poll, "cancel", actor=secretary, reason="Không cần nữa")
    assert office.post(address).status_code == 302
    assert Meeting.objects.get().state == "closed"


def test_nothing_changes_in_a_closed_meeting(office, world, secretary, meeting):
    run(meeting, "close", actor=secretary)
    own = meeting.get_absolute_url()
    for path in ("dai-bieu/thu-truong/", "dai-bieu/"):
        response = office.post(f"{own}{path}", follow=True)
        assert "Hội nghị đã bế mạc, không sửa được." in texts(response)
    with pytest.raises(BlockedError) as refused:
        steps.add_poll(world, meeting.__class__.objects.get())
    assert refused.value.sentences == [
        "Hội nghị đã bế mạc, không lập thêm cuộc bỏ phiếu."
    ]


def test_no_meeting_opens_in_a_closed_year(secretary, planned):
    planned.year.__class__.objects.update(
        state="closed",
        ranked_at=clock.now(),
        closed_at=clock.now(),
    )
    with pytest.raises(BlockedError) as refused:
        run(planned, "open", actor=secretary)
    assert refused.value.sentences == ["Năm thi đua đã khép."]


def test_one_primary_button_on_the_console(office, world, meeting):
    for kind in (PollKind.QUESTION, PollKind.HEAD):
        steps.add_poll(world, meeting, kind)
    run(meeting.polls.first(), "open", actor=world.secretary)
    page = texts(office.get(meeting.get_absolute_url()))
    main = page[page.index("<main") :]
    assert main.count("btn-primary") == 1
    assert escape("“Nội dung thử” đang bỏ phiếu, kiểm phiếu cuộc đó trước.") in main


def test_members_see_the_console_without_its_buttons(member, world, meeting):
    steps.add_poll(world, meeting)
    page = texts(member.get(meeting.get_absolute_url()))
    assert "Nội dung thử" in page
    for word in ("Mở bỏ phiếu", "Lập cuộc bỏ phiếu", "Bế mạc", "Cử, rút"):
        assert word not in page


def test_a_closed_year_plans_no_meeting(office, world, address):
    stamps = {"ranked_at": clock.now(), "closed_at": clock.now()}
    type(world.year).objects.update(state="closed", **stamps)
    response = office.post(f"{address}them/", FACTS)
    assert response.status_code == 422
    assert "đã khép, không sửa được" in texts(response)
    assert not Meeting.objects.exists()
