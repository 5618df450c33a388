"""Who: people, units, blocs, offices, papers."""

from units.models.blocs import Bloc, BlocOffice, Membership
from units.models.organisation import Succession, Unit, UnitName
from units.models.papers import IssuedPaper, NumberBook
from units.models.people import Appointment, FailedSignIn, Person, User

__all__ = [
    "Appointment",
    "Bloc",
    "BlocOffice",
    "FailedSignIn",
    "IssuedPaper",
    "Membership",
    "NumberBook",
    "Person",
    "Succession",
    "Unit",
    "UnitName",
    "User",
]
