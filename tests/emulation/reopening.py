"""Open exceptions for tests: opened by who handles the case, changed on their page."""

from datetime import timedelta

from core import clock
from emulation.models import Reopening
from emulation.services import reopenings as services
from tests.emulation.scorecards import OWN, line_of, signed_in
from tests.steps import case_secretary

REASON = "Bổ sung số liệu của quý IV"
KEEPER = {"by": "secretary", "unit": "head"}


def opened(built, card, code="I.1", hours=24, reason=REASON) -> Reopening:
    leaf = line_of(card, code).criterion
    return services.open_exception(
        card, leaf, hours, reason, actor=case_secretary(built, "plain")
    )


def typed(card, code="I.1", **values) -> dict[str, str]:
    line = line_of(card, code)
    values = {"version": str(line.version), **values}
    return {f"row-{line.pk}-{name}": value for name, value in values.items()}


def later(hours):
    return clock.at(clock.now() + timedelta(hours=hours))


def change(built, one, values, step=OWN, *, by="clerk", unit="plain"):
    user = built.user(by, unit)
    return signed_in(user).post(one.get_absolute_url() + step, values)
