"""A world that a whole module shares: each test's own changes are taken back."""

import copy

import pytest
from django.db import transaction
from django.test import Client

from emulation.models import EmulationYear, Pledge, Target
from tests import builders
from tests.builders import World
from tests.steps import fill_pledge


@pytest.fixture(scope="module")
def _built_once(django_db_setup, django_db_blocker):
    """Build the world in a transaction around the module's tests, then take it back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield builders.world()
        transaction.set_rollback(True)


@pytest.fixture
def shared_world(_built_once, db):
    """The module's world, with nothing remembered from other tests."""
    built = copy.copy(_built_once)
    built.year = EmulationYear.objects.get(pk=built.year.pk)
    return built


@pytest.fixture
def built(shared_world) -> World:
    return shared_world


@pytest.fixture
def draft(built) -> Pledge:
    return fill_pledge(built)


@pytest.fixture
def first(draft) -> Target:
    return draft.targets.order_by("position").first()


@pytest.fixture
def browser(built) -> Client:
    """The clerk's browser."""
    client = Client()
    client.force_login(built.user("clerk", "plain"))
    return client
