"""Tie-breakers in a published ranking."""

import pytest

from core import clock
from emulation.models import Scorecard
from emulation.reports.ranking import ranking_table
from emulation.scoring import VERSION
from emulation.selectors.ranking import recount
from tests.builders import MEMBERS
from tests.emulation.ranked import SCORES, publish, scored, standing

pytestmark = pytest.mark.django_db


def test_the_first_tie_breaker_decides_between_equal_totals():
    # head, deputy and plain all have 97: I.2 gives 40, 39 and 38; other has 100.
    built = publish(scored(SCORES), "I.2", "I.1")
    assert standing(built) == [
        ("other", 1, ""),
        ("head", 2, "I.2. Tiêu chí I.2"),
        ("deputy", 3, "I.2. Tiêu chí I.2"),
        ("plain", 4, "I.2. Tiêu chí I.2"),
    ]
    assert ranking_table(built.year).notes[0] == (
        "Cùng 97 điểm, hơn nhờ điểm mục “I.2. Tiêu chí I.2”: "
        f"hạng 2 {MEMBERS['head']}; hạng 3 {MEMBERS['deputy']}; "
        f"hạng 4 {MEMBERS['plain']}."
    )
    assert recount(built.year).faults == ()


def test_a_group_is_the_sum_of_what_hangs_on_it():
    # head 58 + 39 and deputy 57 + 40 are 97 within I as in all; what stays equal
    # shares a rank, and an unknown code decides nothing.
    points = {"head": (58, 39), "deputy": (57, 40), "plain": (50, 30), "other": (9, 9)}
    built = publish(scored(points), "I", "không có")
    assert [one[1:] for one in standing(built)] == [(1, ""), (1, ""), (3, ""), (4, "")]
    assert ranking_table(built.year).notes == ["Các đơn vị bằng điểm xếp cùng hạng."]


def test_a_deduction_as_tie_breaker_favours_who_lost_less():
    built = scored({"head": (58, 39), "deputy": (58, 39)})
    for unit, extra, lost in (("head", 5, 5), ("deputy", 2, 2)):
        lines = built.card(unit).lines
        for code, points in (("II", extra), ("III", lost)):
            lines.filter(criterion__code=code).update(
                final_points=points, final_by=built.secretary, final_at=clock.now()
            )
    for unit in ("plain", "other"):
        Scorecard.objects.filter(pk=built.card(unit).pk).delete()
    publish(built, "III")
    assert standing(built)[0] == ("deputy", 1, "III. Tiêu chí III")
    assert recount(built.year).faults == ()


def test_the_ranking_keeps_sheet_and_version_of_the_formulas():
    built = publish(scored(SCORES))
    kept = set(built.year.ranking.values_list("sheet", "formula_version"))
    assert kept == {(built.card().sheet_id, VERSION)}
