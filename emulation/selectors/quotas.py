"""Which titles may be registered in a year, and how many times."""

from django.db.models import QuerySet

from emulation.models import EmulationYear, Quota, Title


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
