"""How a bloc scores in a year: cross-checks, the limit, what decides between ties."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from core import journal
from core.workflow import BlockedError
from emulation import selectors
from emulation.enums import YearState
from emulation.models import CheckDraw, EmulationYear, ScoringRules, TieBreaker
from emulation.services.setup import hold_year, refuse_without_reason

DRAWN = "Đã bốc thăm chấm chéo: số đơn vị chấm không đổi được nữa."
RANKED = "Xếp hạng đã công bố: quy định chấm điểm không đổi được nữa."


@dataclass(frozen=True)
class Terms:
    """What the bloc sets; ``ties`` are codes of the sheet, the first decides first."""

    checks_per_card: int
    difference_limit: Decimal
    ties: tuple[str, ...] = ()


def terms_of(year: EmulationYear) -> Terms:
    """Return what holds now."""
    rules = selectors.scoring_rules_of(year)
    codes = tuple(year.tie_breakers.values_list("code", flat=True))
    return Terms(rules.checks_per_card, rules.difference_limit, codes)


@transaction.atomic
def set_terms(year: EmulationYear, terms: Terms, *, reason: str, actor: Any) -> None:
    """Set how the year is scored; every change is an entry, in an open year with its
    reason. Raise once checkers were drawn (for their number) or the ranking is public.
    """
    year = hold_year(year, actor)
    before = terms_of(year)
    rules = selectors.scoring_rules_of(year)
    if before == terms and rules.pk is not None:
        return
    if year.state not in {YearState.PREPARING, YearState.OPEN}:
        raise BlockedError([RANKED])
    refuse_without_reason(year, reason)
    is_other = terms.checks_per_card != before.checks_per_card
    if is_other and CheckDraw.objects.filter(year=year).exists():
        raise BlockedError([DRAWN])
    rules.checks_per_card = terms.checks_per_card
    rules.difference_limit = terms.difference_limit
    rules.version += rules.pk is not None
    journal.save(rules, actor=actor, reason=reason.strip())
    if terms.ties != before.ties:
        _set_ties(rules, before.ties, terms.ties, actor=actor, reason=reason.strip())


def _set_ties(
    rules: ScoringRules,
    before: tuple[str, ...],
    codes: tuple[str, ...],
    *,
    actor: Any,
    reason: str,
) -> None:
    year = rules.year
    year.tie_breakers.all().delete()
    TieBreaker.objects.bulk_create(
        TieBreaker(year=year, position=place, code=code)
        for place, code in enumerate(codes, 1)
    )
    journal.record(
        rules,
        "change",
        "Đặt tiêu chí phụ",
        actor=actor,
        reason=reason,
        changes=[["tiêu chí phụ", ", ".join(before), ", ".join(codes)]],
    )
