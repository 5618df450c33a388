"""Long work of this app, done by the worker."""

from datetime import date

from django_tasks import task

from awards.documents.summary import issuing_unit, summary_paper
from core.documents.blocks import Paper
from emulation.models import EmulationYear
from units.enums import PaperKind
from units.services import Issue, draft, issue_once


@task()
def print_summary(job_id: int, year_id: int) -> None:
    """Render a draft of the summary report."""

    def build(day: date) -> Paper:
        year = EmulationYear.objects.select_related("bloc").get(pk=year_id)
        return summary_paper(year, drafted_on=day)

    draft(job_id, build)


@task()
def publish_summary(job_id: int, year_id: int) -> None:
    """Number the summary report, render it once and freeze it."""
    years = EmulationYear.objects.select_related("bloc")
    issue_once(job_id, years, year_id, _summary)


def _summary(year: EmulationYear) -> Issue:
    def build(number: int, day: date) -> Paper:
        return summary_paper(year, drafted_on=day, number=number, issued_on=day)

    return Issue(
        unit=issuing_unit(year),
        kind=PaperKind.REPORT,
        title=f"Báo cáo tổng kết công tác thi đua, khen thưởng năm {year.year}",
        permission="emulation.keep_year",
        paper=build,
    )
