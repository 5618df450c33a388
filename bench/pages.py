"""Time the busy pages against the sign-in page, and the summary PDF, in one run.

Run by ``make bench``. Uses the demo world in a throw-away SQLite file; prints medians
and ratios. Absolute figures depend on the machine; believe ratios of 1.3 and more.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROUNDS = 15
PAGES = (
    ("desk", "/"),
    ("year", "/nam/khoi-co-quan-dang/2024/"),
    ("results list", "/nam/khoi-co-quan-dang/2024/ket-qua/ca-nam/"),
    ("scores", "/nam/khoi-co-quan-dang/2024/diem/"),
    ("summary", "/nam/khoi-co-quan-dang/2024/bao-cao-tong-ket/"),
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
    """Build the demo world, then measure."""
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

    call_command("migrate", verbosity=0)
    call_command("seed_demo", verbosity=0)
    from awards.documents.summary import summary_paper  # noqa: PLC0415
    from core import clock  # noqa: PLC0415
    from core.documents import pdf  # noqa: PLC0415
    from emulation.models import EmulationYear  # noqa: PLC0415
    from units.models import User  # noqa: PLC0415

    client = Client(headers={"host": "127.0.0.1"})
    trivial = median_seconds(lambda: client.get("/dang-nhap/"))
    print(f"{'sign-in page':14} {trivial * 1000:8.1f} ms   1.0")
    client.force_login(User.objects.get(login="bvsk.tk"))
    for name, path in PAGES:
        taken = median_seconds(lambda path=path: client.get(path))
        print(f"{name:14} {taken * 1000:8.1f} ms {taken / trivial:5.1f}")
    year = EmulationYear.objects.get(year=2024)
    taken = median_seconds(
        lambda: pdf.render(summary_paper(year, drafted_on=clock.today()))
    )
    print(f"{'summary PDF':14} {taken * 1000:8.1f} ms {taken / trivial:5.1f}")


if __name__ == "__main__":
    main()
