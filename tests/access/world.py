"""The demo world for questions of access: who is who, and one sample of each row."""

from datetime import timedelta
from typing import Any

from django.core.management import call_command

from awards.models import Candidate, Delegate, Meeting, Poll, Teller
from core import clock, files
from core.models import Job
from emulation.models import (
    Amendment,
    AmendmentLine,
    CheckDraw,
    CommonTarget,
    CriteriaSheet,
    CrossCheck,
    EmulationYear,
    Evidence,
    EvidenceUse,
    Initiative,
    Movement,
    Participation,
    Phase,
    Pledge,
    PledgeVersion,
    Quota,
    Reopening,
    Report,
    Result,
    Scorecard,
    Target,
    TitleRegistration,
)
from units import services
from units.models import (
    Appointment,
    Bloc,
    BlocOffice,
    IssuedPaper,
    Membership,
    NumberBook,
    Person,
    Unit,
    UnitName,
    User,
)

# Short names by which the table speaks of people. The year in question is 2025, headed
# by Văn phòng Tỉnh ủy; the unit in question is Ban Nội chính Tỉnh ủy.
LOGINS = {
    "clerk": "bnc.cv",
    "leader": "bnc.tt",
    "deputy_leader": "bnc.pho",
    "member": "btg.cv",
    "secretary": "vptu.tk",
    "second": "ubkt.tk",
    "former": "bvsk.tk",
    "board": "btdkt.cv",
    "province": "lanhdao.tinh",
    "administrator": "quantri",
    "outsider": "sxd.cv",
}
OWN = "ban-noi-chinh"


def build() -> None:
    """Load the demo and add a clerk of a unit that belongs to no bloc."""
    call_command("seed_demo", verbosity=0)
    unit = services.found_unit(
        Unit(code="so-xay-dung", kind="state_organ"),
        UnitName(
            name="Sở Xây dựng",
            symbol="SXD",
            paper_form="state",
            valid_from="2022-01-01",
        ),
        actor=None,
    )
    person = Person.objects.create(full_name="Trần Văn Ngoài")
    Appointment.objects.create(
        person=person, unit=unit, role="clerk", valid_from="2022-01-01"
    )
    services.open_account(person, "sxd.cv", "mot-mat-khau-dai", actor=None)


def user(role: str) -> User:
    """Return a fresh account of the table's role."""
    return User.objects.select_related("person").get(login=LOGINS[role])


def samples() -> dict[str, Any]:
    """Return one row of each kind, of the year and unit in question."""
    year = EmulationYear.objects.get(year=2025)
    closed = EmulationYear.objects.get(year=2024)
    year.plan_file = files.store(b"%PDF-1.7 KH", "ke-hoach.pdf", actor=None)
    year.save(update_fields=["plan_file"])
    own = Participation.objects.get(year=year, unit__code=OWN)
    past = Participation.objects.get(year=closed, unit__code=OWN)
    return {
        "year": year,
        "closed": closed,
        "own": own,
        "pledge": Pledge.objects.get(participation=own),
        "report": Report.objects.get(participation=own, period="year"),
        "card": Scorecard.objects.get(participation=own),
        "check": _check(own),
        "reopening": _reopening(own),
        "sheet": CriteriaSheet.objects.get(year=year),
        "phase": Phase.objects.get(year=year, kind="sign"),
        "quota": Quota.objects.filter(year=year).first(),
        "common": CommonTarget.objects.filter(year=year).first(),
        "movement": Movement.objects.filter(year=year).first(),
        **_amendment(own.pledge),
        "scanned": _scanned(past.pledge),
        **_evidence(own),
        "target": Target.objects.filter(pledge__participation=past).first(),
        "initiative": Initiative.objects.filter(pledge__participation=past).first(),
        "registration": TitleRegistration.objects.filter(
            pledge__participation=past
        ).first(),
        "result": Result.objects.filter(report__participation=past).first(),
        "meeting": Meeting.objects.get(),
        "poll": Poll.objects.filter(meeting__year=closed).first(),
        "delegate": Delegate.objects.first(),
        "teller": Teller.objects.first(),
        "candidate": Candidate.objects.first(),
        **_rows_of_units(own.unit),
        "paper": _paper(closed),
        "job": Job.objects.get_or_create(title="Việc", asked_by=user("clerk"))[0],
    }


def _check(own: Participation) -> CrossCheck:
    """Let the unit check the card of another, as a draw would."""
    draw, _is_new = CheckDraw.objects.get_or_create(
        year=own.year, defaults={"seed": 1, "drawn_by": user("secretary")}
    )
    others = Scorecard.objects.filter(participation__year=own.year)
    card = others.exclude(participation=own).last()
    check, _is_new = CrossCheck.objects.get_or_create(
        participation=own, scorecard=card, defaults={"draw": draw}
    )
    return check


def _scanned(pledge: Pledge) -> PledgeVersion:
    """The first signature, with a scan as when it was on paper."""
    version = pledge.versions.get(number=1)
    version.scan = files.store(b"%PDF-1.7 GU", "giao-uoc.pdf", actor=None)
    version.save(update_fields=["scan"])
    return version


def _evidence(own: Participation) -> dict[str, Any]:
    """Return a file that proves the first leaf of the unit's card."""
    line = Scorecard.objects.get(participation=own).lines.first()
    stored = files.store(b"%PDF-1.7 MC", "minh-chung.pdf", actor=user("clerk"))
    evidence = Evidence.objects.create(
        participation=own, file=stored, added_by=user("clerk")
    )
    use = EvidenceUse.objects.create(evidence=evidence, line=line)
    return {"score_line": line, "evidence": evidence, "use": use}


def _reopening(own: Participation) -> Reopening:
    """An exception for the unit's first leaf."""
    leaf = Scorecard.objects.get(participation=own).lines.first().criterion
    return Reopening.objects.create(
        participation=own,
        criterion=leaf,
        reason="Bổ sung số liệu",
        opened_by=user("secretary"),
        closes_at=clock.now() + timedelta(hours=24),
    )


def _amendment(pledge: Pledge) -> dict[str, Any]:
    """Return a draft with an added target, as if the pledge had been signed."""
    amendment, is_new = Amendment.objects.get_or_create(pledge=pledge, number=1)
    if is_new:
        scan = files.store(b"%PDF-1.7", "quyet-dinh.pdf", actor=user("clerk"))
        amendment.decision_file = scan
        amendment.save()
    line, _is_new = AmendmentLine.objects.get_or_create(
        amendment=amendment, action="add", content="Chỉ tiêu bổ sung"
    )
    return {"amendment": amendment, "line": line}


def _rows_of_units(unit: Unit) -> dict[str, Any]:
    return {
        "bloc": Bloc.objects.get(),
        "unit": unit,
        "name": unit.names.get(),
        "person": user("clerk").person,
        "user": user("clerk"),
        "appointment": user("clerk").person.appointments.get(),
        "staff": Appointment.objects.filter(unit=unit, role="staff").first(),
        "membership": Membership.objects.filter(unit=unit).first(),
        "office": BlocOffice.objects.filter(year=2025).first(),
        "book": NumberBook.objects.get_or_create(
            unit=unit, kind="BC", series="2025-2030"
        )[0],
    }


def _paper(year: EmulationYear) -> IssuedPaper:
    secretary = user("former")
    return services.issue_paper(
        unit=Unit.objects.get(code="ban-bao-ve-cham-soc-suc-khoe"),
        kind="BC",
        title="Báo cáo",
        issued_on=year.closed_at.date(),
        subject=year,
        render=lambda number: b"%PDF-1.7 " + str(number).encode(),
        actor=secretary,
    )
