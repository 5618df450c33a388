"""Who is told of a transition by mail, and that telling never undoes it."""

import logging
from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from core import clock, journal, notices
from core.workflow import BlockedError, run
from tests.core.mailbox import free_port
from tests.core.trial import RETURNED, SUBMITTED
from units.models import User

REASON = "Chỉ tiêu 3 chưa có đơn vị tính.\nSửa lại: “Tỷ lệ giải quyết đơn thư”, 95,5%."
SECRET = "mat-khau-may-chu-thu"  # noqa: S105 -- of no server


@pytest.fixture
def clerks(world):
    """Two people of the unit with an address, by short name."""
    found = {
        "clerk": world.user("clerk", "plain"),
        "other": world.user("clerk", "head"),
    }
    for name, user in found.items():
        user.email = f"{name}@example.vn"
        user.save()
    return found


@pytest.fixture
def leader(world):
    return world.user("leader", "plain")


@pytest.fixture
def submitted(world, machine, clerks):
    """A pledge that may be sent back; everybody in ``told`` is told then."""
    pledge = world.pledge("plain")
    pledge.contents = "Nội dung đủ dài"
    pledge.save()
    told = list(clerks.values())
    pledge = run(pledge, "submit", actor=clerks["clerk"])

    @notices.tells(machine, "return")
    def tell(_pledge, *, actor, reason):
        assert (actor.login, reason) == ("leader.plain", REASON)
        return notices.Notice(told, "Sửa rồi gửi lại.")

    pledge.told = told
    return pledge


@pytest.fixture
def returned(submitted, leader, django_capture_on_commit_callbacks):
    """Send the pledge back and commit."""

    def send_back():
        with django_capture_on_commit_callbacks(execute=True):
            return run(submitted, "return", actor=leader, reason=REASON)

    return send_back


