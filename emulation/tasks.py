"""Long work of this app, done by the worker."""

from datetime import date

from django_tasks import task

from core.documents.blocks import Paper
from emulation.documents.bloc_pledge import bloc_pledge_paper, issuing_unit
from emulation.documents.pledge import pledge_paper
from emulation.models import EmulationYear, Pledge
from emulation.reports.pledge_signatures import (
    hash_changes,
    obstacles_to_issuing,
    signings_of,
)
from units.enums import PaperKind
from units.services import Issue, draft, issue_once


@task()
def print_pledge(job_id: int, pledge_id: int, kind: str = "pdf") -> None:
    """Render one unit's pledge as it stands, signed or not."""

    def build(day: date) -> Paper:
        pledges = Pledge.objects.select_related("participation__year__bloc")
        return pledge_paper(pledges.get(pk=pledge_id), drafted_on=day)

    draft(job_id, build, kind=kind)


@task()
def print_bloc_pledge(job_id: int, year_id: int, kind: str = "pdf") -> None:
    """Render a draft of the bloc's pledge."""

    def build(day: date) -> Paper:
        year = EmulationYear.objects.select_related("bloc").get(pk=year_id)
        return bloc_pledge_paper(year, drafted_on=day)

    draft(job_id, build, kind=kind)


@task()
def publish_bloc_pledge(job_id: int, year_id: int) -> None:
    """Number the bloc's pledge, render it once and freeze it."""
    years = EmulationYear.objects.select_related("bloc")
    issue_once(job_id, years, year_id, _bloc_pledge)


def _bloc_pledge(year: EmulationYear) -> Issue:
    def build(number: int, day: date) -> Paper:
        return bloc_pledge_paper(year, drafted_on=day, number=number, issued_on=day)

    signings = signings_of(year)
    return Issue(
        unit=issuing_unit(year),
        kind=PaperKind.PLEDGE,
        title=f"Giao ước thi đua năm {year.year} của {year.bloc.name}",
        permission="emulation.keep_year",
        paper=build,
        obstacles=obstacles_to_issuing(year, signings),
        carries=hash_changes(signings),
    )
