"""What the kernel's tests share."""

import pytest

from tests import builders


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
