"""Polls with their candidates, and what their rule asks for."""

from typing import Any

from django.db.models import Max, Prefetch, QuerySet

from awards.enums import OFFICES, Base, MeetingState, PollKind, PollState
from awards.models import Candidate, Meeting, Poll, Teller, TellerCount
from awards.selectors.counts import TELLERS
from awards.selectors.scopes import polls_visible_to
from core import clock, journal
from emulation.enums import Subject
from emulation.models import EmulationYear, Participation, Title
from emulation.selectors import roster_of
from units.enums import Office
from units.models import BlocOffice

_LAST = 10_000


def joined_polls() -> QuerySet[Poll]:
    """Return polls joined for a page: candidates and both tellers' counts."""
    counts = TellerCount.objects.select_related(
        "teller__person", "teller__unit"
    ).prefetch_related("votes__candidate")
    listed = Candidate.objects.select_related("participation")
    return Poll.objects.select_related("title", "repeats").prefetch_related(
        Prefetch("candidates", queryset=listed.order_by("position", "pk")),
        Prefetch("counts", queryset=counts.order_by("attempt", "pk")),
        "repeated_by",
    )


def polls_for_page(user: Any) -> QuerySet[Poll]:
    """Return visible polls with all that their page and their guards ask for."""
    return (
        joined_polls()
        .filter(pk__in=polls_visible_to(user).values("pk"))
        .select_related("title", "repeats", "meeting__year__bloc")
        .prefetch_related(
            "meeting__delegates",
            Prefetch("meeting__tellers", queryset=joined_tellers()),
            "meeting__polls",
        )
    )


def joined_tellers() -> QuerySet[Teller]:
    """Return tellers with person and unit, the chief first."""
    return Teller.objects.select_related("person", "unit").order_by("-is_chief", "pk")


def board_obstacles(meeting: Meeting) -> list[str]:
    """Say what the counting board still lacks: two units, and somebody to lead it."""
    tellers = list(meeting.tellers.all())
    found = []
    if len({one.unit_id for one in tellers}) < TELLERS:
        found.append("Ban kiểm phiếu cần ít nhất hai người của hai đơn vị.")
    if tellers and not any(one.is_chief for one in tellers):
        found.append("Ban kiểm phiếu chưa có Trưởng ban.")
    return found


def next_position(meeting: Meeting) -> int:
    """Return the place after the last poll."""
    return (meeting.polls.aggregate(last=Max("position"))["last"] or 0) + 1


def base_of(poll: Poll, *, issued: int, valid: int) -> int:
    """Return the number of which the threshold is a share."""
    return {
        Base.SUMMONED: poll.summoned or 0,
        Base.PRESENT: poll.present or 0,
        Base.ISSUED: issued,
        Base.VALID: valid,
    }[Base(poll.base)]


def rule_sentence(poll: Poll, electorate: tuple[int, int]) -> str:
    """Return the poll's rule with the number it comes to, as soon as that is known.

    ``electorate`` is how many voters are summoned and present now; an open poll has
    its own frozen figures.
    """
    count = len(poll.candidates.all())
    summoned, present = electorate
    if poll.summoned is not None:
        summoned, present = poll.summoned, poll.present or 0
    bases = {
        Base.SUMMONED: summoned,
        Base.PRESENT: present,
        Base.ISSUED: poll.issued,
        Base.VALID: poll.valid,
    }
    number = bases[Base(poll.base)]
    among = f" trong {count}" if count else ""
    ticks = f", mỗi phiếu tối đa {poll.max_ticks}" if poll.max_ticks > 1 else ""
    working = f": ít nhất {poll.threshold.needed(number)}/{number}" if number else ""
    return (
        f"Chọn {poll.seats}{among}{ticks}. Đạt khi được {poll.threshold.text} "
        f"{poll.get_base_display()} đồng ý{working}."
    )


_CHOSEN = {
    PollKind.TITLE: "Được suy tôn",
    PollKind.HEAD: "Trúng cử",
    PollKind.DEPUTY: "Trúng cử",
    PollKind.QUESTION: "Được chọn",
}


