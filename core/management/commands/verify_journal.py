"""Check the journal: ``verify_journal [--export FILE]``."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import journal
from core.models import JournalEntry


class Command(BaseCommand):
    help = "Kiểm tra nhật ký: mọi chuỗi còn liền, không mục nào bị sửa hay mất."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--export",
            metavar="FILE",
            type=Path,
            help="ghi mọi mục ra tệp, mỗi dòng một mục JSON, để kiểm tra độc lập",
        )

    def handle(self, *, export: Path | None = None, **_options: Any) -> None:
        if export is not None:
            self.stdout.write(f"Đã ghi {write_entries(export)} mục ra {export}.")
        found = journal.verify()
        if found:
            raise CommandError("Nhật ký không nguyên vẹn:\n" + "\n".join(found))
        self.stdout.write(f"{JournalEntry.objects.count()} mục, nguyên vẹn.")


def write_entries(path: Path) -> int:
    """Write one entry a line; ``core/journal_check.py`` reads the file alone."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for count, entry in enumerate(journal.export(), 1):  # noqa: B007 -- the last is kept
            file.write(json.dumps(entry, ensure_ascii=False) + "\n")
    return count
