"""Counting from paper: two tellers apart, sums that must agree, recounts."""

import pytest
from django.core.exceptions import PermissionDenied

from awards.models import Poll, Teller, TellerCount
from awards.selectors import attempts_of, turn_of
from awards.services import enter_count
from awards.tally import Count
from core.models import JournalEntry
from core.workflow import BlockedError, NotNowError, run
from tests import steps


@pytest.fixture
def poll(world, secretary, meeting):
    """An open question: Đồng ý or Không đồng ý, four delegates present."""
    return run(steps.add_poll(world, meeting), "open", actor=secretary)


@pytest.fixture
def tellers(meeting):
    """The clerk of plain, who leads the board, and the clerk of other."""
    return list(meeting.tellers.order_by("-is_chief", "pk"))


def texts(response):
    return response.content.decode()


def address(poll, teller):
    return f"{poll.get_absolute_url()}so-dem/{teller.pk}/"


def sheet(poll, votes=(3, 1), attempt=1, **slips):
    """Return the count page's form."""
    data = {"issued": 4, "returned": 4, "valid": 4, "invalid": 0, "attempt": attempt}
    for one, number in zip(poll.candidates.order_by("position"), votes, strict=True):
        data[f"votes-{one.pk}"] = number
    return data | slips


def count(poll, teller, user, votes=(3, 1), **slips):
    """Enter figures through the service."""
    numbers = {"issued": 4, "returned": 4, "valid": 4, "invalid": 0} | slips
    ballot = [one.pk for one in poll.candidates.order_by("position")]
    figures = dict(zip(ballot, votes, strict=True))
    kept = Count(**numbers, votes=tuple(votes))
    return enter_count(poll, teller, kept, figures, actor=user)


def test_two_counts_that_agree_can_be_settled(office, poll, tellers):
    for teller in tellers:
        response = office.post(address(poll, teller), sheet(poll), follow=True)
        assert f"Đã ghi số đếm của {teller.person}." in texts(response)
    assert office.post(f"{poll.get_absolute_url()}count/").status_code == 302
    poll = Poll.objects.get()
    assert (poll.issued, poll.returned, poll.valid, poll.invalid) == (4, 4, 4, 0)
    assert poll.conclusion == "Được chọn: Đồng ý."
    assert poll.candidates.first().sentence == (
        "Được 3 phiếu; cần quá nửa số đại biểu được triệu tập (4), tức là 3: "
        "đạt, được chọn."
    )


def test_one_count_is_not_enough(office, poll, secretary, tellers):
    count(poll, tellers[0], secretary)
    response = office.post(f"{poll.get_absolute_url()}count/")
    assert response.status_code == 409
    assert "Mới có 1/2 người nhập số đếm." in texts(response)


SECRET = {"issued": 4, "returned": 4, "valid": 3, "invalid": 1}


def test_no_page_shows_a_first_count(office, member, browse, world, poll, tellers):
    """3 valid of 4 slips would be seen at once: the figures of nobody else are 3."""
    office.post(address(poll, tellers[0]), sheet(poll, (2, 1), **SECRET))
    second = browse(world.user("clerk", "other"))
    pages = [
        second.get(address(poll, tellers[1])),
        office.get(address(poll, tellers[1])),
        *(one.get(poll.get_absolute_url()) for one in (office, member, second)),
        *(one.get(poll.meeting.get_absolute_url()) for one in (office, member)),
        office.get(f"{poll.get_absolute_url()}man-chieu/"),
    ]
    for page in pages:
        assert page.status_code == 200
        assert "attempts" not in page.context or all(
            one.lines == () for one in page.context["attempts"]
        )
    assert pages[0].context["form"].initial == {"attempt": 1}
    assert 'value="3"' not in texts(pages[0])
    kept = texts(office.get(poll.get_absolute_url()))
    assert "đã nhập lúc" in kept
    assert "Số đếm lần 1" not in kept


def test_the_journal_knows_that_but_not_what_was_counted(poll, secretary, tellers):
    count(poll, tellers[0], secretary, (2, 1), **SECRET)
    entry = JournalEntry.objects.order_by("pk").last()
    assert entry.sentence == f"Nhập số đếm của {tellers[0].person}"
    assert (entry.changes, entry.snapshot) == ([], None)


def test_settling_the_count_keeps_it_out_of_the_journal(poll, secretary, tellers):
    for teller in tellers:
        count(poll, teller, secretary)
    run(poll, "count", actor=secretary)
    assert JournalEntry.objects.order_by("pk").last().changes == []


