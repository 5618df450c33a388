"""What every test shares: where databases and files live, and which group it is in."""

import tempfile
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import TransactionTestCase
from django.test.utils import override_settings

BROWSER_TESTS = Path(__file__).parent / "browser"
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_setup"}


def uses_database(item) -> bool:
    """Tell whether pytest-django would let this test reach a database."""
    return (
        item.get_closest_marker("django_db") is not None
        or not DATABASE_FIXTURES.isdisjoint(getattr(item, "fixturenames", ()))
        or (
            getattr(item, "cls", None) is not None
            and issubclass(item.cls, TransactionTestCase)
        )
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """Set the markers by which ./test divides the tests, and drop what cannot run."""
    kept, dropped = [], []
    for item in items:
        if BROWSER_TESTS in item.path.parents:
            item.add_marker(pytest.mark.browser)
        elif not uses_database(item):
            item.add_marker(pytest.mark.pure)
        wants_postgres = item.get_closest_marker("postgres") is not None
        fits = not wants_postgres or connection.vendor == "postgresql"
        (kept if fits else dropped).append(item)
    items[:] = kept
    if dropped:
        config.hook.pytest_deselected(items=dropped)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """Keep SQLite's test database in a file, in memory where the system has such a place.

    A database in memory shared by threads has no busy timeout and no WAL, so it would
    test something else than what people use.
    """
    database = django_settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3"):
        yield
        return
    shm = Path("/dev/shm")  # noqa: S108 - a private folder is made inside
    with tempfile.TemporaryDirectory(
        prefix="giao-uoc-test-", dir=shm if shm.is_dir() else None
    ) as folder:
        connection.settings_dict["TEST"]["NAME"] = str(Path(folder) / "test.sqlite3")
        yield


@pytest.fixture(scope="session", autouse=True)
def _test_settings(tmp_path_factory):
    """Keep files away from var/, and passwords cheap to hash."""
    files = tmp_path_factory.mktemp("files")
    with override_settings(
        FILES_ROOT=files,
        MEDIA_ROOT=files,
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        yield
