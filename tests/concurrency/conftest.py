"""Threads that start together, and a look at who waits for a lock.

Races are real only on PostgreSQL; on SQLite there is one writer at a time.
"""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from tests import builders

LONG = 10  # seconds; nothing here waits that long unless it is broken


def closing(function, *arguments):
    """Run a function in a thread with a database connection of its own."""
    try:
        return function(*arguments)
    except Exception as error:
        return error
    finally:
        connections.close_all()


@pytest.fixture
def together():
    """Return a function that runs ``function(number)`` in threads started at once and
    returns what each answered or raised.
    """

    def start(count, function):
        gate = threading.Barrier(count, timeout=LONG)

        def enter(number):
            connection.ensure_connection()
            gate.wait()
            return function(number)

        with ThreadPoolExecutor(count) as pool:
            tasks = [pool.submit(closing, enter, number) for number in range(count)]
            return [task.result(LONG) for task in tasks]

    return start


@pytest.fixture
def alone():
    """Return a function that starts something in one thread and gives its future."""
    with ThreadPoolExecutor() as pool:
        yield lambda function, *arguments: pool.submit(closing, function, *arguments)


def somebody_waits():
    """Tell whether a connection to this database waits for a lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0] > 0


@pytest.fixture
def until_somebody_waits():
    """Return a function that returns once a thread waits for a lock."""

    def wait():
        deadline = time.monotonic() + LONG
        while not somebody_waits():
            assert time.monotonic() < deadline, "nobody waits for a lock"
            time.sleep(0.02)

    return wait


@pytest.fixture
def world(db):
    return builders.world()
