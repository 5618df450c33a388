"""Scorecards for tests: led to the secretariat, and typed as the page types them."""

from django.test import Client

from core.workflow import run
from emulation.models import Criterion, Scorecard, ScoreLine
from tests.builders import World
from tests.steps import approve_report, self_score, sign_pledge

SCRIPT = {"X-Grid": "1"}
OWN, LAST = "?buoc=tu-cham", "?buoc=diem-cuoi"


def submitted(built: World, unit: str = "plain", points=(58, 39)) -> Scorecard:
    """Lead a card to where the secretariat scores it."""
    sign_pledge(built, unit)
    approve_report(built, unit)
    card = self_score(built, unit, points)
    return run(card, "submit", actor=built.user("clerk", unit))


def line_of(card: Scorecard, code: str) -> ScoreLine:
    return card.lines.select_related("criterion").get(criterion__code=code)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def typed(card: Scorecard, code: str, **values: str) -> dict[str, str]:
    """Return the fields of one row as the page sends them."""
    line = line_of(card, code)
    start = f"row-{line.pk}-"
    sent = {"version": str(line.version), **values}
    return {f"{start}{name}": value for name, value in sent.items()}


def post(client: Client, card: Scorecard, stage: str, sent: dict[str, str]):
    """Send rows as the script does."""
    return client.post(f"{card.get_absolute_url()}{stage}", sent, headers=SCRIPT)


def add_leaves(card: Scorecard, count: int) -> None:
    """Lengthen a card by so many leaves of ten points."""
    criteria = Criterion.objects.bulk_create(
        Criterion(
            sheet=card.sheet, position=50 + place, code=f"X.{place}", max_points=10
        )
        for place in range(1, count + 1)
    )
    ScoreLine.objects.bulk_create(
        ScoreLine(scorecard=card, criterion=one) for one in criteria
    )
