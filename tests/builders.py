"""A small world for tests: one bloc, its year and its people, built by the services.

``world()`` founds four members (head, deputy, plain, other) and opens this year with
all its steps. Accounts come into being when they are asked for: ``user("clerk",
"plain")`` signs in as ``clerk.plain``. Days are relative to ``clock.today()``.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from core import clock, journal
from core.workflow import run
from emulation.enums import CriterionKind, Period, PhaseKind
from emulation.models import (
    CriteriaSheet,
    Criterion,
    EmulationYear,
    Participation,
    Pledge,
    Report,
    Scorecard,
    ScoringRules,
)
from emulation.services.years import create_year, set_phase_dates
from units import services
from units.enums import Office, Role, UnitKind
from units.models import (
    Appointment,
    Bloc,
    BlocOffice,
    Membership,
    Person,
    Unit,
    UnitName,
    User,
)

PASSWORD = "mot-mat-khau-dai"  # noqa: S105 -- of the tests' accounts
SINCE = date(2020, 1, 1)
MEMBERS = {
    "head": "Ban Bảo vệ, chăm sóc sức khỏe cán bộ tỉnh",
    "deputy": "Ban Tổ chức Tỉnh ủy",
    "plain": "Ban Nội chính Tỉnh ủy",
    "other": "Văn phòng Tỉnh ủy",
}
OTHERS = {
    "outside": "Sở Xây dựng",
    "board": "Ban Thi đua – Khen thưởng",
    "province": "Ủy ban nhân dân tỉnh",
}
ROLE_NAMES = {"deputy_leader": Role.LEADER}  # signs for the head of the unit
OFFICES = (
    *((role, unit) for unit in MEMBERS for role in ("clerk", "leader")),
    ("deputy_leader", "plain"),
    ("secretary", "head"),
    ("secretary", "deputy"),
    ("clerk", "outside"),
    ("board_officer", "board"),
    ("administrator", "board"),
    ("provincial_leader", "province"),
    ("council_member", "province"),
)
SHEET = (
    ("I.1", CriterionKind.POINTS, 60),
    ("I.2", CriterionKind.POINTS, 40),
    ("II", CriterionKind.BONUS, 10),
    ("III", CriterionKind.DEDUCTION, None),
    ("IV", CriterionKind.DISQUALIFIER, None),
)


@dataclass
class World:
    """What was built, found by the short names of the units."""

    bloc: Bloc
    units: dict[str, Unit]
    year: EmulationYear = field(init=False)

    def user(self, role: str, unit: str) -> User:
        """Return a fresh account of the office, appointed at the first asking."""
        login = f"{role}.{unit}"
        if not User.objects.filter(login=login).exists():
            self.appoint(role, unit)
        return User.objects.get(login=login)

    def appoint(self, role: str, unit: str) -> Person:
        person = add_person(f"{role} {unit}")
        services.open_account(person, f"{role}.{unit}", PASSWORD, actor=None)
        services.appoint(
            Appointment(
                person=person,
                unit=self.units[unit],
                role=ROLE_NAMES.get(role, role),
                is_deputy=role in ROLE_NAMES,
                valid_from=SINCE,
            ),
            actor=None,
        )
        return person

    def staff(self) -> dict[str, User]:
        """Return an account of every office by login, and ``nobody`` without any."""
        users = [self.user(role, unit) for role, unit in OFFICES]
        if not User.objects.filter(login="nobody").exists():
            services.open_account(add_person("nobody"), "nobody", PASSWORD, actor=None)
        users.append(User.objects.get(login="nobody"))
        return {user.login: user for user in users}

    @property
    def secretary(self) -> User:
        return self.user("secretary", "head")

    @property
    def board(self) -> User:
        return self.user("board_officer", "board")

    def participation(self, unit: str = "plain") -> Participation:
        return self.year.participations.get(unit=self.units[unit])

    def pledge(self, unit: str = "plain") -> Pledge:
        return Pledge.objects.get(participation=self.participation(unit))

    def report(self, unit: str = "plain", period: str = Period.YEAR) -> Report:
        return self.participation(unit).reports.get(period=period)

    def card(self, unit: str = "plain") -> Scorecard:
        return Scorecard.objects.get(participation=self.participation(unit))


def world(*, opened: bool = True) -> World:
    """Build the bloc with its year; without ``opened`` the year is being prepared."""
    built = directory()
    built.year = prepare_year(built, clock.today().year)
    if opened:
        open_year(built)
    return built


def directory() -> World:
    """Build the bloc with its members, and no year."""
    bloc = services.add_bloc(
        Bloc(code="khoi-thu", name="Khối thi đua các cơ quan thử"), actor=None
    )
    units = {code: add_unit(code, name) for code, name in (MEMBERS | OTHERS).items()}
    for place, code in enumerate(MEMBERS, 1):
        member = Membership(
            bloc=bloc, unit=units[code], protocol_number=place, valid_from=SINCE
        )
        services.add_member(member, actor=None)
    return World(bloc, units)


def add_unit(code: str, name: str) -> Unit:
    unit = Unit(code=code, kind=UnitKind.PARTY_ORGAN)
    first = UnitName(name=name, symbol="XY", paper_form="party", valid_from=SINCE)
    return services.found_unit(unit, first, actor=None)


def add_person(full_name: str) -> Person:
    person = Person(full_name=full_name)
    journal.save(person, actor=None)
    return person


def prepare_year(built: World, number: int) -> EmulationYear:
    """Create a year with its head, deputy, dates and criteria, ready to be opened."""
    for code in (Office.HEAD, Office.DEPUTY):
        office = BlocOffice(
            bloc=built.bloc, year=number, unit=built.units[code], office=code
        )
        services.give_office(office, actor=None)
    keeper = built.secretary
    year = create_year(built.bloc, number, actor=keeper, theme="Đoàn kết, sáng tạo")
    month = timedelta(days=30)
    days = (clock.today() - month, clock.today() + month)
    set_phase_dates(year, dict.fromkeys(PhaseKind.values, days), actor=keeper)
    add_sheet(year)
    ScoringRules.objects.create(year=year, checks_per_card=0)
    return EmulationYear.objects.get(pk=year.pk)


def add_sheet(year: EmulationYear) -> CriteriaSheet:
    sheet = CriteriaSheet(year=year, name="Bảng tiêu chí thử")
    journal.save(sheet, actor=None)
    part = Criterion.objects.create(sheet=sheet, code="I", name="Nhiệm vụ")
    for place, (code, kind, most) in enumerate(SHEET, 1):
        Criterion.objects.create(
            sheet=sheet,
            parent=part if code.startswith("I.") else None,
            position=place,
            code=code,
            name=f"Tiêu chí {code}",
            kind=kind,
            max_points=most,
        )
    return sheet


def open_year(built: World) -> None:
    """Open the year and every step of it."""
    secretary = built.secretary
    built.year = run(built.year, "open", actor=secretary)
    for phase in built.year.phases.all():
        run(phase, "open", actor=secretary)
    built.year = EmulationYear.objects.get(pk=built.year.pk)
