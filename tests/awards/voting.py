"""Polls on titles and their counts, as the tests of results need them."""

from awards.enums import PollKind
from awards.models import Poll
from awards.services import enter_count, plan_poll, set_candidates
from awards.tally import Count
from core.workflow import run
from emulation.models import RankingLine, Title


def titled(world, meeting, seats=1, codes=("plain", "other", "deputy")):
    """Return a poll on a title between units ranked in this order."""
    for place, code in enumerate(codes, 1):
        RankingLine.objects.get_or_create(
            participation=world.participation(code),
            year=world.year,
            defaults={"rank": place, "self_total": 90, "final_total": 100 - place},
        )
    title, _made = Title.objects.get_or_create(
        code="bang-khen", name="Bằng khen của Chủ tịch Ủy ban", subject="collective"
    )
    poll = Poll(
        meeting=meeting,
        kind=PollKind.TITLE,
        title=title,
        question="Suy tôn tặng Bằng khen",
        seats=seats,
        max_ticks=seats,
    )
    plan_poll(poll, actor=world.secretary)
    listed = [world.participation(code).pk for code in codes]
    set_candidates(poll, listed, actor=world.secretary)
    return run(poll, "open", actor=world.secretary)


def counted(world, poll, votes):
    """Let both tellers count the same of four slips."""
    total = max(sum(votes), 4) if poll.max_ticks == 1 else 4
    candidates = poll.candidates.order_by("position")
    count = Count(total, total, total, 0, votes)
    figures = dict(zip([one.pk for one in candidates], votes, strict=True))
    for teller in poll.meeting.tellers.all():
        enter_count(poll, teller, count, figures, actor=world.secretary)
    return run(poll, "count", actor=world.secretary)


def publish(poll, world):
    return run(poll, "confirm", actor=world.secretary, expected="counted")


def texts(response):
    return response.content.decode()
