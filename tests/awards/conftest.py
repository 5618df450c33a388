"""What the tests of meetings and polls share: one small world a module, rolled back."""

import copy

import pytest
from django.db import transaction
from django.test import Client

from awards.models import Meeting
from core.workflow import run
from tests import builders, steps


@pytest.fixture(scope="module")
def kept_world(django_db_setup, django_db_blocker):
    """Build the world once a module: its bloc's year is open, a meeting planned."""
    with django_db_blocker.unblock(), transaction.atomic():
        built = builders.world()
        for unit in ("plain", "other"):
            built.user("clerk", unit)
        steps.hold_meeting(built, is_open=False)
        yield built
        transaction.set_rollback(True)


@pytest.fixture
def world(kept_world, db):
    """A bloc whose year is open; head, deputy, plain and other are its members."""
    return copy.deepcopy(kept_world)


@pytest.fixture
def secretary(world):
    return world.secretary


@pytest.fixture
def planned(world):
    """A meeting that has not begun: four leaders summoned and ticked, two tellers."""
    return Meeting.objects.get()


@pytest.fixture
def meeting(planned, secretary):
    """The same meeting in session."""
    return run(planned, "open", actor=secretary)


@pytest.fixture
def browse():
    """Return a client that is signed in as somebody."""

    def sign_in(user):
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def office(browse, secretary):
    """The secretariat's browser."""
    return browse(secretary)


@pytest.fixture
def member(browse, world):
    """The browser of a clerk whose unit only takes part."""
    return browse(world.user("clerk", "plain"))
