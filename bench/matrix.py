"""Time the board of 30 units × 150 leaves against the sign-in page, in one run.

Run by ``make bench``. Fills a throw-away SQLite file in bulk; prints medians and
ratios. Absolute figures depend on the machine; believe ratios of 1.3 and more.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROUNDS = 7
UNITS, LEAVES = 30, 150
NARROWED = (
    ("board, whole", ""),
    ("board, only differing", "?lech=1"),
    ("board, one stage", "?giai-doan=cuoi"),
)


def median_seconds(work: Callable[[], object]) -> float:
    """Return the median of several runs after one that is not counted."""
    work()
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def main() -> None:
    """Build a bloc with its year, fill the board, then measure."""
    folder = tempfile.mkdtemp(prefix="giao-uoc-bench-")
    os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
    os.environ["FILES_ROOT"] = f"{folder}/files"
    os.environ.setdefault("DEMO", "1")
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    import django  # noqa: PLC0415 -- after the environment

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    from tests.builders import world  # noqa: PLC0415
    from tests.emulation.filling import fill_board  # noqa: PLC0415

    built = world()
    fill_board(built.year, built.secretary, units=UNITS, leaves=LEAVES)
    client = Client(headers={"host": "127.0.0.1"})
    trivial = median_seconds(lambda: client.get("/dang-nhap/"))
    print(f"{'sign-in page':24} {trivial * 1000:8.1f} ms   1.0")
    client.force_login(built.secretary)
    path = reverse("score-board", args=[built.bloc.code, built.year.year])
    for name, query in NARROWED:
        taken = median_seconds(lambda query=query: client.get(path + query))
        size = len(client.get(path + query).content) // 1024
        print(f"{name:24} {taken * 1000:8.1f} ms {taken / trivial:5.1f}  {size} KB")


if __name__ == "__main__":
    main()
