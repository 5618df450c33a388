"""Drafting a poll: question, rule and ballot; what stands in the way of opening."""

import pytest
from django.core.exceptions import PermissionDenied

from awards.enums import PollKind
from awards.models import Poll
from awards.selectors import rule_sentence
from awards.services import plan_poll, set_candidates
from core import clock
from core.models import JournalEntry
from core.workflow import BlockedError, available, run
from emulation.models import RankingLine, Title
from tests import steps

RULE = {
    "question": "",
    "seats": "1",
    "max_ticks": "1",
    "threshold": "1/2",
    "threshold_over": "on",
    "base": "summoned",
}


@pytest.fixture
def flag(db):
    return Title.objects.create(
        code="co-thi-dua-tinh", name="Cờ thi đua của tỉnh", subject="collective"
    )


@pytest.fixture
def address(planned):
    return f"{planned.get_absolute_url()}cuoc-bo-phieu/them/"


def texts(response):
    return response.content.decode()


def units(world, *codes):
    return [world.participation(code).pk for code in codes]


def rank(world, *codes):
    """Publish a ranking in this order, two points apart."""
    for place, code in enumerate(codes, 1):
        RankingLine.objects.create(
            year=world.year,
            participation=world.participation(code),
            rank=place,
            self_total=100 - 2 * place,
            final_total=100 - 2 * place,
        )


def test_an_election_comes_with_its_question(office, world, planned, address):
    year = world.year.year + 1
    page = texts(office.get(f"{address}?loai=head"))
    assert f"Bầu Trưởng khối thi đua năm {year}" in page
    assert "Mặc định thận trọng, sửa được." in page
    assert "Danh hiệu, hình thức" not in page.split("</nav>")[-1]
    data = RULE | {"units": units(world, "plain", "other")}
    response = office.post(f"{address}?loai=head", data)
    poll = planned.polls.get()
    assert response.url == poll.get_absolute_url()
    assert poll.question == f"Bầu Trưởng khối thi đua năm {year}"
    assert (poll.kind, poll.seats, poll.base) == ("head", 1, "summoned")
    assert [one.label for one in poll.candidates.all()] == [
        "Ban Nội chính Tỉnh ủy",
        "Văn phòng Tỉnh ủy",
    ]


def test_a_title_gives_the_question(office, world, planned, address, flag):
    data = RULE | {"title": flag.pk, "units": units(world, "plain")}
    office.post(address, data)
    assert planned.polls.get().question == (
        f"Suy tôn tập thể đề nghị tặng Cờ thi đua của tỉnh năm {world.year.year}"
    )


def test_a_question_of_ones_own_stays(office, world, planned, address, flag):
    mine = {"question": "Suy tôn lá cờ đầu", "title": flag.pk}
    office.post(address, RULE | mine | {"units": units(world, "plain")})
    assert planned.polls.get().question == "Suy tôn lá cờ đầu"


def test_only_titles_of_collectives_in_force_are_offered(office, address, flag):
    day = clock.today().replace(year=clock.today().year - 2)
    Title.objects.create(code="cstd", name="Chiến sĩ thi đua", subject="individual")
    Title.objects.create(
        code="cu", name="Cờ cũ", subject="collective", valid_from=day, valid_to=day
    )
    page = texts(office.get(address))
    assert "Cờ thi đua của tỉnh" in page
    assert "Chiến sĩ thi đua" not in page
    assert "Cờ cũ" not in page


def test_units_stand_in_the_order_of_their_published_scores(
    office, world, planned, address, flag
):
    rank(world, "other", "plain")
    page = texts(office.get(address))
    assert page.index("Văn phòng Tỉnh ủy") < page.index("Ban Nội chính Tỉnh ủy")
    assert "hạng <span" in page
    listed = units(world, "head", "plain", "other")
    office.post(address, RULE | {"title": flag.pk, "units": listed})
    labels = [one.label for one in planned.polls.get().candidates.all()]
    assert labels[:2] == ["Văn phòng Tỉnh ủy", "Ban Nội chính Tỉnh ủy"]


def test_a_motion_has_its_own_answers(office, planned, address):
    page = texts(office.get(f"{address}?loai=question"))
    assert "Đồng ý\nKhông đồng ý" in page
    data = RULE | {"question": "Thông qua quy chế", "options": " A \n\nB\n"}
    office.post(f"{address}?loai=question", data)
    assert [one.label for one in planned.polls.get().candidates.all()] == ["A", "B"]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("threshold", "nửa", "viết chưa đúng: ghi phân số hoặc phần trăm"),
        ("threshold", "3/2", "“3/2” phải lớn hơn 0 và không quá 1 (100%)."),
        ("seats", "hai", "“hai” không phải là số."),
        ("seats", "-1", "−1 nhỏ hơn mức thấp nhất là 1."),
        ("seats", "1,5", "1,5 có quá nhiều chữ số lẻ, tối đa 0."),
        ("seats", "3", "Danh sách chỉ có 2."),
        ("max_ticks", "9", "Danh sách chỉ có 2."),
        ("max_ticks", "999999", "999.999 lớn hơn mức cao nhất là 500."),
        ("question", "", "Trường này là bắt buộc."),
        ("options", "A\nA", "Hai phương án trùng nhau."),
        ("options", "", "Trường này là bắt buộc."),
        ("base", "mọi người", "mọi người"),
    ],
)
def test_a_wrong_rule_is_refused_and_nothing_is_lost(
    office, planned, address, field, value, sentence
):
    data = RULE | {"question": "Thông qua", "options": "A\nB"} | {field: value}
    response = office.post(f"{address}?loai=question", data)
    assert response.status_code == 422
    assert sentence in texts(response)
    assert not planned.polls.exists()
    if field != "options":
        assert "A\nB" in texts(response)


