"""Steps of a year, done by the people of a small world (see ``builders``)."""

from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from awards.enums import MeetingKind, PollKind
from awards.models import Meeting, Poll, Teller
from awards.services import (
    enter_count,
    name_teller,
    plan_meeting,
    plan_poll,
    set_candidates,
    set_options,
    summon_leaders,
    take_attendance,
)
from awards.tally import Count
from core import clock
from core.workflow import run
from emulation.enums import Capacity, Period
from emulation.models import CheckDraw, CrossCheck, Pledge, Report, Scorecard, Target
from emulation.selectors.scores import FINAL, SELF
from emulation.services.paper_signing import PaperSignature
from emulation.services.pledges import add_target
from emulation.services.scores import enter_points
from emulation.services.signing import CONSENT
from tests.builders import MEMBERS, PASSWORD, World
from units.models import User

SIGNATURE = {"password": PASSWORD, "consent": CONSENT}


def on_paper(**typed) -> dict[str, object]:
    """Return what records a signature on paper, by somebody whose name is typed."""
    known = {
        "signer_name": "Nông Văn Giấy",
        "office": "Trưởng ban",
        "capacity": Capacity.HEAD,
        "signed_on": clock.today(),
    }
    scan = SimpleUploadedFile("giao-uoc.pdf", b"%PDF-1.7 giao uoc")
    return {"signature": PaperSignature(**known | typed), "scan": scan}


def fill_pledge(built: World, unit: str = "plain") -> Pledge:
    """Promise twelve cases and a rate of 95%."""
    pledge, clerk = built.pledge(unit), built.user("clerk", unit)
    cases = Target(
        pledge=pledge, content="Giải quyết vụ việc", unit_of_measure="vụ", value=12
    )
    add_target(cases, actor=clerk)
    rate = Target(pledge=pledge, content="Xử lý đúng hạn", kind="percentage", value=95)
    add_target(rate, actor=clerk)
    return pledge


def accept_pledge(built: World, pledge: Pledge, unit: str = "plain") -> Pledge:
    """Lead a whole draft to where it waits for the signature."""
    run(pledge, "submit", actor=built.user("clerk", unit))
    if pledge.year.leader_approves:
        run(pledge, "approve", actor=built.user("leader", unit))
    return run(pledge, "accept", actor=case_secretary(built, unit))


def sign_pledge(built: World, unit: str = "plain") -> Pledge:
    pledge = accept_pledge(built, fill_pledge(built, unit), unit)
    return run(pledge, "sign", actor=built.user("leader", unit), **SIGNATURE)


def fill_report(built: World, unit: str = "plain", period: str = Period.YEAR) -> Report:
    """Enter 15 cases and 96,15% against a signed pledge."""
    report = built.report(unit, period)
    for row, actual in zip(
        report.results.order_by("position"), (15, Decimal("96.15")), strict=True
    ):
        row.actual = actual
        row.save()
    return report


def approve_report(
    built: World, unit: str = "plain", period: str = Period.YEAR
) -> Report:
    report = fill_report(built, unit, period)
    run(report, "submit", actor=built.user("clerk", unit))
    return run(report, "approve", actor=built.user("leader", unit))


def self_score(built: World, unit: str = "plain", points=(58, 39)) -> Scorecard:
    """Write the self-score, no condition applying; the card is still a draft."""
    card = built.card(unit)
    enter_points(card, SELF, all_points(points), actor=built.user("clerk", unit))
    return card


def all_points(points) -> dict[str, Decimal]:
    """Return points of the ordinary leaves, and no for the condition."""
    typed = dict(zip(("I.1", "I.2"), map(Decimal, points), strict=True))
    return typed | {"IV": Decimal(0)}


def case_secretary(built: World, unit: str) -> User:
    """Return who acts for the bloc: nobody handles their own case."""
    return built.user("secretary", "deputy" if unit == "head" else "head")


def finalise(built: World, unit: str = "plain", points=(58, 39)) -> Scorecard:
    """Lead a scorecard from its blank draft to the final score."""
    card = self_score(built, unit, points)
    secretary = case_secretary(built, unit)
    run(card, "submit", actor=built.user("clerk", unit))
    enter_points(card, FINAL, all_points(points), actor=secretary)
    return run(card, "finalise", actor=secretary)


def draw_check(built: World, unit: str = "plain", by: str = "other") -> CrossCheck:
    """Let one unit check another's card, as a draw would."""
    draw = CheckDraw.objects.create(
        year=built.year, number=1, seed=1, drawn_by=built.secretary
    )
    card, checker = built.card(unit), built.participation(by)
    return CrossCheck.objects.create(scorecard=card, participation=checker, draw=draw)


def whole_year(built: World) -> None:
    """Lead every member to its final score, in the order of the roster."""
    for place, unit in enumerate(MEMBERS):
        sign_pledge(built, unit)
        approve_report(built, unit)
        finalise(built, unit, (58 - place, 39))


def hold_meeting(built: World, *, is_open: bool = True) -> Meeting:
    """Summon the four leaders, all present, with tellers of two units."""
    secretary = built.secretary
    for unit in MEMBERS:
        built.user("leader", unit)
    meeting = plan_meeting(
        built.year, MeetingKind.YEAR_END, clock.now(), "Hội trường", actor=secretary
    )
    summon_leaders(meeting, actor=secretary)
    everybody = set(meeting.delegates.values_list("pk", flat=True))
    take_attendance(meeting, everybody, actor=secretary)
    for unit in ("plain", "other"):
        teller = Teller(
            meeting=meeting,
            person=built.user("clerk", unit).person,
            unit=built.units[unit],
            is_chief=unit == "plain",
        )
        name_teller(teller, actor=secretary)
    return run(meeting, "open", actor=secretary) if is_open else meeting


def add_poll(built: World, meeting: Meeting, kind: str = PollKind.QUESTION) -> Poll:
    """Plan a poll: a question with two answers, or an election between two units."""
    secretary = built.secretary
    poll = plan_poll(
        Poll(meeting=meeting, kind=kind, question="Nội dung thử"), actor=secretary
    )
    if kind == PollKind.QUESTION:
        set_options(poll, ["Đồng ý", "Không đồng ý"], actor=secretary)
    else:
        units = [built.participation(unit).pk for unit in ("plain", "other")]
        set_candidates(poll, units, actor=secretary)
    return poll


def count_poll(built: World, poll: Poll, votes=(3, 1)) -> None:
    """Type the same figures for both tellers of an open poll."""
    total = sum(votes)
    candidates = poll.candidates.order_by("position")
    count = Count(issued=total, returned=total, valid=total, invalid=0, votes=votes)
    figures = dict(zip([one.pk for one in candidates], votes, strict=True))
    for teller in poll.meeting.tellers.all():
        enter_count(poll, teller, count, figures, actor=built.secretary)


def counted_poll(built: World, meeting: Meeting, kind: str = PollKind.QUESTION) -> Poll:
    """Lead a poll through opening and both tellers' counts."""
    poll = run(add_poll(built, meeting, kind), "open", actor=built.secretary)
    count_poll(built, poll)
    return run(poll, "count", actor=built.secretary)
