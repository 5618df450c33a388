"""The bloc in figures: only what rows say."""

from decimal import Decimal
from typing import Any

from django.db.models import Count, Q

from core import clock
from core.text import format_number, format_points
from emulation.enums import Period, ScorecardState, YearState
from emulation.models import EmulationYear, Participation, Result
from emulation.selectors.matrix import STEPS, Matrix, card_in, matrix_of, rosters_of
from units.selectors import readable_unit_ids


def bloc_in_figures(year: EmulationYear, user: Any) -> dict[str, Any]:
    """Return the bloc's figures and matrix; figures without rows are left out."""
    if year.state == YearState.PREPARING:
        return {}
    roster = rosters_of([year], user)[year.pk]
    matrix = matrix_of(year, roster, readable_unit_ids(user))
    found = [_filled(year), _self_scores(roster), _difference(roster), _in_time(matrix)]
    return {
        "matrix": matrix,
        "stats": [one for one in found if one is not None],
        "read_at": clock.now(),
    }


def _filled(year: EmulationYear) -> dict[str, str] | None:
    counted = Result.objects.filter(
        report__participation__year=year,
        report__period=Period.YEAR,
        target__isnull=False,
    ).aggregate(all=Count("pk"), filled=Count("pk", filter=Q(actual__isnull=False)))
    if not counted["all"]:
        return None
    return {
        "label": "Chỉ tiêu đã có kết quả",
        "value": format_number(counted["filled"]),
        "unit": f"/{format_number(counted['all'])}",
        "note": "chỉ tiêu giao ước, kết quả cả năm",
    }


def _average(values: list[Decimal]) -> Decimal:
    return sum(values, start=Decimal(0)) / len(values)


def _self_scores(roster: list[Participation]) -> dict[str, str] | None:
    sent = {ScorecardState.SELF_SCORED, ScorecardState.FINAL}
    totals = [
        card_in(one).self_total
        for one in roster
        if card_in(one) and card_in(one).state in sent
    ]
    if not totals:
        return None
    return {
        "label": "Tự chấm bình quân",
        "value": format_points(_average(totals)),
        "unit": " điểm",
        "note": f"{len(totals)} trong {len(roster)} đơn vị đã gửi",
    }


def _difference(roster: list[Participation]) -> dict[str, str] | None:
    cards = [card_in(one) for one in roster if card_in(one)]
    gaps = [
        one.final_total - one.self_total
        for one in cards
        if one.state == ScorecardState.FINAL
    ]
    if not gaps:
        return None
    average = _average(gaps)
    sign = "+" if average > 0 else ""
    return {
        "label": "Điểm cuối so với tự chấm",
        "value": f"{sign}{format_points(average)}",
        "unit": " điểm",
        "note": f"bình quân {len(gaps)} đơn vị đã chốt",
    }


def _in_time(matrix: Matrix) -> dict[str, str] | None:
    in_time, late = matrix.count("ok"), matrix.count("excuse", "late")
    if not in_time + late:
        return None
    percent = Decimal(100 * in_time) / (in_time + late)
    return {
        "label": "Nộp đúng hạn",
        "value": format_number(percent.quantize(Decimal(1))),
        "unit": "%",
        "note": f"{in_time} trong {in_time + late} lượt của {len(STEPS) - 1} bước",
    }
