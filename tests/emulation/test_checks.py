"""Cross-checks: typing, secrecy until all are in, settling, closing, explaining."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from core import clock
from core.workflow import BlockedError, available, run
from emulation.enums import CheckState, ScorecardState
from emulation.forms.scores import CheckLineForm
from emulation.models import (
    CheckLine,
    CrossCheck,
    Participation,
    Scorecard,
    ScoreChange,
)
from emulation.selectors import score_lines_visible_to, unsettled_lines
from emulation.selectors.checks import reads_check, shows_checks
from emulation.services.checks import mean, save_check
from emulation.services.scores import copy_stage_before, open_stage
from tests.builders import World, world
from tests.emulation.checking import (
    all_sent,
    checker,
    checks_on,
    closed,
    drawn,
    give,
    name_of,
    send,
    waiting,
)
from tests.emulation.scorecards import LAST, SCRIPT, line_of, post, signed_in, typed

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


def typed_in(check: CrossCheck, code: str, **values: str) -> dict[str, str]:
    line = CheckLine.objects.get(check_of=check, line__criterion__code=code)
    sent = {"version": str(line.version), **values}
    return {f"row-{line.pk}-{name}": value for name, value in sent.items()}


def clients(built: World, card: Scorecard) -> list[Client]:
    return [signed_in(checker(built, check)) for check in checks_on(card)]


def labels_of(card: Scorecard, user) -> list[str]:
    return [one.name for one in available(card, user)]


# ----- typing


def test_a_checker_types_points_and_a_reason(built, card):
    check = checks_on(card)[0]
    client = clients(built, card)[0]
    sent = typed_in(check, "I.1", points="50")
    answer = client.post(check.get_absolute_url(), sent, headers=SCRIPT).json()
    (saved,) = answer["saved"]
    assert "−8" in saved["cells"]["difference"]
    assert "cần ghi lý do" in saved["cells"]["difference"]
    assert answer["totals"]["given"] == "50"
    assert answer["totals"]["missing"] == "2"
    assert answer["totals"]["change"] == "−47"
    sent = typed_in(check, "I.1", points="50", reason="Thiếu hồ sơ")
    client.post(check.get_absolute_url(), sent)
    line = CheckLine.objects.get(check_of=check, line__criterion__code="I.1")
    assert (line.points, line.reason) == (D(50), "Thiếu hồ sơ")


def test_a_checker_reads_the_units_points_notes_and_evidence(built, card):
    line = line_of(card, "I.1")
    type(line).objects.filter(pk=line.pk).update(self_note="Xem báo cáo quý IV.")
    check = checks_on(card)[0]
    client = clients(built, card)[0]
    page = client.get(check.get_absolute_url()).content.decode()
    assert "Xem báo cáo quý IV." in page
    assert 'name="row-' in page
    assert line in score_lines_visible_to(checker(built, check))
    assert client.get(card.get_absolute_url()).status_code == 404


def test_bad_points_are_refused(built, card):
    check, client = checks_on(card)[0], clients(built, card)[0]
    sent = typed_in(check, "I.1", points="61")
    answer = client.post(check.get_absolute_url(), sent, headers=SCRIPT)
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert error["fields"] == {"points": ["61 lớn hơn mức cao nhất là 60."]}
    page = client.post(check.get_absolute_url(), sent)
    assert page.status_code == 422
    assert 'value="61"' in page.content.decode()


def test_nobody_else_types_into_a_check(built, card):
    check = checks_on(card)[0]
    own = built.user("clerk", "plain")
    with pytest.raises(PermissionDenied):
        save_check(check, CheckLineForm, {}, actor=own)
    assert signed_in(own).get(check.get_absolute_url()).status_code == 404


def test_checkers_wait_for_the_self_score(built):
    drawn(built)
    check = checks_on(built.card())[0]
    user = checker(built, check)
    page = signed_in(user).get(check.get_absolute_url()).content.decode()
    assert "Chưa chấm chéo được" in page
    with pytest.raises(BlockedError, match="không chấm chéo được"):
        save_check(check, CheckLineForm, {}, actor=user)
    with pytest.raises(BlockedError, match="không chấm chéo được"):
        run(check, "send", actor=user)


def test_a_check_is_sent_whole(built, card):
    check = checks_on(card)[0]
    user = checker(built, check)
    with pytest.raises(BlockedError, match=r"Tiêu chí I\.1, I\.2, IV: chưa chấm"):
        run(check, "send", actor=user)
    give(check, (50, 39))
    with pytest.raises(BlockedError, match=r"I\.1: khác điểm tự chấm"):
        run(check, "send", actor=user)
    give(check, (50, 39), "Thiếu hồ sơ.")
    check = run(check, "send", actor=user)
    assert (check.state, check.total) == (CheckState.SENT, D(89))
    with pytest.raises(BlockedError, match="đã gửi"):
        save_check(check, CheckLineForm, {}, actor=user)


# ----- nobody sees the other's points


def test_points_show_to_nobody_else_until_all_are_in(built, card):
    first, second = checks_on(card)
    send(built, first, (41, 39), "Thiếu mười bảy điểm.")
    other = signed_in(checker(built, second))
    assert not reads_check(first, checker(built, second))
    for reader in (other, *(signed_in(user) for user in built.staff().values())):
        for address in (
            first.get_absolute_url(),
            second.get_absolute_url(),
            card.get_absolute_url(),
            f"/nam/{built.bloc.code}/{built.year.year}/cham-cheo/",
            f"/nam/{built.bloc.code}/{built.year.year}/diem/",
        ):
            user = reader.get(address)
            is_own = user.wsgi_request.user.pk in own_people(built, first)
            if is_own or user.status_code != 200:
                continue
            body = user.content.decode().partition('id="content"')[2]
            assert "Thiếu mười bảy điểm." not in body
            assert ">41" not in body
            assert "−17" not in body


def own_people(built: World, check: CrossCheck) -> set[int]:
    """Return the people of the checkers' unit, who read their own points."""
    unit = name_of(built, check)
    return {user.pk for user in built.staff().values() if user.login.endswith(unit)}


