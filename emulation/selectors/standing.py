"""How a pledge's titles stand among all registrations of the year: limits, people
registered elsewhere, units merged.

One reading serves all rows of a grid; ``keep`` takes a saved row over, so that the next
row of the same save is judged by it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from core import clock
from emulation.enums import Subject
from emulation.models import Participation, Pledge, Quota, Title, TitleRegistration
from emulation.selectors.quotas import quotas_of
from emulation.selectors.scopes import pledges_visible_to
from units.models import Person

NAMED = 5  # units that a sentence names one by one
_FIELDS = (
    "pk",
    "title_id",
    "title__code",
    "title__name",
    "person_id",
    "pledge_id",
    "pledge__participation_id",
    "pledge__participation__name",
    "pledge__participation__year_id",
    "pledge__participation__year__bloc__name",
)


@dataclass(frozen=True)
class Wanted:
    """A row as it would be saved."""

    pk: int
    title: Title
    person: Person | None


@dataclass(frozen=True)
class Remark:
    """What stands beside a registration that was taken; a warning where it is over."""

    text: str
    is_warning: bool = False


@dataclass(frozen=True)
class Claim:
    """One registration of the year, with the unit that answers for it.

    ``unit`` is ``None`` in another bloc. ``place`` names the pledge for who may know.
    """

    pk: int
    title_id: int
    code: str
    title: str
    person_id: int | None
    pledge_id: int
    unit: int | None
    place: str


class Standing:
    """The year's registrations and limits as one pledge meets them."""

    def __init__(self, pledge: Pledge, people: Any, user: Any = None) -> None:
        """Read limits, roster and claims; ``people`` are looked for in other blocs."""
        self.pledge = pledge
        self.year = pledge.year
        self.quotas = {one.title_id: one for one in quotas_of(self.year)}
        self.answering, self.names = _roster(self.year.participations)
        self.unit = pledge.participation.responsible_unit_id
        self.claims = {one.pk: one for one in self._read(people, user)}

    def _read(self, people: Any, user: Any) -> Iterator[Claim]:
        gone = Q(
            pledge__participation__left_on__lte=clock.today(),
            pledge__participation__successor=None,
        )
        rows = list(
            TitleRegistration.objects.filter(
                Q(pledge__participation__year=self.year) | Q(person__in=people),
                pledge__participation__year__year=self.year.year,
                title__isnull=False,
            )
            .exclude(gone)
            .order_by("pk")
            .values_list(*_FIELDS)
        )
        known = self._known(user, {row[5] for row in rows})
        for pk, title, code, name, person, pledge, unit, place, year, bloc in rows:
            is_here = year == self.year.pk
            told = place if is_here else f"{place}, {bloc}"
            answering = self.answering.get(unit) if is_here else None
            yield Claim(
                pk,
                title,
                code,
                name,
                person,
                pledge,
                answering,
                told if pledge in known else "",
            )

    def _known(self, user: Any, pledges: set[int]) -> set[int]:
        """Return the pledges whose units the reader may know of."""
        others = pledges - {self.pledge.pk}
        if user is None or not others:
            return {self.pledge.pk}
        seen = pledges_visible_to(user).filter(pk__in=others)
        return {self.pledge.pk, *seen.values_list("pk", flat=True)}

    def keep(self, row: TitleRegistration, _changed: object = None) -> None:
        """Count a row as it was just saved."""
        self.claims.pop(row.pk, None)
        if row.title is not None:
            self.claims[row.pk] = Claim(
                row.pk,
                row.title.pk,
                row.title.code,
                row.title.name,
                row.person_id,
                self.pledge.pk,
                self.unit,
                self.pledge.participation.name,
            )

    # ----- what refuses a row

    def refusals(self, wanted: Wanted) -> list[tuple[str, str]]:
        """Return why a row may not be registered: the field at fault and a sentence."""
        same = [
            one
            for one in self.claims.values()
            if one.code == wanted.title.code and one.pk != wanted.pk
        ]
        return [
            *self._not_open(wanted),
            *self._twice(wanted, same),
            *self._over(wanted, [one for one in same if one.unit is not None]),
        ]

    def _not_open(self, wanted: Wanted) -> Iterator[tuple[str, str]]:
        if self.quotas and wanted.title.pk not in self.quotas:
            yield (
                "title",
                f"“{wanted.title}” không có trong danh mục đăng ký của năm.",
            )

    def _twice(self, wanted: Wanted, same: list[Claim]) -> Iterator[tuple[str, str]]:
        if wanted.title.subject == Subject.COLLECTIVE:
            alike = [one for one in same if one.unit == self.unit]
            field = "title"
        else:
            person = wanted.person.pk if wanted.person else None
            alike = [one for one in same if person and one.person_id == person]
            field = "person"
        for one in alike[:1]:
            yield field, self._said_twice(one, wanted)

    def _said_twice(self, one: Claim, wanted: Wanted) -> str:
        who = wanted.person or "Tập thể"
        if one.pledge_id == self.pledge.pk:
            return f"{who} đã đăng ký “{wanted.title}” ở dòng khác."
        where = f"ở giao ước của {one.place}" if one.place else "ở một đơn vị khác"
        merged = " (đơn vị sáp nhập được tính chung)" if one.unit == self.unit else ""
        return f"{who} đã đăng ký “{wanted.title}” {where}{merged}."

    def _over(self, wanted: Wanted, same: list[Claim]) -> Iterator[tuple[str, str]]:
        quota = self.quotas.get(wanted.title.pk)
        if quota is None or not quota.is_strict:
            return
        own = [one for one in same if one.unit == self.unit]
        if quota.most_per_unit is not None and len(own) >= quota.most_per_unit:
            allowed = f"“{wanted.title}”: mỗi đơn vị được đăng ký {quota.most_per_unit}"
            yield "title", f"{allowed}, đơn vị đã đăng ký {len(own)}."
        if _counts_units(quota):  # a second row of the own unit takes no more places
            same = [one for one in same if one.unit != self.unit]
        count = _count(quota, same)
        if quota.most_in_bloc is not None and count >= quota.most_in_bloc:
            allowed = f"“{wanted.title}”: cả khối được đăng ký {quota.most_in_bloc}"
            taken = f"đã có {count} {_counted(quota)} đăng ký"
            yield "title", f"{allowed}, {taken}{self._who(same)}."

    def _who(self, claims: list[Claim]) -> str:
        """Return the units behind claims: by name who may be known, else how many."""
        units = dict.fromkeys(one.unit for one in claims)
        known = {one.unit for one in claims if one.place}
        names = [self.names[unit] for unit in self.names if unit in known][:NAMED]
        rest = len(units) - len(names)
        if not names:
            return ""
        more = f" và {rest} đơn vị khác" if rest else ""
        return f": {', '.join(names)}{more}"

    # ----- what is said beside a row

    def remarks(self, row: TitleRegistration) -> list[Remark]:
        """Return what to know about a registration that was taken."""
        if row.title is None:
            return []
        return [*self._about_limits(row.title), *self._about_person(row)]

    def _about_limits(self, title: Title) -> Iterator[Remark]:
        quota = self.quotas.get(title.pk)
        if quota is None:
            return
        same = [
            one
            for one in self.claims.values()
            if one.title_id == title.pk and one.unit is not None
        ]
        own = len([one for one in same if one.unit == self.unit])
        if quota.most_per_unit is not None and own > quota.most_per_unit:
            yield Remark(
                f"Mỗi đơn vị được đề nghị {quota.most_per_unit}, đơn vị đã đăng ký "
                f"{own}.",
                is_warning=True,
            )
        if quota.most_in_bloc is not None:
            count = _count(quota, same)
            yield Remark(
                f"Khối được đề nghị {quota.most_in_bloc}, đã có {count} "
                f"{_counted(quota)} đăng ký.",
                is_warning=count > quota.most_in_bloc,
            )

    def _about_person(self, row: TitleRegistration) -> Iterator[Remark]:
        if row.person_id is None:
            return
        for one in self.claims.values():
            is_other = one.pledge_id != self.pledge.pk and one.code != row.title.code
            if one.person_id != row.person_id or not is_other:
                continue
            if one.place:
                text = f"Cũng đăng ký “{one.title}” ở giao ước của {one.place}."
            else:
                text = "Một đơn vị khác cũng đăng ký danh hiệu cho người này."
            yield Remark(text, is_warning=True)


def _roster(rows: Any) -> tuple[dict[int, int], dict[int, str]]:
    """Return who answers for each row of the roster, and the names by unit."""
    listed: list[Participation] = list(rows.all())
    by_pk = {one.pk: one for one in listed}
    answering = {}
    for one in listed:
        last = one
        while last.successor_id in by_pk:
            last = by_pk[last.successor_id]
        answering[one.pk] = last.unit_id
    return answering, {one.unit_id: one.name for one in listed}


def _counts_units(quota: Quota) -> bool:
    return quota.title.subject == Subject.COLLECTIVE


def _count(quota: Quota, claims: Iterable[Claim]) -> int:
    """Count units for a title of collectives, people for one of individuals."""
    if _counts_units(quota):
        return len({one.unit for one in claims})
    return len(list(claims))


def _counted(quota: Quota) -> str:
    return "đơn vị" if _counts_units(quota) else "người"
