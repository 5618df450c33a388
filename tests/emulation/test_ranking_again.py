"""The published ranking made again from its leaves."""

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse

from emulation.enums import CriterionMethod
from emulation.models import RankingLine, Scorecard, ScoreLine
from emulation.scoring import VERSION
from emulation.selectors.ranking import recount
from tests.builders import MEMBERS, World
from tests.emulation.ranked import SCORES, D, publish, scored

pytestmark = pytest.mark.django_db

RECOUNT_QUERIES = 5


@pytest.fixture(scope="module")
def _published_once(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield publish(scored(SCORES), "I.2")
        transaction.set_rollback(True)


@pytest.fixture
def published(_published_once, db) -> World:
    return _published_once


def changed(built: World, unit: str, code: str, **values) -> None:
    lines = ScoreLine.objects.filter(scorecard=built.card(unit), criterion__code=code)
    assert lines.update(**values) == 1


def test_a_hundredth_is_seen(published):
    changed(published, "plain", "I.1", final_points=D("59.01"))
    assert set(recount(published.year).faults) == {
        f"{MEMBERS['plain']}: điểm cuối công bố 97, tính lại 97,01.",
        f"{MEMBERS['plain']}: hạng công bố 4, tính lại 2.",
        f"{MEMBERS['plain']}: tiêu chí phụ công bố I.2. Tiêu chí I.2, tính lại không.",
        f"{MEMBERS['head']}: hạng công bố 2, tính lại 3.",
        f"{MEMBERS['deputy']}: hạng công bố 3, tính lại 4.",
    }


def test_a_changed_self_score_and_a_new_condition_are_seen(published):
    changed(published, "other", "I.1", self_points=1)
    changed(published, "other", "IV", final_points=1)
    assert f"{MEMBERS['other']}: tổng tự chấm công bố 100, tính lại 41." in (
        faults := recount(published.year).faults
    )
    assert f"{MEMBERS['other']}: hạng công bố 1, tính lại không xếp." in faults


def test_a_card_that_is_no_longer_final_is_named(published):
    RankingLine.objects.filter(participation=published.participation("other")).update(
        rank=1
    )
    Scorecard.objects.filter(pk=published.card("other").pk).update(
        state="self_scored", finalised_at=None, finalised_by=None
    )
    assert (
        f"{MEMBERS['other']}: không còn phiếu điểm đã chốt."
        in recount(published.year).faults
    )


def test_a_computed_leaf_is_computed_again(published):
    leaf = published.card().sheet.criteria.filter(code="I.2")
    leaf.update(method=CriterionMethod.SHARE_MET)
    # Both targets are met everywhere: 40 points. head and other have these.
    expected = [
        f"{MEMBERS[unit]}, tiêu chí I.2: đã chốt {points}, công thức cho 40."
        for unit, points in (("deputy", 39), ("plain", 38))
    ]
    assert sorted(recount(published.year).faults) == sorted(expected)


def test_a_counted_leaf_is_multiplied_again(published):
    published.card().sheet.criteria.filter(code="I.2").update(
        method=CriterionMethod.OCCURRENCE, rate=D(2)
    )
    changed(published, "plain", "I.2", final_count=18)
    assert recount(published.year).faults == (
        f"{MEMBERS['plain']}, tiêu chí I.2: đã chốt 38, công thức cho 36.",
    )


def test_another_version_of_the_formulas_is_not_compared(published):
    published.year.ranking.update(formula_version=VERSION + 1)
    (fault,) = recount(published.year).faults
    assert fault.startswith(f"Xếp hạng làm theo công thức bản {VERSION + 1}, nay")


@pytest.mark.parametrize("count", [1, 3])
def test_a_recount_costs_the_same_for_any_number(
    published, count, django_assert_num_queries
):
    for unit in list(SCORES)[count:]:
        RankingLine.objects.filter(participation=published.participation(unit)).delete()
        Scorecard.objects.filter(pk=published.card(unit).pk).update(
            state="self_scored", finalised_at=None, finalised_by=None
        )
    with django_assert_num_queries(RECOUNT_QUERIES):
        recount(published.year)


# ----- the command


def test_the_command_says_that_all_agrees(published, capsys):
    call_command("verify_ranking", bloc=published.bloc.code, year=published.year.year)
    assert "4 đơn vị, khớp đến phần trăm điểm." in capsys.readouterr().out


def test_the_command_names_what_does_not_agree(published, capsys):
    changed(published, "plain", "I.1", final_points=58)
    with pytest.raises(CommandError, match="1/1 bảng xếp hạng không khớp"):
        call_command("verify_ranking")
    assert "điểm cuối công bố 97, tính lại 96." in capsys.readouterr().out


def test_the_command_wants_a_ranking(db):
    with pytest.raises(CommandError, match="Không có bảng xếp hạng"):
        call_command("verify_ranking", year=1999)


# ----- on the page


def page(built: World, **asked: str) -> str:
    client = Client()
    client.force_login(built.user("clerk", "plain"))
    url = reverse("scores", args=[built.bloc.code, built.year.year])
    return client.get(url, asked).content.decode()


def test_the_page_makes_it_again_when_asked(published):
    assert "Tính lại từ phiếu điểm" in page(published)
    assert "Tính lại: khớp đến phần trăm điểm." in page(published, **{"tinh-lai": "1"})
    changed(published, "plain", "I.1", final_points=58)
    shown = page(published, **{"tinh-lai": "1"})
    assert "Tính lại: không khớp." in shown
    assert "điểm cuối công bố 97, tính lại 96." in shown
