"""Leaves that are answered with yes or no, or counted."""

from decimal import Decimal

import pytest

from core.workflow import run
from emulation.enums import CriterionMethod
from emulation.models import (
    Criterion,
    Scorecard,
)
from emulation.services.scores import copy_stage_before
from tests.builders import World, world
from tests.emulation.scorecards import LAST, OWN, line_of, post, signed_in, typed
from tests.steps import approve_report, self_score, sign_pledge

pytestmark = pytest.mark.django_db
D = Decimal
UNITS = ("plain", "other")


@pytest.fixture
def built() -> World:
    return world()


def be(code: str, method: str, **more) -> Criterion:
    """Let a leaf be scored by another method."""
    Criterion.objects.filter(code=code).update(method=method, **more)
    return Criterion.objects.get(code=code)


def page_of(built: World, card: Scorecard, role: str = "clerk") -> str:
    client = signed_in(built.user(role, "plain"))
    return client.get(card.get_absolute_url()).content.decode()


def test_pass_or_fail_gives_all_or_nothing(built):
    be("I.2", CriterionMethod.PASS_FAIL)
    card, client = built.card(), signed_in(built.user("clerk", "plain"))
    for answer, points in (("1", D(40)), ("0", D(0)), ("", None)):
        saved = post(client, card, OWN, typed(card, "I.2", self_points=answer)).json()
        assert saved["saved"][0]["values"]["self_points"] == answer
        assert line_of(card, "I.2").self_points == points
    assert (
        post(client, card, OWN, typed(card, "I.2", self_points="7")).status_code == 422
    )
    assert "Không đạt" in page_of(built, card)


def test_occurrences_are_counted_and_capped(built):
    be("II", CriterionMethod.OCCURRENCE, rate=D(3))
    card, client = built.card(), signed_in(built.user("clerk", "plain"))
    answer = post(client, card, OWN, typed(card, "II", self_count="2")).json()
    assert answer["totals"]["self"] == "6"
    assert "2 lần × 3 điểm = 6 điểm." in answer["saved"][0]["cells"]["outcome"]
    answer = post(client, card, OWN, typed(card, "II", self_count="4")).json()
    assert "vượt mức trần, lấy 10 điểm" in answer["saved"][0]["cells"]["outcome"]
    line = line_of(card, "II")
    assert (line.self_count, line.self_points) == (4, D(10))
    post(client, card, OWN, typed(card, "II", self_count="", self_note="Không có"))
    line = line_of(card, "II")
    assert (line.self_count, line.self_points) == (None, None)


@pytest.mark.parametrize("bad", ["1,5", "-1", "ba"])
def test_a_bad_count_is_refused(built, bad):
    be("II", CriterionMethod.OCCURRENCE, rate=D(3))
    card, client = built.card(), signed_in(built.user("clerk", "plain"))
    response = post(client, card, OWN, typed(card, "II", self_count=bad))
    assert response.status_code == 422


def test_a_counted_deduction_is_taken_off(built):
    be("III", CriterionMethod.OCCURRENCE, rate=D("0.5"))
    card, client = built.card(), signed_in(built.user("clerk", "plain"))
    answer = post(client, card, OWN, typed(card, "III", self_count="3")).json()
    assert answer["totals"]["self"] == "−1,5"


def test_a_reason_alone_keeps_points_that_were_taken_over(built):
    be("II", CriterionMethod.OCCURRENCE, rate=D(3))
    sign_pledge(built)
    approve_report(built)
    card, clerk = self_score(built), built.user("clerk", "plain")
    post(signed_in(clerk), card, OWN, typed(card, "II", self_count="2"))
    card = run(card, "submit", actor=clerk)
    copy_stage_before(card, actor=built.secretary)
    line = line_of(card, "II")
    assert (line.final_count, line.final_points) == (2, D(6))
    client = signed_in(built.secretary)
    sent = {"final_count": "2", "final_reason": "Đúng"}
    post(client, card, LAST, typed(card, "II", **sent))
    assert line_of(card, "II").final_points == D(6)
    sent = {"final_count": "1", "final_reason": "Một lần trùng"}
    post(client, card, LAST, typed(card, "II", **sent))
    assert line_of(card, "II").final_points == D(3)
