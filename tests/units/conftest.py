"""A small directory: three units, a bloc, and somebody for each role that matters."""

from dataclasses import dataclass, field
from datetime import date

import pytest

from tests.builders import PASSWORD, add_person, add_unit
from units import services
from units.enums import Role
from units.models import Appointment, Bloc, Membership, Person, Unit, User

SINCE = date(2020, 1, 1)


@dataclass
class Directory:
    """What the fixture built; accounts come into being when asked for."""

    bloc: Bloc
    units: dict[str, Unit] = field(default_factory=dict)

    def person(self, name: str, role: str, unit: str) -> Person:
        person = add_person(name)
        services.appoint(
            Appointment(
                person=person, unit=self.units[unit], role=role, valid_from=SINCE
            ),
            actor=None,
        )
        return person

    def user(self, role: str, unit: str = "board") -> User:
        login = f"{role}.{unit}".replace("_", "-")
        found = User.objects.filter(login=login).first()
        if found is None:
            person = self.person(f"Người {role} {unit}", role, unit)
            services.open_account(person, login, PASSWORD, actor=None)
        return User.objects.get(login=login)

    def join(self, *units: str) -> list[Membership]:
        return [
            services.add_member(
                Membership(
                    bloc=self.bloc,
                    unit=self.units[unit],
                    protocol_number=place,
                    valid_from=SINCE,
                ),
                actor=None,
            )
            for place, unit in enumerate(units, 1)
        ]


@pytest.fixture
def directory(db):
    built = Directory(
        services.add_bloc(
            Bloc(code="khoi-dang", name="Khối thi đua các cơ quan Đảng"), actor=None
        )
    )
    for code, name in (
        ("board", "Ban Thi đua – Khen thưởng"),
        ("plain", "Ban Nội chính Tỉnh ủy"),
        ("other", "Đảng ủy Khối các cơ quan và doanh nghiệp tỉnh"),
    ):
        built.units[code] = add_unit(code, name)
    return built


@pytest.fixture
def board(directory):
    return directory.user(Role.BOARD_OFFICER)


@pytest.fixture
def administrator(directory):
    return directory.user(Role.ADMINISTRATOR)


@pytest.fixture
def clerk(directory):
    return directory.user(Role.CLERK, "plain")


@pytest.fixture
def signed_in(client):
    """Sign a user in and hand the client back."""

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in
