"""Scoring: who may type which stage, totals, guards, verbs, constraints."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from core import clock, journal
from core.workflow import BlockedError, NotNowError, ReasonMissingError, blocks, run
from emulation.enums import PhaseKind
from emulation.models import Criterion, Scorecard, ScoreLine
from emulation.selectors.scores import FINAL, SELF, card_score, read_card, shows_final
from emulation.services.scores import copy_self_to_final, enter_points, open_stage
from emulation.workflow import SCORECARD
from tests.builders import World, world
from tests.steps import all_points, approve_report, finalise, self_score, sign_pledge
from units.models import BlocOffice

pytestmark = pytest.mark.django_db

D = Decimal


@pytest.fixture
def built() -> World:
    return world()


def submitted(built: World, unit: str = "plain", points=(58, 39)) -> Scorecard:
    """Lead a card to where the secretariat scores it."""
    sign_pledge(built, unit)
    approve_report(built, unit)
    card = self_score(built, unit, points)
    return run(card, "submit", actor=built.user("clerk", unit))


def line_of(card: Scorecard, code: str) -> ScoreLine:
    return card.lines.select_related("criterion").get(criterion__code=code)


def sentences(card: Scorecard, name: str) -> list[str]:
    return blocks(card, SCORECARD.transition(name))


# ----- who may type


def typists(built: World, card: Scorecard) -> dict[str, str]:
    """Return who may type which stage, by login."""
    found = {one.login: open_stage(card, one) for one in built.staff().values()}
    return {login: stage for login, stage in found.items() if stage}


def test_a_draft_is_typed_by_its_unit(built):
    assert typists(built, built.card()) == {
        "clerk.plain": SELF,
        "leader.plain": SELF,
        "deputy_leader.plain": SELF,
    }


def test_the_final_score_is_typed_by_the_secretariat(built):
    assert typists(built, submitted(built)) == {"secretary.head": FINAL}


def test_the_heads_own_card_goes_to_the_deputy_or_the_board(built):
    assert typists(built, submitted(built, "head")) == {
        "secretary.deputy": FINAL,
        "board_officer.board": FINAL,
    }


def test_without_a_deputy_the_board_scores_the_head(built):
    card = submitted(built, "head")
    BlocOffice.objects.filter(office="deputy").delete()
    for role, unit in (("secretary", "head"), ("secretary", "deputy")):
        with pytest.raises(PermissionDenied, match="Phó Trưởng khối hoặc Ban Thi đua"):
            copy_self_to_final(card, actor=built.user(role, unit))
    copy_self_to_final(card, actor=built.user("board_officer", "board"))
    done = run(card, "finalise", actor=built.user("board_officer", "board"))
    assert (done.state, done.final_total) == ("final", D(97))


def test_another_unit_may_not_type(built):
    with pytest.raises(PermissionDenied, match="Chỉ chuyên viên thi đua của đơn vị"):
        enter_points(
            built.card(), SELF, {"I.1": D(1)}, actor=built.user("clerk", "other")
        )


def test_a_stage_cannot_be_skipped(built):
    card = self_score(built)
    with pytest.raises(BlockedError, match="ở trạng thái “Đang tự chấm”"):
        enter_points(card, FINAL, {"I.1": D(1)}, actor=built.secretary)
    with pytest.raises(NotNowError, match="Đang tự chấm"):
        run(card, "finalise", actor=built.secretary)


def test_nothing_is_typed_after_submitting_or_after_the_end(built):
    card = submitted(built)
    clerk = built.user("clerk", "plain")
    with pytest.raises(BlockedError, match="Chờ Thường trực khối chấm"):
        enter_points(card, SELF, {"I.1": D(1)}, actor=clerk)
    copy_self_to_final(card, actor=built.secretary)
    run(card, "finalise", actor=built.secretary)
    with pytest.raises(BlockedError, match="“Đã chốt điểm”, không sửa được"):
        enter_points(card, FINAL, {"I.1": D(1)}, actor=built.secretary)


def test_submitting_twice_says_that_somebody_was_faster(built):
    card = submitted(built)
    with pytest.raises(NotNowError, match="Người khác vừa xử lý"):
        run(card, "submit", actor=built.user("clerk", "plain"))


# ----- totals and stamps


def test_typed_points_are_rounded_and_added_up(built):
    clerk = built.user("clerk", "plain")
    typed = {"I.1": D("57.505"), "I.2": D(39), "II": D(10), "III": D("1.25")}
    enter_points(built.card(), SELF, typed, actor=clerk, reasons={"I.1": "Vượt."})
    card = built.card()
    assert card.self_total == D("105.26")
    assert line_of(card, "I.1").self_points == D("57.51")
    assert line_of(card, "I.1").self_note == "Vượt."
    assert line_of(card, "I.1").version == 2
    assert line_of(card, "IV").version == 1


def test_an_unknown_criterion_is_refused(built):
    with pytest.raises(KeyError):
        enter_points(
            built.card(), SELF, {"X.9": D(1)}, actor=built.user("clerk", "plain")
        )


def test_a_final_score_keeps_who_and_when_and_why(built):
    card = submitted(built)
    noon = clock.now()
    with clock.at(noon):
        enter_points(
            card,
            FINAL,
            {"I.1": D(50)},
            actor=built.secretary,
            reasons={"I.1": "Thiếu hồ sơ."},
        )
    line = line_of(card, "I.1")
    assert (line.final_by, line.final_at) == (built.secretary, noon)
    assert (line.difference, line.final_reason) == (D(-8), "Thiếu hồ sơ.")
    assert line_of(card, "I.2").final_by is None


def test_taking_the_self_score_over_fills_blanks_alone(built):
    card = submitted(built)
    enter_points(card, FINAL, {"I.1": D(50)}, actor=built.secretary)
    assert copy_self_to_final(card, actor=built.secretary) == 2
    finals = dict(card.lines.values_list("criterion__code", "final_points"))
    assert finals == {"I.1": 50, "I.2": 39, "II": None, "III": None, "IV": 0}
    copied = line_of(card, "I.2")
    assert (copied.final_by, copied.version) == (built.secretary, 3)
    assert copy_self_to_final(card, actor=built.secretary) == 0


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


# ----- transitions


def test_submitting_stores_the_total_in_one_entry(built):
    card = submitted(built)
    assert (card.state, card.self_total) == ("self_scored", D(97))
    assert card.self_scored_by == built.user("clerk", "plain")
    entry = journal.entries_of(card).get(verb="submit")
    assert ["Tổng tự chấm", None, "97"] in entry.changes
    assert ["I.1. Tiêu chí I.1", None, "tự chấm 58, cuối –"] in entry.changes
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
    assert ["I.2. Tiêu chí I.2", "tự chấm 39, cuối –", "tự chấm 39, cuối 30"] in (
        entry.changes
    )
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


# ----- reading


def test_a_card_is_read_with_sums_at_every_level(built):
    card = submitted(built)
    typed = all_points((50, 39)) | {"II": D(5)}
    enter_points(card, FINAL, typed, actor=built.secretary)
    read = read_card(card)
    by_code = {row.criterion.code: row for row in read.rows}
    assert list(by_code) == ["I", "I.1", "I.2", "II", "III", "IV"]
    assert (by_code["I"].self_points, by_code["I"].final_points) == (97, 89)
    assert (read.scale, read.bonus) == (100, 10)
    assert (read.self_score.total, read.final_total) == (97, 94)
    assert (read.difference, read.differing, read.lacking) == (-3, 2, 0)
    kept = [row.criterion.code for row in read.only_differing()]
    assert kept == ["I", "I.1", "II"]


def test_a_card_without_final_points_has_no_difference(built):
    read = read_card(self_score(built))
    assert (read.difference, read.final_total, read.scored) == (None, None, False)
    assert read.only_differing() == []
    assert read.lacking == 3
    assert built.card().difference is None


def test_what_was_stored_at_the_end_is_shown(built):
    sign_pledge(built)
    approve_report(built)
    card = finalise(built)
    card.lines.exclude(final_points=None).update(final_points=1)
    assert card_score(card, FINAL).total == D(2)
    assert read_card(card).final_total == D(97)


def test_a_unit_reads_final_points_when_they_are_final(built):
    card, staff = submitted(built), built.staff()
    readers = ("secretary.head", "secretary.deputy", "board_officer.board")
    assert all(shows_final(card, staff[login]) for login in readers)
    for login in ("clerk.plain", "leader.plain"):
        assert not shows_final(card, staff[login])
    copy_self_to_final(card, actor=built.secretary)
    card = run(card, "finalise", actor=built.secretary)
    assert all(shows_final(card, user) for user in staff.values())


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
