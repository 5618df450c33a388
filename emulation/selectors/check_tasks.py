"""What the stages of scoring ask of people: check, settle, explain, finalise."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.urls import reverse

from core.points import Task
from emulation.enums import (
    CheckState,
    PhaseKind,
    PhaseState,
    ScorecardState,
    YearState,
)
from emulation.models import CrossCheck, EmulationYear, Phase, Scorecard
from emulation.models.sheets import COMPUTED
from emulation.selectors.checks import scoring_rules_of
from units.enums import Office, Role
from units.models import BlocOffice
from units.selectors import unit_ids_of

WRITERS = (Role.CLERK, Role.LEADER)
_TAKEN_OVER = ("", "successor__", "successor__successor__")


def check_tasks(user: Any) -> Iterator[Task]:
    """Yield what the user's units have to check and to explain, and what the bloc has
    to draw and to close. A constant number of queries.
    """
    units = unit_ids_of(user, *WRITERS)
    if units:
        yield from map(_to_check, _open_checks(units))
        yield from map(_to_explain, _to_be_explained(units))
    heads = unit_ids_of(user, Role.SECRETARY)
    if heads:
        yield from _of_the_bloc(heads)


def _of_units(units: Iterable[int], to: str) -> Q:
    """Rows of which these units answer for the participation."""
    own = Q(**{f"{to}unit__in": units, f"{to}successor": None})
    for path in _TAKEN_OVER[1:]:
        last = Q(**{f"{to}{path}successor": None})
        own |= Q(**{f"{to}{path}unit__in": units}) & last
    return own


def _running(to: str) -> Q:
    return Q(**{f"{to}year__state": YearState.OPEN})


def _phases() -> Prefetch:
    return Prefetch(
        "participation__year__phases",
        Phase.objects.filter(kind=PhaseKind.SCORING, state=PhaseState.OPEN),
        "scoring",
    )


def _open_checks(units: Iterable[int]) -> list[CrossCheck]:
    blank = Q(lines__points=None) & ~Q(lines__line__criterion__method__in=COMPUTED)
    waiting = CrossCheck.objects.filter(
        _of_units(units, "participation__"),
        _running("participation__"),
        state=CheckState.OPEN,
        scorecard__state=ScorecardState.SELF_SCORED,
    )
    return list(
        waiting.annotate(blank=Count("lines", filter=blank))
        .select_related("participation__year__bloc", "scorecard__participation")
        .prefetch_related(_phases())
    )


def _to_be_explained(units: Iterable[int]) -> list[Scorecard]:
    waiting = Scorecard.objects.filter(
        _of_units(units, "participation__"),
        _running("participation__"),
        state=ScorecardState.CHECKED,
    )
    rows = waiting.select_related("participation__year__bloc")
    return list(rows.prefetch_related(_phases()))


def _due(row: Any) -> Any:
    return next((one.due_on for one in row.participation.year.scoring), None)


def _to_check(check: CrossCheck) -> Task:
    unit = check.scorecard.participation.name
    note = f"{check.participation.name} được bốc thăm."
    if check.blank:
        note += f" Còn {check.blank} ô chưa chấm."
    url = check.get_absolute_url()
    return Task(_due(check), f"Chấm chéo phiếu điểm của {unit}", note, url, "Chấm chéo")


def _to_explain(card: Scorecard) -> Task:
    title = f"Xem điểm chấm chéo và giải trình năm {card.year.year}"
    note = f"{card.participation.name}. Ô không giải trình được hiểu là đồng ý."
    return Task(_due(card), title, note, card.get_absolute_url(), "Giải trình")


# ----- of the bloc's secretariat


def _of_the_bloc(heads: Iterable[int]) -> Iterator[Task]:
    held = BlocOffice.objects.filter(unit__in=heads, office=Office.HEAD)
    of_years = Q(pk__in=[])
    for bloc, year in held.values_list("bloc", "year"):
        of_years |= Q(bloc=bloc, year=year)
    scoring = Q(phases__kind=PhaseKind.SCORING, phases__state=PhaseState.OPEN)
    rows = EmulationYear.objects.filter(of_years, scoring, state=YearState.OPEN)
    counted = rows.annotate(draw_count=Count("draws", distinct=True))
    years = list(counted.select_related("bloc", "scoring_rules"))
    for year in years:
        if not year.draw_count and scoring_rules_of(year).checks_per_card:
            yield _to_draw(year)
    if any(year.draw_count for year in years):
        yield from map(_to_close, _all_in(years))


def _to_draw(year: EmulationYear) -> Task:
    url = reverse("checks", args=[year.bloc.code, year.year])
    note = f"{year.bloc}: mỗi phiếu điểm do các đơn vị khác chấm chéo."
    return Task(None, f"Bốc thăm chấm chéo năm {year.year}", note, url, "Bốc thăm")


def _all_in(years: list[EmulationYear]) -> list[Scorecard]:
    """Return the cards of which every check is in, the head's own left to the deputy."""
    heads = BlocOffice.objects.filter(
        bloc=OuterRef("participation__year__bloc"),
        year=OuterRef("participation__year__year"),
        unit=OuterRef("participation__unit"),
        office=Office.HEAD,
    )
    cards = Scorecard.objects.filter(
        ~Exists(heads),
        participation__year__in=years,
        state=ScorecardState.SELF_SCORED,
    )
    open_ones = Count("checks", filter=Q(checks__state=CheckState.OPEN))
    counted = cards.annotate(drawn=Count("checks"), waiting=open_ones)
    ready = counted.filter(drawn__gt=0, waiting=0)
    return list(ready.select_related("participation__year__bloc"))


def _to_close(card: Scorecard) -> Task:
    title = f"Chốt kết quả chấm chéo của {card.participation.name}"
    note = "Các đơn vị chấm đã gửi đủ; đối chiếu chỗ lệch quá mức rồi chốt."
    return Task(None, title, note, card.get_absolute_url(), "Xem và chốt")
