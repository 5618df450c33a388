"""Results: who reads them when, and the reason for leaving the order of scores."""

import pytest
from django.core.exceptions import PermissionDenied

from awards.models import Candidate, Poll
from awards.selectors import (
    result_of,
    results_visible_to,
)
from awards.services import explain_difference
from core import access
from core.models import JournalEntry
from core.workflow import BlockedError, NotNowError, run
from tests import steps
from tests.awards.voting import counted, publish, texts, titled


@pytest.fixture
def poll(world, meeting):
    """Counted and not yet published: plain is chosen, three of four."""
    return counted(world, titled(world, meeting), (3, 1, 0))


PLACES = ("", "man-chieu/")


def test_a_counted_result_is_the_secretariats_alone(
    office, member, browse, world, poll
):
    own = poll.get_absolute_url()
    assert "Được suy tôn: Ban Nội chính Tỉnh ủy." in texts(office.get(own))
    leader = browse(world.user("leader", "head"))
    board = browse(world.user("board_officer", "board"))
    for reader in (member, leader, board):
        pages = [texts(reader.get(f"{own}{place}")) for place in PLACES]
        pages.append(texts(reader.get(poll.meeting.get_absolute_url())))
        for page in pages:
            assert "Được suy tôn" not in page
            assert "3 phiếu" not in page
            assert "Phát ra 4" not in page
        assert "kết quả hiện sau khi công bố" in pages[0]
        assert "chờ công bố" in pages[1]


def test_the_projector_waits_for_the_publication_whoever_is_signed_in(office, poll):
    page = texts(office.get(f"{poll.get_absolute_url()}man-chieu/"))
    assert "Được suy tôn" not in page
    assert 'http-equiv="refresh"' in page


def test_minutes_wait_for_the_publication_too(member, poll):
    response = member.get(f"{poll.get_absolute_url()}bien-ban/")
    assert response.status_code == 403
    assert "Kết quả chỉ hiện sau khi công bố." in texts(response)


def test_a_published_result_is_everybodys(office, member, world, poll):
    publish(poll, world)
    own = poll.get_absolute_url()
    for reader in (office, member):
        page = texts(reader.get(own))
        assert "Được suy tôn: Ban Nội chính Tỉnh ủy." in page
        assert (
            "Được 3 phiếu; cần quá nửa số đại biểu được triệu tập (4), tức là 3: "
            "đạt, được chọn." in page
        )
        assert "Phát ra 4, thu về 4, hợp lệ 4, không hợp lệ 0, không thu về 0." in page
        screen = texts(reader.get(f"{own}man-chieu/"))
        assert "Vạch đỏ: mức phải đạt, 3 trong 4 phiếu." in screen
        assert 'http-equiv="refresh"' not in screen
        console = texts(reader.get(poll.meeting.get_absolute_url()))
        assert "Đã suy tôn" in console
        assert "Không thu về" in console


def test_selectors_keep_the_secret_not_templates(world, poll):
    stored = Poll.objects.get()
    assert result_of(stored, unpublished=False) is None
    assert result_of(stored, unpublished=True).conclusion
    for user in world.staff().values():
        visible = set(results_visible_to(user))
        answer = access.check(user, "awards.view_result", stored)
        assert answer.allowed == (stored in visible)
        assert visible == ({stored} if user.login == "secretary.head" else set())
    publish(poll, world)
    readers = {
        login
        for login, user in world.staff().items()
        if results_visible_to(user).exists()
    }
    assert readers == set(world.staff()) - {
        "nobody",
        "clerk.outside",
        "administrator.board",
    }


def test_drafts_and_open_polls_have_no_result(world, secretary, meeting):
    poll = steps.add_poll(world, meeting)
    assert result_of(poll, unpublished=True) is None
    poll = run(poll, "open", actor=secretary)
    assert result_of(poll, unpublished=True) is None


def test_the_journal_learns_the_figures_when_they_are_published(world, poll):
    publish(poll, world)
    entry = JournalEntry.objects.order_by("pk").last()
    assert entry.sentence == "Công bố kết quả bỏ phiếu"
    assert entry.changes == [
        ["Phát ra", None, 4],
        ["Thu về", None, 4],
        ["Hợp lệ", None, 4],
        ["Không hợp lệ", None, 0],
        ["Ban Nội chính Tỉnh ủy", None, 3],
        ["Văn phòng Tỉnh ủy", None, 1],
        ["Ban Tổ chức Tỉnh ủy", None, 0],
        ["Kết luận", None, "Được suy tôn: Ban Nội chính Tỉnh ủy."],
    ]


