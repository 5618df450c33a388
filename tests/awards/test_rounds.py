"""Ties and second rounds, the minutes of a count, the table of a poll."""

import io

import pdfplumber
import pytest
from django.core.exceptions import PermissionDenied

from awards.enums import PollKind
from awards.models import Poll
from awards.reports.polls import poll_table
from awards.selectors import elected_in
from awards.services import enter_count, explain_difference, second_round
from awards.tally import Count
from core.workflow import BlockedError, run
from tests import steps
from tests.awards.voting import counted, publish, texts, titled


@pytest.fixture
def poll(world, meeting):
    """Counted and not yet published: plain is chosen, three of four."""
    return counted(world, titled(world, meeting), (3, 1, 0))


@pytest.fixture
def tied(world, meeting):
    """Published: one of two seats is taken, the other tied between two."""
    poll = titled(world, meeting, seats=2)
    Poll.objects.filter(pk=poll.pk).update(threshold_numerator=1, threshold_over=False)
    poll = counted(world, Poll.objects.get(pk=poll.pk), (4, 2, 2))
    return publish(poll, world)


def test_a_tie_for_the_last_seat_is_named(office, tied):
    page = texts(office.get(tied.get_absolute_url()))
    assert (
        "Được suy tôn: Ban Nội chính Tỉnh ủy. Bằng phiếu, phải bỏ phiếu lại: "
        "Văn phòng Tỉnh ủy, Ban Tổ chức Tỉnh ủy." in page
    )


def test_those_who_tied_are_voted_on_again_in_one_press(office, world, tied):
    own = tied.get_absolute_url()
    response = office.post(f"{own}vong-hai/", follow=True)
    assert "Đã lập vòng 2" in texts(response)
    again = Poll.objects.get(repeats=tied)
    assert (again.round, again.seats, again.max_ticks) == (2, 1, 1)
    assert again.position == tied.position
    assert [one.label for one in again.candidates.all()] == [
        "Văn phòng Tỉnh ủy",
        "Ban Tổ chức Tỉnh ủy",
    ]
    twice = office.post(f"{own}vong-hai/", follow=True)
    assert "Đã lập vòng 2." in texts(twice)
    assert Poll.objects.filter(repeats=tied).count() == 1
    run(again, "cancel", actor=world.secretary, reason="Lập nhầm")
    second_round(tied, actor=world.secretary)
    assert Poll.objects.filter(repeats=tied).count() == 2


def test_a_second_round_decides(world, secretary, tied):
    again = run(second_round(tied, actor=secretary), "open", actor=secretary)
    again = publish(counted(world, again, (3, 1)), world)
    assert str(again) == "Suy tôn tặng Bằng khen (vòng 2)"
    names = [one.label for one in elected_in(world.year, PollKind.TITLE)]
    assert names == ["Ban Nội chính Tỉnh ủy", "Văn phòng Tỉnh ủy"]


def test_a_motion_may_tie_too(world, secretary, meeting):
    poll = run(steps.add_poll(world, meeting), "open", actor=secretary)
    Poll.objects.update(threshold_over=False)
    poll = publish(counted(world, Poll.objects.get(), (2, 2)), world)
    again = second_round(poll, actor=secretary)
    assert [one.label for one in again.candidates.all()] == ["Đồng ý", "Không đồng ý"]


def test_no_second_round_without_reason(world, secretary, poll):
    def refusal(one):
        with pytest.raises(BlockedError) as refused:
            second_round(one, actor=secretary)
        return refused.value.sentences

    assert refusal(poll) == ["Công bố kết quả vòng này trước khi bỏ phiếu lại."]
    publish(poll, world)
    assert refusal(poll) == ["Không có ứng cử nào bằng phiếu ở suất cuối."]
    run(poll.meeting, "close", actor=secretary)
    assert refusal(poll) == ["Hội nghị đã bế mạc."]
    with pytest.raises(PermissionDenied):
        second_round(poll, actor=world.user("clerk", "plain"))


def test_a_second_round_waits_for_the_first(world, secretary, tied):
    again = second_round(tied, actor=secretary)
    Poll.objects.filter(pk=tied.pk).update(state="cancelled", confirmed_at=None)
    with pytest.raises(BlockedError) as refused:
        run(Poll.objects.get(pk=again.pk), "open", actor=secretary)
    assert "Vòng trước chưa công bố kết quả." in refused.value.sentences


def read(response):
    with pdfplumber.open(io.BytesIO(response.content)) as paper:
        return " ".join(" ".join(one.extract_text() for one in paper.pages).split())


def test_minutes_are_a_draft_with_both_counts(office, world, secretary, meeting):
    poll = titled(world, meeting)
    ballot = [one.pk for one in poll.candidates.order_by("position")]
    for votes in ((3, 1, 0), (2, 2, 0)):
        teller = meeting.tellers.all()[votes[0] == 2]
        count = Count(4, 4, 4, 0, votes)
        figures = dict(zip(ballot, votes, strict=True))
        enter_count(poll, teller, count, figures, actor=secretary)
    poll = counted(world, poll, (3, 1, 0))
    response = office.get(f"{poll.get_absolute_url()}bien-ban/")
    assert response["Content-Type"] == "application/pdf"
    text = read(response)
    for words in (
        "DỰ THẢO",
        "BIÊN BẢN KIỂM PHIẾU",
        "suy tôn tặng Bằng khen",
        "Số phiếu phát ra: 4",
        "đếm khác nhau, đã đếm lại",
        "Ban Nội chính Tỉnh ủy: 3 và 2 phiếu.",
        "Được suy tôn: Ban Nội chính Tỉnh ủy.",
        "TRƯỞNG BAN",
    ):
        assert words in text
    assert "Lý do thứ hạng phiếu" not in text


def test_minutes_carry_the_reason(office, world, secretary, meeting):
    surprise = counted(world, titled(world, meeting), (1, 3, 0))
    explain_difference(surprise, "Có mô hình mới", actor=secretary)
    text = read(office.get(f"{surprise.get_absolute_url()}bien-ban/"))
    assert "khác thứ hạng điểm: Có mô hình mới" in text


def test_the_table_of_a_poll_is_by_votes(world, poll):
    publish(poll, world)
    table = poll_table(Poll.objects.get())
    assert [(row.cells["label"], row.cells["votes"]) for row in table.rows] == [
        ("Ban Nội chính Tỉnh ủy", 3),
        ("Văn phòng Tỉnh ủy", 1),
    ]


def test_a_letter_that_cannot_be_printed_is_named(office, world, meeting):
    poll = counted(world, titled(world, meeting), (3, 1, 0))
    Poll.objects.filter(pk=poll.pk).update(question="Suy tôn 競")
    response = office.get(f"{poll.get_absolute_url()}bien-ban/", follow=True)
    assert response.redirect_chain == [(poll.get_absolute_url(), 302)]
    assert "“競” (U+7AF6)" in texts(response)