def test_each_teller_types_only_the_own_count(browse, world, poll, tellers):
    first, second = (browse(world.user("clerk", unit)) for unit in ("plain", "other"))
    assert first.get(address(poll, tellers[0])).status_code == 200
    refused = first.get(address(poll, tellers[1]))
    assert refused.status_code == 403
    assert "Chỉ chính người đếm hoặc Thường trực khối" in texts(refused)
    assert first.post(address(poll, tellers[1]), sheet(poll)).status_code == 403
    second.post(address(poll, tellers[1]), sheet(poll))
    assert TellerCount.objects.get().teller == tellers[1]
    entry = JournalEntry.objects.order_by("pk").last()
    assert entry.capacity == "Ban kiểm phiếu, Văn phòng Tỉnh ủy"


def test_nobody_else_counts(browse, world, poll, tellers):
    leader = browse(world.user("leader", "plain"))
    assert leader.get(address(poll, tellers[0])).status_code == 403
    with pytest.raises(PermissionDenied):
        count(poll, tellers[0], world.user("leader", "plain"))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (
            {"issued": 5, "returned": 5, "valid": 5},
            "Phát ra 5 phiếu nhưng chỉ có 4 đại biểu được bỏ phiếu có mặt.",
        ),
        ({"issued": 3}, "Thu về 4 phiếu, nhiều hơn 3 phiếu phát ra."),
        ({"invalid": 1}, "Hợp lệ 4 + không hợp lệ 1 = 5, khác số thu về 4."),
        ({"votes": (5, 0)}, "Đồng ý được 5 phiếu, nhiều hơn 4 phiếu hợp lệ."),
        (
            {"votes": (3, 3)},
            "Tổng 6 lượt chọn, nhiều hơn 4 phiếu hợp lệ × 1 lượt mỗi phiếu = 4.",
        ),
    ],
)
def test_sums_that_do_not_agree_are_refused(office, poll, tellers, wrong, sentence):
    response = office.post(address(poll, tellers[0]), sheet(poll, **wrong))
    assert response.status_code == 422
    assert sentence in texts(response)
    typed = response.context["form"]["issued"].value()
    assert typed == str(wrong.get("issued", 4))  # nothing of it is lost
    assert not TellerCount.objects.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("ba", "“ba” không phải là số."),
        ("-1", "−1 nhỏ hơn mức thấp nhất là 0."),
        ("", "Chưa nhập; nếu không có thì ghi 0."),
        ("1,5", "1,5 có quá nhiều chữ số lẻ, tối đa 0."),
        ("999999999999", "999.999.999.999 quá lớn, kiểm tra lại số đã gõ."),
        ("1.000", "Tổng 1001 lượt chọn"),
    ],
)
def test_what_is_no_count_is_refused(office, poll, tellers, typed, sentence):
    response = office.post(address(poll, tellers[0]), sheet(poll, (typed, 1)))
    assert response.status_code == 422
    assert sentence in texts(response)
    assert typed in texts(response)
    assert not TellerCount.objects.exists()


def test_the_service_refuses_negative_figures_too(poll, secretary, tellers):
    with pytest.raises(BlockedError) as refused:
        count(poll, tellers[0], secretary, (-1, 1))
    assert refused.value.sentences == ["Số phiếu Đồng ý không thể âm (-1)."]


def test_a_count_is_kept_once_when_sent_twice(office, poll, secretary, tellers):
    first = address(poll, tellers[0])
    office.post(first, sheet(poll))
    response = office.post(first, sheet(poll), follow=True)
    assert "Số đếm của lần này đã được ghi." in texts(response)
    assert TellerCount.objects.count() == 1
    with pytest.raises(BlockedError) as refused:
        count(poll, tellers[0], secretary)
    assert refused.value.sentences == ["Người này đã nhập số đếm; chờ người thứ hai."]


def test_a_second_count_sent_twice_begins_no_recount(office, poll, tellers):
    office.post(address(poll, tellers[0]), sheet(poll))
    second = address(poll, tellers[1])
    office.post(second, sheet(poll, (2, 2)))
    response = office.post(second, sheet(poll, (2, 2)), follow=True)
    assert "Số đếm của lần này đã được ghi." in texts(response)
    assert TellerCount.objects.count() == 2


