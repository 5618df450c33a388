"""Every address × every role, against one table; an address without a row fails."""

from django.contrib.auth.models import AnonymousUser
from django.test import Client, TestCase
from django.urls import reverse

from core import access
from core.checks import named_patterns
from tests.access import world
from tests.access.addresses import address
from tests.access.matrix import EVERYBODY, MATRIX, PUBLIC_ADDRESSES

FORBIDDEN, MISSING, NO_SUCH_METHOD = 403, 404, 405


class Matrix(TestCase):
    """One world for all questions; nothing here is ever allowed to write."""

    @classmethod
    def setUpTestData(cls):
        world.build()
        cls.rows = world.samples()
        cls.addresses = {name: address(name, cls.rows) for name in MATRIX}

    def test_table_names_every_address_once(self):
        names = [name for name, _pattern in named_patterns()]

        assert sorted(names) == sorted(MATRIX)
        assert len(names) == len(MATRIX)

    def test_every_address_answers_every_role_as_the_table_says(self):
        wrong = []
        for role in sorted(EVERYBODY):
            client = Client()
            client.force_login(world.user(role))
            for name, line in MATRIX.items():
                status = status_of(client.get(self.addresses[name]))
                if not fits(line, role, status):
                    wrong.append(f"GET {name} as {role}: {status}")

        assert wrong == []

    def test_refused_roles_are_refused_when_they_post(self):
        wrong = []
        for role in sorted(EVERYBODY):
            client = Client()
            client.force_login(world.user(role))
            for name, line in MATRIX.items():
                if role in line.may:
                    continue
                status = client.post(self.addresses[name], {}).status_code
                expected = FORBIDDEN if role in line.refused else MISSING
                if status not in {expected, NO_SUCH_METHOD}:
                    wrong.append(f"POST {name} as {role}: {status}")

        assert wrong == []

    def test_nobody_gets_past_the_sign_in(self):
        wrong = []
        for name in sorted(set(MATRIX) - PUBLIC_ADDRESSES):
            for method in ("get", "post"):
                answer = getattr(Client(), method)(self.addresses[name])
                sent_to = answer.headers.get("Location", "")
                if not sent_to.startswith(reverse("login")):
                    wrong.append(f"{method} {name}: {answer.status_code}")

        assert wrong == []
        assert not access.check(AnonymousUser(), "units.view_unit").allowed


def status_of(answer):
    """Return an answer's status and let go of the file that it may hold."""
    for let_go in answer._resource_closers:
        let_go()
    return answer.status_code


def fits(line, role, status):
    """Tell whether an answer to GET is what the table says."""
    if role in line.may:
        return status < 400 or status == NO_SUCH_METHOD
    return status == (FORBIDDEN if role in line.refused else MISSING)
