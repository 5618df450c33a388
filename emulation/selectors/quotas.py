"""Which titles may be registered in a year, and how many times."""

import json
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from emulation.models import EmulationYear, Quota, Title

SHIPPED = Path(settings.BASE_DIR) / "fixtures" / "quotas.json"
SUGGESTED = "Gợi ý của phần mềm, sửa theo hướng dẫn của tỉnh"


def quotas_of(year: EmulationYear) -> list[Quota]:
    """Return the year's quotas with their titles, the highest title first."""
    return list(year.quotas.select_related("title"))


def quota_of(year: EmulationYear, title: Title) -> Quota | None:
    """Return the limits of a title in the year, ``None`` where the year names none."""
    return year.quotas.filter(title=title).first()


def titles_open_to_register(year: EmulationYear) -> QuerySet[Title]:
    """Return the titles that units may register: those of the year's quotas that are
    in force today. A year without any quota (set up before there were quotas) leaves
    the whole catalogue open.
    """
    titles = Title.objects.on()
    if not year.quotas.exists():
        return titles
    return titles.filter(quota__year=year)


def titles_to_offer(year: EmulationYear) -> QuerySet[Title]:
    """Return the titles in force that the year does not let be registered yet."""
    return Title.objects.on().exclude(quota__year=year)


def suggested_quotas() -> list[Quota]:
    """Return the shipped list of titles with limits, unsaved and without a year; titles
    that are not in force are left out.
    """
    in_force = {one.code: one for one in Title.objects.on()}
    rows = json.loads(SHIPPED.read_text(encoding="utf-8"))
    return [
        Quota(
            title=in_force[row["code"]],
            most_in_bloc=row["most_in_bloc"],
            most_per_unit=row["most_per_unit"],
            note=SUGGESTED,
        )
        for row in rows
        if row["code"] in in_force
    ]