def test_differences_stand_side_by_side_and_are_counted_again(
    office, poll, secretary, tellers
):
    count(poll, tellers[0], secretary, (3, 1))
    count(poll, tellers[1], secretary, (2, 2))
    page = texts(office.get(poll.get_absolute_url()))
    assert "khác nhau, đếm lại" in page
    response = office.post(f"{poll.get_absolute_url()}count/")
    assert response.status_code == 409
    assert "Đồng ý: 3 và 2 phiếu." in texts(response)
    console = texts(office.get(poll.meeting.get_absolute_url()))
    assert "Hai người đếm khác nhau, cần đếm lại" in console
    office.post(address(poll, tellers[1]), sheet(poll, (3, 1), attempt=2))
    page = texts(office.get(poll.get_absolute_url()))
    assert "Lần đếm 2" in page
    office.post(address(poll, tellers[0]), sheet(poll, (3, 1), attempt=2))
    assert office.post(f"{poll.get_absolute_url()}count/").status_code == 302
    first, second = attempts_of(Poll.objects.get())
    assert first.differences == ("Đồng ý: 3 và 2 phiếu.", "Không đồng ý: 1 và 2 phiếu.")
    assert [line.differs for line in first.lines] == [False] * 4 + [True] * 2
    assert second.agrees


def test_members_never_see_the_tellers_figures(member, poll, secretary, tellers):
    count(poll, tellers[0], secretary, (3, 1))
    count(poll, tellers[1], secretary, (2, 2))
    response = member.get(poll.get_absolute_url())
    assert response.context["attempts"] == []
    assert "Số đếm lần 1" not in texts(response)
    assert "3 và 2 phiếu" not in texts(member.get(poll.meeting.get_absolute_url()))


def test_counts_that_agree_are_not_counted_again(office, poll, secretary, tellers):
    for teller in tellers:
        count(poll, teller, secretary)
    response = office.get(address(poll, tellers[0]), follow=True)
    assert "Hai số đếm đã khớp, không đếm lại." in texts(response)
    with pytest.raises(BlockedError):
        count(poll, tellers[0], secretary)
    with pytest.raises(NotNowError):
        enter_count(
            poll, tellers[0], Count(4, 4, 4, 0, (3, 1)), {}, actor=secretary, attempt=1
        )


def test_the_two_are_of_two_units(world, poll, secretary, tellers):
    third = Teller.objects.create(
        meeting=poll.meeting,
        person=world.user("leader", "plain").person,
        unit=world.units["plain"],
    )
    count(poll, tellers[0], secretary)
    assert turn_of(poll, third).refusal == (
        "Hai người đếm phải thuộc hai đơn vị khác nhau."
    )
    assert turn_of(poll, tellers[1]).refusal == ""


def test_nothing_is_counted_before_or_after(office, world, secretary, meeting, tellers):
    draft = steps.add_poll(world, meeting)
    response = office.get(address(draft, tellers[0]), follow=True)
    assert "Cuộc bỏ phiếu không ở bước kiểm phiếu." in texts(response)
    with pytest.raises(BlockedError) as refused:
        count(draft, tellers[0], secretary)
    assert refused.value.sentences == ["Cuộc bỏ phiếu không ở bước kiểm phiếu."]


def test_a_teller_of_another_meeting_is_not_found(office, world, poll):
    other = steps.hold_meeting(world, is_open=False)
    assert office.get(address(poll, other.tellers.first())).status_code == 404


def test_settling_twice_is_noticed(poll, secretary, tellers):
    for teller in tellers:
        count(poll, teller, secretary)
    run(poll, "count", actor=secretary, expected="open")
    with pytest.raises(NotNowError):
        run(poll, "count", actor=secretary, expected="open")


def test_nothing_joins_a_voter_to_a_ballot():
    """Only totals are kept: no table of ballots, no column that names a delegate."""
    for model in (Poll, TellerCount, TellerCount.votes.rel.related_model):
        names = {
            one.related_model.__name__ for one in model._meta.fields if one.is_relation
        }
        assert names.isdisjoint({"Delegate", "Person"})


def test_a_cancelled_poll_keeps_its_counts(office, poll, secretary, tellers):
    count(poll, tellers[0], secretary)
    address_ = f"{poll.get_absolute_url()}cancel/"
    assert "Lý do" in texts(office.get(address_))
    assert office.post(address_, {"reason": ""}).status_code == 422
    assert office.post(address_, {"reason": "Hỏng phiếu"}).status_code == 302
    assert Poll.objects.get().state == "cancelled"
    assert TellerCount.objects.count() == 1
    assert "Lý do hủy: Hỏng phiếu" in texts(office.get(poll.get_absolute_url()))
