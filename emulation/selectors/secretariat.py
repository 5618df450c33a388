"""What waits for those who run a bloc's year."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse

from core import clock, points
from core.points import Task
from core.text import format_date
from emulation.enums import PhaseKind, PhaseState, ScorecardState, YearState
from emulation.models import EmulationYear, Participation, Phase
from emulation.selectors.checks import scoring_rules_of
from emulation.selectors.matrix import (
    card_in,
    pledge_in,
    rosters_of,
    step_columns,
)
from emulation.selectors.readiness import missing_setup
from emulation.selectors.route import waits_for_bloc
from emulation.selectors.scopes import offices_held_by
from emulation.selectors.years import missing_texts, phase_of, phases_of
from units.enums import Office, Role
from units.models import BlocOffice
from units.selectors import appointments_of, unit_ids_of

NAMED = 3  # of what is missing, in a task's note
CHASE_BEFORE = timedelta(days=3)


def secretariat_tasks(user: Any) -> Iterator[Task]:
    """Yield what waits for the user as secretary of a head or deputy unit, or as
    officer of the board: the head's own card falls to them.
    """
    offices = _secretary_offices(user)
    is_board = bool(appointments_of(user, Role.BOARD_OFFICER))
    if not offices and not is_board:
        return
    years = _running_years(offices, everywhere=is_board)
    rosters = rosters_of([one for one in years if one.state == YearState.OPEN], user)
    held = {(one.bloc_id, one.year): one for one in offices}
    others = [one for one in years if not _heads(held, one)]
    heads = _head_units(others) if others else {}
    yield from _years_to_set_up(offices, years)
    for year in years:
        roster = rosters.get(year.pk, [])
        if _heads(held, year):
            head = held[year.bloc_id, year.year].unit_id
            yield from _year_tasks(year, roster, head)
        else:
            own = [one for one in roster if _is(one, heads.get(year.pk))]
            yield from _accept_tasks(year, own)
            yield from _score_tasks(year, own)


def _heads(held: dict[tuple[int, int], BlocOffice], year: EmulationYear) -> bool:
    office = held.get((year.bloc_id, year.year))
    return office is not None and office.office == Office.HEAD


def _secretary_offices(user: Any) -> list[BlocOffice]:
    units = unit_ids_of(user, Role.SECRETARY)
    return [one for one in offices_held_by(user) if one.unit_id in units]


def _running_years(
    offices: list[BlocOffice], *, everywhere: bool
) -> list[EmulationYear]:
    wanted = Q(pk__in=[])
    for one in offices:
        wanted |= Q(bloc=one.bloc_id, year=one.year)
    if everywhere:
        wanted |= Q(state=YearState.OPEN)
    years = EmulationYear.objects.filter(wanted)
    return list(
        years.select_related("bloc", "scoring_rules").prefetch_related("phases")
    )


def _head_units(years: list[EmulationYear]) -> dict[int, int]:
    keys = {(one.bloc_id, one.year): one.pk for one in years}
    heads = BlocOffice.objects.filter(
        office=Office.HEAD, bloc__in={one.bloc_id for one in years}
    )
    found = heads.values_list("bloc", "year", "unit")
    return {
        keys[bloc, year]: unit for bloc, year, unit in found if (bloc, year) in keys
    }


def _is(unit: Participation, head: int | None) -> bool:
    return unit.responsible_unit_id == head


def _years_to_set_up(
    offices: list[BlocOffice], years: list[EmulationYear]
) -> Iterator[Task]:
    known = {(one.bloc_id, one.year) for one in years}
    for one in offices:
        if one.office == Office.HEAD and (one.bloc_id, one.year) not in known:
            yield Task(
                None,
                f"Lập năm thi đua {one.year}",
                f"Đơn vị bạn là Trưởng khối năm {one.year}; năm này chưa được lập.",
                reverse("year-create", args=[one.bloc.code, one.year]),
                "Lập năm",
            )


def _year_tasks(
    year: EmulationYear, roster: list[Participation], head: int | None
) -> Iterator[Task]:
    if year.state == YearState.PREPARING:
        yield _to_open(year)
    elif year.state == YearState.OPEN:
        yield from _phases_to_open(year)
        yield from _units_to_chase(year, roster)
        others = [one for one in roster if not _is(one, head)]
        yield from _accept_tasks(year, others)
        yield from _score_tasks(year, others)
        yield from _ranking_task(year, roster)
    elif year.state == YearState.RANKED:
        yield from _phases_to_open(year)
        yield from _texts_to_write(year)
        yield _to_close(year)


def _to_open(year: EmulationYear) -> Task:
    missing = missing_setup(year)
    note = "Thiết lập đã đủ; kiểm tra rồi mở năm để các đơn vị đăng ký."
    if missing:
        more = f" Và {len(missing) - NAMED} việc khác." if len(missing) > NAMED else ""
        note = f"{' '.join(missing[:NAMED])}{more}"
    launch = phase_of(year, PhaseKind.LAUNCH)
    return Task(
        launch.due_on if launch else None,
        f"Chuẩn bị và mở năm thi đua {year.year}",
        note,
        reverse("year-setup", args=[year.bloc.code, year.year]),
        "Thiết lập năm",
    )


def _phases_to_open(year: EmulationYear) -> Iterator[Task]:
    """Yield the first step whose day to open has come; the note counts the others."""
    begun = [
        one
        for one in phases_of(year)
        if one.state == PhaseState.WAITING
        and one.opens_on is not None
        and one.opens_on <= clock.today()
    ]
    for phase in begun[:1]:
        note = f"Theo kế hoạch mở từ ngày {format_date(phase.opens_on)}"
        if phase.due_on:
            note += f", hạn {format_date(phase.due_on)}"
        if len(begun) > 1:
            note += f"; {len(begun) - 1} bước khác cũng đã đến ngày mở"
        yield Task(
            phase.opens_on,
            f"Mở bước “{phase.get_kind_display()}” năm {year.year}",
            f"{note}.",
            phase.get_action_url("open"),
            "Mở bước",
        )


def _units_to_chase(year: EmulationYear, roster: list[Participation]) -> Iterator[Task]:
    """Yield a line for each step whose day is near or past, with who is behind."""
    for column in step_columns(year, roster):
        phase = phase_of(year, column.kind)
        if not column.missing or not _is_pressing(phase):
            continue
        behind = [
            unit.name
            for unit in roster
            if column.cells[unit.pk].kind in {"late", "now"}
        ]
        if behind:
            yield Task(
                phase.due_on,
                f"{len(behind)} đơn vị {column.missing}"
                if len(behind) > 1
                else f"{behind[0]} {column.missing}",
                f"{'; '.join(behind)}." if len(behind) > 1 else "",
                *_where(year, column.kind),
            )


def _where(year: EmulationYear, kind: str) -> tuple[str, str]:
    """Return where the progress of a step is shown, and the button's words."""
    if kind == PhaseKind.SIGN:
        url = reverse("signing-day", args=[year.bloc.code, year.year])
        return url, "Xem ngày ký kết"
    return year.get_absolute_url() + "#tien-do", "Xem tiến độ"


