"""Cross-checks: settling, closing, explaining, and the final score after them."""

from decimal import Decimal

import pytest

from core import clock
from core.workflow import BlockedError, available, run
from emulation.enums import CheckState, ScorecardState
from emulation.models import (
    CheckLine,
    Participation,
    Scorecard,
    ScoreChange,
)
from emulation.selectors import unsettled_lines
from emulation.services.checks import mean
from emulation.services.scores import copy_stage_before, open_stage
from tests.builders import World, world
from tests.emulation.checking import (
    all_sent,
    checker,
    checks_on,
    closed,
    give,
    name_of,
    send,
    waiting,
)
from tests.emulation.scorecards import LAST, line_of, post, signed_in, typed

pytestmark = pytest.mark.django_db
D = Decimal
AGREE, EXPLAIN = "?buoc=doi-chieu", "?buoc=giai-trinh"


@pytest.fixture
def built() -> World:
    return world()


@pytest.fixture
def card(built) -> Scorecard:
    """A card scored 58 and 39 by its unit, which two units check."""
    return waiting(built)


def labels_of(card: Scorecard, user) -> list[str]:
    return [one.name for one in available(card, user)]


# ----- closing and settling


def test_the_mean_of_the_checkers_counts(built):
    card = closed(built, (50, 39), (53, 39))
    line = line_of(card, "I.1")
    assert (line.checked_points, line.agreed_at) == (D("51.5"), None)
    assert card.checked_total == D("90.5")
    change = ScoreChange.objects.get(line=line, stage="checked")
    assert (change.before, change.after) == (None, D("51.5"))
    assert change.reason == "Lý do của đơn vị chấm 1.; Lý do của đơn vị chấm 2."
    assert line_of(card, "II").checked_points is None


def test_a_mean_is_rounded_and_a_blank_beside_points_is_nothing():
    assert mean([D(1), D(2), D(2)]) == D("1.67")
    assert mean([]) is None


def test_closing_waits_for_all_checkers_but_not_for_who_left(built, card):
    first, second = checks_on(card)
    send(built, first, (58, 39))
    with pytest.raises(BlockedError, match="chưa gửi điểm chấm chéo"):
        run(card, "close_checks", actor=built.secretary)
    Participation.objects.filter(pk=second.participation_id).update(
        left_on=clock.today()
    )
    card = run(card, "close_checks", actor=built.secretary)
    assert card.checked_total == D(97)


def test_no_final_score_before_the_checks_close(built, card):
    assert open_stage(card, built.secretary) == ""
    with pytest.raises(BlockedError, match="Chưa chốt kết quả chấm chéo"):
        copy_stage_before(card, actor=built.secretary)


def test_a_wide_difference_is_concluded_with_a_reason(built, card):
    all_sent(built, card, (40, 39), (50, 39))
    card = Scorecard.objects.get(pk=card.pk)
    assert [one.criterion.code for one in unsettled_lines(card)] == ["I.1"]
    with pytest.raises(BlockedError, match=r"I\.1: lệch quá mức, cần đối chiếu"):
        run(card, "close_checks", actor=built.secretary)
    assert open_stage(card, built.secretary) == "checked_points"
    client = signed_in(built.secretary)
    page = client.get(card.get_absolute_url()).content.decode()
    assert "Lý do kết luận" in page
    assert f"row-{line_of(card, 'I.2').pk}-version" not in page
    post(client, card, AGREE, typed(card, "I.1", checked_points="47"))
    assert line_of(card, "I.1").agreed_at is None
    sent = typed(card, "I.1", checked_points="47", agreed_reason="Đã xem lại hồ sơ.")
    post(client, card, AGREE, sent)
    line = line_of(card, "I.1")
    assert (line.agreed_by, line.checked_points) == (built.secretary, D(47))
    card = run(card, "close_checks", actor=built.secretary)
    assert card.checked_total == D(86)
    change = ScoreChange.objects.get(line=line, stage="checked")
    assert (change.after, change.reason) == (D(47), "Đã xem lại hồ sơ.")


def test_a_condition_on_which_checkers_differ_is_always_concluded(built, card):
    for check, answer in zip(checks_on(card), (0, 1), strict=True):
        give(check, (58, 39), "Có kết luận thanh tra.")
        lines = CheckLine.objects.filter(check_of=check, line__criterion__code="IV")
        lines.update(points=answer)
        run(check, "send", actor=checker(built, check))
    card = Scorecard.objects.get(pk=card.pk)
    assert [one.criterion.code for one in unsettled_lines(card)] == ["IV"]


