"""A year's steps, roster, offices and ranking."""

from typing import Any

from django.db.models import Prefetch, QuerySet

from emulation.enums import NarrativeSection, PhaseKind
from emulation.models import (
    EmulationYear,
    Narrative,
    Participation,
    Phase,
    RankingLine,
)
from emulation.selectors.scopes import years_visible_to
from units.enums import Office
from units.models import BlocOffice


def phase_of(year: EmulationYear, kind: str) -> Phase | None:
    """Return a step of the year; reads the prefetched phases if there are any."""
    return next((one for one in year.phases.all() if one.kind == kind), None)


def phases_of(year: EmulationYear) -> list[Phase]:
    """Return the year's steps in their order."""
    order = {kind: place for place, kind in enumerate(PhaseKind.values)}
    return sorted(year.phases.all(), key=lambda one: order[one.kind])


def current_phase(year: EmulationYear) -> Phase | None:
    """Return the first step that is open, else the first still waiting."""
    phases = phases_of(year)
    opened = [one for one in phases if one.state == "open"]
    waiting = [one for one in phases if one.state == "waiting"]
    return next(iter([*opened, *waiting]), None)


def roster_of(year: EmulationYear) -> QuerySet[Participation]:
    """Return the year's units in protocol order."""
    return year.participations.select_related("unit", "successor")


def ranking_of(year: EmulationYear) -> QuerySet[RankingLine]:
    """Return the published ranking."""
    return year.ranking.select_related("participation")


def narratives_of(year: EmulationYear) -> dict[str, Narrative]:
    """Return the bloc's own written sections by section."""
    return {one.section: one for one in year.narratives.filter(report=None)}


def offices_of_year(year: EmulationYear) -> dict[str, list[BlocOffice]]:
    """Return head and deputies of the year by office."""
    found: dict[str, list[BlocOffice]] = {Office.HEAD: [], Office.DEPUTY: []}
    for one in year.bloc.offices.filter(year=year.year).select_related("unit"):
        found[one.office].append(one)
    return found


def years_for_list(user: Any) -> QuerySet[EmulationYear]:
    """Return visible years joined for lists and the year menu."""
    phases = Prefetch("phases", queryset=Phase.objects.order_by("pk"))
    return years_visible_to(user).prefetch_related(phases)


def missing_texts(year: EmulationYear) -> list[str]:
    """Return which parts of the summary report nobody has written yet."""
    written = narratives_of(year)
    found = [
        f"Chưa viết phần “{section.label}” của Khối."
        for section in NarrativeSection
        if not (section in written and written[section].text.strip())
    ]
    found.extend(
        f"Chưa đánh giá phong trào “{movement.name}”."
        for movement in year.movements.all()
        if not movement.summary.strip()
    )
    if not year.ranking_is_public:
        found.append("Chưa công bố xếp hạng.")
    return found
