"""Why a ranking changed: moments, units, causes, words, and who may read it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction
from django.urls import reverse

from core import clock
from core.workflow import run
from emulation.models import (
    Criterion,
    Participation,
    ScoreChange,
    ScoreLine,
    TieBreaker,
)
from emulation.reports.replay import sentence_of
from emulation.selectors import replay
from emulation.selectors.scores import FINAL
from emulation.services.scores import enter_points
from tests.builders import MEMBERS, World, world
from tests.emulation.scorecards import signed_in, submitted
from tests.steps import case_secretary

pytestmark = pytest.mark.django_db

D = Decimal
OWN = {"head": (57, 40), "deputy": (58, 38), "plain": (55, 39), "other": (50, 40)}
LAST = {"head": (57, 30), "deputy": (58, 38), "plain": (55, 40), "other": (50, 40)}
PAGE_QUERIES = 13


def judged() -> World:
    """Self-scores 97, 96, 94, 90; final scores 87, 96, 95, 90; then the ranking."""
    built = world()
    for unit, points in OWN.items():
        submitted(built, unit, points)
    for unit, points in LAST.items():
        secretary, card = case_secretary(built, unit), built.card(unit)
        typed = dict(zip(("I.1", "I.2"), map(D, points), strict=True)) | {"IV": D(0)}
        reasons = {"I.2": "Theo báo cáo."} if points != OWN[unit] else {}
        enter_points(card, FINAL, typed, actor=secretary, reasons=reasons)
        run(card, "finalise", actor=secretary)
    built.year = run(built.year, "publish_ranking", actor=built.secretary)
    return built


@pytest.fixture(scope="module")
def _judged_once(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield judged()
        transaction.set_rollback(True)


@pytest.fixture
def built(_judged_once, db) -> World:
    _judged_once.year.refresh_from_db()
    return _judged_once


def told_of(built: World, moments=None) -> dict[str, replay.Story]:
    before, after = moments or replay.usual_moments(replay.moments_of(built.year))
    names = {unit.pk: code for code, unit in built.units.items()}
    found = replay.stories(built.year, before, after)
    return {names[one.participation.unit_id]: one for one in found}


def ranks(story: replay.Story) -> tuple:
    return story.moved.rank_before, story.moved.rank_after


# ----- moments


def test_moments_are_what_happened_in_order(built):
    moments = replay.moments_of(built.year)
    assert [one.verb for one in moments] == [
        "",
        *["submit"] * 4,
        *["finalise"] * 4,
        "publish_ranking",
    ]
    assert moments[0].label == "Trước khi có điểm"
    assert moments[1].label.startswith(f"Gửi điểm tự chấm, {MEMBERS['head']} (")
    assert moments[-1].label.startswith("Công bố xếp hạng (")
    assert [one.at for one in moments] == sorted(one.at for one in moments)


def test_before_the_ranking_the_last_moment_is_now(built):
    built.year.state = "open"
    assert replay.moments_of(built.year)[-1].label == "Hiện nay"


def test_usually_the_last_self_score_is_compared_with_the_end(built):
    moments = replay.moments_of(built.year)
    assert replay.usual_moments(moments) == (moments[4], moments[-1])
    assert replay.usual_moments(moments[:1]) == (moments[0], moments[0])


# ----- stories


def test_ranks_and_totals_go_from_the_self_scores_to_the_published_ranking(built):
    found = told_of(built)
    assert {unit: ranks(one) for unit, one in found.items()} == {
        "head": (1, 4),
        "deputy": (2, 1),
        "plain": (3, 2),
        "other": (4, 3),
    }
    published = built.year.ranking.select_related("participation")
    assert {one.participation_id: (one.rank, one.final_total) for one in published} == {
        one.participation.pk: (one.moved.rank_after, one.moved.total_after)
        for one in found.values()
    }


def test_what_moved_a_unit_says_who_when_and_why(built):
    (cause,) = told_of(built)["head"].causes
    assert (cause.points, cause.before, cause.row.after) == (-10, 40, 30)
    assert cause.row.by == case_secretary(built, "head")
    assert cause.row.reason == "Theo báo cáo."
    assert told_of(built)["head"].quiet == 2  # I.1 and IV were confirmed


@pytest.mark.parametrize(
    ("kind", "before", "after", "points", "counted"),
    [
        ("points", None, 30, -10, 40),
        ("points", None, 30, 30, None),
        ("deduction", 2, 5, -3, 2),
        ("disqualifier", 0, 1, 0, 0),
        ("points", 30, None, 5, 30),
    ],
)
def test_before_is_what_counted_in_any_stage(kind, before, after, points, counted):
    line = ScoreLine(criterion=Criterion(kind=kind))
    row = ScoreChange(line=line, before=before, after=after)
    assert replay.Cause(row, D(points)).before == counted


def test_the_first_points_come_largest_first(built):
    moments = replay.moments_of(built.year)
    story = told_of(built, (moments[0], moments[4]))["plain"]
    assert [cause.points for cause in story.causes] == [55, 39]
    assert not story.was_scored


def test_a_condition_comes_before_all_points(built):
    line = built.card("deputy").lines.get(criterion__code="IV")
    at = clock.now()
    for before, after in ((0, 1), (1, 2)):
        ScoreChange.objects.create(
            line=line, stage="final", before=before, after=after, at=at
        )
    moments = replay.moments_of(built.year)
    later = replay.Moment("x", at + timedelta(seconds=1), "")
    story = told_of(built, (moments[-1], later))["deputy"]
    assert [cause.row.after for cause in story.causes] == [1]
    assert (ranks(story), story.quiet) == ((1, None), 1)


def test_tie_breakers_count_at_every_moment(built):
    # At first head 97, deputy 96, plain 94, other 90; with plain's I.1 at 57 and
    # deputy's I.2 at 38 both have 96, and more of I.2 (39 against 38) wins.
    ScoreChange.objects.filter(
        line=built.card().lines.get(criterion__code="I.1"), stage="self"
    ).update(after=57)
    assert ranks(told_of(built)["plain"])[0] == 2
    TieBreaker.objects.create(year=built.year, code="I.2")
    assert ranks(told_of(built)["plain"])[0] == 2
    assert ranks(told_of(built)["deputy"])[0] == 3
    TieBreaker.objects.update(code="I")
    assert ranks(told_of(built)["deputy"])[0] == 2


def test_a_unit_that_left_without_a_final_score_is_not_told_of(built):
    own = built.participation("other")
    left = clock.today() - timedelta(days=1)
    Participation.objects.filter(pk=own.pk).update(left_on=left)
    assert "other" in told_of(built)
    card = built.card("other")
    type(card).objects.filter(pk=card.pk).update(
        state="self_scored", finalised_at=None, finalised_by=None
    )
    assert "other" not in told_of(built)


def test_sentences_say_rank_points_and_the_largest_cause(built):
    found = told_of(built)
    assert sentence_of(found["head"]) == (
        f"{MEMBERS['head']} từ hạng 1 xuống hạng 4: −10 điểm, từ 97 thành 87; "
        "nhiều nhất ở mục I.2."
    )
    assert sentence_of(found["plain"]) == (
        f"{MEMBERS['plain']} từ hạng 3 lên hạng 2: +1 điểm, từ 94 thành 95; "
        "nhiều nhất ở mục I.2."
    )
    assert sentence_of(found["other"]) == (
        f"{MEMBERS['other']} từ hạng 4 lên hạng 3: tổng điểm không đổi (90)."
    )


# ----- the page


def address(built: World) -> str:
    return reverse("why-moved", args=[built.bloc.code, built.year.year])


def test_the_page_tells_it_with_links_to_the_leaves(built):
    page = signed_in(built.user("clerk", "plain")).get(address(built)).content.decode()
    assert f"{MEMBERS['head']} từ hạng 1 xuống hạng 4" in page
    card = built.card("head")
    line = card.lines.get(criterion__code="I.2")
    assert f'href="{card.get_absolute_url()}#dong-{line.pk}"' in page
    assert "Theo báo cáo." in page


def test_moments_asked_the_wrong_way_round_are_put_right(built):
    moments = replay.moments_of(built.year)
    asked = {"tu": moments[-1].key, "den": moments[0].key}
    page = signed_in(built.secretary).get(address(built), asked).content.decode()
    assert "từ chưa có điểm đến hạng 1" in page


def test_an_unknown_moment_is_refused_in_words(built):
    page = signed_in(built.secretary).get(address(built), {"tu": "x"}).content.decode()
    assert 'id="id_tu_error"' in page
    assert f"{MEMBERS['head']} từ hạng 1 xuống hạng 4" in page


def test_two_equal_moments_have_nothing_between_them(built):
    asked = {"tu": replay.START, "den": replay.START}
    page = signed_in(built.secretary).get(address(built), asked).content.decode()
    assert "Chưa có điểm nào được tính" in page
    last = replay.moments_of(built.year)[-1].key
    asked = {"tu": last, "den": last}
    page = signed_in(built.secretary).get(address(built), asked).content.decode()
    assert "không có thay đổi nào làm đổi điểm" in page


def test_units_read_it_once_the_ranking_is_public(built):
    clerk, outsider = built.user("clerk", "plain"), built.user("clerk", "outside")
    assert signed_in(clerk).get(address(built)).status_code == 200
    assert signed_in(outsider).get(address(built)).status_code == 404
    type(built.year).objects.filter(pk=built.year.pk).update(
        state="open", ranked_at=None, ranked_by=None
    )
    assert signed_in(clerk).get(address(built)).status_code == 403
    assert signed_in(built.secretary).get(address(built)).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_any_number(
    built, count, django_assert_num_queries
):
    for unit in list(OWN)[count:]:
        changes = ScoreChange.objects.filter(line__scorecard=built.card(unit))
        changes.delete()
    TieBreaker.objects.create(year=built.year, code="I")
    client = signed_in(built.secretary)
    with django_assert_num_queries(PAGE_QUERIES):
        client.get(address(built))
