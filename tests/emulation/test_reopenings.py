"""Open exceptions: who opens them, what they let change, and who reads of it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from core import clock, journal
from core.workflow import BlockedError, ReasonMissingError, run
from emulation.enums import CriterionMethod
from emulation.models import Criterion, Reopening, Scorecard, ScoreChange
from emulation.selectors import replay
from emulation.selectors.reopenings import reopenings_of, unsettled_reopenings
from emulation.services import reopenings as services
from tests.emulation.scorecards import line_of, signed_in, submitted
from tests.steps import all_points, case_secretary, enter_points, whole_year

pytestmark = pytest.mark.django_db

REASON = "Bổ sung số liệu của quý IV"
OWN, LAST = "?buoc=tu-cham", "?buoc=diem-cuoi"
LISTED, EXPIRED = 20, 21


@pytest.fixture
def sent(built) -> Scorecard:
    return submitted(built)


@pytest.fixture
def final(built, sent) -> Scorecard:
    secretary = case_secretary(built, "plain")
    enter_points(sent, "final_points", all_points((58, 39)), actor=secretary)
    return run(sent, "finalise", actor=secretary)


def opened(built, card, code="I.1", hours=24, reason=REASON) -> Reopening:
    leaf = line_of(card, code).criterion
    return services.open_exception(
        card, leaf, hours, reason, actor=case_secretary(built, "plain")
    )


def typed(card, code="I.1", **values) -> dict[str, str]:
    line = line_of(card, code)
    values = {"version": str(line.version), **values}
    return {f"row-{line.pk}-{name}": value for name, value in values.items()}


def later(hours):
    return clock.at(clock.now() + timedelta(hours=hours))


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


# ----- changing the leaf


def change(built, one, values, step=OWN, *, by="clerk", unit="plain"):
    user = built.user(by, unit)
    return signed_in(user).post(one.get_absolute_url() + step, values)


def test_the_unit_changes_this_leaf_and_its_total_follows(built, sent):
    one = opened(built, sent)
    answer = change(built, one, typed(sent, self_points="59,5", self_note="Đã bổ sung"))
    assert (answer.status_code, answer.url) == (302, one.get_absolute_url())
    sent.refresh_from_db()
    assert (str(line_of(sent, "I.1").self_points), str(sent.self_total)) == (
        "59.50",
        "98.50",
    )
    (found,) = ScoreChange.objects.filter(reopening=one)
    assert (found.stage, found.before, found.after) == ("self", 58, 59.5)
    assert found.reason == "Đã bổ sung"
    entry = journal.entries_of(sent).first()
    assert (entry.verb, entry.changes) == (
        "rescore",
        [["Tự chấm, I.1. Tiêu chí I.1", "58", "59,5"]],
    )


def test_no_other_leaf_changes(built, sent):
    one = opened(built, sent)
    change(built, one, typed(sent, "I.2", self_points="1"))
    assert line_of(sent, "I.2").self_points == 39


def test_a_note_alone_is_no_change_of_points(built, sent):
    one = opened(built, sent)
    change(built, one, typed(sent, self_points="58", self_note="Rõ hơn"))
    assert line_of(sent, "I.1").self_note == "Rõ hơn"
    assert not one.changes.exists()
    assert journal.entries_of(sent).first().changes == []


def test_what_already_stands_is_not_written_again(built, sent):
    one = opened(built, sent)
    before = journal.entries_of(sent).count()
    assert change(built, one, typed(sent, self_points="58")).status_code == 302
    assert journal.entries_of(sent).count() == before


@pytest.mark.parametrize(
    ("points", "said"),
    [("", "Tiêu chí này phải có điểm"), ("61", "61 lớn hơn mức cao nhất là 60")],
)
def test_bad_points_are_refused_in_words(built, sent, points, said):
    one = opened(built, sent)
    answer = change(built, one, typed(sent, self_points=points))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert line_of(sent, "I.1").self_points == 58


def test_a_bonus_may_be_taken_back(built, sent):
    one = opened(built, sent, "II")
    change(built, one, typed(sent, "II", self_points="3"))
    assert line_of(sent, "II").self_points == 3
    change(built, one, typed(sent, "II", self_points=""))
    assert line_of(sent, "II").self_points is None


def test_nobody_writes_over_somebody_elses_points(built, sent):
    one = opened(built, sent)
    old = typed(sent, self_points="50")
    change(built, one, typed(sent, self_points="59"))
    answer = change(built, one, old, by="leader")
    assert answer.status_code == 409
    assert "Người khác vừa sửa tiêu chí này" in answer.content.decode()
    assert line_of(sent, "I.1").self_points == 59


def test_after_its_hours_nothing_changes(built, sent):
    one = opened(built, sent, hours=1)
    values = typed(sent, self_points="59")
    with later(1):
        answer = change(built, one, values)
    assert answer.status_code == 409
    assert "Thời hạn mở lại đã hết" in answer.content.decode()
    assert line_of(sent, "I.1").self_points == 58


def test_only_the_unit_types_its_own_points(built, sent):
    one = opened(built, sent)
    values = typed(sent, self_points="59")
    assert change(built, one, values, unit="other").status_code == 403
    assert change(built, one, values, by="secretary", unit="head").status_code == 403
    assert change(built, one, values, by="leader").status_code == 302


# ----- a final card


def test_the_final_points_are_set_anew_with_a_reason(built, final):
    one = opened(built, final)
    change(built, one, typed(final, self_points="60"))
    assert unsettled_reopenings(built.year) == [one]
    values = typed(final, final_points="59")
    secretary = {"by": "secretary", "unit": "head"}
    assert change(built, one, values, LAST, **secretary).status_code == 422
    values |= typed(final, final_points="59", final_reason="Đủ minh chứng.")
    assert change(built, one, values, LAST, **secretary).status_code == 302
    final.refresh_from_db()
    assert (final.state, final.final_total, final.self_total) == ("final", 98, 99)
    assert journal.entries_of(final).first().changes == [
        ["Điểm cuối, I.1. Tiêu chí I.1", "58", "59"],
        ["Tổng điểm cuối", "97", "98"],
    ]
    changes = one.changes.values_list("stage", "before", "after", "reason")
    assert list(changes)[-1] == ("final", 58, 59, "Đủ minh chứng.")
    line = line_of(final, "I.1")
    assert line.final_by == built.secretary


def test_what_came_in_time_is_looked_at_after_the_hours(built, final):
    one = opened(built, final, hours=1)
    change(built, one, typed(final, self_points="60"))
    values = typed(final, final_points="60", final_reason="Đủ minh chứng.")
    secretary = {"by": "secretary", "unit": "head"}
    with later(2):
        assert unsettled_reopenings(built.year) == [one]
        assert change(built, one, values, LAST, **secretary).status_code == 302
        assert unsettled_reopenings(built.year) == []
        again = typed(final, final_points="1", final_reason="Nữa.")
        answer = change(built, one, again, LAST, **secretary)
        assert answer.status_code == 409
        assert services.NOTHING_NEW in answer.content.decode()


def test_a_condition_disqualifies_anew(built, final):
    one = opened(built, final, "IV")
    values = typed(final, "IV", final_points="1", final_reason="Bị kỷ luật.")
    change(built, one, values, LAST, by="secretary", unit="head")
    final.refresh_from_db()
    assert (final.is_disqualified, final.final_total) == (True, 97)


def test_final_points_of_an_open_card_are_typed_on_the_card(built, sent):
    one = opened(built, sent)
    values = typed(sent, final_points="59", final_reason="Lý do.")
    answer = change(built, one, values, LAST, by="secretary", unit="head")
    assert answer.status_code == 409
    assert services.NOT_FINAL in answer.content.decode()


def test_the_unit_does_not_set_its_final_points(built, final):
    one = opened(built, final)
    values = typed(final, final_points="60", final_reason="Tự chấm.")
    assert change(built, one, values, LAST).status_code == 403


# ----- the ranking waits, and closes everything


def test_the_ranking_waits_for_exceptions(built):
    whole_year(built)
    card = built.card()
    one = opened(built, card, hours=2)
    with pytest.raises(BlockedError, match=r"đang mở lại tiêu chí I\.1 đến"):
        run(built.year, "publish_ranking", actor=built.secretary)
    change(built, one, typed(card, self_points="60"))
    services.close_exception(one, actor=built.secretary)
    built.year = run(built.year, "publish_ranking", actor=built.secretary)
    with pytest.raises(BlockedError, match="Năm thi đua"):
        opened(built, card)


def test_a_change_nobody_looked_at_keeps_the_ranking_back(built):
    whole_year(built)
    card = built.card()
    one = opened(built, card, hours=1)
    change(built, one, typed(card, self_points="59"))
    with later(2), pytest.raises(BlockedError, match="cần xem lại điểm cuối"):
        run(built.year, "publish_ranking", actor=built.secretary)


def test_nothing_changes_under_it_once_the_year_is_ranked(built, final):
    one = opened(built, final)
    type(built.year).objects.filter(pk=built.year.pk).update(
        state="ranked", ranked_at=clock.now(), ranked_by=built.secretary
    )
    answer = change(built, one, typed(final, self_points="60"))
    assert answer.status_code == 409
    assert line_of(final, "I.1").self_points == 58


# ----- the replay


def test_a_replay_names_the_exception(built, sent):
    one = opened(built, sent)
    change(built, one, typed(sent, self_points="59"))
    moments = replay.moments_of(built.year)
    assert [moment.verb for moment in moments[-2:]] == ["rescore", ""]
    (story,) = replay.stories(built.year, *replay.usual_moments(moments))
    assert [(cause.points, cause.row.reopening) for cause in story.causes] == [(1, one)]


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


def test_the_unit_gets_the_form_and_the_secretariat_the_way_to_close(built, final):
    one = opened(built, final)
    clerk = signed_in(built.user("clerk", "plain")).get(one.get_absolute_url())
    assert "Lưu điểm tự chấm" in clerk.content.decode()
    keeper = signed_in(built.secretary)
    shown = keeper.get(one.get_absolute_url()).content.decode()
    assert "Lưu điểm cuối" in shown
    close = reverse("reopening-close", args=[one.pk])
    assert close in shown
    assert keeper.post(close).status_code == 302
    assert close not in keeper.get(one.get_absolute_url()).content.decode()
    assert keeper.post(close).status_code == 422


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