@pytest.fixture
def dead_server(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "giao-uoc", SECRET


def queued():
    """Return what is queued, oldest first."""
    return list(DBTaskResult.objects.order_by("enqueued_at"))


def work_off():
    for one in queued():
        one.task.call(*one.args_kwargs["args"], **one.args_kwargs["kwargs"])


def test_an_unknown_transition_is_refused(machine):
    with pytest.raises(LookupError, match="trial has no transition 'vanish'"):
        notices.tells(machine, "vanish")


def test_the_mail_says_who_did_what_why_where_and_what_to_do(
    returned, settings, clerks
):
    settings.BASE_URL = "https://thi-dua.example.vn/"
    with clock.at(clock.moment(2024, 3, 26, 14, 5)):
        pledge = returned()
    work_off()
    sent = next(one for one in mail.outbox if one.to == [clerks["clerk"].email])
    assert sent.subject == f"Đã trả: {pledge}"
    assert sent.from_email == settings.DEFAULT_FROM_EMAIL
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    assert sent.body == (
        "Kính gửi ông/bà clerk plain,\n"
        "\n"
        "leader plain (Người thử) đã đã trả lúc 14:05 ngày 26/3/2024.\n"
        f"Nội dung: {pledge}\n"
        "\n"
        "Lý do:\n"
        f"{REASON}\n"
        "\n"
        "Việc cần làm: Sửa rồi gửi lại.\n"
        f"Mở tại: https://thi-dua.example.vn{pledge.get_absolute_url()}\n"
        "\n"
        "Thư do phần mềm Giao Ước tự động gửi, không cần trả lời.\n"
        "Đổi hoặc bỏ địa chỉ nhận thư: https://thi-dua.example.vn/tai-khoan/\n"
    )


def test_what_is_typed_is_text_and_not_markup(returned, submitted, clerks):
    person = clerks["clerk"].person
    person.full_name = "<b>Ngọc & Lan</b>"
    person.save()
    submitted.told[:] = [User.objects.get(pk=clerks["clerk"].pk)]
    returned()
    work_off()
    assert "Kính gửi ông/bà <b>Ngọc & Lan</b>,\n" in mail.outbox[0].body


def test_one_mail_is_queued_for_each_person_once(returned, submitted, clerks):
    submitted.told += submitted.told
    returned()
    work_off()
    assert sorted(one.to[0] for one in mail.outbox) == [
        clerks["clerk"].email,
        clerks["other"].email,
    ]
    assert all(len(one.to) == 1 and not one.cc and not one.bcc for one in mail.outbox)


def test_a_mail_waits_behind_what_a_person_waits_for(returned):
    returned()
    assert {one.priority for one in queued()} == {notices.AFTER_JOBS}
    assert notices.AFTER_JOBS < 0


def test_without_address_or_account_or_when_acting_nobody_is_written_to(
    returned, submitted, leader, world
):
    closed = world.user("clerk", "other")
    closed.email, closed.is_active = "dong@example.vn", False
    leader.email = "toi@example.vn"
    submitted.told[:] = [closed, leader, world.user("clerk", "deputy")]
    returned()
    assert queued() == []


@pytest.mark.parametrize("lost", [{"is_active": False}, {"email": ""}])
def test_who_left_before_the_mail_went_out_gets_none(returned, clerks, lost):
    returned()
    User.objects.filter(pk=clerks["clerk"].pk).update(**lost)
    work_off()
    assert [one.to for one in mail.outbox] == [[clerks["other"].email]]


def test_the_address_is_the_one_of_the_moment_of_sending(returned, submitted, clerks):
    submitted.told[:] = [clerks["clerk"]]
    returned()
    User.objects.filter(pk=clerks["clerk"].pk).update(email="moi@example.vn")
    work_off()
    assert mail.outbox[0].to == ["moi@example.vn"]


def test_nothing_is_queued_before_the_commit(
    submitted, leader, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        run(submitted, "return", actor=leader, reason=REASON)
        assert queued() == []
    assert len(queued()) == 2


def test_a_transition_that_is_rolled_back_tells_nobody(
    submitted, leader, django_capture_on_commit_callbacks
):
    def return_and_fail():
        with transaction.atomic():
            run(submitted, "return", actor=leader, reason=REASON)
            raise ZeroDivisionError

    callbacks = django_capture_on_commit_callbacks(execute=True)
    with callbacks as after, pytest.raises(ZeroDivisionError):
        return_and_fail()
    assert after == []
    assert queued() == []


def test_a_refused_transition_tells_nobody(
    submitted, leader, django_capture_on_commit_callbacks
):
    with (
        django_capture_on_commit_callbacks(execute=True) as after,
        pytest.raises(BlockedError),
    ):
        run(submitted, "return", actor=leader, reason=" ")
    assert after == []


# ----- a server that fails


def test_a_dead_server_is_tried_again_ever_later(
    returned, submitted, clerks, dead_server
):
    submitted.told[:] = [clerks["clerk"]]
    start = clock.moment(2024, 3, 26)
    with clock.at(start):
        assert returned().state == RETURNED
        for _ in notices.WAITS:
            last = queued()[-1]
            last.task.call(*last.args_kwargs["args"])
    _first, *again = queued()
    assert [one.run_after - start for one in again] == list(notices.WAITS)
    assert list(notices.WAITS) == sorted(set(notices.WAITS))
    assert sum(notices.WAITS, timedelta()) < timedelta(days=1)
    assert [one.args_kwargs["args"][-1] for one in again] == [1, 2, 3, 4]
    assert {one.priority for one in again} == {notices.AFTER_JOBS}


def test_at_last_it_is_given_up_and_logged(returned, dead_server, caplog):
    returned()
    first = queued()[0]
    first.task.call(*first.args_kwargs["args"], len(notices.WAITS))
    assert len(queued()) == 2
    (told,) = [one for one in caplog.records if one.name == "core.notices"]
    assert told.levelno == logging.ERROR
    user, entry = first.args_kwargs["args"][:2]
    assert told.getMessage() == (
        f"Mail of entry {entry} to account {user} given up: ConnectionRefusedError"
    )


def test_the_log_holds_neither_address_nor_reason_nor_password(
    returned, dead_server, caplog
):
    returned()
    work_off()
    assert "failed: ConnectionRefusedError" in caplog.text
    for secret in ("example.vn", "Chỉ tiêu 3", SECRET):
        assert secret not in caplog.text


def test_a_mail_sent_again_carries_the_same_id(submitted, clerks):
    entry = journal.entries_of(submitted).first()
    assert submitted.state == SUBMITTED
    ids = [
        notices.mail_of(entry, user, "/", "Xem.").extra_headers["Message-ID"]
        for user in (clerks["clerk"], clerks["clerk"], clerks["other"])
    ]
    assert ids[0] == ids[1] != ids[2]
