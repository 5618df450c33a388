"""All that the units of a year aim at, for who oversees it."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from emulation.enums import Subject
from emulation.models import (
    EmulationYear,
    Initiative,
    Participation,
    Quota,
    Title,
    TitleRegistration,
)
from emulation.selectors.quotas import quotas_of
from units.selectors import told_apart


@dataclass(frozen=True)
class AimedTitle:
    """A title with its limits and how often each unit registers it."""

    title: Title
    quota: Quota | None
    by_unit: Counter[int] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """Units for a title of collectives, people for one of individuals."""
        if self.title.subject == Subject.COLLECTIVE:
            return len(self.by_unit)
        return self.by_unit.total()

    @property
    def over(self) -> int:
        """Return by how many the bloc's limit is exceeded."""
        most = self.quota.most_in_bloc if self.quota else None
        return 0 if most is None else max(0, self.total - most)

    @property
    def units_over(self) -> dict[int, int]:
        """Return the units that register more than one unit should, with how many."""
        most = self.quota.most_per_unit if self.quota else None
        if most is None:
            return {}
        return {unit: count for unit, count in self.by_unit.items() if count > most}


@dataclass(frozen=True)
class Aimed:
    """A year's registrations: units that answer, titles, rows of each list."""

    year: EmulationYear
    units: list[Participation]
    titles: list[AimedTitle]
    registrations: list[TitleRegistration]
    initiatives: list[Initiative]
    labels: dict[int, str]

    def of_subject(self, subject: str) -> list[TitleRegistration]:
        return [one for one in self.registrations if one.subject == subject]


def aimed_in(year: EmulationYear) -> Aimed:
    """Return everything registered in the year, drafts included; what a merged unit
    registered counts for the one that answers for it, who left counts no more.
    """
    titles = TitleRegistration.objects.exclude(title=None).select_related("title")
    rows = _of_year(year, titles, "title__precedence", "title__name")
    initiatives = _of_year(year, Initiative.objects.exclude(name=""))
    people = {one.person_id: one.person for one in [*rows, *initiatives] if one.person}
    return Aimed(
        year,
        [
            one
            for one in year.participations.select_related("unit")
            if one.successor_id is None and not one.has_left
        ],
        _titles(year, rows),
        rows,
        initiatives,
        told_apart(people.values()),
    )


def _of_year(year: EmulationYear, rows: QuerySet, *first: str) -> list[Any]:
    """Return the year's rows in the roster's order, without those of who left."""
    listed = (
        rows.filter(pledge__participation__year=year)
        .select_related(
            "person",
            "pledge__participation__unit",
            "pledge__participation__successor__successor",
        )
        .order_by(*first, "pledge__participation__protocol_number", "position", "pk")
    )
    return [one for one in listed if not one.pledge.participation.has_left]


def _titles(year: EmulationYear, rows: list[TitleRegistration]) -> list[AimedTitle]:
    """Return the titles that are open or registered, the highest first."""
    found = {one.title_id: AimedTitle(one.title, one) for one in quotas_of(year)}
    for row in rows:
        known = found.setdefault(row.title_id, AimedTitle(row.title, None))
        known.by_unit[row.pledge.participation.responsible_unit_id] += 1
    return sorted(
        found.values(),
        key=lambda one: (
            one.title.subject != Subject.COLLECTIVE,
            one.title.precedence,
            one.title.pk,
        ),
    )
