"""What the list of years and one year's page show."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from core import clock
from core.points import BlocYear
from core.text import format_date
from emulation.enums import YearState
from emulation.models import EmulationYear
from emulation.selectors.matrix import Matrix, matrix_of, rosters_of
from emulation.selectors.scopes import offices_held_by, oversees, years_visible_to
from emulation.selectors.stepper import now_phase
from emulation.selectors.years import offices_of_year, years_for_list
from units.enums import Office
from units.models import Bloc, BlocOffice
from units.selectors import (
    blocs_visible_to,
    papers_about,
    readable_unit_ids,
    sees_the_province,
)


def matrix_for(year: EmulationYear, user: Any) -> Matrix | None:
    """Draw the year's matrix: whole for those who oversee it, else the own rows only.
    ``None`` before the roster is frozen.
    """
    if year.state == YearState.PREPARING:
        return None
    own = readable_unit_ids(user)
    roster = rosters_of([year], user)[year.pk]
    if not oversees(user, year):
        roster = [one for one in roster if one.responsible_unit_id in own]
    return matrix_of(year, roster, own)


def facts_of(year: EmulationYear) -> list[tuple[str, str]]:
    """Return what the head of the year's page says."""
    offices = offices_of_year(year)
    plan = year.plan_number
    if plan and year.plan_date:
        plan = f"{plan}, ngày {format_date(year.plan_date)}"
    facts = [
        ("Khối thi đua", year.bloc.name),
        ("Trưởng khối", _names(offices[Office.HEAD]) or "Chưa có"),
        ("Phó Trưởng khối", _names(offices[Office.DEPUTY])),
        ("Kế hoạch", plan),
    ]
    if year.note:
        facts.append(("Nguồn", year.note))
    return facts


def _names(offices: list[BlocOffice]) -> str:
    return "; ".join(
        f"{one.unit} ({one.note})" if one.note else str(one.unit) for one in offices
    )


def papers_of(year: EmulationYear, *, sees_all: bool) -> list[dict[str, str]]:
    """Return the papers issued about the year, and for who oversees it those that can
    be printed.
    """
    if year.state == YearState.PREPARING:
        return []
    issued = [
        {
            "label": f"{paper.code}: {paper.title}",
            "note": f"Phát hành ngày {format_date(paper.issued_on)}.",
            "url": paper.get_absolute_url(),
        }
        for paper in papers_about(year)
    ]
    if not sees_all:
        return issued
    return [
        *issued,
        {
            "label": f"Giao ước của Khối năm {year.year}",
            "note": "Chỉ tiêu, đăng ký thi đua và chữ ký của các đơn vị.",
            "url": reverse("bloc-pledge", args=[year.bloc.code, year.year]),
        },
        {
            "label": f"Báo cáo tổng kết năm {year.year}",
            "note": "Kết quả, xếp hạng, bầu Trưởng khối, hạn chế và nhiệm vụ năm tới.",
            "url": reverse("summary", args=[year.bloc.code, year.year]),
        },
    ]


def years_of_bloc(bloc: Bloc, user: Any) -> Iterator[BlocYear]:
    """Yield the bloc's years that the user may open."""
    for one in years_visible_to(user).filter(bloc=bloc):
        yield BlocYear(
            one.year, one.state, one.get_state_display(), one.get_absolute_url()
        )


def blocs_with_years(user: Any) -> list[dict[str, Any]]:
    """Return blocs with their visible years, newest first, and the number of the next.

    ``is_near`` says whether the user could be asked to set that one up: the board for
    any bloc, a secretariat where its unit holds an office.
    """
    years: dict[int, list[dict[str, Any]]] = {}
    heads = _heads()
    for one in years_for_list(user):
        years.setdefault(one.bloc_id, []).append(_line(one, heads))
    held = {(one.bloc_id, one.year) for one in offices_held_by(user)}
    found = []
    for bloc in blocs_visible_to(user).order_by("name", "pk"):
        lines = years.get(bloc.pk, [])
        number = lines[0]["year"].year + 1 if lines else clock.today().year
        is_near = sees_the_province(user) or (bloc.pk, number) in held
        found.append({"bloc": bloc, "years": lines, "next": number, "is_near": is_near})
    return found


def _heads() -> dict[tuple[int, int], str]:
    offices = BlocOffice.objects.filter(office=Office.HEAD).select_related("unit")
    return {(one.bloc_id, one.year): one.unit.name for one in offices}


def _line(year: EmulationYear, heads: dict[tuple[int, int], str]) -> dict[str, Any]:
    phase = now_phase(year)
    return {
        "year": year,
        "head": heads.get((year.bloc_id, year.year), ""),
        "step": phase.get_kind_display() if phase else "",
    }
