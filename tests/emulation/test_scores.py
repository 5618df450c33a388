"""Scoring: who may type which stage, totals, guards, verbs, constraints."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from core import clock
from core.workflow import BlockedError, NotNowError, run
from emulation.models import Scorecard
from emulation.selectors.cards import read_card
from emulation.selectors.scores import FINAL, SELF, card_score, shows_final
from emulation.services.scores import copy_stage_before, enter_points, open_stage
from tests.builders import World, world
from tests.emulation.scorecards import line_of, submitted
from tests.steps import all_points, approve_report, finalise, self_score, sign_pledge
from units.models import BlocOffice

pytestmark = pytest.mark.django_db

D = Decimal


@pytest.fixture
def built() -> World:
    return world()


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
            copy_stage_before(card, actor=built.user(role, unit))
    copy_stage_before(card, actor=built.user("board_officer", "board"))
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
    with pytest.raises(BlockedError, match="Đã tự chấm, chờ chấm"):
        enter_points(card, SELF, {"I.1": D(1)}, actor=clerk)
    copy_stage_before(card, actor=built.secretary)
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
    assert copy_stage_before(card, actor=built.secretary) == 2
    finals = dict(card.lines.values_list("criterion__code", "final_points"))
    assert finals == {"I.1": 50, "I.2": 39, "II": None, "III": None, "IV": 0}
    copied = line_of(card, "I.2")
    assert (copied.final_by, copied.version) == (built.secretary, 3)
    assert copy_stage_before(card, actor=built.secretary) == 0


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
    copy_stage_before(card, actor=built.secretary)
    card = run(card, "finalise", actor=built.secretary)
    assert all(shows_final(card, user) for user in staff.values())
