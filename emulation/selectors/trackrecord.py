"""What a unit and its people aimed at and reached in earlier years."""

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import Q

from core import points
from core.points import Past
from emulation.enums import PledgeState, Subject
from emulation.models import Pledge, RankingLine, TitleRegistration
from emulation.selectors.scopes import pledges_visible_to, years_visible_to
from units.models import Unit
from units.selectors import predecessor_ids

YEARS_SHOWN = 5


def track_record(
    user: Any, unit: Unit, people: Collection[int], before: int
) -> Iterator[Past]:
    """Yield ranks and titles of signed pledges in earlier years, of the unit and its
    predecessors and of people wherever they were; of what the user may see.
    """
    units = {unit.pk, *predecessor_ids({unit.pk})}
    ranks = RankingLine.objects.filter(
        year__in=years_visible_to(user),
        year__year__lt=before,
        participation__unit__in=units,
    )
    for year, rank in ranks.order_by("pk").values_list("year__year", "rank"):
        yield Past(None, year, f"xếp thứ {rank}" if rank else "không xếp hạng")
    aimed = _earlier(user, units, people, before).filter(
        pledge__state=PledgeState.SIGNED
    )
    for row in aimed:
        yield Past(row.person_id, row.pledge.year.year, f"đăng ký {row.title}")


def _earlier(user: Any, units: set[int], people: Collection[int], before: int) -> Any:
    subject = Q(person__in=people) | Q(
        subject=Subject.COLLECTIVE, pledge__participation__unit__in=units
    )
    return (
        TitleRegistration.objects.filter(
            subject,
            title__isnull=False,
            pledge__in=pledges_visible_to(user),
            pledge__participation__year__year__lt=before,
        )
        .select_related("title", "pledge__participation__year")
        .order_by("-pledge__participation__year__year", "title__precedence", "pk")
    )


def histories(
    user: Any, pledge: Pledge, people: Collection[int]
) -> dict[int | None, str]:
    """Return by person, the unit under ``None``, what the record says of the last
    years, latest first.
    """
    said: dict[int | None, dict[int, list[str]]] = {}
    unit, before = pledge.participation.unit, pledge.year.year
    for past in points.TRACK_RECORD(user, unit, people, before):
        said.setdefault(past.person, {}).setdefault(past.year, []).append(past.text)
    return {
        subject: "; ".join(
            f"{year}: {', '.join(years[year])}"
            for year in sorted(years, reverse=True)[:YEARS_SHOWN]
        )
        for subject, years in said.items()
    }


def last_records(
    user: Any, pledge: Pledge, people: Collection[int]
) -> dict[int | None, str]:
    """Return by person, the unit under ``None``, the record that was typed last."""
    unit = pledge.participation.unit_id
    units = {unit, *predecessor_ids({unit})}
    rows = _earlier(user, units, people, pledge.year.year).exclude(track_record="")
    found: dict[int | None, str] = {}
    for person, record in rows.values_list("person_id", "track_record"):
        found.setdefault(person, record)
    return found