def test_all_in_opens_the_points_to_the_secretariat_and_not_to_the_unit(built, card):
    all_sent(built, card, (50, 39), (52, 39))
    card = Scorecard.objects.get(pk=card.pk)
    assert shows_checks(card, built.user("board_officer", "board"))
    assert not shows_checks(card, built.user("clerk", "plain"))
    page = signed_in(built.secretary).get(card.get_absolute_url()).content.decode()
    assert "Chấm chéo 1" in page
    assert "Lý do của đơn vị chấm 2." in page
    own = signed_in(built.user("clerk", "plain")).get(card.get_absolute_url())
    assert "Lý do của đơn vị chấm" not in own.content.decode()


def test_the_heads_own_people_do_not_read_the_checks_of_their_card(built):
    card = waiting(built, "head")
    all_sent(built, card, (50, 39), (52, 39))
    card = Scorecard.objects.get(pk=card.pk)
    assert not shows_checks(card, built.user("leader", "head"))
    assert not shows_checks(card, built.secretary)
    assert shows_checks(card, built.user("secretary", "deputy"))
    with pytest.raises(PermissionDenied):
        run(card, "close_checks", actor=built.secretary)
    card = run(card, "close_checks", actor=built.user("secretary", "deputy"))
    assert shows_checks(card, built.user("clerk", "head"))


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
    check = run(
        checks_on(card)[0], "reopen", actor=built.secretary, reason="Chấm nhầm mục."
    )
    assert (check.state, check.total) == (CheckState.OPEN, None)
    line = line_of(card, "I.1")
    assert (line.agreed_at, line.checked_points, line.agreed_reason) == (None, None, "")
    send(built, check, (50, 39), "Thiếu hồ sơ.")
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
