"""Who works in a unit, with or without an account, and how people of one name are told
apart.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from core import text
from units.enums import Role
from units.models import Appointment, Person, Unit, User


@dataclass(frozen=True)
class Member:
    """One person of a unit: the place on its staff, if any, and the offices held."""

    person: Person
    label: str
    on_staff: Appointment | None
    offices: list[Appointment]


def people_in(unit_ids: Iterable[int]) -> QuerySet[Person]:
    """Return who holds anything today in these units or their parts, by given name."""
    wanted = list(unit_ids)
    held = Appointment.objects.on().filter(
        Q(unit__in=wanted) | Q(unit__parent__in=wanted)
    )
    return Person.objects.filter(pk__in=held.values("person"))


def members_of_staff(unit: Unit) -> list[Member]:
    """Return everybody of a unit by given name, those without an office too."""
    held = Appointment.objects.on().filter(unit=unit).select_related("person")
    by_person: dict[Person, list[Appointment]] = {}
    for one in held.order_by("person__name_key", "person", "pk"):
        by_person.setdefault(one.person, []).append(one)
    labels = told_apart(by_person)
    return [
        Member(
            person,
            labels[person.pk],
            next((one for one in rows if one.role == Role.STAFF), None),
            [one for one in rows if one.role != Role.STAFF],
        )
        for person, rows in by_person.items()
    ]


def is_only_staff_of(person: Person, unit: Unit) -> bool:
    """Tell whether the person holds nothing today but a place on this unit's staff, and
    has no account.
    """
    held = Appointment.objects.on().filter(person=person)
    if held.exclude(unit=unit, role=Role.STAFF).exists():
        return False
    return not User.objects.filter(person=person).exists()


def namesakes_of(names: Iterable[str]) -> dict[str, list[Person]]:
    """Return known people of these names by folded name, each with where they work
    today in ``appointments_today``.
    """
    keys = {text.fold(name) for name in names}
    held = Appointment.objects.on().select_related("unit").order_by("pk")
    known = Person.objects.filter(search_key__in=keys).prefetch_related(
        Prefetch("appointments", queryset=held, to_attr="appointments_today")
    )
    found: dict[str, list[Person]] = {}
    for person in known:
        found.setdefault(person.search_key, []).append(person)
    return found


def described(person: Person) -> str:
    """Return a person with day of birth, position and units of today, for choosing
    among people of one name; ``appointments_today`` is prefetched.
    """
    units = dict.fromkeys(str(one.unit) for one in person.appointments_today)
    parts = [born(person), person.position, *units]
    told = ", ".join(part for part in parts if part)
    return f"{person.full_name} ({told})" if told else person.full_name


def born(person: Person) -> str:
    """Return the day of birth as lists show it; empty when it is not known."""
    return f"sinh {text.format_date(person.birth_date)}" if person.birth_date else ""


Telling = tuple[Callable[[Person], str], ...]

_BESIDE: Telling = (
    born,
    lambda person: f"mã {person.staff_code}" if person.staff_code else "",
    lambda person: f"số {person.pk}",
)
_ALONE: Telling = (_BESIDE[0], lambda person: person.position, *_BESIDE[1:])


def told_apart(
    people: Iterable[Person], *, beside_position: bool = False
) -> dict[int, str]:
    """Return each person's name; to names that look alike without marks it adds day of
    birth, position, staff code, as far as needed, so that none of them stands bare.

    ``beside_position``: the position stands beside the name anyway and tells, too.
    """
    alike: dict[tuple[str, str], list[Person]] = {}
    for person in people:
        position = text.fold(person.position) if beside_position else ""
        alike.setdefault((text.fold(person.full_name), position), []).append(person)
    labels: dict[int, str] = {}
    for group in alike.values():
        labels |= {one.pk: one.full_name for one in group}
        if len(group) > 1:
            labels |= _labels_in(group, _BESIDE if beside_position else _ALONE)
    return labels


def _labels_in(group: list[Person], telling: Telling) -> dict[int, str]:
    words: dict[int, list[str]] = {one.pk: [] for one in group}
    for tell in telling:
        seen = Counter(map(tuple, words.values()))
        for one in group:
            own = words[one.pk]
            if (not own or seen[tuple(own)] > 1) and (word := tell(one)):
                words[one.pk] = [*own, word]
    return {one.pk: f"{one.full_name} ({', '.join(words[one.pk])})" for one in group}
