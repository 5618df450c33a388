"""A board filled in bulk: so many units with so many leaves, checked twice."""

from decimal import Decimal
from typing import Any

from core import clock
from emulation.enums import CheckState, CriterionMethod, ScorecardState
from emulation.models import (
    CheckDraw,
    CheckLine,
    Criterion,
    CrossCheck,
    EmulationYear,
    Participation,
    Scorecard,
    ScoreLine,
)
from emulation.selectors.sheets import sheet_in_use
from units.models import Unit

FROM = 500  # first number and code, beyond what stands there
TEN, NINE = Decimal(10), Decimal(9)


def fill_board(year: EmulationYear, actor: Any, *, units: int, leaves: int) -> None:
    """Add cards in all four stages, every fifth leaf differing at the end."""
    sheet = sheet_in_use(year)
    part = Criterion.objects.create(sheet=sheet, position=FROM, code="Z", name="Phần")
    criteria = Criterion.objects.bulk_create(
        Criterion(
            sheet=sheet,
            parent=part,
            position=place,
            code=f"Z.{place}",
            name=f"Hoàn thành nhiệm vụ thường xuyên thứ {place}",
            max_points=TEN,
            method=_method(place),
        )
        for place in range(leaves)
    )
    cards = _cards(year, sheet, actor, units)
    draw = CheckDraw.objects.create(year=year, number=FROM, seed=1, drawn_by=actor)
    for card in cards:
        _fill_card(card, criteria, draw, cards)


def _method(place: int) -> str:
    return CriterionMethod.TYPED if place else CriterionMethod.SHARE_MET


def _cards(year: EmulationYear, sheet: Any, actor: Any, count: int) -> list[Scorecard]:
    made = Unit.objects.bulk_create(
        Unit(
            code=f"don-vi-{FROM + place}",
            name=f"Ủy ban nhân dân phường số {place}",
            short_name=f"Phường số {place}",
        )
        for place in range(count)
    )
    rows = Participation.objects.bulk_create(
        Participation(year=year, unit=unit, name=unit.name, protocol_number=FROM + at)
        for at, unit in enumerate(made)
    )
    now = clock.now()
    return Scorecard.objects.bulk_create(
        Scorecard(
            participation=row,
            sheet=sheet,
            state=ScorecardState.FINAL,
            self_total=TEN,
            checked_total=TEN,
            final_total=TEN,
            self_scored_at=now,
            self_scored_by=actor,
            checked_at=now,
            checked_by=actor,
            explained_at=now,
            explained_by=actor,
            finalised_at=now,
            finalised_by=actor,
        )
        for row in rows
    )


def _fill_card(
    card: Scorecard, criteria: list[Criterion], draw: CheckDraw, cards: list[Scorecard]
) -> None:
    lines = ScoreLine.objects.bulk_create(
        ScoreLine(
            scorecard=card,
            criterion=leaf,
            self_points=TEN,
            checked_points=TEN,
            final_points=TEN if leaf.position % 5 else NINE,
            final_by=draw.drawn_by,
            final_at=card.finalised_at,
        )
        for leaf in criteria
    )
    others = [one for one in cards if one is not card] or [card]
    checks = CrossCheck.objects.bulk_create(
        CrossCheck(
            scorecard=card,
            participation=one.participation,
            draw=draw,
            place=place,
            state=CheckState.SENT,
            total=TEN,
            sent_at=card.checked_at,
            sent_by=draw.drawn_by,
        )
        for place, one in enumerate(others[:2], 1)
    )
    CheckLine.objects.bulk_create(
        CheckLine(check_of=check, line=line, points=TEN)
        for check in checks
        for line in lines
    )
