"""Two real pledges (``tests/fixtures/pledges``), typed and signed by all their units."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from core import clock
from core.workflow import run
from emulation.enums import PhaseKind
from emulation.models import CommonTarget, EmulationYear, Pledge
from emulation.services.setup import add_common
from emulation.services.years import create_year, set_phase_dates
from tests.builders import (
    PASSWORD,
    SINCE,
    World,
    add_person,
    add_sheet,
)
from tests.steps import SIGNATURE
from units import services
from units.enums import Office, Role, UnitKind
from units.models import Appointment, Bloc, BlocOffice, Membership, Unit, UnitName, User

FOLDER = Path(__file__).parent / "fixtures" / "pledges"
NAMES = ("thai-nguyen-2024", "bac-ninh-2018")


def facts_of(name: str) -> dict[str, Any]:
    """Return a pledge as its file has it."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


@dataclass
class RealBloc(World):
    """The bloc of a real pledge, its year open; ``facts`` are the file's."""

    facts: dict[str, Any] | None = None

    def pledges(self) -> Iterator[tuple[str, Pledge]]:
        for unit in self.facts["units"]:
            yield unit["code"], self.pledge(unit["code"])

    @property
    def head(self) -> str:
        return next(one["code"] for one in self.facts["units"] if one.get("head"))

    @property
    def deputy(self) -> str:
        return next(
            one["code"] for one in self.facts["units"] if one["code"] != self.head
        )

    @property
    def secretary(self) -> User:
        return self.user("secretary", self.head)

    def sign(self, code: str) -> Pledge:
        """Lead one unit's pledge to its head's signature."""
        pledge, leader = self.pledge(code), self.user("leader", code)
        run(pledge, "submit", actor=self.user("clerk", code))
        run(pledge, "approve", actor=leader)
        other = self.deputy if code == self.head else self.head
        run(pledge, "accept", actor=self.user("secretary", other))
        return run(pledge, "sign", actor=leader, **SIGNATURE)


def real_bloc(name: str, **changes: Any) -> RealBloc:
    """Found the bloc, set its year up with the file's targets as the common ones, open
    it; ``changes`` replace facts of the file.
    """
    facts = facts_of(name) | changes
    bloc = services.add_bloc(Bloc(**facts["bloc"]), actor=None)
    units = {one["code"]: _unit(one, facts) for one in facts["units"]}
    for place, code in enumerate(units, 1):
        member = Membership(
            bloc=bloc, unit=units[code], protocol_number=place, valid_from=SINCE
        )
        services.add_member(member, actor=None)
    built = RealBloc(bloc, units, facts)
    built.year = _year(built)
    return built


def _unit(one: dict[str, Any], facts: dict[str, Any]) -> Unit:
    name = UnitName(
        name=one["name"],
        symbol=one["symbol"],
        paper_form=facts["paper_form"],
        superior=facts["superior"],
        place=facts["place"],
        valid_from=date(2010, 1, 1),
    )
    is_party = facts["paper_form"] == "party"
    kind = UnitKind.PARTY_ORGAN if is_party else UnitKind.STATE_ORGAN
    unit = services.found_unit(Unit(code=one["code"], kind=kind), name, actor=None)
    _leader(unit, one["leader"])
    return unit


def _leader(unit: Unit, position: str) -> None:
    person = add_person(f"Nguyễn Thị {unit.code.capitalize()}")
    person.position = position
    person.save()
    services.open_account(person, f"leader.{unit.code}", PASSWORD, actor=None)
    office = Appointment(person=person, unit=unit, role=Role.LEADER, valid_from=SINCE)
    services.appoint(office, actor=None)


def _year(built: RealBloc) -> EmulationYear:
    facts = built.facts
    for code, office in ((built.head, Office.HEAD), (built.deputy, Office.DEPUTY)):
        held = BlocOffice(
            bloc=built.bloc, year=facts["year"], unit=built.units[code], office=office
        )
        services.give_office(held, actor=None)
    keeper = built.secretary
    year = create_year(built.bloc, facts["year"], actor=keeper)
    month = timedelta(days=30)
    days = (clock.today() - month, clock.today() + month)
    set_phase_dates(year, dict.fromkeys(PhaseKind.values, days), actor=keeper)
    add_sheet(year)
    _type_targets(year, facts["targets"], keeper)
    return _opened(year, keeper)


def _type_targets(
    year: EmulationYear, targets: list[dict[str, Any]], keeper: User
) -> None:
    typed: dict[str, CommonTarget] = {}
    for one in targets:
        said = {key: value for key, value in one.items() if key != "number"}
        above = typed.get(one["number"].rpartition(".")[0])
        target = CommonTarget(year=year, parent=above, **said)
        typed[one["number"]] = add_common(target, actor=keeper)


def _opened(year: EmulationYear, keeper: User) -> EmulationYear:
    year = run(EmulationYear.objects.get(pk=year.pk), "open", actor=keeper)
    for phase in year.phases.all():
        run(phase, "open", actor=keeper)
    return EmulationYear.objects.get(pk=year.pk)
