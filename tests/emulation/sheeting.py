"""Criteria sheets for tests: somebody signed in, a node, a row as the page sends it."""

from django.test import Client

from emulation.models import Criterion

SCRIPT = {"X-Grid": "1"}


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def node(code: str) -> Criterion:
    return Criterion.objects.get(code=code)


def typed(code: str, /, **values: str) -> dict[str, str]:
    """Return the fields of one row as the page sends them."""
    one = node(code)
    sent = {"version": one.version, "code": one.code, "name": one.name}
    if not one.children.exists():
        sent |= {"kind": one.kind, "method": one.method}
        sent |= {"max_points": str(one.max_points or "")[:2]}
    return {f"row-{one.pk}-{name}": value for name, value in (sent | values).items()}