def test_a_result_is_published_once(office, world, poll):
    address = f"{poll.get_absolute_url()}confirm/"
    assert office.post(address, {"expected": "counted"}).status_code == 302
    response = office.post(address, {"expected": "counted"}, follow=True)
    assert "Người khác vừa xử lý" in texts(response)
    with pytest.raises(NotNowError):
        publish(poll, world)
    assert "Công bố kết quả…" not in texts(office.get(poll.get_absolute_url()))


@pytest.fixture
def surprise(world, meeting):
    """Counted: the second by score is chosen before the first."""
    return counted(world, titled(world, meeting), (1, 3, 0))


WHY = "Kết quả bỏ phiếu khác thứ hạng điểm: ghi lý do vào biên bản."


def test_leaving_the_order_of_scores_needs_a_reason(office, world, surprise):
    own = surprise.get_absolute_url()
    page = texts(office.get(own))
    assert "Kết quả khác thứ hạng điểm" in page
    assert WHY in page
    assert office.post(f"{own}confirm/").status_code == 409
    blank = office.post(f"{own}ly-do/", {"reason": "  "})
    assert blank.status_code == 422
    assert "Ghi lý do; lý do đi vào biên bản." in texts(blank)
    assert office.get(f"{own}ly-do/").status_code == 200
    office.post(f"{own}ly-do/", {"reason": "Có mô hình mới được nhân rộng"})
    assert office.post(f"{own}confirm/").status_code == 302
    assert "Có mô hình mới được nhân rộng" in texts(office.get(own))
    entry = JournalEntry.objects.order_by("pk").last()
    assert entry.changes[-1] == [
        "Lý do khác thứ hạng điểm",
        None,
        "Có mô hình mới được nhân rộng",
    ]


def test_a_reason_comes_between_count_and_publication(world, secretary, surprise):
    with pytest.raises(PermissionDenied):
        explain_difference(surprise, "Vì", actor=world.user("clerk", "plain"))
    with pytest.raises(BlockedError) as refused:
        explain_difference(surprise, " ", actor=secretary)
    assert refused.value.sentences == [WHY]
    explain_difference(surprise, "Vì", actor=secretary)
    publish(Poll.objects.get(), world)
    with pytest.raises(NotNowError):
        explain_difference(surprise, "Vì", actor=secretary)


def test_the_order_of_scores_needs_no_reason(office, world, poll):
    assert "Kết quả khác thứ hạng điểm" not in texts(
        office.get(poll.get_absolute_url())
    )
    publish(poll, world)


def test_elections_and_motions_do_not_follow_scores(world, secretary, meeting):
    poll = run(steps.add_poll(world, meeting), "open", actor=secretary)
    Candidate.objects.update(score_rank=1)
    Candidate.objects.filter(label="Không đồng ý").update(score_rank=2)
    poll = counted(world, poll, (1, 3))
    publish(poll, world)


def test_nobody_reaches_what_is_needed(office, world, meeting):
    poll = counted(world, titled(world, meeting), (2, 1, 1))
    publish(poll, world)
    page = texts(office.get(poll.get_absolute_url()))
    assert "Không có đơn vị nào đạt mức cần thiết." in page
    assert "Bỏ phiếu lại" not in page


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("who", ["office", "member"])
def test_a_poll_asks_the_same_number_of_questions(
    request, world, meeting, count, who, django_assert_num_queries
):
    codes = ("plain", "other", "deputy")[:count]
    poll = counted(world, titled(world, meeting, codes=codes), (3, 1, 0)[:count])
    publish(poll, world)
    browser = request.getfixturevalue(who)
    for place, queries in QUERIES[who].items():
        browser.get(f"{poll.get_absolute_url()}{place}")
        with django_assert_num_queries(queries):
            browser.get(f"{poll.get_absolute_url()}{place}")


QUERIES = {"office": {"": 17, "man-chieu/": 15}, "member": {"": 16, "man-chieu/": 15}}
