"""A mail from the transition through the worker to a real mail server."""

from email.message import EmailMessage

import pytest
from django.db import OperationalError, connection
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from core import notices
from core.workflow import run
from tests.core.mailbox import Mailbox
from tests.core.trial import RETURNED

pytestmark = pytest.mark.django_db(transaction=True)

REASON = (
    "Chỉ tiêu “Tỷ lệ giải quyết đơn thư” phải ≥ 95,5%; ghi rõ nguồn.\n"
    "Ữ ẫ ỡ ợ ỹ đ Đ – " + "dài " * 300
).strip()


@pytest.fixture
def mailbox(settings):
    box = Mailbox()
    box.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = box.host, box.port
    yield box
    box.stop()


@pytest.fixture
def returned(world, machine):
    """Return a function that sends the pledge back and tells these addresses."""

    def send_back(*addresses):
        clerks = [world.user("clerk", unit) for unit in ("plain", "head", "other")]
        told = []
        for user, address in zip(clerks, addresses, strict=False):
            user.email = address
            user.save()
            told.append(user)
        notices.tells(machine, "return")(
            lambda _pledge, *, actor, reason: notices.Notice(told, "Sửa rồi gửi lại.")
        )
        pledge = world.pledge("plain")
        pledge.contents = "Nội dung đủ dài"
        pledge.save()
        run(pledge, "submit", actor=clerks[0])
        leader = world.user("leader", "plain")
        return run(pledge, "return", actor=leader, reason=REASON)

    return send_back


def work_off():
    """Let a worker do what may be done now."""
    Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    ).run()


def states():
    return sorted(DBTaskResult.objects.values_list("status", flat=True))


def test_the_reason_arrives_letter_by_letter(returned, mailbox, settings):
    pledge = returned("ngoc@example.vn")
    assert mailbox.received == []
    work_off()
    (read,) = mailbox.received
    assert isinstance(read, EmailMessage)
    assert (read["To"], read["From"]) == ("ngoc@example.vn", "giao-uoc@localhost")
    assert read["Subject"].strip() == f"Đã trả: {pledge}"
    assert read.get_content_type() == "text/plain"
    body = read.get_content().replace("\r\n", "\n")
    assert f"Lý do:\n{REASON}\n" in body
    assert settings.BASE_URL + pledge.get_absolute_url() in body
    assert states() == ["SUCCESSFUL"]


def test_one_bad_address_does_not_stop_the_others(returned, mailbox):
    mailbox.refused.add("sai@example.vn")
    returned("ngoc@example.vn", "sai@example.vn", "lan@example.vn")
    work_off()
    assert mailbox.addressees == ["lan@example.vn", "ngoc@example.vn"]
    waiting = DBTaskResult.objects.get(status="READY")
    assert waiting.args_kwargs["args"][-1] == 1
    assert states() == ["READY", "SUCCESSFUL", "SUCCESSFUL", "SUCCESSFUL"]


def test_a_dead_server_breaks_nothing_and_the_mail_comes_when_it_is_back(
    returned, mailbox
):
    mailbox.stop()
    assert returned("ngoc@example.vn").state == RETURNED
    work_off()
    assert states() == ["READY", "SUCCESSFUL"]
    mailbox.start()
    DBTaskResult.objects.filter(status="READY").update(run_after="2024-01-01T00:00Z")
    work_off()
    assert mailbox.addressees == ["ngoc@example.vn"]


def test_a_queue_that_takes_nothing_does_not_undo_the_return(returned, caplog):
    def full(execute, sql, params, many, context):
        if sql.startswith("INSERT") and DBTaskResult._meta.db_table in sql:
            raise OperationalError("database or disk is full")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(full):
        pledge = returned("ngoc@example.vn")
    pledge.refresh_from_db()
    assert pledge.state == RETURNED
    assert states() == []
    assert "database or disk is full" in caplog.text
    assert "ngoc@example.vn" not in caplog.text
