"""Time a pledge's workbook of 5,000 rows: upload to preview, preview to written.

Run by ``make bench``. Both go through the pages, middleware and templates included, in
one process on a throw-away SQLite file. Beside them stands the plain work that cannot be
saved: calamine reading the same file, and Django inserting the same rows.
"""

import io
import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROWS, ROUNDS = 5000, 5
HEAD = ("Cấp", "Chỉ tiêu", "Đơn vị tính", "So sánh", "Giao ước", "Tính trên", "Ghi chú")


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Return how long one run takes, by the clock and by the processor."""
    start, used = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - used


def workbook() -> bytes:
    """Return a workbook of new rows, every fifth a part of the one before."""
    import xlsxwriter  # noqa: PLC0415 -- after the environment

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Chỉ tiêu")
        sheet.write_row(0, 0, HEAD)
        for at in range(1, ROWS + 1):
            level = 2 if at % 5 == 0 else 1
            text = f"Giải quyết đơn thư khiếu nại, tố cáo của công dân, đợt {at}"
            row = (level, text, "đơn", "≥", at + 0.5, "số đơn nhận", "theo kế hoạch")
            sheet.write_row(at, 0, row)
    return stream.getvalue()


def main() -> None:
    """Build the demo's registering year, then measure."""
    folder = tempfile.mkdtemp(prefix="giao-uoc-bench-")
    os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
    os.environ["FILES_ROOT"] = f"{folder}/files"
    os.environ.setdefault("DEMO", "1")
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    import django  # noqa: PLC0415 -- after the environment

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("seed_demo", until="launch", verbosity=0)
    measure(workbook())


class Work:
    """The pieces of work that are timed, on one pledge of the demo."""

    def __init__(self, content: bytes) -> None:
        """Sign a clerk in."""
        from django.test import Client  # noqa: PLC0415

        from emulation.models import Pledge, Target  # noqa: PLC0415
        from units.models import User  # noqa: PLC0415

        self.content, self.rows = content, Target
        drafts = Pledge.objects.filter(
            participation__unit__code="ban-noi-chinh", state="draft"
        )
        self.pledge = drafts.latest("participation__year__year")
        self.client = Client(headers={"host": "127.0.0.1"})
        self.client.force_login(User.objects.get(login="bnc.cv"))
        self.page = f"/giao-uoc/{self.pledge.pk}/excel/"
        self.digest = ""

    def read(self) -> None:
        from python_calamine import CalamineWorkbook  # noqa: PLC0415

        with CalamineWorkbook.from_filelike(io.BytesIO(self.content)) as book:
            book.get_sheet_by_index(0).to_python()

    def upload(self) -> None:
        from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415

        file = SimpleUploadedFile("giao-uoc.xlsx", self.content)
        answer = self.client.post(self.page, {"file": file}, follow=True)
        found = re.search(r'name="digest" value="(\w{64})"', answer.content.decode())
        self.digest = found[1] if found else ""

    def confirm(self) -> None:
        sent = {"do": "write", "digest": self.digest}
        self.client.post(f"{self.page}xem-truoc/", sent)

    def export(self) -> None:
        self.client.get(f"{self.page}tai-ve/")

    def clear(self) -> None:
        if self.pledge.targets.count() < ROWS:
            raise SystemExit("The rows were not written.")
        self.pledge.targets.all().delete()

    def insert(self) -> None:
        texts = (f"Giải quyết đơn thư, đợt {at}" for at in range(ROWS))
        made = [self.rows(pledge=self.pledge, content=text) for text in texts]
        self.rows.objects.bulk_create(made, batch_size=500)


def measure(content: bytes) -> None:
    """Send the workbook in, confirm it, take it out and clear up, several times."""
    work = Work(content)
    taken: dict[str, list[tuple[float, float]]] = {}
    steps = (work.read, work.upload, work.confirm, work.export, work.clear)
    for _ in range(ROUNDS):
        for step in (*steps, work.insert, work.clear):
            taken.setdefault(step.__name__, []).append(seconds(step))
    report(taken)


def report(taken: dict[str, list[tuple[float, float]]]) -> None:
    """Print each median, by clock and by processor, beside what it is held against."""
    medians = {
        name: [statistics.median(one) for one in zip(*found, strict=True)]
        for name, found in taken.items()
    }
    lines = (
        ("calamine reads the file", "read", "read"),
        ("upload to preview", "upload", "read"),
        ("5,000 rows inserted", "insert", "insert"),
        ("preview to written", "confirm", "insert"),
        ("workbook given out again", "export", "read"),
    )
    for label, name, beside in lines:
        clock, processor = medians[name]
        ratio = processor / medians[beside][1]
        print(f"{label:26} {clock:6.2f} s {processor:6.2f} s {ratio:6.1f}")


if __name__ == "__main__":
    main()
