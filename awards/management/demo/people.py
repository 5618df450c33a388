"""Units, people, accounts and the bloc of the demo."""

import json
from datetime import date
from typing import Any

from django.conf import settings

from core import journal
from units import services
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

PASSWORD = "giao-uoc-2024"  # noqa: S105 -- the demo's own, shown on its login page
SINCE = date(2022, 1, 1)
ASSUMED = "Giả định"


def facts(name: str) -> dict[str, Any]:
    """Return a file of ``fixtures/demo``."""
    path = settings.BASE_DIR / "fixtures" / "demo" / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8"))


def account(login: str) -> User:
    """Return a fresh account, so that its appointments are those of the day."""
    return User.objects.select_related("person").get(login=login)


def secretary_of(unit_code: str) -> User:
    """Return the secretary's account of a unit."""
    return User.objects.select_related("person").get(
        person__appointments__unit__code=unit_code,
        person__appointments__role="secretary",
    )


def build() -> Bloc:
    """Create units, people, accounts, the bloc and its members."""
    data = facts("bloc")
    place = 0
    bloc = services.add_bloc(Bloc(**data["bloc"]), actor=None)
    for entry in [*data["others"], *data["units"]]:
        unit = _unit(entry)
        for one in entry["people"]:
            person = _person(one, unit)
            services.open_account(person, one["login"], PASSWORD, actor=None)
        for one in entry.get("staff", []):
            _person(one | {"role": "staff"}, unit)
        if entry in data["units"]:
            place += 1
            journal.save(
                Membership(
                    bloc=bloc, unit=unit, protocol_number=place, valid_from=SINCE
                ),
                actor=None,
            )
    return bloc


def _unit(entry: dict[str, Any]) -> Unit:
    unit = Unit(code=entry["code"], kind=entry["kind"], note=entry["note"])
    name = UnitName(
        name=entry["name"],
        short_name=entry["short_name"],
        symbol=entry["symbol"],
        paper_form=entry.get("form", "party"),
        superior=entry["superior"],
        letterhead=entry["letterhead"],
        valid_from=SINCE,
    )
    return services.found_unit(unit, name, actor=None)


def _person(entry: dict[str, Any], unit: Unit) -> Person:
    person = Person(full_name=entry["name"], position=entry["position"], note=ASSUMED)
    journal.save(person, actor=None)
    journal.save(
        Appointment(
            person=person,
            unit=unit,
            role=entry["role"],
            is_deputy=entry.get("is_deputy", False),
            valid_from=SINCE,
        ),
        actor=None,
    )
    return person


def give_offices(bloc: Bloc, year: int, offices: list[dict[str, Any]]) -> None:
    """Record head and deputy of a year."""
    board = account("btdkt.cv")
    for one in offices:
        services.give_office(
            BlocOffice(
                bloc=bloc,
                year=year,
                unit=Unit.objects.get(code=one["unit"]),
                office=one["office"],
                note=one["note"],
            ),
            actor=board,
        )


def accounts_for_login_page() -> list[dict[str, str]]:
    """Return one account a role and unit, for the demo's login page."""
    data = facts("bloc")
    listed = []
    for entry in [*data["units"], *data["others"]]:
        for one in entry["people"]:
            role = "Phó thủ trưởng" if one.get("is_deputy") else _ROLES[one["role"]]
            listed.append(
                {
                    "login": one["login"],
                    "password": PASSWORD,
                    "name": one["name"],
                    "office": f"{role}, {entry['name']}",
                }
            )
    return listed


_ROLES = {
    "leader": "Thủ trưởng",
    "clerk": "Chuyên viên thi đua",
    "secretary": "Thư ký khối",
    "board_officer": "Chuyên viên",
    "provincial_leader": "Lãnh đạo tỉnh",
    "council_member": "Thành viên Hội đồng",
    "administrator": "Quản trị hệ thống",
}
