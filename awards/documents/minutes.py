"""Biên bản kiểm phiếu: how a poll was counted, and what it came to."""

from datetime import date

from awards import selectors
from awards.models import Meeting, Poll, Teller
from awards.reports.polls import poll_table
from core import clock
from core.documents.blocks import (
    Block,
    Heading,
    ListBlock,
    Paper,
    Paragraph,
    Signature,
    Signatures,
    TableBlock,
)
from core.text import format_date
from units.documents.letterhead import letterhead
from units.selectors import head_unit


def poll_minutes(poll: Poll, *, drafted_on: date) -> Paper:
    """Return the minutes of a counted poll, a draft in the form of the head unit.

    The poll is read with ``polls_for_page``. Where two counts differed first, both
    stand in the minutes.
    """
    meeting = poll.meeting
    unit = head_unit(meeting.year.bloc, meeting.year.year)
    held_on = meeting.held_at.astimezone(clock.zone()).date()
    return Paper(
        **letterhead(unit, held_on),
        code="BB",
        kind="BIÊN BẢN KIỂM PHIẾU",
        abstract=_lowered(str(poll)),
        blocks=_blocks(poll),
        drafted_on=drafted_on,
    )


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def _blocks(poll: Poll) -> list[Block]:
    meeting = poll.meeting
    tellers = list(meeting.tellers.all())
    return [
        Paragraph(_opening(meeting)),
        Heading(1, "Ban kiểm phiếu"),
        ListBlock(_teller_lines(tellers)),
        Heading(1, "Nội dung, thể lệ bỏ phiếu"),
        Paragraph(f"Nội dung: {poll}."),
        Paragraph(selectors.rule_sentence(poll, selectors.attendance(meeting))),
        Heading(1, "Kết quả kiểm phiếu"),
        ListBlock(_slip_lines(poll)),
        TableBlock(poll_table(poll), caption="Kết quả bỏ phiếu"),
        *_working(poll),
        *_recounts(poll),
        Heading(1, "Kết luận"),
        Paragraph(poll.conclusion),
        *_reason(poll),
        Signatures([_signature(one) for one in tellers]),
    ]


def _opening(meeting: Meeting) -> str:
    local = meeting.held_at.astimezone(clock.zone())
    return (
        f"{meeting} của {meeting.year.bloc.name} họp hồi {local:%H} giờ {local:%M} "
        f"ngày {format_date(local)} tại {meeting.place}. "
        f"{selectors.quorum_of(meeting).sentence}"
    )


def _teller_lines(tellers: list[Teller]) -> list[str]:
    lines = [f"{one.person}, {one.unit}: {_lowered(_office(one))};" for one in tellers]
    return [*lines[:-1], lines[-1].removesuffix(";") + "."]


def _office(teller: Teller) -> str:
    return "Trưởng ban" if teller.is_chief else "Thành viên"


def _slip_lines(poll: Poll) -> list[str]:
    return [
        f"Đại biểu được triệu tập: {poll.summoned}; có mặt: {poll.present};",
        f"Số phiếu phát ra: {poll.issued};",
        f"Số phiếu thu về: {poll.returned}; không thu về: {poll.not_returned};",
        f"Số phiếu hợp lệ: {poll.valid}; không hợp lệ: {poll.invalid}.",
    ]


def _working(poll: Poll) -> list[Block]:
    lines = [
        f"{one.label}: {_lowered(one.sentence)}"
        for one in poll.candidates.all()
        if one.votes
    ]
    return [Paragraph("Cách tính:"), ListBlock(lines)] if lines else []


def _recounts(poll: Poll) -> list[Block]:
    """Return what the two tellers counted differently before they agreed."""
    blocks: list[Block] = []
    for attempt in selectors.attempts_of(poll):
        if attempt.differences:
            who = " và ".join(str(one.teller.person) for one in attempt.counts)
            blocks.append(
                Paragraph(f"Lần đếm {attempt.number}, {who} đếm khác nhau, đã đếm lại:")
            )
            blocks.append(ListBlock(attempt.differences))
    return blocks


def _reason(poll: Poll) -> list[Block]:
    if not poll.reason_for_difference:
        return []
    text = f"Lý do thứ hạng phiếu khác thứ hạng điểm: {poll.reason_for_difference}"
    return [Paragraph(text)]


def _signature(teller: Teller) -> Signature:
    return Signature(position=_office(teller), name=teller.person.full_name)
