"""Long work: its bar moves, it ends one way or the other, and only its asker sees it."""

import logging

import pytest
from django.test import Client
from django.urls import reverse

from core import files, jobs
from core.documents.errors import PaperError
from core.models import Job, JobState
from core.workflow import BlockedError


class Queue:
    """A task that only notes what it was asked to do."""

    def __init__(self):
        self.asked = []

    def enqueue(self, job_id, **arguments):
        self.asked.append((job_id, arguments))


@pytest.fixture
def clerk(people):
    return people.user("clerk", "plain")


@pytest.fixture
def job(clerk):
    return jobs.ask("In báo cáo", Queue(), actor=clerk)


def fresh(job):
    return Job.objects.get(pk=job.pk)


def test_a_job_is_queued_when_the_transaction_commits(
    clerk, django_capture_on_commit_callbacks
):
    queue = Queue()
    with django_capture_on_commit_callbacks(execute=True):
        job = jobs.ask("In báo cáo", queue, actor=clerk, year=2024)
        assert queue.asked == []
    assert queue.asked == [(job.pk, {"year": 2024})]
    assert (job.state, job.percent, job.is_finished) == (JobState.QUEUED, 0, False)
    assert str(job) == "In báo cáo"


def test_steps_move_the_bar_and_the_file_ends_it(job):
    seen = []

    def work(job, step):
        for done in (1, 2):
            step(done, 4, f"Trang {done}")
            now = fresh(job)
            seen.append((now.state, now.percent, now.message))
        return files.store(b"%PDF-", "bao-cao.pdf", actor=job.asked_by)

    jobs.do(job.pk, work)
    assert seen == [("running", 25, "Trang 1"), ("running", 50, "Trang 2")]
    done = fresh(job)
    assert (done.state, done.percent, done.message) == ("done", 100, "Đã xong.")
    assert done.file.name == "bao-cao.pdf"
    assert done.finished_at is not None
    assert done.is_finished


def failing(error):
    def work(_job, step):
        step(1, 2, "Bắt đầu")
        raise error

    return work


def test_a_failure_is_logged_and_leaves_a_sentence(job, caplog):
    jobs.do(job.pk, failing(ZeroDivisionError()))
    failed = fresh(job)
    assert failed.state == JobState.FAILED
    assert failed.message == (
        "Không làm được. Thử lại; nếu vẫn lỗi, báo người quản trị "
        f"kèm số việc {job.pk}."
    )
    assert failed.finished_at is not None
    record = caplog.records[-1]
    assert (record.levelno, record.exc_info[0]) == (logging.ERROR, ZeroDivisionError)


@pytest.mark.parametrize(
    "refusal", [BlockedError(["Chưa đủ số liệu."]), PaperError("Chưa đủ số liệu.")]
)
def test_a_refusal_says_it_in_its_own_words_and_logs_no_error(job, caplog, refusal):
    jobs.do(job.pk, failing(refusal))
    assert fresh(job).message == "Chưa đủ số liệu."
    assert caplog.records == []


def test_a_long_refusal_fits(job):
    jobs.do(job.pk, failing(BlockedError(["dài " * 300])))
    assert len(fresh(job).message) == 500


@pytest.mark.parametrize("signal", [SystemExit, KeyboardInterrupt])
def test_a_worker_that_is_stopped_leaves_no_job_running(job, signal):
    with pytest.raises(signal):
        jobs.do(job.pk, failing(signal()))
    stopped = fresh(job)
    assert stopped.state == JobState.FAILED
    assert stopped.message.startswith("Máy chủ dừng giữa chừng")


@pytest.mark.parametrize(
    ("done", "total", "percent"), [(0, 0, 0), (1, 3, 33), (3, 3, 100)]
)
def test_the_bar_in_percent(done, total, percent):
    assert Job(done=done, total=total).percent == percent


def test_only_the_asker_sees_the_job_and_its_file(job, clerk, people):
    own, other = Client(), Client()
    own.force_login(clerk)
    other.force_login(people.secretary)
    page, file = reverse("job", args=[job.pk]), reverse("job-file", args=[job.pk])
    assert own.get(page).status_code == 200
    assert own.get(file).status_code == 404
    assert (other.get(page).status_code, other.get(file).status_code) == (404, 404)
    jobs.do(job.pk, lambda job, _step: files.store(b"%PDF-", "a.pdf", actor=clerk))
    assert b"".join(own.get(file).streaming_content) == b"%PDF-"
    assert other.get(file).status_code == 404
    assert "Đã xong" in own.get(page).content.decode()
