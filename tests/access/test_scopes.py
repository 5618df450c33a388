"""Lists and predicates agree: what a list shows, and only that, may be opened."""

from django.test import TestCase

from core import access
from tests.access import world


class Scopes(TestCase):
    """One world; every permission that has a scope, for every role and every row."""

    @classmethod
    def setUpTestData(cls):
        world.build()
        world.samples()

    def test_scope_equals_predicate_for_every_role_and_row(self):
        wrong = []
        for permission in scoped():
            rows = list(model_of(permission)._default_manager.all())
            assert rows, permission.name
            for role in sorted(world.LOGINS):
                shown = set(permission.scope(world.user(role)).values_list("pk"))
                reader = world.user(role)
                allowed = {
                    (row.pk,)
                    for row in rows
                    if access.check(reader, permission.name, row).allowed
                }
                if shown != allowed:
                    wrong.append(f"{permission.name} as {role}: {shown ^ allowed}")

        assert wrong == []

    def test_every_scope_hides_something_or_is_open_on_purpose(self):
        total = {
            permission.name: {
                role: permission.scope(world.user(role)).count()
                for role in ("clerk", "outsider")
            }
            for permission in scoped()
        }

        open_to_all = {
            name for name, seen in total.items() if seen["outsider"] == seen["clerk"]
        }
        assert open_to_all == {"units.view_bloc", "units.view_unit"}


def scoped():
    """Return the permissions that name a scope."""
    return [one for one in access.PERMISSIONS.values() if one.scope is not None]


def model_of(permission):
    """Return the model that a scope lists."""
    return permission.scope(world.user("clerk")).model
