"""Which year a page is about, the side bar's lines and the year menu."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.urls import reverse

from core import clock
from core.models import JournalEntry
from core.points import NavItem
from emulation.enums import Period, PhaseKind, PhaseState, YearState
from emulation.models import EmulationYear, Phase
from emulation.selectors.scopes import years_visible_to

KEPT_YEAR = "year_id"
KEPT_COUNT = "desk"
MENU_LENGTH = 12


def menu_years(request: HttpRequest) -> list[EmulationYear]:
    """Return all years that the user sees, newest first; read once a request.

    Each knows ``is_mid_year``: whether its half-year step is open.
    """
    if not hasattr(request, "menu_years"):
        mid_year = Phase.objects.filter(
            year=OuterRef("pk"), kind=PhaseKind.MID_YEAR, state=PhaseState.OPEN
        )
        years = years_visible_to(request.user).annotate(is_mid_year=Exists(mid_year))
        request.menu_years = list(years)
    return request.menu_years


def year_of_request(request: HttpRequest) -> EmulationYear | None:
    """Return the year that the page is about, else the one that is under way.

    In this order: ``request.current_year`` (a view that has found its object sets it),
    the address, the year last opened in the browser, the newest open year, the newest.
    """
    years = menu_years(request)
    by_pk = {one.pk: one for one in years}
    set_by_view = getattr(request, "current_year", None)
    if set_by_view is not None:
        return by_pk.get(set_by_view.pk, set_by_view)
    return (
        _in_address(request, years)
        or by_pk.get(request.session.get(KEPT_YEAR))
        or _under_way(years)
    )


def _in_address(
    request: HttpRequest, years: list[EmulationYear]
) -> EmulationYear | None:
    found = getattr(request, "resolver_match", None)
    asked = (found.kwargs.get("bloc"), found.kwargs.get("year")) if found else None
    return next((one for one in years if (one.bloc.code, one.year) == asked), None)


def _under_way(years: list[EmulationYear]) -> EmulationYear | None:
    for state in (YearState.OPEN, YearState.RANKED):
        for one in years:
            if one.state == state:
                return one
    return next(iter(years), None)


def keep_year(request: HttpRequest, year: EmulationYear) -> None:
    """Stay with this year on pages that are about none."""
    if request.session.get(KEPT_YEAR) != year.pk:
        request.session[KEPT_YEAR] = year.pk


def keep_task_count(request: HttpRequest, count: int) -> None:
    """Remember for the side bar what the desk has just counted."""
    request.task_count = count
    kept = {
        "on": clock.today().isoformat(),
        "after": _last_act(request),
        "tasks": count,
    }
    if request.session.get(KEPT_COUNT) != kept:
        request.session[KEPT_COUNT] = kept


def task_count(request: HttpRequest) -> int:
    """Return what the desk counted today; 0 once the user has acted since: a stale
    number is worse than none, and counting anew costs more than a page.
    """
    if hasattr(request, "task_count"):
        return request.task_count
    kept = request.session.get(KEPT_COUNT)
    if not kept or kept["on"] != clock.today().isoformat():
        return 0
    return kept["tasks"] if kept["after"] == _last_act(request) else 0


def _last_act(request: HttpRequest) -> int | None:
    acts = JournalEntry.objects.filter(actor=request.user.pk).order_by("-pk")
    return acts.values_list("pk", flat=True).first()


def navigation(request: HttpRequest) -> Iterator[NavItem]:
    """Yield the lines of the year that the page is about."""
    yield NavItem(
        "Bàn làm việc", reverse("desk"), "home", order=10, count=task_count(request)
    )
    year = year_of_request(request)
    if year is not None:
        yield from _year_lines(year)
    yield NavItem("Các năm", reverse("years"), "archive", "Tra cứu", 120)


def _year_lines(year: EmulationYear) -> Iterator[NavItem]:
    place = [year.bloc.code, year.year]
    is_mid_year = getattr(year, "is_mid_year", False)
    period = Period.HALF_YEAR if is_mid_year else Period.YEAR
    own = year.get_absolute_url()
    also = {
        "year": ("/nam-thi-dua/", "/buoc/"),
        "pledges": (
            f"{own}giao-uoc-cua-khoi/",
            f"{own}ky-ket/",
            "/giao-uoc/",
            "/chi-tieu/",
            "/danh-hieu-dang-ky/",
            "/dieu-chinh/",
            "/dong-dieu-chinh/",
        ),
        "reports": (f"{own}ket-qua/", "/ket-qua/", "/dong-ket-qua/"),
        "scores": ("/phieu-diem/", "/bang-tieu-chi/", f"{own}bang-tieu-chi/"),
        "meetings": (
            "/hoi-nghi/",
            "/dai-bieu/",
            "/kiem-phieu-vien/",
            "/cuoc-bo-phieu/",
        ),
    }
    lines = (
        ("Năm thi đua", "year", place, "year"),
        ("Giao ước, chỉ tiêu", "pledges", place, "pact"),
        ("Kết quả", "reports", [*place, period], "target"),
        ("Chấm điểm", "scores", place, "score"),
        ("Hội nghị, bỏ phiếu", "meetings", place, "vote"),
    )
    for order, (label, name, args, icon) in enumerate(lines, 2):
        url = reverse(name, args=args)
        yield NavItem(label, url, icon, order=10 * order, also=also[name])


def year_menu(request: HttpRequest) -> Iterator[dict[str, Any]]:
    """Yield the menu of years: this bloc's first, then the newest of each other."""
    current = year_of_request(request)
    if current is None:
        return
    years = menu_years(request)
    own = [one for one in years if one.bloc_id == current.bloc_id]
    newest: dict[int, EmulationYear] = {}
    for one in years:
        if one.bloc_id != current.bloc_id:
            newest.setdefault(one.bloc_id, one)
    items = [_menu_item(f"Năm {one.year}", one, current) for one in own]
    items += [_menu_item(str(one.bloc), one, current) for one in newest.values()]
    yield {
        "label": f"Năm {current.year}",
        "bloc_name": current.bloc.name,
        "items": items[:MENU_LENGTH],
    }


def _menu_item(
    label: str, year: EmulationYear, current: EmulationYear
) -> dict[str, Any]:
    is_other = year.bloc_id != current.bloc_id
    return {
        "label": label,
        "note": f"Năm {year.year}" if is_other else year.get_state_display(),
        "url": year.get_absolute_url(),
        "is_current": year.pk == current.pk,
    }
