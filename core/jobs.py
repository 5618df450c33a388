"""Long work: asked for by a person, done by the worker, watched by a progress bar."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction

from core import clock
from core.documents.errors import PaperError
from core.models import Job, JobState, StoredFile
from core.workflow import BlockedError

log = logging.getLogger(__name__)

MESSAGE_LENGTH = 500  # what the column holds

Step = Callable[[int, int, str], None]


def ask(title: str, task: Any, *, actor: Any, **arguments: object) -> Job:
    """Create a job and queue its task when the transaction commits.

    The task is called as ``task(job_id, **arguments)`` and passes its work to ``do``.
    """
    job = Job.objects.create(title=title, asked_by=actor)
    transaction.on_commit(lambda: task.enqueue(job.pk, **arguments))
    return job


def unfinished(title: str, *, actor: Any) -> Job | None:
    """Return the same work that the person asked for within the hour, if it has not
    ended yet.
    """
    ended = (JobState.DONE, JobState.FAILED)
    recent = clock.now() - timedelta(hours=1)
    mine = Job.objects.filter(title=title, asked_by=actor, asked_at__gte=recent)
    return mine.exclude(state__in=ended).order_by("-pk").first()


def do(job_id: int, work: Callable[[Job, Step], StoredFile]) -> None:
    """Run ``work(job, step)``; ``step(done, total, message)`` moves the bar.

    A refusal is shown in its own words, any other failure logged and shown as a
    sentence. Only a worker that was killed outright leaves a job running.
    """
    job = Job.objects.select_related("asked_by").get(pk=job_id)

    def step(done: int, total: int, message: str) -> None:
        job.state, job.done, job.total, job.message = (
            JobState.RUNNING,
            done,
            total,
            message,
        )
        job.save(update_fields=["state", "done", "total", "message"])

    try:
        job.file = work(job, step)
        job.state, job.done, job.message = JobState.DONE, job.total, "Đã xong."
    except (BlockedError, PaperError) as refusal:
        _fail(job, str(refusal))
    except Exception:
        log.exception("Job %s failed", job_id)
        _fail(job, "")
    except BaseException:  # the worker is told to stop
        _fail(job, "Máy chủ dừng giữa chừng, việc chưa xong. Hãy yêu cầu lại.")
        raise
    finally:
        job.finished_at = clock.now()
        job.save()


def _fail(job: Job, sentence: str) -> None:
    job.state = JobState.FAILED
    job.message = sentence[:MESSAGE_LENGTH] or (
        "Không làm được. Thử lại; nếu vẫn lỗi, báo người quản trị "
        f"kèm số việc {job.pk}."
    )
