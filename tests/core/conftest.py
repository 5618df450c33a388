"""What the kernel's tests share."""

import pytest
import rules

from core import access
from core.workflow import Machine
from emulation.enums import PledgeState
from emulation.models import Pledge
from tests import builders
from tests.core.trial import trial_transitions


@pytest.fixture
def world(db):
    """A bloc whose year is open, with all steps open."""
    return builders.world()


@pytest.fixture
def people(db):
    """The bloc and its members, before any year."""
    return builders.directory()


@pytest.fixture
def clerk(world):
    return world.user("clerk", "plain")


@pytest.fixture
def machine(monkeypatch):
    """Put a trial table and two trial permissions in place of the real ones."""
    monkeypatch.setattr(Machine, "by_model", dict(Machine.by_model))
    monkeypatch.setattr(access, "PERMISSIONS", dict(access.PERMISSIONS))
    access.allow(
        "trial.do",
        lambda user, _obj: access.act_as(user, "Người thử", 7),
        label="Thử",
    )
    access.allow(
        "trial.never", lambda _user, _obj: False, label="Cấm", why="Không ai được."
    )
    yield Machine(Pledge, PledgeState, *trial_transitions(), name="trial")
    rules.remove_perm("trial.do")
    rules.remove_perm("trial.never")
