"""The demo's year-end conference, its polls and the hand-over."""

from datetime import datetime
from typing import Any

from awards import services
from awards.management.demo.people import account, facts, secretary_of
from awards.management.demo.year import (
    differ_from_last,
    head_secretary,
    move_deadlines,
)
from awards.models import Delegate, Meeting, Poll, Teller
from awards.tally import Count
from core import clock, journal
from core.workflow import run
from emulation import selectors
from emulation.models import EmulationYear, Participation, Title


def hold(year: EmulationYear) -> Meeting:
    """Summon, open, vote and close."""
    data = facts("year-2024")
    head = head_secretary(year)
    meeting = plan(year, data["meeting"], head)
    run(meeting, "open", actor=head)
    for fact in data["polls"]:
        vote(meeting, fact, head)
    return run(meeting, "close", actor=head)


def plan(year: EmulationYear, fact: dict[str, Any], head: Any) -> Meeting:
    """Plan the conference: two delegates a unit, tellers, attendance."""
    held_at = datetime.fromisoformat(fact["held_at"]).replace(tzinfo=clock.zone())
    meeting = services.plan_meeting(
        year, "year_end", held_at, fact["place"], actor=head, agenda=fact["agenda"]
    )
    absent = set(fact["absent"])
    services.summon_leaders(meeting, actor=head)
    for entry in facts("bloc")["units"]:
        deputy = next(one for one in entry["people"] if one.get("is_deputy"))
        services.summon(
            Delegate(
                meeting=meeting,
                participation=unit_in(year, entry["code"]),
                person=account(deputy["login"]).person,
                absence_reason="Đi công tác" if deputy["login"] in absent else "",
            ),
            actor=head,
        )
    for place, login in enumerate(fact["tellers"]):
        person = account(login).person
        unit = person.appointments.get().unit
        services.name_teller(
            Teller(meeting=meeting, person=person, unit=unit, is_chief=place == 0),
            actor=head,
        )
    missing = {account(login).person_id for login in absent}
    present = meeting.delegates.exclude(person__in=missing)
    services.take_attendance(
        meeting, set(present.values_list("pk", flat=True)), actor=head
    )
    meeting.chair = account("bvsk.tt").person
    meeting.secretary = head.person
    journal.save(meeting, actor=head)
    return meeting


def unit_in(year: EmulationYear, code: str) -> Participation:
    """Return a unit's line on the roster."""
    return year.participations.select_related("unit").get(unit__code=code)


def vote(meeting: Meeting, fact: dict[str, Any], head: Any) -> Poll:
    """Hold one poll: two tellers type what they counted, then it is published."""
    code = fact.get("title")
    poll = services.plan_poll(
        Poll(
            meeting=meeting,
            kind=fact["kind"],
            question=fact["question"],
            title=Title.objects.on().get(code=code) if code else None,
            seats=fact["seats"],
            max_ticks=fact["max_ticks"],
        ),
        actor=head,
    )
    listed = [unit_in(meeting.year, one).pk for one in fact["votes"]]
    if fact["kind"] == "title":
        listed = list(meeting.year.participations.values_list("pk", flat=True))
    services.set_candidates(poll, listed, actor=head)
    poll = run(poll, "open", actor=head)
    by_code = fact["votes"]
    votes = {
        one.pk: by_code.get(one.participation.unit.code, 0)
        for one in poll.candidates.select_related("participation__unit")
    }
    count = Count(
        issued=poll.present,
        returned=fact["valid"] + fact["invalid"],
        valid=fact["valid"],
        invalid=fact["invalid"],
        votes=tuple(votes.values()),
    )
    for teller in meeting.tellers.all()[:2]:
        services.enter_count(poll, teller, count, votes, actor=head)
    poll = run(poll, "count", actor=head)
    if reason := fact.get("reason"):
        services.explain_difference(poll, reason, actor=head)
    return run(poll, "confirm", actor=head)


def open_next_year(year: EmulationYear) -> EmulationYear:
    """The new head, elected at the conference, opens the next year."""
    fact = facts("year-2024")["next"]
    following = EmulationYear.objects.get(bloc=year.bloc, year=fact["year"])
    head = secretary_of(selectors.offices_of_year(following)["head"][0].unit.code)
    following.theme, following.plan_number = fact["theme"], fact["plan_number"]
    following.plan_date = datetime.fromisoformat(fact["plan_date"]).date()
    following.note = f"Chủ đề, số kế hoạch: {fact['theme_note'].lower()}"
    differ_from_last(following, head)
    journal.save(following, actor=head)
    return run(following, "open", actor=head)


def ready_for_newcomers(year: EmulationYear) -> None:
    """Move the running year's deadlines ahead of today and open its first steps."""
    move_deadlines(year)
    for kind in ("launch", "register"):
        phase = selectors.phase_of(year, kind)
        run(phase, "open", actor=head_secretary(year))
