"""The signing day: who has signed the year's pledges, and what the others lack."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db.models import Prefetch, QuerySet

from core.text import format_date
from emulation.enums import PhaseKind, PhaseState, PledgeState
from emulation.models import EmulationYear, Participation, Pledge, PledgeVersion
from emulation.selectors.route import (
    handler_of_cases,
    waits_for,
    waits_for_bloc,
)
from emulation.selectors.years import phase_of
from units.enums import Role
from units.models import Appointment
from units.selectors import unit_ids_of

MARK_LENGTH = 16
_FIRST = PledgeVersion.objects.filter(amendment=None).defer("text")


@dataclass(frozen=True)
class Place:
    """One unit on the signing day, signed or with what it lacks."""

    unit: Participation
    pledge: Pledge | None
    version: PledgeVersion | None
    lacks: str
    is_own: bool
    may_sign: bool
    may_record: bool
    may_accept: bool

    @property
    def is_signed(self) -> bool:
        return self.version is not None

    @property
    def is_ready(self) -> bool:
        """Accepted: nothing is missing but the signature."""
        return _is_accepted(self.pledge)


@dataclass(frozen=True)
class SigningDay:
    """All units of the year with their signatures."""

    places: list[Place]
    hindrance: str

    @property
    def signed(self) -> list[Place]:
        return [one for one in self.places if one.is_signed]

    @property
    def waiting(self) -> list[Place]:
        return [one for one in self.places if not one.is_signed]

    @property
    def is_complete(self) -> bool:
        return bool(self.places) and not self.waiting

    @property
    def mark(self) -> str:
        """Return what differs as soon as the screen would."""
        told = [self.hindrance]
        told += [f"{one.unit.pk} {one.lacks} {one.is_signed}" for one in self.places]
        return sha256("\n".join(told).encode()).hexdigest()[:MARK_LENGTH]

    @property
    def latest(self) -> Place | None:
        """The unit that signed last."""
        by_time = [one for one in self.places if one.version is not None]
        return max(by_time, key=lambda one: one.version.signed_at, default=None)


def signing_day_of(year: EmulationYear, user: Any = None) -> SigningDay:
    """Return the year's units in protocol order with their signatures; who has left
    is not waited for. Without a user nothing can be done from it.
    """
    rows = (
        year.participations.select_related("unit", "successor__successor", "pledge")
        .prefetch_related(Prefetch("pledge__versions", queryset=_FIRST))
        .order_by("protocol_number", "pk")
    )
    draw = _Drawing(year, user)
    places = [draw.place(one) for one in rows]
    there = [one for one in places if one.is_signed or not one.unit.has_left]
    return SigningDay(there, draw.hindrance)


class _Drawing:
    """What is asked once for all units: the step, and what the user may do."""

    def __init__(self, year: EmulationYear, user: Any) -> None:
        self.year, self.hindrance = year, _hindrance(year)
        self.leads = unit_ids_of(user, Role.LEADER) if user else set()
        self.own = self.leads | (unit_ids_of(user, Role.CLERK) if user else set())
        self.handles = handler_of_cases(user, year) if user else lambda _unit: False

    def place(self, unit: Participation) -> Place:
        pledge, answering = getattr(unit, "pledge", None), unit.responsible_unit_id
        version = next(iter(pledge.versions.all()), None) if pledge else None
        can_be_signed = _is_accepted(pledge) and not self.hindrance
        return Place(
            unit=unit,
            pledge=pledge,
            version=version,
            lacks="" if version else self.lack(pledge),
            is_own=answering in self.own,
            may_sign=can_be_signed and answering in self.leads,
            may_record=can_be_signed and self.handles(answering),
            may_accept=waits_for_bloc(pledge, self.year) and self.handles(answering),
        )

    def lack(self, pledge: Pledge | None) -> str:
        if pledge is None:
            return "Chưa có giao ước"
        if _is_accepted(pledge) and self.hindrance:
            return "Chờ mở bước ký"
        return waits_for(pledge, self.year)


def _is_accepted(pledge: Pledge | None) -> bool:
    return pledge is not None and pledge.state == PledgeState.ACCEPTED


def _hindrance(year: EmulationYear) -> str:
    """Say why nobody can sign now; nothing when the step is open."""
    phase = phase_of(year, PhaseKind.SIGN)
    if phase is None:
        return "Năm chưa có bước “Ký giao ước”."
    if phase.state == PhaseState.WAITING and phase.opens_on is not None:
        return f"Bước “Ký giao ước” dự kiến mở ngày {format_date(phase.opens_on)}."
    return phase.refusal()


def leaders_on_duty(unit_id: int) -> QuerySet[Appointment]:
    """Return today's leaders of a unit, its head before the deputies."""
    leaders = Appointment.objects.on().filter(unit=unit_id, role=Role.LEADER)
    return leaders.select_related("person", "unit").order_by("is_deputy", "pk")