def test_nothing_to_settle_leaves_nothing_to_type(built, card):
    all_sent(built, card, (58, 39), (58, 39))
    card = Scorecard.objects.get(pk=card.pk)
    assert open_stage(card, built.secretary) == ""
    answer = post(
        signed_in(built.secretary), card, AGREE, typed(card, "I.1", checked_points="1")
    )
    assert answer.json()["refused"] == ["Không có tiêu chí nào phải đối chiếu."]


def test_a_check_given_back_forgets_the_conclusion(built, card):
    all_sent(built, card, (40, 39), (50, 39))
    sent = typed(card, "I.1", checked_points="47", agreed_reason="Đã xem lại.")
    post(signed_in(built.secretary), card, AGREE, sent)
    check = next(one for one in checks_on(card) if name_of(built, one) != "head")
    check = run(check, "reopen", actor=built.secretary, reason="Chấm nhầm mục.")
    assert (check.state, check.total) == (CheckState.OPEN, None)
    line = line_of(card, "I.1")
    assert (line.agreed_at, line.checked_points, line.agreed_reason) == (None, None, "")
    others = 50 if check.place == 1 else 40
    send(built, check, (others, 39), "Thiếu hồ sơ.")
    card = run(Scorecard.objects.get(pk=card.pk), "close_checks", actor=built.secretary)
    with pytest.raises(BlockedError, match="đã chốt"):
        run(check, "reopen", actor=built.secretary, reason="Muộn.")


# ----- explanation and final score


def test_the_unit_explains_where_points_differ(built):
    card = closed(built, (50, 39), (50, 39))
    clerk = signed_in(built.user("clerk", "plain"))
    page = clerk.get(card.get_absolute_url()).content.decode()
    assert "Lý do của đơn vị chấm 1." in page
    assert "Điểm đang tính: <b>điểm chấm chéo</b>" in page
    assert f"row-{line_of(card, 'I.1').pk}-explanation" in page
    assert f"row-{line_of(card, 'I.2').pk}-explanation" not in page
    sent = typed(card, "I.1", explanation="Hồ sơ đã bổ sung ngày 10/12.")
    assert post(clerk, card, EXPLAIN, sent).status_code == 200
    line = line_of(card, "I.1")
    assert line.explained_by == built.user("clerk", "plain")
    card = run(card, "explain", actor=built.user("clerk", "plain"))
    assert card.state == ScorecardState.EXPLAINED
    answer = post(clerk, card, EXPLAIN, typed(card, "I.1", explanation="Thêm."))
    assert answer.status_code == 422
    page = signed_in(built.secretary).get(card.get_absolute_url()).content.decode()
    assert "Hồ sơ đã bổ sung ngày 10/12." in page


def test_the_final_score_follows_the_stage_before(built):
    card = closed(built, (50, 39), (50, 39))
    assert copy_stage_before(card, actor=built.secretary) == 3
    assert line_of(card, "I.1").final_points == D(50)
    assert not line_of(card, "I.1").lacks_reason
    client = signed_in(built.secretary)
    post(client, card, LAST, typed(card, "I.1", final_points="55"))
    with pytest.raises(BlockedError, match="khác điểm chấm chéo, cần ghi lý do"):
        run(card, "finalise", actor=built.secretary)
    reasoned = {"final_points": "55", "final_reason": "Nhận giải trình."}
    post(client, card, LAST, typed(card, "I.1", **reasoned))
    card = run(card, "finalise", actor=built.secretary)
    assert card.final_total == D(94)
    changes = ScoreChange.objects.filter(line=line_of(card, "I.1"))
    assert [(one.stage, one.after, one.reason) for one in changes] == [
        ("self", D(58), ""),
        (
            "checked",
            D(50),
            "Lý do của đơn vị chấm 1.; Lý do của đơn vị chấm 2.",
        ),
        ("final", D(50), ""),
        ("final", D(55), "Nhận giải trình."),
    ]
    page = signed_in(built.user("clerk", "plain")).get(card.get_absolute_url())
    for shown in ("Nhận giải trình.", "Chấm chéo 2", "Kết quả chéo", "Điểm cuối"):
        assert shown in page.content.decode()


def test_buttons_follow_the_stages(built, card):
    assert "close_checks" in labels_of(card, built.secretary)
    assert labels_of(card, built.user("clerk", "plain")) == []
    all_sent(built, card, (58, 39), (58, 39))
    card = run(Scorecard.objects.get(pk=card.pk), "close_checks", actor=built.secretary)
    assert "explain" in labels_of(card, built.user("clerk", "plain"))
    assert "finalise" in labels_of(card, built.secretary)


def test_the_secretariat_does_not_take_back_its_own_units_check(built):
    card = waiting(built)
    all_sent(built, card, (58, 39), (58, 39))
    for check in checks_on(card):
        is_own = check.participation.unit_id == built.units["head"].pk
        reopens = "reopen" in labels_of(check, built.secretary)
        assert reopens is not is_own
