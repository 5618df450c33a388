"""What an open exception lets change, a final card, the ranking and the replay."""

import pytest
from django.urls import reverse

from core import clock, journal
from core.workflow import BlockedError, run
from emulation.models import Scorecard, ScoreChange
from emulation.selectors import replay
from emulation.selectors.reopenings import unsettled_reopenings
from emulation.services import reopenings as services
from tests.emulation.reopening import KEEPER, change, later, opened, typed
from tests.emulation.scorecards import LAST, line_of, signed_in, submitted
from tests.steps import all_points, case_secretary, enter_points, whole_year

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(built) -> Scorecard:
    return submitted(built)


@pytest.fixture
def final(built, sent) -> Scorecard:
    secretary = case_secretary(built, "plain")
    enter_points(sent, "final_points", all_points((58, 39)), actor=secretary)
    return run(sent, "finalise", actor=secretary)


# ----- changing the leaf


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
    assert change(built, one, values, **KEEPER).status_code == 403
    assert change(built, one, values, by="leader").status_code == 302


# ----- a final card


def test_the_final_points_are_set_anew_with_a_reason(built, final):
    one = opened(built, final)
    change(built, one, typed(final, self_points="60"))
    assert unsettled_reopenings(built.year) == [one]
    values = typed(final, final_points="59")
    assert change(built, one, values, LAST, **KEEPER).status_code == 422
    values |= typed(final, final_points="59", final_reason="Đủ minh chứng.")
    assert change(built, one, values, LAST, **KEEPER).status_code == 302
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
    with later(2):
        assert unsettled_reopenings(built.year) == [one]
        assert change(built, one, values, LAST, **KEEPER).status_code == 302
        assert unsettled_reopenings(built.year) == []
        again = typed(final, final_points="1", final_reason="Nữa.")
        answer = change(built, one, again, LAST, **KEEPER)
        assert answer.status_code == 409
        assert services.NOTHING_NEW in answer.content.decode()


def test_a_condition_disqualifies_anew(built, final):
    one = opened(built, final, "IV")
    values = typed(final, "IV", final_points="1", final_reason="Bị kỷ luật.")
    change(built, one, values, LAST, **KEEPER)
    final.refresh_from_db()
    assert (final.is_disqualified, final.final_total) == (True, 97)


def test_final_points_of_an_open_card_are_typed_on_the_card(built, sent):
    one = opened(built, sent)
    values = typed(sent, final_points="59", final_reason="Lý do.")
    answer = change(built, one, values, LAST, **KEEPER)
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


# ----- the page


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
