"""The ranking: a snapshot, ties, the disqualified; the list of scores and its bars."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from core import clock
from core.tables import row_text
from core.workflow import BlockedError, run
from emulation.models import RankingLine, Scorecard, ScoreLine
from emulation.reports.ranking import ranking_table, score_bars
from emulation.selectors.scores import FINAL, cards_of_year
from emulation.services.scores import enter_points
from tests.builders import World, world
from tests.steps import (
    all_points,
    approve_report,
    case_secretary,
    finalise,
    self_score,
    sign_pledge,
)

pytestmark = pytest.mark.django_db

D = Decimal
SCORES = {"head": (50, 39), "deputy": (58, 39), "plain": (58, 39), "other": (60, 40)}
LIST_QUERIES, RANKED_QUERIES = 18, 18


@pytest.fixture
def built() -> World:
    return world()


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def score_all(built: World) -> None:
    """Let every card stand at its end; the unit with most points is disqualified."""
    moment = clock.now()
    for unit, points in SCORES.items():
        Scorecard.objects.filter(pk=built.card(unit).pk).update(
            state="final",
            self_total=sum(points),
            final_total=sum(points),
            is_disqualified=unit == "other",
            self_scored_at=moment,
            finalised_at=moment,
        )


@pytest.fixture
def ranked(built) -> World:
    score_all(built)
    built.year = run(built.year, "publish_ranking", actor=built.secretary)
    return built


def lines_of(built: World) -> list[tuple]:
    names = {unit.pk: code for code, unit in built.units.items()}
    return [
        (names[line.participation.unit_id], line.rank, line.final_total)
        for line in built.year.ranking.select_related("participation")
    ]


STANDING = [
    ("deputy", 1, D(97)),
    ("plain", 1, D(97)),
    ("head", 3, D(89)),
    ("other", None, D(100)),
]


def disqualify(built: World, unit: str, points) -> None:
    card = self_score(built, unit, points)
    run(card, "submit", actor=built.user("clerk", unit))
    secretary = case_secretary(built, unit)
    typed = all_points(points) | {"IV": D(1)}
    reasons = {"IV": "Có người bị kỷ luật."}
    enter_points(card, FINAL, typed, actor=secretary, reasons=reasons)
    run(card, "finalise", actor=secretary)


def test_a_scored_year_is_ranked_once_and_for_all(built):
    for unit, points in SCORES.items():
        sign_pledge(built, unit)
        approve_report(built, unit)
        lead = disqualify if unit == "other" else finalise
        lead(built, unit, points)
    built.year = run(built.year, "publish_ranking", actor=built.secretary)
    assert lines_of(built) == STANDING
    ScoreLine.objects.exclude(final_points=None).update(final_points=0)
    Scorecard.objects.update(final_total=1, self_total=1, is_disqualified=False)
    assert lines_of(built) == STANDING


def test_the_table_does_not_move_with_later_rows(ranked):
    Scorecard.objects.update(final_total=1, self_total=1, is_disqualified=False)
    assert lines_of(ranked) == STANDING
    table = ranking_table(ranked.year)
    assert [row.cells["final"] for row in table.rows] == [97, 97, 89, 100]
    assert [row.cells["self"] for row in table.rows] == [97, 97, 89, 100]


def test_ranking_waits_for_the_last_final_score(built):
    with pytest.raises(BlockedError, match="Đang tự chấm: 4 đơn vị"):
        run(built.year, "publish_ranking", actor=built.secretary)
    assert not RankingLine.objects.exists()


def test_only_the_secretariat_publishes(built):
    score_all(built)
    with pytest.raises(PermissionDenied):
        run(built.year, "publish_ranking", actor=built.user("leader", "head"))


def test_the_table_reads_like_the_page(ranked):
    table = ranking_table(ranked.year)
    texts = [[row_text(column, row) for column in table.columns] for row in table.rows]
    assert texts == [
        ["1", "Ban Tổ chức Tỉnh ủy", "97", "97", "0"],
        ["1", "Ban Nội chính Tỉnh ủy", "97", "97", "0"],
        ["3", "Ban Bảo vệ, chăm sóc sức khỏe cán bộ tỉnh", "89", "89", "0"],
        ["–", "Văn phòng Tỉnh ủy", "100", "100", "0"],
    ]
    assert table.rows[0].url == ranked.card("deputy").get_absolute_url()
    assert table.notes == [
        "Các đơn vị bằng điểm xếp cùng hạng.",
        "Đơn vị vi phạm điều kiện loại trừ không được xếp hạng.",
    ]


def test_a_ranking_by_the_sample_says_so(ranked):
    ranked.year.sheets.update(is_sample=True)
    assert "Chấm theo bảng tiêu chí mẫu." in ranking_table(ranked.year).notes


def test_a_year_without_ranking_has_an_empty_table(built):
    table = ranking_table(built.year)
    assert (list(table.rows), list(table.notes)) == ([], [])


def test_rank_and_disqualification_agree(ranked):
    for is_out, rank in ((True, 1), (False, None), (False, 0)):
        with pytest.raises(IntegrityError), transaction.atomic():
            RankingLine.objects.filter(rank=3).update(is_disqualified=is_out, rank=rank)


def test_cards_are_listed_by_rank_once_there_is_one(built):
    def order() -> list[str]:
        cards = cards_of_year(built.year, built.secretary)
        names = {unit.pk: code for code, unit in built.units.items()}
        return [names[card.participation.unit_id] for card in cards]

    score_all(built)
    assert order() == ["head", "deputy", "plain", "other"]
    built.year = run(built.year, "publish_ranking", actor=built.secretary)
    assert order() == ["deputy", "plain", "head", "other"]


# ----- bars


def test_bars_are_drawn_from_nought_on_one_scale(built):
    score_all(built)
    bars = score_bars(cards_of_year(built.year, built.secretary), D(200))
    lengths = [(bar.self_length, bar.final_length) for bar in bars]
    assert lengths == [
        ("44.5", "44.5"),
        ("48.5", "48.5"),
        ("48.5", "48.5"),
        ("50.0", "50.0"),
    ]


def test_totals_beyond_the_scale_stretch_it(built):
    score_all(built)
    bars = score_bars(cards_of_year(built.year, built.secretary), D(80))
    assert bars[-1].self_length == "100.0"


def test_a_card_without_self_score_has_no_bar(built):
    assert score_bars(cards_of_year(built.year, built.secretary), D(100)) == []


def test_a_total_below_nought_is_an_empty_bar(built):
    score_all(built)
    Scorecard.objects.update(self_total=-5, final_total=0)
    (bar, *_others) = score_bars(cards_of_year(built.year, built.secretary), D(100))
    assert (bar.self_length, bar.final_length) == ("0", "0")


# ----- the page


def page_of(built: World, user) -> str:
    url = reverse("scores", args=[built.bloc.code, built.year.year])
    return signed_in(user).get(url).content.decode()


def test_the_published_page_shows_ranks_with_gold_for_the_first(ranked):
    page = page_of(ranked, ranked.user("clerk", "plain"))
    assert "Xếp hạng thi đua năm" in page
    assert page.count("rank-1") == 2
    assert "không xếp" in page
    assert "Các đơn vị bằng điểm xếp cùng hạng." in page


def test_before_that_a_unit_sees_its_own_card_alone(built):
    for unit in ("plain", "other"):
        sign_pledge(built, unit)
        approve_report(built, unit)
        self_score(built, unit)
    page = page_of(built, built.user("clerk", "plain"))
    assert built.card().get_absolute_url() in page
    assert built.card("other").get_absolute_url() not in page
    assert "hiện khi được công bố" in page
    assert "Công bố xếp hạng" not in page


def test_the_secretariat_sees_all_and_the_button(built):
    blocked = page_of(built, built.secretary)
    assert all(built.card(unit).get_absolute_url() in blocked for unit in SCORES)
    assert "Đã tự chấm" in blocked
    assert built.year.get_action_url("publish_ranking") not in blocked
    score_all(built)
    ready = page_of(built, built.secretary)
    assert built.year.get_action_url("publish_ranking") in ready


def test_a_year_in_preparation_has_no_cards():
    built = world(opened=False)
    assert "Chưa có phiếu điểm" in page_of(built, built.secretary)


def test_outsiders_do_not_find_the_page(built):
    url = reverse("scores", args=[built.bloc.code, built.year.year])
    client = signed_in(built.user("clerk", "outside"))
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_any_number(
    built, count, django_assert_num_queries
):
    for unit in list(SCORES)[count:]:
        built.card(unit).delete()
    client = signed_in(built.secretary)
    url = reverse("scores", args=[built.bloc.code, built.year.year])
    with django_assert_num_queries(LIST_QUERIES):
        client.get(url)


@pytest.mark.parametrize("count", [1, 3])
def test_the_ranking_costs_the_same_for_any_number(
    ranked, count, django_assert_num_queries
):
    for unit in list(SCORES)[count:]:
        RankingLine.objects.filter(participation__unit=ranked.units[unit]).delete()
        ranked.card(unit).delete()
    client = signed_in(ranked.secretary)
    url = reverse("scores", args=[ranked.bloc.code, ranked.year.year])
    with django_assert_num_queries(RANKED_QUERIES):
        client.get(url)
