"""The board of all scores: every stage, filters, words, who reads it, what it costs."""

import io
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from core.workflow import run
from emulation.models import Scorecard, ScoreLine
from emulation.reports.board import Choice, shown
from emulation.reports.leanings import (
    checker_sentence,
    checkers_in_words,
    unit_sentence,
    units_in_words,
)
from emulation.scoring.leaning import Lean
from emulation.selectors.board import COUNTING, LAST, OWN, read_board
from emulation.selectors.scores import FINAL
from emulation.services.scores import enter_points
from tests.builders import World, world
from tests.emulation.checking import all_sent, checks_on, closed, send, waiting
from tests.emulation.filling import fill_board
from tests.emulation.scorecards import line_of, signed_in
from tests.steps import case_secretary

pytestmark = pytest.mark.django_db

D = Decimal
PAGE_QUERIES = 16
MOST_BYTES = 1_500_000


@pytest.fixture
def built() -> World:
    return world()


@pytest.fixture
def secretary(built) -> Client:
    return signed_in(built.secretary)


def url_of(built: World, name: str = "score-board") -> str:
    return reverse(name, args=[built.bloc.code, built.year.year])


def page_of(client: Client, built: World, query: str = "") -> str:
    response = client.get(url_of(built) + query)
    assert response.status_code == 200
    return response.content.decode()


def unit_of(built: World, card: Scorecard, user=None):
    board = read_board(built.year, user or built.secretary)
    return next(one for one in board.units if one.card.pk == card.pk)


def values_of(built: World, card: Scorecard, code: str = "I.1", user=None):
    leaf = line_of(card, code).criterion_id
    return unit_of(built, card, user).leaves[leaf].values


def finished(built: World) -> Scorecard:
    """The unit gives 58 and 39, checkers 55 and 57, then 39; at the end 54 and 39."""
    card = closed(built, (55, 39), (57, 39))
    card = run(card, "explain", actor=built.user("clerk", "plain"))
    actor = case_secretary(built, "plain")
    typed = {"I.1": D(54), "I.2": D(39), "IV": D(0)}
    enter_points(card, FINAL, typed, actor=actor, reasons={"I.1": "Theo báo cáo."})
    return Scorecard.objects.get(pk=card.pk)


# ----- the stages


def test_a_leaf_stands_in_all_stages_and_the_last_counts(built):
    card = finished(built)
    assert values_of(built, card) == (D(58), D(55), D(57), D(54), D(54))
    scores = unit_of(built, card).scores
    assert (scores[OWN].total, scores[LAST].total) == (D(97), D(93))


def test_checkers_are_not_read_until_all_are_in(built):
    card = waiting(built)
    first = checks_on(card)[0]
    send(built, first, (55, 39), "Lý do.")
    assert values_of(built, card) == (D(58), None, None, None, D(58))


def test_sent_checks_are_read_but_do_not_count_before_they_close(built):
    card = waiting(built)
    all_sent(built, card, (55, 39), (57, 39))
    assert values_of(built, card) == (D(58), D(55), D(57), None, D(58))


def test_closed_checks_count(built):
    card = closed(built, (55, 39), (57, 39))
    # the mean of 55 and 57
    assert values_of(built, card)[COUNTING] == D(56)


def test_a_blank_is_not_nought(built):
    card = built.card("other")
    ScoreLine.objects.filter(pk=line_of(card, "I.1").pk).update(self_points=0)
    board = read_board(built.year, built.secretary)
    rows = shown(board, Choice(unit=card.pk)).rows
    texts = {row.node.criterion.code: row.cells[0].text for row in rows}
    assert (texts["I.1"], texts["I.2"]) == ("0", "–")


# ----- the page


def test_a_difference_has_its_sign_and_leads_to_the_card(built, secretary):
    card = finished(built)
    page = page_of(secretary, built)
    link = f"{card.get_absolute_url()}#dong-{line_of(card, 'I.1').pk}"
    assert f'<td class="n down"><a href="{link}">54</a> <b>−4</b>' in page
    assert "<i>58 · 55 · 57 · 54</i>" in page
    assert (
        f'id="dong-{line_of(card, "I.1").pk}"'
        in secretary.get(card.get_absolute_url()).content.decode()
    )