def conclusion_of(poll: Poll, candidates: list[Candidate]) -> str:
    """Return what a count came to, in one sentence or two."""
    chosen = [one.label for one in candidates if one.is_elected]
    tied = [one.label for one in candidates if one.is_tied]
    parts = []
    if chosen:
        parts.append(f"{_CHOSEN[PollKind(poll.kind)]}: {', '.join(chosen)}.")
    if tied:
        parts.append(f"Bằng phiếu, phải bỏ phiếu lại: {', '.join(tied)}.")
    listed = "phương án" if poll.kind == PollKind.QUESTION else "đơn vị"
    return " ".join(parts) or f"Không có {listed} nào đạt mức cần thiết."


def cancelled_because(poll: Poll) -> str:
    """Return the reason with which the poll was cancelled."""
    if poll.state != PollState.CANCELLED:
        return ""
    entries = journal.entries_of(poll).filter(verb="cancel")
    return next(iter(entries.values_list("reason", flat=True)[:1]), "")


def default_question(kind: str, title: Title | None, year: EmulationYear) -> str:
    """Return the usual wording of a question, empty where there is none."""
    following = year.year + 1
    if kind == PollKind.TITLE and title is not None:
        return f"Suy tôn tập thể đề nghị tặng {title.name} năm {year.year}"
    return {
        PollKind.HEAD: f"Bầu Trưởng khối thi đua năm {following}",
        PollKind.DEPUTY: f"Bầu Phó Trưởng khối thi đua năm {following}",
    }.get(PollKind(kind), "")


def titles_on(meeting: Meeting) -> QuerySet[Title]:
    """Return what units may be proposed for, in force on the meeting's day."""
    day = meeting.held_at.astimezone(clock.zone()).date()
    return Title.objects.on(day).filter(subject=Subject.COLLECTIVE)


def _rank_of(participation: Any) -> int | None:
    standing = getattr(participation, "standing", None)
    return standing.rank if standing else None


def by_score(year: EmulationYear, ids: list[int] | None = None) -> list[Participation]:
    """Return the year's units (those named) by published rank, then by protocol."""
    rows = roster_of(year).select_related("standing")
    if ids is not None:
        rows = rows.filter(pk__in=ids)
    return sorted(rows, key=lambda one: (_rank_of(one) or _LAST, one.protocol_number))


def pickable(meeting: Meeting, kind: str) -> list[Participation]:
    """Return who may be put on a ballot of this kind, best score first.

    Units that left before the meeting are not offered, nor for an election those that
    hold an office of the next year already.
    """
    day = meeting.held_at.astimezone(clock.zone()).date()
    units = [one for one in by_score(meeting.year) if one.takes_part_on(day)]
    if PollKind(kind) not in OFFICES:
        return units
    taken = {one.unit_id for one in _next_offices(meeting.year)}
    return [one for one in units if one.unit_id not in taken]


def _next_offices(year: EmulationYear) -> QuerySet[BlocOffice]:
    held = BlocOffice.objects.filter(bloc=year.bloc_id, year=year.year + 1)
    return held.select_related("unit")


def office_obstacles(poll: Poll, candidates: list[Candidate]) -> list[str]:
    """Say which offices of the next year are taken that this election would give."""
    if PollKind(poll.kind) not in OFFICES:
        return []
    listed = {one.participation.unit_id for one in candidates if one.participation}
    found = [
        f"“{one.label}” không phải là đơn vị tham gia."
        for one in candidates
        if one.participation is None
    ]
    for held in _next_offices(poll.meeting.year):
        label = f"{held.get_office_display()} năm {held.year}"
        if poll.kind == PollKind.HEAD and held.office == Office.HEAD:
            found.append(f"Đã có {label}: {held.unit}.")
        elif held.unit_id in listed:
            found.append(f"{held.unit} đã là {label}, đưa ra khỏi danh sách bầu.")
    return found


def second_round_obstacles(poll: Poll) -> list[str]:
    """Say why the tied candidates cannot be voted on again now."""
    if poll.state != PollState.CONFIRMED:
        return ["Công bố kết quả vòng này trước khi bỏ phiếu lại."]
    if poll.meeting.state == MeetingState.CLOSED:
        return ["Hội nghị đã bế mạc."]
    if not any(one.is_tied for one in poll.candidates.all()):
        return ["Không có ứng cử nào bằng phiếu ở suất cuối."]
    if any(one.state != PollState.CANCELLED for one in poll.repeated_by.all()):
        return [f"Đã lập vòng {poll.round + 1}."]
    return []
