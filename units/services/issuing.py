"""Papers made by the worker: a draft for who asks, an issued one once for all."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models, transaction

from core import access, clock, files, jobs
from core.documents import docx, pdf
from core.documents.blocks import Paper
from core.models import Job, StoredFile
from core.workflow import BlockedError
from units.enums import PaperKind
from units.models import Unit
from units.selectors import leader_of, papers_about
from units.services.papers import issue_paper

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CONTENT_TYPES = {"pdf": "application/pdf", "docx": _WORD}
RENDERERS: dict[str, Callable[[Paper], bytes]] = {
    "pdf": pdf.render,
    "docx": docx.render,
}


@dataclass(frozen=True)
class Issue:
    """A paper to be issued about a row: ``paper`` builds it with its number and day.

    ``obstacles`` are sentences that keep it from being issued; ``carries`` goes into
    the journal beside the file's hash, as changes do.
    """

    unit: Unit
    kind: str
    title: str
    permission: str
    paper: Callable[[int, date], Paper]
    obstacles: list[str] = field(default_factory=list)
    carries: list[list[Any]] = field(default_factory=list)


def draft(job_id: int, build: Callable[[date], Paper], *, kind: str = "pdf") -> None:
    """Render a paper for the person who asked for the job, as PDF or DOCX; the file is
    called what the job is called.
    """

    def work(job: Job, step: jobs.Step) -> StoredFile:
        step(1, 3, "Đang tập hợp số liệu")
        paper = build(clock.today())
        step(2, 3, "Đang dàn trang")
        content = RENDERERS[kind](paper)
        return files.store(
            content,
            f"{job.title}.{kind}",
            actor=job.asked_by,
            content_type=CONTENT_TYPES[kind],
        )

    jobs.do(job_id, work)


def issue_once(
    job_id: int, rows: models.QuerySet, pk: int, plan: Callable[[Any], Issue]
) -> None:
    """Number, render and freeze the paper about a row, once: whoever asks meanwhile
    waits for the row, then learns the number it got.
    """

    def work(job: Job, step: jobs.Step) -> StoredFile:
        step(1, 2, "Đang lấy số, dàn trang và phát hành")
        with transaction.atomic():
            subject = rows.select_for_update(of=("self",)).get(pk=pk)
            return _issue(subject, plan(subject), job.asked_by)

    jobs.do(job_id, work)


def _issue(subject: models.Model, asked: Issue, actor: Any) -> StoredFile:
    if issued := papers_about(subject).filter(kind=asked.kind).first():
        label = PaperKind(asked.kind).label
        raise BlockedError([f"{label} đã phát hành, số {issued.code}."])
    answer = access.check(actor, asked.permission, subject)
    if not answer.allowed:
        raise BlockedError([answer.why])
    if asked.obstacles:
        raise BlockedError(asked.obstacles)
    day = clock.today()
    signer = leader_of(asked.unit, day)

    def render(number: int) -> bytes:
        return pdf.render(asked.paper(number, day))

    return issue_paper(
        unit=asked.unit,
        kind=asked.kind,
        title=asked.title,
        issued_on=day,
        subject=subject,
        render=render,
        actor=actor,
        signer=signer.full_name if signer else "",
        carries=asked.carries,
    ).file
