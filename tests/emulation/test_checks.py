"""Cross-checks: typing, sending, and that nobody reads them until all are in."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from core.workflow import BlockedError, run
from emulation.enums import CheckState
from emulation.forms.scores import CheckLineForm
from emulation.models import (
    CheckLine,
    CrossCheck,
    Scorecard,
)
from emulation.selectors import score_lines_visible_to
from emulation.selectors.checks import reads_check, shows_checks
from emulation.services.checks import save_check
from tests.builders import World, world
from tests.emulation.checking import (
    all_sent,
    checker,
    checks_on,
    drawn,
    give,
    name_of,
    send,
    waiting,
)
from tests.emulation.scorecards import SCRIPT, line_of, signed_in

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
