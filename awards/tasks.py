"""Long work of this app, done by the worker."""

from django.db import transaction
from django_tasks import task

from awards.documents.summary import issuing_unit, summary_paper
from core import access, clock, files, jobs
from core.documents import pdf
from core.models import Job, StoredFile
from core.workflow import BlockedError
from emulation.models import EmulationYear
from units.enums import PaperKind
from units.selectors import leader_of, papers_about
from units.services import issue_paper


def _year(pk: int) -> EmulationYear:
    return EmulationYear.objects.select_related("bloc").get(pk=pk)


@task()
def print_summary(job_id: int, year_id: int) -> None:
    """Render a draft of the summary report."""

    def work(job: Job, step: jobs.Step) -> StoredFile:
        year = _year(year_id)
        step(1, 3, "Đang tập hợp số liệu")
        paper = summary_paper(year, drafted_on=clock.today())
        step(2, 3, "Đang dàn trang")
        content = pdf.render(paper)
        name = f"Dự thảo báo cáo tổng kết năm {year.year}.pdf"
        return files.store(content, name, actor=job.asked_by)

    jobs.do(job_id, work)


@task()
def publish_summary(job_id: int, year_id: int) -> None:
    """Number the summary report, render it once and freeze it."""

    def work(job: Job, step: jobs.Step) -> StoredFile:
        step(1, 2, "Đang lấy số, dàn trang và phát hành")
        with transaction.atomic():
            return _issue(year_id, job)

    jobs.do(job_id, work)


def _issue(year_id: int, job: Job) -> StoredFile:
    """Issue the year's report, once: whoever asks meanwhile waits for the year's row."""
    held = EmulationYear.objects.select_for_update(of=("self",)).select_related("bloc")
    year, day = held.get(pk=year_id), clock.today()
    if issued := papers_about(year).filter(kind=PaperKind.REPORT).first():
        raise BlockedError([f"Báo cáo đã phát hành, số {issued.code}."])
    answer = access.check(job.asked_by, "emulation.keep_year", year)
    if not answer.allowed:
        raise BlockedError([answer.why])
    unit = issuing_unit(year)
    signer = leader_of(unit, day)

    def render(number: int) -> bytes:
        return pdf.render(
            summary_paper(year, drafted_on=day, number=number, issued_on=day)
        )

    return issue_paper(
        unit=unit,
        kind=PaperKind.REPORT,
        title=f"Báo cáo tổng kết công tác thi đua, khen thưởng năm {year.year}",
        issued_on=day,
        subject=year,
        render=render,
        actor=job.asked_by,
        signer=signer.full_name if signer else "",
    ).file
