"""What can happen next with meetings and polls."""

from awards import selectors
from awards.enums import MeetingState, PollKind, PollState
from awards.models import Meeting, Poll
from awards.tally import disagreements, faults, out_of_score_order
from core.workflow import Machine, Transition
from emulation.enums import YearState

_TELLERS = 2


def year_not_closed(meeting: Meeting) -> list[str]:
    """A closed year holds no more meetings."""
    return ["Năm thi đua đã khép."] if meeting.year.state == YearState.CLOSED else []


def quorum_is_met(meeting: Meeting) -> list[str]:
    """Enough delegates are present."""
    found = selectors.quorum_of(meeting)
    return [] if found.is_met else [found.sentence]


def polls_are_finished(meeting: Meeting) -> list[str]:
    """Every poll is published or cancelled."""
    finished = {PollState.CONFIRMED, PollState.CANCELLED}
    left = [one for one in meeting.polls.all() if one.state not in finished]
    if not left:
        return []
    return [f"Còn {len(left)} cuộc bỏ phiếu chưa công bố hoặc chưa hủy."]


def meeting_in_session(poll: Poll) -> list[str]:
    """Voting happens only while the meeting is in session, with a quorum."""
    if poll.meeting.state != MeetingState.IN_SESSION:
        return ["Hội nghị chưa khai mạc hoặc đã bế mạc."]
    return quorum_is_met(poll.meeting)


def candidates_are_set(poll: Poll) -> list[str]:
    """There is somebody to choose from, and ticks make sense."""
    count = len(poll.candidates.all())
    if count == 0:
        return ["Chưa có danh sách để bỏ phiếu."]
    found = []
    if poll.kind == PollKind.HEAD and poll.seats > 1:
        found.append("Chỉ bầu một Trưởng khối.")
    elif poll.seats > count:
        found.append(f"Chọn {poll.seats} nhưng danh sách chỉ có {count}.")
    if poll.max_ticks > count:
        found.append(
            f"Mỗi phiếu chọn tối đa {poll.max_ticks} nhưng danh sách chỉ có {count}."
        )
    return found


def board_is_named(poll: Poll) -> list[str]:
    """Two tellers of two units count apart from each other, one leads the board."""
    return selectors.board_obstacles(poll.meeting)


def no_other_poll_open(poll: Poll) -> list[str]:
    """One poll at a time."""
    return [
        f"“{one}” đang bỏ phiếu, kiểm phiếu cuộc đó trước."
        for one in poll.meeting.polls.all()
        if one.state == PollState.OPEN and one.pk != poll.pk
    ]


def earlier_round_is_known(poll: Poll) -> list[str]:
    """A second round follows a published first one."""
    first = poll.repeats
    if first is None or first.state == PollState.CONFIRMED:
        return []
    return ["Vòng trước chưa công bố kết quả."]


def office_is_free(poll: Poll) -> list[str]:
    """Nobody holds the office that the election would give, or would hold two."""
    return selectors.office_obstacles(poll, list(poll.candidates.all()))


def elected_may_take_office(poll: Poll) -> list[str]:
    """The office did not go to somebody else meanwhile."""
    elected = [one for one in poll.candidates.all() if one.is_elected]
    return selectors.office_obstacles(poll, elected) if elected else []


def counts_agree(poll: Poll) -> list[str]:
    """Two tellers' counts are in, add up and agree."""
    counts = selectors.last_counts(poll)
    if len(counts) < _TELLERS:
        return [f"Mới có {len(counts)}/{_TELLERS} người nhập số đếm."]
    names = [one.label for one in poll.candidates.all()]
    first, second = (one.as_count for one in counts)
    present, ticks = poll.present or 0, poll.max_ticks
    wrong = faults(first, present=present, max_ticks=ticks, names=names)
    differing = disagreements(first, second, names=names)
    if differing:
        differing.append("Hai số đếm khác nhau: đếm lại rồi nhập lần nữa.")
    return [*wrong, *differing]


def needs_explanation(poll: Poll) -> bool:
    """Tell whether a vote on a title left the order of scores.

    Those who tie for the last seat are not decided yet and do not count.
    """
    if poll.kind != PollKind.TITLE:
        return False
    decided = [one for one in poll.candidates.all() if not one.is_tied]
    return out_of_score_order([(one.score_rank, one.is_elected) for one in decided])


def difference_is_explained(poll: Poll) -> list[str]:
    """Where ranks by score and by votes differ, the minutes carry the reason."""
    if needs_explanation(poll) and not poll.reason_for_difference.strip():
        return ["Kết quả bỏ phiếu khác thứ hạng điểm: ghi lý do vào biên bản."]
    return []


MEETING = Machine(
    Meeting,
    MeetingState,
    Transition(
        "open",
        frozenset({MeetingState.PLANNED}),
        MeetingState.IN_SESSION,
        "awards.run_meeting",
        label="Khai mạc",
        done="Khai mạc hội nghị",
        consequence="Mở được các cuộc bỏ phiếu khi đủ số đại biểu.",
        guards=(year_not_closed, quorum_is_met),
        stamp="opened",
    ),
    Transition(
        "close",
        frozenset({MeetingState.IN_SESSION}),
        MeetingState.CLOSED,
        "awards.run_meeting",
        label="Bế mạc",
        done="Bế mạc hội nghị",
        consequence="Danh sách đại biểu và kết quả bỏ phiếu được chốt.",
        guards=(polls_are_finished,),
        stamp="closed",
        danger=True,
    ),
    name="meeting",
)

POLL = Machine(
    Poll,
    PollState,
    Transition(
        "open",
        frozenset({PollState.DRAFT}),
        PollState.OPEN,
        "awards.run_poll",
        label="Mở bỏ phiếu",
        done="Mở bỏ phiếu",
        consequence="Danh sách trên phiếu và số đại biểu được chốt.",
        guards=(
            meeting_in_session,
            candidates_are_set,
            board_is_named,
            no_other_poll_open,
            earlier_round_is_known,
            office_is_free,
        ),
        stamp="opened",
    ),
    Transition(
        "count",
        frozenset({PollState.OPEN}),
        PollState.COUNTED,
        "awards.run_poll",
        label="Chốt kiểm phiếu",
        done="Chốt kiểm phiếu",
        consequence="Hai số đếm khớp nhau; kết quả được tính theo quy tắc của cuộc này.",
        guards=(counts_agree,),
        stamp="counted",
    ),
    Transition(
        "confirm",
        frozenset({PollState.COUNTED}),
        PollState.CONFIRMED,
        "awards.run_poll",
        label="Công bố kết quả",
        done="Công bố kết quả bỏ phiếu",
        consequence="Mọi đơn vị xem được kết quả; kết quả bầu có hiệu lực ngay.",
        guards=(difference_is_explained, elected_may_take_office),
        stamp="confirmed",
    ),
    Transition(
        "cancel",
        frozenset({PollState.DRAFT, PollState.OPEN, PollState.COUNTED}),
        PollState.CANCELLED,
        "awards.run_poll",
        label="Hủy cuộc này",
        done="Hủy cuộc bỏ phiếu",
        consequence="Cuộc bỏ phiếu không còn giá trị; số đếm vẫn được giữ.",
        reason=True,
        danger=True,
    ),
    name="poll",
)
