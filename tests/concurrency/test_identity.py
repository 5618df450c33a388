"""Wrong passwords sent at once: no more are looked at than one after the other."""

import threading

import pytest

from core import clock
from units.models import FailedSignIn, User
from units.services import identity

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

AT_ONCE = 8


@pytest.fixture
def leader(world):
    """Somebody who has one try left."""
    user = world.user("leader", "plain")
    for _ in range(identity.TRIES - 1):
        assert not identity.confirm_identity(user, "sai")
    return user


def looked_at(answers):
    return [one for one in answers if one is False]


def test_counting_before_writing_lets_all_of_them_through(leader, together):
    key = FailedSignIn.objects.values_list("login_key", flat=True)[0]
    all_have_counted = threading.Barrier(AT_ONCE, timeout=10)

    def naive(_number):
        user = User.objects.get(pk=leader.pk)
        if FailedSignIn.objects.filter(login_key=key).count() >= identity.TRIES:
            return None
        all_have_counted.wait()
        is_owner = user.check_password("sai")
        FailedSignIn.objects.create(login_key=key, at=clock.now())
        return is_owner

    assert len(looked_at(together(AT_ONCE, naive))) == AT_ONCE


def test_of_all_tries_sent_at_once_one_at_most_is_looked_at(leader, together):
    def confirm(_number):
        user = User.objects.get(pk=leader.pk)
        return identity.confirm_identity(user, "sai")

    answers = together(AT_ONCE, confirm)
    refused = [one for one in answers if isinstance(one, identity.TooManyTriesError)]
    assert len(looked_at(answers)) <= 1
    assert len(looked_at(answers)) + len(refused) == AT_ONCE
