"""Leaves that follow from results: provisional until they close; evidence."""

from decimal import Decimal

import pytest

from core import clock
from core.workflow import BlockedError, run
from emulation.enums import CriterionMethod
from emulation.models import (
    CommonTarget,
    Criterion,
    Evidence,
    EvidenceUse,
    Participation,
    Result,
    Scorecard,
    ScoreChange,
    ScoreLine,
    Target,
)
from emulation.selectors.cards import read_card
from emulation.selectors.scores import FINAL
from emulation.services.scores import enter_points
from tests.builders import World, world
from tests.emulation.scorecards import OWN, line_of, post, signed_in, typed
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


def common_cases(built: World) -> CommonTarget:
    """Let the twelve cases of every pledge be a target of the year."""
    common = CommonTarget.objects.create(
        year=built.year, content="Giải quyết vụ việc", unit_of_measure="vụ", value=12
    )
    Target.objects.filter(content="Giải quyết vụ việc").update(common=common)
    return common


def relative_leaf(built: World) -> None:
    """Two signed pledges, and I.1 held against the leader of the bloc."""
    for unit in UNITS:
        sign_pledge(built, unit)
    be("I.1", CriterionMethod.RELATIVE, common_target=common_cases(built))


def scored(built: World, unit: str = "plain") -> Scorecard:
    """Write the rest of the self-score and send it."""
    card = built.card(unit)
    clerk = built.user("clerk", unit)
    typed_now = {"I.2": D(39), "IV": D(0)}
    enter_points(card, "self_points", typed_now, actor=clerk)
    return run(card, "submit", actor=clerk)


def page_of(built: World, card: Scorecard, role: str = "clerk") -> str:
    client = signed_in(built.user(role, "plain"))
    return client.get(card.get_absolute_url()).content.decode()


# ----- computed


def test_a_ratio_follows_the_result_and_is_never_typed(built):
    sign_pledge(built)
    be("I.1", CriterionMethod.RATIO, common_target=common_cases(built))
    card = built.card()
    assert "Chưa đủ dữ liệu: chưa có kết quả." in page_of(built, card)
    approve_report(built)  # 15 of 12 cases: all of the 60 points
    page = page_of(built, card)
    assert "Đạt 125% chỉ tiêu, tính tối đa 100%: 60 × 100% = 60 điểm." in page
    assert f"row-{line_of(card, 'I.1').pk}-self_points" not in page
    clerk = built.user("clerk", "plain")
    with pytest.raises(BlockedError, match="không nhập"):
        enter_points(card, "self_points", {"I.1": D(1)}, actor=clerk)
    post(signed_in(clerk), card, OWN, typed(card, "I.1", self_points="1"))
    card = scored(built)
    assert (line_of(card, "I.1").self_points, card.self_total) == (D(60), D(99))


def test_a_unit_without_the_target_lacks_data_and_still_sends(built):
    common = CommonTarget.objects.create(year=built.year, content="Không ai nhận")
    be("I.1", CriterionMethod.RATIO, common_target=common)
    sign_pledge(built)
    approve_report(built)
    card = scored(built)
    assert line_of(card, "I.1").self_points is None
    assert card.self_total == D(39)
    assert "Chưa đủ dữ liệu: đơn vị không nhận chỉ tiêu này." in page_of(built, card)


def test_the_share_of_met_targets(built):
    be("I.1", CriterionMethod.SHARE_MET)
    sign_pledge(built)
    approve_report(built)  # both targets met
    Result.objects.filter(report=built.report(), target__kind="percentage").update(
        actual=D(80)
    )
    card = scored(built)  # one of two: 60 × 1/2
    assert line_of(card, "I.1").self_points == D(30)
    assert "1/2 chỉ tiêu đạt: 60 × 1/2 = 30 điểm." in page_of(built, card)


def test_a_share_is_provisional_until_the_results_are_approved(built):
    be("I.1", CriterionMethod.SHARE_MET)
    sign_pledge(built)
    report = built.report()
    report.results.filter(target__kind="number").update(actual=15)
    report.results.filter(target__kind="percentage").update(actual=96)
    page = page_of(built, built.card())
    assert "tạm tính" in page
    assert "kết quả năm của đơn vị chưa được duyệt" in page