def test_it_narrows_to_a_unit_a_stage_a_part_and_what_differs(built, secretary):
    card = finished(built)
    code = line_of(card, "I.2").criterion.name
    assert code not in page_of(secretary, built, "?lech=1")
    assert "Chấm chéo 2: " in page_of(secretary, built, f"?don-vi={card.pk}")
    assert "<i>58" not in page_of(secretary, built, "?giai-doan=tu-cham")
    assert code not in page_of(secretary, built, "?phan=IV")


def test_an_address_with_nonsense_is_the_whole_board(built, secretary):
    finished(built)
    query = "?don-vi=x&phan=x&giai-doan=x"
    assert "58 · 55 · 57 · 54" in page_of(secretary, built, query)


def test_nothing_that_differs_is_said(built, secretary):
    assert "Không có tiêu chí lệch điểm" in page_of(secretary, built, "?lech=1")


def test_the_workbook_has_a_column_for_each_stage(built, secretary):
    finished(built)
    response = secretary.get(url_of(built, "score-board-workbook"))
    book = load_workbook(io.BytesIO(response.content))
    rows = [list(row) for row in book.active.iter_rows(values_only=True)]
    row = next(row for row in rows if row[0] == "I.1")
    assert [58, 55, 57, 54] in [row[at : at + 4] for at in range(len(row) - 3)]


# ----- in words


def test_words_name_who_gave_more(built):
    finished(built)
    board = read_board(built.year, built.secretary)
    # 58 - 54 = 4 of a scale of 100 is 4,0%
    (said,) = units_in_words(board)
    share = f"{4 * 100 / float(board.scale):.1f}".replace(".", ",").removesuffix(",0")
    assert said.endswith(
        f"tự chấm cao hơn điểm cuối 4 điểm ({share},0% thang điểm), ở một tiêu chí: I.1."
    )
    # 55 - 57 = -2 and 55 - 54 = +1; 57 - 55 = +2 and 57 - 54 = +3
    both = sorted(one.partition(" chấm ")[2] for one in checkers_in_words(board))
    one = "bình quân {} điểm mỗi tiêu chí khác nhau (1 tiêu chí)"
    assert both == [
        f"cao hơn đơn vị cùng chấm {one.format(2)}; cao hơn điểm cuối {one.format(3)}.",
        f"thấp hơn đơn vị cùng chấm {one.format(2)}; cao hơn điểm cuối {one.format(1)}.",
    ]


def test_who_differs_nowhere_is_not_spoken_of(built):
    closed(built, (58, 39), (58, 39))
    board = read_board(built.year, built.secretary)
    assert (units_in_words(board), checkers_in_words(board)) == ([], [])


def test_differences_that_make_up_for_each_other_are_said_so(built):
    leaf = line_of(built.card(), "I.2").criterion
    even, leaves = Lean(D(0), 2, leaf.pk, D(-3)), {leaf.pk: leaf}
    assert unit_sentence("Ban A", even, D(100), leaves) == (
        "Ban A tự chấm khác điểm cuối ở 2 tiêu chí, cộng lại bù nhau, "
        "nhiều nhất ở I.2: −3."
    )
    assert checker_sentence("Ban A", even, None) == (
        "Ban A chấm khác đơn vị cùng chấm ở 2 tiêu chí, bình quân bù nhau."
    )
    # 12.5 of 1000 is 1.25%, half up 1.3%; 12.5 over 5 leaves is 2.5
    more = Lean(D("12.5"), 5, leaf.pk, D(4))
    assert unit_sentence("Ban A", more, D(1000), leaves) == (
        "Ban A tự chấm cao hơn điểm cuối 12,5 điểm (1,3% thang điểm), "
        "bình quân +2,5 ở mỗi tiêu chí khác nhau, nhiều nhất ở I.2: +4."
    )


# ----- who reads it, and what it costs


def test_a_unit_waits_for_the_ranking(built):
    client = signed_in(built.user("clerk", "plain"))
    assert client.get(url_of(built)).status_code == 403
    assert client.get(url_of(built, "score-board-workbook")).status_code == 403


@pytest.mark.parametrize(("units", "leaves"), [(1, 3), (30, 150)])
def test_it_costs_the_same_for_any_bloc(built, secretary, units, leaves):
    fill_board(built.year, built.secretary, units=units, leaves=leaves)
    with CaptureQueriesContext(connection) as captured:
        page = page_of(secretary, built)
    assert len(captured) == PAGE_QUERIES
    assert page.count("/phieu-diem/") >= units * leaves
    assert len(page.encode()) < MOST_BYTES
