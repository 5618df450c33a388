"""What the stages of scoring ask on the desk, by mail and in the matrix of the year."""

import pytest
from django.core import mail
from django_tasks_db.models import DBTaskResult

from core.workflow import run
from emulation.models import EmulationYear, Scorecard
from emulation.selectors.check_tasks import check_tasks
from emulation.services.draw import draw_checks
from tests.builders import World, world
from tests.emulation.checking import (
    all_sent,
    checker,
    checks_on,
    drawn,
    name_of,
    send,
    waiting,
    with_checks,
)
from tests.emulation.scorecards import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def built() -> World:
    return world()


def titles(user) -> list[str]:
    return [one.title for one in check_tasks(user)]


def test_the_secretariat_is_asked_to_draw_once(built):
    assert titles(built.secretary) == []
    with_checks(built)
    year = built.year.year
    assert titles(built.secretary) == [f"Bốc thăm chấm chéo năm {year}"]
    assert titles(built.user("secretary", "deputy")) == []
    draw_checks(built.year, actor=built.secretary)
    assert titles(built.secretary) == []


def test_each_stage_asks_its_own_people(built):
    card = waiting(built)
    first, second = checks_on(card)
    title = f"Chấm chéo phiếu điểm của {card.participation}"
    for check in (first, second):
        assert titles(checker(built, check)) == [title]
    (task,) = check_tasks(checker(built, first))
    assert task.note.endswith("Còn 5 ô chưa chấm.")
    send(built, first)
    assert titles(checker(built, first)) == []
    send(built, second)
    close = f"Chốt kết quả chấm chéo của {card.participation}"
    assert titles(built.secretary) == [close]
    card = Scorecard.objects.get(pk=card.pk)
    run(card, "close_checks", actor=built.secretary)
    assert titles(built.secretary) == []
    explain = f"Xem điểm chấm chéo và giải trình năm {built.year.year}"
    assert titles(built.user("clerk", "plain")) == [explain]


def test_nobody_is_asked_for_the_final_score_before_the_explanation(built):
    card = waiting(built)
    desk = signed_in(built.secretary)
    assert "Chấm điểm cuối cho" not in desk.get("/").content.decode()
    all_sent(built, card, (58, 39), (58, 39))
    card = run(Scorecard.objects.get(pk=card.pk), "close_checks", actor=built.secretary)
    run(card, "explain", actor=built.user("clerk", "plain"))
    assert "Chấm điểm cuối cho" in desk.get("/").content.decode()


def test_the_matrix_says_where_a_card_stands(built):
    card = waiting(built)
    url = EmulationYear.objects.get().get_absolute_url()
    client = signed_in(built.secretary)
    assert "Chờ chấm" in client.get(url).content.decode()
    all_sent(built, card, (58, 39), (58, 39))
    card = run(Scorecard.objects.get(pk=card.pk), "close_checks", actor=built.secretary)
    assert "Chờ giải trình" in client.get(url).content.decode()
    run(card, "explain", actor=built.user("clerk", "plain"))
    assert "Đã giải trình" in client.get(url).content.decode()


def test_checkers_are_told_of_the_draw(built, django_capture_on_commit_callbacks):
    with_checks(built)
    clerks = [built.user("clerk", unit) for unit in ("plain", "deputy")]
    for clerk in clerks:
        clerk.email = f"{clerk.login}@example.vn"
        clerk.save()
    with django_capture_on_commit_callbacks(execute=True):
        draw_checks(built.year, actor=built.secretary)
    for one in DBTaskResult.objects.all():
        one.task.call(*one.args_kwargs["args"])
    assert {one.to[0] for one in mail.outbox} == {one.email for one in clerks}
    assert "Chấm chéo các phiếu điểm được bốc thăm" in mail.outbox[0].body


def test_the_heads_card_is_the_deputys(built):
    card = waiting(built, "head")
    all_sent(built, card, (58, 39), (58, 39))
    assert titles(built.secretary) == []
    assert name_of(built, checks_on(card)[0]) != "head"


@pytest.mark.parametrize("cards", [1, 3])
def test_the_desk_costs_the_same_for_any_number_of_checks(
    built, cards, django_assert_num_queries
):
    drawn(built)
    for check in checks_on(built.card("plain"))[:1]:
        user = checker(built, check)
    for unit in ("plain", "other", "deputy")[:cards]:
        Scorecard.objects.filter(pk=built.card(unit).pk).update(
            state="self_scored",
            self_scored_at=built.year.opened_at,
            self_scored_by=user,
        )
    with django_assert_num_queries(4):
        list(check_tasks(user))