def test_relative_points_move_with_the_others_until_all_close(built):
    relative_leaf(built)
    approve_report(built)
    # the report of the other unit is open: alone above the target, all 60 points
    card = scored(built)
    line = line_of(card, "I.1")
    assert (line.self_points, line.is_provisional) == (D(60), True)
    assert "tạm tính" in page_of(built, card)
    enter_points(card, FINAL, {"I.2": D(39), "IV": D(0)}, actor=built.secretary)
    with pytest.raises(BlockedError, match="còn tạm tính"):
        run(card, "finalise", actor=built.secretary)
    # 18 of 12 leads with 50%; ours exceeds by 25%: 30 + 30 × 25/50 = 45
    built.report("other").results.filter(target__kind="number").update(actual=18)
    built.report("other").results.filter(target__kind="percentage").update(actual=96)
    run(built.report("other"), "submit", actor=built.user("clerk", "other"))
    run(built.report("other"), "approve", actor=built.user("leader", "other"))
    card = Scorecard.objects.get(pk=card.pk)
    line = line_of(card, "I.1")
    assert (line.self_points, line.is_provisional) == (D(45), False)
    assert card.self_total == D(84)
    changes = ScoreChange.objects.filter(line=line, stage="self")
    assert [one.after for one in changes] == [D(60), D(45)]
    assert changes[1].reason == "Tính lại theo kết quả của các đơn vị."
    card = run(card, "finalise", actor=built.secretary)
    line = line_of(card, "I.1")
    assert (line.final_points, line.final_by) == (D(45), built.secretary)
    assert card.final_total == D(84)


def test_a_returned_report_makes_points_provisional_again(built):
    relative_leaf(built)
    for unit in UNITS:
        approve_report(built, unit)
    card = scored(built)
    assert not line_of(card, "I.1").is_provisional
    report = built.report("other")
    run(report, "return", actor=built.user("leader", "other"), reason="Sai số.")
    assert line_of(card, "I.1").is_provisional


def test_final_points_stay_when_results_move_later(built):
    relative_leaf(built)
    for unit in UNITS:
        approve_report(built, unit)
    card = scored(built)
    enter_points(card, FINAL, {"I.2": D(39), "IV": D(0)}, actor=built.secretary)
    card = run(card, "finalise", actor=built.secretary)
    kept = card.final_total
    Result.objects.filter(report=built.report("other")).update(actual=D(24))
    report = built.report("other")
    run(report, "return", actor=built.user("leader", "other"), reason="Sai số.")
    card = Scorecard.objects.get(pk=card.pk)
    assert (card.final_total, line_of(card, "I.1").final_points) == (kept, D(60))
    row = next(one for one in read_card(card).rows if one.criterion.code == "I.1")
    assert (row.final_points, row.outcome) == (D(60), None)


def test_a_unit_that_left_is_not_waited_for(built):
    relative_leaf(built)
    approve_report(built)
    Participation.objects.filter(unit=built.units["other"]).update(
        left_on=clock.today()
    )
    card = scored(built)
    assert not line_of(card, "I.1").is_provisional


# ----- evidence


def test_points_that_want_a_file_are_not_sent_without_one(built):
    sign_pledge(built)
    approve_report(built)
    Criterion.objects.filter(code__in=["I.1", "II"]).update(needs_evidence=True)
    card = self_score(built)
    clerk = built.user("clerk", "plain")
    with pytest.raises(BlockedError, match=r"Tiêu chí I\.1: chưa có minh chứng\."):
        run(card, "submit", actor=clerk)
    add_file(card, "I.1", clerk)
    assert run(card, "submit", actor=clerk).state == "self_scored"


def add_file(card: Scorecard, code: str, user) -> None:
    from core import files  # noqa: PLC0415 -- this test alone stores one

    stored = files.store(b"%PDF-1.7", "minh-chung.pdf", actor=user)
    evidence = Evidence.objects.create(
        participation=card.participation, file=stored, added_by=user
    )
    EvidenceUse.objects.create(evidence=evidence, line=line_of(card, code))


# ----- what it costs


@pytest.mark.parametrize("leaves", [1, 150])
def test_computed_leaves_cost_the_same_however_many(
    built, leaves, django_assert_num_queries
):
    relative_leaf(built)
    common = CommonTarget.objects.get()
    card = built.card()
    criteria = Criterion.objects.bulk_create(
        Criterion(
            sheet=card.sheet,
            position=50 + place,
            code=f"X.{place}",
            max_points=10,
            method=CriterionMethod.RELATIVE,
            common_target=common,
        )
        for place in range(leaves)
    )
    ScoreLine.objects.bulk_create(
        ScoreLine(scorecard=card, criterion=one) for one in criteria
    )
    with django_assert_num_queries(8):
        read_card(Scorecard.objects.select_related("sheet").get(pk=card.pk))
