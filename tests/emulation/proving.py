"""Files that prove rows of a small world, added by the unit's clerk."""

import io
from datetime import timedelta

from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from core import clock
from emulation.enums import ScorecardState
from emulation.models import Evidence, Reopening, Result, Scorecard, ScoreLine
from emulation.services import evidence as services
from tests.builders import World
from tests.core.filesamples import PDF
from tests.steps import sign_pledge


def rows_of(built: World, unit: str = "plain") -> list[Result]:
    """Return the unit's two results of the year; the pledge is signed for it."""
    report = built.report(unit)
    if not report.results.exists():
        sign_pledge(built, unit)
    return list(report.results.order_by("position"))


def line_of(card: Scorecard, code: str = "I.1") -> ScoreLine:
    return card.lines.get(criterion__code=code)


def prove(
    built: World, row, content: bytes = PDF, name: str = "báo cáo.pdf"
) -> Evidence:
    """Let a file prove the row, by the clerk of unit ``plain``."""
    clerk = built.user("clerk", "plain")
    return services.add(row, io.BytesIO(content), name, actor=clerk).evidence


def another(text: str) -> bytes:
    """Return a different document for each text."""
    return PDF + f"%{text}\n%%EOF".encode()


def reopen(
    built: World, card: Scorecard, code: str = "I.1", hours: int = 2
) -> Reopening:
    """Open one criterion of a card for some hours; fewer than none is over."""
    now = clock.now()
    return Reopening.objects.create(
        participation=card.participation,
        criterion=line_of(card, code).criterion,
        reason="Bổ sung quyết định khen thưởng",
        opened_at=now - timedelta(hours=3),
        opened_by=built.secretary,
        closes_at=now + timedelta(hours=hours),
    )


def in_state(card: Scorecard, state: str) -> Scorecard:
    """Bring a card to a state, with the stamps that belong to it."""
    now = clock.now()
    stamps = {"self_scored_at": now}
    if state == ScorecardState.CHECKED:
        stamps |= {"checked_at": now, "checked_total": 0}
    Scorecard.objects.filter(pk=card.pk).update(state=state, **stamps)
    return Scorecard.objects.get(pk=card.pk)


def at(row: Result | ScoreLine) -> str:
    """Return the address of a row's evidence."""
    name = "result-evidence" if isinstance(row, Result) else "line-evidence"
    return reverse(name, args=[row.pk])


def served(
    client: Client, evidence: Evidence, query: str = ""
) -> tuple[HttpResponseBase, bytes]:
    """Return how a file is answered, and its content."""
    answer = client.get(reverse("evidence-file", args=[evidence.pk]) + query)
    body = b"".join(answer.streaming_content)
    for let_go in answer._resource_closers:  # closing it ends the test's connection
        let_go()
    return answer, body
