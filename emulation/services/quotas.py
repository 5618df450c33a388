"""Which titles may be registered in a year, and how many times."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from core import grid, journal
from emulation.enums import YearState
from emulation.models import EmulationYear, Quota, Title
from emulation.selectors.quotas import suggested_quotas
from emulation.services.setup import (
    hold_preparing,
    hold_year,
    refuse_without_reason,
)


@transaction.atomic
def save_quotas(
    year: EmulationYear, form_class: type, typed: Mapping[str, Any], *, actor: Any
) -> grid.Outcome:
    """Save the limits of a year in preparation as typed."""
    year = hold_preparing(year, actor)
    return grid.save_rows(form_class, year.quotas.select_related("title"), typed)


@transaction.atomic
def offer_titles(
    year: EmulationYear, titles: Iterable[Title], *, actor: Any, reason: str = ""
) -> list[Quota]:
    """Let titles be registered in the year, without limits yet; those that it has
    already are left alone.
    """
    return _offer(year, [Quota(title=one) for one in titles], actor, reason)


@transaction.atomic
def take_suggested_quotas(year: EmulationYear, *, actor: Any) -> list[Quota]:
    """Add the shipped list of titles with its limits where the year lacks them."""
    return _offer(year, suggested_quotas(), actor, "")


def _offer(
    year: EmulationYear, offered: list[Quota], actor: Any, reason: str
) -> list[Quota]:
    year = hold_year(year, actor)
    refuse_without_reason(year, reason)
    known = set(year.quotas.values_list("title", flat=True))
    added = [one for one in offered if one.title_id not in known]
    for one in added:
        one.year = year
        if year.state == YearState.PREPARING:
            one.full_clean()
            one.save()
        else:
            journal.save(one, actor=actor, reason=reason.strip())
    return added


@transaction.atomic
def change_quota(quota: Quota, *, actor: Any, reason: str) -> Quota:
    """Change the limits of a title; once the year is open with a reason."""
    year = hold_year(quota.year, actor)
    refuse_without_reason(year, reason)
    quota.version += 1
    journal.save(quota, actor=actor, reason=reason.strip())
    return quota


@transaction.atomic
def drop_quota(quota: Quota, *, actor: Any, reason: str = "") -> None:
    """Take a title out of what may be registered; what was registered stays. Once the
    year is open with a reason.
    """
    year = hold_year(quota.year, actor)
    refuse_without_reason(year, reason)
    journal.delete_draft(quota, actor=actor, reason=reason.strip())
