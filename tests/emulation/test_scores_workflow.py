"""Scorecards: what stands in the way, what a transition stores, what is refused."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from core import clock, journal
from core.workflow import BlockedError, ReasonMissingError, blocks, run
from emulation.enums import PhaseKind
from emulation.models import Criterion, Scorecard, ScoreLine
from emulation.selectors.scores import FINAL, SELF
from emulation.services.scores import enter_points, open_stage
from emulation.workflow import SCORECARD
from tests.builders import World, world
from tests.emulation.scorecards import submitted
from tests.steps import all_points, approve_report, self_score, sign_pledge

pytestmark = pytest.mark.django_db

D = Decimal


@pytest.fixture
def built() -> World:
    return world()


def sentences(card: Scorecard, name: str) -> list[str]:
    return blocks(card, SCORECARD.transition(name))


# ----- what stands in the way


def test_a_blank_card_names_what_is_missing(built):
    sign_pledge(built)
    approve_report(built)
    card = built.card()
    assert sentences(card, "submit") == ["Tiêu chí I.1, I.2, IV: chưa tự chấm."]
    enter_points(card, SELF, all_points((0, 0)), actor=built.user("clerk", "plain"))
    assert sentences(card, "submit") == []


def test_many_missing_criteria_are_counted(built):
    sign_pledge(built)
    approve_report(built)
    card = built.card()
    add_leaves(card, 3)
    assert sentences(card, "submit") == [
        "6 tiêu chí chưa tự chấm: I.1, I.2, IV, X.1, …"
    ]


def test_self_scoring_follows_approved_results_and_the_open_step(built):
    card = self_score(built)
    assert sentences(card, "submit") == ["Kết quả cả năm chưa được thủ trưởng duyệt."]
    step = built.year.phases.get(kind=PhaseKind.SCORING)
    run(step, "close", actor=built.secretary)
    assert sentences(built.card(), "submit")[0] == "Bước “Chấm điểm” đã đóng."


def test_a_late_submission_keeps_what_was_typed(built):
    sign_pledge(built)
    approve_report(built)
    card = self_score(built)
    step = built.year.phases.get(kind=PhaseKind.SCORING)
    step.opens_on, step.due_on = None, clock.today() - timedelta(days=1)
    step.save()
    with pytest.raises(BlockedError, match="đã hết hạn"):
        run(card, "submit", actor=built.user("clerk", "plain"))
    assert built.card().self_total == D(97)


def test_a_final_score_wants_every_answer_and_every_reason(built):
    card = submitted(built)
    assert sentences(card, "finalise") == ["Tiêu chí I.1, I.2, IV: chưa có điểm cuối."]
    typed = all_points((50, 39)) | {"III": D(2)}
    enter_points(card, FINAL, typed, actor=built.secretary)
    assert sentences(card, "finalise") == [
        "Tiêu chí I.1, III: điểm cuối khác tự chấm, cần ghi lý do."
    ]
    reasons = {"I.1": "Thiếu hồ sơ.", "III": "Gửi muộn."}
    enter_points(card, FINAL, typed, actor=built.secretary, reasons=reasons)
    assert sentences(card, "finalise") == []


def test_a_blank_reason_is_none(built):
    card = submitted(built)
    enter_points(
        card,
        FINAL,
        all_points((50, 39)),
        actor=built.secretary,
        reasons={"I.1": "   "},
    )
    with pytest.raises(BlockedError, match=r"Tiêu chí I\.1: điểm cuối khác tự chấm"):
        run(card, "finalise", actor=built.secretary)


def test_a_claimed_bonus_wants_its_answer(built):
    sign_pledge(built)
    approve_report(built)
    card = self_score(built)
    clerk = built.user("clerk", "plain")
    enter_points(card, SELF, {"II": D(10), "III": D(0)}, actor=clerk)
    card = run(card, "submit", actor=clerk)
    enter_points(card, FINAL, all_points((58, 39)), actor=built.secretary)
    assert sentences(card, "finalise") == ["Tiêu chí II: chưa có điểm cuối."]


def test_no_points_are_typed_once_the_ranking_is_public(built):
    card = self_score(built)
    type(built.year).objects.update(state="ranked", ranked_at=clock.now())
    card = type(card).objects.get(pk=card.pk)
    assert open_stage(card, built.user("clerk", "plain")) == ""
    with pytest.raises(BlockedError, match="Năm thi đua"):
        enter_points(card, SELF, {"II": D(10)}, actor=built.user("clerk", "plain"))


# ----- transitions


def test_submitting_stores_the_total_in_one_entry(built):
    card = submitted(built)
    assert (card.state, card.self_total) == ("self_scored", D(97))
    assert card.self_scored_by == built.user("clerk", "plain")
    entry = journal.entries_of(card).get(verb="submit")
    assert ["Tổng tự chấm", None, "97"] in entry.changes
    assert ["I.1. Tiêu chí I.1", None, "tự chấm 58"] in entry.changes
    assert journal.entries_of(card).count() == 1


def test_finalising_stores_total_and_disqualification(built):
    card = submitted(built)
    typed = all_points((58, 30)) | {"IV": D(1)}
    reasons = {"I.2": "Thiếu hồ sơ.", "IV": "Có người bị kỷ luật."}
    enter_points(card, FINAL, typed, actor=built.secretary, reasons=reasons)
    card = run(card, "finalise", actor=built.secretary)
    assert (card.final_total, card.is_disqualified) == (D(88), True)
    assert card.difference == D(-9)
    entry = journal.entries_of(card).get(verb="finalise")
    assert ["I.2. Tiêu chí I.2", "tự chấm 39", "tự chấm 39, cuối 30"] in (entry.changes)
    assert entry.capacity.startswith("Thư ký khối")


def test_a_returned_card_is_typed_again(built):
    card = submitted(built)
    with pytest.raises(ReasonMissingError):
        run(card, "return", actor=built.secretary)
    card = run(card, "return", actor=built.secretary, reason="Thiếu thuyết minh.")
    assert (card.state, card.self_scored_at) == ("returned", None)
    clerk = built.user("clerk", "plain")
    enter_points(card, SELF, {"I.1": D(60)}, actor=clerk)
    assert run(card, "submit", actor=clerk).self_total == D(99)


def test_the_head_may_not_return_its_own_card(built):
    card = submitted(built, "head")
    with pytest.raises(PermissionDenied, match="chính cơ quan Trưởng khối"):
        run(card, "return", actor=built.secretary, reason="Thử")


# ----- what the database refuses


def refused(**values) -> bool:
    """Tell whether the database refuses such values in a line without final points."""
    try:
        with transaction.atomic():
            ScoreLine.objects.filter(final_points=None).update(**values)
    except IntegrityError:
        return True
    return False


def test_final_points_and_their_stamp_go_together(built):
    moment, person = clock.now(), built.secretary
    assert refused(final_points=5)
    assert refused(final_at=moment)
    assert refused(final_by=person)
    assert refused(final_points=5, final_at=moment)
    assert not refused(final_points=5, final_at=moment, final_by=person)


def test_a_criterion_has_one_line_a_card(built):
    line = built.card().lines.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        ScoreLine.objects.create(scorecard=line.scorecard, criterion=line.criterion)


def add_leaves(card: Scorecard, count: int) -> None:
    """Lengthen a card by so many leaves of ten points."""
    criteria = Criterion.objects.bulk_create(
        Criterion(
            sheet=card.sheet, position=50 + place, code=f"X.{place}", max_points=10
        )
        for place in range(1, count + 1)
    )
    ScoreLine.objects.bulk_create(
        ScoreLine(scorecard=card, criterion=one) for one in criteria
    )