def test_a_title_poll_needs_its_title_and_somebody_to_choose(office, address, planned):
    response = office.post(address, RULE)
    assert response.status_code == 422
    assert texts(response).count("Trường này là bắt buộc.") >= 2
    assert not planned.polls.exists()


def test_an_unknown_kind_is_no_page(office, address):
    assert office.get(f"{address}?loai=khac").status_code == 404


def test_a_draft_changes_as_a_whole(office, world, planned):
    poll = steps.add_poll(world, planned, PollKind.HEAD)
    address = f"{poll.get_absolute_url()}sua/"
    page = texts(office.get(address))
    assert "Nội dung thử" in page
    assert page.count(" checked") == 3  # two units and "phải quá tỷ lệ đó"
    data = RULE | {"threshold": "90%", "units": units(world, "deputy")}
    office.post(address, data | {"question": "Bầu lại"})
    poll.refresh_from_db()
    assert (poll.question, poll.threshold.share) == ("Bầu lại", "90%")
    assert [one.label for one in poll.candidates.all()] == ["Ban Tổ chức Tỉnh ủy"]
    entry = JournalEntry.objects.order_by("pk").last()
    assert entry.sentence == "Lập danh sách trên phiếu"


def test_the_same_ballot_writes_no_entry(secretary, world, planned):
    poll = steps.add_poll(world, planned, PollKind.HEAD)
    before = JournalEntry.objects.count()
    set_candidates(poll, units(world, "plain", "other"), actor=secretary)
    assert JournalEntry.objects.count() == before


def test_an_open_poll_is_not_redrafted(office, world, secretary, meeting):
    poll = steps.add_poll(world, meeting, PollKind.HEAD)
    run(poll, "open", actor=secretary)
    data = RULE | {"units": units(world, "deputy"), "question": "Khác"}
    response = office.post(f"{poll.get_absolute_url()}sua/", data)
    assert response.status_code == 422
    assert "không còn là bản nháp, không sửa được" in texts(response)
    assert poll.candidates.count() == 2


def test_a_member_drafts_nothing(member, world, planned, address):
    poll = steps.add_poll(world, planned)
    assert member.get(address).status_code == 403
    assert member.get(f"{poll.get_absolute_url()}sua/").status_code == 403
    with pytest.raises(PermissionDenied):
        plan_poll(Poll(meeting=planned), actor=world.user("clerk", "plain"))


def test_polls_keep_their_order(world, planned):
    polls = [steps.add_poll(world, planned) for _place in range(3)]
    assert [one.position for one in polls] == [1, 2, 3]
    polls[1].candidates.all().delete()
    polls[1].delete()
    assert steps.add_poll(world, planned).position == 4


def sentences_of(poll, user):
    actions = {one.name: one for one in available(poll, user)}
    return list(actions["open"].sentences)


def test_a_poll_waits_for_the_meeting(world, secretary, planned):
    poll = steps.add_poll(world, planned)
    assert sentences_of(poll, secretary) == ["Hội nghị chưa khai mạc hoặc đã bế mạc."]


def test_a_poll_waits_for_the_quorum(world, secretary, meeting):
    poll = steps.add_poll(world, meeting)
    meeting.delegates.update(is_present=False)
    assert "chưa đủ điều kiện tiến hành" in sentences_of(poll, secretary)[0]


def test_a_poll_needs_a_ballot_that_fits_its_rule(world, secretary, meeting):
    poll = steps.add_poll(world, meeting)
    Poll.objects.filter(pk=poll.pk).update(seats=3, max_ticks=4)
    assert sentences_of(Poll.objects.get(), secretary) == [
        "Chọn 3 nhưng danh sách chỉ có 2.",
        "Mỗi phiếu chọn tối đa 4 nhưng danh sách chỉ có 2.",
    ]
    poll.candidates.all().delete()
    assert sentences_of(Poll.objects.get(), secretary) == [
        "Chưa có danh sách để bỏ phiếu."
    ]


def test_one_poll_at_a_time(world, secretary, meeting):
    first, second = steps.add_poll(world, meeting), steps.add_poll(world, meeting)
    run(first, "open", actor=secretary)
    with pytest.raises(BlockedError) as refused:
        run(second, "open", actor=secretary)
    assert refused.value.sentences == [
        "“Nội dung thử” đang bỏ phiếu, kiểm phiếu cuộc đó trước."
    ]


def test_opening_freezes_electorate_and_scores(world, secretary, meeting, flag):
    rank(world, "other", "plain")
    poll = steps.add_poll(world, meeting, PollKind.HEAD)
    poll = run(poll, "open", actor=secretary)
    RankingLine.objects.update(final_total=1, rank=9)
    meeting.delegates.first().delete()
    poll.refresh_from_db()
    assert (poll.summoned, poll.present) == (4, 4)
    assert [(one.score, one.score_rank) for one in poll.candidates.all()] == [
        (98, 1),
        (96, 2),
    ]
    assert rule_sentence(poll, (3, 3)) == (
        "Chọn 1 trong 2. Đạt khi được quá nửa số đại biểu được triệu tập đồng ý: "
        "ít nhất 3/4."
    )


@pytest.mark.parametrize(
    ("base", "sentence"),
    [
        ("present", "quá nửa số đại biểu có mặt đồng ý: ít nhất 3/4."),
        ("issued", "quá nửa số phiếu phát ra đồng ý."),
        ("valid", "quá nửa số phiếu hợp lệ đồng ý."),
    ],
)
def test_the_rule_says_what_is_known_of_its_base(world, planned, base, sentence):
    poll = steps.add_poll(world, planned)
    poll.base = base
    assert rule_sentence(poll, (4, 4)).endswith(sentence)
