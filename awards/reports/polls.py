"""Published polls as tables and sentences."""

from dataclasses import replace

from awards import selectors
from awards.enums import MeetingKind, PollKind
from awards.models import Poll
from core import clock
from core.tables import Column, Row, Table
from core.text import format_date
from emulation.models import EmulationYear

_COLUMNS = (
    Column("rank", "TT", "int", width=12, align="center"),
    Column("label", "Đơn vị", width=70),
    Column("score_rank", "Hạng theo điểm", "int", width=22, align="center"),
    Column("votes", "Số phiếu", "int", width=20),
    Column("result", "Kết quả", width=41),
)


def poll_table(poll: Poll) -> Table:
    """Return who got votes in a published poll, with the slips' account below.

    Candidates without a vote are counted in a note; ranks by score are shown where
    the poll is about a title.
    """
    candidates = sorted(
        poll.candidates.all(), key=lambda one: (-(one.votes or 0), one.position)
    )
    rows = [
        Row(
            {
                "rank": place,
                "label": one.label,
                "score_rank": one.score_rank,
                "votes": one.votes,
                "result": _result(one.is_elected, one.is_tied),
            }
        )
        for place, one in enumerate(candidates, 1)
        if one.votes
    ]
    listed = "phương án" if poll.kind == PollKind.QUESTION else "đơn vị"
    notes = [account_of(poll)]
    if without := len(candidates) - len(rows):
        notes.insert(0, f"{without} {listed} khác trong danh sách không có phiếu.")
    if poll.reason_for_difference:
        notes.append(f"Khác thứ hạng điểm: {poll.reason_for_difference}")
    columns = [
        replace(one, label=listed.capitalize()) if one.key == "label" else one
        for one in _COLUMNS
        if one.key != "score_rank" or poll.kind == PollKind.TITLE
    ]
    return Table(title=str(poll), columns=columns, rows=rows, notes=notes)


def _result(is_elected: bool, is_tied: bool) -> str:
    if is_elected:
        return "Được chọn"
    return "Bằng phiếu, bỏ phiếu lại" if is_tied else "–"


def account_of(poll: Poll) -> str:
    """Return where the slips went, and the rule, in one sentence."""
    return (
        f"Phát ra {poll.issued} phiếu, thu về {poll.returned}, "
        f"hợp lệ {poll.valid}, không hợp lệ {poll.invalid}. {poll.rule_text}"
    )


def poll_tables(year: EmulationYear) -> list[Table]:
    """Return a table for each published poll of the year."""
    return [poll_table(poll) for poll in selectors.confirmed_polls(year)]


def attendance_sentence(year: EmulationYear) -> str:
    """Return when and with how many delegates the year-end conference was held."""
    meeting = year.meetings.filter(kind=MeetingKind.YEAR_END).first()
    if meeting is None:
        return ""
    day = meeting.held_at.astimezone(clock.zone())
    return (
        f"Hội nghị tổng kết họp ngày {format_date(day)} tại "
        f"{meeting.place}. {selectors.quorum_of(meeting).sentence}"
    )


def election_sentences(year: EmulationYear) -> list[str]:
    """Return what the conference concluded, elections by their office."""
    verbs = {
        PollKind.TITLE: "Đề nghị tặng {title}: {names}",
        PollKind.HEAD: "Trưởng khối thi đua năm {next}: {names}",
        PollKind.DEPUTY: "Phó Trưởng khối thi đua năm {next}: {names}",
    }
    sentences = []
    for poll in selectors.confirmed_polls(year):
        names = [one.label for one in poll.candidates.all() if one.is_elected]
        pattern = verbs.get(PollKind(poll.kind))
        if names and pattern:
            sentences.append(
                pattern.format(
                    title=poll.title, next=year.year + 1, names=", ".join(names)
                )
            )
    return sentences
