"""Steps of an amendment, done by the people of a small world."""

from typing import Any

from core import clock
from core.workflow import run
from emulation.models import Amendment, AmendmentLine, Pledge, Target
from emulation.services import amendments as services
from tests.builders import World
from tests.steps import SIGNATURE, accept_pledge, case_secretary

REASON = "Giảm biên chế theo quyết định của tỉnh"
NUMBER = "15/QĐ-KTĐ"


def sign(built: World, pledge: Pledge, unit: str = "plain") -> Pledge:
    """Lead a filled pledge to its signature."""
    accepted = accept_pledge(built, pledge, unit)
    return run(accepted, "sign", actor=built.user("leader", unit), **SIGNATURE)


def start(built: World, pledge: Pledge, unit: str = "plain") -> Amendment:
    clerk = built.user("clerk", unit)
    return services.start_amendment(pledge, reason=REASON, actor=clerk)


def change(built: World, amendment: Amendment, target: Target, **said: Any) -> Any:
    """Take a target up and write another figure."""
    clerk = built.user("clerk", "plain")
    line = services.change_target(amendment, target, actor=clerk)
    for name, value in said.items():
        setattr(line, name, value)
    line.save()
    return line


def add(built: World, amendment: Amendment, content: str, **said: Any) -> Any:
    clerk = built.user("clerk", "plain")
    line = AmendmentLine(amendment=amendment, content=content, **said)
    return services.add_line(line, actor=clerk)


def drop(built: World, amendment: Amendment, target: Target) -> Any:
    clerk = built.user("clerk", "plain")
    return services.drop_target(amendment, target, actor=clerk)


def signed(built: World, amendment: Amendment, unit: str = "plain") -> Amendment:
    run(amendment, "submit", actor=built.user("clerk", unit))
    return run(amendment, "sign", actor=built.user("leader", unit), **SIGNATURE)


def adopt(built: World, amendment: Amendment, unit: str = "plain", **data: Any) -> Any:
    decision = {"decision_number": NUMBER, "decision_date": clock.today()} | data
    return run(amendment, "adopt", actor=case_secretary(built, unit), **decision)
