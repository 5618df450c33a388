"""The draw of checkers: who may, when, how often, and that it can be repeated."""

import pytest
from django.core.exceptions import PermissionDenied

from core import clock, journal
from core.workflow import BlockedError, ReasonMissingError, run
from emulation.enums import PhaseKind
from emulation.models import (
    CheckDraw,
    CheckLine,
    CrossCheck,
    EmulationYear,
    Participation,
)
from emulation.services.draw import draw_checks, lots_of, repeat
from tests.builders import MEMBERS, World, open_year, prepare_year, world
from tests.emulation.checking import SEED, checks_on, drawn, send, waiting, with_checks
from tests.emulation.scorecards import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def built() -> World:
    return world()


def url_of(built: World) -> str:
    return f"/nam/{built.bloc.code}/{built.year.year}/cham-cheo/"


def test_every_card_gets_its_checkers_and_their_lines(built):
    drawn(built)
    checks = CrossCheck.objects.all()
    assert len(checks) == 2 * len(MEMBERS)
    pairs = [(one.participation_id, one.scorecard.participation_id) for one in checks]
    assert all(checker != checked for checker, checked in pairs)
    for unit in MEMBERS:
        key = built.participation(unit).pk
        assert sum(checker == key for checker, _checked in pairs) == 2
        assert sum(checked == key for _checker, checked in pairs) == 2
    assert CheckLine.objects.count() == 5 * len(checks)


def test_the_seed_repeats_the_draw(built):
    drawn(built)
    draw = CheckDraw.objects.get()
    assert draw.seed == SEED
    assert repeat(draw).is_same
    Participation.objects.filter(unit=built.units["other"]).update(
        left_on=clock.today()
    )
    assert repeat(draw).is_same  # by the lots that were written down
    CheckDraw.objects.update(seed=SEED + 1)
    assert not repeat(CheckDraw.objects.get()).is_same


def test_rules_that_cannot_be_kept_are_named_with_their_pairs(built):
    drawn(built)  # four units and two checkers each: some pair is mutual
    draw = CheckDraw.objects.get()
    (sentence,) = draw.dropped
    assert sentence.startswith("Không tránh được hai đơn vị chấm lẫn nhau: ")
    assert " và " in sentence
    page = signed_in(built.user("clerk", "plain")).get(url_of(built)).content.decode()
    assert "Điều không giữ được khi bốc thăm" in page
    assert sentence in page
    entry = journal.entries_of(draw).get()
    assert ["Không giữ được", None, sentence] in entry.changes
    assert str(SEED) in entry.sentence


def test_two_units_check_each_other_and_it_is_said(built):
    Participation.objects.filter(
        unit__in=[built.units[one] for one in ("plain", "other")]
    ).update(left_on=clock.today())
    drawn(built)
    sentences = CheckDraw.objects.get().dropped
    assert sentences[0] == ("Khối ít đơn vị, mỗi phiếu điểm chỉ có 1 đơn vị chấm chéo.")
    assert sentences[1].startswith("Không tránh được hai đơn vị chấm lẫn nhau")
    assert CrossCheck.objects.count() == 2


def test_a_unit_alone_cannot_draw(built):
    rest = [built.units[one] for one in ("plain", "other", "deputy")]
    Participation.objects.filter(unit__in=rest).update(left_on=clock.today())
    with pytest.raises(BlockedError, match="ít nhất hai đơn vị"):
        drawn(built)


def test_last_years_pairs_are_known_and_follow_the_unit(built):
    drawn(built, each=1)
    old = {
        (one.participation.unit_id, one.scorecard.participation.unit_id)
        for one in CrossCheck.objects.select_related("participation")
    }
    built.year = prepare_year(built, built.year.year + 1)
    open_year(built)
    with_checks(built, 1)
    units = {one.pk: one.unit_id for one in built.year.participations.all()}
    lots = lots_of(built.year)
    assert {(units[one], units[other]) for one, other in lots.last_year} == old
    drawn(built, each=1)
    new = CrossCheck.objects.filter(draw__year=built.year)
    pairs = {
        (one.participation.unit_id, one.scorecard.participation.unit_id) for one in new
    }
    assert not pairs & old
    assert CheckDraw.objects.get(year=built.year).dropped == []


def test_a_second_draw_needs_a_reason_and_throws_the_first_away(built):
    drawn(built)
    with pytest.raises(ReasonMissingError):
        draw_checks(built.year, actor=built.secretary, reason="  ")
    draw = draw_checks(built.year, actor=built.secretary, reason="Thiếu một đơn vị.")
    assert draw.number == 2
    assert 0 <= draw.seed < 2**63
    assert set(CrossCheck.objects.values_list("draw", flat=True)) == {draw.pk}
    assert repeat(draw).is_same


def test_no_draw_once_a_check_is_sent(built):
    card = waiting(built)
    send(built, checks_on(card)[0])
    with pytest.raises(BlockedError, match="không bốc thăm lại được"):
        draw_checks(built.year, actor=built.secretary, reason="Muộn.")


def test_no_draw_where_the_bloc_does_not_check(built):
    with pytest.raises(BlockedError, match="không chấm chéo"):
        draw_checks(built.year, actor=built.secretary)


def test_no_draw_before_scoring_is_open(built):
    with_checks(built)
    run(built.year.phases.get(kind=PhaseKind.SCORING), "close", actor=built.secretary)
    year = EmulationYear.objects.get(pk=built.year.pk)
    with pytest.raises(BlockedError):
        draw_checks(year, actor=built.secretary)


def test_only_the_secretariat_draws(built):
    with_checks(built)
    for login in ("board_officer.board", "secretary.deputy", "clerk.plain"):
        role, unit = login.split(".")
        with pytest.raises(PermissionDenied):
            draw_checks(built.year, actor=built.user(role, unit))
        client = signed_in(built.user(role, unit))
        assert client.post(url_of(built)).status_code == 403


def test_the_page_draws_once_and_again_with_a_reason(built):
    with_checks(built)
    client = signed_in(built.secretary)
    empty = client.get(url_of(built)).content.decode()
    assert "Chưa bốc thăm chấm chéo" in empty
    page = client.post(url_of(built), follow=True).content.decode()
    draw = CheckDraw.objects.get()
    assert str(draw.seed) in page
    assert "Bốc thử lại" in page
    refused = client.post(url_of(built))
    assert refused.status_code == 409
    assert "Ghi lý do bốc thăm lại." in refused.content.decode()
    page = client.post(
        url_of(built), {"reason": "Bổ sung đơn vị."}, follow=True
    ).content.decode()
    assert "Bổ sung đơn vị." in page
    again = client.get(f"{url_of(built)}?thu=1").content.decode()
    assert "Bốc lại cho đúng kết quả trên." in again


def test_a_changed_pair_is_found_by_repeating(built):
    drawn(built)
    one = CrossCheck.objects.order_by("pk").first()
    CrossCheck.objects.filter(scorecard=one.scorecard).exclude(pk=one.pk).delete()
    client = signed_in(built.user("clerk", "plain"))
    page = client.get(f"{url_of(built)}?thu=1").content.decode()
    assert "Bốc lại cho kết quả khác." in page
