"""What can happen next with meetings and polls."""

from awards import selectors
from awards.enums import MeetingState, PollState
from awards.models import Meeting, Poll
from awards.tally import disagreements, faults
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
    open_polls = meeting.polls.exclude(
        state__in=[PollState.CONFIRMED, PollState.CANCELLED]
    )
    return [f"“{poll}” {poll.get_state_display().lower()}." for poll in open_polls]


def meeting_in_session(poll: Poll) -> list[str]:
    """Voting happens only while the meeting is in session, with a quorum."""
    if poll.meeting.state != MeetingState.IN_SESSION:
        return ["Hội nghị chưa khai mạc hoặc đã bế mạc."]
    return quorum_is_met(poll.meeting)


def candidates_are_set(poll: Poll) -> list[str]:
    """There is somebody to choose from, and ticks make sense."""
    count = poll.candidates.count()
    if count == 0:
        return ["Chưa có danh sách để bỏ phiếu."]
    found = []
    if poll.seats > count:
        found.append(f"Chọn {poll.seats} nhưng danh sách chỉ có {count}.")
    if poll.max_ticks > count:
        found.append(
            f"Mỗi phiếu chọn tối đa {poll.max_ticks} nhưng danh sách chỉ có {count}."
        )
    return found


def two_tellers_are_named(poll: Poll) -> list[str]:
    """Two tellers of two units count apart from each other."""
    units = {one.unit_id for one in poll.meeting.tellers.all()}
    if len(units) >= _TELLERS:
        return []
    return ["Ban kiểm phiếu cần ít nhất hai người của hai đơn vị."]


def no_other_poll_open(poll: Poll) -> list[str]:
    """One poll at a time."""
    other = poll.meeting.polls.filter(state=PollState.OPEN).exclude(pk=poll.pk)
    return [f"“{one}” đang bỏ phiếu, đóng cuộc đó trước." for one in other]


def counts_agree(poll: Poll) -> list[str]:
    """Two tellers' counts are in, add up and agree."""
    counts = selectors.last_counts(poll)
    if len(counts) < _TELLERS:
        return [f"Mới có {len(counts)}/{_TELLERS} người nhập số đếm."]
    first, second = (one.as_count for one in counts[:_TELLERS])
    wrong = faults(first, present=poll.present or 0, max_ticks=poll.max_ticks)
    return [*wrong, *disagreements(first, second)]


def difference_is_explained(poll: Poll) -> list[str]:
    """Where ranks by score and by votes differ, the minutes carry the reason."""
    ranked = [one for one in poll.candidates.all() if one.score_rank is not None]
    differs = any(one.is_elected and one.score_rank > poll.seats for one in ranked)
    if differs and not poll.reason_for_difference.strip():
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
            two_tellers_are_named,
            no_other_poll_open,
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
        guards=(difference_is_explained,),
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
