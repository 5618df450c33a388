"""Open exceptions: who opens and closes them, and who reads of it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from core import journal
from core.workflow import BlockedError, ReasonMissingError
from emulation.enums import CriterionMethod
from emulation.models import Criterion, Reopening, Scorecard
from emulation.selectors.reopenings import reopenings_of
from emulation.services import reopenings as services
from tests.emulation.reopening import REASON, change, later, opened, typed
from tests.emulation.scorecards import line_of, signed_in, submitted
from tests.steps import case_secretary

pytestmark = pytest.mark.django_db

LISTED, EXPIRED = 20, 21


@pytest.fixture
def sent(built) -> Scorecard:
    return submitted(built)


# ----- opening


def test_the_secretariat_opens_one_criterion_for_some_hours(built, sent):
    one = opened(built, sent, hours=72)
    assert one.is_open
    assert one.closes_at - one.opened_at == timedelta(hours=72)
    (entry, *_others) = journal.entries_of(sent)
    assert (entry.verb, entry.reason) == ("reopen_score", REASON)
    assert entry.sentence.startswith("Mở lại tiêu chí I.1 đến ")
    assert entry.actor_id == built.secretary.pk
    with later(72):
        assert not one.is_open


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"hours": 0}, "từ 1 đến 72 giờ"),
        ({"hours": 73}, "từ 1 đến 72 giờ"),
        ({"reason": " "}, "Cần ghi rõ lý do"),
    ],
)
def test_hours_and_reason_are_asked_for(built, sent, given, said):
    with pytest.raises(BlockedError, match=said):
        opened(built, sent, **given)
    assert not Reopening.objects.exists()


def test_an_empty_reason_is_a_missing_reason(built, sent):
    with pytest.raises(ReasonMissingError):
        opened(built, sent, reason="")


def test_the_same_criterion_is_not_open_twice(built, sent):
    one = opened(built, sent)
    opened(built, sent, "I.2")
    with pytest.raises(
        BlockedError, match=r"Tiêu chí I\.1 của đơn vị đang được mở lại"
    ):
        opened(built, sent)
    services.close_exception(one, actor=built.secretary)
    assert opened(built, sent).is_open
    with later(25):
        assert opened(built, sent).is_open


def test_a_draft_needs_no_exception(built):
    with pytest.raises(BlockedError, match="đơn vị còn tự sửa được"):
        opened(built, built.card())


def test_computed_and_foreign_leaves_are_not_reopened(built, sent):
    Criterion.objects.filter(pk=line_of(sent, "I.1").criterion_id).update(
        method=CriterionMethod.SHARE_MET
    )
    with pytest.raises(BlockedError, match="tính từ kết quả, không mở lại được"):
        opened(built, sent)
    group = sent.sheet.criteria.get(code="I")
    with pytest.raises(BlockedError, match="không có trong phiếu điểm"):
        services.open_exception(sent, group, 1, REASON, actor=built.secretary)


def test_nobody_opens_for_the_own_unit(built):
    card = submitted(built, "head")
    leaf = line_of(card, "I.1").criterion
    with pytest.raises(PermissionDenied):
        services.open_exception(card, leaf, 1, REASON, actor=built.secretary)
    deputy = case_secretary(built, "head")
    assert services.open_exception(card, leaf, 1, REASON, actor=deputy).is_open


def test_the_clerks_are_told(built, sent, django_capture_on_commit_callbacks):
    clerk = built.user("clerk", "plain")
    type(clerk).objects.filter(pk=clerk.pk).update(email="cv@example.vn")
    with django_capture_on_commit_callbacks(execute=True):
        one = opened(built, sent)
    (queued,) = DBTaskResult.objects.all()
    queued.task.call(*queued.args_kwargs["args"])
    (message,) = mail.outbox
    assert message.to == ["cv@example.vn"]
    assert one.get_absolute_url() in message.body
    assert "hết giờ thì tự đóng" in message.body


# ----- closing


def test_it_is_closed_by_hand_once(built, sent):
    one = opened(built, sent)
    with pytest.raises(PermissionDenied):
        services.close_exception(one, actor=built.user("clerk", "plain"))
    services.close_exception(one, actor=built.secretary)
    assert not one.is_open
    assert journal.entries_of(sent).first().verb == "close_reopening"
    with pytest.raises(BlockedError, match="đã hết"):
        services.close_exception(one, actor=built.secretary)


# ----- before everybody's eyes


def page(built, user) -> str:
    url = reverse("scores", args=[built.bloc.code, built.year.year])
    return signed_in(user).get(url).content.decode()


def test_the_whole_bloc_reads_why_until_when_and_what_changed(built, sent):
    one = opened(built, sent)
    change(built, one, typed(sent, self_points="59"))
    for user in (built.user("clerk", "other"), built.secretary):
        shown = page(built, user)
        assert REASON in shown
        assert "Đang mở" in shown
        assert "→" in shown
        own = signed_in(user).get(one.get_absolute_url()).content.decode()
        assert REASON in own
        assert "Lưu điểm" not in own
    outsider = signed_in(built.user("clerk", "outside"))
    assert outsider.get(one.get_absolute_url()).status_code == 404


def test_the_secretariat_opens_it_from_the_card(built, sent):
    keeper = signed_in(built.secretary)
    address = reverse("reopening-new", args=[sent.pk])
    assert address in keeper.get(sent.get_absolute_url()).content.decode()
    leaf = line_of(sent, "I.1").criterion_id
    filled = {"leaf": leaf, "hours": "73", "reason": REASON}
    refused = keeper.post(address, filled)
    assert "Ghi một số từ 1 đến 72." in refused.content.decode()
    answer = keeper.post(address, filled | {"hours": "5"})
    assert answer.url == Reopening.objects.get().get_absolute_url()
    again = keeper.post(address, filled | {"hours": "5"})
    assert "đang được mở lại" in again.content.decode()
    clerk = signed_in(built.user("clerk", "plain"))
    assert address not in clerk.get(sent.get_absolute_url()).content.decode()
    assert clerk.get(address).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number(
    built, sent, count, django_assert_num_queries
):
    for code in ("I.1", "I.2", "II")[:count]:
        one = opened(built, sent, code)
        change(built, one, typed(sent, code, self_points="2"))
    client = signed_in(built.secretary)
    url = reverse("scores", args=[built.bloc.code, built.year.year])
    with django_assert_num_queries(LISTED):
        client.get(url)
    with later(25), django_assert_num_queries(EXPIRED):
        client.get(url)
    assert len(reopenings_of(built.year)) == count
