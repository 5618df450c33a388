"""The sentences that tell why a rank changed."""

from decimal import Decimal

import pytest

from emulation.models import Criterion, Participation, ScoreChange, ScoreLine
from emulation.reports.replay import SHOWN, sentence_of, tell
from emulation.selectors import replay

D = Decimal


def story(ranks, totals, points=(), *, was_scored=True) -> replay.Story:
    moved = replay.Moved(1, *ranks, *map(D, totals))
    line = ScoreLine(criterion=Criterion(code="II.1", name="Mục"))
    causes = [replay.Cause(ScoreChange(line=line), D(one)) for one in points]
    return replay.Story(Participation(name="Ban A"), moved, causes, 0, was_scored)


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (
            story((1, 1), (90, 95), (5,)),
            "Ban A giữ hạng 1: +5 điểm, từ 90 thành 95; nhiều nhất ở mục II.1.",
        ),
        (
            story((1, 2), (0, 95), (), was_scored=False),
            "Ban A từ chưa có điểm đến hạng 2: +95 điểm, từ 0 thành 95.",
        ),
        (
            story((1, None), (90, 90)),
            "Ban A từ hạng 1 đến không xếp hạng: tổng điểm không đổi (90).",
        ),
        (
            story((None, None), (90, 90), (5, -5)),
            "Ban A vẫn không xếp hạng: các thay đổi bù nhau, tổng vẫn 90 điểm.",
        ),
    ],
)
def test_every_course_has_its_words(told, sentence):
    assert sentence_of(told) == sentence


def test_many_changes_fold_away():
    (told,) = tell([story((None, None), (0, 90), range(1, SHOWN + 3))])
    assert (len(told.causes), len(told.more)) == (SHOWN, 2)
    assert (told.rank_before, told.rank_after) == ("–", "–")
    (first,) = tell([story((1, 1), (0, 90), was_scored=False)])
    assert (first.rank_before, first.rank_after) == ("–", "1")