def _is_pressing(phase: Phase | None) -> bool:
    return (
        phase is not None
        and phase.state == PhaseState.OPEN
        and phase.due_on is not None
        and phase.due_on <= clock.today() + CHASE_BEFORE
    )


def _accept_tasks(year: EmulationYear, units: list[Participation]) -> Iterator[Task]:
    waiting = [one for one in units if waits_for_bloc(pledge_in(one), year)]
    if not waiting:
        return
    names = "; ".join(one.name for one in waiting)
    register = phase_of(year, PhaseKind.REGISTER)
    is_one = len(waiting) == 1
    yield Task(
        register.due_on if register else None,
        f"Tiếp nhận giao ước của {names if is_one else f'{len(waiting)} đơn vị'}",
        f"{year.bloc}, năm {year.year}." if is_one else f"{names}.",
        pledge_in(waiting[0]).get_absolute_url()
        if is_one
        else reverse("pledges", args=[year.bloc.code, year.year]),
        "Xem và tiếp nhận",
    )


def _ready(year: EmulationYear) -> set[str]:
    """Return the states in which a final score is asked for."""
    ready = {ScorecardState.EXPLAINED}
    is_checked = scoring_rules_of(year).checks_per_card
    return ready if is_checked else ready | {ScorecardState.SELF_SCORED}


def _score_tasks(year: EmulationYear, units: list[Participation]) -> Iterator[Task]:
    waiting = [
        one for one in units if card_in(one) and card_in(one).state in _ready(year)
    ]
    if not waiting:
        return
    names = "; ".join(one.name for one in waiting)
    scoring = phase_of(year, PhaseKind.SCORING)
    is_one = len(waiting) == 1
    yield Task(
        scoring.due_on if scoring else None,
        f"Chấm điểm cuối cho {names if is_one else f'{len(waiting)} đơn vị'}",
        f"{year.bloc}, năm {year.year}." if is_one else f"{names}.",
        card_in(waiting[0]).get_absolute_url()
        if is_one
        else reverse("scores", args=[year.bloc.code, year.year]),
        "Chấm điểm",
    )


def _ranking_task(year: EmulationYear, roster: list[Participation]) -> Iterator[Task]:
    ranked = [one for one in roster if not one.has_left]
    cards = [card_in(one) for one in ranked]
    if not cards or any(
        one is None or one.state != ScorecardState.FINAL for one in cards
    ):
        return
    conference = phase_of(year, PhaseKind.CONFERENCE)
    yield Task(
        conference.due_on if conference else None,
        f"Công bố xếp hạng năm {year.year}",
        f"Đã chốt điểm cuối của cả {len(cards)} đơn vị.",
        year.get_action_url("publish_ranking"),
        "Công bố",
    )


def _texts_to_write(year: EmulationYear) -> Iterator[Task]:
    missing = missing_texts(year)
    if missing:
        conference = phase_of(year, PhaseKind.CONFERENCE)
        yield Task(
            conference.due_on if conference else None,
            f"Soạn phần lời báo cáo tổng kết năm {year.year}",
            " ".join(missing),
            reverse("year-narratives", args=[year.bloc.code, year.year]),
            "Soạn",
        )


def _to_close(year: EmulationYear) -> Task:
    obstacles = list(points.CLOSING_OBSTACLES(year))
    awards = phase_of(year, PhaseKind.AWARDS)
    note = " ".join(obstacles) or "Không còn việc nào dở dang."
    if obstacles:
        note = f"Còn vướng: {note}"
    return Task(
        awards.due_on if awards else None,
        f"Khép năm thi đua {year.year}",
        note,
        year.get_absolute_url() if obstacles else year.get_action_url("close"),
        "Xem năm" if obstacles else "Khép năm",
    )
